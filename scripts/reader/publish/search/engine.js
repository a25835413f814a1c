/* What answers a query; knows nothing of the page. Reads the query, asks forms, dates and words what they know of it, and
   weighs what they say. */
(() => {
  "use strict";
  const { WORD, LIGHT, plain, canon, split, analyse, written, flat, edits } = window.readerText;
  const { dateIn, answers } = window.readerDates;
  const { spot } = window.readerDocuments;

  const ASKING = /^(?:who|what|when|where|why|how|which|would|is|are|does|do|did|can|could|should|will|has|have|was|were)\b|\?\s*$/;
  const ENTRY_FRAME = /^(?:(?:what|who)(?:'s| is| are| was| were)|what does|define|meaning of|definition of|when was|where is)\s+(?:the |an? )?|^(?:which|what) (?:countries|states|nations) (?:are|belong)(?: in| to)? (?:the )?|\s+(?:mean|stand for|meaning|definition|explained|abbreviation|acronym|full form|countries|members|states)\s*$/g;
  const TITLE = /^(?:(?:former|late) )?(?:(?:deputy )?prime minister|pm|president|(?:foreign|defen[cs]e) minister|minister|secretary[- ]general|sec(?:retary)?|ambassador|general|admiral|senator|dr|mr|mrs|ms|prof(?:essor)?)\.? +/;
  const WORK = / (?:paper|article|study|essay|commentary)$/;
  const PLACE = /\b([pn]\d+|(?:note|table|figure) \d+)\b/;

  /** Everything the reader asked, read once: phrases, a date, and words as `{parts, joined}`. */
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
    return { phrases, date, tokens, open: !/[\s"”?.]$/.test(query), spoken, asking: ASKING.test(plain(query).trim()) };
  };
  const prefixable = (word) => word.length > 2;
  /** `make`, done once for each document. */
  const once = (make) => { const made = new Map(); return (doc) => { if (!made.has(doc)) made.set(doc, make(doc)); return made.get(doc); }; };
  /** How much it says that a document is one of `some` among `all`. */
  const rarity = (all, some) => Math.log(1 + all / (some + 1));

  /** Build the engine from the published index. */
  function create(published) {
    const library = window.readerDocuments.read(published);
    const { documents, sources } = library;
    const words = window.readerWords.create(library);
    const forms = window.readerForms.create(library);

    /* ---- what a word of the query may stand for ---- */
    /** Source -> its documents; a word of its id, its short name or its authors -> source. */
    const ofSource = new Map(Object.keys(sources).map((id) => [id, documents.filter((doc) => doc.s.includes(id)).map((doc) => doc.i)]));
    const sourcesNamed = new Map();
    for (const [id, [short, , authors]] of Object.entries(sources)) {
      for (const word of flat(`${id} ${short} ${authors}`)) if (!/^\d/.test(word)) sourcesNamed.set(word, [...(sourcesNamed.get(word) ?? []), id]);
    }
    /** The longest runs of words that are forms of entries: what the query is expanded by. */
    const spansOf = (tokens) => {
      const spans = [];
      for (let from = 0; from < tokens.length; from += 1) {
        for (let to = Math.min(tokens.length, from + 7); to > from; to -= 1) {
          if (LIGHT.has(tokens[from].parts[0]) && to - from === 1) continue;
          const docs = forms.entries(tokens.slice(from, to).map((token) => token.parts.join(" ")).join(" "));
          if (docs.length) { spans.push({ from, to, docs }); from = to - 1; break; }
        }
      }
      return spans;
    };
    /** The ways in which a document can have word `i`: as typed, in the common spelling, corrected, or written together
        with its neighbour ("rim pac"). */
    const ways = (tokens, open, i) => {
      const token = tokens[i], last = open && i === tokens.length - 1;
      const found = [];
      const one = (word, end, share) => {
        if (end && prefixable(word)) found.push({ all: [word], prefix: true, share });
        if (!end || !prefixable(word) || canon(word) !== word) found.push({ all: [canon(word)], share });
      };
      (token.instead ?? [token.parts]).forEach((parts, better) => {
        const share = better ? 0.8 : 1;
        if (parts.length === 1) one(parts[0], last, share); else found.push({ all: parts, prefix: last && prefixable(parts.at(-1)), share });
      });
      if (token.joined) one(token.joined, last);
      if (token.stem) found.push({ all: [token.stem], prefix: true, share: 0.5 });
      for (const [a, b] of [[i - 1, i], [i, i + 1]]) {
        if (!tokens[a] || !tokens[b]) continue;
        const joined = tokens[a].parts.join("") + tokens[b].parts.join(""), end = open && b === tokens.length - 1;
        if (words.has(joined, end && prefixable(joined)) || words.has(canon(joined), false)) one(joined, end);
      }
      return found;
    };
    /** The lists of documents that are about word `i`: of the source it names, of the entries it is part of a form of. */
    const about = (tokens, spans, i) => [
      ...new Set(tokens[i].parts.flatMap((part) => sourcesNamed.get(part) ?? [])),
    ].map((id) => ofSource.get(id)).concat(
      spans.filter(({ from, to }) => from <= i && i < to).flatMap(({ docs }) => docs.map((doc) => [doc.i, ...doc.m])),
    );
    /** `[{id, score, text}]` of the documents with all (or some) of the words; `text`: one of them has the word itself. */
    const search = (tokens, spans, open, every) => {
      const totals = new Float32Array(documents.length), hits = new Uint8Array(documents.length), texts = new Uint8Array(documents.length);
      tokens.forEach((_, i) => {
        const best = new Float32Array(documents.length);
        for (const { id, score } of words.look(ways(tokens, open, i))) { best[id] = score; texts[id] = 1; }
        for (const list of about(tokens, spans, i)) {
          const score = rarity(documents.length, list.length) * 0.5;
          for (const id of list) best[id] = Math.max(best[id], score);
        }
        best.forEach((score, id) => { if (score) { totals[id] += score; hits[id] += 1; } });
      });
      const found = [];
      hits.forEach((count, id) => {
        if (every ? count === tokens.length : count) found.push({ id, score: totals[id] * (count / tokens.length) ** 2, text: texts[id] === 1 });
      });
      return every ? found : found.sort((a, b) => b.score - a.score);
    };

    /* ---- looser readings ---- */
    const stemmed = (tokens) => tokens.map((token) => {
      const stem = token.parts.length === 1 && !token.instead && !token.stem ? words.stem(token.parts[0]) : null;
      return stem ? { ...token, stem } : token;
    });
    /** Whether a word that nothing has is surely the KNOWN one misspelt, not another name: long, the same first letter, and one
        letter left out, doubled, swapped, or taken for one that sounds alike. Iran is not Iraq. */
    const sure = (word, known) => {
      if (word.length < 6 || word[0] !== known[0] || edits(word, known, 1, false) > 1) return false;
      if (word.length !== known.length) return word.length > 6 || known.length > 6;
      const differ = [...word].map((_, i) => i).filter((i) => word[i] !== known[i]);
      const pair = word[differ[0]] + known[differ[0]];
      return differ.length > 1 || /^(?:[aeiouy]{2}|[szc]{2}|[ckq]{2})$/.test(pair);
    };
    /** Replace words that nothing has by known ones where that is sure, and offer them where it is not:
        `[tokens, [[typed, meant] …], [[typed, [known …]] …]]`. */
    const mend = (tokens, open) => {
      const changed = [], offered = [];
      const mended = tokens.map((token, i) => {
        const last = open && i === tokens.length - 1;
        const joined = [i - 1, i].some((a) => tokens[a] && tokens[a + 1] && words.has(tokens[a].parts.join("") + tokens[a + 1].parts.join(""), last));
        if (joined || (token.joined && words.has(token.joined, last)) || token.parts.every((part) => words.has(part, last && prefixable(part)) || words.has(canon(part), false))) return token;
        const word = token.joined || token.parts[0];
        const stem = word.length > 5 && words.stem(word);
        if (stem) return { ...token, stem };
        const better = words.corrections(word, last), pair = words.apart(word);
        if (pair && !better.some((known) => edits(word, known, 1, false) <= 1)) {
          changed.push([word, pair.join(" ")]);
          return { parts: pair, joined: "", instead: [pair] };
        }
        const known = better.find((one) => sure(word, one));
        if (!known) {
          if (better.length) offered.push([word, better.slice(0, 3)]);
          return token;
        }
        changed.push([word, known]);
        return { parts: [known], joined: "", instead: [[known]] };
      });
      return [mended, changed, offered];
    };
    /** What the words find, each looser reading counting for less: `{found: [{id, score, text}], tokens, changed, nearest}`. */
    const read = ({ tokens: typed, phrases, open, asking }) => {
      const found = new Map();
      const take = (list, every, bonus, limit = Infinity) => {
        for (const hit of search(list, spansOf(list), open, every).slice(0, limit)) if (!found.has(hit.id)) found.set(hit.id, { ...hit, bonus });
      };
      let tokens = typed, changed = [], offered = [], nearest = false;
      take(tokens, true, 0.4);
      if (!found.size) {
        [tokens, changed, offered] = mend(tokens, open);
        take(tokens, true, 0.4);
      }
      if (!phrases.length && found.size < 3) {
        const heavy = tokens.filter((token) => !LIGHT.has(token.parts[0])), least = heavy.length ? heavy : tokens;
        if (tokens.length > 1) take(stemmed(tokens), true, 0.3);
        if (heavy.length < tokens.length) {
          take(least, true, 0.25);
          take(stemmed(least), true, 0.2);
        }
        nearest = !found.size;
        if (nearest || asking || least.length > 2) take(stemmed(least), false, -0.5, 80);
      }
      return { found: [...found.values()], tokens, changed, offered, nearest };
    };

    /* ---- how well one document answers ---- */
    const spaced = (text) => plain(text).replace(/[^\p{L}\p{N}]+/gu, " ");
    const sequence = once((doc) => ` ${[doc.k === "paragraph" ? "" : doc.t, ...doc.f, doc.d, doc.x, doc.r].map(spaced).join(" · ")} `);
    const titleWords = once((doc) => new Set(doc.k === "paragraph" ? [] : flat(doc.t).map(canon)));
    /** The longest run of the query's words that stands in the document in order, as a share. */
    const run = (doc, asked) => {
      if (asked.length < 2) return 0;
      const text = sequence(doc);
      let longest = 0;
      for (let from = 0; from + longest < asked.length; from += 1) {
        let to = from + Math.max(longest, 1);
        while (to < asked.length && text.includes(` ${asked.slice(from, to + 1).join(" ")}${to === asked.length - 1 ? "" : " "}`)) to += 1;
        longest = Math.max(longest, to - from);
      }
      return longest > 1 ? longest / asked.length : 0;
    };
    const holds = (doc, phrase) => sequence(doc).includes(` ${phrase.words.join(" ")}${phrase.open ? "" : " "}`);
    /** Share of the query's weighty words in the title, and of the title's in the query. */
    const titleMatch = (doc, asked) => {
      const title = titleWords(doc);
      const heavy = new Set(asked.filter((word) => !LIGHT.has(word)).map(canon));
      if (!title.size || !heavy.size) return 0;
      const hit = [...heavy].filter((word) => title.has(word)).length;
      const size = [...title].filter((word) => !LIGHT.has(word)).length || 1;
      return hit / heavy.size * (0.6 + 0.4 * Math.min(1, hit / size));
    };
    /** Event -> how well its dates answer. */
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

    /** Answer a query: `{results: [{doc, score, via}], terms, begins, expanded, changed, nearest}`, best first. */
    function answer(query) {
      const asked = parse(query);
      const { phrases, date, open, asking } = asked;
      if (!asked.tokens.length) return { results: [], terms: new Set(), begins: [], expanded: [], changed: [], offered: [], nearest: false };
      const { found, tokens, changed, offered, nearest } = read(asked);
      const spans = spansOf(tokens);
      const parts = tokens.flatMap((token) => token.parts);
      const scores = new Map(), via = new Map();
      const add = (doc, score, form) => { scores.set(doc, (scores.get(doc) ?? 0) + score); if (form) via.set(doc, form); };

      /* words: questions as they are asked, paragraphs before what merely names the thing */
      const top = Math.max(1e-9, ...found.map((hit) => hit.score));
      for (const { id, score, bonus, text } of found) {
        const doc = documents[id], title = titleMatch(doc, parts);
        const kind = { paragraph: doc.u.includes("#n") ? 0.3 : 0.5, event: doc.o ? -0.3 : 0.05, question: asking ? title * 1.2 : 0, term: phrases.length ? -0.5 : -0.1, page: -0.15 }[doc.k];
        const share = { question: 1, event: 0.75 }[doc.k] ?? 0.5;
        add(doc, score / top + bonus + run(doc, parts) * 0.9 + title * share * (nearest ? 0.3 : 1) + kind - (text ? 0 : 0.4));
      }

      /* forms: the entry first, then its places */
      const typed = plain(changed.length ? parts.join(" ") : asked.spoken).trim().replace(/[?!]+$/, "");
      const said = forms.entries(typed).length ? typed : typed.replace(ENTRY_FRAME, "");
      const best = new Map();
      const whole = forms.whole(said);
      const bare = whole.length ? [] : forms.whole(said.replace(TITLE, "")).filter(({ doc }) => doc.n === "person");
      for (const { doc, form } of [...whole, ...bare]) if (!best.has(doc)) best.set(doc, form);
      [...best.keys()].forEach((doc, i) => {
        add(doc, (doc.k === "term" ? 10 : doc.n === "source" ? 9.5 : 6) - i * 0.4, best.get(doc));
        if (doc.k === "term" && i === 0) for (const place of doc.m) if (scores.has(documents[place])) add(documents[place], documents[place].k === "paragraph" ? 5 : 1.8);
      });
      for (const [doc, { score, item }] of phrases.length ? [] : forms.begun(flat(said))) {
        const weight = doc.k === "term" ? 2.2 : doc.n === "source" ? 3 : 1;
        if (!best.has(doc)) add(doc, score * weight + Math.log2(doc.m.length + 1) * 0.06, item.form);
      }
      /* "AP4 members": the entry that most of the query names */
      for (const { from, to, docs } of spans) {
        const share = (to - from) / tokens.length;
        if (share < 1) for (const doc of docs) if (scores.has(doc)) add(doc, share * 0.7);
      }

      if (date) {
        for (const [doc, fit] of eventsAt(date)) {
          if (date.whole) add(doc, (fit > 1 ? 11 : 0) + fit - (doc.o ? 0.6 : 0) + doc.s.length * 0.05);
          else if (scores.has(doc)) add(doc, fit * 0.25);
        }
        // "May", "sept 11": a form as well as a date
        if (date.whole && date.dates[0].startsWith("*")) for (const doc of best.keys()) add(doc, 10);
      }

      /* "yoshizaki paper": the source itself */
      if (WORK.test(plain(asked.spoken))) {
        for (const part of parts) for (const id of sourcesNamed.get(part) ?? []) for (const i of ofSource.get(id)) if (documents[i].n === "source") add(documents[i], 4);
      }
      /* "harun china": what one source says is in its paragraphs; "harun p25", "iina table 1": the very place */
      const named = tokens.length > 1 && parts.some((part) => sourcesNamed.has(part));
      const place = PLACE.exec(plain(asked.spoken))?.[1];
      for (const doc of scores.keys()) {
        if (named && doc.k === "term" && !best.has(doc)) add(doc, -0.3);
        if (doc.k !== "paragraph") continue;
        if (named) add(doc, 0.6);
        if (place && ` ${spot(doc.u).words} `.includes(` ${place} `)) add(doc, 3);
      }

      const results = [...scores].map(([doc, score]) => ({ doc, score, via: via.get(doc) }))
        .filter(({ doc }) => phrases.every((phrase) => holds(doc, phrase)))
        .sort((a, b) => b.score - a.score || a.doc.i - b.doc.i);
      return { results, ...shownBy(tokens, open), expanded: [...new Set(spans.map((span) => span.docs[0]))], changed, offered, nearest: nearest && words.complete() && results.length > 0 };
    }

    /** What is marked in a result: terms, and the beginnings of terms. */
    const shownBy = (tokens, open) => {
      const terms = new Set(), begins = [];
      tokens.forEach((token, i) => {
        for (const part of [...token.parts, token.joined]) if (part) terms.add(part).add(canon(part));
        for (const { all, prefix } of ways(tokens, open, i)) {
          for (const term of all) terms.add(term);
          if (prefix) begins.push(all.at(-1));
        }
      });
      return { terms, begins };
    };
    /** `[[from, to] …]`: the pieces of a text that match, for highlighting. */
    function marks(text, { terms, begins, expanded }) {
      const found = [];
      const list = [...text.matchAll(WORD)].map((match) => ({ from: match.index, to: match.index + match[0].length, ...analyse(match[0]) }));
      for (const word of list) if (word.terms.some((term) => terms.has(term) || begins.some((begin) => term.startsWith(begin)))) found.push([word.from, word.to]);
      const places = list.flatMap((word) => word.canons.map((part) => ({ part, word })));
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

    return { answer, grow: words.grow, marks, documents, sources };
  }

  window.readerEngine = { create };
})();
