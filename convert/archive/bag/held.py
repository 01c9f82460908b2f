"""An issue as its METS and PREMIS files describe it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from convert.document.model import Metadata
from convert.tei.issue import Issue

FORMATS = MappingProxyType(
    {
        ".docx": (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "Office Open XML Document",
            "fmt/412",
        ),
        ".epub": ("application/epub+zip", "EPUB", "fmt/483"),
        ".pdf": ("application/pdf", "Portable Document Format", ""),
        ".xml": ("application/tei+xml", "TEI P5", "fmt/101"),
    }
)
"""By ending: media type, name, and key in PRONOM."""
TEXT = ("text/plain", "Plain text", "x-fmt/111")
UNKNOWN = ("application/octet-stream", "Unknown", "")
SOURCE = "source/"
"""Folder of the restored source, so that no other file of the issue can have its name."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was put into the bag."""

    path: str
    """Within the folder of its issue."""
    size: int
    sha256: str
    sha512: str

    @property
    def format(self) -> tuple[str, str, str]:
        """Media type, name of the format, key in PRONOM."""
        if self.path.startswith(SOURCE):
            return TEXT
        return FORMATS.get(f".{self.path.rpartition('.')[2].lower()}", UNKNOWN)


@dataclass(frozen=True, slots=True)
class Held:
    """An issue with its files."""

    name: str
    meta: Metadata
    software: str
    """Version of the program that wrote the archival XML."""
    reviewer: str
    """Who decided on changes; empty: nobody did."""
    issue: Issue
    source: Stored
    archive: Stored
    copies: tuple[Stored, ...]

    @property
    def files(self) -> tuple[Stored, ...]:
        """The source, the archival XML, the reading copies."""
        return (self.source, self.archive, *self.copies)

    @property
    def label(self) -> str:
        """Its title, number and date, as far as they are known."""
        number = f"no. {self.meta.number}" if self.meta.number else ""
        return ", ".join(filter(None, (self.meta.title or self.name, number, self.meta.date)))
