/* What a query means and what answers it; knows nothing of the page. Three layers, first match first:
   exact forms of entries and titles, dates, then the words (MiniSearch). Loaded by search.js. */
(() => {
  "use strict";

  /* ---- words: one way of reading text for index, query and highlighting ---- */
  const WORD = /[\p{L}\p{N}\p{M}]+(?:(?:[-\u00ad\u2010-\u2015\u2212/.&'’ʼ]|,(?=\d{3}(?!\d)))[\p{L}\p{N}\p{M}]+)*/gu;
  const SPECIAL = { ø: "o", ł: "l", ß: "ss", æ: "ae", œ: "oe", đ: "d", ð: "d", þ: "th", ı: "i" };
  const NUMBERS = Object.fromEntries("zero one two three four five six seven eight nine ten eleven twelve".split(" ").map((word, n) => [word, String(n)]));
  // Not a stop list: every word is searched. These only never decide that a place is left out of "nearest".
  const LIGHT = new Set("a an the and or of for on in to at by with from is are was were be do does did has have had what when where which why how it its that this as about between say says mean means tell me".split(" "));
  const plain = (text) => (/^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFKD").replace(/[\p{M}\u00ad\u200b-\u200d\ufeff]/gu, ""))
    .toLowerCase().replace(/[øłßæœđðþı]/g, (c) => SPECIAL[c]).replace(/[’ʼ]/g, "'");

  /** British to American, so that either finds the other. Applied to both sides, so over-reach is harmless. */
  const american = (word) => word
    .replace(/^(defen|offen|preten|licen)ce/, "$1se").replace(/^practise/, "practice").replace(/^(kilo)?metre/, "$1meter")
    .replace(/^program(?:me)/, "program").replace(/(?<=..[a-z])is(e[ds]?|ing|ation|ations|ational|er|ers)$/, "iz$1").replace(/(?<=al|an)ys(e[ds]?|ing)$/, "yz$1")
    .replace(/(?<=[bhlnv])our(?=$|s|ed|ing|able|al|ful|ly|ite|hood)/, "or").replace(/^(cent|theat|fib)re/, "$1er")
    .replace(/ogue(s?)$/, "og$1").replace(/(?<=[aeiou])ll(ed|ing|er|ers)$/, "l$1").replace(/^manoeuv(?:re|er)/, "maneuver").replace(/^judgement/, "judgment");
  const singular = (word) => {
    if (word.length < 4 || !word.endsWith("s") || /(?:ss|us|is)$/.test(word)) return word;
    if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
    return /(?:sses|shes|ches|xes|zzes)$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
  };
  const memory = new Map();
  const canon = (word) => {
    let known = memory.get(word);
    if (known === undefined) memory.set(word, known = singular(american(NUMBERS[word] ?? word)));
    return known;
  };

  /** The parts of one written word and, when it has several, their joined form: A2/AD is a2, ad and a2ad. */
  const split = (written) => {
    const parts = plain(written).replace(/'s?$|'s(?=-)/g, "").replace(/(?<=\d),(?=\d{3})/g, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const joined = parts.length > 1 ? parts.join("") : "";
    return { parts: joined && parts.every((part) => part.length === 1) ? [joined] : parts, joined };
  };
  const written = (text) => text.replace(/[¶§]\s*(?=\d)/g, " p").match(WORD) ?? [];
  const flat = (text) => written(text).flatMap((word) => split(word).parts);
  const indexed = new Map();
  /** The index terms of one written word. */
  const terms = (word) => {
    let known = indexed.get(word);
    if (!known) {
      const { parts, joined } = split(word);
      const all = joined ? [...parts, joined] : parts;
      indexed.set(word, known = [...new Set([...all, ...all.map(canon)])]);
    }
    return known;
  };
  /** One key for all spellings of a form: joined, spaced, hyphenated, plural, British, "4" and "four". */
  const key = (text) => {
    const words = flat(text).map(canon);
    const heavy = words.filter((word) => !LIGHT.has(word));
    return (heavy.length ? heavy : words).join("");
  };
  const sortedKey = (text) => flat(text).map(canon).sort().join(" ");

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

  const FIELDS = ["title", "forms", "text", "date", "where", "beside", "tags"];
  const BOOST = { title: 2.5, forms: 3, text: 1.4, date: 2, where: 0.7, beside: 0.45, tags: 1 };
  const ASKING = /^(?:who|what|when|where|why|how|which|would|is|are|does|do|did|can|could|should|will|has|have|was|were)\b|\?\s*$/;
  const ENTRY_FRAME = /^(?:(?:what|who)(?:'s| is| are| was| were)|what does|define|meaning of|definition of|when was|where is)\s+(?:the |an? )?|\s+(?:mean|stand for|meaning|definition|explained|abbreviation|acronym|full form)\s*$/g;
  /** How a paragraph, note, figure or table is called, and what people type for it. */
  const spot = (address) => {
    const [, kind, number] = /#([a-z]+)-?(\d+)$/.exec(address);
    if (kind === "p") return { label: `¶${number}`, words: `p${number}` };
    if (kind === "n") return { label: `note ${number}`, words: `n${number} note ${number}` };
    const label = `${kind[0].toUpperCase()}${kind.slice(1)} ${number}`;
    return { label, words: label };
  };

  /** The published columns as documents again; the fields are explained in search_index.py. */
  const unpack = (sources, kinds) => {
    const all = [];
    for (const { k, u: [before, rests, after], ...columns } of kinds) {
      rests.forEach((rest, row) => {
        const doc = { i: all.length, k, u: before + rest + after };
        for (const name in columns) if (columns[name][row]) doc[name] = columns[name][row];
        if (k === "term") {
          let at = 0;
          doc.m = doc.m.map((step) => (at += step));
          doc.t = doc.b ? `${doc.f[1]} (${doc.f[0]})` : doc.f[0];
        }
        doc.t ??= `${sources[doc.s[0]][0]} ${spot(doc.u).label}`;
        all.push(doc);
      });
    }
    return all;
  };

  /** Build the engine from the published index. */
  function create({ sources, kinds }, MiniSearch) {
    const documents = unpack(sources, kinds);
    const tags = documents.map((doc) => (doc.s ?? []).map((id) => `@${id}`));
    const sourceWords = new Map();
    for (const id in sources) for (const word of flat(`${id} ${sources[id][0]} ${sources[id][2]}`)) if (!/^\d/.test(word)) sourceWords.set(word, [...(sourceWords.get(word) ?? []), id]);
    for (const doc of documents) {
      for (const place of doc.k === "term" ? [doc.i, ...doc.m] : []) tags[place].push(`@${doc.i}`);
    }
    const read = {
      title: (doc) => (doc.k === "paragraph" ? "" : doc.t),
      forms: (doc) => doc.f?.join(" · ") ?? "",
      text: (doc) => doc.x ?? "",
      date: (doc) => doc.d ?? "",
      where: (doc) => (doc.k === "paragraph" ? `${spot(doc.u).words} ${doc.n ?? ""}` : ""),
      beside: (doc) => doc.r ?? "",
      tags: (doc) => tags[doc.i].join(" "),
    };
    const words = new MiniSearch({
      idField: "i", fields: FIELDS,
      extractField: (doc, field) => (field === "i" ? doc.i : read[field](doc)),
      tokenize: (text, field) => (field === "tags" ? text.split(" ") : written(text).flatMap(terms)),
      processTerm: (term) => term || null,
      searchOptions: { tokenize: (term) => [term], processTerm: (term) => term, boost: BOOST },
    });
    /** Index documents until the time is up; true when all are in. Questions, events and text come first. */
    const waiting = [...documents];
    const grow = (milliseconds) => {
      const end = performance.now() + milliseconds;
      while (waiting.length && performance.now() < end) words.addAll(waiting.splice(-25));
      return !waiting.length;
    };

    /* forms: key -> [{doc, rank}] and the list that prefixes are looked for in */
    const exact = new Map(), sorted = new Map(), forms = [];
    const put = (table, at, item) => { const list = table.get(at); list ? list.push(item) : table.set(at, [item]); };
    const vocabulary = new Map();
    for (const doc of documents) {
      const own = doc.k === "term" ? doc.f : [...(doc.k === "paragraph" ? [] : [doc.t]), ...(doc.f ?? [])];
      own.forEach((form, rank) => {
        const item = { doc, rank, form, words: flat(form), text: plain(form) };
        item.joined = item.words.join("");
        item.canons = item.words.map(canon);
        put(exact, key(form), item);
        if (item.words.length > 1) put(sorted, sortedKey(form), item);
        forms.push(item);
      });
    }
    /** Every known word with how many places have it, made at the first typing error. */
    const known = () => {
      if (!vocabulary.size) {
        for (const doc of documents) {
          for (const field of ["title", "forms", "text", "beside", "where"]) for (const word of flat(read[field](doc))) vocabulary.set(word, (vocabulary.get(word) ?? 0) + (field === "forms" ? 3 : 1));
        }
      }
      return vocabulary;
    };
    const has = (word, prefix) => words.search({ queries: [word], prefix, fields: FIELDS.slice(0, 6) }).length > 0;

    /** The likeliest known words for one that is unknown, best first. */
    const corrections = (word, open) => {
      const most = word.length > 7 ? 2 : word.length > 3 ? 1 : 0;
      if (!most || /\d/.test(word)) return [];
      const found = [];
      for (const [candidate, count] of known()) {
        if (candidate.length < word.length - most || (!open && candidate.length > word.length + most) || candidate.length < 3) continue;
        const distance = edits(word, candidate, most, open);
        if (distance <= most) found.push({ candidate, cost: distance * 4 + (candidate[0] !== word[0]) * 2 + Math.abs(candidate.length - word.length) * 0.4 - Math.log2(count + 1) * 0.3 });
      }
      return found.sort((a, b) => a.cost - b.cost).slice(0, 5).map((one) => one.candidate);
    };
    /** An unknown word that is two known ones written together. */
    const apart = (word) => {
      for (let at = 3; at <= word.length - 3; at += 1) {
        const pair = [word.slice(0, at), word.slice(at)];
        if (known().has(pair[0]) && known().has(pair[1])) return pair;
      }
      return null;
    };

    /* ---- from words to a query tree ---- */
    const prefixable = (word) => word.length > 2;
    const one = (word, open) => {
      const queries = [{ queries: [word], prefix: open && prefixable(word) }];
      if (canon(word) !== word) queries.push(canon(word));
      return { combineWith: "OR", queries };
    };
    const leaf = (token, open) => {
      const ways = (token.instead ?? [token.parts]).map((parts) =>
        (parts.length === 1 ? one(parts[0], open) : { combineWith: "AND", queries: parts.map((part, i) => one(part, open && i === parts.length - 1)) }));
      if (token.joined) ways.push(one(token.joined, open));
      if (token.stem) ways.push({ queries: [token.stem], prefix: true, boost: { ...BOOST, text: 0.7 } });
      return ways;
    };
    /** One node a word; a word may also be joined with its neighbour ("rim pac"), or stand for an entry. */
    const nodes = (tokens, spans, open) => tokens.map((token, i) => {
      const last = i === tokens.length - 1;
      const ways = leaf(token, open && last);
      for (const [a, b] of [[i - 1, i], [i, i + 1]]) {
        if (tokens[a] && tokens[b]) ways.push(one(tokens[a].parts.join("") + tokens[b].parts.join(""), open && b === tokens.length - 1));
      }
      for (const id of new Set(token.parts.flatMap((part) => sourceWords.get(part) ?? []))) ways.push({ queries: [`@${id}`], prefix: false, fields: ["tags"] });
      for (const span of spans) if (span.from <= i && i < span.to) for (const doc of span.docs) ways.push({ queries: [`@${doc.i}`], prefix: false, fields: ["tags"] });
      return { combineWith: "OR", queries: ways };
    });
    /** The longest runs of words that are forms of entries: what the query is expanded by. */
    const spansOf = (tokens) => {
      const spans = [];
      for (let from = 0; from < tokens.length; from += 1) {
        for (let to = Math.min(tokens.length, from + 7); to > from; to -= 1) {
          if (LIGHT.has(tokens[from].parts[0]) && to - from === 1) continue;
          const docs = entriesOf(tokens.slice(from, to).map((token) => token.parts.join(" ")).join(" "));
          if (docs.length) { spans.push({ from, to, docs }); from = to - 1; break; }
        }
      }
      return spans;
    };
    const entriesOf = (text) => [...new Set((exact.get(key(text)) ?? []).filter((item) => item.doc.k === "term").map((item) => item.doc))];

    /** All forms that a text is one of, best first: written so, the headword, much used. */
    const formsOf = (text) => {
      const at = key(text), as = plain(text).trim();
      const hits = [...(exact.get(at) ?? [])];
      if (!hits.length) hits.push(...(sorted.get(sortedKey(text)) ?? []));
      const weight = (item) => (item.text === as ? 0 : 0.5) + Math.min(item.rank, 6) * 0.15 + (item.doc.k === "term" ? 0 : item.doc.n === "source" ? 0.3 : 0.9) - Math.log2((item.doc.m?.length ?? 0) + 1) * 0.08;
      return hits.sort((a, b) => weight(a) - weight(b));
    };

    /** How well a query begins, or its words begin, the words of a form: 0 to 1. */
    const startOf = (item, queryWords, joined) => {
      if (item.joined.startsWith(joined)) return 0.55 + 0.45 * joined.length / item.joined.length;
      let length = 0;
      const used = new Set();
      for (let i = 0; i < queryWords.length; i += 1) {
        const word = queryWords[i], end = i === queryWords.length - 1;
        const at = item.words.findIndex((other, j) => !used.has(j) && (other === word || item.canons[j] === canon(word) || (end && other.startsWith(word))));
        if (at < 0) return 0;
        used.add(at);
        length += word.length;
      }
      return 0.5 * length / item.joined.length + 0.3;
    };
    const startsOf = (queryWords) => {
      const best = new Map(), joined = queryWords.join("");
      if (!joined) return best;
      for (const item of forms) {
        const score = startOf(item, queryWords, joined) - Math.min(item.rank, 8) * 0.012;
        if (score > 0.2 && score > (best.get(item.doc)?.score ?? 0)) best.set(item.doc, { score, form: item.form });
      }
      return best;
    };

    /* ---- how well one document answers ---- */
    const sequences = new Map();
    const sequence = (doc) => {
      let ready = sequences.get(doc);
      if (!ready) sequences.set(doc, ready = [` ${flat(`${read.title(doc)} · ${read.forms(doc)} · ${read.date(doc)}`).join(" ")} · ${flat(doc.x ?? "").join(" ")} · ${flat(doc.r ?? "").join(" ")} `, new Set(flat(doc.k === "paragraph" ? "" : doc.t).map(canon))]);
      return ready;
    };
    /** The longest run of the query's words that stands in the document in order, as a share. */
    const run = (doc, queryWords) => {
      if (queryWords.length < 2) return 0;
      const text = sequence(doc)[0];
      let longest = 0;
      for (let from = 0; from + longest < queryWords.length; from += 1) {
        let to = from + Math.max(longest, 1);
        while (to < queryWords.length && text.includes(` ${queryWords.slice(from, to + 1).join(" ")}${to === queryWords.length - 1 ? "" : " "}`)) to += 1;
        longest = Math.max(longest, to - from);
      }
      return longest > 1 ? longest / queryWords.length : 0;
    };
    const holds = (doc, phrase, open) => sequence(doc)[0].includes(` ${phrase.join(" ")}${open ? "" : " "}`);
    /** Share of the query's weighty words in the title, and of the title's in the query. */
    const titleMatch = (doc, queryWords) => {
      const title = sequence(doc)[1];
      const heavy = queryWords.filter((word) => !LIGHT.has(word)).map(canon);
      if (!title.size || !heavy.length) return 0;
      const hit = new Set(heavy.filter((word) => title.has(word))).size;
      const size = [...title].filter((word) => !LIGHT.has(word)).length || 1;
      return hit / new Set(heavy).size * (0.6 + 0.4 * Math.min(1, hit / size));
    };

    const search = (tokens, spans, open, combineWith) => words.search({ combineWith, queries: nodes(tokens, spans, open) });

    /** A word without its ending, for places that have it with another: funding, funded, funds. */
    const stem = (word) => {
      const short = word.replace(/(?:ations?|ments?|ings?|ed|ers?|ors?|ally|al|ly|ions?|es|s|e|y)$/, "");
      return short.length > 3 && short !== word && has(short, true) ? short : null;
    };
    const stemmed = (tokens) => tokens.map((token) => {
      const short = token.parts.length === 1 && !token.instead && !token.stem ? stem(token.parts[0]) : null;
      return short ? { ...token, stem: short } : token;
    });

    /** Replace words that nothing has by known ones: `[tokens, [[typed, meant] …]]`. */
    const mend = (tokens, open) => {
      const changed = [];
      const mended = tokens.map((token, i) => {
        const last = open && i === tokens.length - 1;
        const neighbour = [i - 1, i].some((a) => tokens[a] && tokens[a + 1] && has(tokens[a].parts.join("") + tokens[a + 1].parts.join(""), last));
        if (neighbour || (token.joined && has(token.joined, last)) || token.parts.every((part) => has(part, last && prefixable(part)) || has(canon(part), false))) return token;
        const word = token.joined || token.parts[0];
        const ending = word.length > 5 && stem(word);
        const better = corrections(word, last);
        const pair = better.length && edits(word, better[0], 1, last) <= 1 ? null : apart(word);
        const instead = pair ? [pair] : better.map((candidate) => [candidate]);
        if (ending && !(better.length && edits(word, better[0], 1, last) <= 1 && better[0].startsWith(ending))) return { ...token, stem: ending };
        if (!instead.length) return token;
        changed.push([word, instead[0].join(" ")]);
        return { parts: instead[0], joined: "", instead };
      });
      return [mended, changed];
    };

    /** Everything the reader asked, read once. */
    const parse = (query) => {
      const phrases = [];
      const free = query.replace(/[“”„«»"]([^“”„«»"]*)(["“”„«»]|$)/g, (_, phrase, end) => {
        const parts = flat(phrase);
        if (parts.length) phrases.push({ words: parts, open: !end });
        return ` ${phrase} `;
      });
      const spoken = free.replace(/\b(?:para(?:graph)?|par)\.?\s*(?=\d)/gi, " p");
      const date = phrases.length ? null : dateIn(spoken);
      const text = date && /[-/.]|[a-z]/.test(plain(spoken).replace(date.rest, "")) && date.words.length > 1 ? `${date.rest} ${date.words.join(" ")}` : spoken;
      const tokens = written(text).map(split).filter((token) => token.parts.length);
      return { query, phrases, date, tokens, open: !/[\s"”?.]$/.test(query), spoken, asking: ASKING.test(plain(query).trim()) };
    };

    const eventsAt = (date) => {
      const found = new Map();
      for (const doc of documents) {
        if (doc.k !== "event") continue;
        let best = 0;
        doc.e.forEach((own, i) => date.dates.forEach((asked, j) => { best = Math.max(best, answers(own, asked) - (i ? 0.3 : 0) - j * 0.2); }));
        if (best > 0) found.set(doc, best);
      }
      return found;
    };

    /** Answer a query: `{results: [{doc, score, via}], terms, spans, changed, nearest}`, best first. */
    function answer(query) {
      const asked = parse(query);
      const { phrases, date, open, asking } = asked;
      let { tokens } = asked;
      const none = { results: [], terms: new Set(), expanded: [], changed: [], nearest: false, phrases };
      if (!tokens.length) return none;
      const scores = new Map(), via = new Map();
      const add = (doc, score, form) => { scores.set(doc, (scores.get(doc) ?? 0) + score); if (form) via.set(doc, form); };

      let spans = spansOf(tokens), changed = [];
      const found = [], level = new Map();
      /** Take what a looser reading of the query adds, each step counting for less. */
      const take = (list, how, bonus, limit = Infinity) => {
        spans = spansOf(list);
        for (const hit of search(list, spans, open, how).slice(0, limit)) {
          if (!level.has(hit.id)) { level.set(hit.id, bonus); found.push(hit); }
        }
      };
      take(tokens, "AND", 0.4);
      if (!found.length) {
        [tokens, changed] = mend(tokens, open);
        take(tokens, "AND", 0.4);
      }
      const heavy = tokens.filter((token) => !LIGHT.has(token.parts[0]));
      const least = heavy.length ? heavy : tokens;
      let nearest = false;
      if (!phrases.length && found.length < 3) {
        if (tokens.length > 1) take(stemmed(tokens), "AND", 0.3);
        if (heavy.length < tokens.length) {
          take(least, "AND", 0.25);
          take(stemmed(least), "AND", 0.2);
        }
        nearest = !found.length;
        if (nearest || asking) take(stemmed(least), "OR", -0.5, 80);
      }
      spans = spansOf(tokens);

      const queryWords = tokens.flatMap((token) => token.parts);
      const said = changed.length ? queryWords.join(" ") : asked.spoken;
      const framed = plain(said).trim().replace(/[?!]+$/, "").replace(ENTRY_FRAME, "");
      const top = Math.max(1e-9, ...found.map((hit) => hit.score));
      for (const hit of found) {
        const doc = documents[hit.id];
        const text = hit.terms.some((term) => term[0] !== "@");
        let score = hit.score / top + level.get(hit.id) + run(doc, queryWords) * 0.9 + titleMatch(doc, queryWords) * (doc.k === "question" ? 1 : doc.k === "event" ? 0.75 : 0.5);
        score += { paragraph: 0.25, event: 0.1, question: asking ? 0.5 : 0, term: -0.05, page: -0.15 }[doc.k];
        if (!text) score -= 0.4;
        add(doc, score);
      }

      /* forms: the entry first, then its places */
      const hits = phrases.length && !formsOf(framed).length ? [] : formsOf(framed);
      const whole = [...new Set(hits.map((item) => item.doc))];
      whole.forEach((doc, i) => {
        add(doc, (doc.k === "term" ? 10 : doc.n === "source" ? 9.5 : 6) - i * 0.4, hits.find((item) => item.doc === doc).form);
        if (doc.k === "term" && i === 0) for (const place of doc.m ?? []) if (scores.has(documents[place])) add(documents[place], documents[place].k === "paragraph" ? 3.4 : 1.8);
      });
      const starts = phrases.length ? new Map() : startsOf(flat(framed));
      for (const [doc, { score, form }] of starts) {
        const weight = doc.k === "term" ? 2.2 : doc.n === "source" ? 1.8 : 1;
        if (!whole.includes(doc)) add(doc, score * weight + Math.log2((doc.m?.length ?? 0) + 1) * 0.06, form);
      }
      /* "AP4 members": the entry that most of the query names */
      for (const span of spans) {
        const share = tokens.slice(span.from, span.to).join("").length && (span.to - span.from) / tokens.length;
        if (share < 1) for (const doc of span.docs) if (scores.has(doc)) add(doc, share * 0.7);
      }

      if (date) {
        for (const [doc, fit] of eventsAt(date)) {
          if (date.whole) add(doc, (fit > 1 ? 11 : 0) + fit - (doc.o ? 0.6 : 0) + (doc.s?.length ?? 0) * 0.05);
          else if (scores.has(doc)) add(doc, fit * 0.25);
        }
        if (date.whole && date.dates[0].startsWith("*")) whole.forEach((doc) => add(doc, 10));
      }

      /* "harun p25", "iina table 1": the very place */
      const place = /\b([pn]\d+|(?:note|table|figure) \d+)\b/.exec(plain(asked.spoken))?.[1];
      if (place) for (const doc of [...scores.keys()]) if (doc.k === "paragraph" && ` ${spot(doc.u).words.toLowerCase()} `.includes(` ${place} `)) add(doc, 3);

      let results = [...scores].map(([doc, score]) => ({ doc, score, via: via.get(doc) }));
      if (phrases.length) results = results.filter(({ doc }) => phrases.every((phrase) => holds(doc, phrase.words, phrase.open)));
      results.sort((a, b) => b.score - a.score || a.doc.i - b.doc.i);
      const matched = new Set(found.flatMap((hit) => hit.terms.filter((term) => term[0] !== "@")));
      for (const word of queryWords) { matched.add(word); matched.add(canon(word)); }
      const expanded = [...new Set(spans.flatMap((span) => span.docs.slice(0, 1)))];
      return { results, terms: matched, open: open && queryWords.at(-1), expanded, changed, nearest: nearest && results.length > 0, phrases };
    }

    /** `[[from, to] …]`: the pieces of a text that match, for highlighting. */
    function marks(text, { terms: matched, open, expanded }) {
      const found = [], list = [];
      for (const match of text.matchAll(WORD)) list.push({ from: match.index, to: match.index + match[0].length, all: terms(match[0]), parts: split(match[0]).parts });
      list.forEach((word) => { if (word.all.some((term) => matched.has(term) || (open && prefixable(open) && term.startsWith(open)))) found.push([word.from, word.to]); });
      const places = list.flatMap((word) => word.parts.map((part) => ({ part: canon(part), word })));
      for (const doc of expanded ?? []) {
        for (const form of doc.f) {
          const wanted = flat(form).map(canon);
          for (let i = 0; i + wanted.length <= places.length; i += 1) {
            if (wanted.every((part, j) => part === places[i + j].part)) found.push([places[i].word.from, places[i + wanted.length - 1].word.to]);
          }
        }
      }
      found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
      return found.reduce((kept, [from, to]) => {
        const last = kept.at(-1);
        if (last && from <= last[1]) last[1] = Math.max(last[1], to); else kept.push([from, to]);
        return kept;
      }, []);
    }

    return { answer, grow, marks, documents, sources };
  }

  window.readerEngine = { create };
})();
