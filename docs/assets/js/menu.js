/* The menu of a narrow screen. */
const menu = document.querySelector(".menu-button");
menu.addEventListener("click", () => {
  const open = document.getElementById("site-nav").classList.toggle("open");
  menu.setAttribute("aria-expanded", String(open));
});
