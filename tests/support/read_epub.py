"""An issue as EPUB, and an EPUB read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain
from zipfile import ZipFile

from lxml import etree

from convert.conversion import read
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.typeset.styles import EpubStyle, load_style
from convert.typeset.writer import WriteContext
from convert.writers.epub import write_epub
from convert.writers.epub.namespaces import XHTML
from tests.support.shown import shown

STYLE = load_style("newspaper")
NOTED = replace(STYLE, epub=EpubStyle(corrections=True))
MADE = datetime(2025, 12, 8, 6, 30, tzinfo=UTC)
FRONT = {"cover.xhtml", "title.xhtml", "nav.xhtml"}
NAMES = {
    "h": XHTML,
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
ISSUE = shown(
    [
        (Role.RUNNING_HEAD, "要闻", None),
        (Role.HEADLINE, "本市新闻", Opening.SECTION),
        (Role.KICKER, "新目标", Opening.ARTICLE),
        (Role.HEADLINE, "云阳早面\n走得更远", None),
        (Role.BYLINE, "记者 王亚同", None),
        (Role.SUBHEAD, "深入调研", None),
        (Role.BODY, "调研组从一碗面的成本算起。", None),
        (Role.BODY, "生建设、人口发展等不会一步到位进入新阶段，而是循序渐进。", Opening.UNPLACED),
    ]
)

PAGED = read("一版头条\n\n正文一。\n\f二版头条\n\n正文二。\n".encode(), Metadata(title="山城晚报", page="3"))


def written(source: Document = ISSUE) -> bytes:
    """Write a document."""
    return write_epub(source, STYLE, WriteContext(MADE)).data


def members(data: bytes) -> dict[str, bytes]:
    """Return the archive's files by name."""
    with ZipFile(BytesIO(data)) as archive:
        return {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist()}


def tree(data: bytes) -> etree._Element:
    """Parse one file strictly."""
    return etree.fromstring(data, etree.XMLParser())


def found(root: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at a path."""
    return root.findall(path, NAMES)


def text_of(element: etree._Element) -> str:
    """Return an element's text, with its line breaks."""
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if str(child.tag).endswith("}br") else "", child.tail or ""]
    return "".join(parts)


def text_before(link: etree._Element) -> str:
    """Return the text between an element and the one before it: what a note is about."""
    earlier, parent = link.getprevious(), link.getparent()
    text = earlier.tail if earlier is not None else parent.text if parent is not None else None
    return text or ""


def pages(data: bytes) -> list[tuple[str, etree._Element]]:
    """Return name and tree of each page of text, in reading order."""
    files = members(data)
    package = tree(files["content.opf"])
    hrefs = {item.get("id"): item.get("href") or "" for item in found(package, "opf:manifest/opf:item")}
    names = [hrefs[ref.get("idref")] for ref in found(package, "opf:spine/opf:itemref")]
    return [(name, tree(files[name])) for name in names if name not in FRONT]


def _lines(element: etree._Element) -> Sequence[etree._Element]:
    """Return the lines of a list or stanza, a table's texts, and any other element alone."""
    if element.get("class") == "table-frame":
        return [cell for cell in element.iter("{*}p", "{*}th", "{*}td") if text_of(cell)]
    return list(element) if element.get("class") in {"lines", "stanza"} else [element]


def blocks_of(data: bytes) -> list[tuple[str, str]]:
    """Read back role and text of each block; parts of one block are put together again."""
    blocks: list[tuple[str, str]] = []
    for _, page in pages(data):
        for element in chain.from_iterable(map(_lines, found(page, "h:body/h:article/*"))):
            is_cell = element.tag.endswith(("}td", "}th"))
            role, *continued = [Role.TABLE_CELL] if is_cell else (element.get("class") or "").split()
            if element.get("role") in {"doc-pagebreak", "doc-footnote"} or role == "origin":
                continue
            before = blocks.pop()[1] if continued else ""
            blocks.append((role, before + text_of(element)))
    return blocks
