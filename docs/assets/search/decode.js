/* The data that search/index.py wrote, in words again: read when they are asked for. */
const FIRST = 0x28,
  BACKSLASH = 0x5c,
  SURROGATES = 0xd800,
  NEXT = " ",
  ITEM = "!",
  SPELLING = 4,
  LISTING = 5,
  SAYING = 2,
  STEPPING = 1; // as in coded_text.py and search/index.py

/** The number that a character stands for. */
const numberOf = (character) => {
  const code = character.codePointAt(0);
  return code - FIRST - (code > BACKSLASH) - (code > SURROGATES ? 0x800 : 0);
};
/** Read the published data: the documents, each with `i`, its number, and its texts, coded and read. */
const readTexts = (data) => {
  const strings = textsOf(data.words, SPELLING),
    [pieces, equal, labels, addresses] = data.sizes.map((size) => strings.splice(0, size));
  pieces.unshift(""); // numbers begin with 1
  // Of each piece: its words in lower case; none when it is a gap.
  const parts = pieces.map((piece) => (/^[¶§\p{L}\p{N}]/u.test(piece) ? flat(piece) : []));
  // What it is found by: its words, and one that is written together as one, too.
  const terms = pieces.map((piece, i) => {
    if (parts[i].length < 2) return parts[i];
    return written(piece).flatMap((word) => {
      const { parts: own, joined } = split(word);
      return joined && own.length > 1 && joined.length < 25 ? [...own, joined] : own;
    });
  });
  const spellings = new Map();
  parts.forEach(([word, more], piece) => {
    const [one, kept] = [pieces[piece], spellings.get(word)];
    if (!more && (!kept || one === word || one.length < kept.length)) spellings.set(word, one);
  });
  /** A known word as it is written: without "'s", with a capital letter when it never is without. */
  const spelled = (word) => spellings.get(word) ?? word;
  /** A text, an array of numbers, in words again. */
  const text = once((numbers) => {
    let made = "",
      after = false;
    for (const piece of numbers) {
      made += after && parts[piece].length ? ` ${pieces[piece]}` : pieces[piece];
      after = parts[piece].length > 0;
    }
    return made;
  });
  /** The words of a text, in order. */
  const wordsOf = (numbers) => numbers.flatMap((piece) => parts[piece]);

  const all = textsOf(data.columns, LISTING).map((column) => column.split(NEXT)),
    columns = Object.fromEntries([...data.fields].map((key, i) => [key, all[i]]));
  const field = (i, key) => columns[key][i] ?? "";
  const label = (char) => labels[numberOf(char)];
  const next = listsOf(data.texts, SAYING),
    uses = textsOf(data.uses, STEPPING);
  const coded = addresses.map((_, i) => {
    const own = { t: [], x: [], d: [], w: [], h: [] };
    for (const key of field(i, "c")) own[key] = next();
    const f = Array.from({ length: Number(field(i, "f")) }, next);
    return { ...own, f, p: [...field(i, "p")].map((char) => [label(char), next()]) };
  });
  let last = "";
  /** An address is told by how much it shares with the last; that of an entry may be the number of a form of it. */
  const address = (written, forms) => {
    last = last.slice(0, numberOf(written)) + written.slice(1);
    return /^\d/.test(last) ? `glossary/${flat(text(forms[last])).join("-")}/` : last;
  };
  /** The sources of a document: those that are written down, or that its address or its mentions imply. */
  const sourcesOf = once(({ i, k, u, m }) => {
    if (field(i, "s")) return field(i, "s").split(ITEM);
    if (k !== "term") return /^sources\/./.test(u) ? [u.split("/")[1]] : [];
    return [...new Set(m.map((at) => documents[at]).flatMap((doc) => (doc.k === "paragraph" ? sourcesOf(doc) : [])))];
  });
  const documents = coded.map((its, i) => {
    const own = (key) => field(i, key),
      { f } = its;
    let at = 0;
    return {
      i,
      k: label(own("k")),
      u: address(addresses[i], f),
      l: label(own("l")),
      n: label(own("n")),
      get s() {
        return sourcesOf(this);
      },
      e: own("e") ? own("e").split(ITEM) : [],
      y: own("y"),
      o: Number(own("o")),
      b: own("b") === "1",
      placed: Number(own("v")),
      m: [...uses[i]].map((step) => (at += numberOf(step))),
      // "IPCP (Individual Partnership and Cooperation Programme)"
      get t() {
        if (f.length && !its.t.length) return own("b") ? `${text(f[1])} (${text(f[0])})` : text(f[0]);
        return text(its.t);
      },
      get x() {
        return text(its.x);
      },
      get d() {
        return text(its.d);
      },
      get w() {
        return text(its.w);
      },
      get f() {
        return f.map(text);
      },
      /** The forms that are names of it; the others only lead to it. */
      get names() {
        return f.slice(0, Number(own("r"))).map(text);
      },
      get p() {
        return its.p.map(([name, beside]) => [name, text(beside)]);
      },
    };
  });
  return { parts, terms, spelled, equal, coded, documents, text, wordsOf };
};
