"""Justified lines on pages of many pieces: only columns near a piece are asked, with the same result."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from convert.document.layout import Box
from convert.geometry import justified
from convert.geometry.glyphs import Glyph, GlyphLine


def piece(left: float, right: float, baseline: float) -> GlyphLine:
    """Return a piece of a line."""
    size = 10
    box = Box(left, baseline - size, right, baseline)
    return GlyphLine((Glyph("a", box, baseline, size),), box, size)


def test_a_piece_asks_the_columns_near_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a row of a hundred columns, each piece belongs to one or its neighbours."""
    asked = 0
    end = justified._end  # noqa: SLF001

    def counted(
        row: Sequence[GlyphLine],
        at: int,
        column: justified._Column,
        columns: justified._SortedColumns,
        rules: Sequence[Box],
    ) -> int:
        nonlocal asked
        asked += 1
        return end(row, at, column, columns, rules)

    monkeypatch.setattr(justified, "_end", counted)
    page = [piece(80 * n, 80 * n + 60, 12 * row) for n in range(100) for row in range(5)]
    assert len(justified.join_justified(page, [])) == len(page)
    assert len(page) <= asked < 3 * len(page)


def test_columns_far_off_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces at random places are joined as if each had asked all columns."""
    random = Random(3)
    pages = [
        [
            each
            for n in range(4)
            for row in range(20)
            for left, right in [(100 * n + random.choice((0, 0, 12)), 100 * n + 80)]
            for middle in [left + random.randint(20, 50)]
            for each in (
                [piece(left, right, 12 * row)]
                if random.random() < 0.6
                else [piece(left, middle, 12 * row), piece(middle + random.randint(6, 12), right, 12 * row)]
            )
        ]
        for _ in range(20)
    ]
    joined = [justified.join_justified(page, []) for page in pages]
    monkeypatch.setattr(justified._SortedColumns, "around", lambda self, _: self.ordered)  # noqa: SLF001
    assert joined == [justified.join_justified(page, []) for page in pages]
    assert all(len(lines) < len(page) for lines, page in zip(joined, pages, strict=True))
