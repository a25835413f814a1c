// Unit tests of the search script, run by node's own test runner (pytest starts it: tests/test_search_engine.py).
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const test = require("node:test");
const assert = require("node:assert/strict");

const folder = join(__dirname, "..", "..", "docs", "assets", "search");
const names = ["text", "dates", "index", "words", "query", "marks", "rank"];
const script = names.map((name) => readFileSync(join(folder, `${name}.js`), "utf8")).join("");
globalThis.window = globalThis;
(0, eval)(`(() => { "use strict"; ${script} })();`);
const { flat, plain, edits, dateIn, answers } = window.readerEngine;

test("words are split as they are spoken of", () => {
  assert.deepEqual(flat("A2/AD in the non-aligned fleet"), ["a2", "ad", "in", "the", "non", "aligned", "fleet"]);
  assert.deepEqual(flat("the U.S. fleet"), ["the", "us", "fleet"]);
  assert.deepEqual(flat("Japan’s ¶7, 5,000 men"), ["japan", "p7", "5000", "men"]);
  assert.deepEqual(flat("日本とNATO"), ["日本と", "nato"]);
});

test("what looks alike is alike", () => {
  assert.equal(plain("ＮＡＴＯ Wörner mari\u00adtime A\u2011B"), "nato worner maritime a-b");
});

test("edits count a swap once and stop early", () => {
  assert.equal(edits("form", "from", 2), 1);
  assert.equal(edits("kishda", "kishida", 1), 1);
  assert.equal(edits("iran", "iraq", 1), 1);
  assert.equal(edits("oman", "taiwan", 1), Infinity);
});

for (const [query, dates] of Object.entries({
  "6 May 2014": ["2014-05-06"],
  "May 6, 2014": ["2014-05-06"],
  "06/05/2014": ["2014-05-06", "2014-06-05"],
  "April 2009": ["2009-04"],
  "1990s": ["199X"],
  "1979-81": ["1979/1981"],
  "May": ["*-05"],
  "summit of 2022": ["2022"],
})) {
  test(`the date in “${query}”`, () => assert.deepEqual(dateIn(query).dates, dates));
}
test("no date in words", () => assert.equal(dateIn("maritime security"), null));

test("a day before a month before a year before about, a long while last, open ends not at all", () => {
  const dates = ["2014-05-06", "2014-05", "2014", "2014/2016", "2014~", "2010/2020", "1971/.."];
  const fits = dates.map((own) => answers(own, "2014"));
  assert.deepEqual(fits, [...fits].sort((a, b) => b - a));
  assert.equal(new Set(fits).size, fits.length);
  assert.equal(fits.at(-1), 0);
  assert.ok(answers("2014-05-06", "2014-05-06") > answers("2014-05", "2014-05-06"));
});
