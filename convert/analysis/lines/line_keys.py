"""What two readings of one line of the sheet have in common: on other pages, in other issues of a paper."""

from __future__ import annotations

import re
from collections.abc import Mapping

from convert.analysis.lines.latin_dates import MONTH, WEEKDAY
from convert.analysis.lines.line_shapes import LONGEST_FURNITURE, LUNAR
from convert.analysis.lines.overlap import fold_marks
from convert.document.knowledge import RecurringLine
from convert.document.roles import Role
from convert.text.pattern import LatePattern

DIGITS = re.compile(r"[0-9０-９]+|(?<=第)[〇零一二三四五六七八九十百]+(?=[版页頁期号號])")

_NUMERAL = "[〇零○元正一二三四五六七八九十百千廿卅]+(?=[年月日期號号])"
_NUMBERED = LatePattern(f"[0-9０-９]|{_NUMERAL}")
_DAY = LatePattern(
    rf"{LUNAR}|(?<=星期|礼拜|禮拜)[一二三四五六日天]|(?<=周)[一二三四五六日](?![\u4e00-\u9fff])|{_NUMERAL}"
    rf"|\b(?:{MONTH}|{WEEKDAY})(?!\w)|(?<=\d)(?:st|nd|rd|th)\b"
)
"""How a line of the sheet names its day, beside digits."""


def line_key(text: str) -> str:
    """Return what is the same in two lines that differ in digits, marks' widths and blanks only.

    >>> line_key("云津日报　2026年3月14日"), line_key("第十二版")
    ('云津日报0年0月0日', '第0版')
    """
    return DIGITS.sub("0", fold_marks(text))


def paper_key(text: str) -> str:
    """Return what a line of the sheet has in common with itself in other issues: its key without its day.

    A line without a number names no day of an issue: a programme's `星期一` keeps its weekday.

    >>> paper_key("云津日报　2026年3月14日　星期六"), paper_key("星期一")
    ('云津日报0年0月0日星期0', '星期一')
    >>> paper_key("COURIER, SATURDAY, MARCH 7th, 1911.") == paper_key("COURIER, MONDAY, MAY 1st, 1911.")
    True
    """
    if len(text) > LONGEST_FURNITURE or _NUMBERED.search(text) is None:
        return line_key(text)
    return line_key(_DAY.sub("0", text))


def role_in(lines: Mapping[str, RecurringLine], text: str) -> Role | None:
    """Return what a line is in other issues of a paper, if a pack has counted it there."""
    if not lines or len(text) > LONGEST_FURNITURE:
        return None
    line = lines.get(paper_key(text)) or lines.get(line_key(text))  # packs of earlier versions keep the day
    return line.role if line else None
