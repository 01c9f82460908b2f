"""Rules that an OCR made of the strokes of characters."""

from __future__ import annotations

import pytest

from convert.document.layout import Box
from convert.geometry.strokes import printed_rules

LINES = [Box(0, top, 280, top + 20) for top in range(0, 300, 30)]
"""Lines of a column, with white between them."""


@pytest.mark.parametrize(
    ("rule", "is_printed"),
    [
        (Box(40, 67, 200, 71), False),  # through the middle of a line
        (Box(0, 83, 280, 86), True),  # between two lines
        (Box(0, 80, 280, 86), True),  # the same, on a page that leans
        (Box(100, 0, 102, 200), False),  # down through several lines
        (Box(285, 0, 287, 300), True),  # at the edge of the column
        (Box(260, 68, 900, 70), True),  # most of it is over other columns
    ],
)
def test_rule_through_text_is_none(rule: Box, *, is_printed: bool) -> None:
    """What runs between lines and columns, or hardly touches one, was printed."""
    assert bool(printed_rules([rule], LINES)) is is_printed


def test_all_rules_of_a_page_without_text_stay() -> None:
    """Nothing shows that they are none."""
    assert printed_rules([LINES[0]], []) == (LINES[0],)


@pytest.mark.parametrize(
    ("rule", "is_printed"),
    [
        (Box(0, 67, 200, 71), False),
        (Box(200, 67, 359, 71), False),  # a little more than half of it is over the column
        (Box(200, 67, 360, 71), True),  # half of it is not
        (Box(0, 56, 280, 64), True),  # at the edge of a line, but half of it
        (Box(0, 55, 280, 65), False),
        (Box(0, 50, 280, 66), True),  # more of it lies in the white above
        (Box(100, 60, 102, 84), False),  # a stroke of one character, and a little white
        (Box(100, 60, 102, 109), False),
        (Box(100, 60, 102, 110), True),
        (Box(2, 60, 4, 80), True),  # at the edge of the column
        (Box(3, 60, 5, 80), False),
        (Box(276, 60, 278, 80), True),
        (Box(-6, 60, 5, 80), True),  # less than half of it lies in the column
        (Box(0, 76, 280, 84), True),  # under the characters
    ],
)
def test_where_a_rule_begins_to_run_through_text(rule: Box, *, is_printed: bool) -> None:
    """Half of the length of a level one, four tenths of an upright one, and inside of the line."""
    assert bool(printed_rules([rule], [Box(0, 60, 280, 80)])) is is_printed


def test_of_several_rules_those_stay_that_were_printed() -> None:
    """In their order; a line as high as the page hides none."""
    between = [Box(0, top + 23, 280, top + 25) for top in range(0, 300, 30)]
    through = [Box(0, top + 8, 280, top + 10) for top in range(0, 300, 30)]
    mixed = [rule for pair in zip(between, through, strict=True) for rule in pair]
    assert printed_rules(mixed, [Box(300, 0, 320, 300), *LINES]) == tuple(between)
