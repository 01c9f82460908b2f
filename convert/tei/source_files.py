"""The files that texts were read out of, kept whole beside the archival XML.

    1951-03-02.xml            the texts, and of each file its name, size and digest
    1951-03-02.sources.zip    the files: mets.xml, 0001.xml, 0002.xml

A plain text needs none: its bytes are in the archival XML. Of an ALTO, a DOCX that holds the text alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from lxml.etree import _Element as Element

from convert.document.integrity import restore_parts
from convert.document.model import Document
from convert.errors import InvalidArchive, UnreadableSource
from convert.system.load import load
from convert.system.paths import folded_path, printable_path
from convert.system.xml import MOST
from convert.tei.header import DeclaredSource, declared_sources
from convert.tei.read import altered, parse_archive
from convert.tei.restore import RestoredPart, file_names
from convert.tei.source_zip import ANOTHER, Fetch, open_zip
from convert.tei.write.markup import tidy
from convert.text.source import FilePart, Source
from convert.typeset.zip_write import put

SOURCES = "sources.zip"
"""Ending of the file that holds them, beside that of the archival XML: page.xml, page.sources.zip."""
MOST_IN_ALL = 2_000_000_000
"""Bytes of all files of an issue; one alone may have as many as a file that is read at all."""
MOST_FILES = 1_000
"""Files of a folder that are held against a digest where none has the name that is looked for."""
TEXT = ".txt"
"""Ending of a text that stands for the file that it was read out of."""
BAG_FOLDER = "source"
"""Of a bag: it has the files themselves, beside the archival XML."""

_UNPACKED = "unpack it, and give its folder with --sources"


class KeptFile(NamedTuple):
    """A file that a text was read out of, and its name where it is kept."""

    name: str
    """Leads into no folder, and is that of no other file of the issue."""
    declared: DeclaredSource


class SourceFiles(NamedTuple):
    """Where the files are kept, and how one is fetched from there."""

    location: str
    fetch: Fetch

    def load(self, file: KeptFile) -> bytes:
        """Return the bytes of a file.

        Raises:
            InvalidArchive: it is not there, or has not the digest that the archival XML names.

        """
        size, digest = file.declared.size, file.declared.sha256
        if size > MOST:
            raise self._fault(f"{file.name} would have more than {MOST:,} bytes")
        data = self.fetch(file.name, size, digest)
        if data is None:
            raise self._fault(f"{file.name} is missing")
        if sha256(data).hexdigest() != digest:
            raise self._fault(f"{file.name} does not have the digest recorded in the archival XML")
        return data

    def _fault(self, message: str) -> InvalidArchive:
        return InvalidArchive(message, location=self.location, hint=ANOTHER)


def pack_sources(document: Document) -> bytes:
    """Return a zip of the files that the texts of a document were read out of; nothing where there are none.

    In the order of the pages, each under its own name. The same files make the same zip: no time goes in.
    Where one is not at hand, as in a document that was read from its archival XML alone, there is no zip.

    Raises:
        UnreadableSource: a file is larger than what could be read again.

    """
    source = document.source
    parts = source.parts or (FilePart(source, 0),)
    names = [part.name for part in source.parts] or [document.meta.name]
    kept = [
        (name, _data_of(part))
        for name, part in zip(file_names(map(tidy, names)), parts, strict=True)
        if part.source.original or (part.is_lost and part.digest)
    ]
    if not any(part.source.original for part in parts) or not all(data for _, data in kept):
        return b""
    if sum(len(data) for _, data in kept) > MOST_IN_ALL:
        hint = "omit xml from -f, and keep the files yourself"
        raise UnreadableSource(
            f"more than {MOST_IN_ALL:,} bytes to keep", location=document.meta.name, hint=hint
        )
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        for name, data in kept:
            if len(data) > MOST:
                hint = "omit xml from -f, and keep the file yourself"
                raise UnreadableSource(f"more than {MOST:,} bytes to keep", location=name, hint=hint)
            put(file, name, data, None)
    return packed.getvalue()


def _data_of(part: FilePart) -> bytes:
    """Return the bytes of a file that a text was, or should have been, read out of; nothing: not at hand."""
    return part.source.original.data if part.source.original else part.lost_data


def kept_files(root: Element, name: str = "") -> tuple[KeptFile, ...]:
    """Return the files that the texts of an archival XML were read out of; none of plain texts.

    With them go those of the same issue that could not be read.

    Raises:
        InvalidArchive: the header does not name the source's files.

    """
    files = declared_sources(root, name)
    names = file_names(file.name for file in files)
    if not any(file.reader for file in files):
        return ()
    return tuple(
        KeptFile(own, file)
        for own, file in zip(names, files, strict=True)
        if file.reader or (file.sha256 and not file.encoding)
    )


def sources_path(archive: Path) -> Path:
    """Return where the files of an archival XML are kept: page.xml -> page.sources.zip."""
    return archive.with_name(f"{archive.stem}.{SOURCES}")


def reader_name(reader: str) -> str:
    """Return the name of a reader from what the header says of it: "alto 1.1" -> "alto"."""
    return reader.partition(" ")[0]


def output_stem(name: str) -> tuple[str, str]:
    """Return the name of an issue's file without its ending, and the ending.

    >>> output_stem("page.sources.zip"), output_stem("1951.03.xml")
    (('page', 'sources.zip'), ('1951.03', 'xml'))
    """
    stem = name.removesuffix(f".{SOURCES}")
    if stem not in {"", name}:
        return stem, SOURCES
    stem, dot, form = name.rpartition(".")
    return (stem, form) if dot else (name, "")


def find_source_files(
    archive: Path | None, kept: tuple[KeptFile, ...], given: Path | None = None
) -> SourceFiles | None:
    """Find the files of an archival XML: where the user says, else beside it; None: they are not at hand.

        page.sources.zip    source/, in a bag

    `given` is a zip, a folder of such zips, a folder of the files, or the only file itself.

    Raises:
        UnreadableSource: what is given cannot be read.
        InvalidArchive: a zip that is damaged, or made to do harm; sizes that no issue has.

    """
    if sum(file.declared.size for file in kept) > MOST_IN_ALL:
        name = printable_path(archive) if archive else "-"
        raise altered(f"names files of more than {MOST_IN_ALL:,} bytes", name)
    if given is None:
        return _beside(archive) if archive else None
    if not given.is_dir():
        data = load(given, MOST, hint="not a zip of source files")
        digest = sha256(data).hexdigest()
        if any(file.declared.sha256 == digest for file in kept):
            return SourceFiles(
                printable_path(given), lambda _name, _size, wanted: data if wanted == digest else None
            )
        return _of_zip(data, given)
    inside = given / sources_path(archive).name if archive else given
    return _load_zip(inside) if inside.is_file() else _in_folder(given)


def with_source_files(document: Document, archive: Path | None) -> Document:
    """Return a document that was read from an archival XML with the files of its texts, where they are.

    Raises:
        InvalidArchive: a file that is kept is not what it was.

    """
    source = document.source
    if not any(each.original for each in (source, *(part.source for part in source.parts))):
        return document
    kept = kept_files(parse_archive(document.archive, document.meta.name), document.meta.name)
    files = find_source_files(archive, kept)
    if files is None:
        return document
    data = iter([files.load(file) for file in kept])
    parts = tuple(
        _part_with_data(part, next(data)) if part.source.original or (part.is_lost and part.digest) else part
        for part in source.parts
    )
    whole = replace(source, parts=parts) if parts else _with_data(source, next(data))
    return replace(document, source=whole)


def _part_with_data(part: FilePart, data: bytes) -> FilePart:
    return (
        replace(part, lost_data=data) if part.is_lost else replace(part, source=_with_data(part.source, data))
    )


def _with_data(source: Source, data: bytes) -> Source:
    return replace(source, original=replace(source.original, data=data)) if source.original else source


class RestoredFile(NamedTuple):
    """A file that is given back."""

    name: str
    """Under which it is written; empty: there is nothing to write."""
    data: bytes
    instead_of: str = ""
    """Name of the file that is not at hand: this is the text that was read out of it."""


def restored_files(
    parts: Sequence[RestoredPart], kept: Sequence[KeptFile], sources: SourceFiles | None
) -> Iterator[RestoredFile]:
    """Yield the source files of an issue, but for those that could not be read, unless they are kept.

    A file that a text was read out of comes from where it is kept; where it is not at hand, the text does.

        0001.xml  ->  0001.txt; where there is another file of that name 0001.xml.txt

    Raises:
        InvalidArchive: a file that is kept is not what it was.

    """
    files = {file.declared.id: file for file in kept}
    names = file_names(part.source.name for part in parts)
    taken = {folded_path(name) for name in names}
    for name, part in zip(names, parts, strict=True):
        file = files.get(part.id)
        if part.is_lost and not (file and sources):
            continue
        if file is None or sources:
            yield RestoredFile(name, sources.load(file) if file and sources else part.source.data)
        elif part.source.data:
            yield RestoredFile(text_name(name, taken), part.source.data, name)
        else:
            yield RestoredFile("", b"", name)


def document_files(document: Document) -> Iterator[RestoredFile]:
    """Yield the source files of a document, but for those that are not at hand; names are as they were.

    One that a text was read out of is what was read where it is at hand, else its text.
    """
    parts = document.source.parts or (FilePart(document.source, 0),)
    taken = {folded_path(part.name) for part in parts}
    for part, text in zip(parts, restore_parts(document), strict=True):
        original = part.source.original
        if original and original.data:
            yield RestoredFile(part.name, original.data)
        elif original:
            yield RestoredFile(text_name(part.name, taken), text, part.name)
        elif not part.is_lost:
            yield RestoredFile(part.name, text)
        elif part.lost_data and any(each.source.original for each in parts):
            yield RestoredFile(part.name, part.lost_data)


def text_name(name: str, taken: set[str]) -> str:
    """Return what the text of a file is called where the file is not at hand: page.docx -> page.txt.

    Where that is `taken`, page.docx.txt; the names there are folded ones, and this one is added.
    """
    text = f"{output_stem(name)[0]}{TEXT}"
    text = f"{name}{TEXT}" if folded_path(text) in taken else text
    taken.add(folded_path(text))
    return text


def _beside(archive: Path) -> SourceFiles | None:
    """Return the files beside an archival XML."""
    path = sources_path(archive)
    if path.is_file():
        return _load_zip(path)
    folder = archive.with_name(BAG_FOLDER)
    in_bag = folder.is_dir() and archive.with_name(f"{archive.stem}.mets.xml").is_file()
    return _in_folder(folder) if in_bag else None


def _load_zip(path: Path) -> SourceFiles:
    return _of_zip(load(path, MOST, hint=_UNPACKED), path)


def _of_zip(data: bytes, path: Path) -> SourceFiles:
    location = printable_path(path)
    return SourceFiles(location, open_zip(data, location))


def _in_folder(folder: Path) -> SourceFiles:
    """Return the files of a folder; one that has another name there is known by its size and digest."""

    def fetch(name: str, size: int, digest: str) -> bytes | None:
        data = _load_of_size(folder / name, size)
        if data is not None and sha256(data).hexdigest() == digest:
            return data
        for number, path in enumerate(sorted(folder.iterdir())):
            if number >= MOST_FILES:
                break
            other = _load_of_size(path, size)
            if other is not None and sha256(other).hexdigest() == digest:
                return other
        return data

    return SourceFiles(printable_path(folder), fetch)


def _load_of_size(path: Path, size: int) -> bytes | None:
    """Return the bytes of a file of a size; None: it has another one, or is no file."""
    try:
        return load(path, size) if path.stat().st_size == size else None
    except (OSError, ValueError, UnreadableSource):  # a name that no disk takes is that of no file
        return None
