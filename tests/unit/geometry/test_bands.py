"""The order of a page's blocks by its bands and columns."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from convert.document.layout import Box
from convert.geometry.bands import TextBlock, order_by_bands

LINE = 10.0


def block(left: float, top: float, width: float = 100, lines: int = 5, lean: float = 0) -> TextBlock:
    """Return a block of lines of ten units each; those of a page that leans begin further right below."""
    rows = [top + LINE * n for n in range(lines)]
    boxes = [Box(left + lean * y, y, left + lean * y + width, y + LINE) for y in rows]
    area = Box(
        min(box.left for box in boxes), top, max(box.right for box in boxes), max(box.bottom for box in boxes)
    )
    return TextBlock(area, tuple(boxes))


def order_of(blocks: Sequence[TextBlock], rules: Sequence[Box] = (), width: float = 0) -> list[int]:
    """Return the order of blocks that is also that of a page drawn in any other one."""
    numbers = order_by_bands(blocks, rules, width)
    mixed = list(range(len(blocks)))
    Random(3).shuffle(mixed)
    other = order_by_bands([blocks[n] for n in mixed], rules, width)
    assert [mixed[n] for n in other] == numbers
    return numbers


THREE_COLUMNS = [
    block(x, y, lines=count)
    for x, counts in ((0, (5, 9, 4)), (110, (8, 3, 7)), (220, (3, 12, 3)))
    for y, count in zip((40, 45 + LINE * counts[0], 50 + LINE * sum(counts[:2])), counts, strict=True)
]


def test_columns_follow_one_another() -> None:
    """Whatever the order of the file, each column is read to its end."""
    assert order_of(THREE_COLUMNS) == list(range(9))


def test_wide_block_ends_a_band() -> None:
    """What stands over it is read before it, column by column, and then what stands under it."""
    upper = [block(0, 40), block(110, 40), block(220, 40)]
    lower = [block(0, 130), block(110, 130), block(220, 130)]
    assert order_of([*upper, block(0, 100, 320, 2), *lower]) == [0, 1, 2, 3, 4, 5, 6]


def test_rule_over_two_columns_ends_a_band_of_these() -> None:
    """The third column is read by itself."""
    blocks = [block(0, 40), block(110, 40), block(0, 110), block(110, 110), block(220, 40, lines=12)]
    assert order_of(blocks, [Box(0, 98, 210, 99)]) == [0, 1, 2, 3, 4]
    assert order_of(blocks) == [0, 2, 1, 3, 4]


def test_running_head_comes_first_though_it_stands_in_a_gutter() -> None:
    """A low row over all columns is no part of one."""
    assert order_of([*THREE_COLUMNS, block(90, 5, 40, 1)]) == [9, *range(9)]


def test_white_across_many_columns_ends_a_band() -> None:
    """Six columns that stop at one height do so on purpose; two may do so by chance."""
    upper = [block(110 * n, 0, lines=20) for n in range(6)]
    serial = [block(110 * n, 230, lines=8) for n in range(6)]
    assert order_of([*upper, *serial]) == list(range(12))
    assert order_of([*upper[:2], *serial[:2]]) == [0, 2, 1, 3]


def test_page_may_lean() -> None:
    """Columns whose lower ends reach into the next one are columns, still."""
    lean = 0.03
    columns = [
        block(104 * n, top, lines=count, lean=lean)
        for n in range(3)
        for top, count in ((40, 15 + 5 * n), (195 + 50 * n, 25 - 5 * n))
    ]
    assert order_of(columns) == list(range(6))


def test_two_pages_on_one_image_are_read_one_after_the_other() -> None:
    """A rule of the left page does not reach into the right one."""
    left = [block(x, y) for y in (0, 70) for x in (0, 110)]
    right = [block(x, y) for x in (260, 370) for y in (0, 70)]
    assert order_of([*left, *right], [Box(0, 60, 210, 61)], width=480) == list(range(8))


def test_blocks_without_lines_keep_their_order() -> None:
    """Nothing is known of the size of their type."""
    boxes = [TextBlock(each.box) for each in reversed(THREE_COLUMNS)]
    assert order_by_bands(boxes) == list(range(9))


@pytest.mark.parametrize("count", [0, 1, 2, 400, 6000])
def test_any_number_of_blocks_is_put_in_order(count: int) -> None:
    """Each is there once, wherever they stand, over one another too."""
    chance = Random(count)
    blocks = [
        block(
            chance.uniform(-50, 900), chance.uniform(-50, 2000), chance.uniform(0, 400), chance.randint(1, 4)
        )
        for _ in range(count)
    ]
    rules = [Box(x, y, x + 300, y + 1) for x, y in ((0, 100), (300, 900))]
    assert sorted(order_by_bands(blocks, rules, 900)) == list(range(count))


def test_any_number_of_rules_is_looked_at() -> None:
    """On a page strewn with dashes the long rule over two columns still ends their band."""
    dashes = [Box(3 * n % 310, n % 397, 3 * n % 310 + 1, n % 397 + 0.1) for n in range(30_000)]
    blocks = [block(0, 0), block(110, 0), block(0, 60), block(110, 60)]
    rule = Box(0, 55, 210, 55.5)
    assert order_of(blocks, [*dashes, rule]) == order_of(blocks, [rule]) == [0, 1, 2, 3]
    assert order_of(blocks) == [0, 2, 1, 3]


def test_last_lines_of_columns_are_no_running_foot() -> None:
    """An OCR has them as blocks of their own; a title that begins elsewhere is a foot."""
    columns = [block(0, 40, lines=8), block(110, 40, lines=8), block(220, 40, lines=8)]
    last = [block(0, 123, lines=1), block(110, 123, lines=1)]
    assert order_of([columns[0], last[0], columns[1], last[1], columns[2]]) == [0, 1, 2, 3, 4]
    assert order_of([*columns, block(30, 123, 40, 1), block(150, 123, 40, 1)]) == [0, 1, 2, 3, 4]
