"""What a Word document with tracked changes says once all of them are accepted or rejected."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from convert.text.xml_safe import sanitize
from convert.writers.docx.ooxml import w


def paragraphs_of(data: bytes, *, accept: bool) -> list[str]:
    """Accept or reject all changes; return the paragraphs of the text behind the title page."""
    gone = w("del") if accept else w("ins")
    with ZipFile(BytesIO(data)) as book:
        body = etree.fromstring(book.read("word/document.xml"))[0]
    found: list[str] = []
    text: list[str] = []
    front = True
    for paragraph in body.iter(w("p")):
        nodes = paragraph.iter(w("t"), w("delText"), w("br"), w("tab"))
        kept = [node for node in nodes if next(node.iterancestors(gone), None) is None]
        text.extend({w("br"): "\n", w("tab"): "\t"}.get(node.tag, node.text or "") for node in kept)
        if paragraph.find(f"{w('pPr')}/{w('rPr')}/{gone}") is None:
            found.append("".join(text))
            text = []
        if front and paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None:
            found, front = [], False
    return [*found, "".join(text)]


def squeezed(text: str) -> str:
    """Return the text without white space, which paragraphs express, and what XML cannot hold (U+000C)."""
    return "".join(sanitize(text).replace("\ufffd", "").split())
