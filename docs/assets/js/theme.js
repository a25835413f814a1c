/* Light and dark: the button. theme.js outside this folder restores the choice before anything is painted. */
const { say, remember } = window.reader;
const root = document.documentElement;

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.addEventListener("click", () => {
    const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const dark = (root.dataset.theme || preferred) === "dark";
    root.dataset.theme = dark ? "light" : "dark";
    remember("theme", root.dataset.theme);
    say(`${root.dataset.theme} colours`);
  });
}
