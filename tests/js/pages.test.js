// Unit tests of scripts of pages, in node without a page: what they make of an address, of what a browser kept and of
// text that was pasted. How they look and feel is tested in a browser.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const test = require("node:test");
const assert = require("node:assert/strict");

const ASSETS = join(__dirname, "..", "..", "docs", "assets");
const HERE = "https://reader.example/r/";
/** Something that answers whatever it is asked or told to do: an element that nobody sees. */
const nobody = () => new Proxy(function element() {}, {
  get: (_, name) => ({ dataset: { base: "." }, [Symbol.toPrimitive]: () => "" })[name] ?? nobody(),
  apply: nobody,
  set: () => true,
});
/** Run scripts of docs/assets, one after the other, on a page at ADDRESS; return what they share and what was kept. */
const run = (files, address = HERE, more = {}) => {
  const kept = new Map(Object.entries(more.kept ?? {})), said = [];
  const document = {
    body: { dataset: { base: HERE.slice(0, -1), end: "" } },
    title: "A page",
    querySelector: () => nobody(),
    querySelectorAll: () => [],
    getElementById: (id) => (more.ids?.includes(id) ? { id } : null),
    createElement: nobody,
    addEventListener() {},
    ...more.document,
  };
  const history = { state: null, replaceState: (_, __, to) => said.push(to) };
  const localStorage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
  const window = { addEventListener() {}, ...more.window };
  const navigator = more.navigator ?? {};
  const names = { Option: class {}, navigator, window, document, history, localStorage, location: new URL(address) };
  for (const file of files) {
    new Function(...Object.keys(names), `"use strict";\n${readFileSync(join(ASSETS, file), "utf8")}`)(
      ...Object.values(names),
    );
    Object.assign(window.reader, more.reader);
  }
  return { ...window.reader, kept, said };
};

test("what goes into HTML is escaped, also between quotation marks", () => {
  const { escape } = run(["js/core.js"]);
  assert.equal(escape(`<a b="c">&amp;`), "&lt;a b=&quot;c&quot;&gt;&amp;amp;");
});

for (const [fragment, id] of Object.entries({
  "#p7": "p7", "#P7.": "p7", "#%70%37": "p7", "#p7%20": "p7", "#%": null, "#constructor": null, "": null,
})) {
  test(`the place that “${fragment}” names`, () => {
    assert.equal(run(["js/core.js"], `${HERE}${fragment}`, { ids: ["p7"] }).target()?.id ?? null, id);
  });
}

test("filters take from the address what they can be, and leave to others what is theirs", () => {
  const { filters, said } = run(["js/core.js", "js/filters.js"], `${HERE}?q=lamp&kind=no-such&filter=a%26b&all=1#p7`);
  const select = { value: "", options: [{ value: "" }, { value: "term" }] };
  const fields = { kind: select, filter: { value: "" }, all: { type: "checkbox" } };
  filters.restore({ elements: { namedItem: (name) => fields[name] } }, ["kind", "filter", "all", "none"]);
  assert.deepEqual([select.value, fields.filter.value, fields.all.checked], ["", "a&b", true]);
  filters.write(["kind", "filter", "all"], [["kind", "term"], ["filter", ""]]);
  assert.deepEqual(said, ["/r/?q=lamp&kind=term#p7"]);
});

test("a choice counts what it would leave with the other filters, and is off when that is nothing", () => {
  const { filters } = run(["js/core.js", "js/filters.js"]);
  const options = ["all", "red (9)", "blue"].map((text) => ({ text, value: text.replace(/ .*/, ""), selected: false }));
  const choices = filters.choices({ elements: { namedItem: () => ({ options }) } }, ["colour"]);
  const items = [["size"], ["colour"], []].map((fails) => ({ colour: "red", fails }));
  filters.count(choices, items, ({ fails }) => fails, (item, name, value) => item[name] === value);
  assert.deepEqual(options.map(({ text }) => text), ["all", "red (2)", "blue (0)"]);
  assert.deepEqual(options.map(({ disabled }) => Boolean(disabled)), [false, false, true]);
});

const THING = "sources/harbour/#p2";
for (const [kept, items] of [
  [null, []], ["5", []], ["{", []], ['{"items":5}', []], ['{"items":[null,{"thing":7},"x"]}', []],
  [`{"items":[{"thing":"${THING}"}]}`, [{ thing: THING, note: "" }]],
  [`{"items":[{"thing":"${THING}","note":"Mine"}]}`, [{ thing: THING, note: "Mine" }]],
]) {
  test(`the brief that was kept as ${kept}`, () => {
    const { brief } = run(["js/core.js", "js/cite.js"], HERE, { kept: kept === null ? {} : { "reader.brief": kept } });
    assert.deepEqual(brief.kept().items, items);
  });
}

