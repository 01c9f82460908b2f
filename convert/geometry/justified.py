"""Lines of Latin script that are spread over their column: the white between their words is no gutter.

gave   away   two   oak   ->  one line: it begins and ends where the full lines around it do
benches at Ashby, and 789
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from convert.document.layout import Box
from convert.geometry.glyphs import GlyphLine, make_line
from convert.language.han import is_wide

SAME_LINE = 0.25
"""Ems by which baselines of one line differ."""
FEWEST = 3
"""Lines that begin and end at the same places, where a column is."""
NARROWEST = 5
"""Ems that a column is wide, at least."""
FEW = 3
"""Times as many lines has the column in which others are but pieces."""
EDGE, INDENT = 0.6, 3
"""Ems by which a line misses the edge of its column; by which its first line is indented, at most."""
NEAR = 6
"""Ems to a full line of the column, at most: headings stand a little off."""


@dataclass(slots=True)
class _Column:
    """Where full lines begin and end, and on which baselines they stand."""

    left: float
    right: float
    size: float
    baselines: list[float] = field(default_factory=list)

    def is_near(self, baseline: float) -> bool:
        """Return whether a full line of the column stands near a baseline, or on both sides of it."""
        at = bisect_left(self.baselines, baseline)
        around = self.baselines[max(0, at - 1) : at + 1]
        return any(abs(each - baseline) < NEAR * self.size for each in around)


class _SortedColumns(NamedTuple):
    """Columns by where they begin: of a page of thousands of pieces, each asks only those near it."""

    ordered: list[_Column]
    lefts: list[float]
    size: float
    """Of the largest type."""

    def around(self, left: float) -> Sequence[_Column]:
        """Return the columns in which what begins at some place may begin a line, and a few more."""
        reach = (INDENT + 1) * self.size
        return self.ordered[bisect_left(self.lefts, left - reach) : bisect_right(self.lefts, left + reach)]


def _by_left(columns: Sequence[_Column]) -> _SortedColumns:
    ordered = sorted(columns, key=lambda column: column.left)
    return _SortedColumns(
        ordered, [column.left for column in ordered], max(column.size for column in ordered)
    )


def join_justified(lines: Sequence[GlyphLine], rules: Sequence[Box]) -> list[GlyphLine]:
    """Put the pieces of lines together that fill a column from edge to edge."""
    found = _columns(lines)
    if not found:
        return list(lines)
    columns = _by_left(found)
    upright = [rule for rule in rules if rule.height > rule.width]
    joined: list[GlyphLine] = []
    for row in _rows(lines):
        at = 0
        while at < len(row):
            near = columns.around(row[at].box.left)
            stop = max((_end(row, at, column, columns, upright) for column in near), default=at)
            joined.append(_join(row[at : stop + 1]))
            at = stop + 1
    return joined


def _columns(lines: Sequence[GlyphLine]) -> list[_Column]:
    """Return the columns whose full lines are spread from edge to edge."""
    keys = [(round(2 * line.box.left / line.size), round(2 * line.box.right / line.size)) for line in lines]
    counts = Counter(zip(keys, (round(line.size, 1) for line in lines), strict=True))
    columns: dict[tuple[tuple[int, int], float], _Column] = {}
    for key, line in zip(keys, lines, strict=True):
        sized = key, round(line.size, 1)
        if counts[sized] < FEWEST or line.box.width < NARROWEST * line.size or is_wide(line.text[0]):
            continue
        column = columns.setdefault(sized, _Column(line.box.left, line.box.right, line.size))
        column.baselines.append(line.baseline)
    for column in columns.values():
        column.baselines.sort()
    fewest = min((len(column.baselines) for column in columns.values()), default=0)
    large = [column for column in columns.values() if len(column.baselines) > FEW * fewest]
    return [column for column in columns.values() if not _is_inside_another(column, large)]


def _is_inside_another(column: _Column, columns: Sequence[_Column]) -> bool:
    """Return whether one is but pieces of lines of a wider column, which begin at one place by chance."""
    for other in columns:
        if FEW * len(column.baselines) >= len(other.baselines):
            continue
        slack = EDGE * other.size
        wider = other.right - other.left > column.right - column.left + 2 * column.size
        if not wider or other.left > column.left + slack or other.right < column.right - slack:
            continue
        first, last = other.baselines[0] - NEAR * other.size, other.baselines[-1] + NEAR * other.size
        near = bisect_left(column.baselines, last) - bisect_right(column.baselines, first)
        if 2 * near > len(column.baselines):
            return True
    return False


def _rows(lines: Sequence[GlyphLine]) -> Iterator[list[GlyphLine]]:
    """Yield the pieces that share a baseline, from the left to the right."""
    row: list[GlyphLine] = []
    for line in sorted(lines, key=lambda line: (line.baseline, line.box.left)):
        if row and line.baseline - row[-1].baseline > SAME_LINE * min(line.size, row[-1].size):
            yield sorted(row, key=lambda line: line.box.left)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda line: line.box.left)


def _end(
    row: Sequence[GlyphLine], at: int, column: _Column, columns: _SortedColumns, rules: Sequence[Box]
) -> int:
    """Return the number of the piece that ends a line which begins with one; its own: it is whole."""
    first, slack = row[at], EDGE * column.size
    if not -slack < first.box.left - column.left < INDENT * column.size or first.box.right > column.right:
        return at
    if not column.is_near(first.baseline):
        return at
    for number in range(at + 1, len(row)):
        before, piece = row[number - 1 : number + 1]
        if piece.box.right > column.right + slack or not _may_be_space(before, piece, columns, rules):
            return at
        if piece.box.right > column.right - slack:
            return number
    return at


def _may_be_space(first: GlyphLine, second: GlyphLine, columns: _SortedColumns, rules: Sequence[Box]) -> bool:
    """Return whether white may be that between two words: of one type, with no column or rule behind it."""
    if abs(first.size - second.size) > 0.05 * second.size or first.bold != second.bold:
        return False
    if is_wide(first.text[-1]) and is_wide(second.text[0]):
        return False
    begins = any(
        abs(column.left - second.box.left) < EDGE * column.size and column.is_near(second.baseline)
        for column in columns.around(second.box.left)
    )
    return not begins and not any(
        first.box.right - 1 <= rule.left <= second.box.left + 1 and rule.top < second.baseline < rule.bottom
        for rule in rules
    )


def _join(pieces: Sequence[GlyphLine]) -> GlyphLine:
    """Make one line of pieces, with a space between any two."""
    if len(pieces) == 1:
        return pieces[0]
    glyphs = [*pieces[0].glyphs]
    for piece in pieces[1:]:
        glyphs += [piece.glyphs[0]._replace(spaced=True), *piece.glyphs[1:]]
    return make_line(glyphs)
