"""Reading order: what moves blocks needs a page that shows disorder, or a certainty of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest

from convert import conversion
from convert.analysis.context import PageContext, page_context
from convert.analysis.links.links import Link
from convert.document.actions import Place
from convert.document.damage import Damage
from convert.document.model import Metadata
from convert.document.order import Order
from convert.language import language
from convert.passes.reading_order import reading_order
from convert.text.memo import ThinMemo
from tests.support.operations import count_operations

PAGE = "渝江大桥昨日合\n\n晚报举行读者节活动。\n\n龙，两岸居民欢呼。"
CHINESE = language("zh-Hans")


TWO_COLUMNS = """
龙，两岸居民欢呼，孩子们在桥上放起了风筝。

市交通局表示，大桥下月起免费通行。

的老人走上桥头，他们在这里摆渡了三十年。

渡口昨日停航，最后一班船载着四十名乘客靠岸，渝江大桥昨日合
"""
MOVES = Damage(any=0.9, cuts=0.9, repeats=0.1, order=0.6, orphans=0.1, misreadings=0.1)


@pytest.mark.parametrize(
    ("cert", "order", "moves"),
    [
        pytest.param(0.7, 0.4, False, id="a doubtful link, a page in order"),
        pytest.param(0.85, 0.4, True, id="a sure link, a page in order"),
        pytest.param(0.7, 0.6, True, id="a doubtful link, columns out of order"),
    ],
)
def test_a_doubtful_link_moves_nothing_on_a_page_in_order(cert: float, order: float, *, moves: bool) -> None:
    """Below .8 the page itself must show that its columns are out of order."""
    document = conversion.read(PAGE.encode(), Metadata(language="zh-Hans"), encoding="utf-8")
    damage = Damage(any=0.9, cuts=0.9, repeats=0.1, order=order, orphans=0.1, misreadings=0.1)
    page = page_context(document.blocks, CHINESE, damage)
    page = replace(page, found_links=ThinMemo(lambda _: (Link(0, 2, cert),), bound=1))
    assert [type(action) for action in reading_order(page)] == [Place] * moves


def places_of(text: str, links: Sequence[Link], damage: Damage = MOVES) -> list[tuple[int, int]]:
    """Return which block is put behind which one."""
    document = conversion.read(text.encode(), Metadata(language="zh-Hans"), encoding="utf-8")
    page = page_context(document.blocks, CHINESE, damage)
    page = replace(page, found_links=ThinMemo(lambda _: tuple(links), bound=1))
    actions = [action for action in reading_order(page) if isinstance(action, Place)]
    return [(action.block, action.after) for action in actions]


def test_a_run_that_follows_itself_is_two_columns() -> None:
    """The second of them comes first; it begins where a text begins in mid-sentence."""
    assert places_of(TWO_COLUMNS, [Link(3, 0, 0.9)]) == [(0, 3), (1, 0)]


@pytest.mark.parametrize(
    ("other", "moves"),
    [pytest.param(0.9, True, id="a sure move"), pytest.param(0.75, False, id="a doubtful one")],
)
def test_a_sure_move_shows_that_columns_are_out_of_order(other: float, *, moves: bool) -> None:
    """What the ends of the page do not show, another move may."""
    damage = replace(MOVES, order=0.4)
    links = [Link(0, 2, 0.75), Link(3, 5, other)]
    moved = places_of("\n\n".join("甲" * 6), links, damage)
    assert ((2, 0) in moved) is moves


def page_of_links(blocks: int, links: Sequence[Link]) -> PageContext:
    """Return a page of so many blocks with these links, which its columns out of order let move anything."""
    document = conversion.read(
        "\n\n".join("甲" * blocks).encode(), Metadata(language="zh-Hans"), encoding="utf-8"
    )
    damage = Damage(any=0.9, cuts=0.9, repeats=0.1, order=0.6, orphans=0.1, misreadings=0.1)
    page = page_context(document.blocks, CHINESE, damage)
    return replace(page, found_links=ThinMemo(lambda _: tuple(links), bound=1))


def order_of(blocks: int, links: Sequence[Link]) -> list[int]:
    """Return the order of the blocks when all is moved."""
    order = Order(blocks)
    for place in reading_order(page_of_links(blocks, links)):
        assert isinstance(place, Place)
        if order.previous(place.block) != place.after:
            order.move(place.block, place.after)
    return list(order)


@pytest.mark.parametrize(
    ("links", "order"),
    [
        pytest.param([(0, 3), (3, 1), (1, 4)], [0, 3, 1, 4, 5, 2], id="a chain"),
        pytest.param([(0, 3), (4, 1)], [0, 3, 4, 1, 2, 5], id="by runs"),
        pytest.param([(1, 3), (4, 0)], [1, 3, 4, 0, 2, 5], id="a ring of runs"),
        pytest.param(
            [(0, 5), (5, 4), (4, 3), (3, 2), (2, 1)], [0, 5, 4, 3, 2, 1], id="from the last to the first"
        ),
    ],
)
def test_each_fragment_goes_behind_the_one_it_continues(
    links: Sequence[tuple[int, int]], order: list[int]
) -> None:
    """Whatever order the fragments were read in."""
    assert order_of(6, [Link(tail, head, 0.9) for tail, head in links]) == order


@pytest.mark.parametrize("step", [1, 7])
def test_a_paragraph_of_many_columns_costs_no_more_a_column(step: int) -> None:
    """It is followed from its beginning to its end once, not from each of its columns."""
    counts = []
    for size in (29, 290):  # no multiple of 7, so that its steps come to every block
        numbers = [number * step % size for number in range(size)]
        links = [Link(tail, head, 0.9) for tail, head in pairwise(numbers)]
        page = page_of_links(size, links)
        counts.append(count_operations(partial(list, reading_order(page))))
    assert counts[1] < 12 * counts[0]
