/* Copying a stretch of a source gives its words alone: no number, mark, button or note of ours, no link, no style. */
const WORDS = ".block-text, .unit-new > .block, main :is(h2, h3):not(.ours, .apparatus), .table-block table";
const OURS = "sup.note-mark, .num, .tools, button, a[href^='#p']";
const KEPT = "em, strong, i, b, sub, sup, cite";
const main = document.getElementById("content");
const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
const within = (node) => element(node).closest("main") && !element(node).closest(".margin, .source-head, .source-guide, .end");

/** The part of RANGE that is in BLOCK, cleaned. */
const part = (range, block) => {
  const own = document.createRange();
  own.selectNodeContents(block);
  if (own.comparePoint(range.startContainer, range.startOffset) === 0) own.setStart(range.startContainer, range.startOffset);
  if (own.comparePoint(range.endContainer, range.endOffset) === 0) own.setEnd(range.endContainer, range.endOffset);
  const box = document.createElement(/^H\d$/.test(block.tagName) ? block.tagName : block.matches("table") ? "table" : "p");
  box.append(own.cloneContents());
  for (const ours of box.querySelectorAll(OURS)) ours.remove();
  if (!block.matches("table")) for (const other of box.querySelectorAll(`:not(${KEPT})`)) other.replaceWith(...other.childNodes);
  for (const kept of box.querySelectorAll("*")) for (const { name } of [...kept.attributes]) kept.removeAttribute(name);
  box.normalize();
  return box;
};
const words = (box) => {
  const rows = [...box.querySelectorAll("tr")];
  if (rows.length) return rows.map((row) => [...row.children].map((cell) => cell.textContent.trim()).join("\t")).join("\n");
  return box.textContent.replace(/\s+/g, " ").replace(/ ↩[\s,]*$/, "").trim();
};

if (main.querySelector(".block-p")) {
  // What is not copied is not marked either while somebody drags over the text.
  document.addEventListener("selectstart", (event) => {
    document.documentElement.classList.toggle("taking", Boolean(element(event.target).closest(".block, main h2, main h3")));
  });
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (event.defaultPrevented || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!within(range.startContainer) || element(document.activeElement ?? main).matches("input, textarea")) return;
    const parts = [...document.querySelectorAll(WORDS)].filter((block) => range.intersectsNode(block))
      .map((block) => part(range, block)).filter((box) => words(box));
    if (!parts.length) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", parts.map(words).join("\n\n"));
    event.clipboardData.setData("text/html", parts.map((box) => box.outerHTML).join("\n"));
  });
}
