/* Search begins here, on every page: the dialog, its field, its place in the history. It opens with the key that asks
   for it, so that no key is lost; box.js and the index are loaded meanwhile and answer what was typed. */
const { load, say, asked, state: arrivedWith } = window.reader;
const FILES = ["assets/search.js", "assets/search-index.js", "assets/results.css"];
const stored = (name, value) => {
  try {
    if (value === undefined) return sessionStorage.getItem(name) ?? "";
    sessionStorage.setItem(name, value);
  } catch { /* closed */ }
  return "";
};
/** Change the history; from file: that is not allowed, and Back leads to the page before. */
const record = (change, entry, address) => {
  try { history[change](entry, "", address); } catch { /* from file: */ }
};

const dialog = document.createElement("dialog");
dialog.className = "search";
dialog.setAttribute("aria-label", "Search");
dialog.innerHTML = `
  <form class="search-line-box" method="dialog" role="search">
    <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/></svg>
    <input type="text" inputmode="search" enterkeyhint="go" role="combobox"
      aria-label="Search terms, paragraphs, events and questions" aria-expanded="false" aria-controls="search-results"
      aria-autocomplete="list" autocomplete="off" autocapitalize="off" spellcheck="false"
      placeholder="A term, a name, a date, “a phrase”">
    <button type="button" class="search-close" aria-label="Close search">
      <kbd>Esc</kbd><span aria-hidden="true">✕</span></button>
  </form>
  <div class="search-body"></div>
  <div class="search-wait" hidden></div>
  <div class="sr-only" role="status" aria-live="polite"></div>`;
document.body.append(dialog);
const input = dialog.querySelector("input"), wait = dialog.querySelector(".search-wait");

/* ---- loading ---- */
const search = { dialog, input, body: dialog.querySelector(".search-body"), box: null, queued: false, ready: false };
let state = "unasked";
const waiting = (words, again) => {
  wait.hidden = search.box !== null || !words;
  if (wait.hidden) return;
  wait.innerHTML = `<p>${words}</p>${again ? '<button type="button">Try again</button>' : ""}`;
  say(words);
};
const fetchAll = async () => {
  if (state === "loading" || state === "loaded") return;
  state = "loading";
  waiting("Loading the search index …", false);
  try {
    await Promise.all(FILES.map(load));
    await search.start();
    state = "loaded";
    waiting("", false);
    search.box.show(search.asked);
    if (search.queued) search.box.enter();
  } catch {
    state = "failed";
    const still = "What you typed is kept; the glossary and the timeline work without it.";
    waiting(`The search index did not load. ${still}`, true);
  }
  search.queued = false;
};
wait.addEventListener("click", (event) => {
  if (!event.target.closest("button")) return;
  input.focus();
  fetchAll();
});

/* ---- opening and closing: one entry in the history, with the query in its address ---- */
const replace = (query, row) =>
  record("replaceState", { search: true, row }, (query || location.pathname) + location.hash);
const push = () => record("pushState", { search: true }, location.href);
/** Show the dialog. QUERY null: what was asked last, selected. PARAMETERS may name facets, ROW the chosen row. */
const show = (query, parameters, row) => {
  search.asked = { parameters, row };
  if (!dialog.open) dialog.showModal();
  input.value = query ?? stored("reader.query");
  input.focus();
  input.select();
  if (search.box) search.box.show(search.asked);
  else waiting("Loading the search index …", false);
  fetchAll();
};
search.open = (query = null, parameters = null) => {
  if (!dialog.open && !history.state?.search) push(); // else the entry is still there, or being left
  show(query, parameters);
};
search.close = () => dialog.close();
search.replace = replace;
/** Leave for HREF; Back leads to this list, at this ROW. */
search.follow = (href, row) => {
  replace(location.search, row);
  const to = new URL(href);
  if (to.pathname !== location.pathname || to.origin !== location.origin) {
    location.assign(href);
    return;
  }
  record("pushState", null, to.pathname);
  dialog.close();
  if (to.hash) location.replace(href);
  else scrollTo(0, 0);
};
let leaving = false; // going back takes a while, and the dialog may be opened again meanwhile
dialog.addEventListener("close", () => {
  if (dialog.open || !history.state?.search) return;
  leaving = true;
  history.back();
});
window.addEventListener("popstate", (event) => {
  const again = leaving && dialog.open;
  leaving = false;
  if (again) {
    push();
    return;
  }
  const parameters = new URLSearchParams(location.search);
  if (event.state?.search) show(parameters.get("q") ?? "", parameters, event.state.row);
  else if (dialog.open) dialog.close();
});

/* ---- keys ---- */
input.addEventListener("input", () => {
  search.queued = false;
  stored("reader.query", input.value.slice(0, 1000));
  search.box?.update();
});
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || search.box) return;
  event.preventDefault();
  search.queued = input.value.trim() !== "";
  if (state === "loading") say("The first result opens when the index is there.");
});
dialog.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
dialog.querySelector(".search-close").addEventListener("click", search.close);
dialog.addEventListener("mousedown", (event) => {
  if (event.target === dialog) search.close();
});

/* ---- ways in ---- */
const early = () => {
  for (const file of FILES) load(file).catch(() => { /* asked for again when it opens */ });
};
for (const button of document.querySelectorAll("[data-search-open]")) {
  button.addEventListener("click", () => search.open());
  button.addEventListener("pointerenter", early, { once: true });
  button.addEventListener("focus", early, { once: true });
}
/* A field on a page works without scripts; with them, its query is answered in the dialog. */
for (const form of document.querySelectorAll("main form[role=search]")) {
  form.elements.q.addEventListener("focus", early, { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search.open(form.elements.q.value);
  });
}
for (const example of document.querySelectorAll("[data-query]")) {
  example.addEventListener("click", (event) => {
    event.preventDefault();
    search.open(example.dataset.query);
  });
}
document.addEventListener("keydown", (event) => {
  const left = event.target === input && !dialog.open; // the focus leaves it only when the page is drawn
  const typing = !left && event.target.closest("input, textarea, select, [contenteditable]");
  const command = event.ctrlKey || event.metaKey;
  if (command ? event.key.toLowerCase() !== "k" : event.key !== "/" || typing) return;
  event.preventDefault();
  search.open();
});
window.reader.search = search;
if (asked.get("q")) {
  if (!arrivedWith?.search) {
    // a link that was shared: Back closes the dialog, too
    record("replaceState", null, location.pathname + location.hash);
    push();
  }
  replace(`?${asked}`, arrivedWith?.row);
  show(asked.get("q"), asked, arrivedWith?.row);
}
