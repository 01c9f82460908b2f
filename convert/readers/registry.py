"""Readers: a table, by name. Each makes blocks in source order; none repairs anything.

Installed distributions add to it by entry points of the group `backfile.readers`; docs/plugins.md has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from importlib import import_module
from typing import Protocol

from convert.document.model import Document, Metadata
from convert.errors import BadSetting, UnknownFormat, UnreadableSource
from convert.issue.container.parse import is_container
from convert.readers.signatures import is_abbyy, is_alto, is_hocr, is_image, is_page, is_pdf, is_word
from convert.system.entry_points import Plugin, find_plugins, summary_of
from convert.text.markup import begins_as_tei, detect_markup, is_archive_like
from convert.text.printed_files import IMAGES, PDF
from convert.text.source import Original

GROUPS = ("backfile.readers", "convert.readers")
"""Of entry points; the second is the former name of the first."""
TEXT = "text"
"""The reader of what no other reader claims."""
CONTAINER = "mets"
"""The reader of what names the pages of an issue; it has them read by the readers of their own formats."""
IMAGE = "image"
"""The reader of images of pages; an OCR engine reads them."""
ARCHIVE = "archive"
"""The reader of our own archival XML. Other XML has the same ending: it is known by its bytes alone."""
SHARED_SUFFIXES = frozenset({".xml", ".html", ".htm", ".xhtml"})
"""Ends of the names of files of many formats, which an installed reader may have, too."""


class Reader(Protocol):
    """Makes a document of a source: blocks in source order, no repair."""

    def __call__(self, data: bytes, meta: Metadata, encoding: str = "") -> Document:
        """Read the bytes of a source, in the encoding that was declared, if one was."""
        ...


@dataclass(frozen=True, slots=True)
class LateReader:
    """A reader of ours, imported when it reads for the first time: most runs need one of ten.

    LateReader("alto", "read_alto")  ->  convert.readers.alto.read_alto
    """

    module: str
    """In `convert.readers`."""
    name: str

    @property
    def function(self) -> Reader:
        """The reader itself."""
        reader: Reader = getattr(import_module(f"convert.readers.{self.module}"), self.name)
        return reader

    def __call__(self, data: bytes, meta: Metadata, encoding: str = "", **settings: str | bytes) -> Document:
        """Read the bytes of a source, as the reader does."""
        return self.function(data, meta, encoding, **settings)


def never(_data: bytes) -> bool:
    """Recognise nothing: the suffix of its name, or --from, must say what a source is."""
    return False


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """A reader, and how its sources are recognised."""

    read: Reader
    sniff: Callable[[bytes], bool] = never
    """Whether the bytes of a source are of this format."""
    suffixes: tuple[str, ...] = ()
    """Ends of the names of its files, in small letters: (".hocr",)."""
    name: str = ""
    """Its name in the table; that of an installed one is the name of its entry point."""
    distribution: str = ""
    """Name and version of the installed distribution that brings it; empty: it is built in."""

    @property
    def summary(self) -> str:
        """What its reader does, in one line."""
        return summary_of(self.read.function if isinstance(self.read, LateReader) else self.read)


Readers = Mapping[str, SourceFormat]

READERS: Readers = {
    TEXT: SourceFormat(LateReader("text", "read_plain"), suffixes=(".txt",), name=TEXT),
    "docx": SourceFormat(LateReader("docx", "read_docx"), is_word, (".docx",), "docx"),
    "abbyy": SourceFormat(LateReader("abbyy", "read_abbyy"), is_abbyy, (".xml", ".bz2"), "abbyy"),
    "pdf": SourceFormat(LateReader("pdf", "read_pdf"), is_pdf, (PDF,), "pdf"),
    IMAGE: SourceFormat(LateReader("image", "read_image"), is_image, IMAGES, IMAGE),
    "alto": SourceFormat(LateReader("alto", "read_alto"), is_alto, (".xml", ".alto"), "alto"),
    "hocr": SourceFormat(
        LateReader("hocr", "read_hocr"), is_hocr, (".hocr", ".html", ".htm", ".xhtml"), "hocr"
    ),
    "page": SourceFormat(LateReader("page", "read_page"), is_page, (".xml",), "page"),
    CONTAINER: SourceFormat(LateReader("container", "read_container"), is_container, name=CONTAINER),
    ARCHIVE: SourceFormat(LateReader("archive", "read_archived"), is_archive_like, (".xml",), ARCHIVE),
}
"""The readers that are built in."""


def with_engine(readers: Readers, engine: str) -> Readers:
    """Return readers of which an OCR engine, by its name or "auto", reads images and drawn PDFs."""
    return _reading_by(readers, partial(LateReader("image", "read_image"), engine=engine))


def with_answer(readers: Readers, kept: bytes) -> Readers:
    """Return readers that read images and PDFs by what an engine has read before, as it was kept."""
    return _reading_by(readers, partial(LateReader("image", "read_kept"), kept=kept))


def _reading_by(readers: Readers, read: Reader) -> Readers:
    changed = {name: replace(readers[name], read=read) for name in (IMAGE, "pdf")}
    return {**readers, **changed}


def load_readers() -> Readers:
    """Return the built-in readers, and the installed ones by name.

    Raises:
        BadSetting: one cannot be loaded, or claims a name or a suffix of ours.

    """
    installed = [_source_format(plugin) for plugin in find_plugins(READERS, *GROUPS)]
    return {**READERS, **{entry.name: entry for entry in installed}}


def _source_format(plugin: Plugin) -> SourceFormat:
    loaded = plugin.load()
    entry = loaded if isinstance(loaded, SourceFormat) else None
    if entry is None and callable(loaded):
        entry = SourceFormat(loaded)
    if entry is None:
        raise plugin.error("neither a SourceFormat nor a reading function")
    for suffix in entry.suffixes:
        if not suffix.startswith(".") or suffix != suffix.lower():
            raise plugin.error(f"the suffix {suffix!r} is not like '.hocr'")
        for ours in READERS.values():
            if suffix in ours.suffixes and suffix not in SHARED_SUFFIXES:
                raise plugin.error(f"the suffix {suffix!r} belongs to the built-in reader {ours.name}")
    plugin.check_sendable(entry)
    return replace(entry, name=plugin.name, distribution=plugin.distribution)


def find_reader(name: str, readers: Readers = READERS) -> SourceFormat:
    """Return the reader of that name.

    Raises:
        UnknownFormat: there is none; the message names those that exist.

    """
    if name not in readers:
        raise UnknownFormat(f"no reader named {name!r}", hint=f"choose from: {', '.join(sorted(readers))}")
    return readers[name]


def read_by(entry: SourceFormat, data: bytes, meta: Metadata, encoding: str = "") -> Document:
    """Read a source; one of which an installed reader returns other bytes is kept as the file that it is.

    Raises:
        UnreadableSource: as the reader raises.

    """
    document = entry.read(data, meta, encoding)
    source = document.source
    if not entry.distribution or source.parts or source.original or source.data == data:
        return document
    version = entry.distribution.rpartition(" ")[2]
    original = Original(sha256(data).hexdigest(), len(data), f"{entry.name} {version}", data)
    return replace(document, source=replace(source, original=original))


def choose_reader(data: bytes, file_name: str = "", readers: Readers = READERS) -> SourceFormat:
    """Return the reader of a source: by its bytes, else by the end of its name, else that of text.

    Raises:
        BadSetting: several claim it.
        UnreadableSource: none claims it, and it is XML, HTML, JSON or a table.

    """
    is_tei = begins_as_tei(data)  # of our readers only that of archives may claim it
    asked = [e for e in readers.values() if not is_tei or e.name == ARCHIVE or e.distribution]
    sniffed = [entry for entry in asked if entry.sniff(data)]
    if len(sniffed) > 1:  # an installed reader of XML may take ours, too
        sniffed = [entry for entry in sniffed if entry.name != ARCHIVE]
    named = [
        entry
        for entry in readers.values()
        if entry.distribution and file_name.lower().endswith(entry.suffixes or ("\0",))
    ]
    claims = sniffed or named or [readers[TEXT]]
    if not (sniffed or named) and (kind := detect_markup(data, file_name)):
        raise UnreadableSource(f"{kind.what}, not the text of a page", location=file_name, hint=kind.advice)
    if len(claims) > 1:
        names = " and ".join(entry.name for entry in claims)
        raise BadSetting(f"the readers {names} claim it", location=file_name, hint="choose one with --from")
    return claims[0]


def folder_suffixes(readers: Readers = READERS, name: str = "") -> tuple[str, ...]:
    """Return the ends of the names by which a folder's files are taken for sources.

    Those of the reader named, if it has any; else of text and of every installed reader. A Word document
    is not among them, for a folder of text may hold copies of its issues in Word.
    """
    own = find_reader(name, readers).suffixes if name else ()
    installed = (s for entry in readers.values() if entry.distribution for s in entry.suffixes)
    return own or tuple(dict.fromkeys((*readers[TEXT].suffixes, *installed)))
