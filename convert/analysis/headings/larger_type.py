"""Headings that are set in larger type than texts, as far as an OCR shows it.

"图书馆延长开放时" / "间，学生晚上有地" / "方看书"  in columns of 16 squares  ->  larger type

Where lines have places, these measure the type (analysis/columns/page_geometry.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from convert.analysis.line_groups.printed_lines import ALIKE, large_type, lines_of
from convert.analysis.lines.measure import from_lines, width
from convert.analysis.texts.column_measure import printed_lines
from convert.document.layout import Layout
from convert.document.model import Block
from convert.document.roles import ASIDE
from convert.document.stated import first_visible

if TYPE_CHECKING:
    from convert.analysis.columns.page_geometry import PageGeometry

LEAST_TRUST = 0.5
"""How sure the measure of the columns must be."""


def in_larger_type(
    blocks: Sequence[Block], geometry: PageGeometry | None, layout: Layout | None
) -> frozenset[int]:
    """Return the numbers of the blocks that an OCR, or the lines of plain text, show to be in larger type."""
    if geometry is None or layout is None:
        return frozenset(_in_short_lines(blocks)) if layout is None else frozenset()
    return frozenset(n for n, block in enumerate(blocks) if _is_measured_large(block, geometry, layout))


def _in_short_lines(blocks: Sequence[Block]) -> list[int]:
    """Return the blocks that are set in lines as short as those of other headings."""
    shown = [(n, b) for n, b in enumerate(blocks) if b.role not in ASIDE and b.reading.strip()]
    measure = from_lines([line for _, block in shown for line in printed_lines(block.source)])
    if measure.trust < LEAST_TRUST:
        return []
    wrapped = {number: lines_of(block.source.strip()) for number, block in shown}
    own, large = large_type(wrapped, measure)
    if own.trust <= 0:
        return []
    wide = {number: [width(line.text) for line in wrapped[number] if line.text] for number in large}
    return [n for n in large if all(abs(each - own.squares) <= ALIKE for each in wide[n][:-1])]


def _is_measured_large(block: Block, geometry: PageGeometry, layout: Layout) -> bool:
    """Whether the measured lines of an OCR show that a block is set much larger than texts."""
    at = first_visible(block)
    sheet = layout.surface_at(max(at, 0))
    if layout.surfaces[sheet].unit == "point" or sheet not in geometry.sized:
        return False
    place = geometry.places.get(geometry.start_of(at))
    return place is not None and place.is_headline
