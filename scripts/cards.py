"""python3 scripts/cards.py: draw the pictures for previews of links (docs/assets/cards), one a kind of page.

They are drawn once and committed: a build needs neither the typesetter nor its time.
"""

import io
import sys

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure(bootstrap.RUN, bootstrap.TEST)

import typst
from PIL import Image

from reader import settings

WORDS = {
    "home": (
        "Sources side by side",
        "Every paragraph numbered. Every term, event and disagreement traced to its paragraphs.",
    ),
    "source": ("Source", "Digest and notes, paragraph by paragraph, with a link to the article."),
    "glossary": ("Glossary", "What each term means, and every place where the sources use it."),
    "timeline": ("Timeline", "Every dated event, who tells it, and where accounts differ."),
    "compare": ("Comparison", "One question, the answer of each source, and how far they agree."),
}
PAGE = """
#set page(width: 1200pt, height: 630pt, margin: 80pt, fill: rgb("#14305f"))
#set text(fill: rgb("#fbfaf6"), font: "Libertinus Serif")
#text(size: 34pt, fill: rgb("#9cc2f5"))[{name}]
#v(1fr)
#text(size: 92pt)[{title}]
#v(-20pt)
#block(width: 90%, text(size: 40pt)[{line}])
#v(1fr)
#line(length: 100%, stroke: 3pt + rgb("#9cc2f5"))
"""


def main() -> int:
    """Draw them; return 0."""
    folder, name = bootstrap.DOCS / "assets" / "cards", settings.of(bootstrap.DOCS, {}).name
    folder.mkdir(exist_ok=True)
    for kind, (title, line) in WORDS.items():
        page = PAGE.replace("{name}", name).replace("{title}", title).replace("{line}", line)
        drawn = Image.open(io.BytesIO(typst.compile(page.encode(), format="png", ppi=72.0)))
        drawn.convert("RGB").quantize(32).save(folder / f"{kind}.png", optimize=True)  # a few flat colours
    print(f"{len(WORDS)} pictures drawn in {folder.relative_to(bootstrap.ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
