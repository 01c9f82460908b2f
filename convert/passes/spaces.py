"""Spaces between Han characters, which print does not have: the recogniser put them there.

"高新 技术产 业"  ->  "高新技术产业"       but "记者 罗斌" and a headline's gap stay
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from convert.analysis.context import PageContext
from convert.analysis.lines.line_shapes import names
from convert.analysis.texts.seam import word_across
from convert.document.actions import Action, Edit
from convert.document.model import Block
from convert.document.roles import SPACED_TEXT, Role
from convert.language import Language
from convert.language.han import NEVER_FIRST, NEVER_LAST, BetweenHan, is_han
from convert.text.pattern import LatePattern

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
"""But for 々 and 〇."""
_WIDE = r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff65“”‘’—…\U00020000-\U0003ffff]"
_BLANK = r"[ \t\u00a0\u2000-\u200a]"
_BLANKS = r"[ \t\u00a0\u2000-\u200a]+"


def _is_ideograph(char: str) -> bool:
    return char not in "々〇" and is_han(char)


def _is_wide(char: str) -> bool:
    return is_han(char) or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff65" or char in "“”‘’—…"


GAP = BetweenHan(_BLANKS, _is_wide)
GAP_BESIDE_LATIN = LatePattern(rf"(?<={_WIDE}){_BLANKS}(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]){_BLANKS}(?={_WIDE})")
FIGURES_APART = LatePattern(
    rf"(?<![0-9])(?<![0-9] )[0-9](?:(?:{_BLANKS}[0-9]){{0,8}}{_BLANKS}[%％]"
    rf"|(?:{_BLANKS}[0-9]){{2,8}}(?={_BLANKS}[名人元年个個万萬亿億吨噸亩畝户戶]))"
)
"""A number whose figures stand apart: 4 8 0 名. Two may be a score, those after 第 a list."""
FIGURE_GAP = LatePattern(rf"(?<=[0-9]){_BLANKS}(?=[0-9%％])")
WITHIN_DECIMAL = LatePattern(
    rf"(?<=[0-9]){_BLANKS}(?=\.{_BLANKS}[0-9])|(?<=[0-9]{_BLANK}\.){_BLANKS}(?=[0-9])|(?<=[0-9]){_BLANKS}(?=[%％])"
)
"""Gaps round the dot of a number, on both sides of it, and before a per cent sign."""
BEHIND_DOT = LatePattern(rf"(?<=[^\s.．、。][0-9]\.|[ \u00a0][0-9]\.){_BLANKS}(?=[0-9])")
"""A gap behind the dot alone, where it is no list's number."""
FIGURES_TOGETHER = re.compile(r"[0-9]{2}")
"""Where no two figures stand together, those of a number may be parted, too."""
BLANK = re.compile(r"\s+")
HAN_GAP = BetweenHan(_BLANKS, _is_ideograph)
LETTER_SPACED = LatePattern(rf"{_HAN}(?:{_BLANKS}{_HAN})+")
"""A line of Han characters with a blank behind each but the last."""
HAN_RUN = LatePattern(f"{_HAN}+")
CREDITED = re.compile(r"(?:摄影?|供?图|文|绘|制图|编译|报道|整理)(?:[^\u3400-\u9fff]|$)")
"""What stands behind the gap that parts it from a name."""
OPENING, CLOSING = "（《「『【", "）》」』】"
APART_FROM_MARK = LatePattern(r"[^\s\d][ \u00a0][，。、；：！？,;](?![^\s，。、；：！？,;]{0,2}[A-Za-z])")
"""A blank before a mark: where there is one, those beside brackets are no print's either."""
BLANK_BEFORE_MARK = LatePattern(r"(?<=[^\s,;，。、；：])[ \u00a0]+[，。、；：,;]")
FEWEST_APART = 2
LEADER = LatePattern(r"(?:…{3,}|·{3,})[ \u3000\u00a0]*[^\s…·]{0,2}\d")
"""Dots that lead the eye to a figure: 主场再胜 ………… 8版."""
_BESIDE = r"\u3400-\u4dbf\u4e00-\u9fff“‘《（”’》）"
BESIDE_FIGURE = LatePattern(rf"(?<=[{_BESIDE}]){_BLANKS}(?=[0-9])|(?<=[0-9%％]){_BLANKS}(?=[{_BESIDE}])")
"""The gaps beside figures, which are none of the print's where blanks stand before marks."""
NEAR = 8
"""Characters before a gap that are looked at."""
NAMES = LatePattern(rf"(?<![^：:，。、；（()）\s]){names(_BLANKS, least=2)}(?![^：:，。、；（()）\s])")
"""Names with blanks between, and nothing else between two marks: 何 平 吴 迪 郑 凯."""
INSIDE_BY_CHANCE, INSIDE_BY_OCR = 0.04, 0.45
"""Share of gaps that stand inside a word: those of laws and of headlines, and those of a recogniser."""
SPACED = 0.3
"""The share from which on a page's gaps are the recogniser's."""
PARTED = 0.25
"""Share of Han characters with a gap behind them, from which on every gap is the recogniser's."""
WHO = frozenset({Role.BYLINE, Role.CREDIT, Role.HOST, Role.PARTICIPANT})
"""Roles in which gaps part names."""
FEW = 3
"""A line with no more gaps is not parted into its characters, unless it has no other; fewer tell nothing."""


