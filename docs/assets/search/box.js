/* The dialog: facets, what was done to the query, the list of results and its keys, which never leave the field.
   results.js says how a result looks; js/search.js opens the dialog and keeps its place in the history. */
const { counted, own, say } = window.reader;
const search = window.reader.search,
  { dialog, input } = search;
const MANY = {
  term: "Terms",
  paragraph: "Paragraphs",
  event: "Events",
  question: "Questions",
  note: "Our notes",
  page: "Pages",
};
const STEP = 30,
  AT_ONCE = innerWidth < 700 ? 4 : 8,
  PAUSE = 120,
  LONGEST = 1000,
  RECENT = 6;
const chunked = document.body.dataset.search === "pagefind"; // the setting `search: pagefind`: an index in chunks

search.body.innerHTML = `
  <div class="search-facets" hidden>
    <div class="search-kinds" role="group" aria-label="Kind of result"></div>
    <label><span>Source</span> <select name="source"><option value="">all</option></select></label>
    <label><span>Decade</span> <select name="decade"><option value="">all</option></select></label>
  </div>
  <div class="search-columns">
    <div class="search-scroll" role="region" aria-label="Search results" tabindex="0">
      <p class="search-note" hidden></p>
      <p class="search-articles" hidden></p>
      <div id="search-results" role="listbox" aria-label="Results"></div>
      <button type="button" class="search-more" hidden></button>
      <div class="search-empty"></div>
    </div>
    <div class="search-preview" role="region" aria-label="The chosen result" hidden></div>
  </div>
  <p class="search-keys" aria-hidden="true">
    <span><kbd>↑</kbd> <kbd>↓</kbd> move</span><span><kbd>Enter</kbd> open</span>
    <span><kbd>Ctrl</kbd> <kbd>Enter</kbd> in a new tab</span><span><kbd>Esc</kbd> close</span>
    <span>“words” in this order</span></p>`;
const part = (selector) => dialog.querySelector(selector);
const list = part("#search-results"),
  note = part(".search-note"),
  articles = part(".search-articles"),
  more = part(".search-more"),
  preview = part(".search-preview");
const empty = part(".search-empty"),
  facets = part(".search-facets"),
  kinds = part(".search-kinds"),
  scroll = part(".search-scroll");
const [sourceBox, decadeBox] = dialog.querySelectorAll("select");
const facet = { kind: "", source: "", decade: "" };
const known = {
  kind: (asked) => own(MANY, asked),
  source: (asked) => own(engine.sources, asked),
  decade: (asked) => /^\d{3}0s$/.test(asked),
};
let asking = null,
  shown = [],
  limit = STEP,
  active = -1,
  addressTimer = 0,
  sayTimer = 0,
  drawTimer = 0;

const decade = (doc) => (doc.y ? `${String(doc.y).slice(0, 3)}0s` : "");
const passes = (doc, but) =>
  (but === "kind" || !facet.kind || doc.k === facet.kind) &&
  (but === "source" || !facet.source || doc.s.includes(facet.source)) &&
  (but === "decade" || !facet.decade || decade(doc) === facet.decade);
const drawPreview = () => {
  const doc = shown[active]?.doc;
  preview.hidden = !doc;
  if (doc) preview.innerHTML = inFull(doc);
  preview.scrollTop = 0;
};

/* ---- facets, and what was done to the query ---- */
const filled = new Map();
/** Write HTML into ELEMENT, unless that is what it shows. */
const fill = (element, html) => {
  if (filled.get(element) === html) return;
  filled.set(element, html);
  element.innerHTML = html;
};
const tally = (field, value) => {
  const count = {};
  for (const { doc } of answer.results)
    if (passes(doc, field)) for (const one of [].concat(value(doc))) count[one] = (count[one] ?? 0) + 1;
  return count;
};
const drawFacets = () => {
  facets.hidden = !answer.results.length;
  const byKind = tally("kind", (doc) => doc.k),
    all = Object.values(byKind).reduce((a, b) => a + b, 0);
  const buttons = [["", "All", all], ...Object.keys(MANY).map((kind) => [kind, MANY[kind], byKind[kind] ?? 0])]
    .filter(([kind, , n]) => n || kind === facet.kind)
    .map(
      ([kind, words, n]) =>
        `<button type="button" data-kind="${kind}" aria-pressed="${facet.kind === kind}">` +
        `${words} <span>${n}</span></button>`,
    )
    .join("");
  fill(kinds, buttons);
  const decades = Object.keys(tally("decade", decade)).filter(Boolean).sort();
  if (facet.decade && !decades.includes(facet.decade)) decades.push(facet.decade);
  const options = ["", ...decades].map((one) => `<option value="${escape(one)}">${escape(one) || "all"}</option>`);
  fill(decadeBox, options.join(""));
  decadeBox.value = facet.decade;
};
const choice = (query, words) =>
  `<button type="button" class="search-example" data-ask="${escape(query)}">${escape(words)}</button>`;
