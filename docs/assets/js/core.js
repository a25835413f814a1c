/* What the other scripts of a page share, as `window.reader`. Everything in this folder is an extra: text, links,
   timeline and citations work without it, and nothing is requested from anywhere but this site. */
const base = new URL(`${document.body.dataset.base}/`, location.href);

/** Tell people who listen to the page; while a dialog is open from inside it, as nothing else is read out then. */
const say = (words) => {
  const status = document.querySelector("dialog[open] [role=status]") ?? document.getElementById("status");
  if (!status) return;
  status.textContent = "";
  setTimeout(() => { status.textContent = words; }, 30);
};

/** Keep a choice in this browser; false where it does not allow that, and the choice lasts for the page. */
const remember = (name, value) => {
  try { localStorage.setItem(`reader.${name}`, value); } catch { return false; }
  return true;
};
/** A choice that this browser kept, or null. */
const recall = (name) => {
  try { return localStorage.getItem(`reader.${name}`); } catch { return null; }
};

/** An element with words, attributes and children. */
const el = (tag, words = "", attributes = {}, ...children) => {
  const made = document.createElement(tag);
  made.textContent = words;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};
/** WORDS as text in HTML that is put together from strings, also between double quotation marks. */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (words) => words.replace(/[&<>"]/g, (character) => ENTITIES[character]);
/** WORDS as they are compared, whatever their accents, dashes and capitals; as `folded` in timeline.py. */
const fold = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‐-—]/g, "-").toLowerCase().trim();
/** WORDS as they stand in the name of a file or page. */
const slug = (words) => words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
/** So MANY of what ONE is called, of which several are SEVERAL. */
const counted = (many, one, several = `${one}s`) => `${many} ${many === 1 ? one : several}`;
/** What THINGS has under KEY itself, as an address may say anything, also "constructor". */
const own = (things, key) => (Object.hasOwn(things, key) ? things[key] : undefined);
/** Whether a CLICK on a link is for another tab or window. */
const elsewhere = (click) => click.metaKey || click.ctrlKey || click.shiftKey;

/** Load a script or a style sheet of this site once; resolves when it is there. */
const loaded = new Map();
const load = (path) => {
  if (!loaded.has(path)) {
    loaded.set(path, new Promise((resolve, reject) => {
      const sheet = path.endsWith(".css");
      const part = document.createElement(sheet ? "link" : "script");
      if (sheet) Object.assign(part, { rel: "stylesheet", href: new URL(path, base) });
      else part.src = new URL(path, base);
      part.onload = resolve;
      part.onerror = () => { loaded.delete(path); reject(new Error(`${path} did not load`)); };
      document.head.append(part);
    }));
  }
  return loaded.get(path);
};

/** The element that the fragment names, or null. Forgives what mail programs and hands do to a link: "#P7.", "#%". */
const target = () => {
  let id = location.hash.slice(1);
  if (!id) return null;
  try { id = decodeURIComponent(id); } catch { /* damaged: taken literally */ }
  const trimmed = id.trim().replace(/[^\p{L}\p{N}]+$/u, "");
  for (const candidate of [id, trimmed, trimmed.toLowerCase()]) {
    const element = candidate && document.getElementById(candidate);
    if (element) return element;
  }
  return null;
};

// The query and the state of the history as they came: filters write their own later.
const asked = new URLSearchParams(location.search), { state } = history;

window.reader = {
  base, say, remember, recall, el, escape, fold, slug, counted, own, elsewhere, load, target, asked, state,
};