def spaces(page: PageContext) -> Iterator[Action]:
    """Propose to close the gaps between Han characters, surely only where a recogniser made them."""
    if not page.language.is_chinese:
        return
    gaps = page_gaps([b.reading for b in page.blocks if b.role in SPACED_TEXT], page.language)
    for number, block in enumerate(page.blocks):
        if block.is_furniture or block.role in {
            Role.TABLE_ROW,
            Role.TABLE_CELL,
            Role.TABLE_CAPTION,
        }:  # whose gaps part columns, and a number
            continue
        parted = block.role not in WHO and _is_parted(block.reading)
        named = [] if gaps.spaced else _names(block.reading, page.language)
        parted = parted and not named
        apart = are_marks_apart(block.source)
        for gap in GAP.finditer(block.reading):
            if _is_between(gap, named):
                continue  # it parts names, or a name of two characters
            if LEADER.match(block.reading, gap.end()):
                continue
            cert = 0.97 if parted else _certainty(block, gap, gaps, page.language, apart=apart)
            if cert > 0.5:
                yield Edit(number, gap.start(), gap.end(), "", cert)
        for gap in _beside_figures(block.reading, parted=parted, of_page=gaps.parted, apart=apart):
            yield Edit(number, gap.start(), gap.end(), "", 0.95)


def _beside_figures(text: str, *, parted: bool, of_page: bool, apart: bool) -> Iterator[re.Match[str]]:
    """Yield the gaps beside letters and figures in a text that is parted into its characters, or its page is.

    In one whose marks have blanks before them they are beside figures alone.
    """
    if not (parted or of_page):
        yield from BESIDE_FIGURE.finditer(text) if apart else ()
        return
    yield from GAP_BESIDE_LATIN.finditer(text)
    yield from WITHIN_DECIMAL.finditer(text)
    if parted:
        yield from BEHIND_DOT.finditer(text)
    if parted and FIGURES_TOGETHER.search(text) is None:
        for found in FIGURES_APART.finditer(text):
            if not text[max(0, found.start() - 3) : found.start()].rstrip().endswith("第"):
                gaps = FIGURE_GAP.finditer(text, *found.span())
                yield from (gap for gap in gaps if text[gap.end()] not in "%％")  # those are closed above


def are_marks_apart(text: str) -> bool:
    """Whether most marks of a text have a blank before them: then those beside figures are no print's either.

    >>> are_marks_apart("全市共有 236 家 ， 其中老店 17 家 ， 新店不多 。"), are_marks_apart("共有 236 家，")
    (True, False)
    """
    if " " not in text and "\u00a0" not in text:
        return False
    apart = sum(1 for _ in BLANK_BEFORE_MARK.finditer(text))
    return apart >= FEWEST_APART and 2 * apart > sum(map(text.count, "，。、；：,;"))


def _names(text: str, language: Language) -> list[tuple[int, int]]:
    """Return where names stand with blanks between."""
    if " " not in text:
        return []
    return [found.span() for found in NAMES.finditer(text) if _are_names(found.group(), language)]


def _are_names(text: str, language: Language) -> bool:
    """Whether what has the shape of names is none of other words: many surnames begin some, 方 法 简 单."""
    if language.tags is None:
        return True
    tags = [tag for word, tag in language.tags(BLANK.sub("", text)) if len(word) > 1]
    return 2 * sum(tag.startswith("nr") for tag in tags) >= len(tags)


