/* The comparison: rows that open, order, filters and two articles face to face; all of it kept in the address. */
const { counted, el, elsewhere, fold, target } = window.reader;
const { restore, write, wire, plain, choices, count } = window.reader.filters;
const form = document.querySelector("[data-compare]");
const table = document.querySelector(".matrix");
const questions = [...table.querySelectorAll(".question")];
const bodies = [...table.tBodies];
const output = form.querySelector("output"), reset = form.querySelector("[data-reset]");
const empty = document.querySelector(".empty"), shown = document.querySelector("[data-shown]");
const names = ["order", "group", "verdict", "filter", "a", "b", "emphasis"];
const sources = [...(form.elements.namedItem("a")?.options ?? [])].map((option) => option.value).filter(Boolean);
const value = (name) => {
  const field = form.elements.namedItem(name);
  return field?.type === "checkbox" ? (field.checked ? field.value : "") : field?.value ?? "";
};
const label = (name) => plain(form.elements.namedItem(name).selectedOptions[0]);

/** The side of SOURCE on a question: "" when it is silent or only mentions the matter. */
const side = (question, source) => {
  const [, found] = question.querySelector("tr").cells[sources.indexOf(source) + 1].className.split("side-");
  return !found || found === "mentions" ? "" : found;
};
/** Whether the two of a PAIR both answer and differ: not where both say yes, or both say no. */
const apart = (question, [a, b]) => {
  const one = side(question, a), other = side(question, b);
  if (!one || !other || (one === other && (one === "yes" || one === "no"))) return false;
  const { verdict } = question.dataset;
  return verdict === "differ" || (value("emphasis") === "1" && verdict === "different-emphasis");
};
const FACETS = ["group", "verdict"], facets = choices(form, FACETS);
const fits = (question, name, choice) => !choice || question.dataset[name] === choice;
const failed = (question) => FACETS.filter((name) => !fits(question, name, value(name)));
const pair = () => (value("a") && value("b") && value("a") !== value("b") ? [value("a"), value("b")] : null);

let columns = "null", ranked = false; // as the table is now
const apply = () => {
  const two = pair(), wanted = target()?.closest(".question"), contested = value("order") === "contested";
  const words = fold(value("filter")).split(/\s+/).filter(Boolean);
  const rest = questions.filter((question) => {
    const text = words.length ? fold(question.textContent) : "";
    return words.every((word) => text.includes(word)) && (!two || Boolean(apart(question, two)));
  });
  const fitting = rest.filter((question) => !failed(question).length);
  count(facets, rest, failed, fits);
  for (const question of questions) {
    question.hidden = !fitting.includes(question) && question !== wanted;
    for (const answer of question.querySelectorAll(".answers > li")) {
      answer.hidden = Boolean(two) && !two.includes(answer.dataset.source);
    }
  }
  // The table is laid out anew only when its columns or its order change: it is long.
  if (columns !== String(two)) {
    columns = String(two);
    for (const row of [...table.rows].filter((one) => one.cells.length === sources.length + 1)) {
      sources.forEach((source, column) => { row.cells[column + 1].hidden = Boolean(two) && !two.includes(source); });
    }
    for (const wide of table.querySelectorAll("[colspan]")) wide.colSpan = two ? 3 : sources.length + 1;
    table.classList.toggle("face-to-face", Boolean(two));
  }
  // By group as it was built; else one list, without the heads of the groups.
  if (ranked !== contested) {
    ranked = contested;
    const rank = (body) => body.dataset.rank ?? -1;
    table.append(...(contested ? [...bodies].sort((a, b) => rank(a) - rank(b)) : bodies));
  }
  for (const head of table.querySelectorAll(".group")) {
    let next = head.nextElementSibling, any = false;
    for (; next && !next.matches(".group"); next = next.nextElementSibling) any ||= !next.hidden;
    head.hidden = contested || !any;
  }
  const filters = names.map((name) => [name, value(name)]).filter(([, choice]) => choice);
  const narrowed = two || value("group") || value("verdict") || words.length;
  const all = counted(questions.length, "question");
  output.textContent = narrowed ? `${fitting.length} of ${all}` : all;
  const differ = `both answer and differ${value("emphasis") ? " or stress different things" : ""}`;
  const said = [
    two && `${label("a")} against ${label("b")}, where ${differ}`,
    value("group") && label("group"), value("verdict") && label("verdict"),
    words.length && `words: ${value("filter").trim()}`, contested && "most contested first",
  ].filter(Boolean);
  shown.textContent = said.length ? `Shown: ${output.textContent} (${said.join("; ")}).` : "";
  shown.classList.toggle("seen", Boolean(two));
  reset.hidden = !filters.length;
  empty.hidden = fitting.length > 0;
  return filters;
};
const update = () => write(names, apply());

restore(form, names);
wire(form, update);

/* ---- rows ---- */
const openers = new Map(questions.map((question) => [question, question.querySelector("a.open")]));
const set = (question, open) => {
  question.classList.toggle("opened", open);
  question.classList.toggle("closed", !open);
  openers.get(question).setAttribute("aria-expanded", String(open));
};
for (const [question, link] of openers) {
  link.setAttribute("aria-expanded", "false");
  // The cell says it, too; said again for whoever goes through the links alone.
  link.setAttribute("aria-label", `answers to: ${question.querySelector("th a").textContent}`);
}
table.addEventListener("click", (event) => {
  const question = event.target.closest(".question");
  const link = event.target.closest("a.open");
  if (!link || elsewhere(event)) return;
  event.preventDefault();
  const open = link.getAttribute("aria-expanded") !== "true";
  set(question, open);
  const address = location.pathname + location.search;
  history.replaceState(history.state, "", open ? `${address}#${question.id}` : address);
});
/* ---- the coverage: what a share counts, as links ---- */
document.querySelector(".coverage").addEventListener("toggle", ({ target: fold }) => {
  const list = fold.lastChild;
  if (list.nodeType !== Node.TEXT_NODE) return; // made already
  const { href } = table.tHead.rows[0].cells[fold.closest("td").cellIndex].querySelector("a");
  list.replaceWith(...list.data.split(", ").flatMap((words, index) => {
    const link = el("a", words, { href: `${href}#p${parseInt(words.slice(1), 10)}` });
    return index ? [", ", link] : [link];
  }));
}, true);

const arrive = () => {
  const question = target()?.closest(".question");
  if (question) { set(question, true); question.scrollIntoView(); }
};
addEventListener("hashchange", () => { apply(); arrive(); });
apply();
document.documentElement.classList.remove("pending");
arrive();
