"""Short lines of a page that is not wrapped: no column's end made them, its paragraphs are a line each.

"墙上的标语还在：" / "鼓足干劲" / "力争上游" / "多快好省"            ->  three lines
"“水厂二线接通”" / "“老裁缝收徒”" / "“文化馆办班”"                    ->  three lines
"中奖号码：6 2 0 9 1 4 7" / "一等奖空缺" / "二等奖6注，每注23,118元" / …  ->  lines: most are far from full
"关于表彰" / "全市先进集体和先进个人" / "的决定"                      ->  may be a headline
"市水务局昨天决定今年汛期" / "提前十天启动各地水库巡查" / …                  ->  lines of a column, all full
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from convert.analysis.line_groups.stanzas import PlacedLine, runs_of_close
from convert.analysis.lines.line_forms import MARKS
from convert.analysis.lines.measure import INDENT, width
from convert.language.han import COLONS, COMMAS, HAN, ends_sentence
from convert.text.pattern import LatePattern

FEWEST = 3
"""Lines that are equally long, or each in marks of its own."""
LONGEST_EQUAL = 8
"""Characters of equally long lines; those of a column without a mark are longer."""
FEWEST_RAGGED, FEWEST_SHORT, FEWEST_FIGURED = 4, 2, 2
"""Lines of which their ends tell it, and how many of them are short, and have a colon or a figure."""
WIDEST = 20.0
"""Squares of the widest line; a paragraph that is one line is wider."""
SHORT = INDENT + 1
"""Squares by which a line is shorter that was not cut by a column's end."""
FIGURED = re.compile(r"[：:\d]")
CLOSED = LatePattern(r"(?:[“「『《【（(][^“”「」『』《》【】（）()]+[”」』》】）)])[，、；。]?")
"""A line that is one quotation or one title."""


def set_apart(lines: Sequence[PlacedLine]) -> Iterator[range]:
    """Yield the runs of close short lines that are lines, on a page that is not wrapped."""
    runs = [*runs_of_close(lines)]
    if not _is_unwrapped(lines, runs):
        return
    for run in runs:
        start = run.start + (lines[run.start].text[-1:] in COLONS)
        if are_set_apart([lines[number].text for number in range(start, run.stop)]):
            yield range(start, run.stop)


def _is_unwrapped(lines: Sequence[PlacedLine], runs: Sequence[range]) -> bool:
    """Whether none of a page's wide texts has two lines, and one of them is a sentence."""
    if any(line.wrapped for line in lines):
        return False
    found = False
    for run in runs:
        widest = max(width(lines[number].text) for number in run)
        if len(run) > 1 and widest > WIDEST:
            return False
        found = found or (widest > WIDEST and ends_sentence(lines[run.start].text))
    return found


def are_set_apart(texts: Sequence[str]) -> bool:
    """Whether short lines are lines: all equally long, each in its own marks, or most far from full.

    >>> are_set_apart(["鼓足干劲", "力争上游", "多快好省"])
    True
    >>> are_set_apart(["“通水了”", "“老裁缝收徒”", "“文化馆办班”"])
    True
    >>> are_set_apart(["彩票第24018期", "中奖号码：6 2 0 9 1 4 7", "一等奖空缺", "二等奖6注"])
    True
    >>> are_set_apart(["关于表彰", "全市先进集体和先进个人", "的决定"])
    False
    >>> are_set_apart(["市水务局昨天说，今", "年汛期提前", "十天，各地要做好", "准备"])
    False
    >>> are_set_apart(["市水务局昨天决定今年汛期", "提前十天启动各地水库巡查", "以及山塘河坝险工险段加固"])
    False
    """
    if len(texts) < FEWEST or max(map(width, texts)) > WIDEST:
        return False
    return all(map(CLOSED.fullmatch, texts)) or _is_ragged(texts) or _are_equal(texts)


def _are_equal(texts: Sequence[str]) -> bool:
    """Whether all lines are of so many characters, without a mark."""
    bare = not any(MARKS.search(text) for text in texts)
    equal = len({*map(len, texts)}) == 1 and 2 < len(texts[0]) <= LONGEST_EQUAL
    return bare and equal and all(map(HAN.match, texts))


def _is_ragged(texts: Sequence[str]) -> bool:
    """Whether several lines, some of them with a colon or figures, are far from full, and none goes on."""
    sizes = [width(text) for text in texts]
    short = sum(size <= max(sizes) - SHORT for size in sizes[:-1])
    figured = sum(FIGURED.search(text) is not None for text in texts)
    goes_on = any(text[-1] in COMMAS for text in texts)
    return len(texts) >= FEWEST_RAGGED and short >= FEWEST_SHORT and figured >= FEWEST_FIGURED and not goes_on
