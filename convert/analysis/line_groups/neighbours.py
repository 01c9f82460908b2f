"""Neighbouring lines that share a form: lists, rows of a table, verse.

    "19:00 新闻联播" / "19:38 焦点时刻" / "20:05 电视剧《老街》"   ->  a list
    "上证指数 3052.33 +0.45%" / "深证成指 9735.61 -0.21%" / …        ->  rows of a table
    "云津一中队胜石门中学队" / "柳叶街道队胜梅园社区队" / …          ->  a list

One line of such a form says nothing; three of them, one under the other, do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby, pairwise
from typing import NamedTuple

from convert.analysis.latin.latin_items import FEWEST as FEWEST_ITEMS
from convert.analysis.latin.latin_items import runs_of_items, share_of_capitals
from convert.analysis.line_groups.set_apart import set_apart
from convert.analysis.line_groups.stanzas import PlacedLine, find_stanzas, runs_of_close
from convert.analysis.line_groups.verse import REGULAR, is_couplet
from convert.analysis.lines.line_forms import (
    MARKS,
    Leading,
    columns,
    count_up,
    ends_clause,
    heads_columns,
    is_item,
    is_short_item,
    last_clause,
    leading,
    pattern_of,
)
from convert.analysis.lines.line_shapes import furniture_role, is_byline, is_credit
from convert.analysis.lines.measure import UNKNOWN, from_lines, width
from convert.document.roles import Role
from convert.language.han import HAN, is_han
from convert.text.pattern import LatePattern

FEWEST = 3
"""Neighbours that make a group."""
FEWEST_WIDE = 2
"""The same of rows of a table with three columns, one right under the other."""
FEWEST_KEYS = 2
"""The same of lines like 电话：4417, or with the numbers 1 and 2, one right under the other."""
LONGEST_RESULT = 24.0
SHORTEST_RESULT = 5.0
"""Squares of a line like 云津一中队胜石门中学队."""
MANY_COLUMNS = 4
SHORT, LONG = 2.5, 1.5
"""Squares by which a full line may be shorter or longer than the measure: an indent, a mark."""
COUPLETS = LatePattern(
    r"[喜楹对對春挽輓门門征徵寿壽婚佳获獲名妙巧趣][联聯]|[联聯][语語选選句]"
    r"|[旧舊古长長短][联聯][：:]?$|副(?:[对對]子|[^，。]{0,3}[联聯])"
)
"""What the heading over couplets says."""
OVER_A_DOOR = LatePattern(r"横[批额联]|橫[批額聯]")
"""How the line begins that stands over the door between the halves of a couplet."""
DATED = Leading("date", 0)
"""Lines that begin with a day are items one right under the other alone; else they are paragraphs."""
WIDE_BLANK = re.compile(r"[ \u3000]*\u3000[ \u3000]*| {2,}")
FEWEST_CELLS = 3
"""Cells of a line that is one of a list without figures: which ship, whose, whither, when."""
KEYED = frozenset({"time", "key"})
"""Beginnings behind which anything may stand."""
OF_SHEET = frozenset({Role.EDITORS, Role.FOLIO, Role.JUMP})
"""Furniture that no line of a list looks like."""


class LineGroup(NamedTuple):
    """Lines that share a form, from the first to before the last, some between them left out."""

    lines: tuple[int, ...]
    """Their numbers."""
    role: Role


def find_groups(lines: Sequence[PlacedLine]) -> list[LineGroup]:
    """Find the groups among the lines of a page, in order; a line is in one group at most."""
    groups: list[LineGroup] = []
    taken: set[int] = set()
    for find in (
        _led,
        _closing_alike,
        _results,
        _couplets,
        _verse,
        _rows,
        _celled,
        _patterns,
        _latin,
        _set_apart,
    ):
        fresh = [group for group in find(lines) if taken.isdisjoint(group.lines)]
        if find in {_rows, _celled, _patterns, _closing_alike, _latin}:
            fresh = _apart_from_text(lines, fresh, taken)
        taken.update(number for group in fresh for number in group.lines)
        groups += fresh
    return sorted(groups)


def _rows(lines: Sequence[PlacedLine]) -> Iterator[LineGroup]:
    """Yield runs of lines with equally many columns, in one of which all have figures."""
    found = [row if (row := columns(line.text)) and not _is_keyed(line.text) else () for line in lines]
    start = 0
    while start < len(lines):
        end = start
        shared = found[start]
        while end + 1 < len(lines) and (both := _shared(shared, found[end + 1])):
            shared, end = both, end + 1
        fewest = FEWEST_WIDE if _is_wide(found[start], found[end]) and lines[end].close else FEWEST
        if end - start + 1 >= fewest and not any(_is_of_sheet(line.text) for line in lines[start : end + 1]):
            first = start - _has_head(lines, start, len(found[start]))
            yield LineGroup(tuple(range(first, end + 1)), Role.TABLE_ROW)
        start = end + 1


def _is_wide(above: tuple[bool, ...], below: tuple[bool, ...]) -> bool:
    """Whether two rows have the same three columns or more, with figures in two of them at least."""
    return len(above) > 2 and above == below and sum(above) > 1


def _has_head(lines: Sequence[PlacedLine], start: int, count: int) -> bool:
    """Whether the names of its columns stand over a table: close by, or too many for a heading."""
    if not start or not (lines[start].close or count >= MANY_COLUMNS):
        return False
    return heads_columns(lines[start - 1].text, count)


def _apart_from_text(
    lines: Sequence[PlacedLine], groups: Sequence[LineGroup], taken: AbstractSet[int]
) -> list[LineGroup]:
    """Leave out groups that are as wide as the running text around them: a column's end made their lines."""
    inside = taken | {number for group in groups for number in group.lines}
    running = (n for n in range(len(lines) - 1) if lines[n + 1].close and n not in inside)
    measure = from_lines([lines[n].text for n in running]) if groups else UNKNOWN
    if measure.trust < 0.5:
        return [*groups]
    least, most = measure.squares - SHORT, measure.squares + LONG
    wide = ([width(lines[n].text) for n in group.lines[:-1]] for group in groups)
    return [
        group for group, sizes in zip(groups, wide, strict=True) if min(sizes) < least or max(sizes) > most
    ]


