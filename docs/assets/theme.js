/* Runs before anything is painted: the reader's choice of light or dark, and a mark that scripts run. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  // A filtered list, or one with an opened row, is painted as the script of its page leaves it; without that script
  // as it is. So are the notes of one kind.
  const chosen = location.search.length + location.hash.length > 1;
  if ((chosen && /(timeline|compare|glossary)(\/|\.html|\/index\.html)$/.test(location.pathname))
    || /\/sources\/.*[?&]notes=/.test(location.href)) {
    root.classList.add("pending");
  }
  const reveal = () => {
    root.classList.remove("pending");
    root.classList.add("filtered");
  };
  addEventListener("load", () => setTimeout(reveal, 1000));
  try {
    const theme = localStorage.getItem("reader.theme");
    if (theme) root.dataset.theme = theme;
    const view = localStorage.getItem("reader.view");
    if (view) root.dataset.view = view;
  } catch { /* storage may be closed; the system's choice applies */ }
})();
