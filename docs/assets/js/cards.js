/* Cards: a term explains itself when it is pointed at, focused or tapped. */
const { load } = window.reader;

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
