"""The numeral 一 where print had a dash: recognisers confuse the two strokes.

"查案一整改一治理"  ->  "查案—整改—治理"       but 一个, 统一, 一九四九年 stay
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.document.actions import TextEdit
from convert.language import Language
from convert.language.ngrams import START, Ngrams, fold

ONES = re.compile(r"一+")
NUMERALS = "〇零一二三四五六七八九十百千万亿两第初"
SURE_GAIN = 12.0
"""Bits by which a dash must be the likelier reading of a lone 一 for a sure claim."""
USUAL_COUNT = 2.0
"""log2 of how often 一 was seen between two characters: where it was more, no dash was ever likelier."""
BEFORE_ADVERB = "都将把被对便就也来予以不逐"
"""After these, 一一 means one by one."""
CHAIN = re.compile(r"[\u4e00-\u9fff]{2,5}(?:一[\u4e00-\u9fff]{2,5}){2,}")


def dashes(text: str, language: Language) -> Iterator[TextEdit]:
    """Propose a dash for 一 where the text with a dash is by far the more probable one."""
    if language.ngrams is None or language.words is None or "一" not in text:
        return
    chained = set(_chained(text, language))
    for match in ONES.finditer(text):
        start, end = match.span()
        before, behind = text[max(0, start - 20) : start], text[end : end + 20]
        if (before and before[-1] in NUMERALS) or (behind and behind[0] in NUMERALS):
            continue
        if start in chained or (before[-1:].isdigit() and behind[:1].isdigit()):
            yield TextEdit(start, end, "—", 0.95)
        elif end - start == 2:
            yield TextEdit(start, end, "——", _double(before, behind, language))
        elif end - start == 1 and not _is_usual(before, behind, language.ngrams):
            gain = _gain(before, "一", behind, language.ngrams)
            if gain > 0:
                yield TextEdit(start, end, "—", min(0.97, 0.5 + 0.47 * gain / SURE_GAIN))


def _is_usual(before: str, behind: str, ngrams: Ngrams) -> bool:
    """Whether 一 was often seen between the same two characters: then nothing needs explaining."""
    return ngrams.count(f"{fold(before[-1:])}一{fold(behind[:1])}") >= USUAL_COUNT


def _gain(before: str, read: str, behind: str, ngrams: Ngrams) -> float:
    """Return by how many bits a dash is likelier than what was read."""
    left, right = fold(before[-12:])[-5:] or START, fold(behind[:12])[:5]
    return max(ngrams.score(dash + right, left) for dash in ("—", "——")) - ngrams.score(read + right, left)


def _double(before: str, behind: str, language: Language) -> float:
    """Return how certain 一一 is a dash: one by one stands before a verb, 一一 for a dash before the rest."""
    if language.tags is None or language.ngrams is None:
        return 0.5
    gain = _gain(before, "一一", behind, language.ngrams)
    context = before[-8:]
    at = 0
    for word, tag in language.tags(context + behind[:8]):
        if at >= len(context):
            verb = tag.startswith(("v", "d")) or len(word) == 1 or before[-1:] in BEFORE_ADVERB
            return 0.6 if verb or gain < 4 else 0.95
        at += len(word)
    return 0.6


def _chained(text: str, language: Language) -> Iterator[int]:
    """Yield the offsets of 一 in a chain of equally long words: 查案一整改一治理."""
    if language.words is None:
        return
    for match in CHAIN.finditer(text):
        words = list(language.words(match.group()))
        at = match.start()
        ones: list[int] = []
        sizes: list[int] = []
        for number, word in enumerate(words):
            if word == "一" and 0 < number < len(words) - 1:
                ones.append(at)
                sizes += [len(words[number - 1]), len(words[number + 1])]
            at += len(word)
        if len(ones) >= 2 and min(sizes) >= 2 and max(sizes) == min(sizes):
            yield from ones
