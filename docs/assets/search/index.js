/* The index that search_index.py wrote: its texts, its words, and where each word occurs. */

/** Read the published data; KEYS in search_index.py names the fields of a document. Each gets `i`, its number. */
const readIndex = (data) => {
  const { weights, documents } = data;

  /* ---- texts: each character is the number of a word or of the gap between two (coded_text.py) ---- */
  const FIRST = 0x28,
    BACKSLASH = 0x5c,
    SURROGATES = 0xd800;
  const piecesOf = (coded) => {
    const made = [];
    for (let i = 0; i < coded.length; i += 1) {
      const code = coded.codePointAt(i);
      if (code > 0xffff) i += 1;
      made.push(code - FIRST - (code > BACKSLASH) - (code > SURROGATES ? 0x800 : 0));
    }
    return made;
  };
  // Of each piece: its words in lower case, and what it is found by; no words when it is a gap.
  const parts = data.pieces.map((piece) => (/^[¶§\p{L}\p{N}]/u.test(piece) ? flat(piece) : []));
  const terms = parts.map((own) => {
    const joined = own.join("");
    return own.length > 1 && joined.length < 25 ? [...own, joined] : own;
  });
  const read = new Map();
  /** A coded text in words again. */
  const text = (coded) => {
    if (!coded || read.has(coded)) return read.get(coded) ?? "";
    let made = "",
      after = false;
    for (const piece of piecesOf(coded)) {
      made += after && parts[piece].length ? ` ${data.pieces[piece]}` : data.pieces[piece];
      after = parts[piece].length > 0;
    }
    read.set(coded, made);
    return made;
  };
  /** The words of a coded text, in order. */
  const wordsOf = (coded) => (coded ? piecesOf(coded).flatMap((piece) => parts[piece]) : []);

  /* ---- where each word occurs: document * fields + field for each time ---- */
  const FIELDS = ["name", "text", "beside", "lacking"];
  const zeros = () => FIELDS.map(() => 0);
  const uses = new Map(),
    lengths = documents.map(zeros),
    sums = zeros(),
    having = zeros();
  const lists = terms.map((own) =>
    own.map((term) => {
      if (!uses.has(term)) uses.set(term, []);
      return uses.get(term);
    }),
  );
  const count = (document, field, coded) => {
    if (!coded) return;
    let length = 0;
    for (const piece of piecesOf(coded)) {
      for (const list of lists[piece]) list.push(document * FIELDS.length + field);
      length += parts[piece].length;
    }
    if (!lengths[document][field]) having[field] += 1;
    lengths[document][field] += length;
    sums[field] += length;
  };
  documents.forEach((doc, i) => {
    doc.i = i;
    for (const form of [doc.k === "paragraph" ? "" : doc.t, ...(doc.f ?? []), doc.d]) count(i, 0, form);
    count(i, 1, doc.x);
    for (const [, beside] of doc.p ?? []) count(i, doc.k === "question" ? 1 : 2, beside);
    count(i, 2, doc.h);
    count(i, 3, doc.w);
  });
  const known = [...uses.keys()];

  /* ---- looking up ---- */
  const weighed = new Map();
  /** `[[document, score] …]` of a known word (BM25F). */
  const places = (word) => {
    if (weighed.has(word)) return weighed.get(word);
    const totals = new Map();
    for (const use of uses.get(word)) {
      const field = use % FIELDS.length,
        document = (use - field) / FIELDS.length;
      const long = 1 - weights.b + (weights.b * lengths[document][field] * having[field]) / sums[field];
      totals.set(document, (totals.get(document) ?? 0) + weights[FIELDS[field]] / long);
    }
    const rare = Math.log(1 + (documents.length - totals.size + 0.5) / (totals.size + 0.5));
    const made = [...totals].map(([document, total]) => [
      document,
      (rare * total * (weights.k + 1)) / (total + weights.k),
    ]);
    weighed.set(word, made);
    return made;
  };
  /** document -> score of the best of WAYS (word -> share of its score) in which it has the word. */
  const look = (ways) => {
    const scores = new Map();
    for (const [word, share] of ways) {
      for (const [document, score] of places(word)) {
        if (score * share > (scores.get(document) ?? 0)) scores.set(document, score * share);
      }
    }
    return scores;
  };
  let sorted = null;
  /** The known words that begin so. */
  const after = (beginning) => {
    sorted ??= [...known].sort();
    let low = 0,
      high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < beginning) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (sorted[end]?.startsWith(beginning)) end += 1;
    return sorted.slice(low, end);
  };
  const times = (word) => uses.get(word)?.length ?? 0;
  return { documents, known, text, wordsOf, look, after, times };
};
