/* The engine behind the same box when mkdocs.yml says `search: pagefind`: Pagefind's index in chunks, of which
   a browser loads what a query needs. Finds pages and, in them, the paragraph or event with the most matches. */
(() => {
  "use strict";
  const PAGES = 12, PLACES = 3, WORDS = 34; // pages asked for, places shown of each, words of an excerpt
  const PLACE = /^(?:(p|n)|table-|figure-)\d+$/;
  const LABEL = { p: "¶", n: "note ", t: "Table ", f: "Figure " };
  const bare = (word) => word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

  /** The places of one page that matched, best first. */
  const placesOf = ({ url, content, anchors, filters, meta, weighted_locations: hits }, words) => {
    const [kind] = filters.kind, source = filters.source?.[0], text = content.split(/\s+/);
    for (const { location } of hits) words.add(bare(text[location] ?? ""));
    const doc = { k: kind, u: url.replace(/^\/+/, ""), t: meta.title, s: source ? [source] : [], f: [], d: "" };
    const starts = anchors.filter((one) => (kind === "paragraph" ? PLACE.test(one.id) : kind === "event" && one.element === "li"))
      .sort((a, b) => a.location - b.location);
    const found = new Map();
    for (const { location, weight } of hits) {
      const at = starts.findLastIndex((one) => one.location <= location);
      const place = found.get(at) ?? { at, score: 0, first: location };
      place.score += weight;
      found.set(at, place);
    }
    return [...found.values()].sort((a, b) => b.score - a.score).slice(0, kind === "term" ? 1 : PLACES).map(({ at, first }) => {
      const place = starts[at], end = starts[at + 1]?.location ?? text.length;
      const from = Math.max(place?.location ?? 0, first - 8);
      const cut = text.slice(from, Math.min(end, from + WORDS));
      const x = `${from > (place?.location ?? 0) ? "… " : ""}${cut.join(" ")}${from + WORDS < end ? " …" : ""}`;
      if (!place) return { ...doc, x };
      const t = kind === "paragraph" ? `${source} ${LABEL[place.id[0]]}${place.id.match(/\d+/)}` : meta.title;
      return { ...doc, u: `${doc.u}#${place.id}`, t, n: kind === "paragraph" ? meta.title : "", x };
    });
  };

  const create = async () => {
    const pagefind = await import(new URL("pagefind/pagefind.js", window.reader.base));
    await pagefind.options({ baseUrl: "/" });
    const { source = {} } = await pagefind.filters();
    const answer = async (query, facet) => {
      const filters = Object.fromEntries(["kind", "source"].filter((name) => facet[name]).map((name) => [name, facet[name]]));
      const asked = await pagefind.search(query, { filters });
      const pages = await Promise.all(asked.results.slice(0, PAGES).map((page) => page.data()));
      const words = new Set();
      const results = pages.flatMap((page) => placesOf(page, words)).map((doc) => ({ doc }));
      words.delete("");
      return { results, words, kinds: asked.totalFilters.kind ?? {}, changed: [], expanded: [], nearest: false };
    };
    const marks = (text, { words }) => [...text.matchAll(/[^\s]+/g)].flatMap((match) => {
      const word = bare(match[0]), at = match[0].toLowerCase().indexOf(word);
      return words.has(word) ? [[match.index + at, match.index + at + word.length]] : [];
    });
    return { answer, marks, grow: () => true, sources: Object.fromEntries(Object.keys(source).map((name) => [name, [name]])) };
  };
  window.readerEngine = { create };
})();
