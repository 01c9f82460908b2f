"""Numbers that a column's or a page's end cut: the rest counts lower units, or three digits and a unit.

"…产量达到一万二千" / "四百吨，其中…"   ->  one number
"…拨款共计3" / "000元，比前年…"          ->  one number
"…犯罪嫌疑人" / "1263人，提起公诉…"      ->  not told
"""

from __future__ import annotations

from collections.abc import Sequence

from convert.language.han import is_han
from convert.text.pattern import LatePattern

UNITS = "十百千万亿"
"""From the lowest to the highest; below 万 and 亿 they are counted anew."""
CUT_HAN = LatePattern(r"[一二三四五六七八九十两百千\d]([百千万亿])$")
REST_HAN = LatePattern(r"零?[一二三四五六七八九]([十百千])")
CUT_BEFORE_UNIT = LatePattern(r"[百千万亿]零?[一二三四五六七八九]$")
UNIT = LatePattern(r"[十百千](?=[一二三四五六七八九万亿余多个名人亩吨斤元户公])")
"""What was cut in front of a unit: 一千三 / 百二十公里."""
NOT_ROUND = LatePattern(r"[百千万亿][一二三四五六七八九][百千万]$")
"""The end of a number of which no headline speaks: 一万二千; but 突破十亿 may be one."""
CUT_DIGITS = LatePattern(r"(?<![\d.])\d{1,3}$")
LONGEST_END = 8
"""Characters of a text that tell whether it ends within a number."""
REST_DIGITS = LatePattern(r"\d{3}(?=[元人个名户亩吨件座条辆台斤米尺里张册份棵万亿余多])")

ALONE = LatePattern(r"(?!0)\d{1,5}(?:\.\d{1,2})?(?P<share>[%％])?")
SHORTEST_BEFORE = 5, 8
"""Characters before a number with a per cent sign, and before another one, at least."""
BEHIND_SHARE = frozenset("的，。、；以")
UNIT_BEHIND = LatePattern(
    r"(?:个|個|名|家|人|亩|畝|吨|噸|斤|公斤|元|万|萬|亿|億|户|戶|座|台|臺|条|條|辆|輛|所|件|次|岁|歲|公里|千米|米|平方|种|種|倍|%|％)"
)
COUNTED_BEFORE = frozenset(
    "0123456789〇零一二三四五六七八九十百千万萬亿億两兩半几幾数數各每这這那某整该該第多余餘"
)
"""What stands right before a unit: a number that follows it is none that is counted."""


def stands_in_sentence(tail: str, number: str, head: str, words: Sequence[str]) -> bool:
    """Whether a number that stands alone belongs to the sentence around it: its unit is the next word.

    `words` are those with which the text behind begins. A folio stands where no unit follows, or where
    the number of it stands before.

    >>> stands_in_sentence("全县现有规模以上企业", "12", "家，其中三家", ["家", "，"])
    True
    >>> stands_in_sentence("记者走访了五", "12", "家企业", ["家", "企业"])
    False
    >>> stands_in_sentence("调查显示，有", "68.5%", "的受访者", ["的", "受访者"])
    True
    """
    alone = ALONE.fullmatch(number)
    if alone is None or not is_han(tail[-1:]) or tail[-1:] in COUNTED_BEFORE:
        return False
    if len(tail) < SHORTEST_BEFORE[alone["share"] is None]:
        return False
    if alone["share"]:
        return head[:1] in BEHIND_SHARE and words[:1] in ([head[:1]], ["以上"], ["以下"], ["以内"])
    unit = UNIT_BEHIND.match(head)
    return unit is not None and bool(words) and words[0] == unit.group()


def goes_on_in_number(tail: str, head: str, *, heading: bool = False) -> bool:
    """Whether a text ends within a number, and another begins with its rest; a `heading` is asked more.

    >>> goes_on_in_number("苹果总产量达到一万二千", "四百吨"), goes_on_in_number("拨款共计3", "000元")
    (True, True)
    >>> goes_on_in_number("参加的有一千", "四千人来过"), goes_on_in_number("犯罪嫌疑人", "1263人")
    (False, False)
    """
    tail = tail[-LONGEST_END:]
    cut, rest = CUT_HAN.search(tail), REST_HAN.match(head)
    if CUT_BEFORE_UNIT.search(tail) and UNIT.match(head):
        return True
    if heading and NOT_ROUND.search(tail) is None:
        return False
    if cut is not None and rest is not None:
        return UNITS.index(rest[1]) < UNITS.index(cut[1])
    return CUT_DIGITS.search(tail) is not None and REST_DIGITS.match(head) is not None
