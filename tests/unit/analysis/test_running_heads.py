"""Running heads by their place: over all columns of most pages, however they are misread."""

from __future__ import annotations

import pytest

from convert.analysis.running_heads import running_heads
from tests.support.printed_issue import Printed, printed_issue

TEXT = ["The weir of the village was mended."] * 24
READINGS = (
    "The Ashby Courier, Weekly",
    "The Ashhy Courier, Weeklv",
    "7 The Ashby Courier. Weekly",
)


def heads(row: float, readings: tuple[str, ...] = READINGS) -> list[str]:
    """Return the running heads of pages on which a line stands at some row, behind the text in the file."""
    pages = [[Printed(TEXT, 0, 2), Printed(TEXT, 1, 2), Printed((text,), 0, row)] for text in readings]
    document = printed_issue(*pages)
    return [
        document.blocks[n].reading.strip() for n in sorted(running_heads(document.blocks, document.layout))
    ]


def test_a_line_over_all_columns_is_a_running_head() -> None:
    """And one under them; not one amid the page."""
    assert heads(0) == heads(27) == [*READINGS]
    assert heads(12) == []


@pytest.mark.parametrize(
    "readings",
    [
        READINGS[:2],
        (READINGS[0], "A lantern was lost near the weir", "Two benches of oak are for sale"),
        (READINGS[0], "", "", "", "", "", *READINGS[1:]),
    ],
)
def test_a_line_that_stands_on_few_pages_is_none(readings: tuple[str, ...]) -> None:
    """On two; on three of eight; or each page has another one."""
    assert heads(0, tuple(text or f"{number}" for number, text in enumerate(readings))) == []
