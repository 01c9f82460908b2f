"""Hard-wrapped lines: on a page without blank lines a doubtful line end parts two pieces of columns."""

from __future__ import annotations

import pytest

from convert import conversion
from convert.analysis.context import page_context
from convert.document.actions import Split
from convert.document.model import Metadata
from convert.language import language
from convert.passes.lines import lines

PIECES = """
街口的报亭关了三年，昨天重新开
张，第一个上门的还是当年的老主顾
，他一口气买了五份晚报，坐在门口
看到中午才走。他说这里的老板认得
街上每一个人，哪家的孩子上了大学
，哪家的老人住了院，他都知道的，
他说往后报亭还要卖早点和各种饮
新建的菜市场昨天开业，摊位
不到一天就租完了，市场开业的那天
下着小雨，来的人还是把街口站满。
""".strip()
CHINESE = language("zh-Hans")


@pytest.mark.parametrize(
    ("between", "parts"),
    [pytest.param("\n", True, id="no blank lines"), pytest.param("\n\n", False, id="blank lines")],
)
def test_a_doubtful_line_end_parts_pieces_where_nothing_else_does(between: str, *, parts: bool) -> None:
    """What goes on in what is asked later, among all pieces of the page."""
    page = between.join([PIECES] * 12)
    document = conversion.read(page.encode(), Metadata(language="zh-Hans"), encoding="utf-8")
    blocks = document.blocks
    ends = {
        blocks[action.block].reading[: action.at].rpartition("\n")[2]
        for action in lines(page_context(blocks, CHINESE))
        if isinstance(action, Split)
    }
    assert ("他说往后报亭还要卖早点和各种饮" in ends) is parts
