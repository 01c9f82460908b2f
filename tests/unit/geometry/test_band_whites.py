"""The white between the blocks of columns."""

from __future__ import annotations

import pytest

from convert.document.layout import Box
from convert.geometry.band_whites import common_white, whites_of

EM = 10.0


def column(*heights: tuple[float, float]) -> list[Box]:
    """Return blocks one under the other, from and to such heights."""
    return [Box(0, top, 100, bottom) for top, bottom in heights]


@pytest.mark.parametrize(
    ("blocks", "whites"),
    [
        (column((0, 50), (80, 90)), [(49, 81)]),
        (column((0, 50), (80, 90), (90, 120)), [(49, 81), (89, 91)]),  # lines without white between them
        (column((0, 50), (49, 90)), [(49, 51)]),  # they touch, as an OCR gives them
        (column((0, 50), (40, 90)), []),  # one reaches into the other
        (column((0, 90), (20, 40), (110, 120)), [(89, 111)]),  # one lies beside the other
        (column((0, 50)), []),
    ],
)
def test_white_lies_between_two_blocks(blocks: list[Box], whites: list[tuple[float, float]]) -> None:
    """A tenth of a line is added on each side."""
    assert [*whites_of(blocks, EM)] == [pytest.approx(white) for white in whites]


@pytest.mark.parametrize(
    ("others", "shared"),
    [
        ([[(20, 40)]], (20, 40)),
        ([[(0, 25)]], (10, 25)),  # it began above
        ([[(45, 90)]], (45, 50)),  # it ends below
        ([[(0, 90)]], (10, 50)),
        ([[(12, 15), (20, 40)]], (20, 40)),  # the largest of several
        ([[(20, 40), (44, 47)]], (20, 40)),
        ([[(15, 30)], [(25, 60)]], (25, 30)),
        ([[(50, 60)]], None),  # they touch
        ([[(0, 10)]], None),
        ([[(15, 20)], [(30, 40)]], None),
        ([[(20, 40)], []], None),
    ],
)
def test_white_of_a_column_from_10_to_50_and_of_others(
    others: list[list[tuple[float, float]]], shared: tuple[float, float] | None
) -> None:
    """What is white in all of them."""
    assert common_white(10, 50, others) == shared
