/* Notes beside the text of a source. Each group begins level with its paragraph or, where that place is taken, under
   the group before it; the paragraphs never move. Where room is short, notes show their first lines and a button. */
const root = document.documentElement;
const main = document.getElementById("content");
const groups = [...main.querySelectorAll(".margin")];
const end = main.querySelector(".notes-end");
const wide = matchMedia("(min-width: 76.01rem)");
const LINES = ["", "4", "2", "1"]; // how many lines a note may take: all, or the first few
const GAP = 10; // between two groups
const DRIFT = 90; // how far a group may begin under the top of its paragraph before notes are cut
const notes = (group) => [...group.querySelectorAll(".annotation, .digest")];
const cut = (group, lines) => { if (lines) group.dataset.lines = lines; else delete group.dataset.lines; };
const tall = (element) => element.getBoundingClientRect().height;
const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);

/** Mark NOTE as one of which only the first lines are seen: its links wait behind "More", one stop for the keyboard. */
const shorten = (note, short) => {
  if (note.classList.toggle("cut", short) === (note.dataset.short === "")) return;
  note.toggleAttribute("data-short", short);
  if (short && !note.querySelector(".more")) {
    note.append(window.reader.el("button", "More", { type: "button", class: "more" }));
  }
  for (const part of note.querySelectorAll("a, .tools button")) part.tabIndex = short ? -1 : 0;
};

/** Lay the groups beside their paragraphs, from top to bottom: measure all of them whole, then write. */
const lay = () => {
  const chosen = new Map(groups.map((group) => [group, group.dataset.lines ?? ""]));
  for (const group of groups) cut(group, "");
  const line = parseFloat(getComputedStyle(groups[0]).lineHeight);
  const top = (element) => element.getBoundingClientRect().top;
  const above = top(main), last = top(end) - above;
  const beside = groups.filter((group) => group.offsetHeight > 0).map((group) => {
    const parts = notes(group).map((note) => ({ note, whole: note.matches(".whole"), full: tall(note) }));
    return {
      group,
      parts,
      from: top(group.closest(".unit") ?? group.previousElementSibling) - above,
      origin: top(group.offsetParent) - above,
      rest: tall(group) - sum(parts.map(({ full }) => full)),
      opened: group.querySelector(".connections[open], .whole"), // the reader's own doing cuts nothing
    };
  });
  const seen = ({ full, whole }, lines) => (lines && !whole ? Math.min(full, lines * line) : full);
  const height = ({ parts, rest }, lines) => rest + sum(parts.map((part) => seen(part, lines)));
  let reached = 0;
  beside.forEach((one, index) => {
    const { group, parts, from, origin, opened } = one;
    const begin = Math.max(from, reached);
    const room = (beside[index + 1]?.from ?? last) - begin - GAP + DRIFT;
    const fitting = LINES.find((lines) => height(one, lines) <= room) ?? LINES.at(-1);
    const lines = opened ? chosen.get(group) : fitting;
    cut(group, lines);
    group.style.top = `${begin - origin}px`;
    group.classList.toggle("away", begin > from + 4); // then it shows the number of its paragraph
    for (const part of parts) shorten(part.note, part.full > seen(part, lines) + 4);
    reached = begin + height(one, lines) + GAP;
  });
  end.style.setProperty("--height", `${Math.max(16, reached - last)}px`);
};

/** Open the folds where notes are beside the text or alone, close them where they are under it. */
const fold = () => {
  const open = wide.matches || root.dataset.view === "notes";
  for (const details of main.querySelectorAll(".margin .notes")) {
    details.open = open || details.contains(window.reader.target());
  }
};
/** What the places of the groups follow from: how wide and how tall everything is. */
const sizes = () => [main.offsetWidth, main.offsetHeight, ...groups.map((group) => group.offsetHeight)].join();
let laid = "";
const place = () => {
  if (wide.matches && root.dataset.view !== "notes") {
    lay();
    laid = sizes();
    return;
  }
  for (const group of groups) cut(group, "");
  for (const note of main.querySelectorAll(".margin .cut")) shorten(note, false);
  end.style.removeProperty("--height");
};

if (groups.length && end) {
  for (const group of groups) {
    const number = group.closest(".unit")?.querySelector(".num");
    if (number) group.dataset.from = number.dataset.n;
  }
  /** Show the whole NOTE, for good. */
  const whole = (note) => {
    if (!note?.matches(".cut")) return;
    note.classList.add("whole");
    place();
  };
  main.addEventListener("click", (event) => {
    if (!event.target.matches(".more")) return;
    const note = event.target.parentElement;
    whole(note);
    if (event.detail === 0) note.querySelector("a")?.focus(); // by keyboard: the button is gone
  });
  main.addEventListener("focusin", (event) => {
    if (!event.target.matches(".more")) whole(event.target.closest(".cut"));
  });
  const arrive = () => {
    const note = window.reader.target()?.closest(".annotation");
    if (!note) return;
    const details = note.closest("details");
    if (!details.open) {
      details.open = true;
      note.scrollIntoView();
    }
    whole(note);
  };
  const changed = () => { fold(); place(); };
  wide.addEventListener("change", changed);
  window.reader.views = changed; // view.js calls it when another view is chosen
  changed();
  main.classList.add("placed");
  arrive();
  addEventListener("hashchange", arrive);
  let waiting = 0;
  const seen = new ResizeObserver(() => {
    cancelAnimationFrame(waiting);
    if (sizes() !== laid) waiting = requestAnimationFrame(place);
  });
  for (const element of [main, ...groups]) seen.observe(element);
}
