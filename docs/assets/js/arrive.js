/* Arriving at a place: a damaged fragment still lands, and the words that a search found are marked. */
const { counted, say, target, load, recall } = window.reader;

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

/** The words that the search left for this page, if it was just now; they are taken away. */
const left = () => {
  try {
    const word = JSON.parse(recall("arrive"));
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
  there?.scrollIntoView({ block: "start" });
  load("assets/found.js").then(() => {
    const count = window.reader.found(place, words);
    if (count) say(`${counted(count, "match", "matches")} marked. Escape clears the marks.`);
  }, () => { /* then nothing is marked */ });
};

addEventListener("hashchange", arrive);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) clear();
});
arrive();