const choices = (words) => words.map((word) => choice(word, word)).join(" ");
/** "Did you mean …": the query with one word in the place of another, to be chosen, never done unasked. */
const offer = (typed, known) => {
  const words = known.map(engine.spelled);
  const instead = (word) => input.value.replace(new RegExp(typed.replace(/[^\p{L}\p{N}]/gu, "."), "iu"), word);
  return words.length ? ` Did you mean ${words.map((word) => choice(instead(word), word)).join(" or ")}?` : "";
};
const explain = () => {
  const lines = [];
  if (input.value.length > LONGEST) lines.push(`Only the first ${LONGEST} characters are searched.`);
  for (const [typed, meant] of answer.changed)
    lines.push(`Nothing has “${escape(typed)}”; these have <b>${escape(engine.spelled(meant))}</b>.`);
  for (const [typed, words] of answer.offered) lines.push(`Nothing has “${escape(typed)}”.${offer(typed, words)}`);
  for (const phrase of answer.loosened)
    lines.push(`No place has “${escape(phrase)}” in these words and this order; these come nearest.`);
  if (answer.nearest && !answer.offered.length)
    lines.push("No place has all of these words; each of these says what it is without.");
  for (const doc of answer.expanded.slice(0, 2)) {
    const { names, b } = doc,
      name = names[b ? 1 : 0],
      others = names.filter((form) => form !== name).slice(0, 3);
    if (answer.results[0]?.doc !== doc && others.length && !plain(input.value).includes(plain(name)))
      lines.push(`<b>${escape(name)}</b>, also ${escape(others.join(", "))}`);
  }
  fill(note, lines.map((line) => `<span>${line}</span>`).join(""));
  note.hidden = !lines.length;
};
const recent = (query) => {
  try {
    const kept = JSON.parse(localStorage.getItem("reader.searches") ?? "[]").filter((one) => typeof one === "string");
    if (query)
      localStorage.setItem(
        "reader.searches",
        JSON.stringify([query, ...kept.filter((one) => one !== query)].slice(0, RECENT)),
      );
    return kept;
  } catch {
    return [];
  }
};
const tips = () => {
  const asked = input.value.trim(),
    kept = recent();
  const doors = [...document.querySelectorAll(".doors-nav a")].map(
    (link) => `<a href="${escape(link.href)}">${escape(link.textContent.trim())}</a>`,
  );
  const browse = doors.length ? `<p>Or browse: ${doors.join(" · ")}</p>` : "";
  if (asked && answer?.results.length) {
    return `<p>Nothing of this kind.
      <button type="button" class="search-example" data-clear>Show all kinds, sources and decades</button></p>`;
  }
  const examples = engine.examples.length ? `<p>Try ${choices(engine.examples)}</p>` : "";
  const before = kept.length ? `<p>Searched before: ${choices(kept)}</p>` : "";
  return asked
    ? `<p><b>Nothing found.</b> Try fewer or other words, the abbreviation or the full name, or a date such as
      6 May 2014 or 1983.</p>${examples}${browse}`
    : `${before}<p>Any form finds it: an abbreviation or its expansion, a name without accents, a date in any
      order.</p>${examples}${browse}`;
};

/* ---- drawing ---- */
const rows = (from, to) =>
  shown
    .slice(from, to)
    .map((result, i) => option(result, from + i))
    .join("");
