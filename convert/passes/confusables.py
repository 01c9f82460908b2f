"""Characters that a recogniser takes for each other.

"会议己经结束"     ->  "会议已经结束"     but 人民之问 on a page of 中国之问、世界之问 stays
"l998年"           ->  "1998年"
"第+届，特雷莎`梅" ->  "第十届，特雷莎·梅"

The odds have to be strong both ways: what was read makes no word there, and the other character makes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.analysis.name_dots import misread_dots, name_dots
from convert.document.actions import Action, Edit, TextEdit
from convert.language import Language
from convert.language.han import is_han, without_gaps
from convert.language.ngrams import Ngrams, fold
from convert.language.wordpairs import likeliest_word

GROUPS = (
    "己已巳 未末 土士 日曰 人入 大太 千干 天夫 旦且 侯候 拔拨 晴睛 徒徙 治冶 析折 贷货 "
    "往住 名各 力刀 工王 由田 目日 自白 极级 间问 末未 兔免 今令 亳毫 "
    "炙灸 戊戌戍 斡幹 祟崇 杳查 汩汨 赢羸 籍藉 粟栗 候侯"
)
SURE_GAIN = 20.0
"""Bits by which the other character must make the text more probable for the surest claim."""
CHARACTERS_AROUND = 4
WEAK = 0.8
"""The certainty of a correction whose odds are not strong both ways."""
REACH = 10_000
"""Characters before and behind a place in which a pair of its characters may recur."""
COMMON_WORD = -16.0
"""Bits of a word that is misread twice on a page at times: 已经 has -11, 发言人 -14, 耳目 -19."""
RECURS = 3
"""How often a pair of characters stands on a page that is no slip."""
LIKELIER = 5.0
"""Bits by which its word has to be likelier than that of what was read."""
LETTER_IN_NUMBER = re.compile(
    r"(?<=\d)[OoОо](?=[\d年月日%万亿]|\b)|(?<![A-Za-z\d])[lI](?=\d{2,}(?:年|\b))|(?<=\d)[lI](?=\d)"
)
PLUS_FOR_TEN = re.compile(
    r"\+(?:(?<=第.)(?=[届次个期章条版一二三四五六七八九])"
    r"|(?<=[一二三四五六七八九].)(?=[一二三四五六七八九多余个年月日天岁名人万亿元点分层米])"
    r"|(?<![\d+A-Za-z%\u4e00-\u9fff].)(?=[一二三四五六七八九]?[个年月日岁名位余多]))"
)
"""A plus sign before a numeral or a measure word, where the recogniser saw no 十."""
OPENED_AS_TITLE = re.compile(r"〈(?=[^〈〉《》（）()]{1,40}[)）])")
CLOSED_AS_TITLE = re.compile(r"[(（][^〈〉《》（）()]{1,40}〉")
"""One of two round brackets, read as that of a title."""
SIGNS = (("+", PLUS_FOR_TEN, "十"), ("〈", OPENED_AS_TITLE, "（"), ("〉", CLOSED_AS_TITLE, "）"))
"""Signs that are looked for, where they may be misread, and what print had."""
DIGIT = {"O": "0", "o": "0", "О": "0", "о": "0", "l": "1", "I": "1"}


def _partners() -> dict[str, str]:
    partners: dict[str, str] = {}
    for group in GROUPS.split():
        for char in group:
            partners[char] = "".join(sorted(set(partners.get(char, "") + group) - {char}))
    return partners


NO_WORD = "旳"
"""A character that newspapers do not have."""
PARTNERS = _partners() | {NO_WORD: "的"}
CONFUSABLE = re.compile("[" + "".join(PARTNERS) + "]")


def confusables(page: PageContext) -> Iterator[Action]:
    """Propose the other character where only it makes sense of what stands around it."""
    language = page.language
    if language.ngrams is None or language.code == "zh-Hant":
        return
    texts = [block.reading for block in page.blocks]
    whole = "\n".join(texts)
    names = name_dots(texts, language.ngrams)
    offset = 0
    for number, text in enumerate(texts):
        close, places = without_gaps(text)
        for edit in (
            *_characters(close, whole, offset, language),
            *_signs(close),
            *misread_dots(close, names),
        ):
            start = places[edit.start]
            yield Edit(number, start, start + edit.end - edit.start, edit.reading, edit.cert)
        offset += len(text) + 1


def _characters(text: str, page: str, offset: int, language: Language) -> Iterator[TextEdit]:
    """Propose other characters for those of one text, which stands at `offset` of the page's."""
    ngrams = language.ngrams
    if ngrams is None:
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
            cert = min(0.97, 0.5 + 0.47 * gain / SURE_GAIN)
            if char != NO_WORD and not _is_strong_both_ways(
                text, at, best, page[max(0, offset + at - REACH) : offset + at + REACH], language
            ):
                cert = min(cert, WEAK)
            yield TextEdit(at, at + 1, best, cert)


def _signs(text: str) -> Iterator[TextEdit]:
    """Propose digits for letters, 十 for a plus sign, round brackets for one of a title."""
    for match in LETTER_IN_NUMBER.finditer(text):
        yield TextEdit(match.start(), match.end(), DIGIT[match.group()], 0.95)
    for sign, shape, reading in SIGNS:
        for match in shape.finditer(text) if sign in text else ():
            yield TextEdit(match.end() - 1, match.end(), reading, 0.95)


def _is_strong_both_ways(text: str, at: int, other: str, page: str, language: Language) -> bool:
    """Whether what was read makes no word and does not recur, and the other character makes a word."""
    words = language.pairs
    corrected = None if words is None else likeliest_word(text, at, other, words)
    if words is None or corrected is None:
        return False
    read = likeliest_word(text, at, text[at], words)
    if read is not None and corrected - read < LIKELIER:  # 己经 is in many a text, and rarer than 已经
        return False
    pairs = [text[max(0, at - 1) : at + 1], text[at : at + 2]]
    if any(pair[1:] and pair[1] in language.seen_pairs.get(pair[0], "") for pair in pairs):
        return False
    rare = corrected < COMMON_WORD
    return not any(
        _is_coined(pair, pair.replace(text[at], other, 1), page, language, rare=rare) for pair in pairs
    )


def _is_coined(pair: str, corrected: str, page: str, language: Language, *, rare: bool) -> bool:
    """Whether two Han characters that were never seen side by side, or once or twice, recur on a page.

    A slip does not, but for one that stands there twice, and a third time right, or in a common word.
    """
    if len(pair) < 2 or not (is_han(pair[0]) and is_han(pair[1])):
        return False
    if language.ngrams is None or language.ngrams.count(pair) > 1.0:
        return False
    times = page.count(pair)
    return times >= RECURS or (times == 2 and rare and corrected not in page)


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
