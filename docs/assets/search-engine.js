/* What answers a query; knows nothing of the page. Three layers: exact forms of entries and titles,
   dates, then words. The word index is our own because it is built on the reader's machine in half
   to four fifths of the time that MiniSearch 7.2 takes for the same documents. Loaded by reader.js. */
(() => {
  "use strict";
  const { WORD, LIGHT, plain, canon, split, termsOf, written, flat, key, keyOf, dateIn, answers, edits } = window.readerText;

  // How much a word counts where it stands. Tags are "@7" (uses entry 7) and "@hudson-2024" (of this source).
  const WEIGHT = { title: 2.5, forms: 3, text: 1.4, date: 2, where: 0.7, beside: 0.5, tags: 0.5 };

  const ENDING = /(?:ations?|ments?|ings?|ed|ers?|ors?|ally|al|ly|ions?|es|s|e|y)$/;
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

  /** An inverted index: term -> the documents that have it, scored by BM25 over weighted counts. */
  const wordIndex = () => {
    const postings = new Map();
    const sizes = [];
    let total = 0, sorted = null;
    /** A posting list is id, count, id, count …; documents come in one after the other. */
    const add = (id, fields) => {
      let size = 0;
      for (const name in fields) {
        const weight = WEIGHT[name];
        for (const term of fields[name]) {
          const list = postings.get(term);
          if (!list) postings.set(term, [id, weight]);
          else if (list[list.length - 2] === id) list[list.length - 1] += weight;
          else list.push(id, weight);
        }
        size += fields[name].length;
      }
      sizes[id] = size;
      total += size;
      sorted = null;
    };
    /** Where the terms with this beginning begin in the sorted list. */
    const begin = (prefix) => {
      sorted ??= [...postings.keys()].sort();
      let low = 0, high = sorted.length;
      while (low < high) { const middle = (low + high) >> 1; if (sorted[middle] < prefix) low = middle + 1; else high = middle; }
      return low;
    };
    /** The terms that begin so. */
    const after = function* (prefix) { for (let at = begin(prefix); sorted[at]?.startsWith(prefix); at += 1) yield sorted[at]; };
    /** Call `found(id, score, term)` for every document that has the term, or one that begins with it. */
    const look = (term, prefix, found) => {
      const count = sizes.length, average = total / count;
      const each = (word, share) => {
        const list = postings.get(word), n = list.length / 2;
        const rarity = Math.log(1 + (count - n + 0.5) / (n + 0.5)) * share;
        for (let i = 0; i < list.length; i += 2) {
          found(list[i], rarity * list[i + 1] * 2.2 / (list[i + 1] + 1.2 * (0.4 + 0.6 * sizes[list[i]] / average)), word);
        }
      };
      if (postings.has(term)) each(term, 1);
      if (prefix) for (const word of after(term)) if (word !== term) each(word, 0.75 * term.length / word.length);
    };
    const startsOne = (prefix) => { const at = begin(prefix); return at < sorted.length && sorted[at].startsWith(prefix); };
    const has = (term, prefix) => postings.has(term) || (prefix && startsOne(term));
    return { add, look, has, after, postings };
  };

  /** Build the engine from the published index. */
  function create({ sources, kinds }) {
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
    };
    const words = wordIndex();
    const index = (doc) => {
      const fields = { tags: tags[doc.i] };
      for (const name in read) { const text = read[name](doc); if (text) fields[name] = termsOf(text); }
      words.add(doc.i, fields);
    };

    /** Index documents until the time is up; true when all are in. Questions, events and text come first. */
    const waiting = [...documents];
    const grow = (milliseconds) => {
      const end = performance.now() + milliseconds;
      while (waiting.length && performance.now() < end) for (const doc of waiting.splice(-20)) index(doc);
      if (!waiting.length) has("a", true);
      return !waiting.length;
    };

    /* forms: key -> [{doc, rank}] and the list that prefixes are looked for in */
    const exact = new Map(), sorted = new Map(), forms = [];
    const anyOrder = (canons) => [...canons].sort().join(" ");
    const put = (table, at, item) => { const list = table.get(at); list ? list.push(item) : table.set(at, [item]); };
    for (const doc of documents) {
      const own = doc.k === "term" ? doc.f : [...(doc.k === "paragraph" ? [] : [doc.t]), ...(doc.f ?? [])];
      own.forEach((form, rank) => {
        const words = flat(form), canons = words.map(canon);
        const item = { doc, rank, form, words, canons, joined: words.join("") };
        put(exact, keyOf(canons), item);
        forms.push(item);
      });
    }
    const { has } = words;
    const known = words.postings;

    /** The likeliest known words for one that is unknown, best first. */
    const corrections = (word, open) => {
      const most = word.length > 7 ? 2 : word.length > 3 ? 1 : 0;
      if (!most || /\d/.test(word)) return [];
      const found = [];
      for (const [candidate, list] of known) {
        if (candidate[0] === "@" || candidate.length < word.length - most || (!open && candidate.length > word.length + most) || candidate.length < 3) continue;
        const distance = edits(word, candidate, most, open);
        if (distance <= most) found.push({ candidate, cost: distance * 4 + (candidate[0] !== word[0]) * 2 + Math.abs(candidate.length - word.length) * 0.4 - Math.log2(list.length + 1) * 0.3 });
      }
      return found.sort((a, b) => a.cost - b.cost).slice(0, 5).map((one) => one.candidate);
    };
    /** An unknown word that is two known ones written together. */
    const apart = (word) => {
      for (let at = 3; at <= word.length - 3; at += 1) {
        const pair = [word.slice(0, at), word.slice(at)];
        if (known.has(pair[0]) && known.has(pair[1])) return pair;
      }
      return null;
    };

    /* ---- from words to a query tree ---- */
    const prefixable = (word) => word.length > 2;
    /** The ways in which a document can have one word of the query. A way is one or more terms, all needed;
        `tag` ways say that it is about something, not that it has the word. */
    const ways = (tokens, spans, open, i) => {
      const token = tokens[i], last = open && i === tokens.length - 1;
      const found = [];
      const one = (word, end) => {
        found.push({ all: [word], prefix: end && prefixable(word) });
        if (canon(word) !== word) found.push({ all: [canon(word)] });
      };
      (token.instead ?? [token.parts]).forEach((parts, better) => {
        if (parts.length === 1) one(parts[0], last); else found.push({ all: parts, prefix: last && prefixable(parts.at(-1)) });
        if (better) found.at(-1).share = 0.8;
      });
      if (token.joined) one(token.joined, last);
      if (token.stem) found.push({ all: [token.stem], prefix: true, share: 0.5 });
      // Words that are written apart may be one in the text: "rim pac".
      for (const [a, b] of [[i - 1, i], [i, i + 1]]) {
        if (tokens[a] && tokens[b]) one(tokens[a].parts.join("") + tokens[b].parts.join(""), open && b === tokens.length - 1);
      }
      for (const id of new Set(token.parts.flatMap((part) => sourceWords.get(part) ?? []))) found.push({ all: [`@${id}`], tag: true });
      for (const span of spans) if (span.from <= i && i < span.to) for (const doc of span.docs) found.push({ all: [`@${doc.i}`], tag: true });
      return found;
    };
    /** The documents that have one word: `scores[id]`, best way only, and which terms matched. */
    const having = (list, matched) => {
      const scores = new Float32Array(documents.length);
      for (const { all, prefix, tag, share = 1 } of list) {
        let some = null;
        all.forEach((term, i) => {
          const next = new Float32Array(documents.length);
          words.look(term, prefix && i === all.length - 1, (id, score, word) => {
            if (!some || some[id]) next[id] = Math.max(next[id], score * share + (some?.[id] ?? 0));
            if (!tag) matched.add(word);
          });
          some = next;
        });
        // A tag alone counts little, and the smallest bit of a score says that the word itself is there.
        for (let id = 0; id < some.length; id += 1) if (some[id] > Math.abs(scores[id])) scores[id] = tag && !(scores[id] > 0) ? -some[id] : Math.max(scores[id], some[id]);
      }
      return scores;
    };
    /** `[{id, score, text}]` of the documents with all (or some) of the words, best first. */
    const search = (tokens, spans, open, every, matched) => {
      const totals = new Float32Array(documents.length), hits = new Uint8Array(documents.length), texts = new Uint8Array(documents.length);
      tokens.forEach((_, i) => {
        const scores = having(ways(tokens, spans, open, i), matched);
        for (let id = 0; id < scores.length; id += 1) {
          if (scores[id]) { totals[id] += Math.abs(scores[id]); hits[id] += 1; }
          if (scores[id] > 0) texts[id] = 1;
        }
      });
      const found = [];
      for (let id = 0; id < hits.length; id += 1) {
        if (every ? hits[id] === tokens.length : hits[id]) found.push({ id, score: totals[id] * (hits[id] / tokens.length), text: texts[id] === 1 });
      }
      return every ? found : found.sort((a, b) => b.score - a.score);
    };
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
      if (!hits.length) {
        if (!sorted.size) for (const item of forms) put(sorted, anyOrder(item.canons), item);
        hits.push(...(sorted.get(anyOrder(flat(text).map(canon))) ?? []));
      }
      const weight = (item) => (plain(item.form) === as ? 0 : 0.5) + Math.min(item.rank, 6) * 0.15 + (item.doc.k === "term" ? 0 : item.doc.n === "source" ? 0.3 : 0.9) - Math.log2((item.doc.m?.length ?? 0) + 1) * 0.08;
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
    const once = (make) => { const made = new Map(); return (doc) => { let one = made.get(doc); if (one === undefined) made.set(doc, one = make(doc)); return one; }; };
    const spaced = (text) => plain(text).replace(/[^\p{L}\p{N}]+/gu, " ");
    const sequence = once((doc) => ` ${spaced(doc.k === "paragraph" ? "" : doc.t)} · ${(doc.f ?? []).map(spaced).join(" · ")} · ${spaced(doc.d ?? "")} · ${spaced(doc.x ?? "")} · ${spaced(doc.r ?? "")} `);
    const titleWords = once((doc) => new Set(doc.k === "paragraph" ? [] : flat(doc.t).map(canon)));
    /** The longest run of the query's words that stands in the document in order, as a share. */
    const run = (doc, queryWords) => {
      if (queryWords.length < 2) return 0;
      const text = sequence(doc);
      let longest = 0;
      for (let from = 0; from + longest < queryWords.length; from += 1) {
        let to = from + Math.max(longest, 1);
        while (to < queryWords.length && text.includes(` ${queryWords.slice(from, to + 1).join(" ")}${to === queryWords.length - 1 ? "" : " "}`)) to += 1;
        longest = Math.max(longest, to - from);
      }
      return longest > 1 ? longest / queryWords.length : 0;
    };
    const holds = (doc, phrase, open) => sequence(doc).includes(` ${phrase.join(" ")}${open ? "" : " "}`);
    /** Share of the query's weighty words in the title, and of the title's in the query. */
    const titleMatch = (doc, queryWords) => {
      const title = titleWords(doc);
      const heavy = queryWords.filter((word) => !LIGHT.has(word)).map(canon);
      if (!title.size || !heavy.length) return 0;
      const hit = new Set(heavy.filter((word) => title.has(word))).size;
      const size = [...title].filter((word) => !LIGHT.has(word)).length || 1;
      return hit / new Set(heavy).size * (0.6 + 0.4 * Math.min(1, hit / size));
    };

    /** A word without its ending, when places have it with another one: funding, funded, funds. */
    const stem = (word) => {
      const short = word.replace(ENDING, "");
      if (short.length < 4) return null;
      return [...words.after(short)].some((other) => other !== word && other.replace(ENDING, "") === short) ? short : null;
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
        if (ending) return { ...token, stem: ending };
        if (!instead.length) return token;
        changed.push([word, instead[0].join(" ")]);
        return { parts: instead[0], joined: "", instead };
      });
      return [mended, changed];
    };

    /** Everything the reader asked, read once. */
    const parse = (query) => {
      const phrases = [];
      const free = query.replace(/[¶§]\s*(?=\d)/g, " p").replace(/[“”„«»"]([^“”„«»"]*)(["“”„«»]|$)/g, (_, phrase, end) => {
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
      const found = [], level = new Map(), matched = new Set();
      /** Take what a looser reading of the query adds, each step counting for less. */
      const take = (list, every, bonus, limit = Infinity) => {
        spans = spansOf(list);
        for (const hit of search(list, spans, open, every, matched).slice(0, limit)) {
          if (!level.has(hit.id)) { level.set(hit.id, bonus); found.push(hit); }
        }
      };
      take(tokens, true, 0.4);
      if (!found.length) {
        [tokens, changed] = mend(tokens, open);
        take(tokens, true, 0.4);
      }
      const heavy = tokens.filter((token) => !LIGHT.has(token.parts[0]));
      const least = heavy.length ? heavy : tokens;
      let nearest = false;
      if (!phrases.length && found.length < 3) {
        if (tokens.length > 1) take(stemmed(tokens), true, 0.3);
        if (heavy.length < tokens.length) {
          take(least, true, 0.25);
          take(stemmed(least), true, 0.2);
        }
        nearest = !found.length;
        if (nearest || asking) take(stemmed(least), false, -0.5, 80);
      }
      spans = spansOf(tokens);

      const queryWords = tokens.flatMap((token) => token.parts);
      const said = changed.length ? queryWords.join(" ") : asked.spoken;
      const framed = plain(said).trim().replace(/[?!]+$/, "").replace(ENTRY_FRAME, "");
      const top = Math.max(1e-9, ...found.map((hit) => hit.score));
      for (const hit of found) {
        const doc = documents[hit.id];
        let score = hit.score / top + level.get(hit.id) + run(doc, queryWords) * 0.9 + titleMatch(doc, queryWords) * (doc.k === "question" ? 1 : doc.k === "event" ? 0.75 : 0.5);
        score += { paragraph: 0.5, event: doc.o ? -0.3 : 0.05, question: asking ? titleMatch(doc, queryWords) * 1.2 : 0, term: -0.1, page: -0.15 }[doc.k];
        if (!hit.text) score -= 0.4;
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
        const weight = doc.k === "term" ? 2.2 : doc.n === "source" ? 3 : 1;
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

      /* "harun china": what one source says is in its paragraphs */
      if (tokens.length > 1 && tokens.some((token) => token.parts.some((part) => sourceWords.has(part)))) {
        for (const doc of scores.keys()) if (doc.k === "paragraph") add(doc, 0.6);
      }

      /* "harun p25", "iina table 1": the very place */
      const place = /\b([pn]\d+|(?:note|table|figure) \d+)\b/.exec(plain(asked.spoken))?.[1];
      if (place) for (const doc of [...scores.keys()]) if (doc.k === "paragraph" && ` ${spot(doc.u).words.toLowerCase()} `.includes(` ${place} `)) add(doc, 3);

      let results = [...scores].map(([doc, score]) => ({ doc, score, via: via.get(doc) }));
      if (phrases.length) results = results.filter(({ doc }) => phrases.every((phrase) => holds(doc, phrase.words, phrase.open)));
      results.sort((a, b) => b.score - a.score || a.doc.i - b.doc.i);
      for (const word of queryWords) { matched.add(word); matched.add(canon(word)); }
      const expanded = [...new Set(spans.flatMap((span) => span.docs.slice(0, 1)))];
      return { results, terms: matched, open: open && queryWords.at(-1), expanded, changed, nearest: nearest && results.length > 0, phrases };
    }

    /** `[[from, to] …]`: the pieces of a text that match, for highlighting. */
    function marks(text, { terms: matched, open, expanded }) {
      const found = [], list = [];
      for (const match of text.matchAll(WORD)) {
        for (const word of written(match[0])) list.push({ from: match.index, to: match.index + match[0].length, all: termsOf(word), parts: split(word).parts });
      }
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
