"""An archival XML as a source that is repaired anew: its files or texts, read as they were read then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from convert.conversion.containers import take_kept_structure
from convert.document.model import Document, Metadata
from convert.errors import UnreadableSource
from convert.readers.issue import ReadPart, combine
from convert.readers.read_again import answer_to, gives_its_text, read_again
from convert.readers.registry import READERS, TEXT, Readers
from convert.tei.archive import open_archive
from convert.tei.header import metadata
from convert.tei.restore import RestoredPart, restored_parts
from convert.tei.source_files import KeptFile, SourceFiles, find_source_files, kept_files, reader_name
from convert.text.source import Source

READ_AS_TEXT = ("docx",)
"""Readers whose texts are read as plain texts where the files are not at hand."""


def reread(data: bytes, name: str = "", archive: Path | None = None, readers: Readers = READERS) -> Document:
    """Restore the source from an archival XML, and read it as it was read then; nothing is repaired.

    A file that a text was read out of is taken from where it is kept beside `archive`, the path of the XML:
    what the text does not say, boxes and roles, is read again. Of a Word document the text is enough.

    Raises:
        UnreadableSource, InvalidArchive: not an archival XML, or altered; a file is not at hand, is another
            one, or gives another text now.

    """
    root = open_archive(data, name)
    meta = metadata(root)
    kept = kept_files(root, name)
    again = _Again(name, {file.declared.id: file for file in kept}, readers)
    if kept:
        again.sources = find_source_files(archive, kept)
    first, *_ = parts = restored_parts(root, name)
    if not first.id:
        return again.document(first, meta)
    return take_kept_structure(combine([again.part(part) for part in parts], meta))


class _Again:
    """Reads the files of an archival XML."""

    def __init__(self, name: str, kept: Mapping[str, KeptFile], readers: Readers) -> None:
        """Begin with the files that texts were read out of, by their ids."""
        self._name, self._kept, self._readers = name, kept, readers
        self.sources: SourceFiles | None = None

    def part(self, part: RestoredPart) -> ReadPart:
        """Read a file of an issue."""
        source = part.source
        if part.fault:
            blank = None if part.is_lost else source
            file = self._kept.get(part.id) if part.is_lost else None
            data = self.sources.load(file) if file and self.sources else b""
            return ReadPart(
                None, part.page, source.name, part.digest, part.size, part.fault, blank, lost_data=data
            )
        if source.original and not source.text:
            whole = self._whole(part)
            return ReadPart(
                None, part.page, source.name, part.digest, part.size, blank=whole, is_container=True
            )
        document = self.document(part, Metadata(name=source.name, page=part.page))
        return ReadPart(document, part.page, source.name, part.digest, part.size)

    def document(self, part: RestoredPart, meta: Metadata) -> Document:
        """Read a file, or the text that was read out of it.

        Raises:
            UnreadableSource: the file is not at hand, or is not what it was.

        """
        file = self._kept.get(part.id)
        if file and self.sources:
            return self._document_of(file, self.sources.load(file), meta)
        if file and reader_name(file.declared.reader) not in READ_AS_TEXT:
            message = f"{file.name}, the original file, is missing"
            hint = "put NAME.sources.zip beside NAME.xml, or convert the original file"
            raise self._unreadable(message, hint)
        source = part.source
        document = self._readers[TEXT].read(source.data, meta, source.encoding)
        return replace(document, source=replace(document.source, original=source.original))

    def _whole(self, part: RestoredPart) -> Source:
        """Return a source without a text, such as a list of pages, with its file where that is at hand."""
        source, file = part.source, self._kept.get(part.id)
        if not (source.original and file and self.sources):
            return source
        return replace(source, original=replace(source.original, data=self.sources.load(file)))

    def _document_of(self, file: KeptFile, data: bytes, meta: Metadata) -> Document:
        answer = answer_to(file, self._kept.values(), self.sources) if self.sources else b""
        document = read_again(file, data, meta, self._readers, answer)
        hint = "restore its files, and convert them"
        if document is None:
            reader = reader_name(file.declared.reader)
            raise self._unreadable(
                f"no reader {reader!r} for {file.name}", "install the package that provides it"
            )
        if not gives_its_text(file, document):
            raise self._unreadable(
                f"{file.name} now gives a different text than the archival XML contains", hint
            )
        return document

    def _unreadable(self, message: str, hint: str) -> UnreadableSource:
        return UnreadableSource(message, location=self._name, hint=hint)
