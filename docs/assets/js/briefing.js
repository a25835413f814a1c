/* The pages "Briefing" and "Check a brief": their scripts are loaded on these pages only. */
const { load } = window.reader;

const SCRIPTS = { "[data-brief]": "assets/briefing.js", "[data-brief-check]": "assets/brief-check.js" };
for (const [selector, script] of Object.entries(SCRIPTS)) {
  const box = document.querySelector(selector);
  if (!box) continue;
  box.hidden = false;
  box.textContent = "Loading what can be cited …";
  ["assets/things.js", "assets/texts.js", "assets/citations.css", "assets/citations.js", script]
    .reduce((before, path) => before.then(() => load(path)), Promise.resolve())
    .catch(() => { box.textContent = "The data did not load. Reload the page to try again."; });
}
