/* Which known words a typed word may be: other spellings, derived forms, equal words, typing errors. The tables come
   with the index (scripts/reader/search/words.py, docs/data/search.yml). */
const NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
const ALIKE = /^(?:[aeiouy]{2}|[szc]{2}|[ckq]{2}|[mn]{2}|[vw]{2})$/;
const SHORT = {
  art: "article",
  coop: "cooperation",
  dept: "department",
  govt: "government",
  intl: "international",
  ops: "operation",
  org: "organization",
};

const readWords = (data, { known, after, times, equal: groups }) => {
  const { weights } = data;
  const light = new Set(data.light),
    faint = new Set(data.faint);

  /* ---- common forms ---- */
  const spellings = data.spellings.map(([from, to]) => [new RegExp(from), to]);
  const american = (word) =>
    /ce|is|ys|our|re|mme|ogue|ll|dge/.test(word)
      ? spellings.reduce((made, [from, to]) => made.replace(from, to), word)
      : word;
  const singular = (word) => {
    if (word.length < 4 || !word.endsWith("s") || /(?:ss|us|is)$/.test(word)) return word;
    if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
    return /(?:sses|shes|ches|xes|zzes)$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
  };
  const whole = new Map([...NUMBERS.map((word, n) => [word, String(n)]), ...Object.entries(SHORT)]);
  const memory = new Map();
  /** The common form of all spellings of a word: American, singular, digits. */
  const canon = (word) => {
    if (!memory.has(word)) memory.set(word, singular(american(whole.get(word) ?? word)));
    return memory.get(word);
  };
  const byCanon = new Map(),
    families = [],
    familyOf = new Map();
  [...textsOf(data.families, SAYING)[0]].map(numberOf).forEach((back, i) => {
    const number = back ? familyOf.get(known[i - back]) : families.push([]) - 1;
    families[number].push(known[i]);
    familyOf.set(known[i], number);
    group(byCanon, canon(known[i]), known[i]);
  });
  const exactly = (word) => times(word) > 0 || byCanon.has(canon(word));
  const has = (word, open) => exactly(word) || (open && word.length > 2 && after(word).length > 0);

  /* ---- derived and equal words ---- */
  const ENDING = new RegExp(`(?:${data.endings.join("|")})$`);
  /** A known word that differs by its ending. */
  const relative = (word) => {
    const bare = word.replace(ENDING, "");
    for (const base of [bare, bare.replace(/([b-df-hj-np-tv-z])\1$/, "$1")]) {
      const found = base.length > 3 && after(base).find((other) => other.slice(base.length).replace(ENDING, "") === "");
      if (found) return found; // the second base is of a doubled letter: transferred
    }
    return undefined;
  };
  /** The word, or the known one that it is a form of. */
  const nearest = (word) => (exactly(word) ? word : (relative(word) ?? word));
  /** The family of a word, also of one that nothing has when another form of it is known; else undefined. */
  const family = (word) => familyOf.get(times(word) ? word : (byCanon.get(canon(word))?.[0] ?? relative(word)));
  const equals = new Map();
  for (const line of groups) {
    const words = line.split(NEXT);
    for (const word of words)
      for (const other of words) if (other !== word) group(equals, family(word) ?? canon(word), other);
  }
  const equal = (word) => {
    const others = equals.get(family(word) ?? canon(word)) ?? [];
    return others.map(family).filter((one) => one !== undefined);
  };

  /* ---- other scripts ---- */
  /** Long vowels of Japanese names are written ō, ou, oo, oh or o. */
  const shorten = (word) =>
    word
      .replace(/o[uoh](?![aeiou])/g, "o")
      .replace(/uu/g, "u")
      .replace(/oo/g, "o");
  let shortened = null;
  const romanised = (word) => {
    shortened ??= new Map(known.filter((one) => /o|uu/.test(one)).map((one) => [shorten(one), one]));
    return shortened.get(shorten(word));
  };
  /** Japanese is written without spaces: a word may be part of a longer one, or the other way round. Word -> the part
      that is common, of those in WORDS. */
  const japanese = (word, words) =>
    words
      .filter((one) => JAPANESE.test(one) && (one.includes(word) || (one.length > 1 && word.includes(one))))
      .map((one) => [one, Math.min(one.length, word.length) / Math.max(one.length, word.length)]);

  /** Known word -> share of its score, for each that this one may be; `open`: it may go on. */
  const ways = (word, open) => {
    const found = new Map();
    const put = (one, share) => {
      if (share > (found.get(one) ?? 0)) found.set(one, share);
    };
    if (JAPANESE.test(word)) {
      for (const [one, part] of japanese(word, known)) put(one, part);
      for (const [one, part] of japanese(word, [...equals.keys()])) {
        for (const other of equal(one)) for (const same of families[other]) put(same, part * weights.equal);
      }
      return found;
    }
    for (const one of byCanon.get(canon(word)) ?? []) put(one, one === word ? 1 : weights.spelling);
    for (const one of families[family(word)] ?? []) put(one, weights.derived);
    if (open && word.length > 2) {
      for (const one of after(word)) put(one, weights.begun);
    }
    for (const other of equal(word)) for (const one of families[other]) put(one, weights.equal);
    if (!found.size && romanised(word)) put(romanised(word), weights.spelling);
    return found;
  };

  /* ---- words that nothing has ---- */
  /** Up to three known words that differ by a letter or two, the likeliest first. */
  const alike = (word) => {
    const most = word.length > 7 ? 2 : word.length > 3 ? 1 : 0;
    if (!most || /\d/.test(word) || JAPANESE.test(word)) return [];
    const found = known.filter((one) => one.length > 3 && !/\d/.test(one) && edits(word, one, most) <= most);
    return found.sort(byEach((one) => [edits(word, one, most), one[0] !== word[0], -times(one)])).slice(0, 3);
  };
  /** Whether it is surely the known word OTHER misspelt and not another name: long, the same first letter, and one
      letter (in a very long word two) left out, doubled, swapped, or taken for one that sounds alike.
      Iran is not Iraq. */
  const surely = (word, other) => {
    if (word.length > 9 && other.length - word.length === 2 && word.slice(0, 3) === other.slice(0, 3)) return true;
    if (word.length < 6 || word[0] !== other[0] || edits(word, other, 1) > 1) return false;
    if (word.length !== other.length) return Math.max(word.length, other.length) > 6;
    const differ = [...word].map((_, i) => i).filter((i) => word[i] !== other[i]);
    return differ.length > 1 || ALIKE.test(word[differ[0]] + other[differ[0]]);
  };
  /** Two known words written as one; short ones make names: Came-ron, New-port. */
  const apart = (word) => {
    for (let at = 5; at <= word.length - 5; at += 1) {
      const pair = [word.slice(0, at), word.slice(at)];
      if (pair.every((part) => times(part))) return pair;
    }
    return null;
  };
  /** Up to three of the known words with the longest beginning that this one shares with any. */
  const begun = (word) => {
    for (let end = word.length - 1; end > 2; end -= 1) {
      const found = after(word.slice(0, end));
      if (found.length) return found.slice(0, 3);
    }
    return [];
  };
  return { light, faint, canon, nearest, has, exactly, family, ways, alike, surely, apart, begun };
};
