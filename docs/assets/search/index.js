/* The index that search_index.py wrote: its words and where they stand, counted when it loads, and what is known of
   words that nothing has. */

/** Read the published data: `{documents, sources, weights, light, look …}`; KEYS there names the fields of a document. */
const readIndex = (data) => {
  const { weights, sources, documents } = data;
  const light = new Set(data.light);
  const spellings = data.spellings.map(([from, to]) => [new RegExp(from), to]);
  const american = (word) => (/ce|is|ys|our|re|mme|ogue|ll|dge/.test(word) ? spellings.reduce((made, [from, to]) => made.replace(from, to), word) : word);
  const singular = (word) => {
    if (word.length < 4 || !word.endsWith("s") || /(?:ss|us|is)$/.test(word)) return word;
    if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
    return /(?:sses|shes|ches|xes|zzes)$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
  };
  const NUMBERS = new Map("zero one two three four five six seven eight nine ten eleven twelve".split(" ").map((word, n) => [word, String(n)]));
  const SHORT = new Map([["art", "article"], ["govt", "government"], ["intl", "international"], ["dept", "department"]]);
  const memory = new Map();
  /** The common form of all spellings of a word: American, singular, digits. */
  const canon = (word) => {
    if (!memory.has(word)) memory.set(word, singular(american(NUMBERS.get(word) ?? SHORT.get(word) ?? word)));
    return memory.get(word);
  };

  /* ---- texts: each character is the number of a word or of the gap between two (coded_text.py) ---- */
  const FIRST = 0x28, BACKSLASH = 0x5C, SURROGATES = 0xD800;
  const piecesOf = (coded) => {
    const made = [];
    for (let i = 0; i < coded.length; i += 1) {
      const code = coded.codePointAt(i);
      if (code > 0xFFFF) i += 1;
      made.push(code - FIRST - (code > BACKSLASH) - (code > SURROGATES ? 0x800 : 0));
    }
    return made;
  };
  // Of each piece: its words in lower case, and what it is found by; no words when it is a gap.
  const parts = data.pieces.map((piece) => (/^[¶§\p{L}\p{N}]/u.test(piece) ? flat(piece) : []));
  const terms = data.pieces.map((piece, i) => {
    const joined = parts[i].join("");
    return parts[i].length > 1 && joined.length < 25 ? [...parts[i], joined] : parts[i];
  });
  const shown = new Map();
  /** A coded text in words again. */
  const text = (coded) => {
    if (!coded || shown.has(coded)) return shown.get(coded) ?? "";
    let made = "", after = false;
    for (const piece of piecesOf(coded)) {
      made += after && parts[piece].length ? ` ${data.pieces[piece]}` : data.pieces[piece];
      after = parts[piece].length > 0;
    }
    shown.set(coded, made);
    return made;
  };
  /** The words of coded texts, in order. */
  const wordsOf = (...coded) => coded.flatMap((one) => (one ? piecesOf(one).flatMap((piece) => parts[piece]) : []));

  /* ---- where each word stands: document * fields + field for each time ---- */
  const FIELDS = ["name", "text", "beside", "lacking"];
  const uses = new Map(), lengths = documents.map(() => FIELDS.map(() => 0)), sums = FIELDS.map(() => 0), having = FIELDS.map(() => 0);
  const lists = terms.map((own) => own.map((term) => {
    if (!uses.has(term)) uses.set(term, []);
    return uses.get(term);
  }));
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
    for (const form of [doc.k === "paragraph" ? "" : doc.t, ...(doc.f ?? []), doc.d]) count(i, 0, form);
    count(i, 1, doc.x);
    for (const [, beside] of doc.p ?? []) count(i, doc.k === "question" ? 1 : 2, beside);
    count(i, 2, doc.h);
    count(i, 3, doc.w);
  });
  const weighed = new Map();
  /** `[[document, score] …]` of a known word (BM25F). */
  const places = (word) => {
    if (weighed.has(word)) return weighed.get(word);
    const totals = new Map();
    for (const use of uses.get(word)) {
      const field = use % FIELDS.length, document = (use - field) / FIELDS.length;
      const long = 1 - weights.b + weights.b * lengths[document][field] * having[field] / sums[field];
      totals.set(document, (totals.get(document) ?? 0) + weights[FIELDS[field]] / long);
    }
    const rare = Math.log(1 + (documents.length - totals.size + 0.5) / (totals.size + 0.5));
    const made = [...totals].map(([document, total]) => [document, rare * total * (weights.k + 1) / (total + weights.k)]);
    weighed.set(word, made);
    return made;
  };

  /* ---- known words ---- */
  const words = [...uses.keys()], familyOf = new Map(), byCanon = new Map();
  const families = data.families.split("\n").map((members) => members.split(" "));
  families.forEach((members, number) => members.forEach((word) => familyOf.set(word, number)));
  for (const word of words) {
    if (!byCanon.has(canon(word))) byCanon.set(canon(word), []);
    byCanon.get(canon(word)).push(word);
    if (!familyOf.has(word)) familyOf.set(word, families.push([word]) - 1);
  }
  let sorted = null;
  /** The known words that begin so. */
  const after = (beginning) => {
    sorted ??= [...words].sort();
    let low = 0, high = sorted.length;
    while (low < high) { const middle = (low + high) >> 1; if (sorted[middle] < beginning) low = middle + 1; else high = middle; }
    let end = low;
    while (sorted[end]?.startsWith(beginning)) end += 1;
    return sorted.slice(low, end);
  };
  const has = (word, open) => uses.has(word) || byCanon.has(canon(word)) || (open && word.length > 2 && after(word).length > 0);

  /* ---- which known words a typed word may be ---- */
  const ENDING = new RegExp(`(?:${data.endings.join("|")})$`);
  const equals = new Map();
  const relative = (word) => {
    const base = word.replace(ENDING, "");
    return base.length < 4 ? undefined : after(base).find((other) => other === base || other.slice(base.length).replace(ENDING, "") === "");
  };
  /** The family of a word, also of one that nothing has when another form of it is known; undefined when there is none. */
  const family = (word) => {
    return familyOf.get(uses.has(word) ? word : byCanon.get(canon(word))?.[0] ?? relative(word));
  };
  for (const group of data.equal) {
    for (const word of group) {
      for (const other of group) if (other !== word) equals.set(family(word) ?? word, [...(equals.get(family(word) ?? word) ?? []), other]);
    }
  }
  const equal = (word) => (equals.get(family(word) ?? word) ?? []).filter((other) => family(other) !== undefined);
  /** Long vowels of Japanese names are written ō, ou, oo, oh or o. */
  const short = (word) => word.replace(/o[uoh](?![aeiou])/g, "o").replace(/uu/g, "u").replace(/oo/g, "o");
  let shortened = null;
  const romanised = (word) => {
    shortened ??= new Map(words.filter((known) => /o|uu/.test(known)).map((known) => [short(known), known]));
    return shortened.get(short(word));
  };
  /** word -> share of its score, for each known word that this one may be; `open`: it may go on. */
  const ways = (word, open) => {
    const found = new Map();
    const put = (known, share) => { if (share > (found.get(known) ?? 0)) found.set(known, share); };
    if (JAPANESE.test(word)) {
      for (const known of words) if (JAPANESE.test(known) && (known.includes(word) || (known.length > 1 && word.includes(known)))) put(known, known === word ? 1 : 0.7);
      return found;
    }
    for (const known of byCanon.get(canon(word)) ?? []) put(known, known === word ? 1 : weights.spelling);
    const own = family(word);
    if (own !== undefined) for (const known of families[own]) put(known, weights.derived);
    if (open && word.length > 2) for (const known of after(word)) put(known, weights.begun * known.length / (1.3 * known.length - 0.3 * word.length));
    for (const other of equal(word)) for (const known of families[family(other)]) put(known, weights.equal);
    if (!found.size && romanised(word)) put(romanised(word), weights.spelling);
    return found;
  };
  /** document -> score of the best way in which it has the word. */
  const look = (found) => {
    const scores = new Map();
    for (const [known, share] of found) {
      for (const [document, score] of places(known)) if (score * share > (scores.get(document) ?? 0)) scores.set(document, score * share);
    }
    return scores;
  };

  /* ---- words that nothing has ---- */
  /** Known words that differ by a letter or two, the likeliest first. */
  const alike = (word) => {
    const most = word.length > 7 ? 2 : word.length > 3 ? 1 : 0;
    if (!most || /\d/.test(word) || JAPANESE.test(word)) return [];
    const found = [];
    for (const known of words) {
      if (known.length < 4 || /\d/.test(known)) continue;
      const distance = edits(word, known, most);
      if (distance <= most) found.push([known, distance * 4 + (known[0] !== word[0]) * 2 - Math.log2(1 + uses.get(known).length) * 0.3]);
    }
    return found.sort((a, b) => a[1] - b[1]).slice(0, 3).map(([known]) => known);
  };
  /** Whether it is surely the KNOWN word misspelt and not another name: long, the same first letter, and one letter (in a very
      long word two) left out, doubled, swapped, or taken for one that sounds alike. Iran is not Iraq. */
  const surely = (word, known) => {
    if (word.length > 9 && known.length - word.length === 2 && word.slice(0, 3) === known.slice(0, 3)) return true;
    if (word.length < 6 || word[0] !== known[0] || edits(word, known, 1) > 1) return false;
    if (word.length !== known.length) return Math.max(word.length, known.length) > 6;
    const differ = [...word].map((_, i) => i).filter((i) => word[i] !== known[i]);
    return differ.length > 1 || /^(?:[aeiouy]{2}|[szc]{2}|[ckq]{2})$/.test(word[differ[0]] + known[differ[0]]);
  };
  /** Two known words written as one. */
  const apart = (word) => {
    for (let at = 3; at <= word.length - 3; at += 1) {
      const pair = [word.slice(0, at), word.slice(at)];
      if (pair.every((part) => uses.has(part))) return pair;
    }
    return null;
  };
  /** The longest beginning that known words have, and up to three of these. */
  const begun = (word) => {
    for (let end = word.length - 1; end > 2; end -= 1) {
      const found = after(word.slice(0, end));
      if (found.length) return found.slice(0, 3);
    }
    return [];
  };
  const exactly = (word) => uses.has(word) || byCanon.has(canon(word));
  return { documents, sources, weights, exactly, text, wordsOf, light, canon, has, family, ways, look, alike, surely, apart, begun };
};
