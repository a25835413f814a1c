/* Arriving from a search: marks the words and the paragraph they stand in. Loaded only then. */
(() => {
  "use strict";
  const clear = () => {
    for (const mark of document.querySelectorAll("mark.found")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
    document.querySelector(".arrived")?.classList.remove("arrived");
  };
  const pattern = (words) => {
    const literal = words.filter(Boolean).sort((a, b) => b.length - a.length).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return literal.length ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${literal.join("|")})(?![\\p{L}\\p{N}])`, "giu") : null;
  };
  const mark = (place, words) => {
    const wanted = pattern(words);
    if (!wanted) return 0;
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT, (node) =>
      (node.parentElement.closest("script, style, button, svg, .num") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    let count = 0;
    for (const text of texts) {
      for (const match of [...text.data.matchAll(wanted)].reverse()) {
        const range = document.createRange();
        range.setStart(text, match.index);
        range.setEnd(text, match.index + match[0].length);
        const found = document.createElement("mark");
        found.className = "found";
        range.surroundContents(found);
        count += 1;
      }
    }
    return count;
  };

  /** Mark what the search left word of, if it was this page and just now. */
  const arrive = () => {
    let word = null;
    try {
      word = JSON.parse(localStorage.getItem("reader.arrive"));
      if (word?.to !== location.href.replace(/\?[^#]*/, "") || Date.now() - word.at > 60000) return;
      localStorage.removeItem("reader.arrive");
    } catch { return; }
    clear();
    const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const place = target?.closest(".unit, .event, .question, .table-block") ?? target ?? document.getElementById("content");
    if (target) place.classList.add("arrived");
    const count = mark(place, word.words);
    target?.scrollIntoView({ block: "start", behavior: "instant" });
    if (count) window.reader.say(`${count} ${count === 1 ? "match" : "matches"} marked. Escape clears the marks.`);
  };
  window.addEventListener("hashchange", arrive);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !document.querySelector("dialog[open]")) clear(); });
  arrive();
})();
