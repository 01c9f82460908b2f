"""The numeral 一 where print had a dash, or a dash for it: recognisers confuse the two strokes.

"查案一整改一治理"  ->  "查案—整改—治理"       but 一个, 统一, 一九四九年 and 措施一一落实 stay
"这是-个好消息"     ->  "这是一个好消息"       but 北京-天津 and 中国—东盟 stay
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from convert.document.actions import TextEdit
from convert.language import Language
from convert.language.han import BetweenHan
from convert.language.ngrams import START, Ngrams, fold
from convert.text.pattern import LatePattern

DASH_LIKE = re.compile(r"[一—-]{1,2}(?![一—-])(?<![一—-]{3})")
"""One or two strokes, and no more."""
THREE = "一一一"
DASH_AND_ONE = LatePattern(
    r"(?<![-—〇零一二三四五六七八九十百千万亿两第初\d])一一"
    r"(?!一(?:个个|支队|部队|次[列快特直慢客]))(?=一[个位所座名场条段部本项群种家间次份张幅封对双支队代片盏把只头件套样桩句首篇声棵朵])"
)
"""Two strokes before a third, which counts what follows: 一一一所乡村中学的三年.

The number of a unit or of a train is three strokes: 一一一支队, 一一一次列车.
"""
BESIDE_DASH = LatePattern(r"[\u4e00-\u9fff”’》）%\d](?<!\d)[\u4e00-\u9fff“‘《（\d]")
"""What may stand on the two sides of a dash that was read as two strokes."""
DASHES = "-—–－"
STROKES = f"一{DASHES}"
STROKE_FOR_ONE = LatePattern(rf"(?<=[\u4e00-\u9fff，。；：！？、“‘《（,;:])[{DASHES}](?=[\u4e00-\u9fff])")
"""A lone stroke that may be the numeral."""
CLAUSE_END = re.compile(r"[，。；：？！、“”‘’（）《》,.;:?!()\s]")
CLOSERS = "”’》）)"
"""Marks behind which a dash may stand, unlike a comma or a stop."""
LEAST_CLAUSE = 5
"""Characters behind a dash up to the next mark, at least: 一一核实 and 一一编号 are one by one."""
ASIDE = LatePattern(
    "当然|其实|甚至|尤其|特别是|或许|也许|毕竟|果然|居然|竟然|然而|就是|也就是|不过|但是|因为|所以|比如|例如|譬如|哪怕"
    "|虽然|如果|只要|这[就是个些样]|那[就是个些样]"
)
"""What begins an aside or a conclusion, and is never done one by one."""
TAKES_OBJECT = re.compile(r"[把将对给向被]")
"""Words before an object that stands before its verb."""
WEAK = 0.7
"""The certainty of a dash where 一 makes a word, or a pair with another numeral."""
NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两第初")
SURE_GAIN = 12.0
"""Bits by which a dash must be the likelier reading of a lone 一 for a sure claim."""
LEAST_GAIN = 4.0
"""The same of 一一."""
ONE_GAIN, ONE_COUNT = 16.0, 2.9
"""Bits by which 一 must be likelier than the dash that was read, and log2 of how often it was seen there.

