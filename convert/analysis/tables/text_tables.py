"""Tables in plain text: rows whose cells are parted by tabs or wide blanks, and line up.

    名次  球队    积分
    1     红星    32        ->   four rows of three cells
    2     前进    30
    3     火车头  28

Names, verse and the contents of an issue line up, too: what has no column of figures is at most proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from convert.analysis.lines.line_forms import MARKS, heads_columns, leading
from convert.document.actions import CellSpan
from convert.document.cells import MOST_CELLS, MOST_COLUMNS, Cell
from convert.geometry.alignment import AlignedRows, Extent, aligned_runs
from convert.language.han import WIDE
from convert.text.pattern import LatePattern

SURE = 0.95
"""Rows that line up, with figures in a column of them."""
DOUBTFUL = 0.7
"""Rows with tabs that have columns of several kinds, and no figures."""
LONGEST_CELL, LONGEST_TABBED = 40, 200
"""Places, of which Han take two: a longer cell is running text, or one between tabs."""
MOST_MARKS, MOST_TABBED_MARKS = 0.1, 0.5
"""Part of the cells that have marks of running text."""
TAB_STEP = 100.0
"""What stands for the width of a column that tabs make."""
FIGURES = 0.6
"""Part of a column below its head that is figures, where it is one of figures."""
LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
WIDE_BLANK = re.compile(r"[ \u00a0\u3000]{2,}")
BLANK = re.compile(r"[ \u00a0\u3000]{2,}|(?<!\S\u3000)(?<=\S)\u3000(?=\S)(?!\S\u3000)")
"""A single ideographic blank, but for one between two characters of a name: 张　三."""
PLACE = LatePattern(r"[\d.,:：/％%‰℃°+\-—–−~×¥$£€()]")
PAGE_NUMBER = LatePattern(r"[第(（]?[A-D]?\s?(\d{1,3})\s?[版页)）]?")


NOWHERE = Extent(0.0, 0.0)
"""The place of a cell that has a line for itself."""


class RowCell(NamedTuple):
    """A cell of a line: where it stands in the block's reading, and on the line."""

    start: int
    end: int
    text: str
    extent: Extent


class RowLine(NamedTuple):
    """A line of a block, as a row of cells; running text is one of a single cell."""

    block: int
    cells: tuple[RowCell, ...]
    tabbed: bool
    text: str


class TextTable(NamedTuple):
    """A table, and how certain it is that it is one."""

    spans: tuple[CellSpan, ...]
    cert: float


def row_lines(number: int, reading: str) -> Iterator[RowLine]:
    """Yield the lines of a block that have something to read."""
    for line in LINE.finditer(reading):
        text = line.group()
        if not text.strip():
            continue
        tabbed = "\t" in text.strip()
        cells = tuple(_tabbed(text, line.start()) if tabbed else _spaced(text, line.start()))
        yield RowLine(number, cells, tabbed, text.strip())


def find_tables(lines: Sequence[RowLine], apart: Sequence[bool]) -> Iterator[TextTable]:
    """Yield the tables among the lines of a page; `apart`: which do not follow the line before."""
    first = 0
    for stop in range(1, len(lines) + 1):
        if stop < len(lines) and not apart[stop] and lines[stop].tabbed == lines[first].tabbed:
            continue
        group = lines[first:stop]
        for run in aligned_runs([[cell.extent for cell in line.cells] for line in group], 1.0, 1.0):
            if table := _table(group, run, lines[first - 1] if first and not apart[first] else None):
                yield table
        first = stop


def _tabbed(text: str, at: int) -> Iterator[RowCell]:
    """Yield the cells between tabs; where two tabs meet, a place is empty."""
    offset = 0
    for number, part in enumerate(text.split("\t")):
        bare = part.strip()
        if bare:
            start = at + offset + len(part) - len(part.lstrip())
            left = number * TAB_STEP
            yield RowCell(start, start + len(bare), bare, Extent(left, left + TAB_STEP / 2))
        offset += len(part) + 1


def _blanks_in(text: str) -> re.Pattern[str] | None:
    """Return what parts the cells of a line; None where nothing does."""
    if WIDE_BLANK.search(text):
        return WIDE_BLANK
    return BLANK if BLANK.search(text) else None


