/* Checks a brief against this copy of the site: its links, its quotations, and what came later. Nothing is sent. */
const { counted, el, fold, own, say, citations } = window.reader;
const { data, facts, here, address } = citations;
const texts = window.readerTexts;
const box = document.querySelector("[data-brief-check]");

/* ---- text out of what was pasted or dropped ---- */
/** The parts of a ZIP file whose names MATCH, as text. */
const unzip = async (buffer, match) => {
  const view = new DataView(buffer), bytes = new Uint8Array(buffer), decoder = new TextDecoder();
  let end = buffer.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("not a Word file");
  const found = [];
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n -= 1) {
    const [method, size, name, extra, comment, start] = [
      view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint16(at + 28, true),
      view.getUint16(at + 30, true), view.getUint16(at + 32, true), view.getUint32(at + 42, true),
    ];
    const path = decoder.decode(bytes.subarray(at + 46, at + 46 + name));
    if (match.test(path)) {
      const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
      const packed = bytes.subarray(from, from + size);
      const stored = new Blob([packed]).stream();
      const unpacked = method ? stored.pipeThrough(new DecompressionStream("deflate-raw")) : stored;
      found.push(await new Response(unpacked).text());
    }
    at += 46 + name + extra + comment;
  }
  return found;
};
const BLOCKS = "p, div, li, h1, h2, h3, h4, h5, h6, tr, br, blockquote, section";
/** HTML as text with the addresses of its links, without running or loading anything of it. */
const fromHtml = (html) => {
  // Its styles would be refused by the policy of this page, with a complaint for each.
  const unstyled = html.replace(/\sstyle\s*=\s*(?:"[^"]*"|'[^']*')/gi, "");
  const parsed = new DOMParser().parseFromString(unstyled, "text/html");
  for (const dead of parsed.querySelectorAll("script, style, template")) dead.remove();
  for (const link of parsed.querySelectorAll("a[href]")) link.append(` ${link.getAttribute("href")} `);
  for (const block of parsed.querySelectorAll(BLOCKS)) block.append("\n");
  return parsed.body.textContent;
};
const WORD_PARTS = /^word\/((document|footnotes|endnotes)\.xml|_rels\/(document|footnotes|endnotes)\.xml\.rels)$/;
const fromWord = async (file) => {
  const parts = await unzip(await file.arrayBuffer(), WORD_PARTS);
  return parts.map((part) => {
    const parsed = new DOMParser().parseFromString(part, "application/xml");
    const lines = [...parsed.getElementsByTagName("w:p")].map((p) =>
      [...p.getElementsByTagName("*")].filter((e) => ["w:t", "w:instrText", "w:tab"].includes(e.tagName))
        .map((e) => (e.tagName === "w:tab" ? " " : e.textContent)).join(""));
    const targets = [...parsed.getElementsByTagName("Relationship")]
      .map((relationship) => relationship.getAttribute("Target"))
      .filter((target) => /^https?:/.test(target));
    return [...lines, ...targets].join("\n");
  }).join("\n");
};
const read = async (file) => {
  if (/\.docx$/i.test(file.name)) return fromWord(file);
  const text = await file.text();
  return /\.html?$/i.test(file.name) || /^\s*<(!doctype|html)/i.test(text) ? fromHtml(text) : text;
};

/* ---- links ---- */
const bases = [data.site, window.reader.base.href].filter(Boolean);
const ROOTS = /^(sources|glossary|timeline|compare|briefing|about|data)(\/|\.html|$)/;
/** What LINK names on this site, or null when it leads elsewhere. The site may have moved: a known path is enough. */
const thingOf = (link) => {
  let path = null;
  for (const base of bases) if (link.startsWith(base)) path = link.slice(base.length);
  if (path === null) {
    const parts = link.replace(/^https?:\/\/[^/]+\//, "").split("/");
    for (let n = 0; n < parts.length && path === null; n += 1) {
      const rest = parts.slice(n).join("/");
      if (ROOTS.test(rest) && known(clean(rest))) path = rest;
    }
  }
  return path === null ? null : clean(path);
};
const clean = (path) => {
  let plain = path;
  try { plain = decodeURIComponent(path); } catch { /* a damaged address is taken as it is */ }
  const [page, ...anchor] = plain.split("#");
  const name = page.split("?")[0].replace(/index\.(html|md)$/, "").replace(/\.html$/, "/");
  const slash = name && !name.endsWith("/") && !/\.\w+$/.test(name) ? `${name}/` : name;
  const fragment = anchor.join("#").toLowerCase().replace(/[^a-z0-9-]+$/, "");
  return slash + (fragment ? `#${fragment}` : "");
};
const PLACES = new Set(data.places); // pages and sections: addresses that are no things
const pageOf = (thing) => thing.replace(/#.*/, "");
const placed = (thing) =>
  PLACES.has(thing) || thing.startsWith("data/") || (thing.startsWith("about/") && PLACES.has(pageOf(thing)));
const bare = (thing) => thing.replace(/#mentions$/, "");
const asQuestion = (thing) => thing.replace(/^compare\/#(.+)$/, "compare/$1/");
const resolve = (thing) => {
  let at = thing;
  for (let n = 0; n < 20; n += 1) {
    if (own(data.things, at) || placed(at)) return at;
    if (own(data.things, bare(at))) return bare(at);
    if (own(data.things, asQuestion(at))) return asQuestion(at);
    const [page, anchor] = at.split("#");
    const moved = own(data.moved, page);
    at = own(data.moved, at) ?? (moved && moved + (anchor ? `#${anchor}` : ""));
    if (!at) return null;
  }
  return null;
};

const known = (thing) =>
  resolve(thing) !== null || resolve(pageOf(thing)) !== null || Boolean(own(data.changes, thing));

/* ---- quotations ---- */
const spoken = (words) => fold(words.replace(/[\u00ad\u200b\u2060]/g, "")).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const quotations = (text) => [...text.matchAll(/[“«„]([^“”«»„]{8,600})[”»“]|"([^"\n]{8,600})"/g)]
  .map((match) => (match[1] ?? match[2]).trim()).filter((words) => spoken(words).split(" ").length >= 2);
let folded = null;
const findQuote = (words) => {
  // The title of an article is in quotation marks in every note that cites it.
  folded ??= Object.entries(texts).map(([thing, text]) => {
    const { kind, title, source } = facts(thing);
    const words = kind === "source" ? `${data.sources[source].csl.title} ${title}` : title;
    return [thing, ` ${spoken(`${words} ${text}`)} `];
  });
  const wanted = ` ${spoken(words)} `;
  const places = folded.filter(([, text]) => text.includes(wanted)).map(([thing]) => thing);
  if (places.length) return { places, now: true };
  const old = Object.entries(data.changes)
    .filter(([, list]) => list.some(([, , , was]) => was && ` ${spoken(was)} `.includes(wanted)));
  return { places: old.map(([thing]) => thing), now: false };
};

const ADDRESS = /(?:https?|file):\/\/[^\s<>"”’)\]]+/g;
const QUOTED_ADDRESS = new RegExp(`"?${ADDRESS.source}"?`, "g"); // as in a field of Word
/** Everything that can be said about TEXT. */
const check = (text) => {
  const addresses = [...text.matchAll(ADDRESS)];
  const links = [...new Set(addresses.map(([link]) => link.replace(/[.,;:]+$/, "")))];
  const rows = [], updates = new Map();
  for (const link of links) {
    const thing = thingOf(link);
    if (thing === null) continue;
    const exact = resolve(thing), now = exact ?? resolve(pageOf(thing));
    const changes = own(data.changes, thing) ?? own(data.changes, now) ?? [];
    let state = "unchanged";
    if (now === null || exact === null && own(data.changes, thing)) state = "gone";
    else if (exact === null) state = "unknown";
    else if (now !== thing && now !== bare(thing) && now !== asQuestion(thing)) state = "moved";
    else if (changes.length) state = changes[0][1] === "split" ? "split" : "reworded";
    rows.push({ link, thing, now, state, changes });
    for (const update of now ? facts(now).updates : []) {
      if (!links.some((other) => thingOf(other) === update)) updates.set(update, now);
    }
  }
  const quoted = new Set(quotations(text.replace(QUOTED_ADDRESS, " ")));
  const quotes = [...quoted].map((words) => ({ words, ...findQuote(words) }));
  return { rows, quotes, updates: [...updates].map(([update, thing]) => ({ update, thing })) };
};

/* ---- the page ---- */
const linkTo = (thing) => {
  const { kind, title } = facts(thing);
  return el("a", kind === "page" ? thing || "home" : title, { href: here(thing) });
};
const SIGN = {
  unchanged: "✓ unchanged",
  reworded: "△ reworded",
  split: "△ split",
  moved: "→ moved",
  unknown: "△ the page is here, no such place is known on it",
  gone: "✗ not found",
};
const QUOTED = { none: "✗ not found ", found: "✓ found ", old: "△ said here once " };
const show = (text) => {
  const { rows, quotes, updates } = check(text);
  const output = box.querySelector(".check-result");
  output.replaceChildren();
  const counts = Object.keys(SIGN).map((state) => [state, rows.filter((row) => row.state === state).length])
    .filter(([, number]) => number).map(([state, number]) => `${number} ${SIGN[state].slice(2)}`);
  const found = quotes.filter(({ places, now }) => now && places.length).length;
  const summary = rows.length || quotes.length
    ? [
      `${counted(rows.length, "link")} to this site${rows.length ? `: ${counts.join(", ")}` : ""}.`,
      `${counted(quotes.length, "quotation")}, ${found} found here.`,
      `${updates.length} with something that came later or a slip.`,
    ].join(" ")
    : "No link to this site and no quotation in this text.";
  output.append(el("p", summary, { class: "check-summary" }));
  say(summary);
  if (rows.length) {
    const list = el("ul", "", { class: "check-links" });
    for (const { link, now, state, changes } of rows) {
      const item = el("li", "", { "data-state": state }, el("b", `${SIGN[state]} `));
      item.append(now === null ? link : linkTo(now), state === "unknown" ? ` (${link})` : "");
      if (state === "moved") item.append(` (was ${link}; now ${address(now)})`);
      for (const [day, change, , was] of changes) {
        if (!was) continue;
        const title = el("summary", `${day}: ${change}; before and now`);
        const before = el("p", `Before: ${was}`);
        item.append(el("details", "", {}, title, before, el("p", `Now: ${texts[now] ?? "gone"}`)));
      }
      list.append(item);
    }
    output.append(el("h2", "Links"), list);
  }
  if (quotes.length) {
    const list = el("ul", "", { class: "check-quotes" });
    for (const { words, places, now } of quotes) {
      const state = !places.length ? "none" : now ? "found" : "old";
      const item = el("li", "", { "data-state": state }, el("b", QUOTED[state]), `“${words}” `);
      places.slice(0, 3).forEach((thing, index) => item.append(index ? ", " : "", linkTo(thing)));
      if (places.length > 3) item.append(` and ${places.length - 3} more`);
      list.append(item);
    }
    const scope = "Looked for in what this reader says: digests, notes, definitions, events and positions. "
      + "An article’s own words are found only where we quote them.";
    output.append(el("h2", "Quotations"), el("p", scope), list);
  }
  if (updates.length) {
    const items = updates.map(({ update, thing }) =>
      el("li", "", {}, linkTo(thing), ": ", linkTo(update), ` ${texts[update] ?? ""}`));
    output.append(el("h2", "What came later, and slips"), el("ul", "", { class: "check-updates" }, ...items));
  }
};
const area = el("textarea", "", { "aria-label": "The brief as text", placeholder: "Paste the brief here" });
const file = el("input", "", { type: "file", accept: ".md,.txt,.html,.htm,.docx", "aria-label": "Or choose a file" });
const button = el("button", "Check", { type: "button" });
const take = async (given) => {
  try {
    area.value = await read(given);
    show(area.value);
  } catch (fault) {
    const problem = `${given.name} could not be read (${fault.message}). Paste its text instead.`;
    box.querySelector(".check-result").replaceChildren(el("p", problem));
  }
};
const drop = el("div", "", { class: "drop" }, area, el("p", "", {}, button, " ", file));
area.addEventListener("paste", (event) => {
  const html = event.clipboardData.getData("text/html");
  if (!html) { setTimeout(() => show(area.value)); return; }
  // A link in pasted text keeps its address.
  event.preventDefault();
  area.setRangeText(fromHtml(html), area.selectionStart, area.selectionEnd, "end");
  show(area.value);
});
button.addEventListener("click", () => show(area.value));
file.addEventListener("change", () => { if (file.files[0]) take(file.files[0]); });
drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  drop.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  take(event.dataTransfer.files[0]);
});
box.replaceChildren(drop, el("div", "", { class: "check-result" }));
window.reader.briefCheck = check;
