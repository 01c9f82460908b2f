"""Printed lines: a block's reading parted at its line ends, and the looks that blocks of lines have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convert.analysis.lines.dated_text import signs_off
from convert.analysis.lines.glue import breaks_off_time
from convert.analysis.lines.latin_shapes import BYLINE
from convert.analysis.lines.line_forms import is_whole, leading
from convert.analysis.lines.line_shapes import BRIEF, CAPTION_MARK, furniture_role, is_credit
from convert.analysis.lines.line_shapes import BYLINE as WRITER
from convert.analysis.lines.measure import INDENT, NARROWEST, UNKNOWN, WIDEST, Measure, room_needed, width
from convert.language.han import COLONS, COMMAS, ends_sentence, is_wide
from convert.text.pattern import LatePattern

LINE_END = re.compile(r"(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])\s*")
MOST_LINES = 4
"""Of a heading."""
LARGER = 3.0
"""Squares by which the lines of a heading in larger type are shorter than the columns'."""
SHORT_END = 3.0
"""Squares that a line leaves which ends its paragraph, or is a heading."""
ALIKE = 1.0
"""Squares by which full lines of headings differ, at most."""
TRUSTED = 0.4
FEWEST_FLUSH, FLUSH = 2, 3
"""First lines that are as long as all others, at least, and how many times as many as shorter ones."""
SECTION_HEAD = LatePattern(r"[一二三四五六七八九十]{1,3}、[^，。；：！？、,.;:!?]{2,20}")
ENTRY = LatePattern(
    r"(?:\d{4}|[〇零一二三四五六七八九]{4})年(?:[\d一二三四五六七八九十]{1,2}月)?(?:[\d一二三四五六七八九十]{1,3}日)?"
    r"(?:\u3000+|[ \u3000]{2,})\S"
)
"""How an entry of a chronicle begins: a date, and a wide blank."""
BLANK = LatePattern(r"\S[ \u3000]+\S")
"""Behind 记者 in a byline; without one, the same characters begin a sentence at times."""
RUNNING = LatePattern(r"[，：。][^。！？”）]{2,}$")
"""The end of a line in mid-sentence, behind a mark."""
LATER_ITEM = LatePattern(
    r"[，。；：,;:][（(]?(?:[二三四五六七八九]是|(?:[二三四五六七八九]|[2-9])[)）、.．](?!\d))"
)
"""An item of a list behind another one, in mid-line: the list is one of running text."""
TAKEN = LatePattern(r"[摄攝][）)]?$")
FULL_OF_HEADING = 0.7
"""How certain it is that a heading goes on below a line that had no room for the next word."""
IN_TIME = 0.95
"""How certain a text goes on where a line ends within a time of day."""
MOST_OF_CAPTION = 4
"""Lines of a caption whose last one says who took the picture."""
BLANKS = " \t\u3000"
INDENTED = LatePattern(r"[\n\r\u2028\u2029](?:\u3000\u3000| {2,8}|\t)\S")
DEEP = LatePattern(r"[\n\r\u2028\u2029]\u3000{3,8}\S")
"""An indent deeper than a paragraph's: behind a sentence it sets items one under the other, 人物：…"""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a block: its text, and the line end that follows it."""

    text: str
    end: int
    """Where the line end (with the blanks around it) begins in the block's reading."""
    next: int
    """Where the next line begins."""
    indented: bool
    """Whether the next line is indented."""


def lines_of(text: str) -> list[Line]:
    """Part a reading at its line ends."""
    lines: list[Line] = []
    start = 0
    for match in LINE_END.finditer(text):
        around = match.start(), min(len(text), match.end() + 1)
        indented = INDENTED.search(text, *around) is not None
        end = match.start()
        while end > start and text[end - 1] in BLANKS:
            end -= 1
        line = text[start:end].strip()
        indented = indented or (ends_sentence(line) and DEEP.search(text, *around) is not None)
        lines.append(Line(line, end, match.end(), indented))
        start = match.end()
    lines.append(Line(text[start:].strip(), len(text), len(text), indented=False))
    return lines


