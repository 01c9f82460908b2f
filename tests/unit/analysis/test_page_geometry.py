"""The order of a page of blocks: by the headings that rule several of its columns."""

from __future__ import annotations

import pytest

from convert.analysis.columns.page_geometry import page_geometry
from convert.conversion import repair
from tests.support.printed_issue import HEIGHT, WIDTH, Printed, printed_issue

TEXT = ("The weir above the mill was mended in spring", *["and the men of the parish who had mended it"] * 6)
TWO = 300 + WIDTH
"""The width of two columns."""
MODULES = [
    Printed(("THE WEIR IS MENDED",), 0, 0, 1.6, TWO),
    *(
        Printed([f"{name} {TEXT[0]}", *TEXT[1:], "was paid for it."], at, 2)
        for at, name in ((0, "A"), (1, "B"))
    ),
    Printed(("A LANTERN IS LOST",), 2, 0, 1.6, TWO),
    *(
        Printed([f"{name} {TEXT[0]}", *TEXT[1:], "was paid for it."], at, 2)
        for at, name in ((2, "C"), (3, "D"))
    ),
]


@pytest.mark.parametrize("order", [[0, 3, 1, 2, 4, 5], [5, 4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 5]])
def test_headings_over_several_columns_rule_them(order: list[int]) -> None:
    """In whatever order a file has the blocks of two articles side by side."""
    document = printed_issue([MODULES[number] for number in order])
    geometry = page_geometry(document.layout, document.source.text)
    assert geometry is not None
    assert bool(geometry.in_order) is (order == sorted(order))
    articles = [[block.reading[:2] for block in each.readable] for each in repair(document).articles]
    assert articles == [["TH", "A ", "B "], ["A ", "C ", "D "]]


ROWS = ("镇里今年修了一座老桥。", "下个月还要再修渡口呢。", "老人说这样大家都方便。")
"""Full lines, each with a sentence."""
SHORT = ("桥头新开了一家小店面，", "卖的是茶水。")
MANY = ("来看。走走。坐坐。说说", "笑笑。吃吃。喝喝。睡。")


@pytest.mark.parametrize(("around", "goes_on"), [(SHORT, False), (MANY, True)])
def test_a_page_without_indents_shows_how_often_a_paragraph_goes_on(
    around: tuple[str, str], *, goes_on: bool
) -> None:
    """By its short last lines, and by its sentences that end amid a line."""
    column = Printed([*around * 4, *ROWS, *around * 4], 0, 0, 0.6, em=20)
    document = printed_issue([column], language="zh-Hans", unit="point")
    joined = [block.reading for block in repair(document).blocks]
    assert any(ROWS[0] + ROWS[1] in text for text in joined) is goes_on


@pytest.mark.parametrize(("sizes", "headlines"), [((27, 27), 2), ((27, 32), 1), ((23, 23), 0)])
def test_the_largest_headings_of_a_page_are_its_headlines(sizes: tuple[int, int], headlines: int) -> None:
    """Where none is much larger than the text; one that is hardly larger heads a part."""
    blocks = [
        block
        for row, size in zip((0, 14), sizes, strict=True)
        for block in (
            Printed(("渡口改造完成",), 0, row, size / HEIGHT, em=size),
            Printed([*SHORT[:1] * 8], 0, row + 2, 20 / HEIGHT, em=20),
        )
    ]
    document = printed_issue(blocks, language="zh-Hans", unit="point")
    geometry = page_geometry(document.layout, document.source.text)
    assert geometry is not None
    assert sum(place.is_headline for place in geometry.places.values()) == headlines


FERRY = (
    "市交通局昨天下午宣布，城南的",
    "渡口改造工程已经全部完成，今",
    "天早上六点重新开放，两岸居民",
    "的出行将更加方便，新的码头比",
    "原来的宽了一倍，可以同时停靠",
    "两条渡船，候船室里也装上了暖",
    "气和电灯。",
)


@pytest.mark.parametrize(
    ("first", "are_one"),
    [("渡口改造工程全部完成", True), ("渡口改造完成", False), ("渡口改造全部完成了！", False)],
)
def test_a_full_line_of_a_heading_goes_on_in_the_next(first: str, *, are_one: bool) -> None:
    """An OCR makes a block of each; a line with room, or with a stop, is a heading of its own."""
    column = [
        Printed((first,), 0, 0, 34 / HEIGHT, em=34),
        Printed(("两岸居民",), 0, 1, 34 / HEIGHT, em=34),
        Printed(FERRY, 0, 3, 24 / HEIGHT, em=24),
    ]
    document = printed_issue(column, language="zh-Hans")
    readings = [block.reading for block in repair(document).blocks]
    assert (first + "两岸居民" in readings) is are_one