test("nothing is said to be copied unless it was", async () => {
  const says = async (write, selected) => {
    const said = [];
    const document = { execCommand: () => selected, removeEventListener() {}, documentElement: { clientWidth: 900 } };
    const navigator = { clipboard: { writeText: write } };
    const reader = { say: (words) => said.push(words) };
    const made = run(["js/core.js", "js/copy.js"], HERE, { document, navigator, reader });
    await made.copyFor(nobody(), "words", "", "Copied");
    return said;
  };
  const refused = () => Promise.reject(new Error("refused"));
  assert.deepEqual(await says(() => Promise.resolve(), false), ["Copied"]);
  assert.deepEqual(await says(refused, true), ["Copied"]);
  assert.deepEqual(await says(refused, false), []);
});

const DATA = {
  site: "https://public.example/",
  styles: [["notes", "Notes", false], ["list", "List", true]],
  slots: { title: "SLOTTITLE", locators: "SLOTMANY", locator: "SLOTONE", address: "SLOTHERE", places: "SLOTPLACES" },
  tex: { "&": "\\&" },
  records: { bib: "@misc{x,\n title={SLOTTITLE}, url={SLOTHERE}}", ris: "ID  - x\nTI  - SLOTTITLE", json: {} },
  page: { "": [["“SLOTTITLE,” SLOTHERE."], ["(SLOTTITLE)", "SLOTTITLE. SLOTHERE."]] },
  sources: {
    harbour: {
      templates: { paragraph: [["Quill, para. SLOTONE, SLOTHERE."], ["(Quill, SLOTONE)", "Quill. SLOTHERE."]] },
      csl: { id: "harbour", note: "" },
      records: { bib: "@a{harbour, note={SLOTPLACES}}", ris: "ID  - harbour\nN1  - SLOTPLACES" },
    },
  },
  questions: { "compare/pays/": ["differ", { harbour: ["p5", "p2", "p4", "p3", "p9"] }] },
  caveats: ["Disputed."],
  things: {
    [THING]: ["paragraph", "Harbour ¶2", "harbour", "p2", [], []],
    "glossary/lamp/": ["entry", "Lamps “& more” <b>", "", "", [0], []],
    "compare/pays/": ["question", "Who pays?", "", "", [], []],
    "compare/pays/#harbour": ["position", "Harbour on it", "harbour", "", [], []],
  },
  places: ["", "glossary/"],
  moved: { "glossary/lantern/": "glossary/lamp/" },
  changes: { [THING]: [["2026-01-01", "reworded", [], "What it said of old"]] },
};
const citing = (files = [], end = "") => run(["js/core.js", "citations.js", ...files], `${HERE}briefing/${end}`, {
  window: { readerThings: DATA, readerTexts: { [THING]: "The patrol lit twelve lamps." } },
  reader: { notify() {}, brief: { count() {}, kept: () => ({ items: [] }) } },
});

test("a citation has the title, the place and the address, with nothing in it that is run", () => {
  const { cite, facts } = citing().citations;
  assert.equal(cite(THING).note, `Quill, para. 2, https://public.example/${THING}.`);
  const { note } = cite("glossary/lamp/");
  assert.equal(note, "“Lamps ‘&amp; more’ &lt;b&gt;,” https://public.example/glossary/lamp/. [Disputed.]");
  assert.equal(facts("compare/pays/#harbour").locators, "2–5, 9");
  assert.equal(cite(THING, "list", true).list[0], "Quill. https://public.example/sources/harbour/.");
});

test("records name a work once, with every place", () => {
  const { bib, ris, json } = citing().citations.files([THING, THING, "glossary/lamp/"]);
  assert.equal(bib.match(/@/g).length, 2);
  assert.match(bib, /@misc\{glossary-lamp,\n title=\{Lamps “\\& more” <b>\}/);
  assert.match(ris, /ID {2}- glossary-lamp/);
  assert.equal(JSON.parse(json)[0].note.match(/para\. 2/g).length, 2);
});

for (const word of ["constructor", "__proto__", "toString", "no/such/#thing"]) {
  test(`a brief of which somebody says “${word}”`, () => {
    const { briefing } = citing(["briefing.js"], `#${new URLSearchParams([["i", THING], ["i", word]])}`);
    assert.deepEqual(briefing.parts().paragraphs.map(({ words }) => words), ["The patrol lit twelve lamps.", ""]);
    const { briefCheck } = citing(["brief-check.js"]);
    assert.equal(briefCheck(`See ${HERE}${word}`).rows[0].state, "gone");
  });
}

test("a pasted brief is read: links and quotations", () => {
  const check = citing(["brief-check.js"]).briefCheck;
  const links = {
    [THING]: "reworded", "glossary/lamp": "unchanged", "glossary/lantern/": "moved", "glossary/x/": "gone",
  };
  const rows = (base) => check(Object.keys(links).map((link) => `(${base}${link}).`).join(" ")).rows;
  for (const base of [HERE, DATA.site, "https://moved.example/elsewhere/"]) {
    const found = Object.fromEntries(rows(base).map(({ link, state }) => [link.slice(base.length), state]));
    const known = base.includes("moved") ? Object.entries(links).slice(0, 3) : Object.entries(links);
    assert.deepEqual(found, Object.fromEntries(known));
  }
  const said = check("It says “the Patrol lit twelve”, «what it said», and \"nothing of the kind\".").quotes;
  assert.deepEqual(said.map(({ places, now }) => [places, now]), [[[THING], true], [[THING], false], [[], false]]);
});
