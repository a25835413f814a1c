"""The Word file that a brief is filled into: its parts as a script, made by python-docx at build.

The browser puts in the body (where ``Slotbody`` is), the footnotes and the title, and packs the parts.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

from reader import bundles, kept

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
# The two footnotes that every file has: the line above footnotes, and above those that run on.
_FOOTNOTES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes xmlns:w="{_W}"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>\
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>\
</w:footnotes>
"""
_STYLES = {
    *("Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Title", "TitleChar", "Heading1", "Heading1Char"),
    *("FootnoteText", "FootnoteReference", "Hyperlink"),
}
# What the template of python-docx brings and a brief does not need.
_SKIPPED = ("docProps/thumbnail", "customXml/", "word/stylesWithEffects", "word/numbering")


@cache
def script() -> str:
    """Return ``assets/docx-template.js``: path -> text of each part of the file."""
    made_from = Path(__file__).read_bytes() + version("python-docx").encode()
    return kept.text("docx-template.js", made_from, lambda: bundles.data("readerDocx", parts()))


def parts() -> dict[str, str]:
    """Return path -> text of each part, the list of content types first."""
    from docx import Document  # slow to load, and seldom wanted: see ``script``
    from docx.enum.style import WD_STYLE_TYPE
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.shared import Pt, RGBColor

    document = Document()
    styles = document.styles
    text = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = styles["Normal"], Pt(9.5)
    text.paragraph_format.space_after, text.paragraph_format.line_spacing = Pt(2), 1
    text.element.set(f"{{{_W}}}styleId", "FootnoteText")
    reference = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True
    reference.element.set(f"{{{_W}}}styleId", "FootnoteReference")
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, RGBColor(0x14, 0x40, 0x7E)
    for style in list(styles.element.findall(f"{{{_W}}}style")):
        if style.get(f"{{{_W}}}styleId") not in _STYLES:
            styles.element.remove(style)
    document.add_paragraph("Slotbody")
    core = document.core_properties
    core.title, core.author, core.comments, core.language = "Slottitle", "", "", "en"
    core.created = core.modified = datetime.datetime(2026, 1, 1)  # a build that comes out the same twice has no clock
    package = document.part.package
    footnotes = Part(PackURI("/word/footnotes.xml"), _CONTENT_TYPE, _FOOTNOTES.encode(), package)
    document.part.relate_to(footnotes, RELATIONSHIP_TYPE.FOOTNOTES)
    _drop(package)
    _drop(document.part)
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name).decode("utf-8") for name in packed.namelist()}


def _drop(part) -> None:
    for id, relation in list(part.rels.items()):
        if not relation.is_external and str(relation.target_part.partname).lstrip("/").startswith(_SKIPPED):
            del part.rels[id]
