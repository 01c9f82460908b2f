"""Short lines without a mark that no column's end made: mastheads, advertisements, lists of names.

"开业大吉" / "老王羊肉馆" / "今日起八折优惠" / …             ->  lines: five and more, most far from full
"关于表彰" / "全市先进集体和先进个人" / "的决定"             ->  may be a headline: it has few lines
"鲫鱼两条" / "生姜五片" / "小葱三根" / "酱油两勺"           ->  lines: each ends in how much there is
"市委书记张" / "国强昨日到" / "云津县调研" / "春耕生产"      ->  may be a narrow column
"王 健 县委办公室主任" / "李红梅 县妇联主席" / …             ->  lines of two cells each
"昨有甬人某甲乘輪來滬寓於法界" / "某客棧行李甚夥夜半忽聞"   ->  may be wrapped: both are full
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from convert.analysis.lines.dated_text import are_signatures, is_signature, signs_off
from convert.analysis.lines.line_forms import is_contact
from convert.analysis.lines.line_shapes import is_byline, is_credit
from convert.analysis.lines.measure import INDENT, width
from convert.analysis.lines.whole_lines import are_whole
from convert.language.han import ends_sentence, is_han
from convert.text.pattern import LatePattern

FEWEST = 3
"""Lines of which their widths, their cells or their last one may tell it."""
FEWEST_UNEVEN = 5
"""Lines of which their widths may tell it: a headline in large type has four of them at most."""
WIDEST = 20.0
"""Squares of the widest line; wider ones are those of unmarked prose."""
FULL = INDENT + 0.5
"""Squares by which a full line is shorter than the widest, at most: an indent."""
SHORT = INDENT + 1
"""Squares by which a line is shorter that was not cut by a column's end."""
UNEVEN = 1.5
"""Squares by which lines differ that are sentences; those of a column may all end in a mark by chance."""
MARKS = LatePattern(r"[，。！？；、…,;!?]")
HAN = LatePattern(r"[\u4e00-\u9fff]{2}")
LETTER_SPACED = LatePattern(r"(?<![^\s])([\u4e00-\u9fff])[ \u3000]{1,4}([\u4e00-\u9fff])(?![^\s])")
AMOUNT = LatePattern(r".*(?:[一二三四五六七八九十百两半几數数\d][\u4e00-\u9fff]{1,2}|少[许許]|[适適]量)")
"""What ends in how much there is of it: 鲫鱼两条."""
LONGEST_NAME, USUAL_NAME = 4, 3
"""Characters of a name, and of most."""
BLANKS = re.compile(r"[ \t\u3000]+")
SPEAKER = LatePattern(r"([\u4e00-\u9fff]{1,4})：")
SALUTATION = LatePattern(r"[^，。；：！？“”\d]{1,11}[^，。；：！？“”\d说說道问問答云曰谓謂]：")
CELLS = range(2, 5)
LONGEST_CELL = 10.0
REACHED = LatePattern(
    r"(?:[\u4e00-\u9fff]{0,2}(?:电话|電話|热线|熱線|传真|傳真|手机|手機))[ \u3000]?[\d—-]{3,20}"
)
"""A telephone number, without a colon: 电话 2211334."""


def lines_kept(
    blocks: Mapping[int, Sequence[str]], *, chinese: bool, placed: bool
) -> dict[int, AbstractSet[int]]:
    """Return of each block its lines that are lines by their shapes: signatures, advertisements, speeches.

    `placed` says whether it is known where they stand: then that tells which are sentences.
    """
    if chinese and not placed and none_breaks_off(blocks.values()):
        return {number: set(range(len(lines))) for number, lines in blocks.items()}
    return {number: _kept(lines, chinese=chinese) for number, lines in blocks.items()}


def _kept(lines: Sequence[str], *, chinese: bool) -> set[int]:
    shown = [line for line in lines if line]
    if chinese and are_amounts(shown):
        return set(range(len(lines)))
    if chinese and (are_lines(shown) or are_sentences(shown)):
        return set(range(len(lines)))
    if are_signatures(shown) or are_signed(shown):
        return set(range(len(lines)))
    kept = {at for run in runs_of_cells(lines) for at in (run.start - 1, *run) if at >= 0}
    kept.update(speeches(lines))
    kept.update(at for at, (above, below) in enumerate(pairwise(lines)) if are_whole(above, below))
    return kept | {0} if len(lines) > 1 and salutes(lines[0], lines[1]) else kept


def are_lines(lines: Sequence[str]) -> bool:
    """Whether the lines of a block, none of which has a mark, are lines by their widths: most are not full.

    >>> are_lines(["开业大吉", "老王羊肉馆", "今日起八折优惠", "欢迎新老顾客光临", "西门桥头"])
    True
    >>> are_lines(["关于表彰", "全市先进集体和先进个人", "的决定"])
    False
    >>> are_lines(["鲫鱼两条", "生姜五片", "小葱三根"])
    True
    >>> are_lines(["市委书记张", "国强昨日到", "云津县调研", "春耕生产"])
    False
    >>> are_lines(["昨有甬人某甲乘輪來滬寓於法界", "某客棧行李甚夥夜半忽聞房內有", "聲如裂帛"])
    False
    """
    if len(lines) < FEWEST or any(MARKS.search(line) for line in lines):
        return False
    if sum(HAN.search(line) is not None for line in lines) < 2:
        return False
    wide = [width(line) for line in lines]
    widest = max(wide)
    if widest > WIDEST:
        return False
    if is_contact(lines[-1]) or REACHED.fullmatch(lines[-1]):
        return True
    if all(map(AMOUNT.fullmatch, lines)):
        return True
    full = sum(widest - size <= FULL for size in wide[:-1])
    return len(lines) >= FEWEST_UNEVEN and min(wide[:-1]) <= widest - SHORT and 2 * full <= len(lines) - 1


