"""Headings in capitals: which of their lines go on below."""

from __future__ import annotations

import pytest

from convert.analysis.latin import cut_headings


@pytest.mark.parametrize(
    ("lines", "cut"),
    [
        pytest.param(["GOVERNOR WILL NOT", "SIGN THE BILL.", "FARMERS ARE ANGRY."], {0}, id="two lines"),
        pytest.param(["ODD FELLOWS HALL", "WALLA WALLA", "SATURDAY, MAY 4."], set(), id="a day"),
        pytest.param(["SMITH & CO", "GROCERS", "12 HIGH ST."], set(), id="an address"),
        pytest.param(["WHEAT NO. 2 RED", "CORN NO. 3 WHITE", "OATS NO. 2."], set(), id="prices"),
        pytest.param(["COAL", "COKE", "WOOD", "HAY", "OATS", "STRAW."], set(), id="a long list"),
    ],
)
def test_a_heading_in_capitals_goes_on_until_its_stop(lines: list[str], cut: set[int]) -> None:
    """What has figures, or more lines than a heading has, is none."""
    assert cut_headings(lines) == cut
