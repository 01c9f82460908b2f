"""Headings in capitals: which of their lines go on below."""

from __future__ import annotations

import pytest

from convert.analysis.latin.latin_line_ends import cut_headings, places_under_papers


@pytest.mark.parametrize(
    ("lines", "cut"),
    [
        pytest.param(["GOVERNOR WILL NOT", "SIGN THE BILL.", "FARMERS ARE ANGRY."], {0}, id="two lines"),
        pytest.param(["ODD FELLOWS HALL", "WALLA WALLA", "SATURDAY, MAY 4."], set(), id="a day"),
        pytest.param(["SMITH & CO", "GROCERS", "12 HIGH ST."], set(), id="an address"),
        pytest.param(["WHEAT NO. 2 RED", "CORN NO. 3 WHITE", "OATS NO. 2."], set(), id="prices"),
        pytest.param(["Town Council to Sell the", "Old Library Building"], {0}, id="no stop"),
        pytest.param(["Bank of England", "House of Commons", "University of Oxford"], set(), id="houses"),
        pytest.param(["Star of India", "Pride of the West", "Queen of the Ocean"], set(), id="ships"),
        pytest.param(["Chairman of the Board", "Secretary of the Society"], set(), id="offices"),
        pytest.param(["Duke of Leeds", "Earl of Derby", "Lord Lonsdale of Lowther"], set(), id="guests"),
        pytest.param(["John Hardcastle", "Mary Anne Hardcastle"], set(), id="names"),
        pytest.param(["Old Mill for Sale", "By Amelia of Leeds."], set(), id="a stop"),
        pytest.param(["COAL", "COKE", "WOOD", "HAY", "OATS", "STRAW."], set(), id="a long list"),
    ],
)
def test_a_heading_goes_on_until_its_stop(lines: list[str], cut: set[int]) -> None:
    """What has figures, or more lines than a heading has, is none."""
    assert cut_headings(lines) == cut


def test_neither_a_paper_nor_the_place_under_it_is_a_heading() -> None:
    """What stands above them is none either: the line of the paper parts it from the heading."""
    lines = ["FIRE AND", "THE WEEKLY GAZETTE", "NEW YORK", "GREAT FIRE", "AT A MILL."]
    assert places_under_papers(lines) == {2}
    assert cut_headings(lines, {1, 2}) == {3}
    assert places_under_papers(["THE DAILY NEWS", "STRIKE", "ENDS IN TOWN."]) == set()
