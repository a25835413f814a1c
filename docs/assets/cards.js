/* The card of a link, loaded when a reader first reaches for one (js/cards.js): how it looks and where it stands. */
const { cards, el, own, remember, say } = window.reader;

const close = () => {
  const { card, owner } = cards;
  if (!card) return;
  const had = card.contains(document.activeElement);
  card.remove();
  owner?.removeAttribute("aria-describedby");
  if (had) owner?.focus();
  cards.card = cards.owner = null;
};

const button = (words, label, action) => {
  const made = el("button", words, { type: "button", ...(label && { "aria-label": label }) });
  made.addEventListener("click", action);
  return made;
};

/** Show the card of LINK, as a sheet at the lower edge for a finger; false when it has none. */
const show = (link, sheet = false) => {
  const [kind, id] = cards.thing(link) ?? [];
  const facts = own(window.readerCards?.[kind] ?? {}, id);
  if (!facts) return false;
  if (cards.owner === link) return true;
  close();
  const card = el("aside", "", { class: sheet ? "card sheet" : "card", "aria-label": facts[0] });
  Object.assign(cards, { card, owner: link });
  const [title, label, words, count, article] = facts;
  const text = el("div", "", { class: "card-text", id: "card-text" }, el("b", title));
  if (label) text.append(" ", el("span", label, { class: "chip" }));
  text.append(el("p", words));
  if (count) text.append(el("p", count, { class: "count" }));
  const open = el("a", "Open", { href: link.href, "data-no-card": "" });
  const read = article ? [el("a", "Read the article", { href: article, "data-no-card": "" })] : [];
  const tools = el("p", "", { class: "card-tools" }, open, ...read, button("No more cards", "", () => {
    remember("cards", "off");
    close();
    say("Cards are off. The page on accessibility switches them on again.");
  }), button("×", "Close", close));
  card.append(text, tools);
  document.getElementById("content").append(card);
  link.setAttribute("aria-describedby", "card-text");
  if (!sheet) place(card, link);
  else open.focus({ preventScroll: true });
  return true;
};

/** Above the line, as what comes next must stay readable; in the margin or below where there is no room. */
const place = (card, link) => {
  const box = [...link.getClientRects()][0], width = card.offsetWidth, height = card.offsetHeight;
  const head = document.querySelector("header")?.getBoundingClientRect().bottom ?? 0;
  let left = Math.max(8, Math.min(box.left, innerWidth - width - 12)), top = box.top - height - 6;
  if (top < Math.max(head, 0) + 4) {
    const column = link.closest("p, li, td, dd, div").getBoundingClientRect();
    if (column.right + width + 24 < innerWidth) { left = column.right + 12; top = Math.max(head + 6, box.top - 20); }
    else top = box.bottom + 6;
  }
  const from = card.offsetParent.getBoundingClientRect(); // the main part of a source page, else the body
  card.style.setProperty("left", `${left - from.left}px`);
  card.style.setProperty("top", `${top - from.top}px`);
};
Object.assign(cards, { show, close });

const toggle = document.querySelector("[data-cards-toggle]");
if (toggle) {
  const tell = () => { toggle.textContent = cards.off() ? "Switch cards on" : "Switch cards off"; };
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    remember("cards", cards.off() ? "on" : "off");
    tell();
  });
  tell();
}
