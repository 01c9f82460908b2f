"""Characters that print alike, and the evidence that one of them was read for another.

"会议己经结束"  ->  已 is 19 bits likelier there than 己, and 已经 a far commoner word than 己经.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from convert.analysis.seam import Evidence
from convert.language import Language
from convert.language.ngrams import Ngrams, fold
from convert.language.traditional import in_simplified
from convert.language.weights import clamp
from convert.language.wordpairs import WordPairs, likeliest_word

BOTH = (
    "己已巳 未末 土士 日曰 人入 大太 天夫 旦且 侯候 晴睛 徒徙 治冶 析折 往住 名各 力刀 工王 由田 目日 "
    "自白 兔免 今令 亳毫 炙灸 戊戌戍 祟崇 杳查 汩汨 籍藉 粟栗"
)
"""Characters that print alike, in the scripts of both."""
SIMPLIFIED_ONLY = "千干 拔拨 贷货 极级 间问 斡幹 赢羸"
TRADITIONAL_ONLY = "拔撥 貸貨 間問 贏羸"
CHARACTERS_AROUND = 4
"""Characters on each side whose probability is weighed."""
USUAL = 8.0
"""log2 of the counts with both neighbours from which on a character needs no explanation."""
LEAST_GAIN = 2.0
"""Bits by which another character must make the text more probable to be weighed at all."""
MUCH_GAIN = 10.0
NO_WORD_BITS = -26.0
"""Bits of what stands in no word of two or more characters."""
RECURS, RARE = 3, 7.0
"""A pair that stands so often on a page is no slip, if it was counted fewer than 2**7 times: 之问 is new."""
REACH = 10_000
"""Characters before and behind a place in which a pair of its characters may recur."""


def _partners(groups: str) -> dict[str, str]:
    partners: dict[str, str] = {}
    for group in groups.split():
        for char in group:
            partners[char] = "".join(sorted(set(partners.get(char, "") + group) - {char}))
    return partners


NOT_IN_PRINT = "旳"
"""A character that newspapers do not have."""
PARTNERS = _partners(f"{BOTH} {SIMPLIFIED_ONLY}") | {NOT_IN_PRINT: "的"}
"""By a character: those that print like it."""
PARTNERS_IN_TRADITIONAL = _partners(f"{BOTH} {TRADITIONAL_ONLY}") | {NOT_IN_PRINT: "的"}
CONFUSABLE = re.compile("[" + "".join(PARTNERS) + "]")
CONFUSABLE_IN_TRADITIONAL = re.compile("[" + "".join(PARTNERS_IN_TRADITIONAL) + "]")


class LookAlike(NamedTuple):
    """A character that may have been read for another one, and what speaks for that."""

    at: int
    reading: str
    """What it may have been in print."""
    evidence: Evidence


NUMERALS = "一二三四五六七八九十"
COUNTED = re.compile(rf"(?:(?<=[，。；：、“（\s])|^)[{NUMERALS}].")
SEVERAL = 3
"""Items that are counted with a character near by: 一曰慈，二曰俭，三曰不敢为天下先."""


def look_alikes(text: str, page: str, offset: int, language: Language) -> Iterator[LookAlike]:
    """Yield the characters of a text, at `offset` of the page's, for which another one fits better."""
    ngrams, words = language.ngrams, language.pairs
    if ngrams is None or words is None:
        return
    confusable, partners, plain = CONFUSABLE, PARTNERS, text
    if language.code == "zh-Hant":
        confusable, partners = CONFUSABLE_IN_TRADITIONAL, PARTNERS_IN_TRADITIONAL
        plain = in_simplified(text)
    for match in confusable.finditer(text):
        at, char = match.start(), match.group()
        if char in text[max(0, at - 1) : at]:
            continue
        before, behind = _beside(plain, at)
        if ngrams.count(before + plain[at]) > USUAL and ngrams.count(plain[at] + behind) > USUAL:
            continue
        others = [
            other
            for other in partners[char]
            if ngrams.count(before + (form := in_simplified(other))) >= 0 or ngrams.count(form + behind) >= 0
        ]
        if not others:  # none was ever seen beside one of these neighbours, and explains anything
            continue
        reading, gain = _best(plain, at, others, ngrams)
        if gain < LEAST_GAIN:
            continue
        near = page[max(0, offset + at - REACH) : offset + at + REACH]
        pairs = [pair for pair in (text[max(0, at - 1) : at + 1], text[at : at + 2]) if len(pair) == 2]
        if any(near.count(pair) >= RECURS and ngrams.count(fold(pair)) < RARE for pair in pairs):
            continue
        if len({*COUNTED.findall(near)} & {number + char for number in NUMERALS}) >= SEVERAL:
            continue
        yield LookAlike(
            at,
            reading,
            {
                "bias": 1.0,
                "gain": min(gain, 24.0) / 8,
                "gain_high": clamp(gain - MUCH_GAIN, 0.0, 14.0) / 8,
                "word_lead": clamp(_lead(plain, at, in_simplified(reading), words) / 8, -1.5, 2.0),
                "recurs": float(any(near.count(pair) > 1 for pair in pairs)),
            },
        )


def _beside(text: str, at: int) -> tuple[str, str]:
    """Return the characters before and behind a place, in the form that is counted."""
    before, behind = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if not "\u4e00" <= before <= "\u9fff":
        before = fold(before)
    if not "\u4e00" <= behind <= "\u9fff":
        behind = fold(behind)
    return before, behind


def _best(text: str, at: int, others: list[str], ngrams: Ngrams) -> tuple[str, float]:
    """Return which other character makes a stretch of text most probable, and by how many bits more."""
    left = fold(text[max(0, at - 8) : at])[-CHARACTERS_AROUND:]
    right = fold(text[at + 1 : at + 9])[:CHARACTERS_AROUND]
    bits, best = max((ngrams.score(in_simplified(other) + right, left), other) for other in others)
    return best, bits - ngrams.score(text[at] + right, left)


def _lead(text: str, at: int, form: str, words: WordPairs) -> float:
    """Return by how many bits the other character's likeliest word leads that of what was read."""
    bits = [likeliest_word(text, at, char, words) for char in (form, text[at])]
    corrected, read = (NO_WORD_BITS if each is None else each for each in bits)
    return corrected - read
