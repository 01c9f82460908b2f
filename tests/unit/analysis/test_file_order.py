"""Whether the order of a file is one of reading."""

from __future__ import annotations

from convert.analysis.columns.file_order import runs_by_columns
from convert.document.layout import Box

COLUMNS = [
    [Box(x, y, x + 90, y + 40 + 7 * c) for y in range(100, 900, 60)] for c, x in enumerate((0, 100, 200))
]
BY_COLUMNS = [box for column in COLUMNS for box in column]


def test_columns_one_after_the_other_are_in_order() -> None:
    """Down each, and up to the next; a head over all of them changes nothing."""
    assert runs_by_columns(BY_COLUMNS)
    assert runs_by_columns([Box(0, 0, 290, 60), *BY_COLUMNS])


def test_vertical_columns_run_from_right_to_left() -> None:
    """As Chinese was set."""
    assert runs_by_columns([box for column in reversed(COLUMNS) for box in column])


def test_blocks_sorted_by_height_are_in_none() -> None:
    """A file that is sorted so gives itself away; of very few blocks nothing is known."""
    assert not runs_by_columns(sorted(BY_COLUMNS, key=lambda box: (box.top, box.left)))
    assert not runs_by_columns(BY_COLUMNS[:2])


def test_two_columns_sorted_by_height_are_in_none() -> None:
    """Though every second step goes down a column: no block stands higher than the one before it."""
    columns = [Box(x, y, x + 90, y + 40) for y in range(100, 700, 60) for x in (0, 100)]
    pairs = sorted(columns, key=lambda box: (box.top // 120, box.left, box.top))
    assert runs_by_columns(pairs)
    assert not runs_by_columns(sorted(pairs, key=lambda box: (box.top, box.left)))