def _spaced(text: str, at: int) -> Iterator[RowCell]:
    """Yield the cells between wide blanks, with their places in half squares."""
    bare = text.strip()
    begin = len(text) - len(text.lstrip())
    blanks = None if bare.isprintable() and "  " not in bare else _blanks_in(bare)
    if blanks is None:  # where a lone cell stands is not asked: it lines up with none
        yield RowCell(at + begin, at + begin + len(bare), bare, NOWHERE)
        return
    start, left = begin, _places(text[:begin])
    ends = [*((m.start() + begin, m.end() + begin) for m in blanks.finditer(bare)), (begin + len(bare),) * 2]
    for end, following in ends:
        right = left + _places(text[start:end])
        yield RowCell(at + start, at + end, text[start:end], Extent(left, right))
        left = right + _places(text[end:following])
        start = following


def _places(text: str) -> int:
    """Return how many half squares a text is wide."""
    return len(text) + len(WIDE.findall(text))


def _table(group: Sequence[RowLine], run: AlignedRows, above: RowLine | None) -> TextTable | None:
    """Return a run of rows as a table; nothing where it is more likely something else."""
    lines = [group[number] for number in run.rows]
    count = len(run.columns)
    if count > MOST_COLUMNS or count * len(lines) > MOST_CELLS:
        return None
    grid = [
        dict(zip(run.columns_of([cell.extent for cell in line.cells]), line.cells, strict=True))
        for line in lines
    ]
    cert = _certainty(lines, grid, count)
    if not cert:
        return None
    before = group[run.rows.start - 1] if run.rows.start else above
    head = _head(before, count) if before else ()
    beside = [group[n] for n in (run.rows.start - 1, run.rows.stop) if 0 <= n < len(group)]
    if any(len(line.cells) > 1 for line in beside if not (head and line is before)):
        cert = min(cert, DOUBTFUL)  # a row that does not fit
    is_head = not head and not any(_is_figure(cell.text) for cell in grid[0].values())
    spans = [
        CellSpan(before.block, c.start, c.end, Cell(0, n, head=True)) for n, c in enumerate(head) if before
    ]
    for row, cells in enumerate(grid, 1 if head else 0):
        for column, cell in sorted(cells.items()):
            place = Cell(row, column, head=is_head and not row)
            spans.append(CellSpan(lines[row - (1 if head else 0)].block, cell.start, cell.end, place))
    return TextTable(tuple(spans), cert)


def _head(line: RowLine, count: int) -> tuple[RowCell, ...]:
    """Return the names of columns over a table, whatever parts them: 名次 球队 积分."""
    if line.tabbed or not heads_columns(line.text, count):
        return ()
    begin = line.cells[0].start
    whole = line.text
    return tuple(
        RowCell(begin + match.start(), begin + match.end(), match.group(), Extent(0, 0))
        for match in re.finditer(r"\S+", whole)
    )


def _certainty(lines: Sequence[RowLine], grid: Sequence[dict[int, RowCell]], count: int) -> float:
    """Return how certain rows are a table; 0: they are none."""
    cells = [cell for row in grid for cell in row.values()]
    tabbed = lines[0].tabbed
    if any(_places(cell.text) > (LONGEST_TABBED if tabbed else LONGEST_CELL) for cell in cells):
        return 0.0
    marked = sum(MARKS.search(cell.text) is not None for cell in cells)
    if marked > (MOST_TABBED_MARKS if tabbed else MOST_MARKS) * len(cells):
        return 0.0
    figures = [_figure_share(grid, column) for column in range(count)]
    if count == 2 and (_is_contents(grid) or all(leading(line.text) for line in lines)):
        return 0.0
    if max(figures) >= FIGURES and min(figures) < 1.0:
        return SURE
    kinds = {round(_mean_width(grid, column)) for column in range(count)}
    mixed = count > 2 and max(kinds) - min(kinds) > 3
    return DOUBTFUL if tabbed and mixed else 0.0


def _is_figure(text: str) -> bool:
    """Return whether most characters of a cell are figures, or marks that stand with them."""
    bare = "".join(text.split())
    return any(map(str.isdigit, bare)) and 2 * len(PLACE.findall(bare)) > len(bare)


def _figure_share(grid: Sequence[dict[int, RowCell]], column: int) -> float:
    own = [row[column].text for row in grid[1:] if column in row]
    return sum(map(_is_figure, own)) / len(own) if own else 0.0


def _mean_width(grid: Sequence[dict[int, RowCell]], column: int) -> float:
    own = [_places(row[column].text) for row in grid if column in row]
    return sum(own) / len(own)


def _is_contents(grid: Sequence[dict[int, RowCell]]) -> bool:
    """Return whether the numbers at the ends of lines are those of pages, and go up."""
    numbers = [PAGE_NUMBER.fullmatch(row[1].text) if 1 in row else None for row in grid]
    pages = [int(number[1]) for number in numbers if number]
    return len(pages) == len(grid) and pages == sorted(pages)
