"""An order in which each number knows its neighbours."""

from __future__ import annotations

from random import Random

import pytest

from convert.document.order import Order


@pytest.mark.parametrize("seed", range(20))
def test_moves_are_those_of_a_list(seed: int) -> None:
    """Whatever is moved behind whatever, or to the front."""
    dice = Random(seed)
    size = dice.randrange(2, 8)
    order, plain = Order(size), list(range(size))
    for _ in range(30):
        number, behind = dice.sample(range(-1, size), 2)
        if number < 0:
            continue
        order.move(number, behind)
        plain.remove(number)
        plain.insert(plain.index(behind) + 1 if behind >= 0 else 0, number)
        assert list(order) == plain
        around = [-1, *plain, -1]
        assert [order.previous(n) for n in plain] == around[:-2]
        assert [order.next(n) for n in plain] == around[2:]


def test_none_and_one() -> None:
    """Nothing to move."""
    assert list(Order(0)) == []
    assert list(Order(1)) == [0]
