"""What the source has where the reading was changed, as numbered notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from convert.document.changes import Kind
from convert.document.model import Document
from convert.text.xml_safe import sanitize
from convert.typeset.display import one_line

TOLD = frozenset({Kind.CORRECTION, Kind.SURPLUS})
LONGEST = 200
"""Characters of the source that a note shows."""


@dataclass(frozen=True, slots=True)
class Note:
    """One place where the reading is not what the source has."""

    number: int
    at: int
    """Offset in the shown text, behind what was changed."""
    source: str
    """What the source has there; nothing where something was added."""

    def moved(self, by: int) -> Note:
        """Return the note as it stands in a part of its block."""
        return replace(self, at=self.at + by)


def notes(document: Document) -> Mapping[str, tuple[Note, ...]]:
    """Number the changes of the text in reading order, by the id of their block.

    What the house writes its own way (full-width marks) is no correction, and line ends and spaces of
    the layout are no change of the text: they are left out. The archival XML has all.
    """
    found: dict[str, tuple[Note, ...]] = {}
    number = 0
    for article in document.articles:
        for block in article.readable:
            made: list[Note] = []
            end = 0
            for segment in block.segments:
                end += len(segment.reading)
                told = any(change.kind in TOLD for change in segment.changes)
                if told and segment.source != segment.reading:
                    number += 1
                    at = len(sanitize(block.reading[:end]))
                    made.append(Note(number, at, one_line(segment.source, LONGEST)))
            if made:
                found[block.id] = tuple(made)
    return found
