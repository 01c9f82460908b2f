"""Plain text whose lines were read across columns: it is parted, and read column by column."""

from __future__ import annotations

from collections import Counter

import pytest

from convert.analysis.columns.text_columns import MOST_GUTTERS, MOST_LINES, Patience, TextLine, text_columns
from convert.analysis.columns.text_order import NO_TEXT_ORDER, text_order
from convert.analysis.lines.text_rows import between_rows
from convert.analysis.texts.run_on import RunOn, run_on
from convert.document.integrity import restore
from convert.document.model import Block, Metadata
from convert.language import language
from convert.passes.registry import PASSES, run
from convert.readers.text import read_plain

CHINESE = language("zh-Hans")
LEFT = """市交通局昨天下午宣布，城南的渡口
改造工程已经全部完成，今天早上六
点重新开放，两岸居民的出行将更加
方便。
新的码头比原来的宽了一倍，可以同
时停靠两条渡船，候船室里也装上了
暖气和电灯。"""
RIGHT = """记者昨天在候船室里看到，墙上新挂
了一幅江上的老照片，照片里的老船
工今年已经八十多岁，他说自己从十
六岁起就在这条江上摆渡。
如今他的孙子也在船上工作，每天开
船往返十二趟，最忙时连吃饭和喝水的时
间都没有。"""
BELOW = """

据介绍，改造工程去年三月开工，一
共用了十四个月。"""


def across(left: str, right: str, width: int = 36) -> str:
    """Set two columns side by side."""
    pairs = zip(left.splitlines(), right.splitlines(), strict=True)
    return "\n".join(a + " " * max(1, width - 2 * len(a)) + b for a, b in pairs)


