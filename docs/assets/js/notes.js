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

/** Mark NOTE as one of which only the first lines are seen: its links wait behind "More", one stop for the keyboard. */
const shorten = (note, short) => {
  if (note.classList.toggle("cut", short) === (note.dataset.short === "")) return;
  note.toggleAttribute("data-short", short);
  for (const part of note.querySelectorAll("a, .tools button")) part.tabIndex = short ? -1 : 0;
};

/** Lay the groups beside their paragraphs, from top to bottom. */
const lay = () => {
  const beside = groups.filter((group) => group.offsetHeight > 0);
  const above = main.getBoundingClientRect().top;
  const from = (group) => (group.closest(".unit") ?? group.previousElementSibling).getBoundingClientRect().top - above;
  const tops = beside.map(from);
  const chosen = beside.map((group) => group.dataset.lines ?? "");
  const heights = LINES.map((lines) => {
    for (const group of beside) cut(group, lines);
    return beside.map((group) => group.offsetHeight);
  });
  let reached = 0;
  beside.forEach((group, index) => {
    const top = Math.max(tops[index], reached);
    const room = (tops[index + 1] ?? end.getBoundingClientRect().top - above) - top - GAP + DRIFT;
    const opened = group.querySelector(".connections[open], .whole"); // the reader's own doing cuts nothing
    let level = opened ? LINES.indexOf(chosen[index]) : heights.findIndex((height) => height[index] <= room);
    if (level < 0) level = LINES.length - 1;
    cut(group, LINES[level]);
    group.style.setProperty("--top", `${top - (group.offsetParent.getBoundingClientRect().top - above)}px`);
    const number = group.closest(".unit")?.querySelector(".num");
    if (number && top > tops[index] + 4) group.dataset.from = number.dataset.n; else delete group.dataset.from;
    reached = top + heights[level][index] + GAP;
  });
  const height = Math.max(16, reached - (end.getBoundingClientRect().top - above));
  end.style.setProperty("--height", `${height}px`);
  for (const note of beside.flatMap(notes)) shorten(note, note.scrollHeight > note.clientHeight + 4);
};

/** Open the folds where notes are beside the text or alone, close them where they are under it. */
const fold = () => {
  const open = wide.matches || root.dataset.view === "notes";
  for (const group of groups) {
    const details = group.querySelector(".notes");
    if (details) details.open = open || details.contains(window.reader.target());
    cut(group, "");
    for (const note of notes(group)) shorten(note, false);
  }
  end?.style.removeProperty("--height");
};
const place = () => {
  if (!wide.matches || root.dataset.view === "notes") return;
  lay();
  main.classList.add("placed");
};

if (groups.length && end) {
  for (const note of groups.flatMap(notes)) {
    const more = document.createElement("button");
    more.type = "button";
    more.className = "more";
    more.textContent = "More";
    note.append(more);
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
  fold();
  place();
  arrive();
  addEventListener("hashchange", arrive);
  let waiting = 0;
  const seen = new ResizeObserver(() => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(place);
  });
  for (const element of [main, ...groups]) seen.observe(element);
}