def _is_between(gap: re.Match[str], stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether a gap stands within one of some stretches."""
    return any(start < gap.start() < end for start, end in stretches)


@dataclass(frozen=True, slots=True)
class PageGaps:
    """The gaps of a page's running text."""

    number: int
    inside: int
    """How many stand inside a word."""
    parted: bool
    """Whether the text is parted into its characters, or nearly so."""

    @property
    def by_ocr(self) -> float:
        """Return the share of gaps that a recogniser made: print has its own between words alone."""
        share = (self.inside + 0.5) / (self.number + 1)
        return min(1.0, max(0.0, (share - INSIDE_BY_CHANCE) / (INSIDE_BY_OCR - INSIDE_BY_CHANCE)))

    @property
    def spaced(self) -> bool:
        """Return whether the page is full of gaps that mean nothing.

        The gaps of laws behind a number, of headlines, and of papers before 1949, which mark a clause, a
        person of honour or a lost character, hardly ever part a word.
        """
        return self.parted or self.inside >= max(FEW, SPACED * self.number)


def page_gaps(texts: Sequence[str], language: Language) -> PageGaps:
    """Look where the gaps of some texts stand."""
    found = [
        is_inside_word(gap, language)
        for text in texts
        for named in (_names(text, language),)
        for gap in HAN_GAP.finditer(text)
        if not _is_between(gap, named)
    ]
    if all(_is_set_wide(text, gap) for text in texts for gap in HAN_GAP.finditer(text)):
        return PageGaps(0, 0, parted=False)
    parted = False
    if len(found) > FEW:
        pairs = sum(map(_han_pairs, texts))
        parted = len(found) > PARTED * (len(found) + pairs)
    return PageGaps(len(found), sum(found), parted)


def _is_parted(text: str) -> bool:
    """Whether a line is parted into its characters or nearly so: 昨 夜 今 晨."""
    gaps = HAN_GAP.count(text)
    if gaps < FEW or (gaps == FEW and not LETTER_SPACED.fullmatch(text.strip())):
        return False
    return gaps > 2 * PARTED * (gaps + _han_pairs(text))


def _han_pairs(text: str) -> int:
    """Count the Han characters with another one right behind them."""
    return sum([len(run) - 1 for run in HAN_RUN.findall(text)])


def is_inside_word(gap: re.Match[str], language: Language) -> bool:
    """Whether a gap stands inside a word; other gaps beside it count for nothing."""
    left = BLANK.sub("", gap.string[max(0, gap.start() - 12) : gap.start()])
    right = BLANK.sub("", gap.string[gap.end() : gap.end() + 12])
    return word_across(left[-6:], right[:6], language) >= 2


def _is_set_wide(text: str, gap: re.Match[str]) -> bool:
    """Whether a gap parts two lone characters, set as wide as three: （编 者）, 夏 川摄."""
    behind = gap.end() + 1
    ends = behind == len(text) or not (text[behind].isspace() or is_han(text[behind]))
    if not (ends or CREDITED.match(text, behind)):
        return False
    return _ends_alone(text[max(0, gap.start() - NEAR) : gap.start()])


def _ends_alone(text: str) -> bool:
    """Whether a text ends in one Han character that belongs to no other: 昨天　夏, （编."""
    if not _is_ideograph(text[-1:]):
        return False
    before = text[:-1]
    bare = before.rstrip()
    if not bare:
        return not before
    if not "\u3400" <= bare[-1] <= "\u9fff":
        return True
    return len(bare) < len(before) and _is_ideograph(bare[-1]) and _is_ideograph(bare[-2:-1])


def _is_beside_mark(block: Block, gap: re.Match[str], *, apart: bool) -> bool:
    """Whether a gap is a full-width mark's own blank, or beside a bracket where others are before marks."""
    before, behind = gap.string[gap.start() - 1], gap.string[gap.end()]
    if before in "，、；：" and gap.group() == " ":
        return True
    if before in "”’" or behind in "“‘":
        return apart
    return (before in CLOSING or behind in OPENING) and APART_FROM_MARK.search(block.source) is not None


def _certainty(block: Block, gap: re.Match[str], gaps: PageGaps, language: Language, *, apart: bool) -> float:
    """Return how certain it is that print had no gap here.

    Names and offices are set apart by a gap, and so are the two halves of a headline: outside running
    text only a gap in the middle of a word is one too many.
    """
    text = block.reading
    if text[gap.end()] in NEVER_FIRST or text[gap.start() - 1] in NEVER_LAST:
        return 0.95
    if block.role in SPACED_TEXT and gaps.spaced:
        return 0.97
    if _is_beside_mark(block, gap, apart=apart):
        return 0.93
    wide = _is_set_wide(text, gap)
    if wide or CREDITED.match(text, gap.end()) or not is_inside_word(gap, language):
        return 0.6 if block.role in SPACED_TEXT and not wide else 0.5
    if block.role not in SPACED_TEXT:
        return 0.93 if gaps.spaced else 0.5
    here = gaps.by_ocr * INSIDE_BY_OCR
    return min(0.95, here / (here + (1 - gaps.by_ocr) * INSIDE_BY_CHANCE))
