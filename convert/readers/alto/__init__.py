"""ALTO: the pages of the Library of Congress's schema, versions 1 to 4, in any of its namespaces or in none.

Taken: words, their boxes and confidence; lines with the size and cut of their type; blocks and their kinds,
pictures, rules; margins; the order of reading, tags and titles where the file has them. SUBS_CONTENT, the
whole of a word that a line end cuts, is no reading: it is wrong as often as its halves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml.etree import _Element as Element

from convert.document.model import Document, Metadata
from convert.errors import UnreadableSource
from convert.readers.alto.blocks import UNITS, PageReader, ReadPage
from convert.readers.alto.lines import mend_facts, read_facts
from convert.readers.alto.order import read_units
from convert.readers.alto.styles import Tag, read_styles, read_tags
from convert.readers.page_xml import open_page
from convert.readers.stream import StreamBuilder

VERSION = 1
"""Of what is taken from a file; another may give another text."""


def read_alto(data: bytes, meta: Metadata, encoding: str = "") -> Document:
    """Read a page of ALTO, or several in one file: a block for each of its text blocks.

    Raises:
        UnreadableSource: as `open_page` raises; it is no ALTO; there is no text in it.
        BadSetting: there is no such encoding.

    """
    root, warnings = open_page(data, meta.name, encoding)
    namespace, _, name = str(root.tag).rpartition("}")
    namespace = f"{namespace}}}" if namespace else ""
    if name != "alto":
        raise UnreadableSource("not an ALTO file", location=meta.name, hint=f"its first element is <{name}>")
    described = f"{namespace}Description"
    unit = root.findtext(f"{described}/{namespace}MeasurementUnit", "").strip()
    image = root.findtext(f"{described}/{namespace}sourceImageInformation/{namespace}fileName", "").strip()
    styles, tags = read_styles(root, namespace), read_tags(root, namespace)
    facts = read_facts(root, namespace, styles)
    reader = PageReader(namespace, facts, tags, unit if unit in UNITS else UNITS[0], image)
    pages = _read_pages(root, reader)
    mended = mend_facts(facts, _confidences(pages), root)
    if mended is not facts:
        pages = _read_pages(root, replace(reader, facts=mended))
    stream = StreamBuilder("alto", VERSION)
    tagged: dict[str, Tag] = {}
    following: dict[str, str] = {}
    for page in pages:
        stream.begin_page(page.surface, page.label)
        for block in page.blocks:
            stream.add_region(block.region, block.lines)
            if block.tag.role:
                tagged[block.region.ref] = block.tag
            if block.following and block.region.id:
                following[block.region.id] = block.following
    document = stream.document(data, replace(meta, warnings=(*meta.warnings, *warnings)))
    layout = document.layout
    if layout is None:
        return document
    software = root.iterfind(f"{described}//{namespace}softwareName")
    names = dict.fromkeys(element.text or "" for element in software)
    units = read_units(root, namespace, layout, tagged, following)
    return replace(document, layout=replace(layout, units=units, engine=", ".join(filter(None, names))))


def _read_pages(root: Element, reader: PageReader) -> list[ReadPage]:
    """Return the pages of a file, in its order."""
    layout, page = f"{reader.namespace}Layout", f"{reader.namespace}Page"
    return [
        reader.read_page(element, f"alto:/{at}/{number}")
        for at, part in enumerate(root)
        if part.tag == layout
        for number, element in enumerate(part)
        if element.tag == page
    ]


def _confidences(pages: Sequence[ReadPage]) -> set[float | None]:
    """Return the values that the confidence of a word has."""
    lines = (line for page in pages for block in page.blocks for line in block.lines)
    return {word.confidence for line in lines for word in line.words if not word.close or word.confidence}
