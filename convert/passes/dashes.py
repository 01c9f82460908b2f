"""The numeral 一 where print had a dash: recognisers confuse the two strokes.

    "查案一整改一治理"  ->  "查案—整改—治理"       but 一个, 统一, 一九四九年 stay
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.language import Language
from convert.language.ngrams import fold
from convert.rewrite import Edit

ONES = re.compile(r"一+|(?<=\S)一{1,2}$")
NUMERALS = "〇零一二三四五六七八九十百千万亿两第初"
MARGIN = 12.0
"""Bits by which the dash must be the likelier reading for the surest claim."""


def restore_dashes(text: str, language: Language) -> Iterator[Edit]:
    """Propose a dash for 一 where the text with a dash is by far the more probable one."""
    if language.ngrams is None:
        return
    table = language.ngrams
    for found in ONES.finditer(text):
        start, end = found.span()
        before, behind = text[:start], text[end:]
        if before[-1:] in NUMERALS and before or behind[:1] in NUMERALS and behind:
            continue
        if before[-1:].isdigit() and behind[:1].isdigit():
            yield Edit(start, end, "—", 0.97)
            continue
        left, right = fold(before[-12:])[-5:] or "^", fold(behind[:12])[:5]
        as_read = table.score(found.group() + right, left)
        best, reading = max((table.score(dash + right, left), dash) for dash in ("—", "——", "———"))
        gain = best - as_read
        if gain > 0:
            yield Edit(start, end, "—" if reading == "—" else "——", min(0.97, 0.5 + gain / MARGIN * 0.47))
