/* How search reads text: words and their other spellings, dates, typing errors. Used alike for what is
   searched, for the query and for highlighting. Loaded by reader.js. */
(() => {
  "use strict";

  /* ---- words ---- */
  const WORD = /[\p{L}\p{N}\p{M}]+(?:(?:[-\u00ad\u2010-\u2015\u2212/.&'’ʼ]|,(?=\d{3}(?!\d)))[\p{L}\p{N}\p{M}]+)*/gu;
  const SPECIAL = { ø: "o", ł: "l", ß: "ss", æ: "ae", œ: "oe", đ: "d", ð: "d", þ: "th", ı: "i" };
  const NUMBERS = new Map("zero one two three four five six seven eight nine ten eleven twelve".split(" ").map((word, n) => [word, String(n)]));
  // Not a stop list: every word is searched. These only never decide that a place is left out of "nearest".
  const LIGHT = new Set("a an the and or of for on in to at by with from is are was were be do does did has have had what when where which why how it its that this as about between say says mean means tell me vs versus difference between".split(" "));
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
    if (known === undefined) memory.set(word, known = singular(american(NUMBERS.get(word) ?? word)));
    return known;
  };

  /** The parts of one written word and, when it has several, their joined form: a2/ad is a2, ad and a2ad. */
  const split = (word) => {
    const parts = word.split(/[-/.&']/);
    if (parts.length === 1) return { parts, joined: "" };
    const joined = parts.join("");
    return { parts: parts.every((part) => part.length === 1) ? [joined] : parts, joined };
  };
  const flat = (text) => {
    const all = [];
    for (const word of written(text)) if (/[-/.&']/.test(word)) all.push(...split(word).parts); else all.push(word);
    return all;
  };
  const indexed = new Map();
  /** The index terms of one written word: most have one, the word itself. */
  const terms = (word) => {
    let known = indexed.get(word);
    if (known === undefined) {
      const { parts, joined } = split(word);
      known = joined && parts[0] !== joined ? [...parts, joined] : [...parts];
      for (const part of [...known]) if (canon(part) !== part) known.push(canon(part));
      if (known.length === 1) [known] = known;
      indexed.set(word, known);
    }
    return known;
  };
  /** The index terms of a text. */
  const termsOf = (text) => {
    const all = [];
    for (const word of written(text)) {
      const known = terms(word);
      if (typeof known === "string") all.push(known); else all.push(...known);
    }
    return all;
  };
  /** One key for all spellings of a form: joined, spaced, hyphenated, plural, British, "4" and "four". */
  const SMALL = new Set("a an the and of for on in to".split(" "));
  const keyOf = (canons) => {
    const heavy = canons.filter((word) => !SMALL.has(word));
    return (heavy.length ? heavy : canons).join("");
  };
  const key = (text) => keyOf(flat(text).map(canon));

  /* ---- dates ---- */
  const MONTHS = "january february march april may june july august september october november december".split(" ");
  const month = (word) => word === "sept" ? 9 : word.length > 2 ? MONTHS.findIndex((name) => name.startsWith(word)) + 1 : 0;
  const two = (n) => String(n).padStart(2, "0");
  const M = "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
  const D = "(\\d{1,2})(?:st|nd|rd|th)?", Y = "((?:1[6-9]|20)\\d\\d)", S = "[\\s,/.-]*";
  const DATES = [
    [`${Y}[-/. ](\\d{1,2})[-/. ](\\d{1,2})`, (y, m, d) => [[y, +m, +d]]],
    [`(\\d{1,2})[-/.](\\d{1,2})[-/.]${Y}`, (a, b, y) => [[y, +b, +a], [y, +a, +b]]],
    [`${D}${S}(?:of )?${M}${S}${Y}`, (d, m, y) => [[y, month(m), +d]]],
    [`${M}${S}(?:the )?${D}${S}${Y}`, (m, d, y) => [[y, month(m), +d]]],
    [`${Y}${S}${M}${S}${D}`, (y, m, d) => [[y, month(m), +d]]],
    [`${Y}${S}${D}${S}${M}`, (y, d, m) => [[y, month(m), +d]]],
    [`${M}${S}(?:of )?${Y}`, (m, y) => [[y, month(m)]]],
    [`${Y}${S}${M}`, (y, m) => [[y, month(m)]]],
    [`${Y}[-/](\\d{1,2})`, (y, m) => [[y, +m]]],
    [`(\\d{1,2})[-/]${Y}`, (m, y) => [[y, +m]]],
    [`${D}${S}(?:of )?${M}`, (d, m) => [["", month(m), +d]]],
    [`${M}${S}(?:the )?${D}`, (m, d) => [["", month(m), +d]]],
    [`(?:the )?((?:1[6-9]|20)\\d0)'?s`, (y) => [[`${y.slice(0, 3)}X`]]],
    [Y, (y) => [[y]]],
    [`^${M}$`, (m) => [["", month(m)]]],
  ].map(([pattern, read]) => [new RegExp(`(?<![\\p{L}\\p{N}/-])${pattern}(?![\\p{L}\\p{N}/-])`, "u"), read]);
  const possible = ([, m, d]) => (m === undefined || (m > 0 && m < 13)) && (d === undefined || (d > 0 && d < 32));
  const edtf = ([y, m, d]) => [y || "*", m && two(m), d && two(d)].filter(Boolean).join("-");
  const wordsOf = ([y, m, d]) => [d, m && MONTHS[m - 1], y.endsWith("X") ? `${y.slice(0, 3)}0s` : y].filter(Boolean).map(String);

  /** The first date in a query: `{dates: [EDTF …], words, whole, rest}`, or null. */
  const dateIn = (query) => {
    const text = plain(query);
    if (!/\d|^[a-z]{3,9}\.?$/.test(text.trim())) return null;
    for (const [pattern, read] of DATES) {
      const match = pattern.exec(text);
      const dates = match ? read(...match.slice(1)).filter(possible) : [];
      if (dates.length) {
        const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`.trim();
        const whole = !/[\p{L}\p{N}]/u.test(rest.replace(/^(?:in|on|at|since|about|c|circa|events?|what happened|year|timeline)\b|\b(?:in|on|events?|timeline)$/g, ""));
        return { dates: dates.map(edtf), words: wordsOf(dates[0]), whole, rest };
      }
    }
    return null;
  };
  /** How well an event's EDTF date answers: 3 the same, 2 within what was asked, 1 around it, 0 not. */
  const answers = (event, asked) => {
    const clean = event.replace(/[~?%]/g, "");
    if (clean === asked) return 3;
    if (asked.startsWith("*")) return clean.split("/").some((part) => part.slice(4).startsWith(asked.slice(1))) ? 2 : 0;
    const wanted = asked.replace("X", "");
    const [start, end] = clean.split("/");
    if (start.startsWith(wanted)) return 2;
    if (end === undefined) return asked.length > clean.length && asked.startsWith(clean.replace(/X+$/, "")) ? 0.5 : 0;
    if (end.startsWith(wanted)) return 1.5;
    return start < asked && (asked < end || end === "" || end === "..") ? 1 : 0;
  };

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

  window.readerText = { WORD, LIGHT, plain, canon, split, termsOf, written, flat, key, keyOf, dateIn, answers, edits };
})();
