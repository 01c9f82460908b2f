"""What two readings of one line of the sheet have in common: on other pages, in other issues of a paper."""

from __future__ import annotations

import re
from collections.abc import Mapping

from convert.analysis.line_shapes import LONGEST_FURNITURE
from convert.analysis.overlap import fold_marks
from convert.document.knowledge import RecurringLine
from convert.document.roles import Role

DIGITS = re.compile(r"[0-9０-９]+|(?<=第)[〇零一二三四五六七八九十百]+(?=[版页頁期号號])")


def line_key(text: str) -> str:
    """Return what is the same in two lines that differ in digits, marks' widths and blanks only.

    >>> line_key("云津日报　2026年3月14日"), line_key("第十二版")
    ('云津日报0年0月0日', '第0版')
    """
    return DIGITS.sub("0", fold_marks(text))


def role_in(lines: Mapping[str, RecurringLine], text: str) -> Role | None:
    """Return what a line is in other issues of a paper, if a pack has counted it there."""
    if not lines or len(text) > LONGEST_FURNITURE:
        return None
    line = lines.get(line_key(text))
    return line.role if line else None
