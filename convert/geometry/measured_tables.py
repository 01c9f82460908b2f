"""Tables whose words an OCR has measured: no box is exact, and white within a cell may look like a column's.

    5 坪   请     8C   -4       most rows have four pieces: there are four columns, what stands in one of them
    东城   请    23C   4C   ->  is one cell, and where a row lacks a piece, its place says which one
    柳叶   阴转晴 28"C  -9"C

Where rows do not agree on columns, or none of these is of figures, the lines stay lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from convert.document.cells import Cell, is_grid
from convert.document.layout import hull
from convert.geometry.alignment import Extent
from convert.geometry.frames import body_size
from convert.geometry.glyphs import Glyph, GlyphLine
from convert.geometry.table_content import Row, is_contents, is_figure
from convert.geometry.tables import (
    CELL_GAP,
    FARTHEST,
    LEVEL,
    LONGEST_CELL,
    STEP,
    FoundTables,
    LineTable,
    TableCellLines,
)
from convert.language.han import is_han

SURE = 0.93
"""How certain a table is in which a column is of figures, most rows have all cells, and these line up."""
WHITE = 0.2
"""Ems of white between two columns, by the middle of what their rows have."""
NEAR, CROSSED, WITHIN = 1.0, 0.5, 1.2
"""Ems by which a piece may miss its column, reach into another one, and be parted from the next in a cell."""
AGREEING, LOOKED_AHEAD = 0.5, 12
"""Part of the rows that have a piece in each column, and rows of which the columns are learnt."""
MIXED_GAP = 0.2
"""Ems of white between a word and a figure that may part two cells."""
FEWEST_ROWS, FEWEST_COLUMNS, FEWEST_CELLS = 3, 2, 6
FILLED, ALIGNED = 0.6, 0.65
"""Parts of a column that have a cell, and that line up, at least."""
FEWEST_FIGURES, FIGURES = 2, 0.75
"""Figures of a column below the head, and the part of it that they are and that line up exactly."""
SLACK, EXACT = 0.7, 0.35
"""Ems by which cells that line up may stand apart, and figures that do."""
MOST_ROWS = 200
READ_FIGURE = re.compile(r"[-+~—–−±(\[\]]{0,2}\d[\d.,:/]*[^\w\s]{0,2}[A-Za-zＣ%％‰℃]{0,2}[)\]]?")
"""A figure as an OCR reads it: 28"C for 28℃."""
BARS = "|¦｜丨‖"
"""What an OCR makes of the printed rule between two columns."""
TEXT_MARKS = re.compile(r"[，。；！？、]|[;!?](?!\S)|[.](?= [A-Z])")


class _AgreeingRows(NamedTuple):
    """Rows of a block that agree on columns."""

    first: int
    columns: tuple[Extent, ...]
    places: tuple[tuple[int, ...], ...]
    """Of each row the columns of its pieces."""

    @property
    def rows(self) -> range:
        """Their numbers."""
        return range(self.first, self.first + len(self.places))


NO_RUN = _AgreeingRows(0, (), ())


def is_read_figure(text: str) -> bool:
    """Return whether a cell is a figure, perhaps misread.

    >>> is_read_figure('28"C'), is_read_figure("-4"), is_read_figure("十名")
    (True, True, False)
    """
    bare = "".join(text.split()).strip(BARS)
    return is_figure(bare) or READ_FIGURE.fullmatch(bare) is not None


def measured_tables(lines: Sequence[GlyphLine]) -> FoundTables:
    """Find the tables among level lines whose glyphs are words."""
    size = body_size(lines)
    homes: dict[int, GlyphLine] = {}
    pieces: dict[int, list[GlyphLine]] = {}
    for line in lines:
        own = [replace(piece, size=size) for piece in _pieces(line, size)]
        if not _is_text(line, own):
            pieces[id(line)] = own
            homes.update((id(piece), line) for piece in own)
    tables: list[LineTable] = []
    used: set[int] = set()
    for block in _blocks([piece for own in pieces.values() for piece in own], size):
        for run in _runs(block, size):
            table = _table(block, run, size)
            inside = {id(piece) for number in run.rows for piece in block[number]}
            whole = {id(homes[piece]) for piece in inside}
            if table and all(id(piece) in inside for line in whole for piece in pieces[line]):
                tables.append(table)
                used |= whole
    return FoundTables(tuple(tables), tuple([line for line in lines if id(line) not in used]))


def _pieces(line: GlyphLine, size: float) -> Iterator[GlyphLine]:
    """Yield the words of a line, those put together between which there is hardly any white."""
    glyphs = sorted(line.glyphs, key=lambda glyph: glyph.box.left)
    first, right = 0, glyphs[0].box.right
    for number, glyph in enumerate(glyphs):
        gap = glyph.box.left - right
        mixed = number > 0 and _are_mixed(glyphs[number - 1].text, glyph.text)
        behind_bar = number and glyphs[number - 1].text[-1:] in BARS
        wide = gap > (MIXED_GAP if mixed else CELL_GAP) * size
        if number and (wide or behind_bar) and not _is_bar(glyph):
            yield _part(line, glyphs[first:number])
            first = number
        right = max(right, glyph.box.right)
    yield _part(line, glyphs[first:])


