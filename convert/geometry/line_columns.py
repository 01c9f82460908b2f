"""Lines that a narrow gutter leaves whole are parted where a column begins; what a space parts is made whole.

自此盖革计数器成为科学领域的支柱， 长提供一流的服务  ->  two lines, for eleven others begin at 长
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from convert.document.layout import Box
from convert.geometry.frames import HANGING
from convert.geometry.glyphs import Glyph, GlyphLine, make_line
from convert.language.han import is_han

NARROW = 0.3
"""Ems of white that part two columns where a column is known to begin behind it."""
FAR = 6
"""Ems from the beginning of a line to the next column, at least."""
LARGE = 1.15
"""Times the size of the text from which the white between its columns parts no characters of a headline."""
WORD_OF_HEADLINE = 0.5
"""Ems of its own size that the words of a headline in Latin script stand apart, at most."""
BEFORE = 0.25
"""Ems before a column where there is white."""
COLUMN = 4
"""Lines that begin at one place, where a column does."""
SAME_LINE = 0.25
"""Ems by which baselines of one line differ."""
WIDEST_SPACE = 3.2
"""Ems of white that are a space inside of a line, at most."""
NEAR_LINES = 4
"""Ems to a line that shows what the white between two others is."""


def part_at_columns(lines: Sequence[GlyphLine]) -> Iterator[GlyphLine]:
    """Part lines that reach into the next column: a mark that hangs over the edge narrows the gutter.

    自此盖革计数器成为科学领域的支柱， 长提供一流的服务  ->  two lines, for eleven others begin at 长
    """
    edges = _column_edges(lines)
    body = max(edges, key=lambda edge: edges[edge], default=(0, 0))[0]
    rows = _Rows(lines)
    for line in lines:
        cuts: list[int] = []
        left, size = line.box.left, line.size
        for number, (first, second) in enumerate(pairwise(line.glyphs), 1):
            is_cut = _is_gutter(first, second, left, size, edges) and not rows.is_spanned(second, line)
            if is_cut or (size > LARGE * body and _parts_headlines(first, second, body, edges)):
                cuts.append(number)
                left = second.box.left
        if not cuts:
            yield line
            continue
        for begin, stop in pairwise([0, *cuts, len(line.glyphs)]):
            yield make_line(line.glyphs[begin:stop])


class _Rows:
    """Lines by their height on the page, which show what stands near another one."""

    def __init__(self, lines: Sequence[GlyphLine]) -> None:
        self._lines = sorted(lines, key=lambda line: line.baseline)
        self._baselines = [line.baseline for line in self._lines]

    def is_spanned(self, second: Glyph, own: GlyphLine) -> bool:
        """Return whether more lines near by run over the white before a character than begin there."""
        size, left = own.size, second.box.left
        place = left - BEFORE * size
        start = bisect_left(self._baselines, own.baseline - NEAR_LINES * size)
        stop = bisect_right(self._baselines, own.baseline + NEAR_LINES * size)
        over = begun = 0
        for line in self._lines[start:stop]:
            if line is own or abs(line.size - size) > 0.05 * size:
                continue
            begun += abs(line.box.left - left) < 0.5 * size
            if line.box.left < place < line.box.right:
                over += any(
                    glyph.box.left < place < glyph.box.right and glyph.text not in HANGING
                    for glyph in line.glyphs
                )
        return over > begun


def _parts_headlines(first: Glyph, second: Glyph, body: int, edges: Mapping[tuple[int, int], int]) -> bool:
    """Return whether two characters are of headlines side by side: a column of the text begins at the second.

    White between columns is narrower than a character of a headline.
    """
    gap = second.box.left - first.box.right
    if not is_han(first.text[-1]) and gap < WORD_OF_HEADLINE * second.size:
        return False
    return gap > body and _is_edge(edges, body, second.box.left, 2 * COLUMN, indents=(0,))


def join_pieces(lines: Sequence[GlyphLine], rules: Sequence[Box]) -> list[GlyphLine]:
    """Put pieces of a line together that a wide space parts inside of a column, as the next line shows.

    领航定向  驾驭发展全局   ->  one line: the next one stands under both pieces, and none but this
    创造新的历史伟业             one begins where 驾 does
    """
    edges = _column_edges(lines)
    ordered = sorted(lines, key=lambda line: (round(line.baseline, 1), line.box.left))
    baselines = [round(line.baseline, 1) for line in ordered]
    whole: list[GlyphLine] = []
    for line in ordered:
        last = whole[-1] if whole else None
        if last and _is_space(last, line, edges, rules) and _is_spanned(last, line, ordered, baselines):
            joined = make_line((*last.glyphs, line.glyphs[0]._replace(spaced=True), *line.glyphs[1:]))
            whole[-1] = joined
        else:
            whole.append(line)
    return whole


def _is_space(
    first: GlyphLine, second: GlyphLine, edges: Mapping[tuple[int, int], int], rules: Sequence[Box]
) -> bool:
    """Return whether the white between two pieces of a line may be a space: no column begins behind it."""
    gap, size = second.box.left - first.box.right, second.size
    if abs(second.baseline - first.baseline) > SAME_LINE * size or not 0 < gap < WIDEST_SPACE * size:
        return False
    if abs(first.size - size) > 0.05 * size or _is_edge(edges, size, second.box.left, 3):
        return False
    return not any(
        first.box.right - 1 <= rule.left <= second.box.left + 1 and rule.top < second.baseline < rule.bottom
        for rule in rules
        if rule.height > rule.width
    )


def _is_spanned(
    first: GlyphLine, second: GlyphLine, lines: Sequence[GlyphLine], baselines: Sequence[float]
) -> bool:
    """Return whether a line of the same type right over or under two pieces stands over the white between."""
    size = second.size
    near = NEAR_LINES * size
    start = bisect_left(baselines, second.baseline - near)
    stop = bisect_left(baselines, second.baseline + near)
    return any(
        line.box.left < first.box.right - 0.9 * size
        and line.box.right > second.box.left + 0.9 * size
        and abs(line.size - size) < 0.05 * size
        and abs(line.baseline - second.baseline) > 0.9 * size
        for line in lines[start:stop]
    )


def _is_gutter(
    first: Glyph, second: Glyph, begin: float, size: float, edges: Mapping[tuple[int, int], int]
) -> bool:
    """Return whether a column begins between two characters: behind a mark no white needs to be left."""
    gap, left = second.box.left - first.box.right, second.box.left
    if gap > NARROW * size:
        return _is_edge(edges, size, left)
    far = left - begin > FAR * size
    return far and first.text in HANGING and gap > -0.1 * size and _is_edge(edges, size, left, 2 * COLUMN)


def _column_edges(lines: Sequence[GlyphLine]) -> Counter[tuple[int, int]]:
    """Count how many lines of a size begin at a place, in halves of its em."""
    return Counter((round(line.size), round(2 * line.box.left / line.size)) for line in lines if line.size)


def _is_edge(
    edges: Mapping[tuple[int, int], int],
    size: float,
    left: float,
    least: int = COLUMN,
    indents: Sequence[int] = (0, 4),
) -> bool:
    """Return whether a column begins at a place, or a paragraph that is indented in it."""
    return any(edges.get((round(size), round(2 * left / size) - indent), 0) >= least for indent in indents)
