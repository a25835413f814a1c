/* How search reads text: words, their other spellings, typing errors. Used alike for what is searched,
   for the query and for highlighting. */
(() => {
  "use strict";

  /* ---- words ---- */
  const WORD = /[\p{L}\p{N}\p{M}]+(?:(?:[-\u00ad\u2010-\u2015\u2212/.&'’ʼ]|,(?=\d{3}(?!\d)))[\p{L}\p{N}\p{M}]+)*/gu;
  const SPECIAL = { ø: "o", ł: "l", ß: "ss", æ: "ae", œ: "oe", đ: "d", ð: "d", þ: "th", ı: "i" };
  const NUMBERS = new Map("zero one two three four five six seven eight nine ten eleven twelve".split(" ").map((word, n) => [word, String(n)]));
  // Not a stop list: every word is searched. These only never decide that a place is left out of "nearest".
  const LIGHT = new Set("a an the and or of for on in to at by with from is are was were be do does did has have had what when where which why how it its that this as about between say says mean means tell me vs versus difference between".split(" "));
  const SHORT = new Map([["art", "article"], ["govt", "government"], ["intl", "international"], ["dept", "department"]]);
  /** Lower case, without accents and possessives, every dash a hyphen. Most text takes the short way. */
  const plain = (text) => {
    let made = text;
    if (/[^\x00-\x7f]/.test(made)) {
      made = made.replace(/[\u2010-\u2015\u2212]/g, "-").replace(/[’ʼ]/g, "'").normalize("NFKD").replace(/[\p{M}\u00ad\u200b-\u200d\ufeff]/gu, "")
        .replace(/[øłßæœđðþı]/gi, (c) => SPECIAL[c.toLowerCase()] ?? c);
    }
    made = made.toLowerCase();
    if (made.includes("'")) made = made.replace(/'s?(?![a-z0-9])/g, "");
    return made.includes(",") ? made.replace(/(\d),(?=\d{3}(?!\d))/g, "$1") : made;
  };
  const written = (text) => {
    const made = plain(text);
    return made.match(/[^\x00-\x7f]/.test(made) ? /[\p{L}\p{N}]+(?:[-/.&'][\p{L}\p{N}]+)*/gu : /[a-z0-9]+(?:[-/.&'][a-z0-9]+)*/g) ?? [];
  };

  /** British to American, so that either finds the other. Applied to both sides, so over-reach is harmless. */
  const BRITISH = [
    [/^(defen|offen|preten|licen)ce/, "$1se"], [/^practise/, "practice"], [/^(kilo)?metre/, "$1meter"], [/^programme/, "program"],
    [/(?<=..[a-z])is(e[ds]?|ing|ation|ations|ational|er|ers)$/, "iz$1"], [/(?<=al|an)ys(e[ds]?|ing)$/, "yz$1"],
    [/(?<=[bhlnv])our(?=$|s|ed|ing|able|al|ful|ly|ite|hood)/, "or"], [/^(cent|theat|fib)re/, "$1er"], [/ogue(s?)$/, "og$1"],
    [/(?<=[aeiou])ll(ed|ing|er|ers)$/, "l$1"], [/^manoeuv(?:re|er)/, "maneuver"], [/^judgement/, "judgment"],
  ];
  const american = (word) => (/ce|is|ys|our|re|mme|ogue|ll|dge/.test(word) ? BRITISH.reduce((made, [from, to]) => made.replace(from, to), word) : word);
  const singular = (word) => {
    if (word.length < 4 || !word.endsWith("s") || /(?:ss|us|is)$/.test(word)) return word;
    if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
    return /(?:sses|shes|ches|xes|zzes)$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
  };
  const memory = new Map();
  const canon = (word) => {
    let known = memory.get(word);
    if (known === undefined) memory.set(word, known = singular(american(NUMBERS.get(word) ?? SHORT.get(word) ?? word)));
    return known;
  };

  /** The parts of one written word and, when it has several, their joined form: a2/ad is a2, ad and a2ad. */
  const split = (word) => {
    if (!/[-/.&']/.test(word)) return { parts: [word], joined: "" };
    const parts = word.split(/[-/.&']/), joined = parts.join("");
    return { parts: parts.every((part) => part.length === 1) ? [joined] : parts, joined };
  };
  const flat = (text) => written(text).flatMap((word) => split(word).parts);
  const read = new Map();
  /** What a word is indexed under: its common form, and itself when a reader who types it does not come by that. */
  const termsOf = (word) => {
    const common = canon(word);
    return word.startsWith(common) ? [common] : [word, common];
  };
  /** A word as it stands in a text, read once: its parts, their common forms, and the terms it is indexed under. */
  const analyse = (word) => {
    let known = read.get(word);
    if (!known) read.set(word, known = taken(/^[a-z0-9]+$/i.test(word) ? [word.toLowerCase()] : written(word)));
    return known;
  };
  const taken = (words) => {
    if (words.length === 1 && !/[-/.&']/.test(words[0])) { // nearly all: as few lists as will do
      const parts = words, terms = termsOf(words[0]);
      return { parts, canons: terms.length > 1 ? [terms[1]] : terms, terms };
    }
    const parts = [], terms = [];
    for (const word of words) {
      const { parts: own, joined } = split(word);
      parts.push(...own);
      for (const one of joined && own[0] !== joined ? [...own, joined] : own) terms.push(...termsOf(one));
    }
    return { parts, canons: parts.map(canon), terms };
  };
  /** One key for all spellings of a form: joined, spaced, hyphenated, plural, British, "4" and "four". */
  const SMALL = new Set("a an the and of for on in to".split(" "));
  const keyOf = (canons) => {
    const heavy = canons.filter((word) => !SMALL.has(word));
    return (heavy.length ? heavy : canons).join("");
  };
  const key = (text) => keyOf(flat(text).map(canon));

  /* ---- typing errors ---- */
  /** Edits between two words, two swapped neighbours counting as one; more than `most` is Infinity.
      `open` lets `known` go on after the end of `typed`. */
  const edits = (typed, known, most, open) => {
    let before = [], last = Array.from({ length: known.length + 1 }, (_, j) => j);
    for (let i = 1; i <= typed.length; i += 1) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= known.length; j += 1) {
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (typed[i - 1] !== known[j - 1]));
        if (i > 1 && j > 1 && typed[i - 1] === known[j - 2] && typed[i - 2] === known[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        row.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most) return Infinity;
      [before, last] = [last, row];
    }
    const found = open ? Math.min(last[known.length], ...last.slice(typed.length)) : last[known.length];
    return found > most ? Infinity : found;
  };

  window.readerText = { WORD, LIGHT, plain, canon, split, analyse, written, flat, key, keyOf, edits };
})();
