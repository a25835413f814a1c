/* The search dialog: loaded, with the engine and the index, when a reader reaches for search.
   Results are links in a listbox; the keys never leave the field. The state stands in the address. */
(() => {
  "use strict";
  const { base, load, say } = window.reader;
  const KINDS = { term: "Term", paragraph: "Paragraph", event: "Event", question: "Question", page: "Page" };
  const MANY = { term: "Terms", paragraph: "Paragraphs", event: "Events", question: "Questions", page: "Pages" };
  const TRY = ["IPCP", "AP4", "Article 5", "6 May 2014", "Stoltenberg", "“natural partners”"];
  const STEP = 30, WINDOW = 230;
  const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const many = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

  const LONGEST = 1000; // characters of a query that are read
  const chunks = document.body.dataset.search === "pagefind"; // the setting `search: pagefind`: an index in chunks
  const search = window.reader.search, { dialog, input } = search;
  let engine = null;
  search.body.innerHTML = `
    <div class="search-facets" hidden>
      <div class="search-kinds" role="group" aria-label="Kind of result"></div>
      <label><span>Source</span> <select name="source"><option value="">all</option></select></label>
      <label><span>Decade</span> <select name="decade"><option value="">all</option></select></label>
    </div>
    <div class="search-scroll" role="region" aria-label="Search results" tabindex="0">
      <p class="search-note" hidden></p>
      <div id="search-results" role="listbox" aria-label="Results"></div>
      <button type="button" class="search-more" hidden></button>
      <div class="search-empty"></div>
    </div>
    <p class="search-keys" aria-hidden="true"><span><kbd>↑</kbd> <kbd>↓</kbd> move</span><span><kbd>Enter</kbd> open</span><span><kbd>Esc</kbd> close</span><span>“words” in this order</span></p>`;
  const part = (selector) => dialog.querySelector(selector);
  const list = part("#search-results"), note = part(".search-note"), more = part(".search-more");
  const empty = part(".search-empty"), facets = part(".search-facets"), kinds = part(".search-kinds"), scroll = part(".search-scroll");
  const [sourceBox, decadeBox] = dialog.querySelectorAll("select");
  const facet = { kind: "", source: "", decade: "" };
  let answer = null, asking = null, shown = [], limit = STEP, active = -1, addressTimer = 0, sayTimer = 0;

  const fillSources = () => {
    for (const [id, [short]] of Object.entries(engine.sources)) sourceBox.add(new Option(short, id));
    sourceBox.value = facet.source;
  };

  /* ---- drawing ---- */
  const decade = (doc) => (doc.y ? `${String(doc.y).slice(0, 3)}0s` : "");
  const passes = (doc, but) => (but === "kind" || !facet.kind || doc.k === facet.kind)
    && (but === "source" || !facet.source || (doc.s ?? []).includes(facet.source))
    && (but === "decade" || !facet.decade || decade(doc) === facet.decade);
  const marked = (text, from = 0, to = text.length) => {
    let html = "", at = from;
    for (const [start, end] of engine.marks(text, answer)) {
      if (end <= from || start >= to) continue;
      html += `${escape(text.slice(at, start))}<mark>${escape(text.slice(Math.max(start, from), end))}</mark>`;
      at = end;
    }
    return html + escape(text.slice(at, Math.max(at, to)));
  };
  /** The stretch of a text with the most matches, begun and ended between words. */
  const excerpt = (text) => {
    if (text.length <= WINDOW + 40) return marked(text);
    const hits = engine.marks(text, answer);
    let best = 0, most = -1;
    for (const [start] of hits) {
      const count = hits.filter(([a, b]) => a >= start && b <= start + WINDOW).length;
      if (count > most) [most, best] = [count, start];
    }
    let from = Math.max(0, Math.min(best - 50, text.length - WINDOW));
    if (from) from = text.indexOf(" ", from) + 1;
    let to = Math.min(text.length, from + WINDOW);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from);
    return `${from ? "… " : ""}${marked(text, from, to)}${to < text.length ? " …" : ""}`;
  };
  const about = (doc, via) => {
    if (doc.k === "term") {
      const also = doc.f.slice(1 + (doc.b ? 1 : 0)).filter((form) => form !== via).slice(0, 3);
      const found = via && !doc.t.includes(via) ? [via] : [];
      return [...found, ...also].length ? `also ${[...found, ...also].join(", ")}` : "";
    }
    if (doc.k === "event") return doc.d;
    if (doc.k === "paragraph") return doc.n ?? "";
    return (doc.s ?? []).map((id) => engine.sources[id][0]).join(", ");
  };
  const option = ({ doc, via }, i) => `<a role="option" id="search-${i}" aria-selected="false" tabindex="-1" class="result result-${doc.k}" href="${escape(new URL(doc.u, base).href)}">`
    + `<span class="result-head"><span class="chip">${KINDS[doc.k]}</span> <b>${marked(doc.t)}</b>${about(doc, via) ? ` <span class="result-about">${marked(about(doc, via))}</span>` : ""}</span>`
    + `${doc.x ? `<span class="result-text">${excerpt(doc.x)}</span>` : ""}</a>`;
  const tally = (field, value) => {
    const count = {};
    for (const { doc } of answer.results) if (passes(doc, field)) for (const one of [].concat(value(doc))) count[one] = (count[one] ?? 0) + 1;
    return count;
  };
  const drawFacets = () => {
    facets.hidden = !answer.results.length;
    const byKind = tally("kind", (doc) => doc.k);
    const all = Object.values(byKind).reduce((a, b) => a + b, 0);
    kinds.innerHTML = [["", "All", all], ...Object.keys(MANY).map((kind) => [kind, MANY[kind], byKind[kind] ?? 0])].filter(([kind, , n]) => n || kind === facet.kind)
      .map(([kind, words, n]) => `<button type="button" data-kind="${kind}" aria-pressed="${facet.kind === kind}">${words} <span>${n}</span></button>`).join("");
    const decades = Object.keys(tally("decade", decade)).filter(Boolean).sort();
    if (facet.decade && !decades.includes(facet.decade)) decades.push(facet.decade);
    decadeBox.replaceChildren(new Option("all", ""), ...decades.map((one) => new Option(one, one)));
    decadeBox.value = facet.decade;
  };
  /** "Did you mean …": the query with one word in the place of another, to be chosen, never done unasked. */
  const offer = (typed, offers) => {
    const instead = (word) => input.value.replace(new RegExp(typed.replace(/[^\p{L}\p{N}]/gu, "."), "iu"), word);
    return `Did you mean ${offers.map((word) => `<button type="button" class="search-example" data-ask="${escape(instead(word))}">${escape(word)}</button>`).join(" or ")}?`;
  };
  const explain = () => {
    const lines = [];
    for (const [typed, meant] of answer.changed) lines.push(`Nothing has “${escape(typed)}”; these have <b>${escape(meant)}</b>.`);
    for (const [typed, offers] of answer.offered) lines.push(`Nothing has “${escape(typed)}”. ${offer(typed, offers)}`);
    if (answer.nearest) lines.push("No place has all of these words; these come nearest.");
    for (const doc of answer.expanded.slice(0, 3)) {
      const name = doc.b ? doc.f[1] : doc.f[0];
      // Other abbreviations first: they are what a reader would not think of.
      const short = (form) => !form.includes(" ") && /[A-Z0-9].*[A-Z0-9]/.test(form);
      const others = [...doc.f].sort((a, b) => short(b) - short(a)).filter((form) => !name.includes(form)).slice(0, 4);
      if (others.length) lines.push(`<b>${escape(name)}</b>, also ${escape(others.join(", "))}`);
    }
    note.innerHTML = lines.map((line) => `<span>${line}</span>`).join("");
    note.hidden = !lines.length;
  };
  const tips = () => {
    const asked = input.value.trim();
    const examples = TRY.map((one) => `<button type="button" class="search-example">${one}</button>`).join(" ");
    const filtered = asked && answer?.results.length;
    const head = filtered ? "<p>Nothing of this kind. <button type=\"button\" class=\"search-example\" data-clear>Show all kinds, sources and decades</button></p>"
        : asked ? `<p><b>Nothing found for “${escape(asked)}”.</b> Try fewer or shorter words, the abbreviation or the full name, another spelling, or a date such as 6 May 2014 or 1983. Words between “quotation marks” must stand in that order.</p>`
          : "<p>Any form finds it: an abbreviation or its expansion, a name without accents, a date in any order.</p>";
    const doors = ["glossary/", "timeline/", "compare/", "sources/"].map((path) => document.querySelector(`.doors-nav a[href*="${path.slice(0, -1)}"]`)).filter(Boolean);
    const browse = doors.map((link) => `<a href="${escape(link.href)}">${escape(link.textContent)}</a>`).join(" · ");
    return `${head}<p>Try ${examples}</p>${browse ? `<p>Or browse: ${browse}</p>` : ""}`;
  };
  const draw = () => {
    shown = answer ? answer.results.filter(({ doc }) => passes(doc)) : [];
    list.innerHTML = shown.slice(0, limit).map(option).join("");
    more.hidden = shown.length <= limit;
    more.textContent = `Show more of ${shown.length}`;
    empty.hidden = shown.length > 0;
    if (!empty.hidden) empty.innerHTML = tips();
    input.setAttribute("aria-expanded", String(shown.length > 0));
    list.hidden = !shown.length;
    choose(shown.length ? 0 : -1, false);
  };

  /** Answer what stands in the field; called at every keystroke, without delay. */
  const update = () => {
    const asked = input.value.slice(0, LONGEST), found = asked.trim() ? engine.answer(asked, facet) : null;
    // With an index in chunks the answer comes later: what stands stays until then, and one that was overtaken is dropped.
    asking = found;
    if (found?.then) found.then((one) => { if (asking === found) show(one); }, () => {}); else show(found);
  };
  const show = (found) => {
    answer = found;
    limit = STEP;
    if (answer) { drawFacets(); explain(); } else { facets.hidden = true; note.hidden = true; }
    draw();
    scroll.scrollTop = 0;
    clearTimeout(sayTimer);
    sayTimer = setTimeout(announce, 400);
    clearTimeout(addressTimer);
    addressTimer = setTimeout(writeAddress, 250);
  };
  const announce = () => {
    if (!dialog.open) return;
    const first = shown[0]?.doc;
    say(!answer ? "" : first ? `${many(shown.length, "result")}${answer.nearest ? ", not with all words" : ""}. First: ${KINDS[first.k]} ${first.t}` : `No results. ${note.textContent}`);
  };

  /* ---- choosing ---- */
  const choose = (index, move = true) => {
    const options = list.children;
    options[active]?.setAttribute("aria-selected", "false");
    active = index;
    const one = options[index];
    if (!one) { input.removeAttribute("aria-activedescendant"); return; }
    one.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", one.id);
    if (move) one.scrollIntoView({ block: "nearest" });
  };
  const showMore = () => {
    const at = active;
    limit += STEP;
    list.insertAdjacentHTML("beforeend", shown.slice(limit - STEP, limit).map((result, i) => option(result, limit - STEP + i)).join(""));
    more.hidden = shown.length <= limit;
    choose(at);
  };
  const step = (by) => {
    if (!list.children.length) return;
    if (active + by >= list.children.length && !more.hidden) showMore();
    choose((active + by + list.children.length) % list.children.length);
  };
  /** Leave word for the page that is opened: what to mark. It may open in another tab, so not in the session. */
  const leaveWord = (link) => {
    const { doc } = shown[[...list.children].indexOf(link)];
    const words = new Set();
    for (const text of [doc.t, doc.x ?? "", ...(doc.f ?? [])]) for (const [a, b] of engine.marks(text, answer)) words.add(text.slice(a, b));
    try { localStorage.setItem("reader.arrive", JSON.stringify({ to: link.href, words: [...words], at: Date.now() })); } catch { /* closed */ }
  };
  const follow = (link, elsewhere) => {
    leaveWord(link);
    clearTimeout(addressTimer);
    writeAddress();
    if (elsewhere) window.open(link.href); else search.follow(link.href, active);
  };

  /* ---- state in the address ---- */
  const writeAddress = () => {
    if (!dialog.open) return;
    const state = new URLSearchParams();
    const query = input.value.trim().slice(0, LONGEST);
    if (query) {
      state.set("q", query);
      for (const [name, value] of Object.entries(facet)) if (value) state.set(name, value);
    }
    search.replace(query ? `?${state}` : "");
  };

  /* ---- events ---- */
  const ask = (query) => { input.value = query; input.focus(); update(); };
  const clearFacets = () => { Object.assign(facet, { kind: "", source: "", decade: "" }); sourceBox.value = ""; };
  const refine = () => {
    if (chunks) { update(); return; }
    limit = STEP; if (answer) drawFacets(); draw(); scroll.scrollTop = 0; announce(); writeAddress();
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // a word of an input method is being confirmed
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
    if (event.key in moves) { event.preventDefault(); step(moves[event.key]); }
    if (event.key === "Enter") {
      event.preventDefault();
      if (list.children[active]) follow(list.children[active], event.metaKey || event.ctrlKey);
    }
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey) { leaveWord(link); return; }
    event.preventDefault();
    follow(link);
  });
  list.addEventListener("auxclick", (event) => { const link = event.target.closest("a"); if (link) leaveWord(link); });
  list.addEventListener("mousedown", (event) => { if (event.button === 0) event.preventDefault(); });
  list.addEventListener("mousemove", (event) => {
    const index = [...list.children].indexOf(event.target.closest("a"));
    if (index >= 0 && index !== active) choose(index, false);
  });
  more.addEventListener("click", () => { showMore(); input.focus(); });
  kinds.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) { facet.kind = button.dataset.kind; refine(); kinds.querySelector("[aria-pressed=true]")?.focus(); }
  });
  for (const box of [sourceBox, decadeBox]) box.addEventListener("change", () => { facet[box.name] = box.value; refine(); });
  empty.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("clear" in button.dataset) { clearFacets(); refine(); input.focus(); } else ask(button.textContent);
  });
  note.addEventListener("click", (event) => { if (event.target.dataset.ask) ask(event.target.dataset.ask); });
  dialog.addEventListener("close", () => { clearTimeout(addressTimer); clearTimeout(sayTimer); });

  /** Answer what stands in the field, with the facets that PARAMETERS (URLSearchParams) name, and choose ROW. */
  const open = ({ parameters, row }) => {
    clearFacets();
    for (const name in facet) facet[name] = parameters?.get(name) ?? "";
    sourceBox.value = facet.source;
    update();
    while (row >= list.children.length && !more.hidden) showMore();
    if (row > 0) choose(Math.min(row, list.children.length - 1));
  };
  const enter = () => { if (list.children[active]) follow(list.children[active], false); };
  /** Read the index: the box answers when this is done. */
  search.start = async () => {
    engine = await window.readerEngine.create(window.readerIndex);
    fillSources();
    engine.grow(Infinity);
    search.box = { show: open, update, enter };
    search.ready = true;
  };
})();