def _is_keyed(text: str) -> bool:
    """Whether a line begins with a time or a key: it is an item, whatever figures follow."""
    form = leading(text)
    return form is not None and form.kind in KEYED


def _shared(above: tuple[bool, ...], below: tuple[bool, ...]) -> tuple[bool, ...]:
    """Return the columns of figures that rows share; nothing if they are of two tables."""
    if len(above) != len(below):
        above, below = (tuple(figures for figures, _ in groupby(row)) for row in (above, below))
        if above != below:
            return ()
    both = tuple(a and b for a, b in zip(above, below, strict=True))
    return both if any(both) else ()


def _led(lines: Sequence[PlacedLine]) -> Iterator[LineGroup]:
    """Yield runs of lines that begin with the same kind of mark, number, time or key."""
    found = [form if (form := leading(line.text)) and is_item(line.text) else None for line in lines]
    start = 0
    while start < len(lines):
        end = start
        while end + 1 < len(lines) and _follows(found[end], found[end + 1]):
            end += 1
        run = range(start + _is_title(lines, start, end), end + 1)
        texts = [lines[number].text for number in run]
        if found[start] == DATED and not all(lines[number].close for number in run[1:]):
            start = end + 1
            continue
        two = len(run) == FEWEST_KEYS and lines[end].close and (_are_short_keys(texts) or count_up(texts))
        if (len(run) >= FEWEST or two) and _is_list(texts):
            yield LineGroup(tuple(run), Role.LIST)
        start = end + 1


def _is_title(lines: Sequence[PlacedLine], start: int, end: int) -> bool:
    """Whether the first line that begins alike stands apart over close ones: 剧本选登：《夜归》."""
    below = range(start + 1, end + 1)
    return len(below) >= FEWEST and [lines[n].close for n in below] == [n > start + 1 for n in below]


def _closing_alike(lines: Sequence[PlacedLine]) -> Iterator[LineGroup]:
    """Yield runs of close lines that end with the same clause, as 声明作废 in notices of losses."""
    start = 0
    while start < len(lines):
        last, end = last_clause(lines[start].text), start
        while last and end + 1 < len(lines) and lines[end + 1].close:
            if last_clause(lines[end + 1].text) != last:
                break
            end += 1
        if end - start + 1 >= FEWEST:
            yield LineGroup(tuple(range(start, end + 1)), Role.LIST)
        start = end + 1


