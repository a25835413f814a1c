/* Runs before anything is painted: the reader's choice of light or dark, and a mark that scripts run. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  // A filtered list is painted when its filters are applied, by the script of its page; without that script all of it.
  if (location.search.length > 1 && /(timeline|compare)(\/|\.html|\/index\.html)$/.test(location.pathname)) {
    root.classList.add("pending");
  }
  addEventListener("load", () => setTimeout(() => { root.classList.remove("pending"); root.classList.add("filtered"); }, 1000));
  try {
    const theme = localStorage.getItem("reader.theme");
    if (theme) root.dataset.theme = theme;
    const view = localStorage.getItem("reader.view");
    if (view) root.dataset.view = view;
  } catch { /* storage may be closed; the system's choice stands */ }
})();
