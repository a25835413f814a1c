/* Runs before anything is painted: the reader's choice of light or dark, and a mark that scripts run. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("reader.theme");
    if (theme) root.dataset.theme = theme;
    const view = localStorage.getItem("reader.view");
    if (view) root.dataset.view = view;
  } catch { /* storage may be closed; the system's choice stands */ }
})();
