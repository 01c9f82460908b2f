"""Pieces of a row of print, and specks within a line."""

from __future__ import annotations

import pytest

from convert.analysis.columns.page_lines import PrintedText
from convert.document.layout import Box
from convert.geometry.row_pieces import row_pieces

EM = 20.0


def line(text: str, left: float, row: float, size: float = EM) -> PrintedText:
    """Return a line of print with its first character at a place."""
    box = Box(left, 30 * row, left + size * len(text), 30 * row + size)
    return PrintedText(text, box, box.bottom, size, int(1000 * row + left))


WHOLE = line("渡口的改造工程昨日完成", 0, 0)
BELOW = line("江上一片笑声和歌声不断", 0, 2)
LEFT = line("两岸居民的", 0, 1)


@pytest.mark.parametrize(
    ("right", "behind"),
    [
        (line("出行方便了", 5 * EM + 3, 1), {2: 1}),  # as much white as between two characters
        (line("出行方便了", 5 * EM + 8, 1), {}),  # a narrow gutter
        (line("出行方便了", 5 * EM + 3, 3.2), {}),  # another row
        (line("出行", 5 * EM + 4, 1, 2 * EM), {}),  # another type
    ],
)
def test_lines_right_beside_each_other_are_a_row(right: PrintedText, behind: dict[int, int]) -> None:
    """If the lines over and under them run over the white between them."""
    assert row_pieces([WHOLE, LEFT, right, BELOW]).behind == behind


def test_nothing_runs_over_the_white_between_two_columns() -> None:
    """However narrow it is."""
    assert not row_pieces([LEFT, line("出行方便了", 5 * EM + 4, 1)]).behind


def test_a_speck_belongs_to_the_line_in_whose_place_it_was_read() -> None:
    """A character or two; what stands below the line is no speck."""
    assert row_pieces([WHOLE, line("痉", 60, 0)]).within == {1: 0}
    assert not row_pieces([WHOLE, line("痉", 60, 0.6)]).within


def test_a_piece_of_a_headline_begins_where_no_column_does() -> None:
    """Nothing else of its type need stand near by; white behind a comma is wider."""
    column = [line("渡口的改造工程昨日完成", 0, row) for row in (3, 4, 5)]
    beside = [line("两岸居民的出行方便了", 300, row) for row in (3, 4, 5)]
    first = line("渡口重开，", 0, 0, 2 * EM)
    head = [first, line("两岸居民", first.box.right + 40, 0, 2 * EM)]
    other = [first, line("两岸居民", 300, 0, 2 * EM)]
    assert row_pieces([*column, *beside, *head]).behind == {7: 6}
    assert not row_pieces([*column, *beside, *other]).behind
