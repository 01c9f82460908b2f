"""Characters that print alike, and the evidence that one of them was read for another.

"会议己经结束"  ->  已 is 19 bits likelier there than 己, and 会议已经结束 makes far commoner words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from convert.analysis.characters.names_alike import SURNAMES, is_listed, is_person
from convert.analysis.texts.join_score import cuts_behind
from convert.analysis.texts.seam import Evidence
from convert.language import Language
from convert.language.ngram_scores import Scored
from convert.language.ngrams import Ngrams, fold, fold_each
from convert.language.traditional import in_simplified
from convert.language.weights import clamp
from convert.language.wordpairs import WordPairs
from convert.text.memo import Memo
from convert.text.pattern import LatePattern

BOTH = (
    "己已巳 未末 土士 日曰 人入 大太 天夫 旦且 侯候 晴睛 徒徙 治冶 析折 往住 名各 力刀 工王 由田 目日 "
    "自白 兔免 今令 亳毫 炙灸 戊戌戍 祟崇 杳查 汩汨 籍藉 粟栗"
)
"""Characters that print alike, in the scripts of both."""
SIMPLIFIED_ONLY = (
    "千干 拔拨 贷货 极级 间问 斡幹 赢羸 乌鸟 乎平 例列 俄饿 冈网 准淮 厂广 埋理 天夭 我找 持特 "
    "料科 权枚 残贱 治沿 活话 现观 笫第 织识 结绪 脸险 般船 顷项"
)
READ_FOR = (
    "木本 木未 木末 木术 术木 末术 挡档 牡社 枓科 幵开 于干 千于 干于 比此 此比 竞竟 竟竞 牲性 "
    "米来 井并 儿几 几儿 丙两 云去 予子 毛手 厌庆 土上 士上 犬大 丈大 元无 尤无 叉又 幼幻 "
    "毋母 佳住 任住 住任 暮慕 幕墓 墓幕 旋旅 旋施 狠很 恨很 喝渴 铺辅 北此 备各 申由 田由 甲申"
)
"""The same one way alone: what was read, and what print had.

The other way a name or a rare word is mostly right: 林本坚; and this way it has to be surer: 木帆船 stays.
"""
ONE_WAY = frozenset(READ_FOR.split())
TRADITIONAL_ONLY = "拔撥 貸貨 間問 贏羸"
CHARACTERS_AROUND = 4
"""Characters on each side whose probability is weighed."""
USUAL = 8.0
"""log2 of the counts with both neighbours from which on a character needs no explanation."""
LEAST_GAIN = 2.0
"""Bits by which another character must make the text more probable to be weighed at all."""
HAN_BEFORE, HAN_BEHIND = LatePattern("[\u4e00-\u9fff]{0,4}$"), LatePattern("[\u4e00-\u9fff]{0,3}")
"""What is cut into words with a character: no more than makes a word or two."""
IN_FOREIGN_NAME = LatePattern("[·•][\u4e00-\u9fff]{0,4}$")
"""What stands before a character of a foreign name, whose characters make no words: 肯普夫即 is no 天即."""
RECURS, RARE = 3, 7.0
"""A pair that stands so often on a page is no slip, if it was counted fewer than 2**7 times: 之问 is new.

Nor is one that stands once more where no other character fits better: 人民之问 beside 时代之问. But 令天 is
not right because nothing fits better for its 天.
"""
OFTENER = 5
"""So many times as often stands what was misread in several places: 人民 beside three 入民.

