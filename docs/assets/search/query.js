/* What was asked: phrases, a date, words; and which entries, titles and sources the words are forms of. */
const ASKING = new RegExp(
  "^(?:(?:in|on|at|by|for|from|to|until|since|with|under) )?(?:who(?:m|se)?|what|when|where|why|how|which|would|is|" +
    "are|does|do|did|can|could|should|will|has|have|was|were)\\b|\\?\\s*$|" +
    "^(?:(?:the|main) )?(?:effects?|impact|influence|consequences|benefits?|advantages|drawbacks|reasons?|motives|" +
    "importance|significance|relevance|value|role|risks?|obstacles|arguments?) (?:of|for|to|against|in|behind)\\b",
);
// What comes around the name of a thing when one asks for the thing itself.
const BEFORE = new RegExp(
  "^(?:(?:what|who|where)(?:'s| is| are| was| were)|what does|define|meaning of|definition of|" +
    "tell me about|what do the (?:sources|articles) say (?:about|on)) +(?:the |an? )?|" +
    "^(?:which|what) (?:countries|states|nations) (?:are|belong)(?: in| to)? (?:the )?",
);
const BEHIND = new RegExp(
  "\\s+(?:mean|stand for|meaning|definition|explained|abbreviation|acronym|full form|countries|" +
    "members|states)\\s*$",
);
const OFFICE = /(?:元|前|故)?(?:首相|総理(?:大臣)?|外相|防衛相|大臣|大統領|事務総長|氏)$/;
const TITLE = new RegExp(
  "^(?:(?:former|late|then|us|u.s.|american|japanese|nato) )*(?:(?:deputy )?prime minister|pm|president|chief|" +
    "(?:foreign|defen[cs]e) (?:minister|secretary)|minister|secretary[- ]general|secretary of (?:state|defen[cs]e)|" +
    "sec(?:retary)?|ambassador|general|admiral|senator|dr|mr|mrs|ms|" +
    "prof(?:essor)?)\\.? +",
);
// Talk of the sources as such, around what they are asked about: "do experts agree that", "views differ".
const ABOUT_SOURCES = new RegExp(
  "^(?:the )?(?:articles|authors|sources|experts|scholars|analysts|papers|writers) (?:on|about)\\b|" +
    "\\b(?:article|author|source|expert|scholar|analyst|paper|writer)s? (?:(?:dis)?agree|differ|" +
    "contradict (?:one another|each other)|say|think|see|view|write|argue|judge|believe)" +
    "(?: (?:about|on|over|of|that|in))*\\b|" +
    "^(?:the )?(?:arguments|debate|opinions|positions|stances|views) (?:on|about|over)\\b|" +
    "\\b(?:who says what|(?:different|opposing|conflicting) (?:opinion|view|position)s?|" +
    "(?:opinion|view)s (?:differ|on|about)|side by side|compared?)\\b",
  "g",
);
const WHEN = /^(?:since |until |by )?(?:when|what (?:year|date|day))\b/;
// What a paragraph or an entry answers.
const FACT = /^(?:[a-z]{2,5} )?(?:who(?:m|se)?|where|which|how (?:many|much|long|big))\b/;
const AGREEING = /^(?:(?:dis)?agree|differ|compare|contrast)/;
// "Harun paper", "who wrote the Nikkei piece": the source itself, unless something else is asked of it.
const WORK = new RegExp(
  "\\b(?:paper|article|study|essay|commentary|piece|report|text)$|" +
    "^(?=.*\\b(?:authors?|wrote|written|published)\\b)" +
    ".*\\b(?:paper|article|study|essay|commentary|piece|report|text)\\b(?! \\d)",
);
const PLACE = /\b([pn]\d+|(?:note|table|figure) \d+)\b/;
const SMALL = new Set("a an the and of for on in to what where how which do does".split(" "));

