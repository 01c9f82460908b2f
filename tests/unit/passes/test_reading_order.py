"""Reading order: what moves blocks needs a page that shows disorder, or a certainty of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from convert import conversion
from convert.analysis.context import page_context
from convert.analysis.links import Link
from convert.document.actions import Place
from convert.document.damage import Damage
from convert.document.model import Metadata
from convert.language import language
from convert.passes.reading_order import reading_order
from convert.text.memo import Memo

PAGE = "渝江大桥昨日合\n\n晚报举行读者节活动。\n\n龙，两岸居民欢呼。"
CHINESE = language("zh-Hans")


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
    page = replace(page, found_links=Memo(lambda _: (Link(0, 2, cert),), bound=1))
    assert [type(action) for action in reading_order(page)] == [Place] * moves
