/* What a source page shows: text and notes, text only, notes only; and which kind of notes. */
const { say, remember, asked } = window.reader;
const root = document.documentElement;
const bar = document.querySelector(".view-bar");
const press = (name, value) => {
  for (const button of bar.querySelectorAll(`[data-${name}]`)) {
    button.setAttribute("aria-pressed", String(button.dataset[name] === value));
  }
};
const known = (name, value) => Boolean(bar.querySelector(`[data-${name}="${CSS.escape(value ?? "")}"]`));

const show = (view) => {
  if (view !== (root.dataset.view ?? "both")) root.dataset.view = view;
  press("view", view);
  window.reader.views?.();
};
/** Show the notes of one KIND, or all of them ("") ; under the text, folds with such notes open. */
const choose = (kind) => {
  for (const note of document.querySelectorAll(".margin :is(.annotation, .digest)")) {
    note.hidden = kind !== "" && !note.matches(`.annotation-${kind}`);
  }
  for (const fold of document.querySelectorAll(".margin .notes")) {
    fold.hidden = !fold.querySelector(":is(.annotation, .digest):not([hidden])");
  }
  press("notes", kind);
  window.reader.views?.();
  if (kind) for (const fold of document.querySelectorAll(".margin .notes:not([hidden])")) fold.open = true;
};

if (bar) {
  // A view that an older version kept, or a name that no button has, is the whole page.
  show(known("view", root.dataset.view) ? root.dataset.view : "both");
  const kind = asked.get("notes");
  if (kind && known("notes", kind)) choose(kind);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.view) {
      show(button.dataset.view);
      remember("view", button.dataset.view);
    } else {
      choose(button.dataset.notes);
      const query = new URLSearchParams(location.search);
      query.delete("notes");
      if (button.dataset.notes) query.set("notes", button.dataset.notes);
      history.replaceState(history.state, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
    }
    say(button.textContent);
  });
  /** A link to a note shows it, whatever is chosen. */
  const arrive = () => {
    const note = window.reader.target()?.closest(".annotation");
    if (!note) return;
    note.classList.add("whole"); // as notes.js leaves it, also when it was not shown until now
    if (note.hidden) choose("");
    if (root.dataset.view === "text") show("both");
    note.scrollIntoView();
  };
  addEventListener("hashchange", arrive);
  arrive();
}
root.classList.remove("pending");
