"""Whether a text was read off a printed sheet, whose own lines may stand anywhere in it.

lines of print, joined or not; paragraphs cut by a column's end; characters misread  ->  it was
whole paragraphs, as somebody wrote them                                             ->  nothing says so
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from convert.analysis.context import PageContext
from convert.analysis.lines.line_shapes import furniture_shape, is_credit
from convert.analysis.texts.texts import PageTexts
from convert.document.model import Block
from convert.document.roles import ASIDE
from convert.language.han import BetweenHan, ends_sentence, is_han
from convert.language.weights import clamp
from convert.text.pattern import LatePattern

CUT = 2.0
"""What a paragraph says that is surely cut in two, in log odds."""
UNFINISHED = 1.5
"""What a long paragraph says that ends in mid-sentence, whatever stands below."""
WRAPPED = 3.0
"""What lines of print say that were joined to paragraphs."""
COLUMNS = 4.0
MISREAD = 3.5
"""What the damage of the whole document says at most: of its columns, of its characters."""
HALF_WIDTH = 2.0
"""What half-width marks between Han characters say, where nearly all are."""
MOST = 5.0
LINES_JOINED = 8
"""Of a text that is wrapped."""
MARKS = 8
NEARLY_ALL = 0.9
HALVES = 3.0
"""Log odds of an end that was cut and of a beginning in mid-sentence, together."""
SHORTEST_HALF = 16
LONG = 40
REACH = 3
"""Blocks below a cut end, furniture among them, that are looked at."""
LINE_END = LatePattern(r"\S[ \t\u3000]*(?:\r\n|[\n\r])[ \t\u3000]*(?=\S)")
CLAUSE = re.compile(r"[，,。]")


def _is_unified(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


HALF = BetweenHan("[,;:?!]", _is_unified)
FULL = BetweenHan("[，；：？！]", _is_unified)


def sheet_odds(page: PageContext) -> float:
    """Return what the whole document says of its having been read off a sheet, in log odds: 0 to 5."""
    damage = page.damage
    texts = [text for block in page.blocks if block.role not in ASIDE and (text := block.reading.strip())]
    odds = MISREAD * _beyond_doubt(damage.misreadings)
    odds += WRAPPED * (_joined_lines(page.blocks) >= LINES_JOINED)
    odds += HALF_WIDTH * _has_half_width_marks(texts)
    columns = COLUMNS * _beyond_doubt(max(damage.cuts, damage.order))
    columns = max(columns, UNFINISHED * sum(map(_is_unfinished, texts)))
    if odds + columns < MOST:  # what costs most is looked at last
        columns = max(columns, CUT * _cuts(texts, page.texts))
    return min(MOST, odds + columns)


def _beyond_doubt(chance: float) -> float:
    """Return 0 for an even chance or less, 1 for .9 or more."""
    return clamp((chance - 0.5) / 0.4, 0.0, 1.0)


def parts_a_sentence(before: str, behind: str, page: PageTexts, halves: float = HALVES) -> bool:
    """Whether two texts are two halves of a sentence."""
    if len(before) < SHORTEST_HALF or not behind or ends_sentence(before):
        return False
    cut = page.cut_odds[before, behind]
    return cut > 0 and cut + page.start_odds[behind] > halves


def _is_unfinished(text: str) -> bool:
    """Whether a long paragraph ends in a Han character."""
    return len(text) >= LONG and is_han(text[-1]) and CLAUSE.search(text) is not None


def _cuts(texts: Sequence[str], page: PageTexts) -> int:
    """Count the paragraphs that go on right below, or behind a line of furniture or two."""
    if not page.language.is_chinese:
        return 0
    count = 0
    for at, text in enumerate(texts):
        if count * CUT >= MOST:
            break
        if len(text) < SHORTEST_HALF or ends_sentence(text) or furniture_shape(text):
            continue
        near = texts[at + 1 : at + 1 + REACH]
        below = next((t for t in near if not furniture_shape(t) and not is_credit(t)), "")
        count += parts_a_sentence(text, below, page)
    return count


def _joined_lines(blocks: Sequence[Block]) -> int:
    """Count the line ends of the source that were taken out of paragraphs."""
    return sum(
        max(0, len(LINE_END.findall(source)) - len(LINE_END.findall(block.reading.strip())))
        for block in blocks
        if "\n" in (source := block.source.strip()) or "\r" in source
    )


def _has_half_width_marks(texts: Sequence[str]) -> bool:
    half = sum(HALF.count(text) for text in texts)
    if half < MARKS:
        return False
    full = 0
    for text in texts:
        full += FULL.count(text)
        if half < NEARLY_ALL * (half + full):  # most pages have more of them by the first texts
            return False
    return True
