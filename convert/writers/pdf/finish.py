"""What stands in a file beside its pages: fonts, pictures, structure, metadata, labels, attached files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from convert.writers.pdf.embedding import embed_fonts
from convert.writers.pdf.objects import WrittenObject, array, name, packed_stream, text_string
from convert.writers.pdf.picture_set import PictureSet, write_pictures
from convert.writers.pdf.shaping import Shaper
from convert.writers.pdf.tagged import TaggedDocument
from convert.writers.pdf.tags import StructureTree, write_structure
from convert.writers.pdf.xmp import PdfProperties, describe, pdf_time


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the PDF (PDF/A-3; ISO 32000-1, 7.11.4)."""

    name: str
    data: bytes
    mime: str
    relationship: str
    """What it is to the document: Source, Data, Alternative, Supplement (ISO 19005-3, annex E)."""
    description: str = ""


class Numbering(NamedTuple):
    """How the pages of the file are numbered."""

    front_pages: int
    """So many are before the text: i, ii, ..."""
    labels: tuple[str, ...]
    """What the pages of the text are called; empty: 1, 2, ..."""


def finish(
    document: TaggedDocument,
    shaper: Shaper,
    tags: StructureTree,
    properties: PdfProperties,
    numbering: Numbering,
    attachments: Sequence[Attachment] = (),
    pictures: PictureSet | None = None,
    *,
    vertical: bool = False,
) -> None:
    """Add fonts, pictures, structure, metadata, page labels and attached files to the drawn pages."""
    embed_fonts(document, shaper, vertical=vertical)
    if pictures and pictures.numbers:
        document.resources["XObject"] = write_pictures(document, pictures)
    write_structure(document, tags)
    describe(document, properties)
    _label(document, numbering)
    _attach(document, attachments, properties)


def _attach(document: TaggedDocument, attachments: Sequence[Attachment], properties: PdfProperties) -> None:
    """Embed files and say what each is to the document (ISO 19005-3, 6.8)."""
    names: list[bytes] = []
    related: list[bytes] = []
    for attached in sorted(attachments, key=lambda a: a.name):
        time = text_string(pdf_time(properties.timestamp)) if properties.timestamp else b""
        parameters = b"<</Size %d%b>>" % (len(attached.data), b"/ModDate" + time if time else b"")
        entries = b"/Type/EmbeddedFile/Subtype%b/Params%b" % (name(attached.mime), parameters)
        stream = document.add(packed_stream(attached.data, entries, b""))
        called = text_string(attached.name)
        code = b"<</Type/Filespec/F%b/UF%b/AFRelationship%b/Desc%b/EF<</F %b/UF %b>>>>" % (
            *(called, called, name(attached.relationship)),
            *(text_string(attached.description or attached.name), stream, stream),
        )
        written = document.add(WrittenObject(code))
        names += (called, written)
        related.append(written)
    if attachments:
        tree = WrittenObject(b"<</Names%b>>" % array(names))
        document.Catalog.Names = WrittenObject(b"<</EmbeddedFiles %b>>" % document.add(tree))
        document.Catalog.AF = array(related)


def _label(document: TaggedDocument, numbering: Numbering) -> None:
    """Number the pages before the text i, ii and those of the text from 1, or as they are called (12.4.2)."""
    front = numbering.front_pages
    labels = [b"0<</S/r>>"] if front else []
    labels += [b"%d<</P%b>>" % (n, text_string(label)) for n, label in enumerate(numbering.labels, front)]
    if not numbering.labels:
        labels.append(b"%d<</S/D>>" % front)
    document.Catalog.PageLabels = b"<</Nums%b>>" % array(labels)
