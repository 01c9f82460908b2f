"""Pieces of a row of print, and specks within a line."""

from __future__ import annotations

import pytest

from convert.analysis.columns.page_lines import PrintedText
from convert.document.layout import Box
from convert.geometry.row_pieces import row_pieces

EM = 20.0


def line(text: str, left: float, row: float, size: float = EM, high: float = 0.0) -> PrintedText:
    """Return a line of print with its first character at a place, as high as its type or `high`."""
    box = Box(left, 30 * row, left + size * len(text), 30 * row + (high or size))
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
        (line("出行", 5 * EM + 3, 1, 2 * EM), {}),  # another type
        (line("出行", 5 * EM + 3, 1, 1.2 * EM), {2: 1}),  # the same, as an OCR measures it
        (line("出行", 5 * EM + 3, 1, high=1.8 * EM), {2: 1}),
        (line("出行", 5 * EM + 3, 1, high=2.1 * EM), {}),
        (line("出行方便了", 5 * EM + 3, 1 + 5 / 30), {2: 1}),  # a little lower
        (line("出行方便了", 5 * EM + 3, 1 + 8 / 30), {}),
        (line("出行方便了", 5 * EM - 4, 1), {2: 1}),  # the boxes reach into each other
        (line("出行方便了", 5 * EM - 10, 1), {}),
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


def test_rows_of_a_headline_are_seen_under_however_many_lines_of_text() -> None:
    """Twelve ems of a headline are twenty rows of text and more, in all columns of a page."""
    texts = [line("渡口开", 80 * column, row) for row in range(24) for column in range(20)]
    first = line("两岸居民的", 0, 24, 3 * EM)
    second = line("出行方便了", first.box.right + 10, 24, 3 * EM)
    below = line("昨日江上一片笑声和歌声", 0, 27, 3 * EM)
    columns = [line("江上一", second.box.left, row) for row in (31, 32, 33)]
    pieces = row_pieces([*texts, first, second, below, *columns]).behind
    assert pieces == {len(texts) + 1: len(texts)}
    assert not row_pieces([*texts, first, second, *columns]).behind


@pytest.mark.parametrize(
    ("others", "behind"),
    [
        ([WHOLE, BELOW], {3: 2}),
        ([WHOLE, line("短", 600, 2)], {}),  # a single line runs over the white
        ([line("渡口的改造工程", 60, 0), line("江上一片笑声和", 60, 2)], {3: 2}),
        ([line("渡口的改造工程", 90, 0), line("江上一片笑声和", 90, 2)], {}),  # hardly reach over it
        ([line("渡口的改造工程", 0, -1, 2 * EM), line("江上一片笑声和", 0, 2, 2 * EM)], {}),  # another type
        ([line("渡口的改造工程", 0, -6), line("江上一片笑声和", 0, 8)], {3: 2}),
        ([line("渡口的改造工程", 0, -7.5), line("江上一片笑声和", 0, 2)], {}),  # too far above
        ([line("渡口的改造工程", 0, 0), line("江上一片笑声和", 0, 10)], {}),  # too far below
    ],
)
def test_two_lines_of_the_type_show_that_there_is_no_gutter(
    others: list[PrintedText], behind: dict[int, int]
) -> None:
    """Within twelve ems, and an em on both sides of the white."""
    assert row_pieces([*others, LEFT, line("出行方便了", 5 * EM + 3, 1)]).behind == behind


def test_a_piece_stands_behind_one_other_and_before_one() -> None:
    """The nearest; of two in one place the first."""
    right, again = line("出行方便了", 5 * EM + 3, 1), line("出行方便吗", 5 * EM + 3, 1)
    assert row_pieces([WHOLE, LEFT, right, again, BELOW]).behind == {2: 1}
    nearer = line("居民的", 2 * EM - 2, 1)
    assert row_pieces([WHOLE, nearer, LEFT, right, BELOW]).behind == {3: 2}


def test_strokes_in_one_place_stand_behind_none() -> None:
    """However narrow they are: none begins left of the other."""
    strokes = [PrintedText("丨", Box(100, 30, 104, 50), 50, EM, at) for at in (1, 2)]
    assert not row_pieces([WHOLE, *strokes, BELOW]).behind


@pytest.mark.parametrize(
    ("speck", "is_within"),
    [
        (line("痉亠", 60, 0), True),
        (line("痉亠丶", 60, 0), False),
        (line("痉", 60, 2 / 30), True),
        (line("痉", 60, 6 / 30), False),  # much of it lies below the line
        (line("痉", 60, 0)._replace(vertical=True), False),
        (line("痉", 60, 0)._replace(rotation=90), False),
    ],
)
def test_a_speck_lies_inside_of_the_line(speck: PrintedText, *, is_within: bool) -> None:
    """For the most part."""
    assert bool(row_pieces([WHOLE, speck]).within) is is_within


@pytest.mark.parametrize(
    ("host", "has_speck"),
    [
        (line("渡口重开了", 0, 0), True),
        (line("渡口重开", 0, 0), False),  # too short to tell
        (WHOLE._replace(vertical=True), False),
        (line("渡口的改造工程昨日完成", 0, -0.2, high=32), True),
        (line("渡口的改造工程昨日完成", 0, -3, high=200), False),  # a frame
    ],
)
def test_a_speck_is_read_in_a_long_line(host: PrintedText, *, has_speck: bool) -> None:
    """That is no frame, and no line that runs down."""
    lines = [host, line("痉", 60, 0), *(line("江上一片笑声", 900, row) for row in range(5))]
    assert bool(row_pieces(lines).within) is has_speck


def test_a_speck_belongs_to_the_higher_of_two_lines_and_to_no_row() -> None:
    """In whatever order the file has them."""
    lower = line("江上一片笑声和歌声不断", 0, 3 / 30)
    assert row_pieces([lower, WHOLE, line("痉", 60, 1 / 30)]).within == {2: 1}
    speck, right = line("痉", 5 * EM + 3, 1), line("出行方便了", 5 * EM + 3, 1)
    assert row_pieces([WHOLE, LEFT, speck, right, BELOW]) == ({3: 1}, {2: 3})


@pytest.mark.parametrize(
    ("white", "columns", "is_row"),
    [
        (15, [], True),
        (24, [], False),  # more than between its characters
        (15, [0], True),
        (15, [0, 0], False),  # a column begins there
        (15, [8, -8], False),
        (15, [15, -15], True),
    ],
)
def test_a_headline_goes_on_where_nothing_else_begins(
    white: float, columns: list[float], *, is_row: bool
) -> None:
    """So far from its characters, and from the edges of two lines of text."""
    first = line("渡口重开", 0, 0, 2 * EM)
    second = line("两岸居民", first.box.right + white, 0, 2 * EM)
    texts = [line("江上一片", 900 + 30 * row, 5 + row) for row in range(5)]
    texts += [line("江上一片", second.box.left + off, 12 + n) for n, off in enumerate(columns)]
    assert bool(row_pieces([*texts, first, second]).behind) is is_row


def test_white_behind_a_mark_of_a_headline_is_wider_and_bounded() -> None:
    """The mark leaves half of its place white."""
    first = line("渡口重开，", 0, 0, 2 * EM)
    texts = [line("江上一片", 900 + 30 * row, 5 + row) for row in range(5)]
    near, far = (line("两岸居民", first.box.right + white, 0, 2 * EM) for white in (40, 50))
    assert row_pieces([*texts, first, near]).behind
    assert not row_pieces([*texts, first, far]).behind