第-次 and 进-步 gain 22 and more; 北京-天津, 人-机 and 周一-周五 less than 5, 十-月 and 点-线-面 11 to 13.
"""
USUAL_COUNT = 2.0
"""log2 of how often 一 was seen between two characters: where it was more, no dash was ever likelier."""
BEFORE_ADVERB = "都将把被对便就也来予以不逐"
"""After these, 一一 means one by one."""
GAP = BetweenHan(r"[ \u00a0]+")
LEAST_GAPS = 3
"""Gaps between Han characters of a text, from which on a recogniser has set them."""
CHAIN = LatePattern(r"[\u4e00-\u9fff]{2,5}(?:一[\u4e00-\u9fff]{2,5}){2,}")


LEAST_IN_A_CHAIN = 2
"""Strokes of a chain, at least."""


def dashes(text: str, language: Language) -> Iterator[TextEdit]:
    """Propose a dash for 一 where the text with a dash is by far the more probable one.

    In a text full of gaps, as a recogniser leaves them, the words are looked at without: 中国 一 东盟.
    """
    if language.ngrams is None or language.words is None:
        return
    if not any(map(text.__contains__, STROKES)):
        return
    gaps = [*GAP.finditer(text)]
    if len(gaps) < LEAST_GAPS:
        yield from _in_closed_text(text, language, language.ngrams)
        return
    left_out = {at for gap in gaps for at in range(*gap.span())}
    kept = [at for at in range(len(text)) if at not in left_out]
    for edit in _in_closed_text("".join([text[at] for at in kept]), language, language.ngrams):
        start = kept[edit.start - 1] + 1 if edit.start else 0
        end = kept[edit.end] if edit.end < len(kept) else len(text)
        yield replace(edit, start=start, end=end)


def _in_closed_text(text: str, language: Language, ngrams: Ngrams) -> Iterator[TextEdit]:
    """Propose dashes in a text without gaps, and 一 for some."""
    strokes = STROKE_FOR_ONE.finditer(text) if any(map(text.__contains__, DASHES)) else ()
    for match in strokes:
        start, end = match.span()
        if _is_one(text[max(0, start - 20) : start], text[end : end + 20], ngrams):
            yield TextEdit(start, end, "一", 0.95)
    if "一" not in text and not ("-" in text and "—" in text):  # strokes of one kind are what they are
        return
    if THREE in text:
        yield from _before_one(text, ngrams)
    chained = set(_chained(text, language))
    for match in DASH_LIKE.finditer(text):
        start, end = match.span()
        before, behind = text[max(0, start - 20) : start], text[end : end + 20]
        if before[-1:] in NUMERALS or behind[:1] in NUMERALS:
            continue
        if start in chained:
            yield TextEdit(start, end, "—", 0.95)
        elif cert := _certainty(before, match.group(), behind, language):
            yield TextEdit(start, end, "—" if match.group() == "一" else "——", cert)


def _before_one(text: str, ngrams: Ngrams) -> Iterator[TextEdit]:
    """Propose a dash for the first two of three strokes, of which the third counts what follows."""
    for match in DASH_AND_ONE.finditer(text):
        start, end = match.span()
        before, behind = text[max(0, start - 20) : start], text[end : end + 20]
        if before and _gain(before, "一一", behind, ngrams) >= LEAST_GAIN:
            yield TextEdit(start, end, "——", 0.95)


def _certainty(before: str, read: str, behind: str, language: Language) -> float:
    """Return how certain it is that strokes are a dash, 0 where nothing speaks for one."""
    if read == "一":
        return 0.95 if before[-1:].isdigit() and behind[:1].isdigit() else _single(before, behind, language)
    if read == "一一":
        return _double(before, behind, language)
    mixed = len(set(read)) == 2  # two of a kind are a dash, or the print's own
    if not mixed or not BESIDE_DASH.match(before[-1:] + behind[:1]):
        return 0.0
    return WEAK if _is_in_word(before, read, behind, language) else 0.95


def _single(before: str, behind: str, language: Language) -> float:
    """Return how certain it is that a lone 一 is a dash."""
    if language.ngrams is None or _is_usual(before, behind, language.ngrams):
        return 0.0
    gain = _gain(before, "一", behind, language.ngrams)
    if gain <= 0:
        return 0.0
    cert = min(0.97, 0.5 + 0.47 * gain / SURE_GAIN)
    in_word = cert > WEAK and (_is_parallel(before) or _is_in_word(before, "一", behind, language))
    return min(cert, WEAK) if in_word else cert


def _is_parallel(before: str) -> bool:
    """Whether a numeral stands shortly before, as in 三重一大 and 两弹一星: then 一 is one, too."""
    return any(char in NUMERALS for char in before[-3:-1])


def _is_in_word(before: str, read: str, behind: str, language: Language) -> bool:
    """Whether 一 is part of a word with what stands beside it: 一张, 一再, 统一."""
    if language.words is None:
        return False
    left = before[-6:]
    at = 0
    for word in language.words(left + read + behind[:6]):
        after = at + len(word)
        if at < len(left) + len(read) and after > len(left) and "一" in word:
            outside = at < len(left) or after > len(left) + len(read)
            if outside:
                return True
        at = after
    return False


def _is_usual(before: str, behind: str, ngrams: Ngrams) -> bool:
    """Whether 一 was often seen between the same two characters: then nothing needs explaining."""
    return ngrams.count(f"{fold(before[-1:])}一{fold(behind[:1])}") >= USUAL_COUNT


def _is_one(before: str, behind: str, ngrams: Ngrams) -> bool:
    """Whether a stroke is the numeral 一, which was often seen there and is far likelier than a dash."""
    if ngrams.count(f"{fold(before[-1:])}一{fold(behind[:1])}") < ONE_COUNT:
        return False
    return _gain(before, "一", behind, ngrams) <= -ONE_GAIN


def _gain(before: str, read: str, behind: str, ngrams: Ngrams) -> float:
    """Return by how many bits a dash is likelier than what was read."""
    left, right = fold(before[-12:])[-5:] or START, fold(behind[:12])[:5]
    return max(ngrams.score(dash + right, left) for dash in ("—", "——")) - ngrams.score(read + right, left)


def _double(before: str, behind: str, language: Language) -> float:
    """Return how certain it is that 一一 is a dash.

    It means one by one before a verb whose object stands before it, and parts two words in 礼拜一一点钟.
    """
    if language.tags is None or language.ngrams is None:
        return 0.5
    if CLAUSE_END.match(before[-1:]) and before[-1] not in CLOSERS:
        return 0.6
    if ASIDE.match(behind):
        return 0.95 if _gain(before, "一一", behind, language.ngrams) > 0 else 0.6
    clause, rest = CLAUSE_END.split(before)[-1], CLAUSE_END.split(behind)[0]
    if (
        len(rest) < LEAST_CLAUSE
        or TAKES_OBJECT.search(clause)
        or _is_in_word(before, "一一", behind, language)
    ):
        return 0.6
    word, tag = next(iter(language.tags(rest[:8])))
    verb = tag.startswith(("v", "d", "a", "p")) or len(word) == 1 or before[-1:] in BEFORE_ADVERB
    return 0.6 if verb or _gain(before, "一一", behind, language.ngrams) < LEAST_GAIN else 0.95


def _chained(text: str, language: Language) -> Iterator[int]:
    """Yield the offsets of 一 in a chain of equally long words: 查案一整改一治理."""
    if language.words is None or text.count("一") < LEAST_IN_A_CHAIN:
        return
    for match in CHAIN.finditer(text):
        words = list(language.words(match.group()))
        at = match.start()
        if text[at - 1 : at] in NUMERALS or match.group()[0] in NUMERALS:
            continue  # 三保障一兜底一补充
        ones: list[int] = []
        sizes: list[int] = []
        for number, word in enumerate(words):
            if word == "一" and 0 < number < len(words) - 1:
                ones.append(at)
                sizes += [len(words[number - 1]), len(words[number + 1])]
            at += len(word)
        if len(ones) >= 2 and min(sizes) >= 2 and max(sizes) == min(sizes):
            yield from ones
