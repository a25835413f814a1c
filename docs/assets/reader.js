/* What the pages can do beyond being read. Everything here is an extra: text, links, timeline and
   citations work without it. Nothing is requested from anywhere but this site. */
(() => {
  "use strict";
  const root = document.documentElement;
  const base = new URL(document.body.dataset.base + "/", location.href);
  const status = document.getElementById("status");
  const say = (words) => { status.textContent = ""; setTimeout(() => { status.textContent = words; }, 30); };
  const remember = (name, value) => { try { localStorage.setItem(`reader.${name}`, value); } catch { /* closed */ } };

  /** Load a script of this site once; resolves when it has run. */
  const loaded = new Map();
  const load = (path) => {
    if (!loaded.has(path)) {
      loaded.set(path, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = new URL(path, base);
        script.onload = resolve;
        script.onerror = () => { loaded.delete(path); reject(new Error(`${path} did not load`)); };
        document.head.append(script);
      }));
    }
    return loaded.get(path);
  };
  window.reader = { base, load, say };
  // Read before the filters below write their own state into the address.
  const asked = new URLSearchParams(location.search);

  /* ---- light and dark ---- */
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      remember("theme", root.dataset.theme);
      say(`${root.dataset.theme} colours`);
    });
  }

  /* ---- the menu of a narrow screen ---- */
  const menu = document.querySelector(".menu-button");
  menu.addEventListener("click", () => {
    const open = document.getElementById("site-nav").classList.toggle("open");
    menu.setAttribute("aria-expanded", String(open));
  });

  /* ---- text and notes, text only, notes only ---- */
  const views = document.querySelector(".view-switch");
  if (views) {
    const show = (view) => {
      root.dataset.view = view;
      for (const button of views.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    };
    show(root.dataset.view || "both");
    views.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      show(button.dataset.view);
      remember("view", button.dataset.view);
      say(button.textContent);
    });
  }

  /* ---- links and citations of paragraphs ---- */
  const canonical = () => document.querySelector("link[rel=canonical]")?.href || location.href.split(/[?#]/)[0];
  const copy = async (words, html, done) => {
    try {
      if (html && window.ClipboardItem) {
        await navigator.clipboard.write([new ClipboardItem({
          "text/plain": new Blob([words], { type: "text/plain" }),
          "text/html": new Blob([html], { type: "text/html" }),
        })]);
      } else {
        await navigator.clipboard.writeText(words);
      }
      say(done);
    } catch {
      say("The browser did not allow copying; the address is in the address bar.");
    }
  };
  const escape = (words) => words.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  document.addEventListener("click", (event) => {
    const number = event.target.closest("a.num, .event-date a, .question .self");
    if (number && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      copy(canonical() + number.hash, "", "Link copied");
      flash(number, "Link copied");
    }
  });
  const flash = (near, words) => {
    const tip = document.createElement("span");
    tip.className = "flash";
    tip.textContent = words;
    tip.setAttribute("aria-hidden", "true");
    const box = near.getBoundingClientRect();
    document.body.append(tip);
    tip.style.setProperty("left", `${Math.max(8, box.left + scrollX)}px`);
    tip.style.setProperty("top", `${box.bottom + scrollY + 4}px`);
    setTimeout(() => tip.remove(), 1400);
  };
  const citation = document.querySelector(".citation[data-note]");
  if (citation) {
    for (const block of document.querySelectorAll(".block-p")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cite-button";
      button.textContent = "Cite";
      button.setAttribute("aria-label", `Copy a citation of paragraph ${block.id.slice(1)}`);
      button.addEventListener("click", () => {
        const link = `${canonical()}#${block.id}`;
        // The address at the end carries the anchor; the locator before it is what a footnote shows.
        const [first, second] = [citation.dataset.locator, `#${citation.dataset.locator}`];
        const note = citation.dataset.note.replace(second, `#${block.id}`).replace(first, `para. ${block.id.slice(1)}`);
        const html = escape(note).replace(escape(link), `<a href="${escape(link)}">${escape(link)}</a>`);
        copy(note, html, "Citation copied");
        flash(button, "Citation copied");
      });
      block.after(button);
    }
  }

  /* ---- the section being read ---- */
  const toc = new Map([...document.querySelectorAll(".toc a")].map((link) => [link.hash.slice(1), link]));
  if (toc.size) {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) {
          for (const link of toc.values()) link.removeAttribute("aria-current");
          toc.get(entry.target.id).setAttribute("aria-current", "location");
        }
      }
    }, { rootMargin: "-10% 0px -75% 0px" });
    for (const id of toc.keys()) {
      const heading = document.getElementById(id);
      if (heading) seen.observe(heading);
    }
  }

  /* ---- term cards ---- */
  let card = null, owner = null, timer = 0, pressed = null;
  const close = () => {
    clearTimeout(timer);
    if (card) { card.remove(); card = null; owner?.removeAttribute("aria-describedby"); owner = null; }
  };
  /** Show the card of a term; false when there is none, and the link stays a plain link. */
  const show = (link) => {
    const facts = window.readerCards?.[link.dataset.term];
    if (!facts) return false;
    if (owner === link) return true;
    close();
    owner = link;
    card = document.createElement("div");
    card.className = "term-card";
    card.id = "term-card";
    card.setAttribute("role", "tooltip");
    for (const [tag, words, name] of [["b", facts[0]], ["span", facts[1], "chip"], ["p", facts[2]], ["p", facts[3], "count"]]) {
      const part = document.createElement(tag);
      part.textContent = words;
      if (name) part.className = name;
      card.append(part);
    }
    document.body.append(card);
    link.setAttribute("aria-describedby", "term-card");
    const box = link.getBoundingClientRect();
    const left = Math.min(box.left, innerWidth - card.offsetWidth - 12);
    const below = box.bottom + 8 + card.offsetHeight < innerHeight;
    card.style.setProperty("left", `${Math.max(8, left) + scrollX}px`);
    card.style.setProperty("top", `${scrollY + (below ? box.bottom + 8 : box.top - card.offsetHeight - 8)}px`);
    card.addEventListener("mouseleave", close);
    return true;
  };
  const showSoon = (link, delay) => {
    clearTimeout(timer);
    const loading = load("assets/cards.js").catch(() => { /* then terms are plain links */ });
    timer = setTimeout(() => loading.then(() => { if (link.matches(":hover, :focus")) show(link); }), delay);
  };
  const termOf = (target) => target.closest?.("a[data-term]");
  document.addEventListener("mouseover", (event) => {
    const link = termOf(event.target);
    if (link) showSoon(link, 180);
    else {
      clearTimeout(timer);
      if (card && !event.target.closest(".term-card")) timer = setTimeout(close, 200);
    }
  });
  // A press gives focus before it clicks; that focus must not open the card, or a tap would follow the link.
  document.addEventListener("pointerdown", (event) => {
    pressed = termOf(event.target);
    if (pressed) load("assets/cards.js").catch(() => { /* then terms are plain links */ });
  });
  document.addEventListener("focusin", (event) => {
    const link = termOf(event.target);
    if (link && link !== pressed) showSoon(link, 0);
    else if (!link) close();
  });
  document.addEventListener("keydown", (event) => { pressed = null; if (event.key === "Escape") close(); });
  // Where nothing hovers, the cards must be there before the first tap.
  const touch = matchMedia("(hover: none)").matches;
  if (touch && document.querySelector("main a[data-term]")) {
    (window.requestIdleCallback ?? setTimeout)(() => load("assets/cards.js").catch(() => { /* plain links then */ }));
  }
  // A finger's first tap shows the card, the second follows the link.
  document.addEventListener("click", (event) => {
    const link = termOf(event.target);
    if (link && touch && owner !== link && show(link)) event.preventDefault();
    else if (!link && !event.target.closest(".term-card")) close();
  });

  /* ---- sortable tables ---- */
  for (const table of document.querySelectorAll("table.sortable")) {
    table.querySelectorAll("thead th").forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const body = table.tBodies[0];
        const order = new Intl.Collator("en", { numeric: true });
        body.append(...[...body.rows].sort((a, b) =>
          (up ? 1 : -1) * order.compare(a.cells[column].textContent, b.cells[column].textContent)));
        say(`Sorted by ${button.textContent}, ${up ? "ascending" : "descending"}`);
      });
    });
  }

  /* ---- filters: state in the address, so that a filtered list can be linked ---- */
  const form = document.querySelector("form[data-filters]");
  if (form) {
    const items = [...document.querySelectorAll(form.dataset.filters === "timeline" ? ".event" : ".term-list > li")];
    const output = form.querySelector("output");
    const empty = document.querySelector(".empty");
    const tests = {
      kind: (item, value) => item.dataset.kind === value,
      filter: (item, value) => item.dataset.forms.includes(value.toLowerCase()),
      source: (item, value) => item.dataset.sources.split(" ").includes(value),
      theme: (item, value) => item.dataset.themes.split(" ").includes(value),
      actor: (item, value) => item.dataset.actors.split(" ").includes(value),
      disputed: (item) => "disputed" in item.dataset,
      major: (item) => !("minor" in item.dataset),
    };
    const words = output.textContent.replace(/^\d+ /, "");
    const apply = () => {
      const chosen = [...new FormData(form)].filter(([, value]) => value);
      let shown = 0;
      for (const item of items) {
        item.hidden = !chosen.every(([name, value]) => tests[name](item, value));
        shown += !item.hidden;
      }
      for (const list of document.querySelectorAll(".events, .term-list")) {
        const none = [...list.children].every((item) => item.hidden);
        list.hidden = none;
        if (list.previousElementSibling?.tagName === "H2") list.previousElementSibling.hidden = none;
      }
      output.textContent = chosen.length ? `${shown} of ${items.length} ${words}` : `${items.length} ${words}`;
      empty.hidden = shown > 0;
      const query = new URLSearchParams(chosen).toString();
      history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
    };
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = value === "1"; else field.value = value;
    }
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    document.querySelector("[data-reset]").addEventListener("click", () => { form.reset(); apply(); form.elements[0].focus(); });
    apply();
    if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }

  /* ---- search: loaded when somebody reaches for it ---- */
  const loadSearch = () => Promise.all([load("assets/search.js"), load("assets/search-index.js")]);
  const openSearch = async (query = "", state = null) => {
    loadSearch();
    await load("assets/search.js");
    window.reader.search.open(query, state);
  };
  for (const button of document.querySelectorAll("[data-search-open]")) {
    button.addEventListener("click", () => openSearch());
    button.addEventListener("pointerenter", loadSearch, { once: true });
    button.addEventListener("focus", loadSearch, { once: true });
  }
  for (const example of document.querySelectorAll("[data-query]")) {
    example.addEventListener("click", (event) => { event.preventDefault(); openSearch(example.dataset.query); });
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if ((event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      openSearch();
    }
  });
  if (asked.get("q")) openSearch(asked.get("q"), asked);
  // A search that led here left word of what to mark.
  const arrived = () => {
    try { if (localStorage.getItem("reader.arrive")) load("assets/arrive.js"); } catch { /* closed */ }
  };
  window.addEventListener("hashchange", arrived);
  arrived();
})();
