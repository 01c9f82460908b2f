"""From an archival XML back to a document that can be read: its blocks as a reader should see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml.etree import _Element as Element

from convert.archive.profile import BLOCKS, TEI, XML_ID, body, read_archive
from convert.archive.restore import source_bytes
from convert.archive.views import readings
from convert.errors import BrokenArchive
from convert.model import Block, Document, Metadata, Opening, Page, Role, Segment
from convert.source import Source

ROLES = {
    "head kicker": Role.KICKER,
    "head main": Role.HEADLINE,
    "head sub": Role.SUBTITLE,
    "head inner": Role.SUBHEAD,
    "head label": Role.LABEL,
    "byline": Role.BYLINE,
    "ab byline": Role.BYLINE,
    "ab label": Role.LABEL,
    "ab host": Role.HOST,
    "ab participant": Role.PARTICIPANT,
    "p": Role.BODY,
    "ab brief": Role.BRIEF,
    "ab caption": Role.CAPTION,
    "fw header": Role.RUNNING_HEAD,
    "fw pageNum": Role.FOLIO,
    "fw editors": Role.EDITORS,
    "fw jump": Role.JUMP,
}
"""Role by element and type, as the archival XML marks them up."""
FIGURE, DIV, PB, SEG = (TEI + name for name in ("figure", "div", "pb", "seg"))
MONOGRAPH = f"{TEI}teiHeader/{TEI}fileDesc/{TEI}sourceDesc/{TEI}biblStruct/{TEI}monogr"
FILE = f"{TEI}teiHeader/{TEI}fileDesc/{TEI}sourceDesc/{TEI}bibl[@type='file']/{TEI}title"


def read_archived(data: bytes, name: str = "") -> Document:
    """Return the document of an archival XML, each block with its reading and nothing of its history.

    Its source has the bytes of the source file, so that it keeps its identifier.

    Raises:
        UnreadableSource, BrokenArchive: not an archival XML of ours, or altered.

    """
    root = read_archive(data, name)
    source = Source(source_bytes(root, name), "", "utf-8", name=name)
    texts = {found.id: found.text for found in readings(root, name)}
    zones, pages = _zones(root)
    blocks: list[Block] = []
    for element, opens in _elements(root, name):
        known = element.get(XML_ID, "")
        role = ROLES.get(" ".join(filter(None, (element.tag[len(TEI) :], element.get("type")))))
        if role is None or known not in texts:
            raise BrokenArchive(
                f"a block of unknown kind: {element.tag[len(TEI) :]}",
                where=f"{name or '-'}:{element.sourceline}",
                advice="it was altered, or made by a newer backfile",
            )
        if role is Role.BYLINE and _in_figure(element):
            role = Role.CREDIT
        segment = Segment("¶", texts[known], zones.get(_zone(element), 0))
        blocks.append(Block(known, (segment,), role, opens))
    return Document(source, tuple(blocks), pages, _metadata(root))


def _elements(root: Element, name: str) -> Iterator[tuple[Element, Opening | None]]:
    """Yield each block in reading order, and what opens there: the division named after it."""
    openings: dict[str, Opening] = {}
    kinds = {kind.value: kind for kind in Opening}
    text = body(root, name)
    for division in text.iterfind(DIV):
        kind = kinds.get(division.get("type", ""))
        if kind is not None:
            openings[f"b.{division.get(XML_ID, '')[2:]}"] = kind
    for element in text.iter(*BLOCKS):
        yield element, openings.get(element.get(XML_ID, ""))


def _in_figure(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == FIGURE


def _zone(element: Element) -> str:
    """Return the zone where a block's source text begins."""
    first = element if element.get("facs") else element.find(f".//{SEG}[@facs]")
    return "" if first is None else first.get("facs", "")[1:]


def _zones(root: Element) -> tuple[Mapping[str, int], tuple[Page, ...]]:
    """Return the number of the page each zone stands on, and the pages."""
    surfaces = root.findall(f"{TEI}facsimile/{TEI}surface")
    zones = {z.get(XML_ID, ""): number for number, s in enumerate(surfaces) for z in s.iter(f"{TEI}zone")}
    pages = tuple(Page(surface.get("n", ""), number) for number, surface in enumerate(surfaces))
    return zones, pages or (Page(""),)


def _metadata(root: Element) -> Metadata:
    """Read what the header says of the issue."""

    def said(path: str) -> str:
        return root.findtext(f"{MONOGRAPH}/{TEI}{path}") or ""

    return Metadata(
        said("title[@level='j']"),
        said(f"imprint/{TEI}date"),
        said("biblScope[@unit='issue']"),
        said("textLang"),
        said("biblScope[@unit='page']"),
        root.findtext(FILE) or "",
    )
