"""A line of text amid a page stays, however damaged the page is, and whatever the line looks like.

The page has a masthead, lines of print and half-width marks: it was read off a sheet, beyond doubt. That
proves nothing of a line that stands between two whole paragraphs.
"""

from __future__ import annotations

import pytest

from convert.conversion import read
from convert.document.model import Document
from convert.document.roles import ALL_HEADINGS
from convert.passes.furniture import UNPROVEN
from convert.passes.registry import PASSES, repair

THRESHOLD = next(step.rule.threshold for step in PASSES if step.rule.name == "furniture")
MASTHEAD = "云津日报\n2026年3月14日 星期六 第3版\n"
WIDTH = 22
PARAGRAPHS = (
    "云津市昨天启用三处新的托位,家长可以在网上报名,也可以到社区登记。市教育局表示,今年还要再建十二处,重点放在老城区和新建的住宅区。",
    "据介绍,新托位由社区提供场地,由有经验的机构负责日常管理。每个班不超过十五名孩子,配两名教师和一名保育员,收费由物价部门核定。",
    "家住南门的周女士说,孩子刚满两岁,以前只能请老人来照看。现在走路五分钟就到,价钱也合适,一家人都觉得方便了许多。",
    "江边的步道昨天也重新开放。去年的洪水冲坏了两百多米护栏,工人们用了四个月才把它修好,沿路还补种了三百棵柳树。",
    "一些老人一早就来散步。七十岁的老船工说,他在江上走了一辈子,从来没有看见江边这样干净,晚上的灯也亮了起来。",
)
LINES = (
    "THE RIVER TIMES",
    "BREAKING NEWS",
    "YUNJIN DAILY",
    "详见 www.yunjin.example/tuowei",
    "报名网址:www.yunjin.example",
    "www.yunjin.example",
    "云津日报网:www.yjrb.example",
    "2026年3月12日",
    "3月12日",
    "社会",
    "江城晚报",
    "扫码报名",
    "7",
    "第24128期 双色球",
    "第24128期 双色球开奖号码 03 11 19",
    "第128期",
    "来源:云津晚报 2026年3月10日",
    "《云津晚报》2026年3月10日",
    "制图 周文",
)
ENGLISH_MASTHEAD = "The River Courier\nSaturday, March 14, 1926.\n"
ENGLISH = (
    (
        "The new bridge over the river was opened yesterday by the mayor, who spoke for half an hour of the "
        "long years in which nobody believed that it would ever be built, and thanked the masons."
    ),
    (
        "A large crowd had come from the villages on the other bank, where the schools were closed for the "
        "day, and the band of the fire brigade played until the rain drove everybody under the trees."
    ),
    (
        "The first cart that crossed belonged to a miller, who had waited since four in the morning, and who "
        "was given a purse of ten pounds and the promise that he need never pay the toll again."
    ),
    (
        "In the evening there was a dinner for the workmen in the old market hall, and those who had lost a "
        "father or a brother during the winter of the great ice sat at the upper table."
    ),
)
ENGLISH_LINES = ("THE RIVER TIMES", "March 12, 1926", "THE EVENING POST", "7", "12 MARKET NEWS")


def sheet(line: str, at: int) -> str:
    """Return the Chinese page with a line before one of its paragraphs."""
    set_in_lines = [
        "\n".join(f"　　{text}"[start : start + WIDTH] for start in range(0, len(text) + 2, WIDTH))
        for text in PARAGRAPHS
    ]
    return MASTHEAD + "\n" + "\n\n".join([*set_in_lines[:at], line, *set_in_lines[at:]]) + "\n"


def english_sheet(line: str, at: int) -> str:
    """Return the English page with a line before one of its paragraphs."""
    set_in_lines: list[str] = []
    for text in ENGLISH:
        words, lines = text.split(), [""]
        for word in words:
            lines = (
                [*lines, word] if len(lines[-1]) + len(word) > 38 else [*lines[:-1], f"{lines[-1]} {word}"]
            )
        set_in_lines.append("\n".join(each.strip() for each in lines))
    return ENGLISH_MASTHEAD + "\n" + "\n\n".join([*set_in_lines[:at], line, *set_in_lines[at:]]) + "\n"


def readings(document: Document) -> list[str]:
    """Return what is read, block by block."""
    return [block.reading.strip() for block in document.blocks if not block.is_furniture]


@pytest.mark.parametrize("at", [1, 2, 4])
@pytest.mark.parametrize("line", LINES)
def test_line_stays_amid_a_sheet(line: str, at: int) -> None:
    """Between whole paragraphs it stands by itself, heads nothing, cuts no article; a reviewer is asked."""
    document = repair(read(sheet(line, at).encode()))
    assert line.replace(":", "：") in readings(document)
    block = next(b for b in document.blocks if b.source.strip() == line)
    assert block.role not in ALL_HEADINGS
    assert sum(b.opens is not None for b in document.blocks) == 1
    proposed = [each.change for each in document.proposals if each.block == block.id]
    asked = [change.cert for change in proposed if change.action == "label"]
    assert len(asked) == 1
    assert UNPROVEN <= asked[0] < THRESHOLD


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("line", ENGLISH_LINES)
def test_line_stays_amid_an_english_sheet(line: str, at: int) -> None:
    """So it is in Latin script."""
    assert line in readings(repair(read(english_sheet(line, at).encode())))


@pytest.mark.parametrize("line", ["第3版", "责任编辑 周文 美术编辑 陈川", "今日8版"])
def test_line_that_speaks_of_the_sheet_leaves_it(line: str) -> None:
    """A page number, who edited the page: no text has such a line."""
    assert line not in readings(repair(read(sheet(line, 2).encode())))


@pytest.mark.parametrize("line", ["云津日报", "2026年3月14日"])
def test_what_the_masthead_names_leaves_amid_the_page(line: str) -> None:
    """It stands on the sheet again, equal to what is proven above."""
    assert line not in readings(repair(read(sheet(line, 2).encode())))


def test_day_of_the_issue_stays_under_a_signature() -> None:
    """A notice is signed and dated on the day on which it is printed."""
    signed = "云津市水务局\n\n2026年3月14日"
    assert "2026年3月14日" in readings(repair(read(sheet(signed, 3).encode())))


def test_line_leaves_between_the_halves_of_a_sentence() -> None:
    """There the place proves it, and the sentence is whole again."""
    first, second = PARAGRAPHS[2].split("五分钟")
    cut = [*PARAGRAPHS[:2], f"{first}五分", "江城晚报", f"钟{second}", *PARAGRAPHS[3:]]
    texts = readings(repair(read((MASTHEAD + "\n" + "\n\n".join(cut) + "\n").encode())))
    assert "江城晚报" not in texts
    assert any("现在走路五分钟就到" in text for text in texts)


def test_days_of_a_diary_head_its_entries_on_a_sheet() -> None:
    """Several different days are headings, which a stray line is not."""
    days = ("3月5日", "3月6日", "3月8日")
    entries = [f"{day}\n\n{text}" for day, text in zip(days, PARAGRAPHS, strict=False)]
    texts = readings(repair(read((MASTHEAD + "\n" + "\n\n".join(entries) + "\n").encode())))
    assert [text for text in texts if text in days] == [*days]
    document = repair(read((MASTHEAD + "\n" + "\n\n".join(entries) + "\n").encode()))
    headings = [block.source.strip() for block in document.blocks if block.role in ALL_HEADINGS]
    assert headings == [*days]
