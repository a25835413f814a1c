/* Arriving at a place: a damaged fragment still lands, and the words that a search found are marked. */
const { say, target } = window.reader;

/** A fragment that names nothing as it is, but something when it is mended, is replaced. */
const land = () => {
  const place = target();
  if (place && location.hash !== `#${place.id}` && !document.querySelector(":target")) location.replace(`#${place.id}`);
};

const clear = () => {
  for (const mark of document.querySelectorAll("mark.found")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
  document.querySelector(".arrived")?.classList.remove("arrived");
};

const pattern = (words) => {
  const literal = words.filter(Boolean).sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return literal.length
    ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${literal.join("|")})(?![\\p{L}\\p{N}])`, "giu")
    : null;
};

/** Mark WORDS inside PLACE; returns how many were found. */
const mark = (place, words) => {
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

/** The words that the search left for this page, if it was just now; they are taken away. */
const left = () => {
  try {
    const word = JSON.parse(localStorage.getItem("reader.arrive"));
    const here = location.href.replace(/\?[^#]*/, "");
    if (word?.to !== here || Date.now() - word.at > 60000 || !Array.isArray(word.words)) return null;
    localStorage.removeItem("reader.arrive");
    return word.words.map(String);
  } catch {
    return null;
  }
};

const arrive = () => {
  land();
  const words = left();
  if (!words) return;
  clear();
  const there = target();
  const place = there?.closest(".unit, .event, .question, .table-block") ?? there ?? document.getElementById("content");
  if (there) place.classList.add("arrived");
  const count = mark(place, words);
  there?.scrollIntoView({ block: "start" });
  if (count) say(`${count} ${count === 1 ? "match" : "matches"} marked. Escape clears the marks.`);
};

addEventListener("hashchange", arrive);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) clear();
});
arrive();
