"""A finished comparison, and what several forms say of it alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from convert.archive.diff.classes import Class, Difference
from convert.archive.diff.folders import Compared
from convert.archive.diff.words import Piece, pieces, shortened
from convert.text.printable import printable, show_whitespace

SAME, DIFFERENT, TROUBLE = 0, 1, 2
"""Exit status, as diff(1) has it."""

CLIPPED = 120
"""Characters of a text that only one side has which are shown where room is short."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was compared, what was found, and which classes make it fail."""

    old: str
    new: str
    compared: tuple[Compared, ...]
    fails: frozenset[Class]

    @property
    def unlike(self) -> tuple[Compared, ...]:
        """The pairs with something to tell."""
        return tuple(c for c in self.compared if not c.same)

    @property
    def counts(self) -> Mapping[Class, int]:
        """How many differences each class has; none is left out."""
        found: Counter[Class] = Counter()
        for compared in self.compared:
            for difference in compared.differences:
                found[difference.kind] += difference.times
        return {kind: found[kind] for kind in Class}

    @property
    def exit_status(self) -> int:
        """0: the same but for classes that do not fail, 1: different, 2: something could not be compared."""
        if any(c.trouble for c in self.compared):
            return TROUBLE
        return DIFFERENT if any(self.counts[kind] for kind in self.fails) else SAME

    def summary(self) -> str:
        """Return what was found in one line."""
        number, unlike = len(self.compared), self.unlike
        issues = "1 issue" if number == 1 else f"{number:,} issues"
        if not unlike:
            return f"{issues} compared, all the same" if number > 1 else "the same"
        parts = [f"{count:,} {kind}" for kind, count in self.counts.items() if count]
        troubled = sum(1 for c in unlike if c.trouble)
        parts += [f"{troubled:,} could not be compared"] if troubled else []
        subject = "the two differ" if number == 1 else f"{len(unlike):,} of {issues} differ"
        return f"{subject}: {', '.join(parts)}"


def said(difference: Difference) -> str:
    """Return what differs as it may be shown, and how often it does so within the text that is shown."""
    return printable(difference.what) + (f" (×{difference.times:,})" if difference.times > 1 else "")


def place(compared: Compared, difference: Difference) -> str:
    """Return where to look: in the new file, or in the old one for what only that has."""
    if difference.lines.new or not difference.lines.old:
        return (
            f"{compared.new}:{difference.lines.new}" if difference.lines.new else compared.new or compared.old
        )
    return f"{compared.old}:{difference.lines.old}"


def word_pieces(difference: Difference, *, short: bool = True) -> tuple[Piece, ...]:
    """Return the texts of a difference as pieces that may be shown: nothing in them is invisible."""
    if not (difference.old or difference.new):
        return ()
    found = pieces(difference.old, difference.new)
    if short:
        found = tuple(Piece(_clipped(p.old), _clipped(p.new)) if not p.same else p for p in shortened(found))
    return tuple(
        Piece(printable(p.old), printable(p.new)) if p.same else Piece(_edged(p.old), _edged(p.new))
        for p in found
    )


def _edged(text: str) -> str:
    """Show the white space at the edges of a text, where it could be overlooked."""
    core = text.strip()
    before, _, after = text.partition(core) if core else (text, "", "")
    return show_whitespace(before) + printable(core) + show_whitespace(after)


def _clipped(text: str) -> str:
    """Cut a long text that only one side has."""
    left_out = len(text) - CLIPPED
    return f"{text[:CLIPPED]}… ({left_out:,} more)" if left_out > 0 else text
