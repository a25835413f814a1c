/* Cite, and add to the brief, on every citable thing. What they need is loaded when somebody first reaches for them. */
const { base, el, load, own, recall, remember } = window.reader;
const notify = (near, words) => window.reader.notify(near, words); // copy.js comes after this script

/** The page at HREF from the site's root, as the data write it: "glossary/ipcp/", also in the offline copy. */
const pathOf = (href) => href.split(/[?#]/)[0].slice(base.href.length)
  .replace(/(^|\/)index\.html$/, "$1").replace(/\.html$/, "/");
const page = pathOf(location.href);
/** The thing that ELEMENT cites: the one it names, else the place on this page that holds it. */
const thingOf = (element) => {
  const answer = element.closest(".answers > [data-source]");
  if (answer) return `compare/${answer.closest(".question").id}/#${answer.dataset.source}`;
  const named = element.closest("[data-thing]");
  if (named) return named.dataset.thing;
  const place = element.closest(".annotation[id]")
    ?? element.closest(".unit")?.querySelector(".block-p[id]") ?? element.closest("main [id]:not(#content)");
  // A question has a page of its own; on the page of all questions it is a place.
  if (place?.matches(".question")) return `compare/${place.id}/`;
  return place ? `${page}#${place.id}` : page;
};

const loadCitations = () => Promise.all([load("assets/things.js"), load("assets/citations.css")])
  .then(() => load("assets/citations.js"));
const failed = (near) => notify(near, "The list of what can be cited did not load. Try again.");

/** The brief as this browser keeps it; its items are addresses, in order. */
const kept = () => {
  let brief = {};
  try { brief = JSON.parse(recall("brief")) ?? {}; } catch { /* damaged: begun anew */ }
  const items = Array.isArray(brief.items) ? brief.items.filter((item) => typeof item?.thing === "string") : [];
  return { ...brief, items: items.map(({ thing, note }) => ({ thing, note: `${note ?? ""}` })) };
};
const count = () => {
  const { length } = kept().items;
  const link = document.querySelector("#site-nav a[href*=briefing]");
  if (!link) return;
  const shown = link.querySelector(".brief-count") ?? link.appendChild(el("span", "", { class: "brief-count" }));
  shown.textContent = length ? ` ${length}` : "";
};
const add = (thing, button) => {
  const brief = kept();
  const there = brief.items.some((item) => item.thing === thing);
  if (!there) brief.items.push({ thing, note: "" });
  if (!remember("brief", JSON.stringify(brief))) {
    notify(button, "This browser keeps nothing for this site, so there is no brief.");
    return;
  }
  count();
  notify(button, there ? "Already in the brief" : `In the brief (${brief.items.length})`);
};

// Where no template could carry the two buttons, and where hundreds in folds would weigh on the page.
const HOSTS = {
  ".table-block, .block-n, .block-figure": () => "this",
  ".event .onward": () => "this event",
  ".question .onward": () => "this question",
  ".answers > [data-source]": (answer) => `the position of ${answer.querySelector("b").textContent}`,
};
for (const [hosts, name] of Object.entries(HOSTS)) {
  for (const host of document.querySelectorAll(hosts)) {
    const buttons = [["cite", "Cite", "Cite "], ["brief", "+ Brief", "+ Brief: "]].map(([action, label, spoken]) =>
      el("button", label, { type: "button", class: `${action}-button`, "aria-label": spoken + name(host) }));
    const tools = el("span", "", { class: "tools" }, ...buttons);
    host.append(" ", tools);
  }
}

document.addEventListener("click", async (event) => {
  const pressed = event.target.closest(".cite-button, .brief-button");
  if (!pressed) return;
  if (pressed.matches(".brief-button")) return add(thingOf(pressed), pressed);
  try {
    await loadCitations();
    window.reader.citations.open(thingOf(pressed), pressed);
  } catch { failed(pressed); }
});
for (const type of ["pointerover", "focusin"]) {
  document.addEventListener(type, (event) => {
    if (event.target.closest?.(".cite-button")) loadCitations().catch(() => { /* said when it is pressed */ });
  });
}

/** What ELEMENT stands for, the likeliest first: what a link leads to, the place that holds it, this page. */
const candidates = (element) => {
  const link = element?.closest("a[href]")?.href ?? element?.dataset.href ?? "";
  const led = link.startsWith(base.href) ? [pathOf(link) + new URL(link).hash] : [];
  const page = (thing) => thing.replace(/#.*/, "");
  const named = led.flatMap((thing) => [thing, thing.replace(/^compare\/#(.+)/, "compare/$1/"), page(thing)]);
  return [...named, ...element?.closest("main") ? [thingOf(element)] : [], page];
};
/* Ctrl+B (⌘B) adds without the pointer: the chosen result of the search, else the link or place that has the focus, the
   place that the address names, or the page. */
document.addEventListener("keydown", async (event) => {
  if (event.key.toLowerCase() !== "b" || event.ctrlKey === event.metaKey || event.altKey || event.shiftKey) return;
  const dialog = document.querySelector("dialog[open]"), focused = document.activeElement;
  if (!dialog && focused.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  const chosen = dialog?.querySelector("[role=option][aria-selected=true]");
  const at = dialog ? chosen : focused.closest("main > *, .cite-panel") ? focused : window.reader.target();
  if (dialog && !chosen) return;
  try {
    await load("assets/things.js");
  } catch { return failed(at ?? document.querySelector("h1")); }
  const thing = candidates(at).find((one) => own(window.readerThings.things, one));
  const near = at?.querySelector(".brief-button") ?? at ?? document.querySelector("h1");
  if (thing) add(thing, near);
  else notify(near, "Nothing here can be put into the brief.");
  dialog?.querySelector("input").select();
});

window.addEventListener("storage", count);
count();
Object.assign(window.reader, { brief: { count, kept, thingOf, page } });