def are_amounts(lines: Sequence[str]) -> bool:
    """Whether lines are what there is of each thing, under what they are called for.

    >>> are_amounts(["原料：", "豆腐半块", "木耳五朵", "鸡蛋两个"])
    True
    """
    items = lines[1:] if lines and lines[0].endswith("：") else lines
    return len(items) >= FEWEST and all(map(AMOUNT.fullmatch, items)) and max(map(width, items)) <= WIDEST


def are_sentences(lines: Sequence[str]) -> bool:
    """Whether each of a few uneven lines is a sentence: no column's end falls on so many stops.

    >>> are_sentences(["女，35岁，寻男士。", "男，52岁，退休工人，寻女士为伴。", "男，未婚。"])
    True
    """
    if len(lines) < FEWEST or not all(map(ends_sentence, lines)):
        return False
    wide = [width(line) for line in lines[:-1]]
    return max(wide) - min(wide) >= UNEVEN or all(line.startswith("《") for line in lines)


SHORTEST_REPEAT = 11
"""Characters of a line that is read twice and is no line of verse."""


def read_twice(lines: Sequence[str]) -> dict[int, int]:
    """Return the lines that read once more the full line above them, which breaks off, and their lengths.

    >>> read_twice(["村民当天就用上了自来水，施", "村民当天就用上了自来水，施", "工队清理了路面。"])
    {1: 13}
    >>> read_twice(["潮来了。", "潮来了。", "码头上的灯亮了。"])
    {}
    >>> read_twice(["我们沿着长长的河岸往前走", "我们沿着长长的河岸往前走", "灯火照在水面上像碎开的星"])
    {}
    """
    full = max(map(width, lines), default=0.0) - FULL
    if len({*lines}) < 2 or not any(map(MARKS.search, lines)):  # a song has hardly a mark
        return {}
    return {
        at: len(line)
        for at, (above, line) in enumerate(pairwise(lines), 1)
        if above == line and len(line) >= SHORTEST_REPEAT and width(line) >= full and not ends_sentence(line)
    }


FEWEST_ENDS = 3
"""Line ends that show how a page's lines end."""


def none_breaks_off(blocks: Iterable[Sequence[str]]) -> bool:
    """Whether each line of a page that another one follows in its block ends a sentence: no column cut it.

    One such line end may be a chance.

    >>> none_breaks_off([["三座水库已经放水。", "县里派出两个工作组。", "稻田开镰。", "粮价平稳。"]])
    True
    >>> none_breaks_off([["三座水库已经放水。", "县里派出两个工"], ["作组，查看", "物资。"]])
    False
    """
    ends = [line for lines in blocks for line in [each for each in lines if each][:-1]]
    return len(ends) >= FEWEST_ENDS and all(map(ends_sentence, ends))


def speeches(lines: Sequence[str]) -> Iterator[int]:
    """Yield the lines that end before somebody speaks again whose name stands twice at a line's beginning.

    "甲：…，让蚊子换个地方叮。" / "乙：嗐！"   ->  the first, if 乙： begins another line, too
    """
    found = [SPEAKER.match(line) for line in lines]
    names = Counter(name[1] for name in found if name)
    for at, (above, name) in enumerate(zip(lines, found[1:], strict=False)):
        if name and names[name[1]] > 1 and ends_sentence(above):
            yield at


def salutes(line: str, below: str) -> bool:
    """Whether a block's first line, over a much longer one, says whom a letter is for: 编辑同志：."""
    return SALUTATION.fullmatch(line) is not None and 2 * width(line) <= width(below)


def are_signed(lines: Sequence[str]) -> bool:
    """Whether lines are those who sign a notice, one under the other, and their closing: 陳啟文, 同啟."""
    return len(lines) >= FEWEST and signs_off(lines[-1]) and all(map(is_signature, lines[:-1]))


def runs_of_cells(lines: Sequence[str]) -> Iterator[range]:
    """Yield the runs of short lines that have equally many cells of Han: a name and an office, two names."""
    cells = [_cells(line) for line in lines]
    counts = [len(of_line) for of_line in cells]
    start = 0
    while start < len(lines):
        end = start
        while end + 1 < len(lines) and counts[start] and counts[end + 1] == counts[start]:
            end += 1
        if end - start + 1 >= FEWEST and _has_names(cells[start : end + 1]):
            yield range(start, end + 1)
        start = end + 1


def _has_names(rows: Sequence[Sequence[str]]) -> bool:
    """Whether one column of cells may be names by their lengths: blanks for marks stand in longer prose."""
    for column in zip(*rows, strict=True):
        sizes = [len(cell) for cell in column]
        if max(sizes) <= LONGEST_NAME and 2 * sum(size <= USUAL_NAME for size in sizes) > len(sizes):
            return True
    return False


def _cells(line: str) -> list[str]:
    """Return the cells of Han of a short line without a mark; none: one, or too many, or another form."""
    if len(line) > 2 * WIDEST or MARKS.search(line) or is_byline(line) or is_credit(line):
        return []
    cells = BLANKS.split(LETTER_SPACED.sub(r"\1\2", line.strip()))
    whole = all(len(cell) > 1 and all(map(is_han, cell)) and width(cell) <= LONGEST_CELL for cell in cells)
    return cells if whole and len(cells) in CELLS and width(line) <= WIDEST else []
