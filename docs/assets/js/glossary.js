/* The index of the glossary: find a form, narrow to a kind, show definitions. Its state is in the address. */
const { counted, el, fold, load, say, filters } = window.reader;
const form = document.querySelector("form[data-index]");
const main = form.closest("main");
const items = [...document.querySelectorAll(".term-list > li")];
const output = form.querySelector("output");
const empty = document.querySelector(".empty");
const names = ["kind", "filter", "names", "meanings"];

/** Letters alike whatever their accents, hyphens, capitals and side of the Atlantic. */
const alike = (words) => fold(words)
  .replace(/[\p{Pd}/_]+/gu, " ").replace(/[‘’ʼ]/g, "'")
  .replace(/(?<=[fn])ce\b/g, "se").replace(/is(?=ation|e\b|ed\b|ing\b)/g, "iz")
  .replace(/our\b/g, "or").replace(/mme\b/g, "m");
const forms = (item) => [
  item.querySelector(".entry").textContent,
  item.querySelector(".expansion")?.textContent ?? "",
  item.dataset.forms ?? "",
];
const text = new Map(items.map((item) => [item, alike(forms(item).join(" | "))]));

const meanings = async () => {
  if (!form.elements.meanings.checked) {
    for (const meaning of document.querySelectorAll(".meaning")) meaning.remove();
    return;
  }
  try { await load("assets/cards-terms.js"); } catch { say("The definitions did not load."); return; }
  for (const item of items) {
    if (item.querySelector(".meaning")) continue;
    const facts = window.readerCards.terms[item.querySelector(".entry").dataset.term];
    item.append(el("span", facts?.[2] ?? "", { class: "meaning" }));
  }
};

const apply = () => {
  const kind = form.elements.kind.value;
  const wanted = alike(form.elements.filter.value);
  const all = form.elements.names.checked || wanted !== "" || kind !== "";
  main.classList.toggle("filtering", wanted !== "" || kind !== "");
  let shown = 0, total = 0;
  for (const item of items) {
    item.hidden = (kind && item.dataset.kind !== kind) || (wanted && !text.get(item).includes(wanted));
    const counted = all || !item.classList.contains("apart");
    total += counted;
    shown += counted && !item.hidden;
  }
  for (const list of document.querySelectorAll(".term-list")) {
    const none = [...list.children].every((item) => item.hidden || (!all && item.classList.contains("apart")));
    list.hidden = none;
    const heading = list.previousElementSibling;
    heading.hidden = none;
    const letter = document.querySelector(`.letters a[href="#${heading.id}"]`);
    if (none) letter?.setAttribute("aria-disabled", "true");
    else letter?.removeAttribute("aria-disabled");
  }
  const narrowed = wanted !== "" || kind !== "";
  output.textContent = `${narrowed ? `${shown} of ` : ""}${counted(total, "entry", "entries")}`;
  empty.hidden = shown > 0;
};

const update = (event) => {
  apply();
  filters.write(names, new FormData(form));
  if (event?.target.name !== "filter") meanings();
};

filters.restore(form, names);
filters.wire(form, update, () => update());
apply();
meanings();
document.documentElement.classList.remove("pending");
