"""What two readings of one line of the sheet have in common."""

from __future__ import annotations

import pytest

from convert.analysis.lines.line_keys import line_key, paper_key, role_in
from convert.analysis.lines.line_shapes import LONGEST_FURNITURE
from convert.document.knowledge import RecurringLine
from convert.document.roles import Role


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云津日报　2026年3月14日　星期六", "云津日报　2026年3月9日　星期一"),
        ("第3版　要闻　周六", "第4版　要闻　周日"),
        ("二〇二六年三月十四日　云津日报", "二〇二五年十二月九日　云津日报"),
        ("云津日报　３月１４日　禮拜天", "云津日报　3月9日　禮拜二"),
        ("THE COURIER, MONDAY, MAY 1st, 1911.", "THE COURIER, TUESDAY, JUNE 22nd, 1911."),
        ("云津日报2026年3月14日农历正月廿六", "云津日报2026年5月9日农历三月廿三"),
    ],
)
def test_a_line_of_the_sheet_is_known_again_without_its_day(one: str, other: str) -> None:
    """In issues of other days."""
    assert paper_key(one) == paper_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("星期一", "星期二"),  # of a programme: no number names the day of an issue
        ("第3版　要闻", "第3版　副刊"),
        ("3路车周一末班", "3路车周二末班"),  # behind the weekday a text goes on
        ("THE COURIER, MAY 1, 1911", "THE HERALD, MAY 1, 1911"),
    ],
)
def test_other_lines_are_other_ones(one: str, other: str) -> None:
    """What is not the day tells them apart."""
    assert paper_key(one) != paper_key(other)


def test_numbers_of_pages_and_issues_are_left_out_in_figures_and_in_characters() -> None:
    """Other numbers in characters belong to the words."""
    assert line_key("第十二版") == line_key("第３版") == "第0版"
    assert line_key("第三期") == line_key("第25期")
    assert line_key("三句半") != line_key("五句半")
    assert line_key("三号楼") != line_key("五号楼")


def test_marks_and_blanks_of_any_width_are_the_same() -> None:
    """A recogniser and a keyer have them otherwise."""
    assert line_key("云津日报：要闻") == line_key("云津日报:  要闻")


def test_a_long_text_keeps_its_day() -> None:
    """It is no line of the sheet."""
    one, other = ("3月1日星期" + day + "渡" * LONGEST_FURNITURE for day in "六日")
    assert paper_key(one) != paper_key(other)


def test_a_pack_says_what_a_short_line_is() -> None:
    """Packs of earlier versions keep the day; a long text is no line of the sheet."""
    today, other = "云津日报　2026年3月14日　星期六", "云津日报　2025年1月2日　星期四"
    lines = {paper_key(today): RecurringLine(Role.FOLIO, 3)}
    assert role_in(lines, other) is Role.FOLIO
    earlier = {line_key(today): RecurringLine(Role.EDITORS, 3)}
    assert role_in(earlier, "云津日报　2027年8月7日　星期六") is Role.EDITORS
    assert role_in(earlier, other) is None
    assert role_in({}, today) is None
    long = "渡" * (LONGEST_FURNITURE + 1)
    assert role_in({long: RecurringLine(Role.FOLIO, 3)}, long) is None
    short = long[:-1]
    assert role_in({short: RecurringLine(Role.FOLIO, 3)}, short) is Role.FOLIO
