/* The card of a link, loaded when a reader first reaches for one (js/cards.js): how it looks and where it stands. */
(() => {
  "use strict";
  const { cards, remember, say } = window.reader;

  const close = () => {
    const { card, owner } = cards;
    if (!card) return;
    const had = card.contains(document.activeElement);
    card.remove();
    owner?.removeAttribute("aria-describedby");
    if (had) owner?.focus();
    cards.card = cards.owner = null;
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
    const [kind, id] = cards.thing(link) ?? [];
    const facts = window.readerCards?.[kind]?.[id];
    if (!facts) return false;
    if (cards.owner === link) return true;
    close();
    const card = document.createElement("aside");
    Object.assign(cards, { card, owner: link });
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
})();
