/* The list of headings marks the section that is being read. */
const headings = [...document.querySelectorAll(".toc a")]
  .map((link) => ({ link, heading: document.getElementById(link.hash.slice(1)) }))
  .filter(({ heading }) => heading);

const mark = () => {
  // The last heading above a line in the upper quarter of the window; hidden headings have no box.
  const line = innerHeight / 4;
  const above = ({ heading }) => heading.offsetParent && heading.getBoundingClientRect().top < line;
  const reached = headings.filter(above);
  const current = reached.at(-1)?.link;
  // A list that is longer than the window follows, without moving the page.
  if (current && !current.hasAttribute("aria-current")) {
    const list = current.closest(".toc"), place = current.getBoundingClientRect(), frame = list.getBoundingClientRect();
    const out = place.top < frame.top || place.bottom > frame.bottom;
    if (out) list.scrollTop += place.top - frame.top - frame.height / 2;
  }
  for (const { link } of headings) {
    if (link === current) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
};

if (headings.length) {
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  mark();
}
