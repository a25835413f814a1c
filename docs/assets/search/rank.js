/* What answers a query: reads it, asks the index, and weighs what is found by the weights that came with it
   (scripts/reader/publish/search_weights.py says what each one does). */

const ASKING = /^(?:who|what|when|where|why|how|which|would|is|are|does|do|did|can|could|should|will|has|have|was|were)\b|\?\s*$/;
const FRAME = /^(?:(?:what|who|where)(?:'s| is| are| was| were)|what does|what do the (?:sources|articles) say (?:about|on)|define|meaning of|definition of|tell me about) +(?:the |an? )?|^(?:which|what) (?:countries|states|nations) (?:are|belong)(?: in| to)? (?:the )?|\s+(?:mean|stand for|meaning|definition|explained|abbreviation|acronym|full form|countries|members|states)\s*$/g;
const TITLE = /^(?:(?:former|late) )?(?:(?:deputy )?prime minister|pm|president|(?:foreign|defen[cs]e) minister|minister|secretary[- ]general|sec(?:retary)?|ambassador|general|admiral|senator|dr|mr|mrs|ms|prof(?:essor)?)\.? +/;
const WORK = /\b(?:paper|article|study|essay|commentary)$/;
const PLACE = /\b([pn]\d+|(?:note|table|figure) \d+)\b/;
const SMALL = new Set("a an the and of for on in to".split(" "));

/** What was asked, read once: phrases, a date, and words as `{parts, joined}`. */
const parse = (query) => {
  const phrases = [];
  const free = query.replace(/[“”„«»"]([^“”„«»"]*)(["“”„«»]|$)/g, (_, phrase, end) => {
    const words = flat(phrase);
    if (words.length) phrases.push({ words, said: phrase.trim(), open: !end });
    return ` ${phrase} `;
  });
  const spoken = plain(free.replace(/\b(?:para(?:graph)?|par)\.?\s*(?=\d)/gi, " p")).trim();
  const date = phrases.length ? null : dateIn(spoken);
  const text = date && date.words.length > 1 ? `${date.rest} ${date.words.join(" ")}` : spoken;
  return { phrases, date, spoken, tokens: written(text).map(split), open: !/[\s"”?.]$/.test(query), asking: ASKING.test(spoken) };
};
const once = (make) => { const made = new Map(); return (key) => { if (!made.has(key)) made.set(key, make(key)); return made.get(key); }; };
const group = (map, key, item) => { if (map.has(key)) map.get(key).push(item); else map.set(key, [item]); };

/** Build the engine from the published data: `{answer, marks, documents, sources}`. */
const createEngine = (data) => {
  const index = readIndex(data);
  const { documents, sources, weights: W, light, canon } = index;
  const coded = documents.map(({ t, x, d, w, f = [], p = [] }) => ({ t, x, d, w, f, p }));
  documents.forEach((doc, i) => {
    const { t, x, d, w, f, p } = coded[i], read = { x: () => index.text(x), d: () => index.text(d), w: () => index.text(w), f: () => f.map(index.text) };
    read.t = () => (doc.k !== "term" ? index.text(t) : doc.b ? `${doc.f[1]} (${doc.f[0]})` : doc.f[0]);
    read.p = () => p.map(([label, words]) => [label, index.text(words)]);
    for (const [name, get] of Object.entries(read)) Object.defineProperty(doc, name, { get });
    let at = 0;
    Object.assign(doc, { i, s: doc.s ?? [], e: doc.e ?? [], m: doc.m ? doc.m.split(" ").map((step) => (at += Number(step))) : [] });
  });
  const rarity = (some) => Math.log(1 + documents.length / (some + 1));

  /* ---- forms: of entries, titles of other things, names of sources ---- */
  const keyOf = (words) => { const heavy = words.filter((word) => !SMALL.has(word)); return (heavy.length ? heavy : words).map(canon).join(""); };
  const forms = new Map(), anyOrder = new Map(), items = [], withWord = new Map();
  for (const doc of documents) {
    const { t, f } = coded[doc.i];
    const own = doc.k === "term" ? f : doc.k === "paragraph" || doc.k === "note" ? [] : [t, ...f];
    own.forEach((form, rank) => {
      const words = index.wordsOf(form), canons = words.map(canon), item = { doc, coded: form, rank, words, canons, joined: words.join("") };
      items.push(item);
      for (const word of new Set(canons)) group(withWord, word, item);
      group(forms, keyOf(words), item);
      group(anyOrder, [...canons].sort().join(" "), item);
    });
  }
  const entries = (words) => [...new Set((forms.get(keyOf(words)) ?? []).filter(({ doc }) => doc.k === "term").map(({ doc }) => doc))];
  /** Which of the forms with one key is meant: the one written so, a headword, one that is much used. */
  const doubt = ({ coded: form, rank, doc }, said) => (plain(index.text(form)) === said ? 0 : 0.5) + Math.min(rank, 6) * 0.15
    + (doc.k === "term" ? 0 : doc.n === "source" ? 0.3 : 0.9) - Math.log2(doc.m.length + 1) * 0.08;
  const whole = (said) => {
    const words = flat(said);
    const found = forms.get(keyOf(words)) ?? anyOrder.get(words.map(canon).sort().join(" ")) ?? [];
    return [...found].sort((a, b) => doubt(a, said) - doubt(b, said));
  };
  /** How well words begin a form, or words of it: 0 to 1. */
  const beginning = (item, asked, canons, joined) => {
    if (item.joined.startsWith(joined)) return 0.55 + 0.45 * joined.length / item.joined.length;
    const used = new Set();
    for (let i = 0; i < asked.length; i += 1) {
      const last = i === asked.length - 1;
      const at = item.words.findIndex((word, j) => !used.has(j) && (item.canons[j] === canons[i] || (last && word.startsWith(asked[i]))));
      if (at < 0) return 0;
      used.add(at);
    }
    return 0.5 * joined.length / item.joined.length + 0.3;
  };
  /** Document -> `{fit, item}` of the form that these words begin best. */
  const begun = (asked) => {
    const best = new Map(), joined = asked.join(""), canons = asked.map(canon);
    const near = asked.length > 1 ? new Set([...withWord.get(canons[0]) ?? [], ...items.filter((item) => item.joined.startsWith(joined))]) : items;
    for (const item of joined ? near : []) {
      const fit = beginning(item, asked, canons, joined) - Math.min(item.rank, 8) * 0.012;
      if (fit > 0.2 && fit > (best.get(item.doc)?.fit ?? 0)) best.set(item.doc, { fit, item });
    }
    return best;
  };
  /** The longest runs of words that are forms of entries. */
  const spansOf = (tokens) => {
    const spans = [];
    for (let from = 0; from < tokens.length; from += 1) {
      for (let to = Math.min(tokens.length, from + 7); to > from; to -= 1) {
        if (to - from === 1 && light.has(tokens[from].parts[0])) continue;
        const docs = entries(tokens.slice(from, to).flatMap((token) => token.parts));
        if (docs.length) { spans.push({ from, to, docs }); from = to - 1; break; }
      }
    }
    return spans;
  };
  const ofSource = new Map(Object.keys(sources).map((id) => [id, documents.filter((doc) => doc.k !== "term" && doc.s.includes(id)).map((doc) => doc.i)]));
  const sourcesNamed = new Map(), shorts = new Set(Object.values(sources).map(([short]) => flat(short).join(" ")));
  for (const [id, [short, , authors]] of Object.entries(sources)) {
    for (const word of new Set(flat(`${id} ${short} ${authors}`))) if (!/^\d/.test(word) && !light.has(word)) group(sourcesNamed, word, id);
  }

  /* ---- words ---- */
  const joined = (a, b) => (a && b ? a.parts.join("") + b.parts.join("") : "");
  const known = (tokens, i, open) => {
    const last = open && i === tokens.length - 1, { parts, joined: own } = tokens[i];
    return parts.every((part) => index.ways(part, last).size) || (own && index.has(own, last)) || parts.some((part) => sourcesNamed.has(part))
      || [joined(tokens[i - 1], tokens[i]), joined(tokens[i], tokens[i + 1])].some((pair) => pair && index.has(pair, last));
  };
  /** Words that nothing has: put right where that is sure, offered where it is not. */
  const mend = (tokens, open) => {
    const changed = [], offered = [];
    const mended = tokens.map((token, i) => {
      const word = token.joined || token.parts[0], fine = known(tokens, i, open);
      if (fine && (token.parts.length > 1 || index.exactly(word) || (open && i === tokens.length - 1 && index.has(word, true)))) return token;
      const alike = index.alike(word), sure = alike.find((other) => index.surely(word, other));
      if (fine && (!sure || index.family(word) === undefined || index.family(sure) === index.family(word))) return token;
      const pair = !sure && index.apart(word);
      if (sure || pair) {
        changed.push([word, sure ?? pair.join(" ")]);
        return { parts: sure ? [sure] : pair, joined: "" };
      }
      offered.push([word, alike.length ? alike : index.begun(word)]);
      return { ...token, unknown: true };
    });
    return { tokens: mended, changed, offered };
  };
  /** For each word of the query: the documents that have it, those that are about it, the known words it may be. */
  const gather = (tokens, spans, open) => tokens.map((token, i) => {
    const last = open && i === tokens.length - 1, shown = new Set(), scores = new Map();
    const take = (found, factor = 1) => found.forEach((score, doc) => { if (score * factor > (scores.get(doc) ?? 0)) scores.set(doc, score * factor); });
    const one = (word, end) => { const ways = index.ways(word, end); for (const way of ways.keys()) shown.add(way); return index.look(ways); };
    const each = token.parts.map((part, at) => one(part, last && at === token.parts.length - 1));
    take(each.length === 1 ? each[0] : new Map([...each[0]].filter(([doc]) => each.every((found) => found.has(doc)))
      .map(([doc]) => [doc, each.reduce((sum, found) => sum + found.get(doc), 0)])));
    if (token.joined) take(one(token.joined, last));
    for (const [pair, end] of [[joined(tokens[i - 1], token), last], [joined(token, tokens[i + 1]), open && i + 1 === tokens.length - 1]]) {
      if (pair && index.has(pair, end)) take(one(pair, end));
    }
    const direct = new Set(scores.keys()), named = token.parts.flatMap((part) => sourcesNamed.get(part) ?? []);
    const lists = [...new Set(named)].map((id) => ofSource.get(id));
    for (const { from, to, docs } of spans) if (from <= i && i < to) for (const doc of docs) lists.push([doc.i, ...doc.m]);
    for (const list of lists) take(new Map(list.map((doc) => [doc, rarity(list.length)])), W.about);
    return { scores, direct, shown, light: token.parts.every((part) => light.has(part) || (/^\d{4}$/.test(part) && shorts.has(`${tokens[i - 1]?.parts[0]} ${part}`))), rare: rarity(scores.size) };
  });

  /* ---- how well one document answers ---- */
  const sequence = once(({ i, k }) => {
    const { t, x, d, f, p } = coded[i];
    return [k === "paragraph" ? "" : t, ...f, d, x, ...p.map(([, words]) => words)].map((one) => ` ${index.wordsOf(one).join(" ")} `).join("|");
  });
  /** The longest run of the words that stands in the document in order, as a share. */
  const run = (doc, asked) => {
    let longest = 0;
    for (let from = 0; from + longest < asked.length; from += 1) {
      let to = from + Math.max(longest, 1);
      while (to < asked.length && sequence(doc).includes(` ${asked.slice(from, to + 1).join(" ")}${to === asked.length - 1 ? "" : " "}`)) to += 1;
      longest = Math.max(longest, to - from);
    }
    return longest > 1 ? longest / asked.length : 0;
  };
  const holds = (doc, { words, open }) => sequence(doc).includes(` ${words.join(" ")}${open ? "" : " "}`);
  const titleWords = once((doc) => (doc.k === "paragraph" || doc.k === "note" ? [] : flat(doc.t).filter((word) => !light.has(word))));
  /** Share of the query's weighty words in the title, and of the title's in the query. */
  const titleMatch = (doc, rows) => {
    const title = titleWords(doc);
    if (!title.length || !rows.length) return 0;
    const hit = rows.filter(({ shown }) => title.some((word) => shown.has(word))).length;
    const back = title.filter((word) => rows.some(({ shown }) => shown.has(word))).length;
    return hit / rows.length * (0.6 + 0.4 * back / title.length);
  };
  /** Event -> how well its dates answer; what only lasted on while it happened is left out when something fits better. */
  const eventsAt = (date) => {
    const found = new Map();
    for (const doc of documents) {
      const fits = doc.e.flatMap((own, i) => date.dates.map((asked, j) => answers(own, asked) - (i ? 0.3 : 0) - j * 0.2));
      const best = Math.max(0, ...fits);
      if (best > 0) found.set(doc, best);
    }
    return found;
  };

  /** Answer a query: `{results: [{doc, score, missing, via}], …}`, best first, and what was done to the query. */
  const answer = (query) => {
    const { phrases, date, spoken, open, asking, tokens: typed } = parse(query);
    const nothing = { results: [], shown: new Set(), expanded: [], changed: [], offered: [], loosened: [], nearest: false };
    if (!typed.length) return nothing;
    const { tokens, changed, offered } = mend(typed, open);
    const spans = spansOf(tokens), every = gather(tokens, spans, open);
    const heavy = every.filter((row) => !row.light), rows = heavy.length ? heavy : every;
    const parts = tokens.flatMap((token) => token.parts);
    const scores = new Map(), via = new Map(), missing = new Map();
    const add = (doc, score, form) => { scores.set(doc, (scores.get(doc) ?? 0) + score); if (form) via.set(doc, form); };

    /* words: all of those that weigh, or, when fewer than three places have them, most */
    const weight = rows.reduce((sum, { rare }) => sum + rare, 0), sums = new Float64Array(documents.length), shares = new Float64Array(documents.length);
    const hits = new Uint16Array(documents.length);
    for (const row of rows) row.scores.forEach((score, id) => { sums[id] += score; shares[id] += row.rare / weight; hits[id] += 1; });
    const found = documents.filter((_, id) => hits[id]), complete = found.filter(({ i }) => hits[i] === rows.length), nearest = !complete.length;
    const least = nearest || asking ? Math.max(0, ...found.map(({ i }) => shares[i])) * (asking ? 0.5 : 0.6) : 0.5;
    const chosen = (complete.length > 2 && !asking ? complete : found.filter(({ i }) => hits[i] === rows.length || (rows.length > 1 && shares[i] >= least)))
      .map((doc) => ({ doc, score: sums[doc.i] * shares[doc.i] ** 2, lacks: hits[doc.i] < rows.length }));
    const top = Math.max(1e-9, ...chosen.map(({ score }) => score));
    const kinds = { paragraph: W.kind_paragraph, note: W.kind_note, event: W.kind_event, question: W.kind_question, page: W.kind_page, term: W.kind_term };
    chosen.sort((a, b) => b.score - a.score);
    chosen.forEach(({ doc, lacks, score }, place) => {
      const title = titleMatch(doc, rows), ordered = parts.length > 1 && place < 150 ? run(doc, parts) : 0;
      const share = { question: W.title_question + (asking ? W.asked : 0), event: W.title_event }[doc.k] ?? W.title;
      add(doc, score / top + (lacks ? 0 : W.all) + (rows.some((row) => row.direct.has(doc.i)) ? W.exact : 0) + ordered * W.order + (ordered === 1 && parts.length > 3 ? W.window : 0)
        + title * share * (nearest && !asking ? 0.5 : 1) + (/#n\d/.test(doc.u) ? W.kind_note : kinds[doc.k]) + (doc.o < 0 ? W.minor : 0));
      if (lacks) missing.set(doc, rows.filter((row) => !row.scores.has(doc.i)).map((row) => typed[every.indexOf(row)].parts.join(" ")));
    });

    /* the query is a form of an entry: the entry, then its places */
    const said = (changed.length ? parts.join(" ") : spoken).replace(/[?!.\s]+$/, "");
    const bare = entries(flat(said)).length ? said : said.replace(FRAME, "");
    const best = new Map(), certain = whole(bare);
    const titled = certain.length ? [] : whole(bare.replace(TITLE, "")).filter(({ doc }) => doc.n === "Person");
    for (const { doc, coded: form } of [...certain, ...titled]) if (!best.has(doc)) best.set(doc, index.text(form));
    [...best.keys()].forEach((doc, i) => {
      add(doc, (doc.k === "term" ? W.form : doc.n === "source" ? W.form_source : W.form_other) - i * 0.4, best.get(doc));
      if (doc.k !== "term" || i) return;
      for (const place of doc.m) if (scores.has(documents[place])) add(documents[place], documents[place].k === "paragraph" ? W.place_of_form : W.event_of_form);
    });
    for (const [doc, { fit, item }] of phrases.length || parts.length > 6 ? [] : begun(flat(bare))) {
      if (best.has(doc)) continue;
      add(doc, fit * W.form_begun * (doc.k === "term" ? 1 : doc.n === "source" ? 1.3 : 0.45) + Math.log2(doc.m.length + 1) * 0.06, index.text(item.coded));
      missing.delete(doc);
    }
    for (const { from, to, docs } of spans) {
      const share = (to - from) / tokens.length;
      if (share < 1) for (const doc of docs) if (scores.has(doc)) add(doc, share * W.span);
    }

    /* dates, sources and places that it names */
    for (const [doc, fit] of date ? eventsAt(date) : []) {
      if (date.whole) add(doc, (fit > 1 ? W.date : 0) + fit + (doc.o > 0 ? W.milestone : 0) + (doc.o < 0 ? W.minor : 0));
      else if (scores.has(doc)) add(doc, fit / 3 * W.date_beside);
    }
    if (date?.whole && date.dates[0].startsWith("*")) for (const doc of best.keys()) add(doc, W.date); // "May", "sept 11": a form as well
    const named = parts.flatMap((part) => sourcesNamed.get(part) ?? []), spot = PLACE.exec(spoken)?.[1].replace(/^(p|n)(?=\d)/, (c) => (c === "p" ? "¶" : "note "));
    for (const doc of scores.keys()) {
      if (WORK.test(said) && doc.n === "source" && (named.includes(doc.s[0]) || !missing.has(doc))) add(doc, W.place_of_form);
      if (doc.k !== "paragraph") continue;
      if (named.length && parts.length > 1 && named.includes(doc.s[0])) add(doc, W.source_named);
      if (spot && doc.t.toLowerCase().endsWith(spot)) add(doc, W.spot_named);
    }

    let results = [...scores].map(([doc, score]) => ({ doc, score, missing: missing.get(doc) ?? [], via: via.get(doc) })).sort((a, b) => b.score - a.score || a.doc.i - b.doc.i);
    const loosened = phrases.filter((phrase) => !results.some(({ doc }) => holds(doc, phrase)));
    results = results.filter(({ doc }) => phrases.every((phrase) => loosened.includes(phrase) || holds(doc, phrase)));
    const shown = new Set(rows.flatMap((row) => [...row.shown]));
    return { ...nothing, results, shown, expanded: [...new Set(spans.map((span) => span.docs[0]))], changed, offered, loosened: loosened.map(({ said: words }) => words), nearest: nearest && results.length > 0 };
  };

  /** `[[from, to] …]`: the pieces of a text that match; with `also`, forms of the entries of the query, too. */
  const marks = (text, { shown, expanded }, also = false) => {
    const list = [...text.matchAll(/[\p{L}\p{N}\p{M}\u00ad]+(?:[-\u2010-\u2015\u2212/.&'’ʼ][\p{L}\p{N}\p{M}\u00ad]+|,\d{3}(?!\d))*/gu)]
      .map((match) => ({ from: match.index, to: match.index + match[0].length, parts: flat(match[0]) }));
    const found = list.filter(({ parts }) => parts.some((part) => shown.has(part)) || shown.has(parts.join(""))).map(({ from, to }) => [from, to]);
    if (!also || found.length) return found;
    const words = list.flatMap((word) => word.parts.map((part) => ({ part: canon(part), word })));
    for (const form of expanded.flatMap((doc) => doc.f)) {
      const wanted = flat(form).map(canon);
      for (let i = 0; i + wanted.length <= words.length; i += 1) {
        if (wanted.every((part, j) => part === words[i + j].part)) found.push([words[i].word.from, words[i + wanted.length - 1].word.to]);
      }
    }
    return found.sort((a, b) => a[0] - b[0]).filter(([from], i, all) => !i || from >= all[i - 1][1]);
  };
  return { answer, marks, knows: index.exactly, documents, sources, examples: data.examples ?? [] };
};
window.readerEngine = { create: createEngine, flat, plain, answers, dateIn, edits };
