"""The archival XML: one TEI P5 file an issue, from which the source can be rebuilt byte for byte."""

from __future__ import annotations

from collections.abc import Iterator

from convert.document.model import Document
from convert.errors import InvariantError
from convert.tei.checksum import checksum
from convert.tei.names import NAMESPACE
from convert.tei.read import parse_archive
from convert.tei.restore import source_bytes
from convert.tei.write.body import body
from convert.tei.write.facsimile import facsimile, line_zones
from convert.tei.write.header import CHECKSUM_PLACEHOLDER, header, language
from convert.tei.write.markup import Markup, element, end, join, start
from convert.tei.write.pictures import figure_pointers
from convert.tei.write.rendition import style_instruction
from convert.tei.write.rules import rules_of
from convert.tei.write.standoff import standoff
from convert.tei.write.zones import zones_of
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import Rendered, WriteContext


def write_tei(
    document: Document,
    style: StyleSheet,  # noqa: ARG001 - every writer is called alike; an archive has no looks
    context: WriteContext,
) -> Rendered:
    """Write a document as archival XML, in canonical form, and see that the source comes back.

    UTF-8, LF, attributes in fixed order, one block a line. Neither style nor time goes in: the same
    document makes the same file, whenever and for whatever reading copy. One that was read from its archival
    XML gives the bytes of that.

    Raises:
        InvalidArchive, UnreadableSource: more than the file can hold.
        InvariantError: the source cannot be rebuilt from the file.

    """
    if document.archive:
        return Rendered(document.archive)
    name = document.meta.name
    data = ("\n".join(_lines(document, words=context.words)) + "\n").encode()
    root = parse_archive(data, name)
    if source_bytes(root, name) != document.source.data:
        raise InvariantError("the archival XML does not hold the source", location=name)
    note = element("note", {"type": "sha256"}, Markup(checksum(root, name)))
    return Rendered(data.replace(CHECKSUM_PLACEHOLDER.encode(), note.encode(), 1))


def _lines(document: Document, *, words: bool) -> Iterator[Markup]:
    zones = zones_of(document)
    lines = line_zones(document, zones)
    rules = rules_of(document)
    figures = figure_pointers(document)
    yield Markup('<?xml version="1.0" encoding="UTF-8"?>')
    yield style_instruction()
    yield start("TEI", {"xmlns": NAMESPACE})
    yield from header(document, rules)
    yield from facsimile(document, zones, lines, figures.ids, words=words)
    yield join([Markup("  "), start("text", {"xml:lang": language(document.meta)})])
    yield Markup("    <body>")
    yield from body(document, zones, lines.at, rules, figures)
    yield Markup("    </body>")
    yield Markup("  </text>")
    yield from standoff(document, zones, rules)
    yield end("TEI")
