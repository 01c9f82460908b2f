"""What a folder holds: issues, the formats each is there in, and what they say of themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import file_digest, sha256
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

from lxml.etree import _Element as Element

from convert.catalogue.books import CollectedBook, book_identifier, read_book
from convert.catalogue.identifiers import document_identifier, path_identifier
from convert.document.model import Metadata
from convert.errors import ConvertError, UnreadableSource
from convert.system.find import walk
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.xml import MOST
from convert.tei.archive import open_archive
from convert.tei.content import TextPart, text_parts
from convert.tei.header import metadata, source_digest
from convert.tei.names import tag
from convert.tei.views import ArrangedBlock, arranged_blocks
from convert.text.xml_safe import sanitize
from convert.typeset.display import iso_date, issue_line, one_line
from convert.typeset.identity import issue_identifier

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".epub": "application/epub+zip",
        ".pdf": "application/pdf",
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".xml": "application/tei+xml",
    }
)
"""By ending, in the order in which readers are offered them (IANA's registry)."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
LONGEST_STATEMENT = 500
"""Characters of a statement that a catalogue shows."""
COVER_HEADLINES = 4
"""Headlines on a cover."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An issue and its files."""

    stem: str
    """Path of its files below the folder, without an ending."""
    endings: tuple[str, ...]
    title: str
    """The newspaper's."""
    date: str
    number: str
    page: str
    language: str
    summary: str = ""
    """Its first headlines."""
    cover: str = ""
    """Name of its picture in the catalogue, without the ending; empty: it has none."""
    order: int = 0
    """Its number in the index."""
    identifier: str = ""
    """What its book, or its archival XML, says it is; empty: nothing does."""
    build: int = 0
    """Number of the build of the catalogue that first had it."""
    updated: str = ""
    """When what is in it was first made, as RFC 3339 has it; empty: that is not asked yet."""
    is_readable: bool = False
    """Whether the catalogue has a page on which it is read."""
    book: CollectedBook | None = None
    """Of a book that is no issue: it has no date, and its title is its own."""
    creator: str = ""
    publisher: str = ""
    rights: str = ""
    licence: str = ""
    issn: str = ""
    """Of the newspaper."""

    @property
    def id(self) -> str:
        """Who it is: a URN, for want of any other made from its path."""
        return self.identifier or self.path_id

    @property
    def path_id(self) -> str:
        """A URN of its path: files that are named after it stay where they are when its contents change."""
        return path_identifier(quote(self.stem, errors="surrogateescape"))

    @property
    def issue_line(self) -> str:
        """Date, number, page; of a collected book its days."""
        if self.book:
            return shorten(self.book.days)
        return issue_line(
            Metadata(
                title=self.title, date=self.date, number=self.number, language=self.language, page=self.page
            )
        )

    @property
    def label(self) -> str:
        """What a list shows: newspaper, date, number, page; of a collected book its title."""
        if self.book:
            return self.title
        return " · ".join(filter(None, (self.title, self.issue_line)))

    @property
    def base(self) -> str:
        """The relative address of its files from the catalogue's folder, without an ending."""
        return "../" + quote(self.stem, errors="surrogateescape")

    @property
    def key(self) -> str:
        """What the catalogue's own files on it are called, without an ending: made from the path alone."""
        return sha256(quote(self.stem, errors="surrogateescape").encode()).hexdigest()[:16]

    @property
    def reading(self) -> str:
        """The relative address of the page on which it is read; empty: there is none."""
        return f"read/{self.key}.html" if self.is_readable else ""

    def link(self, ending: str) -> str:
        """Return the relative address of a file from the catalogue's folder."""
        return self.base + ending


class ReadingBlock(NamedTuple):
    """A block of an archival XML in its place in the reading, with its text piece by piece."""

    arranged: ArrangedBlock
    parts: tuple[TextPart, ...]

    @property
    def reading(self) -> str:
        """The text as it is read."""
        return "".join([part.reading for part in self.parts])


class ReadableIssue(NamedTuple):
    """An archival XML, to be read in the catalogue."""

    root: Element
    blocks: tuple[ReadingBlock, ...]
    """In reading order, furniture and empty ones too."""


class IssueText(NamedTuple):
    """What an issue says of itself, and its text."""

    metadata: Metadata
    headlines: tuple[str, ...] = ()
    """For the cover."""
    paragraphs: tuple[str, ...] = ()
    """As a reader should see them."""
    identifier: str = ""
    """Who the issue is."""
    book: CollectedBook | None = None
    """What it is instead of an issue."""
    archived: ReadableIssue | None = None


@dataclass(frozen=True, slots=True)
class CataloguedIssue:
    """An issue with its text."""

    entry: CatalogueEntry
    headlines: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    archived: ReadableIssue | None = None
    faults: tuple[ConvertError, ...] = ()
    digest: str = ""
    """SHA-256 of what is in it: of its archival XML, else of its first file, and of the sizes of all."""


def list_issues(folder: Path, own: str, faults: list[ConvertError]) -> dict[str, tuple[str, ...]]:
    """Return the endings that each issue in a folder and its subfolders has, by path without ending.

    Links are not followed; hidden files and the catalogue's `own` folder are passed over.
    A folder that cannot be opened is among the faults.
    """
    stems: dict[str, list[str]] = {}
    for entry in walk(folder, leave_out=folder / own):
        suffix = entry.path.suffix
        if entry.error:
            message, location = f"cannot be opened: {entry.error.strerror}", printable_path(entry.path)
            faults.append(UnreadableSource(message, location=location, hint="check its permissions"))
        elif suffix in MEDIA_TYPES and not entry.is_link and entry.path.is_file():
            stems.setdefault(str(entry.relative.with_suffix("")), []).append(suffix)
    return {stem: tuple(e for e in MEDIA_TYPES if e in stems[stem]) for stem in sorted(stems)}


def read_entry(folder: Path, stem: str, endings: tuple[str, ...]) -> CataloguedIssue:
    """Read an issue: its archival XML, else its EPUB, else no more than its name.

    A file that cannot be read is among the faults and not among the issue's formats; without any
    format there is no issue, and the formats are empty.
    """
    faults: list[ConvertError] = []
    text = IssueText(Metadata())
    kept = list(endings)
    if ".xml" in endings:
        try:
            text = _archived_text(folder / f"{stem}.xml")
        except ConvertError as fault:
            faults.append(fault)
            kept.remove(".xml")
    if ".epub" in endings:
        try:
            if ".xml" in kept:
                text = text._replace(identifier=book_identifier(folder / f"{stem}.epub") or text.identifier)
            else:
                book = read_book(folder / f"{stem}.epub")
                text = IssueText(
                    book.metadata,
                    paragraphs=book.paragraphs,
                    identifier=book.identifier,
                    book=book.collected,
                )
                faults += book.faults
        except ConvertError as fault:
            faults.append(fault)
            kept.remove(".epub")
    if ".docx" in endings and ".epub" not in kept:
        text = text._replace(identifier=document_identifier(folder / f"{stem}.docx") or text.identifier)
    stated = replace(text.metadata, date=iso_date(text.metadata))
    entry = CatalogueEntry(
        stem,
        tuple(kept),
        title=shorten(next(filter(None, (stated.title, *text.headlines)), printable_path(Path(stem).name))),
        date=stated.date,
        number=shorten(stated.number),
        page=shorten(stated.page),
        language=stated.language if LANGUAGE.fullmatch(stated.language) else "",
        summary=shorten(text.book.days) if text.book else " · ".join(map(shorten, text.headlines)),
        identifier=text.identifier,
        book=text.book,
        creator=shorten(stated.creator),
        publisher=shorten(stated.publisher),
        rights=shorten(stated.rights),
        licence=shorten(stated.licence),
        issn=shorten(stated.issn),
    )
    digest = _digest(folder, stem, kept)
    return CataloguedIssue(entry, text.headlines, text.paragraphs, text.archived, tuple(faults), digest)


def _digest(folder: Path, stem: str, endings: Sequence[str]) -> str:
    """Return what tells whether an issue is what it was: only one file is read, whatever their sizes."""
    whole = sha256()
    for ending in endings:
        path = folder / f"{stem}{ending}"
        with suppress(OSError):  # one that has gone meanwhile is no more
            whole.update(f"{ending} {path.stat().st_size}\n".encode())
            if ending == (".xml" if ".xml" in endings else endings[0]):
                with path.open("rb") as file:
                    whole.update(file_digest(file, "sha256").digest())
    return whole.hexdigest()


def _archived_text(path: Path) -> IssueText:
    location = printable_path(path)
    root = open_archive(load(path, MOST, hint="leave it out"), location)
    arranged = arranged_blocks(root, location)
    blocks = tuple(ReadingBlock(each, tuple(text_parts(each.block, location))) for each in arranged)
    headlines: list[str] = []
    paragraphs: list[str] = []
    for shown in blocks:
        element, text = shown.arranged.element, shown.reading
        if element != "fw" and text.strip():
            paragraphs.append(sanitize(text))
            if element == "head" and shown.arranged.block.get("type", "") == "main":
                headlines.append(one_line(text, 200))
    about = metadata(root)
    surfaces = root.iterfind(f"{tag('facsimile')}/{tag('surface')}")
    name = issue_identifier(about, [surface.get("n", "") for surface in surfaces], source_digest(root))
    archived = ReadableIssue(root, blocks)
    return IssueText(about, tuple(headlines[:COVER_HEADLINES]), tuple(paragraphs), name, archived=archived)


def shorten(text: str) -> str:
    """Return a statement on one line, not long, without marks that turn the text around it."""
    plain = "".join([c for c in sanitize(text) if c.isprintable() or c.isspace()])
    line = " ".join(plain.split())
    return line if len(line) <= LONGEST_STATEMENT else f"{line[:LONGEST_STATEMENT]}…"