def is_wrapped(text: str) -> bool:
    """Whether a reading has more lines than one."""
    return LINE_END.search(text) is not None


def is_vertical(lines: Sequence[Line]) -> bool:
    r"""Whether a block is a column of vertical text: one wide character a line, perhaps a mark with it.

    "春\n風\n又\n綠"  ->  True
    """
    shown = [line.text for line in lines if line.text]
    single = sum([len(text) <= 2 and is_wide(text[0]) for text in shown])
    return len(shown) >= 4 and single >= 0.9 * len(shown) and max(map(len, shown)) <= 4


def is_large(lines: Sequence[Line], measure: Measure) -> bool:
    """Whether a block may be a heading in larger type: all its lines are short, and none ends a sentence.

    "欧洲队长托马斯·比约" / "恩判断巨大的优势可能" / "很快便会消失"   in a column of 16 squares  ->  True

    Lines that are all equally long, the last one too, are verse.
    """
    shown = [line.text for line in lines if line.text]
    wide = [width(text) for text in shown]
    return (
        measure.trust > 0
        and 2 <= len(shown) <= MOST_LINES
        and max(wide) <= measure.squares - LARGER
        and wide[-1] <= max(wide) - 1
        and not any(ends_sentence(text) or stands_alone(text) for text in shown)
    )


def has_indents(blocks: Iterable[Sequence[Line]], measure: Measure) -> bool:
    """Whether the first lines of paragraphs are indented, as far as their length tells; print mostly does so.

    A first line that goes on is as long as the others where it is not, and two squares shorter where it is.
    Which lines are first is known at the beginning of a block, and behind a short line.
    """
    flush = indented = 0
    for lines in blocks:
        shown = [line for line in lines if line.text]
        if any(line.indented for line in shown):
            return True
        for number, line in enumerate(shown[:-1]):
            above = shown[number - 1].text if number else ""
            first = not above or (width(above) <= measure.squares - SHORT_END and above[-1] not in COMMAS)
            if first and not ends_sentence(line.text):
                room = measure.squares - width(line.text)
                flush += abs(room) < 1
                indented += abs(room - INDENT) < 1
    return measure.trust < TRUSTED or flush < FEWEST_FLUSH or flush <= FLUSH * indented


def widest_lines(lines: Sequence[str]) -> Measure:
    """Find the measure of a few lines: the width of the widest, if two have it."""
    wide = [width(line) for line in lines if line]
    most = max(wide, default=0.0)
    alike = sum([most - size <= 1 for size in wide])
    return Measure(most, TRUSTED) if alike > 1 and NARROWEST <= most <= WIDEST else UNKNOWN


def large_type(blocks: Mapping[int, Sequence[Line]], measure: Measure) -> tuple[Measure, list[int]]:
    """Return how many squares the lines of headings in larger type hold, and which of some blocks are such.

    Two lines that are as long as those of other headings are no verse, even if they are equally long.
    """
    large = [number for number, lines in blocks.items() if is_large(lines, measure)]
    own = large_measure([blocks[number] for number in large])
    if own.trust <= 0 or own.squares > measure.squares - LARGER:
        return own, large
    found = {*large}
    found.update(number for number, lines in blocks.items() if _is_as_large(lines, own))
    return own, [number for number in blocks if number in found]


def _is_as_large(lines: Sequence[Line], own: Measure) -> bool:
    """Whether a block's lines are as long as those of headings in larger type, whatever its last one is.

    Those of verse end in marks.
    """
    shown = [line.text for line in lines if line.text]
    if not 2 <= len(shown) <= MOST_LINES + 1 or any(ends_sentence(text) for text in shown):
        return False
    if 2 * sum(text[-1] in COMMAS for text in shown) >= len(shown):
        return False
    full = all(abs(width(text) - own.squares) <= ALIKE for text in shown[:-1])
    return full and width(shown[-1]) <= own.squares + ALIKE


