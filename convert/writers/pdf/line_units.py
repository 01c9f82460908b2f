"""Units of a line: how wide they are, what stands between two of them, and whether a line may end there.

Rules: Requirements for Chinese Text Layout (CLREQ, W3C), 3.1.3, 3.1.6 and 3.2; each is a table here.
"""

from __future__ import annotations

from typing import NamedTuple

from convert.writers.pdf.unit_kinds import UnitKind

EM, HALF, QUARTER, EIGHTH = 1000, 500, 250, 125

NEVER_FIRST = frozenset(
    {UnitKind.CLOSE, UnitKind.MIDDLE, UnitKind.TIED, UnitKind.SOLIDUS, UnitKind.SPACE, UnitKind.BREAK}
)
"""Kinds that may not begin a line (CLREQ 3.1.3.1; GB/T 15834-2011, 5.1.1 to 5.1.9)."""

NEVER_LAST = frozenset({UnitKind.OPEN, UnitKind.BOUND, UnitKind.SOLIDUS})
"""Kinds that may not end a line (CLREQ 3.1.3.1, the level named GB; GB/T 15834-2011, 5.1.3, 5.1.9)."""

LATIN_NEVER_FIRST = frozenset(",.;:!?)]}%’”/")
LATIN_NEVER_LAST = frozenset("([{$#‘“/")
"""The same for the first and last character of a Latin word beside Han."""

BETWEEN = {
    (UnitKind.CLOSE, UnitKind.CLOSE): -HALF,
    (UnitKind.CLOSE, UnitKind.OPEN): -HALF,
    (UnitKind.OPEN, UnitKind.OPEN): -HALF,
    (UnitKind.CLOSE, UnitKind.MIDDLE): -QUARTER,
    (UnitKind.MIDDLE, UnitKind.OPEN): -QUARTER,
    (UnitKind.HAN, UnitKind.WORD): QUARTER,
    (UnitKind.WORD, UnitKind.HAN): QUARTER,
}
"""What is taken or given between two units: adjacent marks share a blank half (CLREQ 3.1.6.1),
Han and Latin stand a quarter apart (3.2.2)."""


class GlyphRun(NamedTuple):
    """Characters in one face."""

    face: int
    """Its number in the document."""
    cids: str
    """Four hexadecimal digits each."""


class LineUnit(NamedTuple):
    """A character or word that no line end may part."""

    text: str
    width: int
    kind: UnitKind
    runs: tuple[GlyphRun, ...] = ()
    pad: int = 0
    """Blank on either side, within its width."""
    upright: bool = False
    """Whether it stands upright in a vertical line; of horizontal ones nothing is said."""
    code: str = ""
    """All its CIDs, where they are of the face that its lines begin and end in and it has no blank."""


def _part_by_kind(before: UnitKind, after: UnitKind) -> bool | None:
    """Whether a line may end between two kinds of units; None: that depends on their text."""
    if before is UnitKind.BREAK:
        return True
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return None if UnitKind.WORD in {before, after} else True


PARTS = tuple(tuple(_part_by_kind(before, after) for after in UnitKind) for before in UnitKind)
"""By the kinds of two units: whether a line may end between them, where their kinds alone say so."""


def may_part(before: LineUnit, after: LineUnit) -> bool:
    """Whether a line may end between two units.

    新|年 yes, 新|， no, （|新 no, 1949|年 yes.
    """
    part = PARTS[before.kind][after.kind]
    if part is not None:
        return part
    word = UnitKind.WORD
    if after.kind is word and after.text[0] in LATIN_NEVER_FIRST and before.kind is not UnitKind.SPACE:
        return False
    return not (before.kind is word and before.text[-1] in LATIN_NEVER_LAST)


class UnitGap(NamedTuple):
    """What stands between two units on one line."""

    gap: int
    """Given, or below zero taken, whatever the line."""
    give: int
    """How much of it a squeezed line may take away (CLREQ 3.1.6.3)."""


def between(before: LineUnit, after: LineUnit) -> UnitGap:
    """Return what is taken or given between two units on one line.

    。” -> -500, 年1949 -> 250, 新年 -> 0
    """
    gap = BETWEEN.get((before.kind, after.kind), 0)
    if gap > 0:
        edge = before.text[-1:] if before.kind is UnitKind.WORD else after.text[:1]
        if edge.isalnum() or edge in "%°":
            return UnitGap(gap, EIGHTH)
        gap = 0
    if gap == 0 and (before.kind is UnitKind.CLOSE or after.kind is UnitKind.OPEN):
        return UnitGap(gap, QUARTER)
    return UnitGap(gap, before.width // 4 if before.kind is UnitKind.SPACE else 0)


def _gap_by_kind(before: UnitKind, after: UnitKind) -> UnitGap | None:
    """Return what stands between two kinds of units; None where their text or width decides."""
    if before is UnitKind.SPACE or BETWEEN.get((before, after), 0) > 0:
        return None
    return between(LineUnit("", 0, before), LineUnit("", 0, after))


GAPS = tuple(tuple(_gap_by_kind(before, after) for after in UnitKind) for before in UnitKind)
"""By the kinds of two units: what stands between them, where their kinds alone say so."""
