"""The foot of a page, on random places: sorted edges have the result of a plain count."""

from __future__ import annotations

from random import Random

from convert.document.layout import Box
from convert.geometry import feet


class CountedBox(Box):
    """A box that counts how often its edges are read."""

    __slots__ = ()
    reads = 0

    def __getattribute__(self, name: str) -> object:
        """Return an attribute, counted."""
        CountedBox.reads += 1
        return super().__getattribute__(name)


def test_lines_are_not_read_again_for_each_white() -> None:
    """Twice as many lines, and whites, on a page: about twice the work."""

    def reads(rows: int) -> int:
        CountedBox.reads = 0
        page = [
            CountedBox(300 * at, 40 * row, 300 * at + 280, 40 * row + 18)
            for at in (0, 1, 2)
            for row in range(rows)
        ]
        page += [CountedBox(900, 40 * row, 1180, 40 * row + 18) for row in (0, 1, 2, 3)]
        page += [CountedBox(1200, 40 * row, 1480, 40 * row + 18) for row in (0, 1, 2, 3)]
        page += [CountedBox(1500, 40 * row, 1780, 40 * row + 18) for row in (0, 1, 2, 3)]
        assert feet.foot_top(page) is None
        return CountedBox.reads

    assert reads(400) < 3 * reads(200)


def test_white_goes_through_as_a_plain_count_has_it() -> None:
    """Over and under each white of a column: lines enough, and near."""
    random = Random(7)
    seen = set()
    for _ in range(300):
        columns = [
            [
                Box(0, top, 9, top + random.randint(1, 6))
                for top in random.sample(range(40), random.randint(3, 14))
            ]
            for _ in range(4)
        ]
        edges = [feet._ColumnEdges(sorted(b.top for b in c), sorted(b.bottom for b in c)) for c in columns]  # noqa: SLF001
        white, near = random.randint(5, 35), random.randint(1, 9)
        through = 0
        for column in columns:
            above = [line.bottom for line in column if line.bottom <= white]
            below = [line.top for line in column if line.top >= white]
            if min(len(above), len(below)) >= feet.LEAST_LINES:
                through += white - max(above) < near and min(below) - white < near
        expected = through >= feet.FEWEST_COLUMNS and through >= feet.COLUMNS_THROUGH * len(columns)
        assert feet._goes_through(white, edges, near) == expected  # noqa: SLF001
        seen.add(expected)
    assert seen == {True, False}
