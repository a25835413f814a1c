/* Citations filled in from the templates that the CSL processor made at build (assets/things.js), and the panel
   that shows them. Loaded on the first use. */
const { base, copyFor, el, escape, own, say, slug, remember, recall } = window.reader;
const data = window.readerThings;
const { slots } = data;
const hasPublic = Boolean(data.site && document.querySelector("link[rel=canonical]"));
const flat = document.body.dataset.end === "index.html";

/** Where a thing is on this copy of the site. */
const here = (thing) => base.href + (flat ? thing.replace(/([^/]+)\/(#.*)?$/, "$1.html$2") : thing);
/** The address that others can open: the public one, or the address of this copy. */
const address = (thing) => (hasPublic ? data.site + thing : here(thing));
const facts = (thing) => {
  const [kind, title, source, block, caveats, updates] = own(data.things, thing)
    ?? ["page", document.title, "", "", [], []];
  const paragraphs = kind === "position" ? data.questions[thing.replace(/#.*/, "")][1][source] : [];
  const words = caveats.map((number) => data.caveats[number]);
  return { thing, kind, title, source, locators: numbers(block ? [block] : paragraphs), caveats: words, updates };
};
/** The numbers of PLACES ("p2", "table-1"), three and more in a row as a range: "2, 4–6". */
const numbers = (places) => {
  const sorted = places.map((place) => Number(place.replace(/^\D+/, ""))).sort((a, b) => a - b);
  const runs = [];
  for (const number of sorted) {
    if (runs.at(-1)?.[1] === number - 1) runs.at(-1)[1] = number;
    else runs.push([number, number]);
  }
  return runs.flatMap(([from, to]) => (to - from > 1 ? [`${from}–${to}`] : [...new Set([from, to])])).join(", ");
};
const several = (locators) => /\D/.test(locators);
const template = ({ kind, source, title, locators }) => {
  const kinds = data.sources[source]?.templates ?? {};
  return kinds[kind === "position" && several(locators) ? "positions" : kind]
    || data.page[title.endsWith("?") ? "?" : ""];
};

/** TEXT, a template in HTML, with the thing put into its slots. Quotation marks in a title turn inside others. */
const fill = (text, fact) => {
  const link = escape(address(fact.thing));
  let title = fact.title.replace(/\?$/, "");
  if (text.includes(`“${slots.title}`)) title = title.replace(/“/g, "‘").replace(/”/g, "’");
  return text.replaceAll(slots.title, () => escape(title)) // a function, so that "$&" in a title is no pattern
    .replaceAll(slots.locators, fact.locators)
    .replaceAll(slots.locator, fact.locators)
    .replaceAll(slots.address, () => link);
};
/** HTML as nodes, of which nothing is run or loaded; and as words. */
const parsed = (html) => Object.assign(document.createElement("template"), { innerHTML: html }).content;
const plain = (html) => parsed(html).textContent;
/** What a reference list of several things names for FACT: a place in an article is on the page of the article, and
    a position on that of its question. */
const workOf = (fact) => {
  const thing = fact.thing.replace(/#.*/, "");
  if (fact.kind === "position") return { ...fact, thing, title: facts(thing).title };
  return fact.locators ? { ...fact, thing } : fact;
};
/** The citation of THING in the style NAME: `note` for a footnote or, with `list` for the reference list, in the text.
    AMONG others each work stands in the list once, and what is in the text leads to the place. */
const cite = (thing, name = data.styles[0][0], among = false) => {
  const fact = facts(thing);
  const place = Math.max(0, data.styles.findIndex(([style]) => style === name));
  const [, , inText] = data.styles[place];
  const shared = inText && among;
  const [cited, ...list] = template(fact)[place].map((text) => fill(text, shared ? workOf(fact) : fact));
  const caveat = fact.caveats.length ? ` [${escape(fact.caveats.join(" "))}]` : "";
  const linked = shared ? `<a href="${escape(address(thing))}">${cited}</a>` : cited;
  return { ...fact, note: linked + caveat, list: inText ? list : [] };
};
const html = (citation) => [citation.note, ...citation.list].map((text) => `<p>${text}</p>`).join("");

const tex = (words) => [...words].map((character) => data.tex[character] ?? character).join("");
const LABELS = { paragraph: "para. ", note: "n. ", table: "table ", figure: "fig. ", position: "para. " };
/** The records (`bib`, `ris`, `json` for CSL) of an article of which FACTS are cited. */
const articleRecords = (source, all) => {
  const { csl, records: { bib, ris } } = data.sources[source];
  const places = all.map(({ thing, kind, locators }) => {
    const label = `${several(locators) ? "paras. " : LABELS[kind] ?? ""}${locators}`;
    return label ? `Cited: ${label}; annotated at ${address(thing)}.` : `Annotated at ${address(thing)}.`;
  }).join(" ");
  return {
    bib: bib.replaceAll(slots.places, () => tex(places)),
    ris: ris.replaceAll(slots.places, () => places),
    json: { ...csl, note: [csl.note, places].filter(Boolean).join(" ") },
  };
};
/** The records of THING, a page or a place of ours. */
const ownRecords = (thing) => {
  const { title } = facts(thing), { bib, ris, json } = data.records, link = address(thing), id = slug(thing);
  const put = (text, quote) =>
    text.replaceAll(slots.title, () => quote(title)).replaceAll(slots.address, () => link);
  return {
    bib: put(bib, tex).replace(/^(@\w+\{)[^,]*/, `$1${id}`),
    ris: put(ris, (words) => words).replace(/^ID  - .*$/m, `ID  - ${id}`),
    json: { ...json, id, title, URL: link },
  };
};
/** The records of THINGS, one for each work: an article is there once, with every place of it that is cited. */
const files = (things) => {
  const works = new Map();
  for (const fact of things.map(facts)) {
    const work = data.sources[fact.source]?.templates[fact.kind] ? fact.source : `/${fact.thing}`;
    works.set(work, [...works.get(work) ?? [], fact]);
  }
  const made = [...works].map(([work, all]) => (
    work.startsWith("/") ? ownRecords(all[0].thing) : articleRecords(work, all)
  ));
  return {
    bib: made.map(({ bib }) => bib).join("\n"),
    ris: made.map(({ ris }) => ris).join("\n"),
    json: `${JSON.stringify(made.map(({ json }) => json), null, 1)}\n`,
  };
};
const FILES = {
  bib: ["BibTeX", "application/x-bibtex"],
  ris: ["RIS", "application/x-research-info-systems"],
  json: ["CSL-JSON", "application/vnd.citationstyles.csl+json"],
};
/** Give TEXT (or bytes) as a file. */
const save = (name, content, type) => {
  const link = el("a", "", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

/* ---- the panel ---- */
let panel = null, owner = null;
const close = () => {
  panel?.remove();
  panel = null;
};
const open = (thing, near) => {
  close();
  const fact = facts(thing);
  panel = el("section", "", { class: "cite-panel", role: "dialog", "aria-label": `Cite ${fact.title}` });
  const fileButtons = Object.entries(FILES)
    .map(([end, [label]]) => `<button type="button" data-file="${end}">${label}</button>`).join(" ");
  panel.innerHTML = `<p class="cite-head"><b></b> <button type="button" data-close>Close</button></p>
    <div class="cite-text" tabindex="0" role="group" aria-label="Citation"></div>
    <p class="cite-row"><label>Style <select></select></label>
    <button type="button" data-copy>Copy citation</button>
    <button type="button" data-link>Copy link</button>
    <button type="button" class="brief-button">+ Brief</button></p>
    <p class="cite-row">File: ${fileButtons}
    <button type="button" data-qr>QR code</button></p><div class="cite-qr" hidden></div>`;
  panel.dataset.thing = thing;
  panel.querySelector("b").textContent = fact.title;
  const select = panel.querySelector("select");
  const chosen = recall("style") ?? data.styles[0][0];
  for (const [name, label] of data.styles) select.append(new Option(label, name, false, name === chosen));
  const text = panel.querySelector(".cite-text");
  const show = () => { text.innerHTML = html(cite(thing, select.value)); };
  const copy = (button) => {
    const lines = [...text.children].map((part) => part.textContent);
    copyFor(button, lines.join("\n"), text.innerHTML, "Citation copied");
  };
  show();
  select.addEventListener("change", () => {
    remember("style", select.value);
    show();
    say(text.textContent);
  });
  panel.addEventListener("click", async (event) => {
    const pressed = event.target.closest("button");
    if (!pressed) return;
    if ("close" in pressed.dataset) {
      close();
      near.focus();
    }
    if ("copy" in pressed.dataset) copy(pressed);
    if ("link" in pressed.dataset) copyFor(pressed, address(thing), "", "Link copied");
    if ("file" in pressed.dataset) {
      const format = pressed.dataset.file;
      save(`${slug(thing)}.${format}`, files([thing])[format], FILES[format][1]);
    }
    if ("qr" in pressed.dataset) {
      await window.reader.load("assets/qr.js");
      const box = panel.querySelector(".cite-qr");
      box.hidden = !box.hidden;
      box.innerHTML = `${window.reader.qr(address(thing))}<span>${escape(address(thing))}</span>`;
    }
  });
  owner = near;
  (near.closest(".tools") ?? near).insertAdjacentElement("afterend", panel);
  copy(near);
};
document.addEventListener("keydown", (event) => {
  if (!panel || event.key !== "Escape" || event.target.closest(".copy-field")) return;
  close();
  owner.focus();
});
document.addEventListener("pointerdown", (event) => {
  if (panel && !event.target.closest(".cite-panel, .copy-field, .cite-button")) close();
});

window.reader.citations = { open, cite, parsed, plain, files, save, facts, address, here, FILES, data };
