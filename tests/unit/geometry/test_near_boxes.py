"""The boxes of a page that lie in a place."""

from __future__ import annotations

from random import Random

import pytest

from convert.document.layout import Box
from convert.geometry.near_boxes import MOST_IN_CELL, NearBoxes


def within(place: Box, boxes: list[Box]) -> list[int]:
    """Return what each box of a page tells by itself."""
    return [
        number
        for number, box in enumerate(boxes)
        if box.left <= place.right
        and box.right >= place.left
        and box.top <= place.bottom
        and box.bottom >= place.top
    ]


def a_box(chance: Random, wide: float, high: float) -> Box:
    """Return a box somewhere, as large as this at most."""
    left, top = chance.uniform(-100, 1000), chance.uniform(-100, 1000)
    return Box(left, top, left + chance.uniform(0, wide), top + chance.uniform(0, high))


@pytest.mark.parametrize(("wide", "high"), [(60, 20), (2, 1100), (1100, 2), (0, 0), (1100, 1100)])
def test_boxes_are_found_wherever_they_lie(wide: float, high: float) -> None:
    """Lines, rules, specks and frames; in places of every size."""
    chance = Random(7)
    boxes = [a_box(chance, wide, high) for _ in range(50)] + [a_box(chance, 40, 40) for _ in range(50)]
    near = NearBoxes(boxes)
    for size in (0.0, 5.0, 50.0, 500.0, 5000.0):
        for _ in range(8):
            place = a_box(chance, size, size)
            assert sorted(near.within(place)) == within(place, boxes)


def test_boxes_touch_a_place_at_their_edges() -> None:
    """A box that ends where a place begins is one of its boxes."""
    near = NearBoxes([Box(0, 0, 64, 64), Box(64, 64, 70, 70), Box(65, 65, 70, 70)])
    assert sorted(near.within(Box(64, 64, 64, 64))) == [0, 1]


def test_of_very_many_boxes_in_one_place_so_many_are_looked_at() -> None:
    """Those elsewhere are found as ever."""
    near = NearBoxes([Box(0, 0, 9, 9)] * (2 * MOST_IN_CELL) + [Box(20, 0, 29, 9)])
    assert [*near.within(Box(1, 1, 2, 2))] == [*range(MOST_IN_CELL)]
    assert [*near.within(Box(21, 1, 22, 2))] == [2 * MOST_IN_CELL]
