/* Runs before anything is painted: the reader's choice of light or dark, and a mark that scripts run. */
const root = document.documentElement;
root.classList.add("js");
// A filtered list, or one with an opened row or note, is painted as the script of its page leaves it; without that
// script as it is. A paragraph is there at once.
const chosen = location.search.length + location.hash.length > 1;
const list = /(timeline|compare|glossary)(\/|\.html|\/index\.html)$/.test(location.pathname);
const note = /\/sources\/.*([?&]notes=|#(?!p\d+$))/.test(location.href);
if ((chosen && list) || note) root.classList.add("pending");
// By then every script has run or failed, however slow the way and the machine.
const reveal = () => {
  root.classList.remove("pending");
  root.classList.add("filtered", "loaded");
};
addEventListener("load", () => setTimeout(reveal, 1000));
try {
  const theme = localStorage.getItem("reader.theme");
  if (theme) root.dataset.theme = theme;
  const view = localStorage.getItem("reader.view");
  if (view) root.dataset.view = view;
  const brief = location.hash + localStorage.getItem("reader.brief");
  if (/"thing"|[#&]i=/.test(brief)) root.classList.add("collected");
} catch { /* storage may be closed; the system's choice applies */ }
