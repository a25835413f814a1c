/* The timeline: filters kept in the address, rows that a link opens, the picture that follows, the record on demand. */
const { counted, el, elsewhere, fold, load, own, target, asked } = window.reader;
const { restore, write, wire, plain, choices, count } = window.reader.filters;
const form = document.querySelector("[data-timeline]");
const events = [...document.querySelectorAll(".event")], number = new Map(events.map((row, index) => [row, index]));
const picture = document.querySelector("[data-lanes] svg");
const dots = picture ? [...picture.querySelectorAll("a")] : [];
const rowOf = (dot) => document.getElementById(dot.getAttribute("href").slice(1));
const text = new Map(), isMilestone = (row) => row.classList.contains("milestone");
const has = (list, value) => (list ?? "").split(" ").includes(value);
const tellers = new Map(events.map((row) => [row,
  [...row.querySelectorAll(".tellings [data-source]")].map((telling) => telling.dataset.source)]));

/* ---- rows ---- */
const reveal = () => {
  const row = target()?.closest(".event");
  if (row) row.querySelector("details").open = true;
  return row;
};
let record = null;
/** The parts of the page of the record, once; from file:// they cannot be read, and the link leads there. */
const behind = (link) => {
  record ??= fetch(link.href).then((answer) => answer.text())
    .then((html) => new DOMParser().parseFromString(html, "text/html"));
  record.catch(() => { record = null; });
  return record;
};
const fill = async (row) => {
  const link = row.querySelector(".onward > a");
  if (!link) return;
  try {
    const page = await behind(link);
    const part = page.getElementById(row.id)?.querySelector("div");
    if (!part || !link.isConnected) return;
    for (const inner of part.querySelectorAll("a[href]")) {
      inner.href = new URL(inner.getAttribute("href"), new URL(link.href));
    }
    const here = document.importNode(part, true);
    here.className = "behind";
    link.closest(".onward").before(here);
    link.remove();
  } catch { /* the link is still there */ }
};
// An opened event has its own link, to copy.
document.addEventListener("toggle", (event) => {
  const row = event.target.parentElement, onward = row.querySelector?.(":scope.event .onward");
  if (!onward || onward.querySelector(".event-date")) return;
  const link = el("a", "Link", { href: `#${row.id}` });
  onward.firstElementChild.after(" ", el("span", "", { class: "event-date" }, link));
}, true);
document.addEventListener("click", (event) => {
  const summary = event.target.closest(".event summary");
  if (summary && !summary.parentElement.open) fill(summary.closest(".event"));
  const link = event.target.closest(".event .onward > a");
  if (link && location.protocol !== "file:" && !elsewhere(event)) {
    event.preventDefault();
    fill(link.closest(".event"));
  }
});

/* ---- filters ---- */
const named = [...form.elements].map((field) => field.name).filter(Boolean);
const fields = new Map(named.map((name) => [name, form.elements[name]]));
const value = (name) => fields.get(name)?.value ?? "";
const output = form.querySelector("output"), reset = form.querySelector("[data-reset]");
const empty = document.querySelector(".empty"), shown = document.querySelector("[data-shown]");
const order = [...(fields.get("source")?.options ?? [])].map((option) => option.value).filter(Boolean);
const names = () => window.readerNames;
const needsNames = () => (value("actor") || value("filter")) && !names();
const words = (row) => {
  if (!text.has(row)) text.set(row, fold(row.textContent));
  return text.get(row);
};
/** The articles that were written when KNOWN was. */
const known = () => (value("known") ? order.slice(0, order.indexOf(value("known")) + 1) : order);
const LABELS = {
  filter: "words",
  theme: "theme",
  source: "article",
  told: "told by",
  disputed: "dispute",
  actor: "names",
  known: "as known in",
};

