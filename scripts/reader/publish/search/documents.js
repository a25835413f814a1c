/* The published index as documents again. Its texts are numbers of words (scripts/reader/publish/coded_text.py):
   they are put together when they are shown, and each distinct word is analysed once. */
(() => {
  "use strict";
  const { analyse } = window.readerText;
  const FIRST = 0x23, SURROGATES = 0xD800; // as in coded_text.py
  const NONE = [];
  const IS_WORD = /^[\p{L}\p{N}]/u;

  /** How a paragraph, note, figure or table is called, and what people type for it. */
  const spot = (address) => {
    const [, kind, number] = /#([a-z]+)-?(\d+)$/.exec(address);
    if (kind === "p") return { label: `¶${number}`, words: `p${number}` };
    if (kind === "n") return { label: `note ${number}`, words: `n${number} note ${number}` };
    const label = `${kind[0].toUpperCase()}${kind.slice(1)} ${number}`;
    return { label, words: label.toLowerCase() };
  };

  /** `{documents, sources, wordsOf, known}`. A document has the fields that search_index.py explains; `coded(field)` is a
      list of coded texts, `wordsOf(coded)` their words, analysed, and `known` every index term, much used ones first. */
  const read = ({ sources, words: pieces, kinds }) => {
    const analysed = pieces.map((piece) => (IS_WORD.test(piece) ? analyse(piece) : null));
    const known = new Set();
    for (const word of analysed) if (word) for (const term of word.terms) known.add(term);
    /** Call `found(number)` for each word and gap of a coded text. */
    const each = (coded, found) => {
      for (let i = 0; i < coded.length; i += 1) {
        const code = coded.codePointAt(i);
        if (code > 0xFFFF) i += 1;
        found(code - FIRST - (code > SURROGATES ? 0x800 : 0));
      }
    };
    const wordsOf = (coded) => {
      const list = [];
      each(coded, (number) => { if (analysed[number]) list.push(analysed[number]); });
      return list;
    };
    const decoded = (coded) => {
      let text = "", after = false;
      each(coded, (number) => {
        text += after && analysed[number] ? ` ${pieces[number]}` : pieces[number];
        after = analysed[number] !== null;
      });
      return text;
    };

    class Document {
      constructor(i, kind, address, fields) {
        this.i = i;
        this.k = kind;
        this.u = address;
        this.fields = fields;
        this.texts = null;
      }
      coded(field) {
        const value = this.fields[field] || NONE;
        return typeof value === "string" ? [value] : value;
      }
      all(field) { this.texts ??= {}; return (this.texts[field] ??= this.coded(field).map(decoded)); }
      text(field) { return this.all(field)[0] ?? ""; }
      get x() { return this.text("x"); }
      get r() { return this.text("r"); }
      get n() { return this.text("n"); }
      get d() { return this.text("d"); }
      get f() { return this.all("f"); }
      get b() { return this.fields.b; }
      get s() { return this.fields.s || []; }
      get e() { return this.fields.e || []; }
      get y() { return this.fields.y; }
      get o() { return this.fields.o; }
      get t() {
        if (this.k === "term") return this.b ? `${this.f[1]} (${this.f[0]})` : this.f[0];
        return this.text("t") || `${sources[this.s[0]][0]} ${spot(this.u).label}`;
      }
    }
    const documents = [];
    for (const { k, u: [before, rests, after], ...columns } of kinds) {
      const names = Object.keys(columns);
      rests.forEach((rest, row) => {
        const fields = {};
        for (const name of names) fields[name] = columns[name][row];
        const doc = new Document(documents.length, k, before + rest + after, fields);
        let at = 0;
        doc.m = (fields.m || []).map((step) => (at += step));
        documents.push(doc);
      });
    }
    return { documents, sources, wordsOf, known };
  };

  window.readerDocuments = { read, spot };
})();
