/* Text and notes, text only, notes only. */
const { say, remember } = window.reader;
const root = document.documentElement;

const views = document.querySelector(".view-switch");
if (views) {
  const show = (view) => {
    root.dataset.view = view;
    for (const button of views.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    }
  };
  // A view that an older version kept, or a name that no button has, is the whole page.
  show(views.querySelector(`button[data-view="${CSS.escape(root.dataset.view ?? "")}"]`) ? root.dataset.view : "both");
  views.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    show(button.dataset.view);
    remember("view", button.dataset.view);
    say(button.textContent);
  });
}
