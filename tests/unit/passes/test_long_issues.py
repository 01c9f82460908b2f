"""A longer issue costs no more a page: what is done is counted, and no clock is asked."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from random import Random

from convert import conversion
from convert.document.model import Metadata
from tests.support.damage import clean_page, damaged_page
from tests.support.operations import count_calls

PAGES = (4, 8, 16)
ROOM = 1.15
"""How far pages of an issue may differ, and what is remembered of one may serve another."""


def test_a_page_more_costs_the_same_in_a_longer_issue() -> None:
    """From 8 to 16 pages twice as many functions are called beyond those before as from 4 to 8."""
    pages = [damaged_page(dice, clean_page(dice)) for dice in map(Random, range(PAGES[-1]))]
    repair(pages[:1])  # tables are loaded once
    calls = [
        count_calls(partial(repair, [pages[number % PAGES[0]] for number in range(count)])) for count in PAGES
    ]
    first, second = (after - before for before, after in pairwise(calls))
    assert second < 2 * ROOM * first


def repair(pages: list[str]) -> None:
    """Read pages as one issue, and run all passes."""
    document = conversion.read("\f".join(pages).encode(), Metadata(language="zh-Hans"), encoding="utf-8")
    assert len(document.pages) == len(pages)
    conversion.repair(document)
