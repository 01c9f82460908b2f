"""Running heads by their place: over all columns of most pages, however they are misread."""

from __future__ import annotations

from random import Random

import pytest

from convert.analysis.context import page_context
from convert.analysis.furniture import running_heads as running_heads_module
from convert.analysis.furniture.running_heads import running_heads
from convert.document.actions import Label
from convert.document.layout import Box
from convert.language import Language
from convert.passes.furniture import RECURRING, furniture
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


def test_lines_of_a_page_are_counted_by_sorted_edges(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of many short blocks is sorted once, and a block counts what a plain look at all lines does."""
    random = Random(5)
    asked: list[object] = []
    plain = running_heads_module._is_outermost  # noqa: SLF001

    def outermost(box: Box, lines: running_heads_module._PageEdges) -> bool:
        over = sum(top < box.bottom for top in lines.tops)
        under = sum(bottom > box.top for bottom in lines.bottoms)
        found = plain(box, lines)
        assert found == (len(lines.tops) > 1 and min(over, under) <= 3)
        asked.append(lines)
        return found

    monkeypatch.setattr(running_heads_module, "_is_outermost", outermost)
    pages = [
        [Printed(("A lantern was lost",), 0, random.randint(0, 30)) for _ in range(40)] for _ in range(3)
    ]
    document = printed_issue(*pages)
    running_heads(document.blocks, document.layout)
    assert len(asked) == 120
    assert len({id(each) for each in asked}) == 3


def test_a_line_of_any_shape_that_recurs_is_a_running_head() -> None:
    """A name that may be a signature elsewhere, read a little otherwise on each page."""
    readings = ("THE ASHBY COURIER", "THE ASHBY C0URIER", "THE ASHBY COURIER.")
    pages = [[Printed(TEXT, 0, 2), Printed(TEXT, 1, 2), Printed((text,), 0, 0)] for text in readings]
    document = printed_issue(*pages)
    page = page_context(document.blocks, Language("en"), starts=(0,), layout=document.layout)
    named = {label.block: label for label in furniture(page) if isinstance(label, Label)}
    at = [n for n, block in enumerate(document.blocks) if block.reading.strip() in readings]
    assert [named[n].cert >= RECURRING for n in at] == [True] * 3