def _are_short_keys(texts: Sequence[str]) -> bool:
    """Whether lines are a key and a few words each, as an address and a telephone number are."""
    forms = [leading(text) for text in texts]
    return all(form is not None and form.kind == "key" for form in forms) and all(
        width(text) <= LONGEST_RESULT and not ends_clause(text) for text in texts
    )


def _follows(above: Leading | None, below: Leading | None) -> bool:
    """Whether one beginning follows another in a list: of its kind, and the next number or a later one."""
    if above is None or below is None or above.kind != below.kind:
        return False
    return not above.value or below.value > above.value


def _is_list(texts: Sequence[str]) -> bool:
    """Whether lines that begin alike are items: all of them end in a mark, or hardly one does."""
    if any(_is_of_sheet(text) for text in texts):
        return False
    if 4 * sum(map(is_short_item, texts)) < 3 * len(texts):
        return False
    if _is_keyed(texts[0]):
        return True
    ended = sum(ends_clause(text) for text in texts)
    return ended >= len(texts) - 1 or ended == 0


def _is_of_sheet(text: str) -> bool:
    return furniture_role(text) in OF_SHEET or is_byline(text) or is_credit(text)


def _celled(lines: Sequence[PlacedLine]) -> Iterator[LineGroup]:
    """Yield runs of short lines that wide blanks part into equally many cells, three at least.

    "江天　招商　宁波　今日下午四点开" / "新丰　太古　汕头　明晨六点开" / …   ->  a list
    """
    for cells, run in groupby(range(len(lines)), lambda number: _cells_of(lines[number].text)):
        numbers = [*run]
        if cells and len(numbers) >= FEWEST:
            yield LineGroup(tuple(numbers), Role.LIST)


def _cells_of(text: str) -> int:
    """Return into how many cells wide blanks part a short line without marks, if they are three at least."""
    if len(text) > 2 * LONGEST_RESULT or width(text) > LONGEST_RESULT or MARKS.search(text):
        return 0
    cells = WIDE_BLANK.split(text)
    named = any(len(cell) > 1 and is_han(cell[0]) for cell in cells)
    return len(cells) if named and len(cells) >= FEWEST_CELLS and not _is_of_sheet(text) else 0


def _patterns(lines: Sequence[PlacedLine]) -> Iterator[LineGroup]:
    """Yield runs of lines that are alike but for their words and figures."""
    for bare, run in groupby(range(len(lines)), lambda number: pattern_of(lines[number].text)):
        numbers = [*run]
        if bare and len(numbers) >= FEWEST and not any(_is_of_sheet(lines[n].text) for n in numbers):
            yield LineGroup(tuple(numbers), Role.LIST)


def _latin(lines: Sequence[PlacedLine]) -> Iterator[LineGroup]:
    """Yield runs of close lines in Latin script that begin alike, or each of which begins with a capital."""
    if sum([HAN.search(line.text) is None for line in lines]) < FEWEST_ITEMS:
        return
    share = share_of_capitals(line.text for line in lines)
    for stanza in runs_of_close(lines):
        for wrapped, same in groupby(stanza, lambda number: lines[number].wrapped):
            run = [*same]
            for found in () if wrapped else runs_of_items(_texts(lines, run), share):
                yield LineGroup(tuple(run[found.start : found.stop]), Role.LIST)


def _set_apart(lines: Sequence[PlacedLine]) -> Iterator[LineGroup]:
    """Yield runs of short lines on a page whose paragraphs are a line each."""
    return (LineGroup(tuple(run), Role.LIST) for run in set_apart(lines))


