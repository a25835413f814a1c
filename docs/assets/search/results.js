/* How a result looks: as a row of the list, and in full beside it. box.js asks, and sets what the two follow from. */
const { base, escape } = window.reader;
let engine = null,
  answer = null;
const WINDOW = 240; // characters of an excerpt
const KINDS = {
  term: "Term",
  paragraph: "Paragraph",
  event: "Event",
  question: "Question",
  note: "Our note",
  page: "Page",
};

/* ---- a row ---- */
/** TEXT as HTML with what matched marked, from one character to another. */
const marked = (text, also = false, from = 0, to = text.length) => {
  let html = "",
    at = from;
  for (const [start, end] of engine.marks(text, answer, also)) {
    if (end <= from || start >= to) continue;
    html += `${escape(text.slice(at, start))}<mark>${escape(text.slice(Math.max(start, from), end))}</mark>`;
    at = end;
  }
  return html + escape(text.slice(at, Math.max(at, to)));
};
/** The stretch of a text with the most matches, begun and ended between words. */
const excerpt = (text, length = WINDOW) => {
  if (text.length <= length + 40) return marked(text, true);
  const hits = engine.marks(text, answer, true);
  let best = 0,
    most = -1;
  for (const [start] of hits) {
    const count = hits.filter(([a, b]) => a >= start && b <= start + length).length;
    if (count > most) [most, best] = [count, start];
  }
  let from = best < length - 60 ? 0 : Math.min(best - 50, text.length - length);
  if (from > 0) from = text.indexOf(" ", from) + 1;
  let to = Math.min(text.length, from + length);
  if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from);
  return `${from ? "… " : ""}${marked(text, true, from, to)}${to < text.length ? " …" : ""}`;
};
const hits = (text) => engine.marks(text, answer).length;
/** The words that only the article has and that were asked for. */
const lacking = (doc) => {
  const words = doc.w ? engine.marks(doc.w, answer).map(([from, to]) => doc.w.slice(from, to)) : [];
  return words.length
    ? labelled("The article has", words.map((word) => `<mark>${escape(word)}</mark>`).join(", "))
    : "";
};
const labelled = (label, html) => `<span class="result-whose">${escape(label)}:</span> ${html}`;
/** What a result shows below its title: the text that matched, and whose it is. */
const texts = (doc) => {
  if (doc.k === "question")
    return doc.p
      .slice(0, -1)
      .map(([label, text]) => `<span class="result-stance">${labelled(label, marked(text, true, 0, 150))}</span>`);
  const lines = [];
  const other = doc.p.find(([, text]) => hits(text) > hits(doc.x));
  if (doc.x && (doc.k === "term" || !other || hits(doc.x)))
    lines.push(
      doc.l && other ? labelled(doc.l, excerpt(doc.x)) : doc.k === "term" ? marked(doc.x, true) : excerpt(doc.x),
    );
  if (other && !(doc.k === "term" && hits(doc.x))) lines.push(labelled(other[0], excerpt(other[1], 150)));
  return [...lines, lacking(doc)].filter(Boolean);
};
const about = (doc, via) => {
  if (doc.k === "event") return doc.d;
  if (doc.k === "question") return "";
  if (doc.k !== "term")
    return doc.k === "paragraph" || doc.k === "note"
      ? (doc.n ?? "")
      : doc.s.map((id) => engine.sources[id][0]).join(", ");
  return via && !doc.t.includes(via) && doc.names.includes(via) ? `also ${via}` : "";
};
const href = (doc) => base.href + doc.u;
const option = ({ doc, via, missing }, i) =>
  `<a role="option" id="search-${i}" aria-selected="false" tabindex="-1"` +
  ` class="result result-${doc.k}" href="${escape(href(doc))}">` +
  `<span class="result-head"><span class="chip">${KINDS[doc.k]}</span> <b>${marked(doc.t)}</b>` +
  `${about(doc, via) ? ` <span class="result-about">${marked(about(doc, via))}</span>` : ""}</span>` +
  texts(doc)
    .map((html) => `<span class="result-text">${html}</span>`)
    .join("") +
  `${missing.length ? `<span class="result-missing">without “${missing.map(escape).join("”, “")}”</span>` : ""}</a>`;

/* ---- the chosen result in full ---- */
/** The address that others can open: as the canonical link of this page says, where there is one. */
const address = (doc) => {
  const canonical = document.querySelector("link[rel=canonical]")?.href,
    here = location.href.split(/[?#]/)[0];
  const page = here.slice(base.href.length);
  return canonical?.endsWith(page) ? canonical.slice(0, canonical.length - page.length) + doc.u : href(doc);
};
/** What the scripts that cite know it by: the address of the public site. */
const thing = ({ u }) =>
  u
    .replace(/index\.html(?=#|$)/, "")
    .replace(/\.html(?=#|$)/, "/")
    .replace(/^compare\/#(.+)/, "compare/$1/");
/** The way to the article itself, from the result of a source whose address is known. */
const article = (doc, words) => {
  const url = doc.n === "source" && engine.sources[doc.s[0]][3];
  return url ? `<a class="read outside" rel="noopener external" href="${escape(url)}">${words}</a>` : "";
};
const CITE = `<button type="button" class="cite-button">Cite</button>
  <button type="button" class="brief-button">+ Brief</button>`;
const CITABLE = new Set(["term", "paragraph", "event", "question", "note"]);
/** DOC with all that it says, as HTML. */
const inFull = (doc) => {
  const also = doc.k === "term" ? doc.names.slice(doc.b ? 2 : 1, 10) : [];
  const whose = doc.l ? `<span class="result-whose">${escape(doc.l)}.</span> ` : "";
  const kind = doc.k === "event" ? doc.d : (doc.n ?? "");
  const beside = doc.p.map(([label, text]) => `<div><dt>${escape(label)}</dt><dd>${marked(text, true)}</dd></div>`);
  return `<p class="preview-kind"><span class="chip">${KINDS[doc.k]}</span> ${escape(kind)}</p>
    <h2>${marked(doc.t)}</h2>
    <p class="preview-actions" data-thing="${escape(thing(doc))}">
      <a class="preview-open" href="${escape(href(doc))}">Open</a>
      <button type="button" class="copy-link">Copy link</button>
      ${article(doc, "Read the article")}
      ${CITABLE.has(doc.k) ? CITE : ""}</p>
    ${doc.x ? `<p>${whose}${marked(doc.x, true)}</p>` : ""}
    ${also.length ? `<p class="preview-also">Also ${escape(also.join(", "))}</p>` : ""}
    ${beside.length ? `<dl>${beside.join("")}</dl>` : ""}
    ${lacking(doc) ? `<p>${lacking(doc)}</p>` : ""}`;
};