def _are_mixed(first: str, second: str) -> bool:
    """Return whether one text is Han and the other a figure: 口 24."""
    pairs = ((first, second), (second, first))
    return any(is_han(one[-1:]) and is_read_figure(other) for one, other in pairs)


def _part(line: GlyphLine, glyphs: Sequence[Glyph]) -> GlyphLine:
    """Return a part of a line; a printed rule that was read as a letter takes no room."""
    kept = set(map(id, glyphs))
    own = tuple(glyph for glyph in line.glyphs if id(glyph) in kept)
    box = hull(glyph.box for glyph in own if not _is_bar(glyph)) or hull(glyph.box for glyph in own)
    return replace(line, glyphs=own, box=box or line.box)


def _is_bar(glyph: Glyph) -> bool:
    return not glyph.text.strip(BARS)


def _is_text(line: GlyphLine, pieces: Sequence[GlyphLine]) -> bool:
    """Return whether a line is one of running text: long, or with marks and no figure that stands apart."""
    if any(len(piece.text) > LONGEST_CELL for piece in pieces):
        return True
    marks = len(TEXT_MARKS.findall(line.text))
    figures = sum(is_read_figure(piece.text) for piece in pieces) if len(pieces) > 1 else 0
    return marks > 1 or (marks == 1 and figures == 0) or len(line.text) > 4 * LONGEST_CELL


def _blocks(pieces: Sequence[GlyphLine], size: float) -> Iterator[list[list[GlyphLine]]]:
    """Yield rows of pieces that stand one under the other."""
    waiting: list[list[list[GlyphLine]]] = []
    for row in _rows(pieces, size):
        for part in _parts(row, size):
            best = next((block for block in reversed(waiting) if _follows(block[-1], part, size)), None)
            if best is None:
                waiting.append([part])
            else:
                best.append(part)
        low = row[0].baseline
        done = [block for block in waiting if low - block[-1][0].baseline > STEP * size]
        yield from (block for block in done if len(block) >= FEWEST_ROWS)
        waiting = [block for block in waiting if not any(block is each for each in done)]
    yield from (block for block in waiting if len(block) >= FEWEST_ROWS)


def _rows(pieces: Sequence[GlyphLine], size: float) -> Iterator[list[GlyphLine]]:
    row: list[GlyphLine] = []
    for piece in sorted(pieces, key=lambda piece: piece.baseline):
        if row and piece.baseline - row[0].baseline > LEVEL * size:
            yield sorted(row, key=lambda piece: piece.box.left)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda piece: piece.box.left)


def _parts(row: Sequence[GlyphLine], size: float) -> Iterator[list[GlyphLine]]:
    part: list[GlyphLine] = []
    for piece in row:
        if part and piece.box.left - part[-1].box.right > FARTHEST * size:
            yield part
            part = []
        part.append(piece)
    yield part


def _follows(above: Sequence[GlyphLine], row: Sequence[GlyphLine], size: float) -> bool:
    shared = min(above[-1].box.right, row[-1].box.right) - max(above[0].box.left, row[0].box.left)
    return 0 < row[0].baseline - above[0].baseline <= STEP * size and shared > 0


def _runs(block: Sequence[Sequence[GlyphLine]], size: float) -> Iterator[_AgreeingRows]:
    """Yield the longest runs of rows whose pieces stand in the columns that most of them have."""
    rows = [tuple(Extent(p.box.left, p.box.right) for p in row) for row in block[:MOST_ROWS]]
    first = 0
    while first < len(rows):
        run = max(
            (_run(rows, first, count, size) for count in _counts(rows[first : first + LOOKED_AHEAD])),
            key=lambda run: (len(run.places), len(run.columns)),
            default=NO_RUN,
        )
        if len(run.places) >= FEWEST_ROWS:
            yield run
        first += len(run.places) if len(run.places) >= FEWEST_ROWS else 1


def _counts(rows: Sequence[Sequence[Extent]]) -> list[int]:
    """Return how many pieces at least two rows have, those of most columns first."""
    counts = Counter(len(row) for row in rows)
    return sorted((n for n, times in counts.items() if times > 1 and n >= FEWEST_COLUMNS), reverse=True)


def _run(rows: Sequence[Sequence[Extent]], first: int, count: int, size: float) -> _AgreeingRows:
    """Return the rows from one on that fit columns of which the first rows with so many pieces tell."""
    whole = [row for row in rows[first : first + LOOKED_AHEAD] if len(row) == count]
    columns = tuple(
        Extent(median(row[n].left for row in whole), median(row[n].right for row in whole))
        for n in range(count)
    )
    if any(b.left - a.right < WHITE * size for a, b in pairwise(columns)):
        return NO_RUN
    places: list[tuple[int, ...]] = []
    for row in rows[first:]:
        place = _placed(row, columns, size)
        if not place:
            break
        places.append(place)
    agreeing = sum(len(place) == count for place in places)
    return _AgreeingRows(first, columns, tuple(places)) if agreeing >= AGREEING * len(places) else NO_RUN


