/* The briefing tray: what was collected, in order, with the reader's own words; warnings; exports. */
const { copyFor, say, notify, remember, el, escape, own, slug, brief: tray, citations } = window.reader;
const { data, cite, facts, here, parsed, save, plain } = citations;
const texts = window.readerTexts;
const box = document.querySelector("[data-brief]");
const KIND = {
  source: "Source", paragraph: "Paragraph", note: "Note", table: "Table", figure: "Figure", annotation: "Our note",
  entry: "Term", event: "Event", question: "Question", position: "Position", page: "Page",
};

/** Where THING is now: an old address leads to what it became. */
const current = (thing) => {
  if (own(data.things, thing)) return thing;
  return own(data.moved, thing) ?? thing.replace(/^[^#]+/, (page) => own(data.moved, page) ?? page);
};

/* ---- state: in this browser, or in the address that somebody shared ---- */
const read = () => {
  const { title = "", style = data.styles[0][0], items } = tray.kept();
  return { title: `${title}`, style, items: items.map((item) => ({ ...item, thing: current(item.thing) })) };
};
const fromAddress = () => {
  const pairs = new URLSearchParams(location.hash.slice(1));
  const items = [];
  for (const [name, value] of pairs) {
    if (name === "i") items.push({ thing: current(value), note: "" });
    if (name === "n" && items.length) items.at(-1).note = value;
  }
  return items.length ? { title: pairs.get("t") ?? "", style: pairs.get("s") ?? data.styles[0][0], items } : null;
};
let shared = fromAddress();
let state = shared ?? read();
const keep = () => {
  if (!shared && remember("brief", JSON.stringify(state))) tray.count();
};
const sharedAddress = () => {
  const pairs = [["t", state.title], ["s", state.style]];
  for (const { thing, note } of state.items) pairs.push(["i", thing], ...(note ? [["n", note]] : []));
  return `${citations.address("briefing/")}#${new URLSearchParams(pairs.filter(([, value]) => value))}`;
};

/* ---- warnings: one side only, and what was left out ---- */
const warnings = () => {
  const taken = new Set(state.items.map(({ thing }) => thing));
  const found = [];
  for (const [question, [agreement, positions]] of Object.entries(data.questions)) {
    if (agreement !== "differ" || taken.has(question)) continue;
    const sides = Object.keys(positions).filter((source) => taken.has(`${question}#${source}`)
      || positions[source].some((paragraph) => taken.has(`sources/${source}/#${paragraph}`)));
    const direct = Object.keys(positions).filter((source) => taken.has(`${question}#${source}`));
    // A paragraph is cited on many questions; only a position that was taken speaks for one side.
    if (direct.length && sides.length < 2) {
      const rest = Object.keys(positions).filter((source) => !sides.includes(source));
      found.push({
        words: `Only one side of “${facts(question).title}”: the sources differ.`,
        add: rest.map((source) => `${question}#${source}`),
      });
    }
  }
  for (const { thing } of state.items) {
    const missing = facts(thing).updates.filter((update) => !taken.has(update));
    const words = `${facts(thing).title}: our notes name a slip or what came after, and they are not in the brief.`;
    if (missing.length) found.push({ words, add: missing });
  }
  return found;
};

/* ---- the text of the brief, as parts: words, footnotes, references ---- */
/** What a REFERENCE is filed under: without marks or an article at its beginning. */
const filed = (reference) => plain(reference).replace(/^[^\p{L}\p{N}]+/u, "").replace(/^(?:an?|the) /i, "");
const parts = () => {
  const notes = [], references = new Set();
  const paragraphs = state.items.map(({ thing, note }) => {
    const made = cite(thing, state.style, true);
    for (const line of made.list) references.add(line);
    const inText = made.list.length > 0;
    if (!inText) notes.push(made.note);
    return {
      own: note.split(/\n+/).filter((line) => line.trim()),
      title: made.title,
      kind: made.kind,
      words: own(texts, thing) ?? "",
      cited: inText ? made.note : "",
      number: inText ? 0 : notes.length,
    };
  });
  const sorted = [...references].sort((a, b) => filed(a).localeCompare(filed(b), "en", { ignorePunctuation: true }));
  return { title: state.title || "Brief", paragraphs, notes, references: sorted };
};
const TITLED = new Set(["entry", "event", "question", "position", "table", "figure"]);
const lead = ({ kind, title }) => (TITLED.has(kind) ? `${title}${/[.?!]$/.test(title) ? "" : "."} ` : "");
/** The lead of a paragraph in bold, as HTML. */
const bold = (p) => (lead(p) ? `<b>${escape(lead(p).trim())}</b> ` : "");

const markdown = () => {
  const { title, paragraphs, notes, references } = parts();
  const safe = (words) => words.replace(/([\\`*_[\]<])/g, "\\$1");
  const inline = (html) => {
    const walk = (node) => [...node.childNodes].map((child) => {
      if (child.nodeType === 3) return safe(child.data);
      if (child.tagName === "A") {
        const link = child.getAttribute("href");
        return child.textContent === link ? `<${link}>` : `[${walk(child)}](<${link}>)`;
      }
      return child.tagName === "I" ? `*${walk(child)}*` : walk(child);
    }).join("");
    // An address in angle brackets of its own needs no second pair.
    return walk(parsed(html)).replace(/\\<(<[^>]+>)>/g, "$1");
  };
  const lines = [`# ${safe(title)}`, ""];
  for (const p of paragraphs) {
    for (const line of p.own) lines.push(safe(line), "");
    const start = lead(p) ? `**${safe(lead(p).trim())}** ` : "";
    lines.push(`${start}${safe(p.words)}${p.number ? `[^${p.number}]` : ` ${inline(p.cited)}`}`, "");
  }
  notes.forEach((note, index) => lines.push(`[^${index + 1}]: ${inline(note)}`, ""));
  if (references.length) lines.push("## References", "", ...references.flatMap((line) => [inline(line), ""]));
  return lines.join("\n");
};

/** HTML that Word and LibreOffice take with real footnotes. What stands between `[if !supportFootnotes]` and `[endif]`
    Word leaves out, as in its own HTML; to all others these are comments. Word knows a footnote by `mso-footnote-id`,
    LibreOffice by the class of its mark and the name in it. */
const rich = () => {
  const { title, paragraphs, notes, references } = parts();
  const line = (words) => `<p class="MsoNormal">${words}</p>`;
  const others = (words) => `<![if !supportFootnotes]>${words}<![endif]>`;
  const sign = '<span class="MsoFootnoteReference"><span style="mso-special-character:footnote"></span></span>';
  const link = (n, to, from, kind, target) =>
    `<a style="mso-footnote-id:ftn${n}" href="#${to}${n}" name="${from}${n}">${sign}</a>`
    + others(`<a class="sdfootnote${kind}" name="sdfootnote${n}${kind}" href="#sdfootnote${n}${target}">`
      + `<sup>${n}</sup></a>`);
  const body = paragraphs.map((p) => {
    const mark = p.number ? link(p.number, "_ftn", "_ftnref", "anc", "sym") : ` ${p.cited}`;
    return p.own.map((words) => line(escape(words))).join("") + line(`${bold(p)}${escape(p.words)}${mark}`);
  }).join("\n");
  const list = notes.map((note, index) => {
    const n = index + 1;
    const words = '<p class="MsoFootnoteText" style="margin:0;font-size:10.0pt">'
      + `${link(n, "_ftnref", "_ftn", "sym", "anc")} ${note}</p>`;
    return others(`<div id="sdfootnote${n}">`)
      + `<div style="mso-element:footnote" id="ftn${n}">${words}</div>${others("</div>")}`;
  }).join("\n");
  return [
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">'
      + '<head><meta charset="utf-8"></head><body>',
    `<h1>${escape(title)}</h1>`,
    body,
    references.length ? `<h2>References</h2>${references.map(line).join("")}` : "",
    list ? `<div style="mso-element:footnote-list">${list}</div>` : "",
    "</body></html>",
  ].join("\n");
};

/* ---- the tray itself ---- */
const focusOn = (index, name) => {
  const item = box.querySelectorAll("li.piece")[index];
  item?.querySelector(`[data-do="${name}"]`)?.focus();
};
const move = (from, to, name) => {
  if (to < 0 || to >= state.items.length || from === to) return;
  state.items.splice(to, 0, ...state.items.splice(from, 1));
  keep();
  draw();
  focusOn(to, name);
  say(`${facts(state.items[to].thing).title}: place ${to + 1} of ${state.items.length}`);
};
let dragged = -1;
const piece = ({ thing, note }, index) => {
  const fact = facts(thing);
  const item = el("li", "", { class: "piece", draggable: "true" });
  const kind = el("span", KIND[fact.kind], { class: "chip" }), link = el("a", fact.title, { href: here(thing) });
  item.append(el("p", "", { class: "piece-head" }, kind, " ", link));
  item.append(el("p", own(texts, thing) ?? "Nothing is at this address any more.", { class: "piece-text" }));
  if (fact.caveats.length) item.append(el("p", fact.caveats.join(" "), { class: "piece-caveat" }));
  const field = el("textarea", note, { rows: "1", "data-do": "note" });
  field.addEventListener("input", () => { state.items[index].note = field.value; keep(); preview(); });
  const row = [["up", "↑", "Up"], ["down", "↓", "Down"], ["remove", "Remove", "Remove"]].map(([name, words, spoken]) =>
    el("button", words, { type: "button", "data-do": name, "aria-label": `${spoken}: ${fact.title}` }));
  item.append(el("label", "Your words ", {}, field), el("p", "", { class: "piece-row" }, ...row));
  item.addEventListener("click", (event) => {
    const name = event.target.dataset?.do;
    if (name === "up") move(index, index - 1, "up");
    if (name === "down") move(index, index + 1, "down");
    if (name === "remove") {
      state.items.splice(index, 1);
      keep();
      draw();
      focusOn(Math.min(index, state.items.length - 1), "remove");
      say(`Removed: ${fact.title}`);
    }
  });
  item.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    move(index, index + (event.key === "ArrowUp" ? -1 : 1), event.target.dataset?.do ?? "up");
  });
  item.addEventListener("dragstart", (event) => {
    dragged = index;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", fact.title);
  });
  item.addEventListener("dragover", (event) => {
    if (dragged < 0) return;
    event.preventDefault();
    item.classList.add("over");
  });
  item.addEventListener("dragleave", () => item.classList.remove("over"));
  item.addEventListener("drop", (event) => {
    event.preventDefault();
    const from = dragged;
    dragged = -1;
    move(from, index, "up");
  });
  return item;
};
const ACTIONS = [
  ["rich", "Copy with footnotes, for Word or LibreOffice"],
  ["docx", "Word file (.docx)"],
  ["copy-md", "Copy Markdown"],
  ["md", "Markdown file"],
  ["bib", "BibTeX"],
  ["ris", "RIS"],
  ["json", "CSL-JSON"],
  ["print", "Print"],
  ["link", "Copy the address of this brief"],
];
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const act = async (name, button) => {
  const file = slug(state.title) || "brief";
  if (name === "rich") {
    // The clipboard interface drops Word's marks of footnotes; the copy event keeps them.
    const html = rich();
    if (window.reader.copySelected(markdown(), html)) notify(button, "Copied with footnotes");
    else copyFor(button, markdown(), html, "Copied");
  }
  if (name === "copy-md") copyFor(button, markdown(), "", "Markdown copied");
  if (name === "md") save(`${file}.md`, markdown(), "text/markdown");
  if (name === "docx") {
    await window.reader.load("assets/docx-template.js");
    await window.reader.load("assets/docx.js");
    save(`${file}.docx`, window.reader.docx({ ...parts(), lead }), WORD);
  }
  if (["bib", "ris", "json"].includes(name)) {
    const records = citations.files(state.items.map(({ thing }) => thing));
    save(`${file}.${name}`, records[name], citations.FILES[name][1]);
  }
  if (name === "print") window.print();
  if (name === "link") copyFor(button, sharedAddress(), "", "Address copied");
};
const preview = () => {
  const { title, paragraphs, notes, references } = parts();
  const target = box.querySelector(".brief-preview");
  if (!target) return;
  const body = paragraphs.map((p) => {
    const mark = p.number ? `<sup>${p.number}</sup>` : ` ${p.cited}`;
    return `${p.own.map((line) => `<p>${escape(line)}</p>`).join("")}<p>${bold(p)}${escape(p.words)}${mark}</p>`;
  });
  target.innerHTML = `<h2>${escape(title)}</h2>${body.join("")}
    ${notes.length ? `<ol class="brief-notes">${notes.map((note) => `<li>${note}</li>`).join("")}</ol>` : ""}
    ${references.length ? `<h3>References</h3>${references.map((line) => `<p>${line}</p>`).join("")}` : ""}`;
};
const draw = () => {
  box.replaceChildren();
  if (shared) {
    const mine = read().items.length;
    const banner = el("p", `This address holds a brief of ${state.items.length}. `, { class: "brief-shared" });
    const take = el("button", mine ? `Keep it instead of mine (${mine})` : "Keep it", { type: "button" });
    const keepShared = () => {
      shared = null;
      keep();
      history.replaceState(null, "", location.pathname);
      draw();
    };
    take.addEventListener("click", keepShared);
    banner.append(take);
    if (mine) {
      const join = el("button", "Add it to mine", { type: "button" });
      join.addEventListener("click", () => {
        const old = read();
        const added = state.items.filter(({ thing }) => !old.items.some((item) => item.thing === thing));
        state = { ...old, items: [...old.items, ...added] };
        keepShared();
      });
      banner.append(" ", join);
    }
    box.append(banner);
  }
  if (!state.items.length) {
    const hint = "Nothing is collected yet. Press + Brief beside a paragraph, a term, an event or "
      + "a position, or Ctrl+B there or on a result of the search.";
    box.append(el("p", hint, { class: "empty" }));
    return;
  }
  const name = el("input", "", { type: "text", placeholder: "Brief" });
  name.value = state.title;
  name.addEventListener("input", () => { state.title = name.value; keep(); preview(); });
  const select = el("select");
  for (const [value, words] of data.styles) select.append(new Option(words, value, false, value === state.style));
  select.addEventListener("change", () => { state.style = select.value; keep(); preview(); });
  const settings = [el("label", "Title ", {}, name), el("label", "Citations ", {}, select)];
  const actions = ACTIONS.map(([action, words]) => {
    const button = el("button", words, { type: "button", "data-action": action });
    button.addEventListener("click", () => act(action, button));
    return button;
  });
  box.append(
    el("p", "", { class: "brief-settings" }, ...settings),
    el("p", "", { class: "brief-actions" }, ...actions),
  );
  const list = warnings();
  if (list.length) {
    const items = list.map(({ words, add }) => {
      const button = el("button", add.length === 1 ? "Add it" : `Add all ${add.length}`, { type: "button" });
      button.addEventListener("click", () => {
        for (const thing of add) state.items.push({ thing, note: "" });
        keep();
        draw();
        say(`${add.length} added`);
      });
      return el("li", `${words} `, {}, button);
    });
    const heading = el("h2", "Before you send it");
    box.append(el("section", "", { class: "brief-warnings", "aria-label": heading.textContent }, heading,
      el("ul", "", {}, ...items)));
  }
  box.append(
    el("ol", "", { class: "pieces" }, ...state.items.map(piece)),
    el("section", "", { class: "brief-preview", "aria-label": "The brief" }),
  );
  preview();
};
window.addEventListener("hashchange", () => {
  const next = fromAddress();
  if (!next) return;
  shared = next;
  state = next;
  draw();
});
window.addEventListener("storage", (event) => {
  if (event.key !== "reader.brief" || shared) return;
  state = read();
  draw();
});
draw();
window.reader.briefing = { markdown, rich, parts };
