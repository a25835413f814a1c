/* The menu of a narrow screen. */
const menu = document.querySelector(".menu-button"), list = document.getElementById("site-nav");
const set = (open) => {
  list.classList.toggle("open", open);
  menu.setAttribute("aria-expanded", String(open));
};
const isOpen = () => list.classList.contains("open");
menu.addEventListener("click", () => set(!isOpen()));
document.addEventListener("click", (event) => {
  if (isOpen() && !list.contains(event.target) && !menu.contains(event.target)) set(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !isOpen()) return;
  set(false);
  menu.focus();
});
