/* How search reads words: by the same rules as scripts/reader/search/words.py. */
const LETTERS = { ø: "o", ł: "l", ß: "ss", æ: "ae", œ: "oe", đ: "d", ð: "d", þ: "th", ı: "i" };
const JAPANESE = /[\u3040-\u30ff\u3400-\u9fff]/;
const BETWEEN_SCRIPTS = /(?<=[\u3040-\u30ff\u3400-\u9fff])(?=[a-z0-9])|(?<=[a-z0-9])(?=[\u3040-\u30ff\u3400-\u9fff])/g;
const WORD = /[\p{L}\p{N}]+(?:[-/.&'][\p{L}\p{N}]+)*/gu;

/** Lower case, without accents and possessives; every dash a hyphen, every quotation mark a plain one. */
const plain = (text) => {
  if (/^[a-z0-9 ]*$/i.test(text)) return text.toLowerCase();
  let made = text.replace(/[¶§]\s?(?=\d)/g, "p");
  if (/[^\x00-\x7f]/.test(made)) {
    made = made
      .replace(/[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]/g, "")
      .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, "^")
      .replace(/[\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]/g, "-")
      .replace(/[‘’‚‛ʼ＇′]/g, "'")
      .replace(/[“”„‟«»＂″]/g, '"')
      .normalize("NFKD")
      .replace(/\p{M}/gu, "");
  }
  made = made.toLowerCase();
  if (/[^\x00-\x7f]/.test(made)) made = made.replace(/[øłßæœđðþı]/g, (c) => LETTERS[c]).replace(BETWEEN_SCRIPTS, " ");
  return made.replace(/'s?(?![\p{L}\p{N}])/gu, "").replace(/(\d),(?=\d{3}(?!\d))/g, "$1");
};
/** The parts of one written word and their joined form: a2/ad is a2, ad and a2ad; u.s is us. */
const split = (word) => {
  if (!/[-/.&']/.test(word)) return { parts: [word], joined: "" };
  const parts = word.split(/[-/.&']/),
    joined = parts.join("");
  return { parts: parts.every((part) => part.length === 1) ? [joined] : parts, joined };
};
const written = (text) => plain(text).match(WORD) ?? [];
const flat = (text) =>
  /^[a-z0-9]+$/i.test(text) ? [text.toLowerCase()] : written(text).flatMap((word) => split(word).parts);

/** Edits between two words, two swapped neighbours counting as one; more than `most` is Infinity. */
const edits = (typed, known, most) => {
  if (Math.abs(typed.length - known.length) > most) return Infinity;
  let before = [],
    last = Array.from({ length: known.length + 1 }, (_, j) => j);
  for (let i = 1; i <= typed.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= known.length; j += 1) {
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (typed[i - 1] !== known[j - 1]));
      if (i > 1 && j > 1 && typed[i - 1] === known[j - 2] && typed[i - 2] === known[j - 1])
        cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[known.length] > most ? Infinity : last[known.length];
};

/** `make`, done once for each key. */
const once = (make) => {
  const made = new Map();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key);
  };
};
/** Add ITEM to the list that MAP has at KEY. */
const group = (map, key, item) => {
  if (map.has(key)) map.get(key).push(item);
  else map.set(key, [item]);
};
/** Those of a list, SORTED by their words, whose word begins with BEGINNING. */
const beginningWith = (sorted, beginning, wordOf = (one) => one) => {
  let low = 0,
    high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (wordOf(sorted[middle]) < beginning) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < sorted.length && wordOf(sorted[end]).startsWith(beginning)) end += 1;
  return sorted.slice(low, end);
};
/** Compares by each of the values that VALUES makes of a thing, the first that differs deciding. */
const byEach = (values) => (a, b) => {
  const others = values(b);
  return values(a)
    .map((value, i) => value - others[i])
    .find(Boolean) ?? 0;
};
