"""The PDF that was asked for more than the reading: the changes shown, the source and the TEI inside."""

from __future__ import annotations

from dataclasses import dataclass

from convert.document.model import Document
from convert.tei.restore import file_names
from convert.tei.source_files import document_files
from convert.tei.write import write_tei
from convert.typeset import display
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import Rendered, WriteContext
from convert.writers.pdf import Attachment, typeset

MIME = {
    "txt": "text/plain",
    "xml": "application/xml",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""What a source is, by the ending of its name; what is not here is bytes (RFC 2046, 4.5.1)."""


@dataclass(frozen=True, slots=True)
class ConfiguredPdfWriter:
    """A writer of PDF, by what it was asked for."""

    show_changes: bool = False
    """Notes say what the source has in each place."""
    attach: bool = False
    """The archival XML and the source travel inside; the file is PDF/A-3u."""

    def __call__(self, document: Document, style: StyleSheet, context: WriteContext) -> Rendered:
        """Write a document as PDF with what was asked for.

        Raises:
            StyleError: a font that the style names does not exist or cannot be embedded.
            InvalidArchive, UnreadableSource: more than the archival XML can hold.

        """
        attachments = archived(document, style, context) if self.attach else ()
        return typeset(document, style, context, show_changes=self.show_changes, attachments=attachments)


def archived(document: Document, style: StyleSheet, context: WriteContext) -> tuple[Attachment, ...]:
    """Return what an archive wants beside the reading: the text as TEI, and the source byte for byte.

    page.txt  ->  page.tei.xml, an alternative to the PDF; page.txt, what it was made from

    Of an issue of several files every one that could be read.
    """
    # only the last part of a name: who saves the files must not be led into another folder
    name = display.one_line(document.meta.name.replace("\\", "/").rpartition("/")[2]) or "source.txt"
    tei = write_tei(document, style, context).data
    parts = document.source.parts
    stem = name if parts else name.rpartition(".")[0] or name
    files = tuple(file for file in document_files(document) if file.data or not file.instead_of)
    names = (
        file_names(display.one_line(file.name) for file in files) if parts or files[0].instead_of else [name]
    )
    sources = [(own, file.data) for own, file in zip(names, files, strict=True)]
    return (
        Attachment(f"{stem}.tei.xml", tei, "application/tei+xml", "Alternative", "The text as TEI P5"),
        *(Attachment(own, data, _mime(own), "Source", "The source, byte for byte") for own, data in sources),
    )


def _mime(name: str) -> str:
    """Return the media type of a source by the end of its name."""
    return MIME.get(name.rpartition(".")[2].lower(), "application/octet-stream")
