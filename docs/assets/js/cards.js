/* Cards: a term, paragraph, event, question or source explains itself when it is pointed at, focused or tapped. */
const { base, load, remember, say } = window.reader;
const main = document.getElementById("content");
const WAIT = 70, GRACE = 250; // milliseconds before a card opens, and before it closes behind the pointer
const KINDS = { glossary: "terms", timeline: "events", compare: "questions", sources: "places" };
const LINKS = "a[href]:not(.num, .self, [data-no-card], nav *)";

let card = null, owner = null, timer = 0, moved = false, touched = null;
const off = () => { try { return localStorage.getItem("reader.cards") === "off"; } catch { return false; } };

/** The thing that a link of this site leads to, as [kind, id]; null when it is none that has a card. */
const thing = (link) => {
  if (!link || link.origin !== location.origin && location.protocol !== "file:") return null;
  const path = link.pathname.slice(base.pathname.length - (base.pathname.endsWith("/") ? 0 : 1));
  if (!link.href.startsWith(base.href)) return null;
  const [section, id = ""] = path.replace(/(?:index)?\.html$/, "").split("/");
  const kind = KINDS[section], hash = link.hash.slice(1);
  if (!kind || link.pathname === location.pathname && kind === "places") return null;
  if (kind === "terms" && id) return [kind, id];
  if (kind === "places" && id) return [kind, hash ? `${id}#${hash}` : id];
  if (kind === "events" && hash) return [kind, hash];
  if (kind === "questions" && (id || hash)) return [kind, id || hash];
  return null;
};

const close = () => {
  clearTimeout(timer);
  if (!card) return;
  const had = card.contains(document.activeElement);
  card.remove();
  owner?.removeAttribute("aria-describedby");
  if (had) owner?.focus();
  card = owner = null;
};

const make = (tag, words, name) => {
  const part = document.createElement(tag);
  part.textContent = words;
  if (name) part.className = name;
  return part;
};
const button = (words, label, action) => {
  const made = make("button", words);
  made.type = "button";
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", action);
  return made;
};

/** Show the card of LINK, as a sheet at the lower edge for a finger; false when it has none. */
const show = (link, sheet = false) => {
  const [kind, id] = thing(link) ?? [];
  const facts = window.readerCards?.[kind]?.[id];
  if (!facts) return false;
  if (owner === link) return true;
  close();
  owner = link;
  card = document.createElement("aside");
  card.className = sheet ? "card sheet" : "card";
  card.setAttribute("aria-label", facts[0]);
  const text = make("div", "", "card-text");
  text.id = "card-text";
  text.append(make("b", facts[0]));
  if (facts[1]) text.append(" ", make("span", facts[1], "chip"));
  text.append(make("p", facts[2]));
  if (facts[3]) text.append(make("p", facts[3], "count"));
  const open = make("a", "Open");
  open.href = link.href;
  const tools = make("p", "", "card-tools");
  const links = [open];
  if (facts[4]) {
    const article = make("a", "Read the article");
    article.href = facts[4];
    links.push(article);
  }
  for (const one of links) one.dataset.noCard = "";
  tools.append(...links, button("No more cards", "", () => {
    remember("cards", "off");
    close();
    say("Cards are off. The page on accessibility switches them on again.");
  }), button("×", "Close", close));
  card.append(text, tools);
  main.append(card);
  link.setAttribute("aria-describedby", "card-text");
  if (!sheet) place(link);
  else open.focus({ preventScroll: true });
  return true;
};

/** Above the line, as what comes next must stay readable; in the margin or below where there is no room. */
const place = (link) => {
  const box = [...link.getClientRects()][0], width = card.offsetWidth, height = card.offsetHeight;
  const head = document.querySelector("header")?.getBoundingClientRect().bottom ?? 0;
  let left = Math.max(8, Math.min(box.left, innerWidth - width - 12)), top = box.top - height - 6;
  if (top < Math.max(head, 0) + 4) {
    const column = link.closest("p, li, td, dd, div").getBoundingClientRect();
    if (column.right + width + 24 < innerWidth) { left = column.right + 12; top = Math.max(head + 6, box.top - 20); }
    else top = box.bottom + 6;
  }
  card.style.setProperty("left", `${left + scrollX}px`);
  card.style.setProperty("top", `${top + scrollY}px`);
};

const fetchFor = (link) => Promise.all([load(`assets/cards-${thing(link)[0]}.js`), load("assets/cards.css")]);
const showSoon = (link, delay) => {
  clearTimeout(timer);
  const loading = fetchFor(link).catch(() => { /* then links are plain */ });
  timer = setTimeout(() => loading.then(() => { if (link.matches(":hover, :focus-visible")) show(link); }), delay);
};
const linkAt = (element) => {
  const link = element.closest?.(LINKS);
  return link && main?.contains(link) && !card?.contains(link) && thing(link) ? link : null;
};

if (main) {
  // A page that moves under a pointer at rest opens nothing: only real movement does.
  addEventListener("pointermove", (event) => {
    moved = event.pointerType !== "touch" && (event.movementX || event.movementY);
  });
  addEventListener("scroll", () => {
    moved = false;
    if (!document.activeElement?.matches("a:focus-visible")) clearTimeout(timer); // focus scrolls its link into view
  }, { passive: true });
  addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || off()) return;
    if (card?.contains(event.target)) { clearTimeout(timer); return; }
    if (!moved) return; // the page moved, and a card that was asked for by focus comes all the same
    const link = linkAt(event.target);
    if (link === owner && link) { clearTimeout(timer); return; }
    if (link) showSoon(link, WAIT);
    else { clearTimeout(timer); if (card && !card.matches(".sheet")) timer = setTimeout(close, GRACE); }
  });
  addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch" && !off() ? linkAt(event.target) : null;
    if (touched) fetchFor(touched).catch(() => { /* then links are plain */ });
  });
  addEventListener("focusin", (event) => {
    if (card?.contains(event.target)) return;
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
      fetchFor(link).then(() => { if (!show(link, true)) follow(); }, follow);
    } else if (card && !card.contains(event.target)) close();
  });
  const toggle = document.querySelector("[data-cards-toggle]");
  if (toggle) {
    const tell = () => { toggle.textContent = off() ? "Switch cards on" : "Switch cards off"; };
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      remember("cards", off() ? "on" : "off");
      tell();
    });
    tell();
  }
}
