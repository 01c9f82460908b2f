"""What printed lines say of a seam between two texts."""

from __future__ import annotations

import pytest

from convert.analysis.line_groups.printed_lines import cut_times, large_type, lines_of
from convert.analysis.lines.measure import Measure
from convert.analysis.links.printed_seams import (
    BEGINS,
    ENDED,
    FULL,
    PrintedSeams,
    printed_odds,
    printed_seams,
)
from convert.document.model import Block, Segment

PAGE = PrintedSeams(Measure(16.0, 1.0), indented=True)
FULL_LINE = "渡口的候船室里装了暖气和电灯一个"


def _block(text: str) -> Block:
    return Block(id="b.00000000", segments=(Segment(text, text, 0),))


@pytest.mark.parametrize(
    ("tail", "head", "odds"),
    [
        ([FULL_LINE, "换到晚间的节目，"], ["“还有别的船吗？”"], ENDED),
        (["两位渡工接着说，"], ["“那天是周日。”"], ENDED),
        ([FULL_LINE], [FULL_LINE, "墙上挂了照片。"], FULL),
        ([FULL_LINE[:14]], [FULL_LINE, "墙上挂了照片。"], FULL),
        ([FULL_LINE, FULL_LINE[:15] + "。"], [FULL_LINE[:14], FULL_LINE], BEGINS),
        ([FULL_LINE, FULL_LINE[:15] + "。"], [FULL_LINE, FULL_LINE], 0.0),
        (["渡口的候船室", "装了暖气和电", "灯，墙上"], ["挂了照片。"], 0.0),
    ],
    ids=["short", "short alone", "full", "first and full", "indent below", "sentence inside", "in a box"],
)
def test_seam(tail: list[str], head: list[str], odds: float) -> None:
    """A short line ends its paragraph, a full one goes on over a full one; an indent begins one."""
    assert printed_odds(tail, head, PAGE) == odds


def test_page() -> None:
    """A dozen printed lines show the measure, and three first lines the indent."""
    text = "\n".join([FULL_LINE[:14], *[FULL_LINE] * 4, "墙上挂了照片。"])
    page = printed_seams([_block(text)] * 3)
    assert page is not None
    assert page.measure.squares == 16
    assert page.indented
    ended = page.weigh(0.9, _block(FULL_LINE + "\n换到晚间的节目，"), _block("“还有别的船吗？”"))
    assert ended < 0.2
    assert printed_seams([_block(text)]) is None


def test_headings_as_large_as_others() -> None:
    """Where one heading shows how many squares its type has, another may have lines of one length."""
    blocks = {
        1: lines_of("口" * 10 + "\n" + "口" * 10 + "\n" + "口" * 6),
        2: lines_of("\n".join(["田" * 10] * 4)),
        3: lines_of("\n".join(["田" * 10] * 5)),
        4: lines_of("\n".join(["田" * 9 + "，"] * 4)),
        5: lines_of("田" * 10 + "\n" + "田" * 7 + "。"),
    }
    assert large_type(blocks, Measure(16.0, 1.0))[1] == [1, 2, 3]


def test_time_of_day() -> None:
    """Two figures behind the hours of a time are its minutes."""
    assert list(cut_times(["班船开到周六下午5:", "30", "12"])) == [1]
    assert not list(cut_times(["开会时间：", "30", "比分是5:", "3"]))