def large_measure(blocks: Sequence[Sequence[Line]]) -> Measure:
    """Find how many squares the headings' lines hold: the width that most of those have which go on."""
    wide = [round(width(line.text)) for lines in blocks for line in lines[:-1] if line.text]
    around = {w: sum([abs(w - other) <= 1 for other in wide]) for w in set(wide)}
    best = max(sorted(around), key=lambda w: (around[w], w), default=0)
    return Measure(float(best), around[best] / len(wide)) if around.get(best, 0) >= 2 else UNKNOWN


def stands_alone(line: str) -> bool:
    """Whether a line is furniture, a credit, a caption or a brief's beginning: it joins nothing above."""
    return (
        furniture_role(line) is not None
        or is_credit(line)
        or CAPTION_MARK.match(line) is not None
        or BRIEF.match(line) is not None
        or BYLINE.fullmatch(line) is not None
        or is_whole(line)
        or signs_off(line)
        or (WRITER.fullmatch(line) is not None and BLANK.search(line) is not None)
    )


def breaks_off_caption(line: str, below: Sequence[str]) -> bool:
    """Whether a caption's first line breaks off in mid-sentence: who took the picture is told a little below.

    "图为农民在采茶。今年春茶喜人，预" / "计增产两成。（方圆 摄）"  ->  True
    """
    if CAPTION_MARK.match(line) is None or RUNNING.search(line) is None or not is_wide(line[-1]):
        return False
    return any(TAKEN.search(each) for each in below[: MOST_OF_CAPTION - 1] if not is_credit(each))


def least_certainty(here: str, below: str, measure: Measure, *, large: bool) -> float:
    """Return how certain it is at least that a line goes on below: in a time of day, or in a heading.

    A heading in larger type goes on below a line that had no room for the next word.
    """
    if any(cut_times([here, below])):
        return IN_TIME
    return FULL_OF_HEADING if large and measure.squares - width(here) < room_needed(below) else 0.0


def cut_times(lines: Sequence[str]) -> Iterator[int]:
    """Yield the lines that begin with the rest of a time of day, or are that alone: no page number.

    "营业到下午5:" / "30"   ->  the second line
    """
    for number, (above, line) in enumerate(pairwise(lines), 1):
        if breaks_off_time(above, line):
            yield number


def begins_list(above: str, lines: Sequence[str]) -> bool:
    """Whether a list begins behind a colon: its first two items begin lines, and none stands in mid-line.

    "…责令限期改正：" / "（一）未经批准…" / "（二）占用…"  ->  True
    """
    first = leading(lines[0]) if above[-1:] in COLONS else None
    if first is None or first.value != 1:
        return False
    second = first._replace(value=2)
    return any(leading(line) == second for line in lines) and not any(map(LATER_ITEM.search, lines))


def begins_entry(above: str, line: str) -> bool:
    """Whether a line begins an entry of a chronicle, behind a sentence: "1958年3月　水文站建成"."""
    return ends_sentence(above) and ENTRY.match(line) is not None


def section_heads(lines: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of lines that head a section: counted, short, without a mark, behind a sentence.

    "…让大家都看得见。" / "二、历史经验" / "老街前后修过两次，…"  ->  the second line
    """
    widest = max(map(width, lines), default=0.0)
    for number, (above, line) in enumerate(pairwise(lines), 1):
        if SECTION_HEAD.fullmatch(line) and ends_sentence(above) and 2 * width(line) <= widest:
            yield number


def is_within(line: str, measure: Measure) -> bool:
    """Whether a line is full, and its sentence goes on below."""
    return bool(line) and not ends_sentence(line) and width(line) >= measure.squares - INDENT - 1
