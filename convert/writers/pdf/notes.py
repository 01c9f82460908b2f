"""Changes shown in the PDF: numbers in the margin, and at the end what the source has in each place."""

from __future__ import annotations

from collections.abc import Sequence

from convert.typeset.notes import ChangeNote

CONTEXT = 4
"""Characters of the reading that a note shows on either side."""

NOTHING = "∅"
"""What the source has where something was added."""


def note_text(shown: str, note: ChangeNote) -> str:
    """Return what a note at the end says of a block's text.

    …会强调[，]要强化… ← . (fullwidth-punctuation)
    """
    before, reading = shown[max(0, note.start - CONTEXT) : note.start], shown[note.start : note.end]
    after = shown[note.end : note.end + CONTEXT]
    left = "…" if note.start > CONTEXT else ""
    right = "…" if note.end + CONTEXT < len(shown) else ""
    source, rules = note.source or NOTHING, ", ".join(note.rules)
    return f"{left}{before}[{reading}]{after}{right} ← {source} ({rules})".replace("\n", " ")


def margin_labels(ends: Sequence[int], notes: Sequence[ChangeNote]) -> list[str]:
    """Return what stands in the margin of each line: its notes' numbers, of several the first and last.

    `ends` are the offsets at which the lines end.
    """
    labels: list[str] = []
    start = 0
    for n, end in enumerate(ends):
        last = n == len(ends) - 1
        here = [note.number for note in notes if start <= note.start < end or (last and note.start >= end)]
        labels.append("" if not here else f"{here[0]}" if len(here) == 1 else f"{here[0]}–{here[-1]}")
        start = end
    return labels