const tests = {
  theme: (row, wanted) => has(row.dataset.themes, wanted),
  source: (row, wanted) => tellers.get(row).includes(wanted),
  told: (row, wanted, now) => (wanted === "one") === (now.length === 1),
  disputed: (row, wanted) => (wanted === "1" ? Boolean(row.dataset.dispute) : has(row.dataset.dispute, wanted)),
  actor: (row, wanted) => !names() || (names().events[wanted] ?? []).includes(number.get(row)),
  filter: (row, wanted) => {
    const entry = own(names()?.forms ?? {}, fold(wanted));
    if (entry) return names().events[entry].includes(number.get(row));
    return fold(wanted).split(/\s+/).every((word) => words(row).includes(word));
  },
  known: (row, wanted, now) => now.length > 0,
};
const extra = el("i", "not among what is shown; here because the link points to it", { class: "extra" });
const chosen = () => Object.keys(tests).map((name) => [name, value(name)]).filter(([, wanted]) => wanted);
const saying = ([name, wanted]) => {
  const option = [...(fields.get(name).options ?? [])].find((one) => one.value === wanted);
  const entry = name === "filter" && own(names()?.forms ?? {}, fold(wanted));
  if (entry) return `every event that names ${wanted}`;
  return `${LABELS[name]}: ${option ? plain(option) : wanted}`;
};

const facets = choices(form, ["theme", "source", "told", "disputed", "actor"].filter((name) => fields.has(name)));
/** Write beside each choice, and to show milestones or all, how many events it would leave with the other FILTERS. */
const countAll = (filters, tellersOf) => {
  const among = picked && value("show") === "milestones" ? events.filter(isMilestone) : events;
  const fits = (row, name, wanted) => tests[name](row, wanted, tellersOf(row));
  const failed = (row) => filters.filter(([name, wanted]) => !fits(row, name, wanted)).map(([name]) => name);
  count(facets.filter(([name]) => name !== "actor" || names()), among, failed, fits); // names: when they have come
  for (const option of fields.get("actor")?.options ?? []) option.hidden = option.disabled; // that list is long
  const fit = events.filter((row) => !failed(row).length);
  for (const place of form.querySelectorAll("[data-count]")) {
    place.textContent = place.dataset.count === "all" ? fit.length : fit.filter(isMilestone).length;
  }
};

/** Show what fits, and always what the address points to; the picture and the counts follow. */
const apply = () => {
  const filters = chosen(), now = known(), wanted = target()?.closest(".event");
  const all = value("show") !== "milestones";
  const tellersOf = (row) => tellers.get(row).filter((source) => now.includes(source));
  let found = 0;
  for (const row of events) {
    const telling = tellersOf(row);
    const fits = (all || isMilestone(row))
      && filters.every(([name, choice]) => tests[name](row, choice, telling));
    row.hidden = !fits && row !== wanted;
    row.querySelector(".extra")?.remove();
    if (!fits && row === wanted) row.querySelector(".title").append(extra);
    found += fits;
    row.querySelector(".told").textContent = `told by ${telling.length} of ${now.length}`;
    for (const one of row.querySelectorAll(".tellings [data-source]")) one.hidden = !now.includes(one.dataset.source);
  }
  for (const list of document.querySelectorAll(".events")) {
    list.hidden = list.previousElementSibling.hidden = [...list.children].every((row) => row.hidden);
  }
  for (const dot of dots) {
    const row = rowOf(dot);
    const late = !now.includes(dot.parentElement.dataset.source);
    dot.classList.toggle("off", late || (filters.length > 0 && row.hidden));
  }
  const what = [...(all || !filters.length ? [] : ["milestones only"]), ...filters.map(saying)].join("; ");
  const total = counted(events.length, "event");
  output.textContent = filters.length || !all ? `${found} of ${total}` : total;
  const which = filters.length || all ? "" : "milestones, ";
  shown.textContent = `Shown: ${which}${output.textContent}${what ? ` (${what})` : ""}.`;
  reset.hidden = !filters.length;
  empty.hidden = found > 0;
  countAll(filters, tellersOf);
  return filters;
};
const usual = (filters) => (filters.length ? "all" : "milestones");
const update = () => {
  const filters = apply(), show = fields.has("show") && value("show") !== usual(filters) ? value("show") : "";
  write([...fields.keys(), "major"], [...filters, ["show", show]]);
};

