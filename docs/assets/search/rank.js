/* What answers a query: asks index, words and forms, and weighs what they say. The weights come with the index
   (scripts/reader/search/weights.py says what each one does). */

/** What a query asks -> what the title of a question of the comparison is worth. */
const ASKED = { comparison: "compared", view: "asked", fact: "asked_fact", when: "asked_fact" };
const DEEP = 100; // of so many, by their words alone, it is read how these stand in their texts
/** Build the engine from the published data: `{answer, marks, knows, prepare, documents, sources, examples}`. */
const createEngine = (data) => {
  const { sources, weights: W } = data;
  const index = readIndex(data, readTexts(data)),
    words = readWords(data, index),
    { coded, documents } = index,
    { light, faint, canon } = words;
  const forms = readForms(index, words, data),
    mend = mending(words, forms);
  /** How much it says that a document is one of `some`. */
  const rarity = (some) => Math.log(1 + documents.length / (some + 1));
  const ofSource = new Map(
    Object.keys(sources).map((id) => [
      id,
      documents.filter((doc) => doc.k !== "term" && doc.s.includes(id)).map(({ i }) => i),
    ]),
  );

  /* ---- the words of the query ---- */
  /** For each word: the documents that have it or are about it, those that have it, the known words it may be. */
  const gather = (tokens, spans, open, asking) => {
    const agreeing = [AGREEING.test.bind(AGREEING), (part) => forms.sourcesOf(part).length].every((is) =>
      tokens.some(({ parts }) => parts.some(is)),
    );
    return tokens.map(({ parts, joined }, i) => {
      const last = open && i === tokens.length - 1,
        next = open && i + 1 === tokens.length - 1;
      const shown = new Set(),
        scores = new Map();
      const take = (doc, score) => {
        if (score > (scores.get(doc) ?? 0)) scores.set(doc, score);
      };
      const look = (word, end) => {
        const ways = words.ways(word, end);
        for (const way of ways.keys()) shown.add(way);
        return index.look(ways);
      };
      const each = parts.map((part, at) => look(part, last && at === parts.length - 1));
      const sum = (doc) => each.reduce((all, found) => all + found.get(doc), 0);
      for (const doc of each[0].keys()) if (each.every((found) => found.has(doc))) take(doc, sum(doc));
      // No place has all parts of "cross-domain": those that have one.
      const partial = !scores.size;
      for (const found of partial ? each : []) found.forEach((score, doc) => take(doc, score / each.length));
      for (const [both, end] of [
        [joined, last],
        [pair(tokens, i - 1), last],
        [pair(tokens, i), next],
      ]) {
        if (both && words.has(both, end)) look(both, end).forEach((score, doc) => take(doc, score));
      }
      const direct = new Set(scores.keys());
      const lists = [...new Set(parts.flatMap(forms.sourcesOf))].map((id) => ofSource.get(id));
      for (const { from, to, docs } of spans)
        if (from <= i && i < to) lists.push(...docs.map(about));
      for (const list of lists) for (const doc of list) take(doc, rarity(list.length) * W.about);
      // The year in "Harun 2014" is no year that is asked for, nor who agrees what is agreed on.
      const weightless = parts.every(
        (part) =>
          light.has(part) ||
          (asking && faint.has(part)) ||
          (agreeing && (AGREEING.test(part) || forms.sourcesOf(part).length)) ||
          (/^\d{4}$/.test(part) && forms.isShort(tokens[i - 1]?.parts[0], part)),
      );
      const span = spans.find(({ from, to, docs }) => from <= i && i < to && to - from > 1 && docs[0].n !== "Person");
      return { scores, direct, shown, weightless, partial, span, rare: rarity(scores.size) };
    });
  };

  /* ---- how well one document answers ---- */
  /** The texts of a document as words. */
  const texts = once(({ i, k }) => {
    const { t, x, d, f, p } = coded[i];
    return [k === "paragraph" ? [] : t, ...f, d, x, ...p.map(([, text]) => text)].map(index.wordsOf);
  });
  const sequence = once((doc) =>
    texts(doc)
      .map((words) => ` ${words.join(" ")} `)
      .join("|"),
  );
  /** How near the words of the query stand to one another: 1 side by side, 0 not in one text. */
  const nearness = (doc, rows) => {
    let least = Infinity;
    for (const words of texts(doc)) {
      const last = rows.map(() => -Infinity);
      words.forEach((word, at) => {
        rows.forEach(({ shown }, i) => {
          if (shown.has(word)) last[i] = at;
        });
        least = Math.min(least, at - Math.min(...last) + 1);
      });
    }
    return Math.min(1, rows.length / least);
  };
  const holds = (doc, { words: phrase, open }) => sequence(doc).includes(` ${phrase.join(" ")}${open ? "" : " "}`);
  /** Whether it has each of WORDS as they are written. */
  const vocabulary = once(({ i }) => new Set([coded[i].x, coded[i].w].flatMap(index.wordsOf)));
  const shownWords = once(({ i }) => new Set(index.wordsOf(coded[i].x)));
  const both = (doc, some) => some.every((word) => vocabulary(doc).has(word));
  /** The documents that are about an entry: those that mention it, and entries and questions that name it. */
  const about = once((entry) => {
    const names = entry.names.map((name) => ({ words: flat(name) }));
    const naming = (doc) => (doc.k === "term" || doc.k === "question") && names.some((name) => holds(doc, name));
    return [...new Set([entry, ...documents.filter(naming)].map(({ i }) => i)), ...entry.m];
  });
  /** The longest run of the words ASKED that occurs in the document in order, as a share. */
  const run = (doc, asked) => {
    let longest = 0;
    for (let from = 0; from + longest < asked.length; from += 1) {
      let to = from + Math.max(longest, 1);
      while (to < asked.length && holds(doc, { words: asked.slice(from, to + 1), open: to === asked.length - 1 }))
        to += 1;
      longest = Math.max(longest, to - from);
    }
    return longest > 1 ? longest / asked.length : 0;
  };
  /** The weighty words of a title, and of its other wordings. */
  const titles = once(({ i, k }) => {
    if (k === "paragraph" || k === "note") return [];
    const { t, f } = coded[i];
    const all = k === "term" ? [flat(documents[i].t)] : [t, ...(k === "page" ? [] : f)].map(index.wordsOf);
    return all.map((words) => words.filter((word) => !light.has(word))).filter((words) => words.length);
  });
  /** Share of the query's weighty words in the title, and of the title's in the query. */
  const titleMatch = (doc, rows) => {
    const weight = (some) => some.reduce((sum, { rare }) => sum + rare, 0);
    const fit = (title) => {
      const some = rows.filter(({ shown }) => title.some((word) => shown.has(word)));
      // Of "Cold War" the war alone is no hit.
      const whole = ({ span }) => !span || rows.every((row) => row.span !== span || some.includes(row));
      const hit = weight(some.filter(whole));
      const back = title.filter((word) => rows.some(({ shown }) => shown.has(word))).length;
      return (hit / weight(rows)) * (1 - W.title_back + (W.title_back * back) / title.length);
    };
    return rows.length ? Math.max(0, ...titles(doc).map(fit)) : 0;
  };
  const ofKind = once((doc) => (/#n\d/.test(doc.u) ? W.kind_note : W[`kind_${doc.k}`]) + (doc.o < 0 ? W.minor : 0));
  /** What the words of the query in the title say; to answer what is asked, it has to have most of them. */
  const titled = (doc, rows, asking) => {
    const match = titleMatch(doc, rows);
    if (doc.k === "question") return match * W.title_question + (asking ? match ** 2 * W[ASKED[asking]] : 0);
    if (doc.k === "event") return match * W.title_event + (asking === "when" ? match ** 2 * W.asked_when : 0);
    return match * W.title;
  };
  /** The documents that have all words of weight or, when fewer than three have, most: `[{doc, score, lacks}]`. */
  const choose = (rows, asking) => {
    const weight = rows.reduce((sum, { rare }) => sum + rare, 0);
    const sums = new Float64Array(documents.length),
      shares = new Float64Array(documents.length);
    const hits = new Uint16Array(documents.length);
    for (const { scores, rare } of rows) {
      scores.forEach((score, id) => {
        sums[id] += score;
        shares[id] += rare / weight;
        hits[id] += 1;
      });
    }
    const found = documents.filter(({ i }) => hits[i]),
      complete = found.filter(({ i }) => hits[i] === rows.length);
    const nearest = !complete.length,
      most = Math.max(0, ...found.map(({ i }) => shares[i]));
    const least = most * W.least;
    const enough = ({ i }) => hits[i] === rows.length || (rows.length > 1 && shares[i] >= least);
    const many = complete.length > (rows.length > 2 ? W.enough : 2);
    const chosen = (many && !asking ? complete : found.filter(enough)).map((doc) => ({
      doc,
      score: sums[doc.i] * shares[doc.i] ** 2,
      lacks: hits[doc.i] < rows.length,
    }));
    return { chosen: chosen.sort((a, b) => b.score - a.score), nearest };
  };
  /** What was asked, and which documents have its words: `rows` are the words that weigh, or all when none does. */
  const read = (query) => {
    const asked = parse(query),
      { tokens, changed, offered } = mend(asked.tokens, asked.open);
    const spans = forms.spans(tokens),
      every = gather(tokens, spans, asked.open, asked.asking);
    const heavy = every.filter(({ weightless }) => !weightless),
      rows = heavy.length ? heavy : every;
    const parts = tokens.flatMap((token) => token.parts);
    const core = parts.slice(parts.findIndex((part) => !light.has(part))); // "who said" is no part of what was said
    const long = parts.every((part) => part.length > 3); // "NATO comes": also a word without weight was remembered
    const two = (rows.length === 2 || long) && tokens.length === 2 && !asked.asking && !asked.date;
    const said = (changed.length ? parts.join(" ") : asked.spoken).replace(/[?!.\s]+$/, "");
    const bare = forms.entries(flat(said)).length ? said : said.replace(BEFORE, "").replace(BEHIND, "");
    const { tokens: typed } = asked,
      verbatim = flat(said);
    return { ...asked, verbatim, typed, tokens, changed, offered, spans, every, rows, parts, core, two, said, bare };
  };
  /** Add what the words say of each document that has enough of them; tell whether none has all. */
  const addWords = ({ verbatim, typed, every, rows, parts, core, two, open, asking }, { add, missing }) => {
    const { chosen, nearest } = choose(rows, asking);
    // How many words it has word for word: all that were typed, also of a date, or those from the first of weight.
    const remembered = (doc, ordered) =>
      [verbatim, ordered === 1 ? core : []]
        .find((words) => words.length > 2 && holds(doc, { words, open }))?.length ?? 0;
    const top = Math.max(1e-9, chosen[0]?.score ?? 0);
    chosen.forEach(({ doc, lacks, score }, place) => {
      const ordered = core.length > 1 && place < DEEP ? run(doc, core) : 0;
      const direct = rows.some((row) => row.direct.has(doc.i));
      add(
        doc,
        score / top +
          (lacks ? 0 : W.all) +
          (direct ? W.exact : 0) +
          (two && doc.k === "paragraph" && both(doc, parts) ? W.two_words : 0) +
          ofKind(doc) +
          (rows.length > 1 && !lacks && place < DEEP ? nearness(doc, rows) * W.near : 0) +
          ordered * W.order +
          W.window * Math.max(0, Math.min(1, (remembered(doc, ordered) - 2) / 2)) +
          titled(doc, rows, asking) * (nearest && !asking ? W.title_lacking : 1),
      );
      const without = rows.filter((row) => !row.scores.has(doc.i) || row.partial);
      if (without.length) missing.set(doc, without.map((row) => typed[every.indexOf(row)].parts.join(" ")));
    });
    return nearest;
  };
  /** Add to the entry that the query is a form of, and its places; to those that it begins, or names beside others. */
  const addForms = ({ tokens, spans, every, rows, parts, phrases, asking, bare }, { add, scores, missing }) => {
    const corrected = (text) => flat(text).map(words.nearest).join(" ");
    const whole = (text) => [text, corrected(text)].map(forms.whole).find((some) => some.length) ?? [];
    const exact = whole(bare);
    const person = exact.length ? [] : whole(bare.replace(TITLE, "").replace(OFFICE, ""));
    const best = new Map();
    for (const item of [...exact, ...person.filter(({ doc }) => doc.n === "Person")])
      if (!best.has(item.doc)) best.set(item.doc, item);
    [...best.values()].forEach(({ doc, coded: form, rank }, i) => {
      // Words that mean it in single places lead to those, then to the entry.
      const placed = doc.k === "term" && rank >= doc.f.length - doc.placed;
      const entry = placed ? W.form_placed : W.form;
      add(doc, (doc.k === "term" ? entry : doc.n === "source" ? W.form_source : W.form_other) - i * W.form_next, form);
      for (const place of doc.k === "term" && !i ? doc.m.map((one) => documents[one]) : []) {
        if (!scores.has(place) || (placed && !run(place, parts))) continue;
        add(place, place.k === "paragraph" ? W.place_of_form : W.event_of_form);
      }
    });
    for (const [doc, { fit, item }] of phrases.length || parts.length > 6 ? [] : forms.begun(flat(bare))) {
      if (best.has(doc)) continue;
      const named = doc.k === "term" || doc.n === "source";
      add(doc, fit * (named ? W.form_begun : W.form_begun_other), item.coded);
      missing.delete(doc);
    }
    for (const { from, to, docs } of spans) {
      const share = (to - from) / tokens.length,
        most = every.slice(from, to).filter((row) => rows.includes(row)).length / rows.length > 0.5;
      const weight = asking && asking !== "view" && most ? W.span_asked : W.span; // "who signed the …"
      for (const doc of share < 1 ? docs : []) if (scores.has(doc)) add(doc, share * weight);
    }
    return best;
  };
  /** Add to events on the date that was asked for; a date may be the form of an entry, too: "May", "sept 11". */
  const addDates = ({ date }, { add, scores }, formed) => {
    for (const [doc, fit] of date ? eventsAt(date, documents) : []) {
      if (date.whole) add(doc, (fit > 1 ? W.date : 0) + fit + (doc.o > 0 ? W.milestone : doc.o < 0 ? W.minor : 0));
      else if (scores.has(doc)) add(doc, (fit / 3) * W.date_beside);
    }
    if (date?.whole && date.dates[0].startsWith("*")) for (const doc of formed.keys()) add(doc, W.date);
  };
  /** Add to what the query names: a source, or one of its places. */
  const addPlaces = ({ parts, spoken, said }, { add, scores, missing }) => {
    const named = parts.flatMap(forms.sourcesOf);
    const work = WORK.test(said);
    const spot = PLACE.exec(spoken)?.[1].replace(/^p(?=\d)/, "¶").replace(/^n(?=\d)/, "note ");
    if (!named.length && !work && !spot) return;
    for (const doc of scores.keys()) {
      const own = named.includes(doc.s[0]);
      if (work && doc.n === "source" && (named.length ? own : !missing.has(doc))) add(doc, W.place_of_form);
      if (doc.k === "paragraph" && own && parts.length > 1) add(doc, W.source_named);
      if (doc.k === "paragraph" && spot && doc.t.toLowerCase().endsWith(spot)) add(doc, W.spot_named);
    }
  };
  /** Answer a query: `{results: [{doc, score, missing, via}], …}`, best first, and what was done to the query. */
  const answer = (query) => {
    const asked = read(query),
      { phrases, parts, two, rows, spans, changed, offered } = asked;
    const scores = new Map(),
      via = new Map(),
      missing = new Map();
    const add = (doc, score, form) => {
      scores.set(doc, (scores.get(doc) ?? 0) + score);
      if (form) via.set(doc, index.text(form));
    };
    const tally = { scores, missing, add };
    const nearest = parts.length > 0 && addWords(asked, tally);
    if (parts.length) addDates(asked, tally, addForms(asked, tally));
    addPlaces(asked, tally);

    const all = [...scores]
      .sort((a, b) => b[1] - a[1] || a[0].i - b[0].i)
      .map(([doc, score]) => ({ doc, score, missing: missing.get(doc) ?? [], via: via.get(doc) }));
    // Two words that somebody remembers: after what they are or mean, the paragraphs that have both.
    if (two && !phrases.length) {
      const [first, ...rest] = all;
      const having = rest.filter(({ doc }) => doc.k === "paragraph" && both(doc, parts));
      // Where the digest has both, but apart, so has the article as a rule; in a short one they are sooner neighbours.
      const apart = (doc) => !holds(doc, { words: parts }) && parts.every((part) => shownWords(doc).has(part));
      having.sort(byEach(({ doc }) => [apart(doc), coded[doc.i].x.length + coded[doc.i].w.length]));
      all.splice(1, rest.length, ...having, ...rest.filter((one) => !having.includes(one)));
    }
    const loose = phrases.filter((phrase) => !all.some(({ doc }) => holds(doc, phrase)));
    const results = all.filter(({ doc }) => phrases.every((phrase) => loose.includes(phrase) || holds(doc, phrase)));
    const shown = new Set(rows.flatMap((row) => [...row.shown]));
    const expanded = [...new Set(spans.map(({ docs }) => docs[0]))];
    const loosened = loose.map(({ said }) => said);
    return { results, shown, expanded, changed, offered, nearest: nearest && results.length > 0, loosened };
  };

  /** Read ahead what is else read when the document is first found. */
  const prepare = (doc) => {
    sequence(doc);
    titles(doc);
  };
  const { spelled } = index;
  const { examples = [] } = data;
  return { answer, marks: marksBy(canon), knows: words.exactly, prepare, spelled, documents, sources, examples };
};
window.readerEngine = { create: createEngine, flat, plain, answers, dateIn, edits };
