"""A longer issue costs no more a page: what is done is counted, and no clock is asked."""

from __future__ import annotations

from functools import partial
from random import Random

from convert import conversion
from convert.document.model import Metadata
from convert.tei.write import write_tei
from convert.typeset.writer import WriteContext
from tests.support.damage import clean_page, damaged_page
from tests.support.issue_files import STYLE
from tests.support.operations import count_calls

PAGES = (8, 16, 32)
"""The pages of three issues: the same eight, again and again."""
STEEP = 2.5
"""Times the calls of the step before: twice the pages cost twice as many, pairs of pages four times."""
FEW = 100
"""Calls that may come and go with what is decided of the whole issue."""


def test_a_page_more_costs_the_same_in_a_longer_issue() -> None:
    """No function of the package is called more often for a page from 16 to 32 pages than from 8 to 16."""
    pages = [damaged_page(dice, clean_page(dice)) for dice in map(Random, range(PAGES[0]))]
    repair(pages)  # tables are loaded once
    calls = [count_calls(partial(repair, pages * (count // PAGES[0]))) for count in PAGES]
    grown = {
        name: numbers
        for name in calls[-1]
        for numbers in ([of_issue[name] for of_issue in calls],)
        if numbers[2] - numbers[1] > STEEP * max(0, numbers[1] - numbers[0]) + FEW
    }
    assert grown == {}


def repair(pages: list[str]) -> None:
    """Read pages as one issue, and run all passes."""
    document = conversion.read("\f".join(pages).encode(), Metadata(language="zh-Hans"), encoding="utf-8")
    assert len(document.pages) == len(pages)
    write_tei(conversion.repair(document), STYLE, WriteContext())
