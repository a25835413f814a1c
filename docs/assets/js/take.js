/* Copying a stretch of a source gives its words alone: no number, mark, button or note of ours, no link, no style. */
const WORDS = ".block-text, .unit-new > .block, main :is(h2, h3):not(.ours, .apparatus), .table-block table";
const OURS = "sup.note-mark, .num, .tools, button:not(th > *), a[href^='#p']";
const KEPT = "em, strong, i, b, sub, sup, cite";
const main = document.getElementById("content");
const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
const APART = ".margin, .source-head, .source-guide, .end";

/** The part of RANGE that is in BLOCK, cleaned. */
const part = (range, block) => {
  const own = document.createRange();
  own.selectNodeContents(block);
  const { startContainer, startOffset, endContainer, endOffset } = range;
  if (own.comparePoint(startContainer, startOffset) === 0) own.setStart(startContainer, startOffset);
  if (own.comparePoint(endContainer, endOffset) === 0) own.setEnd(endContainer, endOffset);
  const box = document.createElement(block.matches("h1, h2, h3, h4, h5, h6, table") ? block.tagName : "p");
  box.append(own.cloneContents());
  for (const ours of box.querySelectorAll(OURS)) ours.remove();
  for (const head of box.querySelectorAll("th > button")) head.replaceWith(...head.childNodes); // it sorts the table
  if (!block.matches("table")) {
    for (const other of box.querySelectorAll(`:not(${KEPT})`)) other.replaceWith(...other.childNodes);
  }
  for (const kept of box.querySelectorAll("*")) {
    for (const { name } of [...kept.attributes]) kept.removeAttribute(name);
  }
  box.normalize();
  return box;
};
const words = (box) => {
  const rows = [...box.querySelectorAll("tr")];
  const cells = (row) => [...row.children].map((cell) => cell.textContent.trim());
  const captions = [...box.querySelectorAll("caption")].map((caption) => caption.textContent.trim());
  if (rows.length) return [...captions, ...rows.map((row) => cells(row).join("\t"))].join("\n");
  return box.textContent.replace(/\s+/g, " ").replace(/ ↩[\s,]*$/, "").trim();
};

if (main.querySelector(".block-p")) {
  // What is not copied is not marked either while somebody drags over the text.
  document.addEventListener("selectstart", (event) => {
    const inText = element(event.target).closest(".block, main h2, main h3") !== null;
    document.documentElement.classList.toggle("taking", inText);
  });
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (event.defaultPrevented || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (element(range.startContainer).closest(APART) || document.activeElement?.matches("input, textarea")) return;
    const parts = [...document.querySelectorAll(WORDS)]
      .filter((block) => range.intersectsNode(block) && !block.closest(APART))
      .map((block) => part(range, block)).filter((box) => words(box));
    if (!parts.length) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", parts.map(words).join("\n\n"));
    event.clipboardData.setData("text/html", parts.map((box) => box.outerHTML).join("\n"));
  });
}