def _placed(row: Sequence[Extent], columns: Sequence[Extent], size: float) -> tuple[int, ...]:
    """Return the column of each piece of a row; nothing where one stands in none, or in two."""
    if len(row) == len(columns) and all(_gap(*pair) < NEAR * size for pair in zip(row, columns, strict=True)):
        return tuple(range(len(columns)))
    places: list[int] = []
    for piece in row:
        near = sorted((_gap(piece, column), number) for number, column in enumerate(columns))
        if near[0][0] > NEAR * size or (len(near) > 1 and near[1][0] < -CROSSED * size):
            return ()
        places.append(near[0][1])
    parts = zip(pairwise(row), pairwise(places), strict=True)
    apart = any(a == b and two.left - one.right > WITHIN * size for (one, two), (a, b) in parts)
    return () if apart or places != sorted(places) or len(set(places)) < FEWEST_COLUMNS else tuple(places)


def _gap(one: Extent, other: Extent) -> float:
    """Return the white between two stretches; less than 0: so far one reaches into the other."""
    return max(one.left, other.left) - min(one.right, other.right)


def _table(block: Sequence[Sequence[GlyphLine]], run: _AgreeingRows, size: float) -> LineTable | None:
    """Return the table that a run of rows makes; None where it is none, or not surely one."""
    placed = [_in_columns(block[number], own) for number, own in zip(run.rows, run.places, strict=True)]
    texts: list[Row] = [{n: "".join(p.text for p in own) for n, own in row.items()} for row in placed]
    heads = not any(map(is_read_figure, texts[0].values()))
    beside = [block[n] for n in (run.rows.start - 1, run.rows.stop) if 0 <= n < len(block)]
    if any(len(row) > 1 and any(is_read_figure(p.text) for p in row) for row in beside):
        return None
    if not _has_figures(placed, len(run.columns), size) or sum(map(len, texts)) < FEWEST_CELLS:
        return None
    if not all(_is_column(placed[heads:], number, size) for number in range(len(run.columns))):
        return None
    if len(run.columns) == FEWEST_COLUMNS and (is_contents(texts) or not _are_short(texts)):
        return None
    cells = [
        TableCellLines(Cell(number, column, head=heads and not number), tuple(own))
        for number, row in enumerate(placed)
        for column, own in sorted(row.items())
    ]
    box = hull(piece.box for _, own in cells for piece in own)
    return LineTable(tuple(cells), box, SURE) if box and is_grid([cell for cell, _ in cells]) else None


def _in_columns(row: Sequence[GlyphLine], places: Sequence[int]) -> dict[int, list[GlyphLine]]:
    """Return the pieces of a row by the columns in which they stand."""
    placed: dict[int, list[GlyphLine]] = {}
    for piece, number in zip(row, places, strict=True):
        placed.setdefault(number, []).append(piece)
    return placed


def _has_figures(placed: Sequence[dict[int, list[GlyphLine]]], columns: int, size: float) -> bool:
    """Return whether a column is of figures that begin or end in one place, and another one is not."""
    counts: list[float] = []
    lined_up = False
    for column in range(columns):
        own = [row[column] for row in placed[1:] if column in row]
        figures = [cell for cell in own if is_read_figure("".join(piece.text for piece in cell))]
        counts.append(len(figures) / max(1, len(own)))
        boxes = [box for cell in figures if (box := hull(piece.box for piece in cell))]
        sides = ([box.right for box in boxes], [box.left for box in boxes])
        best = max(map(partial(_share, slack=EXACT * size), sides)) if boxes else 0.0
        lined_up = lined_up or (len(figures) >= FEWEST_FIGURES and counts[-1] >= FIGURES and best >= FIGURES)
    return lined_up and min(counts) < 1.0


def _share(places: Sequence[float], slack: float) -> float:
    """Return the part of places that are where the middle one is."""
    return sum(abs(at - median(places)) <= slack for at in places) / len(places)


def _is_column(placed: Sequence[dict[int, list[GlyphLine]]], number: int, size: float) -> bool:
    """Return whether most rows have a cell in a column, and most of these line up, by any edge."""
    boxes = [box for row in placed if number in row and (box := hull(p.box for p in row[number]))]
    if len(boxes) < max(2, FILLED * len(placed)):
        return False
    ways = ([b.left for b in boxes], [b.right for b in boxes], [(b.left + b.right) / 2 for b in boxes])
    best = max(_share(way, SLACK * size) for way in ways)
    return best >= ALIGNED


def _are_short(texts: Sequence[Row]) -> bool:
    return all(len(text) <= LONGEST_CELL / 2 for row in texts for text in row.values())