const append = (from, to) => list.insertAdjacentHTML("beforeend", rows(from, to));
/** Draw every result up to the limit, and how many there are of each kind. */
const finish = () => {
  clearTimeout(drawTimer);
  if (list.children.length < Math.min(limit, shown.length)) append(list.children.length, limit);
  if (answer) drawFacets();
};
const draw = () => {
  shown = answer ? answer.results.filter(({ doc }) => passes(doc)) : [];
  list.innerHTML = rows(0, AT_ONCE); // what can be seen first, the rest when nobody types
  clearTimeout(drawTimer);
  drawTimer = setTimeout(finish, PAUSE);
  // Where there is no room for the chosen result in full, the sources among the first results have their links here.
  const short = ({ s: [id] }) => escape(engine.sources[id]?.[0] ?? "");
  const links = shown.slice(0, 5).map(({ doc }) => article(doc, `Read the article: ${short(doc)}`));
  fill(articles, links.join(" ").trim());
  articles.hidden = !filled.get(articles);
  more.hidden = shown.length <= limit;
  more.textContent = `Show more of ${shown.length}`;
  empty.hidden = shown.length > 0;
  if (!empty.hidden) empty.innerHTML = tips();
  input.setAttribute("aria-expanded", String(shown.length > 0));
  list.hidden = !shown.length;
  choose(shown.length ? 0 : -1, false);
};
/** Answer what is in the field; called at every keystroke, without delay. */
const update = () => {
  const asked = input.value.slice(0, LONGEST),
    found = asked.trim() ? engine.answer(asked, facet) : null;
  // With an index in chunks the answer comes later: the old results stay until then; one that was overtaken is dropped.
  asking = found;
  if (found?.then)
    found.then(
      (one) => {
        if (asking === found) show(one);
      },
      () => {},
    );
  else show(found);
};
let scrolled = false; // to ask the list where it stands would have it laid out at every key
scroll.addEventListener("scroll", () => {
  scrolled = true;
});
const toTop = () => {
  if (scrolled) scroll.scrollTop = 0;
  scrolled = false;
};
const show = (found) => {
  answer = found;
  limit = STEP;
  if (answer) {
    if (facets.hidden) drawFacets(); // its place; what it says changes when nobody types
    explain();
  } else {
    facets.hidden = true;
    note.hidden = true;
  }
  draw();
  toTop();
  clearTimeout(sayTimer);
  sayTimer = setTimeout(announce, 400);
  clearTimeout(addressTimer);
  addressTimer = setTimeout(writeAddress, 250);
};
const announce = () => {
  if (!dialog.open) return;
  if (!answer) {
    say("");
    return;
  }
  const first = shown[0]?.doc,
    kind = first && !first.t.startsWith(KINDS[first.k]) ? `${KINDS[first.k]} ` : "";
  const told = first ? `${counted(shown.length, "result")}. First: ${kind}${first.t}.` : "No results.";
  say(note.hidden ? told : `${told} ${note.textContent}`);
};

/* ---- choosing ---- */
const choose = (index, move = true) => {
  const options = list.children;
  options[active]?.setAttribute("aria-selected", "false");
  active = index;
  clearTimeout(choose.timer);
  choose.timer = setTimeout(drawPreview, move ? 60 : PAUSE);
  const one = options[index];
  if (!one) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  one.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", one.id);
  if (move) one.scrollIntoView({ block: "nearest" });
};
const showMore = () => {
  limit += STEP;
  finish();
  more.hidden = shown.length <= limit;
};
const step = (by) => {
  finish();
  if (active + by >= list.children.length && !more.hidden) showMore();
  const last = list.children.length - 1;
  if (last < 0) return;
  choose(Math.abs(by) > 1 ? Math.min(last, Math.max(0, active + by)) : (active + by + last + 1) % (last + 1));
};
/** Leave word for the page that is opened: what to mark. It may open in another tab, so not in the session. */
const leaveWord = (doc) => {
  const words = new Set();
  for (const text of [doc.t, doc.x, ...doc.f, ...doc.p.map(([, beside]) => beside)])
    for (const [a, b] of engine.marks(text, answer)) words.add(text.slice(a, b));
  try {
    localStorage.setItem("reader.arrive", JSON.stringify({ to: href(doc), words: [...words], at: Date.now() }));
  } catch {
    /* closed */
  }
  recent(input.value.trim().slice(0, 80));
};
const follow = (doc, elsewhere) => {
  leaveWord(doc);
  clearTimeout(addressTimer);
  writeAddress();
  if (elsewhere) window.open(href(doc));
  else search.follow(href(doc), active);
};
const writeAddress = () => {
  if (!dialog.open) return;
  const query = input.value.trim().slice(0, LONGEST),
    state = new URLSearchParams({ q: query });
  for (const [name, value] of Object.entries(facet)) if (value) state.set(name, value);
  search.replace(query ? `?${state}` : "");
};

