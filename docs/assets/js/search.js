/* Search: loaded when somebody reaches for it. */
const { load, asked } = window.reader;

const loadSearch = () => Promise.all([load("assets/search.js"), load("assets/search-index.js")]);
const openSearch = async (query = "", state = null) => {
  loadSearch();
  await load("assets/search.js");
  window.reader.search.open(query, state);
};
for (const button of document.querySelectorAll("[data-search-open]")) {
  button.addEventListener("click", () => openSearch());
  button.addEventListener("pointerenter", loadSearch, { once: true });
  button.addEventListener("focus", loadSearch, { once: true });
}
for (const example of document.querySelectorAll("[data-query]")) {
  example.addEventListener("click", (event) => { event.preventDefault(); openSearch(example.dataset.query); });
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey;
  if (slash || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
    event.preventDefault();
    openSearch();
  }
});
if (asked.get("q")) openSearch(asked.get("q"), asked);
