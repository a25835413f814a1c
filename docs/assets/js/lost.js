/* The page for a lost address: the addresses that are nearest to it, and its words in the search field. */
const { base, el, fold, load, slug } = window.reader;
const place = document.querySelector("[data-nearest]");
const NAMES = { terms: "glossary/", questions: "compare/", places: "sources/" };
const LEAST = .6, MOST = 5;

/** How near the id WANTED is to another, from 0 to 1; a cut-off link is near to what it began. */
const nearness = (wanted, id) => {
  const long = Math.max(wanted.length, id.length);
  const alike = 1 - window.readerEngine.edits(wanted, id, Math.floor((1 - LEAST) * long)) / long;
  const begun = wanted.length > 2 && (id.startsWith(wanted) || wanted.startsWith(id)) ? .8 : 0;
  return Math.max(alike, begun);
};
const idOf = (words) => slug(fold(words));

/** The parts of the address below the site, without what servers and editors put at their ends. */
const asked = () => {
  let path = location.pathname;
  try { path = decodeURIComponent(path); } catch { /* damaged: taken literally */ }
  const below = path.startsWith(base.pathname) ? path.slice(base.pathname.length) : path;
  return below.replace(/(?:^|\/)index\.(?:html?|md)$/i, "").replace(/\.(?:html?|md|php)$/i, "")
    .split("/").map(idOf).filter(Boolean);
};

const nearest = (parts) => {
  const wanted = parts.at(-1);
  const found = [];
  for (const [kind, folder] of Object.entries(NAMES)) {
    for (const [id, facts] of Object.entries(window.readerCards[kind] ?? {})) {
      if (id.includes("#")) continue;
      const near = Math.max(nearness(wanted, id), nearness(wanted, idOf(facts[0])));
      if (near >= LEAST) found.push({ id, folder, title: facts[0], near: near + (folder === `${parts[0]}/` ? .1 : 0) });
    }
  }
  return found.sort((a, b) => b.near - a.near).slice(0, MOST);
};

if (place) {
  const parts = asked();
  if (parts.length) {
    document.querySelector(".ask [name=q]").value = parts.at(-1).replaceAll("-", " ");
    // The search, which many go on to from here, knows how far words are from one another.
    const scripts = ["search", ...Object.keys(NAMES).map((kind) => `cards-${kind}`)];
    Promise.all(scripts.map((name) => load(`assets/${name}.js`))).then(() => {
      const list = place.querySelector("ul");
      for (const { id, folder, title } of nearest(parts)) {
        const page = `${folder}${id}/`, end = document.body.dataset.end + (folder === "sources/" ? location.hash : "");
        const link = el("a", title, { href: new URL(page + end, base) });
        list.append(el("li", "", {}, link, " ", el("code", `/${page}`)));
      }
      place.hidden = !list.children.length;
    }, () => { /* the sections below remain */ });
  }
}
