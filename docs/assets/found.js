/* Marks the words that a search found where it led to: loaded on arrival from a search (js/arrive.js). */
const pattern = (words) => {
  const literal = words.filter(Boolean).sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return literal.length
    ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${literal.join("|")})(?![\\p{L}\\p{N}])`, "giu")
    : null;
};

/** Mark WORDS inside PLACE; returns how many were found. */
window.reader.found = (place, words) => {
  const wanted = pattern(words);
  if (!wanted) return 0;
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT, (node) =>
    (node.parentElement.closest("script, style, button, svg, .num")
      ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
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