/* ---- events ---- */
const ask = (query) => {
  input.value = query;
  input.focus();
  update();
};
const clearFacets = () => {
  Object.assign(facet, { kind: "", source: "", decade: "" });
  sourceBox.value = "";
};
const refine = () => {
  if (chunked) {
    update();
    return;
  }
  limit = STEP;
  if (answer) drawFacets();
  draw();
  toTop();
  announce();
  writeAddress();
};
input.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // a word of an input method is being confirmed
  const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
  if (event.key in moves) {
    event.preventDefault();
    step(moves[event.key]);
  }
  if (event.key === "Enter") {
    event.preventDefault();
    if (shown[active]) follow(shown[active].doc, event.metaKey || event.ctrlKey);
  }
});
const docOf = (link) => shown[[...list.children].indexOf(link)]?.doc;
list.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey) {
    leaveWord(docOf(link));
    return;
  }
  event.preventDefault();
  choose([...list.children].indexOf(link), false);
  follow(docOf(link), false);
});
list.addEventListener("auxclick", (event) => {
  const link = event.target.closest("a");
  if (link) leaveWord(docOf(link));
});
list.addEventListener("mousedown", (event) => {
  if (event.button === 0) event.preventDefault();
});
list.addEventListener("mousemove", (event) => {
  if (!event.movementX && !event.movementY) return; // the list moved, not the hand
  const index = [...list.children].indexOf(event.target.closest("a"));
  if (index >= 0 && index !== active) choose(index, false);
});
preview.addEventListener("click", (event) => {
  const doc = shown[active]?.doc,
    pressed = event.target.closest("a, button");
  if (pressed?.matches(".copy-link")) window.reader.copyFor(pressed, address(doc), "", "Link copied");
  if (pressed?.matches(".preview-open") && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    follow(doc, false);
  }
});
more.addEventListener("click", () => {
  const at = active;
  showMore();
  choose(at);
  input.focus();
});
kinds.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) {
    facet.kind = button.dataset.kind;
    refine();
    kinds.querySelector("[aria-pressed=true]")?.focus();
  }
});
for (const box of [sourceBox, decadeBox])
  box.addEventListener("change", () => {
    facet[box.name] = box.value;
    refine();
  });
for (const place of [empty, note]) {
  place.addEventListener("click", (event) => {
    const { ask: query, clear } = event.target.closest("button")?.dataset ?? {};
    if (query !== undefined) ask(query);
    if (clear !== undefined) {
      clearFacets();
      refine();
      input.focus();
    }
  });
}
dialog.addEventListener("close", () => {
  clearTimeout(addressTimer);
  clearTimeout(sayTimer);
});

/** Answer what is in the field, with the facets that PARAMETERS (URLSearchParams) name, and choose ROW. */
const reopen = ({ parameters, row }) => {
  clearFacets();
  for (const name in facet) {
    const asked = parameters?.get(name) ?? "";
    if (known[name](asked)) facet[name] = asked; // an address may say anything
  }
  sourceBox.value = facet.source;
  update();
  if (!(row > 0)) return;
  while (row >= limit && !more.hidden) showMore();
  finish();
  choose(Math.min(row, list.children.length - 1));
};
/** Read the index: the box answers when this is done. */
search.start = async () => {
  engine = search.engine = await window.readerEngine.create(window.readerIndex);
  for (const [id, [short]] of Object.entries(engine.sources)) sourceBox.add(new Option(short, id));
  search.box = {
    show: reopen,
    update,
    enter: () => {
      if (shown[0]) follow(shown[0].doc, false);
    },
  };
  search.ready = true;
  setTimeout(warm);
  prepare(0);
};
/** Answer a query unseen, so that what runs for the first time has run before the first key. */
const warm = () => {
  if (input.value || chunked) return;
  answer = engine.answer(document.title);
  shown = answer.results;
  rows(0, AT_ONCE);
  answer = null;
  shown = [];
};
/** Read texts ahead, from the document AT on, while nothing else is to be done. */
const prepare = (at) => {
  const idle = window.requestIdleCallback ?? ((then) => setTimeout(then, 40, { timeRemaining: () => 4 }));
  idle((left) => {
    const end = performance.now() + Math.min(8, left.timeRemaining()); // a key that comes meanwhile waits no longer
    let next = at;
    for (; next < engine.documents.length && performance.now() < end; next += 1) engine.prepare(engine.documents[next]);
    if (next < engine.documents.length) prepare(next);
  });
};