def read(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text, after the rules that part and order columns; nothing of it is lost."""
    document = read_plain(text.encode(), Metadata(language="zh-Hans"))
    steps = [step for step in PASSES if step.rule.name in ("columns", "column-order")]
    done = run(document, CHINESE, steps)
    assert restore(done) == text.encode()
    return done.blocks


def lines_read(text: str) -> list[str]:
    """Return the lines of the reading."""
    return [line for block in read(text) for line in block.reading.split("\n") if line.strip()]


def test_columns_are_read_one_after_the_other() -> None:
    """Each column's lines are in one block again, in their order."""
    blocks = read(across(LEFT, RIGHT))
    assert [block.reading for block in blocks if block.reading.strip()] == [LEFT, RIGHT]


def test_column_goes_on_below_the_lines_that_were_read_across() -> None:
    """The tops of two columns were read across: the rest of the left one comes before the right one."""
    top = "\n".join(LEFT.splitlines()[:6])
    other = "\n".join(RIGHT.splitlines()[:6])
    rest = "\n暖气和电灯。\n\n据介绍，改造工程去年三月开工，一共用了十四个月。\n\n间都没有。"
    assert lines_read(across(top, other) + rest) == [
        *LEFT.splitlines(),
        "据介绍，改造工程去年三月开工，一共用了十四个月。",
        *RIGHT.splitlines(),
    ]


def test_column_that_goes_on_from_above_stays_there() -> None:
    """The feet of two columns were read across: the right one goes on behind the text above."""
    lines = RIGHT.splitlines()
    above = "\n".join([*lines[4:], "", *lines[:3]])
    foot = "\n".join([*lines[3:], *lines[4:6], "间都没有了。"])
    found = lines_read(above + "\n\n" + across(LEFT, foot))
    assert "\n".join([*lines[:3], *foot.splitlines()]) in "\n".join(found)
    assert LEFT in "\n".join(found)


@pytest.mark.parametrize("width", [0, 33, 36, 44])
def test_white_may_be_narrow(width: int) -> None:
    """One blank between full lines is enough where short lines show the gutter."""
    lines = lines_read(across(LEFT, RIGHT, width))
    assert (lines == [*LEFT.splitlines(), *RIGHT.splitlines()]) == (width > 0)


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\x00"])
@pytest.mark.parametrize(
    "place",
    ["改造工程", "六岁起", "\n", "  记者", "\n点重新"],
    ids=["line", "piece", "ends", "white", "both"],
)
def test_what_nobody_can_see_changes_no_order(unseen: str, place: str) -> None:
    """Beside a gutter or a line's end, where pieces begin: all become blocks, and are put in order."""
    text = across(LEFT, RIGHT).replace(place, unseen + place.replace("\n", f"\n{unseen}"))
    steps = [step for step in PASSES if step.rule.name in ("invisible-characters", "columns", "column-order")]
    done = run(read_plain(text.encode(), Metadata(language="zh-Hans")), CHINESE, steps)
    read = [line.strip() for block in done.blocks for line in block.reading.splitlines()]
    assert [line for line in read if line] == [*LEFT.splitlines(), *RIGHT.splitlines()]


def test_stretch_that_cannot_be_parted_leaves_the_others_in_order() -> None:
    """What is known of a stretch goes where a piece of it can begin no block; all the rest stays."""
    text = across(LEFT, RIGHT) + BELOW * 6 + "\n\n" + across(LEFT, RIGHT)
    known = text_order(text, CHINESE)
    (_, end), (begin, _) = known.stretches
    places = known.keys.keys() - {max(known.keys)}
    left = known.of_whole_stretches(places)
    assert left.keys == {at: key for at, key in known.keys.items() if at < begin}
    assert left.follows
    assert all(below < begin and above < begin for below, above in left.follows.items())
    assert known.of_whole_stretches(known.keys.keys()).follows == known.follows
    assert end < begin


def test_table_or_text_of_another_language_is_not_asked() -> None:
    """Where nothing is known of the words, or no line has wide white, nothing is looked for."""
    assert text_order(across(LEFT, RIGHT), language("ja")) == NO_TEXT_ORDER
    assert text_order(LEFT + "\n\n" + RIGHT + BELOW, CHINESE) == NO_TEXT_ORDER


def test_marks_beside_the_gutter_may_be_specks() -> None:
    """A speck is read as a mark: the lines go on nevertheless."""
    runs = run_on(CHINESE)
    assert runs is not None
    assert runs("点重新开放，两岸居民的出行将更加。", "方便。") > runs(
        "点重新开放，两岸居民的出行将更加", "工今年已经"
    )


def test_latin_lines_are_weighed_by_case_and_hyphens() -> None:
    """A cut word goes on in small letters; a new sentence does not."""
    runs = run_on(language("en"))
    assert runs is not None
    assert runs("The old ferry was re-", "opened on Monday.") > 0 > runs("It was reopened.", "and the crew")
    assert runs("the council", "voted against it") > runs("the council", "The crew")


def test_many_lines_of_white_take_little_time() -> None:
    """A hostile text of gutters alone is looked at in bounded time, and left as it is."""
    text = "\n".join(["甲   乙   丙   丁   戊   己   庚   辛" * 4] * 2000)
    assert text_order(text, CHINESE).keys == {}


TABLES = {
    "three cells": "航线    早班    末班\n城南    六点    八点\n城北    七点    九点",
    "two cells": "渡口    票价\n城南    2元\n城北    3元",
    "under the gutter": "渡口                               票价\n城南渡口    2元\n城北渡口    3元",
}
CUT = "暖气和电灯，墙上还挂着几张装裱", "间都没有，乘客却比去年又多了三"


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("blank", ["\n", "\n\n"], ids=["no blank line", "blank line"])
@pytest.mark.parametrize("behind", ["", BELOW, "\n\f\n明天本市多云转晴。"], ids=["end", "text", "page"])
@pytest.mark.parametrize("is_cut", [True, False], ids=["cut", "whole"])
def test_columns_stand_before_the_table_below_them(
    table: str, blank: str, behind: str, *, is_cut: bool
) -> None:
    """The rows of a table are in neither column, and go on from none, whatever a column breaks off in."""
    columns = LEFT.splitlines(), RIGHT.splitlines()
    if is_cut:
        columns = [*columns[0][:-1], CUT[0]], [*columns[1][:-1], CUT[1]]
    text = across("\n".join(columns[0]), "\n".join(columns[1])) + blank + table + behind
    document = run(read_plain(text.encode(), Metadata(language="zh-Hans")), CHINESE)
    reading = "".join("".join(block.reading.split()) for block in document.blocks)
    assert reading.startswith("".join([*columns[0], *columns[1], *table.split()[:2]]))


def test_rows_of_tables_are_told_from_ends_of_paragraphs() -> None:
    """Short lines of two columns end sentences; one row alone is no table."""
    assert [*between_rows(["完成。      满意。", "航线    早班", "城南    六点", "一行", "注    解"])] == [
        range(1),
        range(3, 5),
    ]


def test_headlines_side_by_side_are_no_table() -> None:
    """They have few lines and no figures; names under one another are more."""
    heads = ["春耕时节      秋收喜悦", "老农话丰年    村民庆团圆"]
    assert [*between_rows(heads)] == [range(2)]
    assert [*between_rows(heads * 2)] == []
    assert [*between_rows([*heads, "粮食    三石"])] == []


def test_first_lines_of_a_long_stretch_are_cut_too() -> None:
    """As many lines as are cut at once have the lines above them besides."""
    pairs = [*zip(LEFT.splitlines(), RIGHT.splitlines(), strict=True)]
    text = "\n".join(f"{a}{' ' * (36 - 2 * len(a))}{b}" for a, b in pairs * (MOST_LINES // len(pairs) + 2))
    assert not [line for line in lines_read(text) if "   " in line]


def changing_gutters(lines: int) -> list[TextLine]:
    """Return lines of Chinese with wide white that stands elsewhere in each."""
    words = "渡口的改造工程全部完成两岸居民出行方便新码头比旧宽候船室里装了暖气和电灯"
    cut = [words[at % 7 : at % 7 + 8 + at % 5] for at in range(2 * lines)]
    return [TextLine(at * 100, cut[at] + " " * (3 + at % 9) + cut[lines + at]) for at in range(lines)]


def counted(count: Counter[str]) -> RunOn:
    """Return what weighs no seam, and counts how often it is asked."""

    def weigh(_before: str, _behind: str) -> float:
        count["seams"] += 1
        return 0.0

    def look_at(before: object, behind: object) -> None:
        assert before
        assert behind
        count["lines"] += 1

    def read(_before: object, _behind: object) -> None:
        count["stretches"] += 1

    return RunOn(weigh, look_at, read)


def test_gutters_that_change_are_given_up() -> None:
    """What is cut in vain is bounded for a document, however long; nearby lines are read together."""
    found = {}
    for lines in (600, 1200):
        count: Counter[str] = Counter()
        assert not list(text_columns(changing_gutters(lines), counted(count), Patience(300)))
        found[lines] = count
    assert found[600] == found[1200]
    assert found[600]["lines"] <= 300 + MOST_LINES
    assert found[600]["stretches"] <= MOST_GUTTERS


def test_lines_of_a_document_are_cut_a_few_times_each() -> None:
    """A stretch holds the lines that show its gutter: it does not reach over all that could be cut."""
    count: Counter[str] = Counter()
    list(text_columns(changing_gutters(600), counted(count), Patience(10**9)))
    assert count["lines"] <= 600 * MOST_GUTTERS + 2 * MOST_GUTTERS * MOST_LINES


def test_columns_that_are_found_cost_no_patience() -> None:
    """Only what is cut in vain counts: page after page may be read across."""
    text = "\n\n".join([across(LEFT, RIGHT) + BELOW * 6] * 3)
    patience = Patience(60)
    runs = run_on(CHINESE)
    assert runs is not None
    at, lines = 0, []
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines.append(TextLine(at, line.strip()))
        at += len(line)
    assert len(list(text_columns(lines, runs, patience))) == 3
    assert patience.left == 60
