"""What a catalogue has of one issue: its text, its cover, the page on which it is read, what is found in it.

One issue needs no other, so that several processes make the files of a catalogue.
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from convert.catalogue.index import as_script
from convert.catalogue.inventory import CataloguedIssue, CatalogueEntry, read_entry
from convert.catalogue.messages import catalogue_messages
from convert.catalogue.reading import SharedPages, reading_page
from convert.catalogue.words import tokens
from convert.errors import ConvertError
from convert.typeset.styles import FontStyle
from convert.writers.epub.cover import CoverDrawer

DRAWING = "2"
"""Goes up when covers look otherwise, so that old ones are drawn again."""


class IssueFolder(NamedTuple):
    """Where the issues lie, and what their catalogue is to have of them."""

    folder: Path
    catalogue: Path
    former: frozenset[str]
    """The files that the catalogue has already; a cover among them is not drawn again."""
    fonts: FontStyle | None
    """Of the covers; None: there are none."""
    language: str
    """Of the pages; empty: a reading page speaks the language of its issue."""


class CatalogueFiles(NamedTuple):
    """What a catalogue has of one issue."""

    entry: CatalogueEntry
    faults: tuple[ConvertError, ...]
    digest: str = ""
    """Of what is in it."""
    text: bytes = b""
    """The file in which the search finds its paragraphs."""
    tokens: str = ""
    """What it can be found by, with spaces between."""
    page: bytes = b""
    """On which it is read; empty: there is none."""
    covers: tuple[bytes, bytes] | None = None
    """Its cover, large and small; None: they are there, or it has none."""

    @property
    def text_name(self) -> str:
        """The text's path in the catalogue."""
        return f"text/{self.entry.key}.js"


def covers_of(name: str) -> tuple[str, str]:
    """Return the paths of a cover in the catalogue, large and small."""
    return f"covers/{name}.png", f"covers/{name}-small.png"


class CatalogueFilesMaker:
    """Makes what a catalogue has of one issue after another."""

    def __init__(self, place: IssueFolder) -> None:
        """Begin with nothing drawn."""
        self.place = place
        self._shared = SharedPages()
        self._drawer = CoverDrawer(place.fonts) if place.fonts else None

    def __call__(self, named: tuple[str, tuple[str, ...]]) -> CatalogueFiles:
        """Make the files of an issue, given its path without an ending, and its endings.

        Raises:
            StyleError: the font of the covers is missing or cannot be read.

        """
        issue = read_entry(self.place.folder, *named)
        if not issue.entry.endings:
            return CatalogueFiles(issue.entry, issue.faults)
        cover, covers = self._cover(self._drawer, issue) if self._drawer else ("", None)
        entry = replace(issue.entry, cover=cover, is_readable=issue.archived is not None)
        page = b""
        if issue.archived is not None:
            messages = catalogue_messages(self.place.language, [entry.language])
            page = reading_page(entry, issue.archived, messages, self._shared)
        files = CatalogueFiles(entry, issue.faults, issue.digest, page=page, covers=covers)
        return files._replace(
            text=as_script(files.text_name, (entry.summary, *issue.paragraphs)),
            tokens=" ".join(tokens(issue.paragraphs)),
        )

    def _cover(self, drawer: CoverDrawer, issue: CataloguedIssue) -> tuple[str, tuple[bytes, bytes] | None]:
        """Return the name of an issue's cover, as its EPUB has it, and the pictures unless they are there."""
        shows = (issue.entry.title, (issue.entry.issue_line,), issue.headlines)
        fonts = drawer.fonts
        name = sha256(json.dumps([DRAWING, *shows, fonts.package, fonts.file]).encode()).hexdigest()[:16]
        place = self.place
        if all(file in place.former and (place.catalogue / file).is_file() for file in covers_of(name)):
            return name, None
        picture = drawer.draw(*shows)
        return name, (picture.png(), picture.thumbnail())
