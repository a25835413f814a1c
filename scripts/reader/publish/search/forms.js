/* Every form of an entry, title of an event, question or page, and name of a source: which of them a query is, and which it
   begins. */
(() => {
  "use strict";
  const { canon, flat, key, keyOf, plain } = window.readerText;

  const FIELDS = { term: ["f"], paragraph: [] };

  /** One form of a document; `rank` 0 is its headword or title. Its words are read when a query is first compared with them. */
  class Form {
    #read = null;
    constructor(doc, rank, coded, wordsOf) { Object.assign(this, { doc, rank, coded, wordsOf }); }
    get form() { return (this.doc.k === "term" ? this.doc.f : [this.doc.t, ...this.doc.f])[this.rank]; }
    get words() { return this.#parts().words; }
    get canons() { return this.#parts().canons; }
    get joined() { return this.#parts().joined; }
    #parts() {
      if (!this.#read) {
        const all = this.wordsOf(this.coded), words = all.flatMap((word) => word.parts);
        this.#read = { words, canons: all.flatMap((word) => word.canons), joined: words.join("") };
      }
      return this.#read;
    }
  }

  function create({ documents, wordsOf }) {
    const table = new Map(), forms = [];
    let anyOrder = null;
    const put = (into, at, item) => { const list = into.get(at); if (list) list.push(item); else into.set(at, [item]); };
    const sorted = (canons) => [...canons].sort().join(" ");
    for (const doc of documents) {
      let rank = 0;
      for (const field of FIELDS[doc.k] ?? ["t", "f"]) {
        for (const coded of doc.coded(field)) {
          const item = new Form(doc, rank, coded, wordsOf);
          put(table, keyOf(wordsOf(coded).flatMap((word) => word.canons)), item);
          forms.push(item);
          rank += 1;
        }
      }
    }

    /** Which of the forms with one key is meant: the one written so, a headword, one that is much used. */
    const doubt = ({ form, rank, doc }, written) => (plain(form) === written ? 0 : 0.5) + Math.min(rank, 6) * 0.15
      + (doc.k === "term" ? 0 : doc.n === "source" ? 0.3 : 0.9) - Math.log2(doc.m.length + 1) * 0.08;
    /** `[{doc, form}]` that a text is a form of, whatever its spelling, best first; the words in any order if need be. */
    const whole = (text) => {
      const written = plain(text).trim();
      let hits = table.get(key(text));
      if (!hits) {
        if (!anyOrder) { anyOrder = new Map(); for (const item of forms) put(anyOrder, sorted(item.canons), item); }
        hits = anyOrder.get(sorted(flat(text).map(canon))) ?? [];
      }
      return [...hits].sort((a, b) => doubt(a, written) - doubt(b, written));
    };
    /** The entries that a text is a form of. */
    const entries = (text) => [...new Set((table.get(key(text)) ?? []).filter(({ doc }) => doc.k === "term").map(({ doc }) => doc))];

    /** How well a query begins, or its words begin, the words of a form: 0 to 1. */
    const share = (item, query, joined) => {
      if (item.joined.startsWith(joined)) return 0.55 + 0.45 * joined.length / item.joined.length;
      let length = 0;
      const used = new Set();
      for (let i = 0; i < query.length; i += 1) {
        const word = query[i], last = i === query.length - 1;
        const at = item.words.findIndex((other, j) => !used.has(j) && (other === word || item.canons[j] === canon(word) || (last && other.startsWith(word))));
        if (at < 0) return 0;
        used.add(at);
        length += word.length;
      }
      return 0.5 * length / item.joined.length + 0.3;
    };
    /** Document -> `{score, item}` of the form that these words begin best. */
    const begun = (query) => {
      const best = new Map(), joined = query.join("");
      if (!joined) return best;
      for (const item of forms) {
        const score = share(item, query, joined) - Math.min(item.rank, 8) * 0.012;
        if (score > 0.2 && score > (best.get(item.doc)?.score ?? 0)) best.set(item.doc, { score, item });
      }
      return best;
    };
    return { whole, entries, begun };
  }

  window.readerForms = { create };
})();
