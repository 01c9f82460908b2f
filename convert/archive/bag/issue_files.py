"""An issue as its METS and PREMIS files describe it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from convert.document.model import Metadata
from convert.tei.issue import ArchivedIssue


class FileFormat(NamedTuple):
    """The format of a file, as registries know it."""

    media_type: str
    name: str
    pronom: str
    """Key in PRONOM; empty: it has none."""


FORMATS: Mapping[str, FileFormat] = MappingProxyType(
    {
        ".docx": FileFormat(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "Office Open XML Document",
            "fmt/412",
        ),
        ".epub": FileFormat("application/epub+zip", "EPUB", "fmt/483"),
        ".pdf": FileFormat("application/pdf", "Portable Document Format", ""),
        ".xml": FileFormat("application/tei+xml", "TEI P5", "fmt/101"),
    }
)
"""By ending."""
TEXT = FileFormat("text/plain", "Plain text", "x-fmt/111")
XML_KEY = "fmt/101"
"""Of XML in PRONOM, which knows no key for the formats of text recognition."""
BY_READER: Mapping[str, FileFormat] = MappingProxyType(
    {
        "docx": FORMATS[".docx"],
        "pdf": FORMATS[".pdf"],
        "alto": FileFormat("text/xml", "ALTO", XML_KEY),
        "page": FileFormat("text/xml", "PAGE XML", XML_KEY),
        "abbyy": FileFormat("text/xml", "ABBYY FineReader XML", XML_KEY),
        "hocr": FileFormat("text/html", "hOCR", "fmt/96"),
        "mets": FileFormat("text/xml", "METS", XML_KEY),
        "didl": FileFormat("text/xml", "MPEG-21 DIDL", XML_KEY),
    }
)
"""By the name of the reader that took the text out of the file."""
UNREAD = "?"
"""In the place of the name of a reader: none could read the file."""
PACKED = FileFormat("application/x-bzip2", "BZIP2", "x-fmt/268")
UNKNOWN = FileFormat("application/octet-stream", "Unknown", "")
TOML = FileFormat("application/toml", "TOML", "")
SOURCE, DECISIONS = "source/", "decisions/"
"""Folders of the restored source and of decisions, that no other file of the issue has their names."""


@dataclass(frozen=True, slots=True)
class BagFile:
    """A file that was put into the bag."""

    path: str
    """Within the bag, or within the folder of its issue."""
    size: int
    sha256: str
    sha512: str
    reader: str = ""
    """Name of what took a text out of it, where it is a source of that kind."""

    @property
    def format(self) -> FileFormat:
        """Its format; a source that no text was taken out of is one."""
        if self.path.startswith(SOURCE) and not self.reader:
            return TEXT
        if self.path.startswith(SOURCE):
            return PACKED if self.path.lower().endswith(".bz2") else BY_READER.get(self.reader, UNKNOWN)
        if self.path.startswith(DECISIONS):
            return TOML
        return FORMATS.get(f".{self.path.rpartition('.')[2].lower()}", UNKNOWN)


class BagSource(NamedTuple):
    """A file of an issue's source."""

    id: str
    """Its id in the header of the archival XML; empty: it is the only one."""
    name: str
    """As it was called."""
    page: str
    """The printed number of its first page."""
    file: BagFile | None
    """None: it could not be read when the issue was converted, or was not at hand and has no text."""
    instead_of: str = ""
    """Name of the file that was not at hand: what is here is the text that was read out of it."""
    fault: str = ""
    """Why it could not be read when the issue was converted."""


class SampleEvent(NamedTuple):
    """A sample of changes that people looked at, in this issue and others, and what it proves."""

    number: int
    detail: str
    """What it was drawn from, and how."""
    outcome: str
    """What it proves, in a sentence."""
    drawn: int
    """So many of it are of this issue."""
    right: bool
    """Whether none was wrong."""
    when: str
    """When the last of it was decided on, as of RFC 3339."""
    reviewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssueFiles:
    """An issue with its files; their paths are those within the issue's folder."""

    name: str
    meta: Metadata
    software: str
    """Version of the program that wrote the archival XML; empty where the file does not say."""
    reviewers: tuple[str, ...]
    """Who decided on changes; empty: nobody did."""
    issue: ArchivedIssue
    digest: str
    """SHA-256 of the source: of its file, or of the digests of several."""
    sources: tuple[BagSource, ...]
    archive: BagFile
    copies: tuple[BagFile, ...]
    made: datetime
    """When the archival XML and the copies, as they are, were first made."""
    decisions: tuple[BagFile, ...] = ()
    """What the reviewer decided, where the files are known."""
    samples: tuple[SampleEvent, ...] = ()

    @property
    def source_files(self) -> tuple[BagFile, ...]:
        """The files of the source that could be restored."""
        return tuple(source.file for source in self.sources if source.file)

    @property
    def inputs(self) -> tuple[BagFile, ...]:
        """What the issue was made of: the files of its source, and the decisions on them."""
        return (*self.source_files, *self.decisions)

    @property
    def all(self) -> tuple[BagFile, ...]:
        """The source and decisions, the archival XML, the reading copies."""
        return (*self.inputs, self.archive, *self.copies)

    @property
    def label(self) -> str:
        """Its title, number and date, as far as they are known."""
        number = f"no. {self.meta.number}" if self.meta.number else ""
        return ", ".join(filter(None, (self.meta.title or self.name, number, self.meta.date)))
