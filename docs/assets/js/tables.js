/* Tables that can be sorted by a click on the head of a column. */
const { el, say } = window.reader;

for (const table of document.querySelectorAll("table.sortable")) {
  table.querySelectorAll("thead th").forEach((head, column) => {
    const button = el("button", head.textContent, { type: "button" });
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const body = table.tBodies[0];
      const order = new Intl.Collator("en", { numeric: true });
      body.append(...[...body.rows].sort((a, b) =>
        (up ? 1 : -1) * order.compare(a.cells[column].textContent, b.cells[column].textContent)));
      say(`Sorted by ${button.textContent}, ${up ? "ascending" : "descending"}`);
    });
  });
}
