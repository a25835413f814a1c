/* Cards: a term, paragraph, event, question or source explains itself when its link is pointed at, focused or tapped.
   What draws them (assets/cards.js) comes with their words when somebody first reaches for one. */
const { base, load, own, recall } = window.reader;
const main = document.getElementById("content");
const WAIT = 70, GRACE = 250; // milliseconds before a card opens, and before it closes behind the pointer
const KINDS = { glossary: "terms", timeline: "events", compare: "questions", sources: "places" };
const LINKS = "a[href]:not(.num, .self, [data-no-card], nav *)";

let timer = 0, moved = false, touched = null;
const off = () => recall("cards") === "off";

/** The thing that a link of this site leads to, as [kind, id]; null when it is none that has a card. */
const thing = (link) => {
  if (!link || link.origin !== location.origin && location.protocol !== "file:") return null;
  const path = link.pathname.slice(base.pathname.length - (base.pathname.endsWith("/") ? 0 : 1));
  if (!link.href.startsWith(base.href)) return null;
  const [section, id = ""] = path.replace(/(?:index)?\.html$/, "").split("/");
  const kind = own(KINDS, section), hash = link.hash.slice(1);
  if (!kind || link.pathname === location.pathname && kind === "places") return null;
  if (kind === "terms" && id) return [kind, id];
  if (kind === "places" && id) return [kind, hash ? `${id}#${hash}` : id];
  if (kind === "events" && hash) return [kind, hash];
  if (kind === "questions" && (id || hash)) return [kind, id || hash];
  return null;
};

/** What is open: the card and its link; cards.js adds how to show and to close one. */
const now = { card: null, owner: null, thing, off };
window.reader.cards = now;
const close = () => {
  clearTimeout(timer);
  now.close?.();
};

const DRAWING = ["assets/cards.css", "assets/cards.js"];
const fetchFor = (link) => Promise.all([`assets/cards-${thing(link)[0]}.js`, ...DRAWING].map(load));
const showSoon = (link, delay) => {
  clearTimeout(timer);
  const loading = fetchFor(link).catch(() => { /* then links are plain */ });
  timer = setTimeout(() => loading.then(() => { if (link.matches(":hover, :focus-visible")) now.show(link); }), delay);
};
const linkAt = (element) => {
  const link = element.closest?.(LINKS);
  return link && main?.contains(link) && !now.card?.contains(link) && thing(link) ? link : null;
};

if (main) {
  const over = (event) => {
    if (event.pointerType === "touch" || off()) return;
    if (now.card?.contains(event.target)) { clearTimeout(timer); return; }
    if (!moved) return; // the page moved, and a card that was asked for by focus comes all the same
    const link = linkAt(event.target);
    if (link === now.owner && link) { clearTimeout(timer); return; }
    if (link) showSoon(link, WAIT);
    else { clearTimeout(timer); if (now.card && !now.card.matches(".sheet")) timer = setTimeout(close, GRACE); }
  };
  addEventListener("pointerover", over);
  // A page that moves under a pointer at rest opens nothing: only real movement does, also within what it came to.
  addEventListener("pointermove", (event) => {
    const rested = !moved;
    moved = event.pointerType !== "touch" && (event.movementX || event.movementY);
    if (rested && moved) over(event);
  });
  // A mouse that moves may rest on a link soon; what is the same for all cards is there by then.
  addEventListener("pointermove", ({ pointerType }) => {
    if (pointerType !== "touch" && !off()) Promise.all(DRAWING.map(load)).catch(() => { /* then links are plain */ });
  }, { once: true });
  addEventListener("scroll", () => {
    moved = false;
    if (!document.activeElement?.matches("a:focus-visible")) clearTimeout(timer); // focus scrolls its link into view
  }, { passive: true });
  addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch" && !off() ? linkAt(event.target) : null;
    if (touched) fetchFor(touched).catch(() => { /* then links are plain */ });
  });
  addEventListener("focusin", (event) => {
    if (now.card?.contains(event.target)) return;
    const link = linkAt(event.target);
    if (link && link.matches(":focus-visible") && !off()) showSoon(link, 0);
    else if (!link) close();
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  // A finger's first tap opens a sheet with a button; the button follows the link.
  addEventListener("click", (event) => {
    const link = linkAt(event.target);
    if (link && link === touched && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const follow = () => location.assign(link.href);
      fetchFor(link).then(() => { if (!now.show(link, true)) follow(); }, follow);
    } else if (now.card && !now.card.contains(event.target)) close();
  });
  // The button that switches cards off and on, on the page about accessibility.
  if (document.querySelector("[data-cards-toggle]")) load("assets/cards.js").catch(() => { /* it stays hidden */ });
}
