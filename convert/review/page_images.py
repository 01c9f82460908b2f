"""The images of pages that a reviewer looks at; the last few are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import RLock
from typing import TypeVar

from convert.conversion import Settings, load_document
from convert.document.model import Document
from convert.errors import ConvertError
from convert.inspection.pictures import page_picture
from convert.system.issue_source import IssueSource, SourceIssue

Key = TypeVar("Key")
Value = TypeVar("Value")
LONGEST_SIDE = 4000
"""Pixels of a page: print of 8 points is 12 pixels high on a sheet of 60 cm."""
MOST_IMAGES = 8
"""That are kept."""
MOST_DOCUMENTS = 2


@dataclass(slots=True)
class PageImages:
    """The images of the pages of many issues, by the targets of these."""

    sources: Mapping[bytes, IssueSource]
    settings: Settings
    lock: RLock = field(default_factory=RLock)
    """Pages are drawn one after the other: what draws PDF is not made for several at once."""
    _images: OrderedDict[tuple[bytes, int], bytes] = field(default_factory=OrderedDict)
    _documents: OrderedDict[bytes, Document] = field(default_factory=OrderedDict)

    def page(self, target: bytes, number: int) -> bytes:
        """Return a page as a JPEG file; empty: its picture is not at hand."""
        with self.lock:
            return _kept(self._images, (target, number), MOST_IMAGES, lambda: self.draw(target, number))

    def document(self, target: bytes) -> Document:
        """Return the source of an issue, as it was read.

        Raises:
            ConvertError: it cannot be read any more.
            KeyError: there is no such issue.

        """
        source = self.sources[target]
        with self.lock:
            return _kept(
                self._documents, target, MOST_DOCUMENTS, lambda: load_document(source, self.settings)
            )

    def draw(self, target: bytes, number: int, longest: int = LONGEST_SIDE) -> bytes:
        """Return a page as a JPEG file that is not kept; empty: its picture is not at hand."""
        source = self.sources.get(target)
        if source is None or source.path is None:
            return b""
        folder = (
            source.path if isinstance(source, SourceIssue) and source.path.is_dir() else source.path.parent
        )
        try:
            return page_picture(self.document(target), folder, number, longest)
        except ConvertError:
            return b""  # the lines of the source are shown instead, which need no file


def _kept(kept: OrderedDict[Key, Value], key: Key, most: int, make: Callable[[], Value]) -> Value:
    if key not in kept:
        kept[key] = make()
        while len(kept) > most:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]
