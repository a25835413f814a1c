/* With the setting `search: pagefind` the paragraphs come from Pagefind's index in chunks, of which a browser loads
   what a query needs; entries, events, questions and pages, every form, date and typing error stay with the engine. */
const PAGES = 8,
  PLACES = 3,
  WORDS = 34,
  LEAST = 3; // pages asked for, places shown of each, words of an excerpt, letters
const SURE = 5; // with this score a query is a form or a date: what it names comes before all paragraphs

/** The places of one page that matched, best first; `seen` is told each word that did. */
const placesIn = ({ url, content, anchors, filters, weighted_locations: hits }, sources, seen) => {
  const [id] = filters.source,
    words = content.split(/\s+/);
  const starts = [...anchors].sort((a, b) => a.location - b.location);
  const found = new Map();
  for (const { location, weight } of hits) {
    const at = starts.findLastIndex((one) => one.location <= location);
    if (at < 0 || !/^(?:[pn]|table-|figure-)\d+$/.test(starts[at].id)) continue;
    const place = found.get(at) ?? { at, score: 0, first: location, words: new Set() };
    const word = flat(words[location] ?? "").join("");
    // A place with more of the words comes before one that repeats a word.
    place.score += weight + (place.words.has(word) ? 0 : 100);
    found.set(at, place);
    place.words.add(word);
    seen(words[location] ?? "");
  }
  return [...found.values()]
    .sort((a, b) => b.score - a.score)
    .slice(0, PLACES)
    .map(({ at, first, score }) => {
      const start = starts[at].location,
        end = starts[at + 1]?.location ?? words.length;
      const from = Math.max(start, first - 8),
        to = Math.min(end, from + WORDS);
      const x = `${from > start ? "… " : ""}${words.slice(from, to).join(" ")}${to < end ? " …" : ""}`;
      const u = `${url.replace(/^\/+/, "")}#${starts[at].id}`,
        place = starts[at].id
          .replace(/^p/, "¶")
          .replace(/^n(?=\d)/, "note ")
          .replace("-", " ");
      return {
        score,
        k: "paragraph",
        u,
        t: `${sources[id][0]} ${place}`,
        x,
        n: "",
        d: "",
        w: "",
        f: [],
        p: [],
        s: [id],
        y: sources[id][1],
      };
    });
};

const createChunked = async (published) => {
  const own = createEngine(published);
  const pagefind = await import(new URL("pagefind/pagefind.js", window.reader.base));
  await pagefind.options({ baseUrl: "/" });
  const paragraphs = async (query, source, terms) => {
    if (query.trim().length < LEAST) return []; // the beginning of half of all words
    const asked = await pagefind.search(query, { filters: source ? { source: [source] } : {} });
    const pages = await Promise.all(asked.results.slice(0, PAGES).map((page) => page.data()));
    return pages
      .flatMap((page) =>
        placesIn(page, own.sources, (word) => {
          for (const term of flat(word)) terms.add(term);
        }),
      )
      .sort((a, b) => b.score - a.score);
  };
  const answer = async (query, { source }) => {
    const said = own.answer(query);
    let found = await paragraphs(query, source, said.shown);
    // A word that no entry has may well occur in a paragraph: then nothing was misspelt.
    if (found.length && (said.changed.length || said.nearest || said.offered.length))
      Object.assign(said, { results: [], changed: [], offered: [], nearest: false, expanded: [] });
    if (!found.length && said.changed.length) {
      const meant = said.changed.reduce((text, [typed, known]) => text.toLowerCase().replace(typed, known), query);
      found = await paragraphs(meant, source, said.shown);
    }
    const sure = said.results.filter(({ score }) => score >= SURE),
      rest = said.results.filter(({ score }) => score < SURE);
    return { ...said, results: [...sure, ...found.map((doc) => ({ doc, missing: [] })), ...rest] };
  };
  return { ...own, answer };
};
window.readerEngine.create = createChunked;