restore(form, [...fields.keys()].filter((name) => name !== "show"));
let picked = ["milestones", "all"].includes(asked.get("show")) || asked.has("major");
const showUsual = () => {
  if (fields.has("show") && !picked) fields.get("show").value = usual(chosen());
};
if (picked && fields.has("show")) fields.get("show").value = asked.get("show") ?? "milestones";
/** The names, once something is chosen: two filters need them, and the choice of names counts with them. */
const withNames = () => (chosen().length && !names()
  ? load("assets/timeline-names.js").then(apply, () => {}) : Promise.resolve());

wire(form, (event) => {
  picked ||= event.target.name === "show";
  showUsual();
  update();
  withNames();
}, () => {
  picked = false;
  showUsual();
  update();
});
addEventListener("hashchange", () => { reveal(); apply(); target()?.scrollIntoView(); });
showUsual();
reveal();
document.documentElement.classList.add("filtered");
const arrive = () => {
  document.documentElement.classList.remove("pending");
  if (location.hash) target()?.scrollIntoView();
};
apply();
const coming = withNames();
if (needsNames()) coming.then(arrive);
else arrive();

/* ---- printing: all that is shown, opened ---- */
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll(".event details:not([open])")];
  for (const fold of closed) fold.open = true;
});
addEventListener("afterprint", () => { for (const fold of closed) fold.open = false; });

/* ---- the picture: one stop for the keyboard, arrows from dot to dot ---- */
if (picture) {
  const readout = document.querySelector(".readout");
  picture.setAttribute("role", "group");
  const help = "Events by article and year; arrow keys go from event to event, Enter opens one";
  picture.setAttribute("aria-label", help);
  const about = new Map(dots.map((dot) => {
    const row = rowOf(dot);
    const part = (name) => row.querySelector(name)?.textContent.trim();
    const mark = part(".mark") ? `, ${part(".mark").replace("◇ ", "")}` : "";
    const article = dot.parentElement.querySelector("text").textContent;
    return [dot, `${part(".when")}: ${part(".title b")} (${article}; ${part(".told")}${mark})`];
  }));
  for (const dot of dots) dot.setAttribute("aria-label", about.get(dot));
  let current = dots.at(-1);
  current?.setAttribute("tabindex", "0");
  const place = (dot) => {
    const box = dot.firstElementChild.getBoundingClientRect();
    return { x: box.x, y: box.y };
  };
  const go = (dot) => {
    if (!dot) return;
    current.setAttribute("tabindex", "-1");
    current = dot;
    dot.setAttribute("tabindex", "0");
    dot.focus({ preventScroll: true });
  };
  picture.addEventListener("keydown", (event) => {
    const open = dots.filter((dot) => !dot.classList.contains("off"));
    const lane = open.filter((dot) => dot.parentElement === current.parentElement)
      .sort((a, b) => place(a).x - place(b).x || place(b).y - place(a).y);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) go(lane[lane.indexOf(current) + step]);
    else if (event.key === "Home" || event.key === "End") go(lane.at(event.key === "Home" ? 0 : -1));
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const lanes = [...picture.querySelectorAll(".lane")];
      const down = event.key === "ArrowDown" ? 1 : -1;
      let next = lanes.indexOf(current.parentElement) + down;
      while (lanes[next] && !open.some((dot) => dot.parentElement === lanes[next])) next += down;
      const { x } = place(current);
      go(open.filter((dot) => dot.parentElement === lanes[next])
        .sort((a, b) => Math.abs(place(a).x - x) - Math.abs(place(b).x - x))[0]);
    } else return;
    event.preventDefault();
  });
  for (const type of ["pointerover", "focusin"]) {
    picture.addEventListener(type, (event) => {
      const dot = event.target.closest("a");
      if (!dot) return;
      readout.textContent = about.get(dot);
      for (const other of dots) other.classList.toggle("same", rowOf(other) === rowOf(dot));
    });
  }
}
