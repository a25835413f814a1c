/* The index: where each word occurs, made from the texts when it is read, and looked up. */

/** Count the words of the texts that readTexts read. */
const readIndex = ({ weights }, { parts, terms, spelled, equal, coded, documents, wordsOf, text }) => {
  /* ---- where each word occurs: document * fields + field for each time ---- */
  const FIELDS = ["name", "text", "beside", "lacking"];
  const zeros = () => FIELDS.map(() => 0);
  const uses = new Map(),
    lengths = documents.map(zeros),
    sums = zeros(),
    having = zeros();
  // Of each piece: the uses of what it is found by.
  const lists = terms.map((own) =>
    own.map((term) => {
      if (!uses.has(term)) uses.set(term, []);
      return uses.get(term);
    }),
  );
  const count = (document, field, one) => {
    if (!one.length) return;
    let length = 0;
    for (const piece of one) {
      for (const list of lists[piece]) list.push(document * FIELDS.length + field);
      length += parts[piece].length;
    }
    if (!lengths[document][field]) having[field] += 1;
    lengths[document][field] += length;
    sums[field] += length;
  };
  coded.forEach(({ t, x, d, w, h, f, p }, i) => {
    const { k } = documents[i];
    const asked = k === "event" || k === "question"; // then the forms are other wordings, and no names
    for (const form of [k === "paragraph" ? [] : t, ...(asked ? [] : f), d]) count(i, 0, form);
    for (const form of asked ? f : []) count(i, 2, form);
    count(i, 1, x);
    for (const [, beside] of p) count(i, k === "question" ? 1 : 2, beside);
    count(i, 2, h);
    count(i, 3, w);
  });
  const known = [...uses.keys()].sort();

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
  /** The known words that begin so. */
  const after = (beginning) => beginningWith(known, beginning);
  const times = (word) => uses.get(word)?.length ?? 0;
  return { documents, coded, known, spelled, equal, text, wordsOf, places, look, after, times };
};
