"""Corrections shown in the PDF: a number in the margin, and at the end what the source has there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from convert.document.changes import Kind
from convert.document.model import Block, Document, Segment
from convert.text.xml_safe import sanitize
from convert.typeset import display

AROUND = 4
"""Characters of the reading that a note shows on either side."""


@dataclass(frozen=True, slots=True)
class Note:
    """One place where the reading is not what the source has."""

    number: int
    at: int
    """Offset in the block's reading."""
    text: str
    """…会强调[，]要强化… ← , (full_width)"""


def heading(document: Document) -> str:
    """Return the heading over the notes."""
    words = display.words(document.meta)
    return {display.SIMPLIFIED: "更改处", display.TRADITIONAL: "更改處"}.get(words, "Changes")


def notes(document: Document) -> dict[str, list[Note]]:
    """Number the changes of the text in reading order, by the id of their block.

    Line ends and spaces of the layout are no change of the text: they are left out.
    """
    found: dict[str, list[Note]] = {}
    number = 0
    for article in document.articles:
        for block in article.readable:
            made: list[Note] = []
            for at, segment in _changed(block):
                number += 1
                made.append(Note(number, at, _says(block, at, segment)))
            if made:
                found[block.id] = made
    return found


def _changed(block: Block) -> Iterator[tuple[int, Segment]]:
    at = 0
    for segment in block.segments:
        if segment.source != segment.reading and any(c.kind is not Kind.LAYOUT for c in segment.changes):
            yield at, segment
        at += len(segment.reading)


def _says(block: Block, at: int, segment: Segment) -> str:
    end = at + len(segment.reading)
    before, after = block.reading[max(0, at - AROUND) : at], block.reading[end : end + AROUND]
    left = "…" if at > AROUND else ""
    right = "…" if end + AROUND < len(block.reading) else ""
    rules = ", ".join(dict.fromkeys(change.rule for change in segment.changes))
    source = display.one_line(sanitize(segment.source)) or "∅"
    return f"{left}{before}[{segment.reading}]{after}{right} ← {source} ({rules})".replace("\n", " ")


def by_line(ends: Sequence[int], found: Sequence[Note]) -> list[str]:
    """Return what stands in the margin of each line: its notes' numbers, of several the first and last.

    `ends` are the offsets at which the lines end.
    """
    labels: list[str] = []
    start = 0
    for n, end in enumerate(ends):
        last = n == len(ends) - 1
        here = [note.number for note in found if start <= note.at < end or (last and note.at >= end)]
        labels.append("" if not here else f"{here[0]}" if len(here) == 1 else f"{here[0]}–{here[-1]}")
        start = end
    return labels
