/* Which documents have a word, and how much it says of them: MiniSearch (minisearch.js) over the analysed words, and
   what is known of words that nothing has. */
(() => {
  "use strict";
  const { analyse, edits } = window.readerText;
  const { spot } = window.readerDocuments;

  // Where a word stands, and how much it counts there.
  const BOOST = { name: 2.7, text: 1.4, beside: 0.7 };
  const ENDING = /(?:ations?|ments?|ings?|ed|ers?|ors?|ally|al|ly|ions?|es|s|e|y)$/;

  /** MiniSearch, filled word by word: `add` walks its tree for each word of a text, this for each distinct one. */
  class WordIndex extends window.MiniSearch {
    /** How many words the fields of each document have; document i is the i-th. */
    measure(lengths) {
      const sums = this._options.fields.map((_, field) => lengths.reduce((sum, own) => sum + own[field], 0));
      this._documentCount = this._nextId = lengths.length;
      this._avgFieldLength = sums.map((sum) => sum / lengths.length);
      lengths.forEach((own, id) => {
        this._documentIds.set(id, id);
        this._idToShortId.set(id, id);
        this._fieldLength.set(id, own);
      });
    }
    /** Where the index terms of one word stand: `uses` has `document * fields + field` for each time. */
    place(terms, uses) {
      const size = this._options.fields.length;
      for (const term of terms) {
        const fields = this._index.fetch(term, () => new Map());
        for (const use of uses) {
          const field = use % size, id = (use - field) / size;
          let counts = fields.get(field);
          if (!counts) fields.set(field, counts = new Map());
          counts.set(id, (counts.get(id) ?? 0) + 1);
        }
      }
    }
  }

  function create({ documents, wordsOf, known }) {
    const fields = Object.keys(BOOST);
    const read = {
      name: (doc) => [...doc.coded("t"), ...doc.coded("f"), ...doc.coded("d")].map(wordsOf),
      text: (doc) => doc.coded("x").map(wordsOf),
      beside: (doc) => [...doc.coded("r"), ...(doc.k === "paragraph" ? doc.coded("n") : [])].map(wordsOf)
        .concat(doc.k === "paragraph" ? [spot(doc.u).words.split(" ").map(analyse)] : []),
    };
    const index = new WordIndex({
      fields,
      searchOptions: { boost: BOOST, weights: { prefix: 0.75, fuzzy: 0 }, bm25: { k: 1.2, b: 0.6, d: 0.1 }, tokenize: (term) => [term], processTerm: (term) => term },
    });
    const lengths = [], uses = new Map();
    const gather = (doc) => {
      lengths.push(fields.map((field, number) => {
        let length = 0;
        for (const words of read[field](doc)) {
          length += words.length;
          for (const word of words) {
            const use = doc.i * fields.length + number, list = uses.get(word);
            if (list) list.push(use); else uses.set(word, [use]);
          }
        }
        return length;
      }));
    };
    const steps = function* () {
      for (const doc of documents) { gather(doc); yield; }
      index.measure(lengths);
      for (const [word, list] of uses) { index.place(word.terms, list); yield; }
    };
    const work = steps();
    let done = false;
    /** Index until the time is up; true when every word is in. */
    const grow = (milliseconds) => {
      const end = performance.now() + milliseconds;
      while (!done && performance.now() < end) for (let i = 0; i < 50 && !done; i += 1) done = work.next().done;
      return done;
    };
    const complete = () => done;
    /** `[{id, score}]` of the documents that have a word in one of these ways. A way is `{all, prefix, share}`: terms
        that are all needed, whether the last may go on, and how much of the score it gets. */
    const look = (ways) => index.search({
      combineWith: "OR",
      queries: ways.map(({ all, prefix = false, share = 1 }) => ({
        combineWith: "AND",
        queries: all.map((term, i) => ({ queries: [term], prefix: prefix && i === all.length - 1, boostTerm: () => share })),
      })),
    });

    let sorted = null;
    /** The known terms that begin so. */
    const after = function* (prefix) {
      sorted ??= [...known].sort();
      let low = 0, high = sorted.length;
      while (low < high) { const middle = (low + high) >> 1; if (sorted[middle] < prefix) low = middle + 1; else high = middle; }
      for (; sorted[low]?.startsWith(prefix); low += 1) yield sorted[low];
    };
    const has = (term, prefix) => known.has(term) || (prefix && !after(term).next().done);

    /** The likeliest known terms for one that is unknown, best first; `open`: it may go on. */
    const corrections = (word, open) => {
      const most = word.length > 7 ? 2 : word.length > 3 ? 1 : 0;
      if (!most || /\d/.test(word)) return [];
      const found = [];
      let rank = 1; // much used terms come first, and are likelier
      for (const candidate of known) {
        rank += 1;
        if (candidate.length < Math.max(3, word.length - most) || (!open && candidate.length > word.length + most)) continue;
        const distance = edits(word, candidate, most, open);
        if (distance <= most) found.push({ candidate, cost: distance * 4 + (candidate[0] !== word[0]) * 2 + Math.abs(candidate.length - word.length) * 0.4 + Math.log2(rank) * 0.3 });
      }
      return found.sort((a, b) => a.cost - b.cost).slice(0, 5).map((one) => one.candidate);
    };
    /** An unknown word that is two known ones written together. */
    const apart = (word) => {
      for (let at = 3; at <= word.length - 3; at += 1) {
        const pair = [word.slice(0, at), word.slice(at)];
        if (pair.every((part) => known.has(part))) return pair;
      }
      return null;
    };
    /** A word without its ending, when places have it with another one: funding, funded, funds. */
    const stem = (word) => {
      const short = word.replace(ENDING, "");
      if (short.length < 4) return null;
      return [...after(short)].some((other) => other !== word && other.replace(ENDING, "") === short) ? short : null;
    };
    return { grow, complete, look, has, corrections, apart, stem };
  }

  window.readerWords = { create };
})();
