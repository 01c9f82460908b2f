"""What a writer is: it shows one document in one format, and decides nothing about its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from convert.document.model import Document
from convert.typeset.pictures import NO_PICTURES, IssuePictures
from convert.typeset.styles import StyleSheet


def silent(_message: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class WriteContext:
    """What a writer may know of the world; the command line fills it in."""

    timestamp: datetime | None = None
    """Goes into the files as their time: SOURCE_DATE_EPOCH, else the issue's date; None: neither is known."""
    notify: Callable[[str], None] = silent
    """Takes a line for the user while something slow is under way."""
    words: bool = False
    """Whether the archival XML has the place of each word, where it is known, and not of lines alone."""
    pictures: IssuePictures = NO_PICTURES
    """The pictures of the document, and the images of its pages; an archival XML has none of them."""
    is_day: bool = False
    """Whether the time is no more than the issue's date."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file, and what could not be shown in it."""

    data: bytes
    warnings: tuple[str, ...] = ()


class Writer(Protocol):
    """Shows a document in one format: same document, style and context, same bytes."""

    def __call__(self, document: Document, style: StyleSheet, context: WriteContext) -> Rendered:
        """Write the document."""
        ...
