"""A short line may be a heading or the beginning of a cut paragraph until its seam is read."""

from __future__ import annotations

import pytest

from convert import conversion
from convert.document.model import Block, Metadata
from convert.document.roles import ALL_HEADINGS, Role
from convert.language import language
from convert.passes.registry import PASSES, Pass, run
from convert.passes.roles import OFFICIAL_TITLE

PAGE = """江边步道二期工程建成开放

12月5日，江边步道二期工程建成开放，全长四点二公里，沿线新增座椅三百个，市民可以一路走到渡口。

{above}

{below}

老街报亭重新开张

关了三年的老街报亭昨天上午重新开张。老板把柜台擦了又擦，第一个上门的还是当年的老主顾。
"""
BEFORE_LINKS = PASSES[: [step.rule.name for step in PASSES].index("reading-order")]
FULL_TEXT = "市图书馆昨天与大学城的三所高校签署协议，双方将互相借阅图书，读者证也可以通用。"


def blocks(above: str, below: str, passes: tuple[Pass, ...] = PASSES) -> tuple[Block, ...]:
    """Return the blocks of the page, two of which are given, after some passes."""
    source = PAGE.format(above=above, below=below).encode()
    return run(conversion.read(source, Metadata(language="zh-Hans")), language("zh-Hans"), passes).blocks


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("园林部门强调，步道建设决不能占用", "一寸绿地，施工单位要在年底以前恢复全部草坪，补种两千棵树。"),
        ("市园林局表示，步道沿线今年", "一寸绿地也不会少，施工单位要在年底以前恢复全部草坪，补种两千棵树。"),
    ],
)
def test_a_line_taken_for_a_headline_that_goes_on_is_body_text(above: str, below: str) -> None:
    """What `roles` called a headline is the beginning of a paragraph, and read as one."""
    assert blocks(above, below, BEFORE_LINKS)[2].role is Role.HEADLINE
    block = blocks(above, below)[2]
    assert (block.role, block.reading) == (Role.BODY, above + below)


def test_a_headline_over_two_lines_is_one() -> None:
    """Its second line continues the first one, and both are a heading."""
    first, second = "市图书馆与大学城签署合作协议共同推动", "全民阅读活动"
    given = blocks(first, f"{second}\n\n{FULL_TEXT}")
    assert given[2].reading == first + second
    assert given[2].role in ALL_HEADINGS
    assert given[3].reading == FULL_TEXT


@pytest.mark.parametrize("heading", ["园林部门强调步道不占绿地", "市图书馆与大学城签署协议", "读者证通用"])
def test_a_heading_over_a_whole_paragraph_stays_one(heading: str) -> None:
    """A text that begins a paragraph continues no heading, whatever words both share."""
    given = blocks(heading, FULL_TEXT)
    assert given[2].reading == heading
    assert given[2].role in ALL_HEADINGS
    assert given[3].reading == FULL_TEXT


def test_title_of_an_official_paper_begins_with_an_office_alone() -> None:
    """With a verb before 关于 it is a sentence without its stop."""
    titles = ("云津市人民政府关于防汛工作的决定", "江城水务公司关于召开大会的通知", "关于防汛工作的报告")
    assert all(OFFICIAL_TITLE.fullmatch(title) for title in titles)
    sentences = ("会议通过了关于今年防汛工作的报告", "会议听取市政府关于防汛工作的报告")
    assert not any(OFFICIAL_TITLE.fullmatch(sentence) for sentence in sentences)


IN_COLUMNS = [
    ["老渡口候船室重新", "开门，船工们说日", "子越过越好了"],
    [
        "老渡口旁的候船室昨天重新开门，里面",
        "装了暖气和电灯，墙上挂着一幅江景，",
        "老船工们也赶来看热闹，江面上传来一",
        "片笑声，孩子们围着新修的长凳跑个不",
        "停，直到天黑才各自回家。",
    ],
    ["图书馆延长开放时", "间，学生晚上有地", "方看书"],
    [
        "镇上的图书馆从下周起延长开放时间，",
        "晚上九点才关门，管理员说，近来借书",
        "的人比去年多了将近一倍，其中大半是",
        "附近中学的学生，他们希望放学以后能",
        "有一个安静的地方看书。",
    ],
    ["今年山里的苹果丰", "收，果农说价格也", "涨上去了"],
    [
        "山里的苹果今年收成很好，果农们一早",
        "就开始采摘，装满了二十几辆卡车，一",
        "路运到城里的批发市场，价格比去年同",
        "期略有上涨，收购的商人排起了队，等",
        "着把货运往外地。",
    ],
]
"""Blocks of lines: headlines in larger type, and texts."""


def test_short_lines_show_that_headlines_are_set_in_larger_type() -> None:
    """Their words alone could be those of texts, and an OCR may read a comma behind one."""
    blocks = [[*IN_COLUMNS[0][:-1], f"{IN_COLUMNS[0][-1]}，"], *IN_COLUMNS[1:]]
    text = "\n\n".join("\n".join(lines) for lines in blocks)
    blocks_read = conversion.repair(conversion.read(text.encode())).blocks
    assert [block.role in ALL_HEADINGS for block in blocks_read] == [True, False] * 3
