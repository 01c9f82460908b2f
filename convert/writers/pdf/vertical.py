"""Vertical lines: which characters stand upright in them, which lie on their side, and where each begins.

Rules: Requirements for Chinese Text Layout (CLREQ, W3C), 2.3 and 3.2.4; orientation as in UAX #50. Lines are
made as horizontal ones are; what is here says how their units are drawn from top to bottom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from convert.typeset.fonts import DownPlace, GlyphForm, Variant
from convert.typeset.styles import PageStyle
from convert.writers.pdf.line_units import EM, GlyphRun, LineUnit
from convert.writers.pdf.shaping import WORD, Shaper
from convert.writers.pdf.unit_kinds import UnitKind

UPRIGHT_DIGITS = re.compile("[0-9]{1,2}|[A-Z]")
"""One digit or capital stands upright, two digits stand side by side (CLREQ 3.2.4)."""


class LineSegment(NamedTuple):
    """Neighbours on a vertical line that stand alike."""

    upright: bool
    start: int
    """From the start of the line, in 1/1000 of the size."""
    code: str
    """Operators that draw it."""


def turned(page: PageStyle) -> PageStyle:
    """Return a page as its lines run: what is down the sheet is along the line, what goes left is down.

    Lines run from the upper edge, the first one at the right; columns are tiers, the first at the top.
    """
    return replace(
        page,
        width=page.height,
        height=page.width,
        left=page.top,
        right=page.bottom,
        top=page.right,
        bottom=page.left,
    )


@dataclass(frozen=True, slots=True, eq=False)
class VerticalShaper(Shaper):
    """Makes units for vertical lines."""

    @property
    def is_vertical(self) -> bool:
        """Whether lines run from top to bottom."""
        return True

    def _unit(self, part: str, chain: tuple[int, ...], *, alone: bool) -> LineUnit:
        """Choose face and form for each character; those that stand upright take a square each."""
        if UPRIGHT_DIGITS.fullmatch(part):
            return self._digits(part, chain) or self._lying(part, chain, alone=alone)
        lying = self._lying(part, chain, alone=alone)
        if lying.kind is UnitKind.SPACE and not alone:
            return self._blank(lying)
        if alone or lying.width != EM * len(part) or WORD.match(part):
            return lying
        runs: list[GlyphRun] = []
        for text in (part,) if part in self.faces[lying.runs[0].face].cids else part:
            face, cid = self._choose_form(text, chain, GlyphForm.UPRIGHT)
            self.used[face].add(cid)
            runs.append(GlyphRun(face, f"{cid:04x}"))
        return lying._replace(runs=tuple(runs), upright=True, code="")

    def _lying(self, part: str, chain: tuple[int, ...], *, alone: bool) -> LineUnit:
        """Make a unit that lies on its side, as horizontal lines have it."""
        return super(VerticalShaper, self)._unit(part, chain, alone=alone)

    def _blank(self, lying: LineUnit) -> LineUnit:
        """Make a blank part of the upright text around it, for who reads the file piece by piece."""
        cids = [(run.face, run.cids[n : n + 4]) for run in lying.runs for n in range(0, len(run.cids), 4)]
        runs: list[GlyphRun] = []
        for face, cid in cids:
            number = self.variants[face].cid(Variant(int(cid, 16), place=DownPlace.BLANK))
            runs.append(GlyphRun(face, f"{number:04x}"))
        return lying._replace(runs=tuple(runs), upright=True, code="")

    def _digits(self, part: str, chain: tuple[int, ...]) -> LineUnit | None:
        """Make one square of a digit, or of two that share it: 12 in 12月."""
        runs: list[GlyphRun] = []
        places = (DownPlace.LEFT, DownPlace.RIGHT) if len(part) > 1 else (DownPlace.SQUARE,)
        for text, place in zip(part, places, strict=True):
            face, cid = self._choose_form(text, chain, GlyphForm.NARROW)
            if not cid:
                return None
            if place is DownPlace.SQUARE:
                self.used[face].add(cid)
            else:
                cid = self.variants[face].cid(Variant(cid, place=place))
            runs.append(GlyphRun(face, f"{cid:04x}"))
        return LineUnit(part, EM, UnitKind.HAN, tuple(runs), upright=True)

    def segments(
        self, units: Sequence[LineUnit], gaps: Sequence[int], chain: Sequence[int], size: float, *, bold: bool
    ) -> tuple[LineSegment, ...]:
        """Return the parts of a line, each with the operators that draw it and with its place on the line."""
        starts = [0]
        for number, unit in enumerate(units):
            gap = gaps[number] if number < len(gaps) else 0
            starts.append(starts[-1] + unit.width + gap)
        parts: list[LineSegment] = []
        for upright, group in groupby(range(len(units)), lambda n: units[n].upright):
            numbers = list(group)
            some, between = [units[n] for n in numbers], [gaps[n] for n in numbers[:-1]]
            first = next((unit.runs[0].face for unit in some if unit.runs), chain[0])
            stroke = f"{2 * (first not in self.bold)} Tr " if bold else ""
            if upright:
                code = "".join(self._downward(some, between, size, bold=bold))
            else:
                drawn = self.show(some, between, first, size, bold=bold)
                code = f"/T{first} {size:g} Tf {drawn}"
            parts.append(LineSegment(upright, starts[numbers[0]], stroke + code))
        return tuple(parts)

    def _downward(
        self, units: Sequence[LineUnit], gaps: Sequence[int], size: float, *, bold: bool
    ) -> Iterator[str]:
        """Write the operators that draw upright units below each other (ISO 32000-1, 9.4.4)."""
        now = units[0].runs[0].face
        yield f"/V{now} {size:g} Tf["
        for number, unit in enumerate(units):
            runs, gap = unit.runs, gaps[number] if number < len(gaps) else 0
            if gap < 0:
                runs, gap = self._wider(runs, gap)
            for run in runs:
                if run.face != now:
                    yield f"]TJ{self._turn(now, run.face, bold=bold)}/V{run.face} {size:g} Tf["
                    now = run.face
                yield f"<{run.cids}>"
            if gap:
                yield f" {gap}"
        yield "]TJ"


def vertical_shaper(shaper: Shaper) -> VerticalShaper:
    """Return what makes units for vertical lines of the same document: it shares faces and characters."""
    return VerticalShaper(
        *(shaper.faces, shaper.used, shaper.variants, shaper.hyphenator, shaper.bold, shaper.uncovered),
        reused=shaper.reused,
    )
