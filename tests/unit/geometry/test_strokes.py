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
