/* On paper every sheet says what it is, where it is from, which edition, when it was printed and what was filtered. */
const quoted = (words) => `"${words.replace(/["\\\s]+/g, " ").trim()}"`;
const sheet = new CSSStyleSheet();

/** What a source page does not show all of: the pressed buttons that are not the first of their group. */
const viewed = () => [...document.querySelectorAll(".view-switch button[aria-pressed=true]:not(:first-child)")]
  .map(({ dataset, firstChild, textContent }) =>
    dataset.notes ? `notes: ${firstChild.textContent.trim()}` : textContent.trim(),
  );

/** What the filters of the page are set to, in words; "" when nothing is filtered. */
const filtered = () => [...document.querySelectorAll("form.filters")].flatMap((form) => [...form.elements])
  .filter((field) => field.name && (field.type === "checkbox" || field.type === "radio" ? field.checked : field.value))
  .map((field) => {
    const label = (field.labels?.[0]?.firstChild?.textContent || field.labels?.[0]?.textContent || field.name).trim();
    if (field.type === "checkbox" || field.type === "radio") return field.labels?.[0]?.textContent.trim() || label;
    return `${label}: ${field.selectedOptions?.[0]?.textContent ?? field.value}`;
  }).concat(viewed()).join("; ");

addEventListener("beforeprint", () => {
  // Not before: a sheet that comes late makes the browser style the whole page anew.
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
  const address = document.querySelector("link[rel=canonical]")?.href ?? location.href.replace(/#.*$/, "");
  const edition = document.body.matches(".full-text") ? "full text" : "guide edition";
  const date = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const choice = filtered();
  sheet.replaceSync(`@page {
    @top-left { content: ${quoted(document.title)}; }
    @top-right { content: ${quoted(choice ? `Filtered: ${choice}` : "")}; }
    @bottom-left { content: ${quoted(`${address} · ${edition} · printed ${date}`)}; }
  }`);
});