def _results(lines: Sequence[PlacedLine]) -> Iterator[LineGroup]:
    """Yield short lines of Han that share two characters within and the last one.

    Short lines of another form may stand between them: 第一轮.
    """
    for short, run in groupby(range(len(lines)), lambda number: _is_short(lines[number].text)):
        numbers = [*run] if short else []
        for last, of_end in _by_last(lines, numbers).items():
            if len(of_end) < FEWEST:
                continue
            pairs = Counter(pair for n in of_end for pair in _pairs(lines[n].text) if last in pair)
            pair, count = max(pairs.items(), key=lambda item: (item[1], item[0]), default=("", 0))
            alike = [n for n in of_end if pair in _pairs(lines[n].text)]
            if count >= FEWEST and 2 * count >= len(numbers):
                yield LineGroup(tuple(alike), Role.LIST)


def _is_short(text: str) -> bool:
    short = 0 < len(text) <= 2 * LONGEST_RESULT and is_han(text[-1])
    return short and 2 <= width(text) <= LONGEST_RESULT


def _by_last(lines: Sequence[PlacedLine], numbers: Sequence[int]) -> dict[str, list[int]]:
    """Return lines that are long enough for a result, by their last character: as many as a group has."""
    by_last: dict[str, list[int]] = {}
    for number in numbers:
        text = lines[number].text
        if width(text) >= SHORTEST_RESULT:
            by_last.setdefault(text[-1], []).append(number)
    several = {last: of_end for last, of_end in by_last.items() if len(of_end) >= FEWEST}
    return {last: [n for n in of_end if not _is_of_sheet(lines[n].text)] for last, of_end in several.items()}


def _pairs(text: str) -> set[str]:
    """Return the neighbouring characters within a line, its beginning and end left out."""
    return {a + b for a, b in pairwise(text[2:-2])}


def _couplets(lines: Sequence[PlacedLine]) -> Iterator[LineGroup]:
    """Yield couplets: beside them stands their heading, 楹联 or 横批：…, or other couplets.

    Two headlines may be as long as each other by chance, and so may the two below: without marks there are
    three couplets.
    """
    stanzas = [*runs_of_close(lines)]
    paired = [_is_couplet(lines, run) for run in stanzas]
    together = [size for _, same in groupby(paired) for size in (len([*same]),) for _ in range(size)]
    titled_until = 0
    for run, pair, beside in zip(stanzas, paired, together, strict=True):
        titled = run.start > 0 and (titled_until == run.start or _heads_couplets(lines[run.start - 1].text))
        titled_until = run.stop if titled and pair else titled_until
        headed = run.start + 2 < len(lines) and OVER_A_DOOR.match(lines[run.start + 2].text)
        if pair and (
            _is_marked(lines[run[0]].text, lines[run[1]].text)
            or headed
            or titled
            or beside >= (2 if _ends(lines[run[0]].text, lines[run[1]].text) else FEWEST)
        ):
            yield LineGroup((run.start, run.start + 1), Role.VERSE)
    for above, below in pairwise(run.start for run in stanzas if len(run) == 1):
        first, second = lines[above].text, lines[below].text
        if below == above + 1 and is_couplet(first, second) and _is_marked(first, second):
            yield LineGroup((above, below), Role.VERSE)


def _heads_couplets(text: str) -> bool:
    return COUPLETS.search(text) is not None


def _is_couplet(lines: Sequence[PlacedLine], run: range) -> bool:
    """Whether a run is two lines of a couplet, or those and their heading."""
    if len(run) < 2 or any(lines[number].wrapped for number in run):
        return False
    if any(OVER_A_DOOR.match(lines[number].text) is None for number in run[2:]) or len(run) > 3:
        return False
    return is_couplet(lines[run[0]].text, lines[run[1]].text)


def _is_marked(first: str, second: str) -> bool:
    """Whether a couplet is of five or seven characters a line, behind which its comma and its stop stand."""
    regular = len(first) - 1 in REGULAR and len(first) == len(second)
    return regular and _ends(first, second)


def _ends(first: str, second: str) -> bool:
    """Whether a comma ends the first line of two, and a stop the second."""
    return first[-1] in "，、；" and second[-1] in "。！？"


def _verse(lines: Sequence[PlacedLine]) -> Iterator[LineGroup]:
    """Yield whole stanzas."""
    return (LineGroup(tuple(run), Role.VERSE) for run in find_stanzas(lines))


def _texts(lines: Sequence[PlacedLine], run: Sequence[int]) -> list[str]:
    return [lines[number].text for number in run]
