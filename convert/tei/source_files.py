"""The files that texts were read out of, kept whole beside the archival XML.

    1951-03-02.xml            the texts, and of each file its name, size and digest
    1951-03-02.sources.zip    the files: mets.xml, 0001.xml, 0002.xml

A plain text needs none: its bytes are in the archival XML. Of an ALTO, a DOCX that holds the text alone.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from lxml.etree import _Element as Element

from convert.document.integrity import restore_parts
from convert.document.model import Document
from convert.errors import InvalidArchive, UnreadableSource
from convert.system.load import load
from convert.system.paths import folded_path, printable_path
from convert.system.xml import MOST
from convert.system.zip_faults import DAMAGED
from convert.tei.header import DeclaredSource, declared_sources
from convert.tei.restore import RestoredPart, file_names
from convert.tei.write.markup import tidy
from convert.text.source import FilePart
from convert.typeset.writer import EARLIEST
from convert.typeset.zip_write import member

SOURCES = "sources.zip"
"""Ending of the file that holds them, beside that of the archival XML: page.xml, page.sources.zip."""
MOST_ENTRIES = 10_000
"""Files of a zip; an issue of 100 pages has some hundred."""
MOST_FILES = 1_000
"""Files of a folder that are held against a digest where none has the name that is looked for."""
TEXT = ".txt"
"""Ending of a text that stands for the file that it was read out of."""
BAG_FOLDER = "source"
"""Of a bag: it has the files themselves, beside the archival XML."""

_END = struct.Struct("<4s4H2LH")
"""The last record of a zip without a comment (APPNOTE 6.3, section 4.3.16)."""
_END_MARK, _LOCATOR_MARK = b"PK\x05\x06", b"PK\x06\x07"
_LOCATOR = 20
"""Bytes of what leads to the last record of a zip of more than 4 GB."""
_MOST_DIRECTORY = MOST_ENTRIES * 400
"""Bytes of its list of entries: Python reads it as a whole, however long it is."""
_ANOTHER = "give the zip that was written with the archival XML, or a folder of the files, with --sources"
_UNPACKED = "unpack it, and give the folder with --sources"


class KeptFile(NamedTuple):
    """A file that a text was read out of, and its name where it is kept."""

    name: str
    """Leads into no folder, and is that of no other file of the issue."""
    declared: DeclaredSource


class SourceFiles(NamedTuple):
    """Where the files are kept, and how one is fetched from there."""

    location: str
    fetch: Callable[[str, int, str], bytes | None]
    """Takes a name, a size and a digest; returns a file of that name and no larger, or of that digest."""

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
            raise self._fault(f"{file.name} is not there")
        if sha256(data).hexdigest() != digest:
            raise self._fault(f"{file.name} does not have the digest that the archival XML names")
        return data

    def _fault(self, message: str) -> InvalidArchive:
        return InvalidArchive(message, location=self.location, hint=_ANOTHER)


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
        (name, part.source.original)
        for name, part in zip(file_names(map(tidy, names)), parts, strict=True)
        if part.source.original
    ]
    if not kept or not all(original.data for _, original in kept):
        return b""
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        for name, original in kept:
            if original.size > MOST:
                hint = "leave xml out of -f, and keep the file"
                raise UnreadableSource(f"more than {MOST:,} bytes to keep", location=name, hint=hint)
            file.writestr(member(name, EARLIEST), original.data)
    return packed.getvalue()


def kept_files(root: Element, name: str = "") -> tuple[KeptFile, ...]:
    """Return the files that the texts of an archival XML were read out of; none of plain texts.

    Raises:
        InvalidArchive: the header does not name the source's files.

    """
    files = declared_sources(root, name)
    names = file_names(file.name for file in files)
    return tuple(KeptFile(own, file) for own, file in zip(names, files, strict=True) if file.reader)


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
        InvalidArchive: a zip that is damaged, or made to do harm.

    """
    if given is None:
        return _beside(archive) if archive else None
    if not given.is_dir():
        data = load(given, MOST, hint="it is no zip of source files")
        digest = sha256(data).hexdigest()
        if any(file.declared.sha256 == digest for file in kept):
            return SourceFiles(
                printable_path(given), lambda _name, _size, wanted: data if wanted == digest else None
            )
        return open_zip(data, printable_path(given))
    inside = given / sources_path(archive).name if archive else given
    return _load_zip(inside) if inside.is_file() else _in_folder(given)


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
    """Yield the source files of an issue, but for those that could not be read when it was converted.

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
        if part.is_lost:
            continue
        if file is None or sources:
            yield RestoredFile(name, sources.load(file) if file and sources else part.source.data)
        elif part.source.data:
            yield RestoredFile(text_name(name, taken), part.source.data, name)
        else:
            yield RestoredFile("", b"", name)


def document_files(document: Document) -> Iterator[RestoredFile]:
    """Yield the source files of a document, but for those that could not be read; names are as they were.

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
    return open_zip(load(path, MOST, hint=_UNPACKED), printable_path(path))


def open_zip(data: bytes, location: str) -> SourceFiles:
    """Open a zip of source files; nothing is unpacked before a file is asked for, and no more than that.

    Raises:
        InvalidArchive: no zip, a damaged one, or one that no run of ours has written: encrypted, with more
            files than an issue has, two of one name, or one that leads into a folder.

    """
    if not _has_plain_end(data):
        raise InvalidArchive("no zip of source files, or cut short", location=location, hint=_ANOTHER)
    try:
        file = ZipFile(BytesIO(data))
    except DAMAGED as error:
        raise InvalidArchive("a damaged zip", location=location, hint=_ANOTHER) from error
    if fault := _entries_fault(file):
        raise InvalidArchive(f"a zip {fault}", location=location, hint=_ANOTHER)

    def fetch(name: str, size: int, _digest: str) -> bytes | None:
        if name not in file.NameToInfo:
            return None
        try:
            with file.open(name) as stream:
                return stream.read(size + 1)
        except DAMAGED as error:
            raise InvalidArchive(f"{name} is damaged", location=location, hint=_ANOTHER) from error

    return SourceFiles(location, fetch)


def _has_plain_end(data: bytes) -> bool:
    """Whether bytes end as a zip of ours does, with a list of entries that may be read."""
    if len(data) < _END.size:
        return False
    mark, *_, directory, _, comment = _END.unpack(data[-_END.size :])
    locator = data[-_END.size - _LOCATOR : -_END.size]
    plain = mark == _END_MARK and not comment and not locator.startswith(_LOCATOR_MARK)
    return plain and directory <= _MOST_DIRECTORY


def _entries_fault(file: ZipFile) -> str:
    """Return what is wrong with the list of a zip's entries; empty: nothing."""
    entries = file.infolist()
    if len(entries) > MOST_ENTRIES:
        return f"of {len(entries):,} files"
    if any(entry.flag_bits & 1 for entry in entries):
        return "that is encrypted"
    if any(entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for entry in entries):
        return "that is packed in a way of its own"
    names = [entry.filename for entry in entries]
    if len({folded_path(name) for name in names}) < len(names):
        return "with two files of one name"
    odd = next((name for name in names if "/" in name or "\\" in name or name in {"", ".", ".."}), "")
    return f"with a path, {printable_path(odd[:80])!r}, in the place of a name" if odd else ""


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