/** Everything that was asked, read once; words as `{parts, joined}`. */
const parse = (query) => {
  const phrases = [];
  const free = query.replace(/[“”„«»"]([^“”„«»"]*)(["“”„«»]|$)/g, (_, phrase, end) => {
    const words = flat(phrase);
    if (words.length) phrases.push({ words, said: phrase.trim(), open: !end });
    return ` ${phrase} `;
  });
  const said = plain(free.replace(/\b(?:para(?:graph)?|par)\.?\s*(?=\d)/gi, " p"))
    .replace(/(\d)\s?bn\b/g, "$1 billion")
    .trim();
  const topic = said.replace(ABOUT_SOURCES, " ").trim(),
    comparing = topic !== said && written(topic).some((word) => !SMALL.has(word)),
    spoken = comparing ? topic : said;
  const date = phrases.length ? null : dateIn(spoken);
  const tokens = written(date?.words.length > 1 ? `${date.rest} ${date.words.join(" ")}` : spoken).map(split);
  const kind = WHEN.test(spoken) ? "when" : FACT.test(spoken) ? "fact" : "view",
    asking = comparing ? "comparison" : ASKING.test(spoken) && kind;
  return { phrases, date, spoken, tokens, open: !/[\s"”?.]$/.test(query), asking };
};

/** Every form of an entry, title of something else and name of a source. */
const readForms = (index, { canon, light }, { sources, weights }) => {
  const forms = new Map(),
    anyOrder = new Map(),
    withCanon = new Map(),
    withWord = new Map(),
    items = [];
  const keyOf = (words) => {
    const heavy = words.filter((word) => !SMALL.has(word));
    return (heavy.length ? heavy : words).map(canon).join("");
  };
  for (const doc of index.documents) {
    const { t, f } = index.coded[doc.i];
    const own = doc.k === "term" ? f : doc.k === "paragraph" || doc.k === "note" ? [] : [t, ...f];
    own.forEach((coded, rank) => {
      const words = index.wordsOf(coded),
        canons = words.map(canon);
      const item = { doc, coded, rank, words, canons, joined: words.join("") };
      items.push(item);
      for (const word of new Set(canons)) group(withCanon, word, item);
      for (const word of new Set(words)) group(withWord, word, item);
      group(forms, keyOf(words), item);
      group(anyOrder, [...canons].sort().join(" "), item);
    });
  }
  /** The entries that WORDS are a form of. */
  const entries = (words) => {
    const found = (forms.get(keyOf(words)) ?? []).filter(({ doc }) => doc.k === "term");
    return [...new Set(found.map(({ doc }) => doc))];
  };
  /** Which of two forms with one key is meant: an entry, then a source; the one written so; the earlier. */
  const likelier = (said) => {
    const doubts = ({ coded, rank, doc }) => [
      doc.k === "term" ? 0 : doc.n === "source" ? 1 : 2,
      Number(plain(index.text(coded)) !== said),
      rank,
    ];
    return byEach(doubts);
  };
  /** The items that a text is a form of, best first; the words in any order if need be. */
  const whole = (said) => {
    const words = flat(said);
    const found = forms.get(keyOf(words)) ?? anyOrder.get(words.map(canon).sort().join(" ")) ?? [];
    return [...found].sort(likelier(said));
  };
  /** How well the words ASKED begin a form, or words of it: 0 to 1. */
  const beginning = (item, asked, canons, joined) => {
    const share = joined.length / item.joined.length;
    if (item.joined.startsWith(joined)) return (1 + share) / 2;
    const used = new Set();
    for (let i = 0; i < asked.length; i += 1) {
      const fits = (word, j) =>
        !used.has(j) && (item.canons[j] === canons[i] || (i === asked.length - 1 && word.startsWith(asked[i])));
      const at = item.words.findIndex(fits);
      if (at < 0) return 0;
      used.add(at);
    }
    return (weights.form_inside * (1 + share)) / 2;
  };
  const joinedOf = ({ joined }) => joined;
  items.sort((a, b) => (joinedOf(a) < joinedOf(b) ? -1 : 1));
  /** Document -> `{fit, item}` of the form that these words begin best. */
  const begun = (asked) => {
    const best = new Map(),
      joined = asked.join(""),
      canons = asked.map(canon);
    if (!joined) return best;
    const near = new Set([...beginningWith(items, joined, joinedOf), ...(withCanon.get(canons[0]) ?? [])]);
    for (const word of asked.length === 1 ? index.after(joined) : [])
      for (const item of withWord.get(word) ?? []) near.add(item);
    for (const item of near) {
      const fit = beginning(item, asked, canons, joined);
      if (fit > (best.get(item.doc)?.fit ?? 0)) best.set(item.doc, { fit, item });
    }
    return best;
  };
  /** The longest runs of words that are forms of entries. */
  const spans = (tokens) => {
    const found = [];
    for (let from = 0; from < tokens.length; from += 1) {
      for (let to = Math.min(tokens.length, from + 7); to > from; to -= 1) {
        if (to - from === 1 && light.has(tokens[from].parts[0])) continue;
        const docs = entries(tokens.slice(from, to).flatMap(({ parts }) => parts));
        if (docs.length) {
          found.push({ from, to, docs });
          from = to - 1;
          break;
        }
      }
    }
    return found;
  };
  const named = new Map(),
    shorts = new Set(Object.values(sources).map(([short]) => flat(short).join(" ")));
  for (const [id, [short, , authors]] of Object.entries(sources)) {
    for (const word of new Set(flat(`${id} ${short} ${authors}`))) {
      if (!/^\d/.test(word) && !light.has(word)) group(named, word, id);
    }
  }
  /** The sources that a word names. */
  const sourcesOf = (word) => named.get(word) ?? [];
  /** Whether two words are the short name of a source: Harun 2014. */
  const isShort = (first, second) => shorts.has(`${first} ${second}`);
  return { entries, whole, begun, spans, sourcesOf, isShort };
};

/** Two neighbours written as one word, or "" where there are not two. */
const pair = (tokens, i) => (tokens[i] && tokens[i + 1] ? tokens[i].parts.join("") + tokens[i + 1].parts.join("") : "");
/** Words that nothing has are put right where that is sure, and others offered where it is not. */
const mending = (words, forms) => {
  const isKnown = (tokens, i, last) => {
    const { parts, joined } = tokens[i];
    return (
      parts.every((part) => words.ways(part, last).size) ||
      (joined && words.has(joined, last)) ||
      parts.some((part) => forms.sourcesOf(part).length) ||
      [pair(tokens, i - 1), pair(tokens, i)].some((both) => both && words.has(both, last))
    );
  };
  return (tokens, open) => {
    const changed = [],
      offered = [];
    const mended = tokens.map((token, i) => {
      const word = token.joined || token.parts[0],
        last = open && i === tokens.length - 1;
      if (/^\d+$/.test(word) || words.light.has(word)) return token;
      const fine = isKnown(tokens, i, last);
      if (fine && (token.parts.length > 1 || words.exactly(word) || (last && words.has(word, true)))) return token;
      const alike = words.alike(word),
        sure = alike.find((other) => words.surely(word, other));
      const own = words.family(word);
      if (fine && (!sure || own === undefined || words.family(sure) === own)) return token;
      const apart = !sure && words.apart(word);
      if (sure || apart) {
        changed.push([word, sure ?? apart.join(" ")]);
        return { parts: sure ? [sure] : apart, joined: "" };
      }
      offered.push([word, alike.length ? alike : words.begun(word)]);
      return token;
    });
    return { tokens: mended, changed, offered };
  };
};
