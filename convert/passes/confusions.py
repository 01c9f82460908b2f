"""Characters that a recogniser takes for each other, and stray traditional ones on a simplified page.

"会议己经结束"  ->  "会议已经结束"
"l998年"        ->  "1998年"
"我們的国家"    ->  "我们的国家"        but a traditional page stays as it is
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.document.actions import Action, Edit, TextEdit
from convert.language import Language
from convert.language.ngrams import Ngrams, fold
from convert.language.traditional import SIMPLIFIED

_LOOK_ALIKE = (
    "己已巳 未末 土士 日曰 人入 大太 千干 天夫 旦且 侯候 拔拨 晴睛 徒徙 治冶 析折 贷货 "
    "往住 名各 力刀 工王 由田 目日 自白 极级 间问 末未 兔免 今令 亳毫 "
    "炙灸 戊戌戍 斡幹 祟崇 杳查 汩汨 赢羸 籍藉 粟栗 候侯"
)
SURE_GAIN = 20.0
"""Bits by which the other character must make the text more probable for the surest claim."""
AROUND = 4
LETTER_IN_NUMBER = re.compile(
    r"(?<=\d)[OoОо](?=[\d年月日%万亿]|\b)|(?<![A-Za-z\d])[lI](?=\d{2,}(?:年|\b))|(?<=\d)[lI](?=\d)"
)
DIGIT = {"O": "0", "o": "0", "О": "0", "о": "0", "l": "1", "I": "1"}
FEW = 0.03
"""Share of traditional characters, among those of either script alone, up to which they are strays."""


def _partners() -> dict[str, str]:
    found: dict[str, str] = {}
    for group in _LOOK_ALIKE.split():
        for char in group:
            found[char] = "".join(sorted(set(found.get(char, "") + group) - {char}))
    return found


PARTNERS = _partners() | {"旳": "的"}
ALIKE = re.compile("[" + "".join(PARTNERS) + "]")


def correct_look_alikes(text: str, language: Language) -> Iterator[TextEdit]:
    """Propose the other character where only it makes sense of what stands around it."""
    table = language.ngrams
    if table is None or language.code == "zh-Hant":
        return
    for found in ALIKE.finditer(text):
        at, char = found.start(), found.group()
        if char in text[max(0, at - 1) : at]:
            continue
        around = _beside(text, at)
        if _often(char, around, table):  # then nothing needs explaining
            continue
        others = "".join([other for other in PARTNERS[char] if _known(other, around, table)])
        if not others:
            continue
        best, gain = _best(text, at, others, table)
        if gain > SURE_GAIN / 3:
            yield TextEdit(at, at + 1, best, min(0.97, 0.5 + 0.47 * gain / SURE_GAIN))
    for found in LETTER_IN_NUMBER.finditer(text):
        yield TextEdit(found.start(), found.end(), DIGIT[found.group()], 0.95)


def _beside(text: str, at: int) -> tuple[str, str]:
    """Return the characters before and behind a place, in the form that is counted."""
    before, behind = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if not "\u4e00" <= before <= "\u9fff":
        before = fold(before)
    if not "\u4e00" <= behind <= "\u9fff":
        behind = fold(behind)
    return before, behind


def _often(char: str, around: tuple[str, str], table: Ngrams) -> bool:
    """Whether a character was seen with both its neighbours, more than twice with each."""
    return table.count(around[0] + char) > 1.0 and table.count(char + around[1]) > 1.0


def _known(char: str, around: tuple[str, str], table: Ngrams) -> bool:
    """Whether a character was ever seen with one of these neighbours: else it explains nothing."""
    return table.count(around[0] + char) >= 0 or table.count(char + around[1]) >= 0


def _best(text: str, at: int, others: str, table: Ngrams) -> tuple[str, float]:
    """Return which other character makes a stretch of text most probable, and by how many bits more."""
    left, right = fold(text[max(0, at - 8) : at])[-AROUND:], fold(text[at + 1 : at + 9])[:AROUND]
    best = max(others, key=lambda other: table.score(other + right, left))
    return best, table.score(best + right, left) - table.score(text[at] + right, left)


def simplify_strays(page: PageContext) -> Iterator[Action]:
    """Propose simplified forms for the few traditional characters of a simplified page."""
    blocks, language = page.blocks, page.language
    if language.code != "zh-Hans" or language.ngrams is None:
        return
    table, forms = language.ngrams, SIMPLIFIED
    strays = [(n, at, c) for n, b in enumerate(blocks) for at, c in enumerate(b.reading) if c in forms]
    total = sum(len(b.reading) for b in blocks)
    if not strays or len(strays) > FEW * total:
        return
    for number, at, char in strays:
        text, form = blocks[number].reading, forms[char]
        before, behind = fold(text[max(0, at - 2) : at])[-1:], fold(text[at + 1 : at + 3])[:1]
        neighbours = table.count(before + form) >= 0 or table.count(form + behind) >= 0
        alone = text[at - 1 : at] not in forms and text[at + 1 : at + 2] not in forms
        yield Edit(number, at, at + 1, form, 0.96 if neighbours and alone else 0.7)
