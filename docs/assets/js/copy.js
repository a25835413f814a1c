/* Copying links and citations. Nothing says "copied" unless it was. */
const { el, elsewhere, say } = window.reader;

/** The address that others can open: the public one where the site has one, else the one in the bar. */
const address = (id = "") => {
  const page = document.querySelector("link[rel=canonical]")?.href || location.href.split(/[?#]/)[0];
  return id ? `${page}#${id}` : page;
};

/** Copy by selecting, as browsers do without the clipboard interface (plain http, file://). */
const copySelected = (words, html) => {
  const field = el("textarea", words, { class: "sr-only" });
  const focused = document.activeElement;
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  const fill = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", words);
    if (html) event.clipboardData.setData("text/html", html);
  };
  document.addEventListener("copy", fill);
  let done = false;
  try { done = document.execCommand("copy"); } catch { /* not supported */ }
  document.removeEventListener("copy", fill);
  field.remove();
  focused?.focus?.({ preventScroll: true });
  return done;
};

/** Put WORDS (and HTML, for programs that take it) on the clipboard; resolves to whether they are there. */
const copy = async (words, html = "") => {
  try {
    if (html && window.ClipboardItem) {
      await navigator.clipboard.write([new ClipboardItem({
        "text/plain": new Blob([words], { type: "text/plain" }),
        "text/html": new Blob([html], { type: "text/html" }),
      })]);
    } else {
      await navigator.clipboard.writeText(words);
    }
    return true;
  } catch {
    return copySelected(words, html);
  }
};

/** Put ELEMENT under the element NEAR. */
const place = (element, near) => {
  const box = near.getBoundingClientRect();
  (document.querySelector("dialog[open]") ?? document.body).append(element);
  const left = Math.min(box.left, document.documentElement.clientWidth - element.offsetWidth - 8);
  const from = element.offsetParent.getBoundingClientRect(); // the body, or an open dialog
  element.style.setProperty("left", `${Math.max(8, left) - from.left}px`);
  element.style.setProperty("top", `${box.bottom - from.top + 4}px`);
};

/** Say WORDS beside NEAR for a moment. */
const flash = (near, words) => {
  const tip = el("span", words, { class: "flash", "aria-hidden": "true" });
  place(tip, near);
  setTimeout(() => tip.remove(), 1400);
};

/** Where nothing can be copied: the WORDS in a field, selected, for the reader's own keys. */
const offer = (near, words) => {
  document.querySelector(".copy-field")?.remove();
  const field = el("textarea", words, { readonly: "", rows: "3" });
  const why = "This browser does not let the page copy. Copy it from here:";
  const box = el("label", why, { class: "copy-field" }, field);
  place(box, near);
  field.select();
  field.addEventListener("keydown", (event) => { if (event.key === "Escape") near.focus({ preventScroll: true }); });
  field.addEventListener("blur", () => setTimeout(() => box.remove()));
};

/** Copy for the control NEAR and tell what happened: DONE, or the words themselves to copy by hand. */
const copyFor = async (near, words, html, done) => {
  if (await copy(words, html)) {
    flash(near, done);
    say(done);
  } else {
    offer(near, words);
  }
};
/** Say WORDS beside NEAR, and to people who listen. */
const notify = (near, words) => { flash(near, words); say(words); };
Object.assign(window.reader, { address, copySelected, copyFor, notify });

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.num, .event-date a, .question .self");
  if (link && !elsewhere(event)) copyFor(link, address(link.hash.slice(1)), "", "Link copied");
});
