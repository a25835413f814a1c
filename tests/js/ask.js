// node ask.js: reads {engine, index, queries} from stdin and writes, for each query, what the engine answered: the
// addresses best first, their scores, and what was done to the query.
const { readFileSync } = require("node:fs");

globalThis.window = globalThis;
const { engine, index, queries } = JSON.parse(readFileSync(0, "utf8"));
for (const script of [engine, index]) (0, eval)(script);
const { answer } = window.readerEngine.create(window.readerIndex);
const told = queries.map((query) => {
  const { results, changed, offered, loosened, nearest } = answer(query);
  return {
    found: results.map(({ doc }) => doc.u),
    scores: results.map(({ score }) => score),
    missing: results[0]?.missing ?? [],
    changed,
    offered,
    loosened,
    nearest,
  };
});
process.stdout.write(JSON.stringify(told));
