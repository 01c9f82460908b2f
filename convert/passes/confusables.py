"""Characters that a recogniser takes for each other.

"会议己经结束"  ->  "会议已经结束"
"l998年"        ->  "1998年"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.document.actions import TextEdit
from convert.language import Language
from convert.language.ngrams import Ngrams, fold

GROUPS = (
    "己已巳 未末 土士 日曰 人入 大太 千干 天夫 旦且 侯候 拔拨 晴睛 徒徙 治冶 析折 贷货 "
    "往住 名各 力刀 工王 由田 目日 自白 极级 间问 末未 兔免 今令 亳毫 "
    "炙灸 戊戌戍 斡幹 祟崇 杳查 汩汨 赢羸 籍藉 粟栗 候侯"
)
SURE_GAIN = 20.0
"""Bits by which the other character must make the text more probable for the surest claim."""
CHARACTERS_AROUND = 4
LETTER_IN_NUMBER = re.compile(
    r"(?<=\d)[OoОо](?=[\d年月日%万亿]|\b)|(?<![A-Za-z\d])[lI](?=\d{2,}(?:年|\b))|(?<=\d)[lI](?=\d)"
)
DIGIT = {"O": "0", "o": "0", "О": "0", "о": "0", "l": "1", "I": "1"}


def _partners() -> dict[str, str]:
    partners: dict[str, str] = {}
    for group in GROUPS.split():
        for char in group:
            partners[char] = "".join(sorted(set(partners.get(char, "") + group) - {char}))
    return partners


PARTNERS = _partners() | {"旳": "的"}
CONFUSABLE = re.compile("[" + "".join(PARTNERS) + "]")


def confusables(text: str, language: Language) -> Iterator[TextEdit]:
    """Propose the other character where only it makes sense of what stands around it."""
    ngrams = language.ngrams
    if ngrams is None or language.code == "zh-Hant":
        return
    for match in CONFUSABLE.finditer(text):
        at, char = match.start(), match.group()
        if char in text[max(0, at - 1) : at]:
            continue
        around = _beside(text, at)
        if _was_often_seen(char, around, ngrams):  # then nothing needs explaining
            continue
        others = "".join([other for other in PARTNERS[char] if _was_seen(other, around, ngrams)])
        if not others:
            continue
        best, gain = _best(text, at, others, ngrams)
        if gain > SURE_GAIN / 3:
            yield TextEdit(at, at + 1, best, min(0.97, 0.5 + 0.47 * gain / SURE_GAIN))
    for match in LETTER_IN_NUMBER.finditer(text):
        yield TextEdit(match.start(), match.end(), DIGIT[match.group()], 0.95)


def _beside(text: str, at: int) -> tuple[str, str]:
    """Return the characters before and behind a place, in the form that is counted."""
    before, behind = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if not "\u4e00" <= before <= "\u9fff":
        before = fold(before)
    if not "\u4e00" <= behind <= "\u9fff":
        behind = fold(behind)
    return before, behind


def _was_often_seen(char: str, around: tuple[str, str], ngrams: Ngrams) -> bool:
    """Whether a character was seen with both its neighbours, more than twice with each."""
    return ngrams.count(around[0] + char) > 1.0 and ngrams.count(char + around[1]) > 1.0


def _was_seen(char: str, around: tuple[str, str], ngrams: Ngrams) -> bool:
    """Whether a character was ever seen with one of these neighbours: else it explains nothing."""
    return ngrams.count(around[0] + char) >= 0 or ngrams.count(char + around[1]) >= 0


def _best(text: str, at: int, others: str, ngrams: Ngrams) -> tuple[str, float]:
    """Return which other character makes a stretch of text most probable, and by how many bits more."""
    left, right = (
        fold(text[max(0, at - 8) : at])[-CHARACTERS_AROUND:],
        fold(text[at + 1 : at + 9])[:CHARACTERS_AROUND],
    )
    best = max(others, key=lambda other: ngrams.score(other + right, left))
    return best, ngrams.score(best + right, left) - ngrams.score(text[at] + right, left)