Then each stands where the other one does: 入民政 and 人民政. But 工作民 stands nowhere, so 王作民 is a name.
"""
HAN = LatePattern("[\u4e00-\u9fff]")
QUOTED = LatePattern("[“「‘『]([^“”「」‘’『』，。；：！？]{1,6})[”」’』]")
"""A word or a character that is spoken of: “曰”是说."""
CONTRASTED = LatePattern(".[与與和及同跟或、]")
"""What stands between two characters that print alike and are spoken of: 日与曰."""
HOUR_OF_DAY = LatePattern("[巳戌][时時](?![隔至常])")
"""One of the twelve hours of the old day: 巳时, 戌時."""
NEAR_QUOTES = 8
"""Characters before a place in which such quotes may open, and behind it, in which they close."""
FORMS_REMEMBERED = 1 << 10
REACH = 10_000
"""Characters before and behind a place in which a pair of its characters may recur."""


def _partners(groups: str, one_way: str = "") -> dict[str, str]:
    partners: dict[str, str] = {}
    for pair in one_way.split():
        partners[pair[0]] = partners.get(pair[0], "") + pair[1]
    for group in groups.split():
        for char in group:
            partners[char] = "".join(sorted(set(partners.get(char, "") + group) - {char}))
    return partners


NOT_IN_PRINT = "旳"
"""A character that newspapers do not have."""
PARTNERS = _partners(f"{BOTH} {SIMPLIFIED_ONLY}", READ_FOR) | {NOT_IN_PRINT: "的"}
"""By a character: those that print like it."""
PARTNERS_IN_TRADITIONAL = _partners(f"{BOTH} {TRADITIONAL_ONLY}") | {NOT_IN_PRINT: "的"}
CONFUSABLE = re.compile("[" + "".join(PARTNERS) + "]")
CONFUSABLE_IN_TRADITIONAL = LatePattern("[" + "".join(PARTNERS_IN_TRADITIONAL) + "]")


class TextOnPage(NamedTuple):
    """A text and where it begins in that of the whole page."""

    text: str
    offset: int


class LookAlike(NamedTuple):
    """A character that may have been read for another one, and what speaks for that."""

    number: int
    """Of the text, among those that are looked at."""
    at: int
    reading: str
    """What it may have been in print."""
    evidence: Evidence


NUMERALS = "一二三四五六七八九十"
COUNTED = LatePattern(rf"(?:(?<=[，。；：、“（\s])|^)[{NUMERALS}].")
SEVERAL = 3
"""Items that are counted with a character near by: 一曰慈，二曰俭，三曰不敢为天下先."""


class Suspect(NamedTuple):
    """A character of a text that may be another one."""

    number: int
    """Of the text."""
    plain: str
    """The text in simplified characters."""
    at: int
    before: str
    """The character before it and the one behind it, in the form that is counted."""
    behind: str
    others: Sequence[str]
    """What prints like it."""


class PairAt(NamedTuple):
    """Two characters that stand together, and which of them is in question."""

    text: str
    place: int

    def recurs(self, times: int, reading: str, near: str) -> bool:
        """Whether it stands so often near by, and not just where print has the other one far oftener."""
        found = near.count(self.text)
        if found < times:
            return False
        other = self.text[: self.place] + reading + self.text[self.place + 1 :]
        return near.count(other) < OFTENER * found or self._stands_otherwise(other, near)

    def _stands_otherwise(self, other: str, near: str) -> bool:
        """Whether it stands, somewhere near by, between characters with which the other one is not found."""
        if self.place == 0 and self.text[0] in SURNAMES:
            return True
        start = near.find(self.text)
        while start >= 0:
            before, behind = near[max(0, start - 1) : start], near[start + 2 : start + 3]
            threes = [before + other] * bool(HAN.match(before)) + [other + behind] * bool(HAN.match(behind))
            if not any(three in near for three in threes):
                return True
            start = near.find(self.text, start + 2)
        return False


class Better(NamedTuple):
    """The best other character in a place, and by how many bits it is better."""

    reading: str
    gain: float


def look_alikes(texts: Sequence[TextOnPage], page: str, language: Language) -> Iterator[LookAlike]:
    """Yield the characters of texts of a page for which another one fits better."""
    ngrams, words = language.ngrams, language.pairs
    if ngrams is None or words is None:
        return
    unusual = _unusual([*_confusable(texts, language)], ngrams)
    simplified = Memo(in_simplified, FORMS_REMEMBERED)
    suspects = _with_rivals(unusual, ngrams, simplified)
    better_of = {
        (suspect.number, suspect.at): better
        for suspect, better in zip(suspects, _best(suspects, ngrams, simplified), strict=True)
        if better.gain >= LEAST_GAIN
    }
    if not better_of:
        return
    right = {
        pair
        for suspect in unusual
        if (suspect.number, suspect.at) not in better_of
        for pair in pairs_at(texts[suspect.number].text, suspect.at)
    }
    for suspect in suspects:
        better = better_of.get((suspect.number, suspect.at))
        if better is None:
            continue
        (text, offset), at, char = texts[suspect.number], suspect.at, texts[suspect.number].text[suspect.at]
        near = page[max(0, offset + at - REACH) : offset + at + REACH]
        pairs = pairs_at(text, at)
        rare = [pair for pair in pairs if ngrams.count(fold(pair.text)) < RARE]
        if any(pair in right or pair.recurs(RECURS, better.reading, near) for pair in rare):
            continue
        if _is_counted(char, near) or HOUR_OF_DAY.match(text, at):
            continue
        if (
            is_twice(text, at)
            or _is_spoken_of(text, at, better.reading, near)
            or is_listed(text, at, PARTNERS.get(char, ""))
        ):
            continue
        if is_person(text, at, better.reading, near, words):
            continue
        form = in_simplified(better.reading)
        cut_lead = _cut_lead(suspect.plain, at, form, words)
        yield LookAlike(
            suspect.number,
            at,
            better.reading,
            {
                "bias": 1.0,
                "gain": min(better.gain, 24.0) / 8,
                "cut_lead": clamp(cut_lead / 8, -3.0, 3.0),
                "other_recurs": float(any(three in near for three in _threes(text, at, better.reading))),
                "recurs": float(any(pair.recurs(2, better.reading, near) for pair in pairs)),
            },
        )


def _is_counted(char: str, near: str) -> bool:
    """Whether several items near by are counted with a character."""
    if near.count(char) < SEVERAL:
        return False
    before = {piece[-1:] for piece in near.split(char)[:-1]}
    counted = {number + char for number in before.intersection(NUMERALS)}  # hardly ever so many
    return len(counted) >= SEVERAL and len(counted.intersection(COUNTED.findall(near))) >= SEVERAL


def _is_spoken_of(text: str, at: int, reading: str, near: str) -> bool:
    """Whether a character stands alone in quotes, or in a word that is contrasted with the other one's.

    “曰”是说; “未完”二字，刻成了“末完”
    """
    beside = (text[max(0, at - 2) : at], text[at + 1 : at + 3][::-1])
    if any(two.startswith(reading) and CONTRASTED.fullmatch(two) for two in beside):
        return True
    first = max(0, at - NEAR_QUOTES)
    for found in QUOTED.finditer(text, first, at + NEAR_QUOTES + 1):
        if found.start(1) <= at < found.end(1):
            word, place = found[1], at - found.start(1)
            other = word[:place] + reading + word[place + 1 :]
            return len(word) == 1 or f"{found[0][0]}{other}{found[0][-1]}" in near
    return False


def is_twice(text: str, at: int) -> bool:
    """Whether a character stands twice, each time with the same one beside it: 一船一船.

    >>> is_twice("一船一船地过", 1), is_twice("一船一船地过", 3), is_twice("一船人", 1)
    (True, True, False)
    """
    return any(
        len(text[first : first + 2]) == 2 and text[first : first + 2] == text[first + 2 : first + 4]
        for first in (at - 3, at - 2, at - 1, at)
        if first >= 0
    )


def pairs_at(text: str, at: int) -> list[PairAt]:
    """Return a character with the one before it, and with the one behind it."""
    pairs = [PairAt(text[at - 1 : at + 1], 1)] if at else []
    return [*pairs, PairAt(text[at : at + 2], 0)] if at + 1 < len(text) else pairs


def _threes(text: str, at: int, reading: str) -> list[str]:
    """Return the strings of three that stand at a place where another character is read there."""
    around = text[max(0, at - 2) : at] + reading + text[at + 1 : at + 3]
    return [around[first : first + 3] for first in range(len(around) - 2)]


def _confusable(texts: Sequence[TextOnPage], language: Language) -> Iterator[Suspect]:
    """Yield the characters that others print like, but for the second of two equal ones."""
    is_traditional = language.code == "zh-Hant"
    partners = PARTNERS_IN_TRADITIONAL if is_traditional else PARTNERS
    confusable = CONFUSABLE_IN_TRADITIONAL if is_traditional else CONFUSABLE
    for number, (text, _) in enumerate(texts):
        plain = in_simplified(text) if is_traditional else text
        for match in confusable.finditer(text):
            at, char = match.start(), match.group()
            if char not in text[max(0, at - 1) : at]:
                yield Suspect(number, plain, at, *_beside(plain, at), partners[char])


def _unusual(suspects: Sequence[Suspect], ngrams: Ngrams) -> list[Suspect]:
    """Leave out characters that often stand behind the one before them, and before the one behind them."""
    chars = [suspect.plain[suspect.at] for suspect in suspects]
    befores, behinds = _beside_counts(suspects, chars, ngrams)
    return [
        suspect
        for suspect, before, behind in zip(suspects, befores, behinds, strict=True)
        if not (before > USUAL and behind > USUAL)
    ]


def _beside_counts(
    suspects: Sequence[Suspect], chars: Sequence[str], ngrams: Ngrams
) -> tuple[Sequence[float], Sequence[float]]:
    """Return how often characters stand behind the ones before them, and before the ones behind them."""
    befores = [suspect.before + char for suspect, char in zip(suspects, chars, strict=True)]
    behinds = [char + suspect.behind for suspect, char in zip(suspects, chars, strict=True)]
    counts = ngrams.counts_of([*befores, *behinds])
    return counts[: len(chars)], counts[len(chars) :]


def _with_rivals(suspects: Sequence[Suspect], ngrams: Ngrams, simplified: Mapping[str, str]) -> list[Suspect]:
    """Leave out the other characters that were never seen beside a neighbour: they explain nothing."""
    forms = [(suspect, simplified[other]) for suspect in suspects for other in suspect.others]
    befores, behinds = _beside_counts([each for each, _ in forms], [form for _, form in forms], ngrams)
    is_seen = iter([max(counts) >= 0 for counts in zip(befores, behinds, strict=True)])
    seen = [[other for other in suspect.others if next(is_seen)] for suspect in suspects]
    return [
        suspect if len(others) == len(suspect.others) else suspect._replace(others=others)
        for suspect, others in zip(suspects, seen, strict=True)
        if others
    ]


def _beside(text: str, at: int) -> tuple[str, str]:
    """Return the characters before and behind a place, in the form that is counted."""
    before, behind = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if not "\u4e00" <= before <= "\u9fff":
        before = fold(before)
    if not "\u4e00" <= behind <= "\u9fff":
        behind = fold(behind)
    return before, behind


def _best(suspects: Sequence[Suspect], ngrams: Ngrams, simplified: Mapping[str, str]) -> list[Better]:
    """Return which other character makes a stretch of text most probable, and by how many bits more."""
    stretches: list[Scored] = []
    befores = fold_each([text[max(0, at - 8) : at] for _, text, at, _, _, _ in suspects])
    behinds = fold_each([text[at + 1 : at + 9] for _, text, at, _, _, _ in suspects])
    for (_, text, at, _, _, others), before, behind in zip(suspects, befores, behinds, strict=True):
        left, right = before[-CHARACTERS_AROUND:], behind[:CHARACTERS_AROUND]
        stretches += [(simplified[other] + right, left) for other in (*others, text[at])]
    scores = iter(ngrams.scores(stretches))
    best: list[Better] = []
    for suspect in suspects:
        bits, other = max([(next(scores), other) for other in suspect.others])
        best.append(Better(other, bits - next(scores)))
    return best


def _cut_lead(text: str, at: int, form: str, words: WordPairs) -> float:
    """Return by how many bits the best cut into words is better with the other character.

    "这些老入都"  ->  老人 and 都 are words that follow one another; 老, 入 and 都 hardly do
    """
    left, right = HAN_BEFORE.search(text[max(0, at - 4) : at]), HAN_BEHIND.match(text[at + 1 : at + 4])
    if left is None or right is None or IN_FOREIGN_NAME.search(text[max(0, at - 5) : at]):
        return 0.0
    before, behind = left.group(), right.group()
    corrected, read = (cuts_behind(words, before + char + behind).best for char in (form, text[at]))
    return corrected - read
