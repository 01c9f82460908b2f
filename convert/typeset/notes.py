"""What the source has where the reading was changed: one list of notes, which every writer shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from unicodedata import normalize

from convert.document.changes import Kind
from convert.document.model import Block, Document, Segment
from convert.typeset.display import one_line

ALWAYS_NOTED = frozenset({Kind.CORRECTION, Kind.SURPLUS})
UNNOTED = frozenset({"latin-marks"})
"""Rules that change the form of a mark alone, and in nearly every line of a page."""
LONGEST_SOURCE = 200
"""Characters of the source that a note shows."""


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """One place where the reading is not what the source has."""

    number: int
    start: int
    """Of the reading, in the block's text as it is shown; offsets in characters."""
    end: int
    source: str
    """What the source has there, on one line; empty where something was added."""
    rules: tuple[str, ...] = ()
    """Which rules changed it, in running order."""

    def moved(self, by: int) -> ChangeNote:
        """Return the note as it stands in a part of its block."""
        return replace(self, start=self.start + by, end=self.end + by)


def change_notes(document: Document) -> Mapping[str, tuple[ChangeNote, ...]]:
    """Number the changes of the text in reading order, by the id of their block.

    侯 -> 候, a line that stood twice, " -> “: a note. , -> ， and a space between Han that went: none.

    A regularisation is noted where it makes another character of one: not where the two are compatible
    (Unicode Standard Annex 15, NFKC) and differ in width or blanks alone, for of those a page has hundreds.
    The layout's line ends are no change of the text. The archival XML has every change.
    """
    notes: dict[str, tuple[ChangeNote, ...]] = {}
    number = 0
    for article in document.articles:
        for block in article.readable:
            noted = tuple(
                ChangeNote(number + n, start, end, _printable(segment.source), _rules(segment))
                for n, (start, end, segment) in enumerate(_noted(block), 1)
            )
            if noted:
                notes[block.id] = noted
                number += len(noted)
    return notes


def _noted(block: Block) -> Iterator[tuple[int, int, Segment]]:
    """Yield the segments that have a note, each with its offsets in the text that is shown."""
    return (placed for placed in placed_segments(block) if _is_noted(placed[2]))


def placed_segments(block: Block) -> Iterator[tuple[int, int, Segment]]:
    """Yield the segments of a block, each with its offsets in the text that is shown."""
    end = 0
    before = ""
    for segment in block.segments:
        start = end
        # what is shown has one line end for two characters
        end += len(segment.reading) - (before[-1:] + segment.reading).count("\r\n")
        before = segment.reading or before
        yield start, end, segment


def _is_noted(segment: Segment) -> bool:
    if segment.source == segment.reading:
        return False
    kinds = {change.kind for change in segment.changes if change.rule not in UNNOTED}
    if kinds & ALWAYS_NOTED:
        return True
    return Kind.REGULARIZATION in kinds and _bare(segment.source) != _bare(segment.reading)


def differs_in_width(segment: Segment) -> bool:
    """Whether the house writes a text otherwise, or its lines end elsewhere, and its characters are the same.

    `,` as `，`; two spaces as one; a line end as nothing. Of a page's changes these are almost all.
    """
    kinds = {change.kind for change in segment.changes}
    return bool(kinds) and not kinds & ALWAYS_NOTED and _bare(segment.source) == _bare(segment.reading)


def _bare(text: str) -> str:
    """Take a text's widths and blanks away: "Ａ ， " -> "A,"."""
    return "".join(normalize("NFKC", text).split())


def _printable(source: str) -> str:
    """Put a source on one line; one that nobody could see is named by its code points: U+200B."""
    line = one_line(source, LONGEST_SOURCE)
    if not source or any(character.isprintable() and character != " " for character in line):
        return line
    return one_line(" ".join(f"U+{ord(character):04X}" for character in source), LONGEST_SOURCE)


def _rules(segment: Segment) -> tuple[str, ...]:
    return tuple(dict.fromkeys(change.rule for change in segment.changes))
