/* The page for a lost address: the addresses that are nearest to it, and its words in the search field. */
const { base, el, load } = window.reader;
const place = document.querySelector("[data-nearest]");
const NAMES = { terms: "glossary/", questions: "compare/", places: "sources/" };
const LEAST = .6, MOST = 5;

/** How many letters one must change, add, drop or swap to come from ONE word to the OTHER. */
const steps = (one, other) => {
  const rows = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + !same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows[one.length][other.length];
};
/** How near the id WANTED is to another, from 0 to 1; a cut-off link is near to what it began. */
const nearness = (wanted, id) => {
  const long = Math.max(wanted.length, id.length), short = Math.min(wanted.length, id.length);
  const alike = short < LEAST * long ? 0 : 1 - steps(wanted, id) / long; // so different in length: never near enough
  const begun = wanted.length > 2 && (id.startsWith(wanted) || wanted.startsWith(id)) ? .8 : 0;
  return Math.max(alike, begun);
};
const slug = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

/** The parts of the address below the site, without what servers and editors put at their ends. */
const asked = () => {
  let path = location.pathname;
  try { path = decodeURIComponent(path); } catch { /* damaged: taken literally */ }
  const below = path.startsWith(base.pathname) ? path.slice(base.pathname.length) : path;
  return below.replace(/(?:^|\/)index\.(?:html?|md)$/i, "").replace(/\.(?:html?|md|php)$/i, "")
    .split("/").map(slug).filter(Boolean);
};

const nearest = (parts) => {
  const wanted = parts.at(-1);
  const found = [];
  for (const [kind, folder] of Object.entries(NAMES)) {
    for (const [id, facts] of Object.entries(window.readerCards[kind] ?? {})) {
      if (id.includes("#")) continue;
      const near = Math.max(nearness(wanted, id), nearness(wanted, slug(facts[0])));
      if (near >= LEAST) found.push({ id, folder, title: facts[0], near: near + (folder === `${parts[0]}/` ? .1 : 0) });
    }
  }
  return found.sort((a, b) => b.near - a.near).slice(0, MOST);
};

if (place) {
  const parts = asked();
  if (parts.length) {
    document.querySelector(".ask [name=q]").value = parts.at(-1).replaceAll("-", " ");
    Promise.all(Object.keys(NAMES).map((kind) => load(`assets/cards-${kind}.js`))).then(() => {
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
