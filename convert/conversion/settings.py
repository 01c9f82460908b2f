"""What holds for every source of a run, and what was known of one when its work was planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from convert.document.model import Metadata
from convert.passes.harm import MAX_HARM
from convert.passes.registry import PASSES, Pass
from convert.readers.registry import ARCHIVE, READERS, TEXT, Readers, folder_suffixes
from convert.tei.source_files import SOURCES
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import Writer


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every source of one run."""

    formats: tuple[str, ...]
    style: StyleSheet
    flags: Mapping[str, str]
    """Metadata from the command line."""
    encoding: str = ""
    limit: int = 16_000_000
    """In bytes."""
    timestamp: datetime | None = None
    """The time that goes into the files, where one was given."""
    writer_overrides: Mapping[str, Writer] = field(default_factory=dict)
    """By format: a writer that was asked for more than the table's."""
    decisions: Path | None = None
    """A decisions file, or a folder of them; else the one beside the source is taken, if there is one."""
    form: str = ""
    """The reader of every source, by name; else each is asked for its own."""
    follow_links: bool = False
    """Metadata and decisions beside a source are read through links, too."""
    readers: Readers = field(default_factory=lambda: READERS)
    ocr: str = ""
    """The OCR engine that reads images and draws PDFs, by its name; empty: images alone, by the first one."""
    passes: tuple[Pass, ...] = PASSES
    max_harm: float | None = None
    """Characters in 100,000 that the rules may change wrongly; None: as is said of each issue."""
    words: bool = False
    """The archival XML has the place of each word, where the source knows it."""
    page_images: bool = False
    """Reading copies show an image of each page behind the text, where it is at hand."""
    strict: bool = False
    """A file of an issue that cannot be read makes the issue fail; else it costs its page."""

    @property
    def endings(self) -> tuple[str, ...]:
        """How the files of a source may end: the formats, and what goes with an archival XML."""
        return (*self.formats, SOURCES) if "xml" in self.formats else self.formats

    def harm(self, meta: Metadata) -> float:
        """Return how many characters in 100,000 may be changed wrongly in an issue."""
        return float(meta.max_harm or MAX_HARM) if self.max_harm is None else self.max_harm

    @property
    def suffixes(self) -> tuple[str, ...]:
        """By which ends of their names a folder's files are sources."""
        return folder_suffixes(self.readers, self.form)

    @property
    def asks_containers(self) -> bool:
        """Whether a METS among the sources is asked for its pages; as a text it is one like any other."""
        return self.form not in (TEXT, ARCHIVE)


class Planned(NamedTuple):
    """What was known of a source when its work was planned."""

    metadata: Metadata
    source: str
    """SHA-256 of its bytes; of several files, of their digests (`text.source.combined_digest`)."""
    decisions: str
    """SHA-256 of the decisions on it; of nothing where there are none."""
    house: str
    knowledge: str
    """SHA-256 of the paper's house packs, listed and counted; of nothing where there is none."""
    pages: tuple[str, ...] = ()
    """The printed number of the first page of each of several files."""
