"""From what an engine has read to characters with places: of one size a line, as type is.

boxes that differ by their ink  ->  glyphs of one size and one baseline a line
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from convert.document.layout import Box
from convert.geometry.glyph_lines import GUTTER, lines_of
from convert.geometry.glyphs import Glyph, GlyphLine
from convert.geometry.line_columns import COLUMN
from convert.language.han import is_han
from convert.ocr.answer import RecognizedLine, RecognizedPage

MEASURED = 5
"""Distances between Han characters of a line that make a sure measure."""
HEIGHT = 0.78
"""The size of type in heights of a line's box, where no line of the page tells."""
SAME = 0.05
"""By which the sizes of two long lines of one type differ."""
SAME_FEW = 0.15
"""The same of lines of a few characters."""
SAME_HEIGHT = 0.22
"""The same of letters, whose height is that of their ink."""
SAME_SINGLE = 0.4
"""The same of FEW characters: the end of a paragraph rather than a heading."""
FEW = 3
LITTLE, FAR = 0.25, 6
"""Ems of white before a column that other lines show, and from the line's beginning to there, at least."""
CLOSE, BESIDE = 8, 2
"""Ems above and below a line within which others show a column, and how many do, at least."""
NEAR = 0.6
"""Ems of white between two longer pieces of one line, at most."""
DESCENT = 0.38
"""Ems from the middle of a line to its baseline."""


def _has_letter(text: str) -> bool:
    return any(map(str.isalnum, text))


class Advance(NamedTuple):
    """How far Han characters of a line stand apart, and of how many pairs that is the median."""

    size: float
    pairs: int


def line_sizes(lines: Sequence[RecognizedLine]) -> list[float]:
    """Return the size of each line's type, in pixels: its advance, else by its height.

    A size that is near to the body's is the body's.
    """
    advances = [_advance(line) for line in lines]
    pairs = list(zip(lines, advances, strict=True))
    ratios = [advance.size / _height(line) for line, advance in pairs if advance.pairs >= MEASURED]
    ratio = median(ratios) if ratios else HEIGHT
    sizes = [advance.size or ratio * _height(line) for line, advance in pairs]
    body = _weighted_median(
        sorted((size, len(line.characters)) for line, size in zip(lines, sizes, strict=True))
    )
    return [
        body if abs(size - body) <= _tolerance(line, advance) * body else size
        for line, size, advance in zip(lines, sizes, advances, strict=True)
    ]


def _tolerance(line: RecognizedLine, advance: Advance) -> float:
    if not advance.pairs and len(line.characters) <= FEW:
        return SAME_SINGLE if _has_letter(line.text) else 1.0
    if advance.pairs >= MEASURED:
        return SAME
    return SAME_FEW if advance.pairs else SAME_HEIGHT


def _height(line: RecognizedLine) -> float:
    return max(line.box.width if line.vertical else line.box.height, 1.0)


def _advance(line: RecognizedLine) -> Advance:
    """Return the distance from one Han character to the next."""
    middles = [
        (b.begin + b.end - a.begin - a.end) / 2
        for a, b in pairwise(line.characters)
        if is_han(a.text) and is_han(b.text) and not b.spaced
    ]
    size = median(middles) if middles else 0.0
    return Advance(size, len(middles)) if 0.4 * _height(line) < size < 1.5 * _height(line) else Advance(0, 0)


def _weighted_median(sizes: Sequence[tuple[float, int]]) -> float:
    half = sum(weight for _, weight in sizes) / 2
    for size, weight in sizes:
        half -= weight
        if half <= 0:
            return size
    return 1.0


def _glyphs(line: RecognizedLine, size: float) -> Iterator[Glyph]:
    box = line.box
    middle = (box.left + box.right) / 2 if line.vertical else (box.top + box.bottom) / 2
    near, far = middle - size / 2, middle + size / 2
    baseline = middle if line.vertical else middle + DESCENT * size
    for text, begin, end, confidence, spaced in line.characters:
        place = Box(near, begin, far, end) if line.vertical else Box(begin, near, end, far)
        stand = place.bottom if line.vertical else baseline
        yield Glyph(text, place, stand, size, spaced=spaced, vertical=line.vertical, confidence=confidence)


def page_lines(page: RecognizedPage) -> list[GlyphLine]:
    """Return the lines of a page: those that reach over a gutter parted, and pieces of one put together.

    Each line is looked at by itself, for on a page that was scanned askew lines of two columns share no
    baseline.
    """
    pieces: list[GlyphLine] = []
    sizes = line_sizes(page.lines)
    for line, size in zip(page.lines, sizes, strict=True):
        pieces += lines_of(_glyphs(line, size), page.rules)
    level = list(_parted_at_columns([piece for piece in pieces if not piece.vertical]))
    return [*_joined(level, page.rules), *(piece for piece in pieces if piece.vertical)]


def _parted_at_columns(pieces: Sequence[GlyphLine]) -> Iterator[GlyphLine]:
    """Part lines of the body that reach into the next column, where many others begin: a gutter is narrow.

    An engine's places of characters are no measure of white: a little is enough where lines near by begin.
    """
    edges = _edges(pieces)
    for piece in pieces:
        cuts = [
            number
            for number, (first, second) in enumerate(pairwise(piece.glyphs), 1)
            if abs(piece.size - edges.em) < SAME_HEIGHT * edges.em
            and second.box.left - first.box.right > LITTLE * piece.size
            and second.box.left - piece.box.left > FAR * piece.size
            and edges.begin_at(second.box.left) > COLUMN
            and _begin_near(second.box.left, piece, pieces) >= BESIDE
        ]
        for begin, stop in pairwise([0, *cuts, len(piece.glyphs)]):
            yield from lines_of(piece.glyphs[begin:stop]) if cuts else [piece]


def _begin_near(left: float, line: GlyphLine, pieces: Sequence[GlyphLine]) -> int:
    """Return how many lines that are close above or below begin at a place."""
    return sum(
        abs(piece.box.left - left) < 0.6 * line.size
        and 0 < abs(piece.baseline - line.baseline) < CLOSE * line.size
        for piece in pieces
    )


def _joined(pieces: Sequence[GlyphLine], rules: Sequence[Box]) -> list[GlyphLine]:
    """Put pieces together that stand close in one line, unless a column begins or a rule stands between."""
    edges = _edges(pieces)
    done: list[GlyphLine] = []
    for piece in sorted(pieces, key=lambda piece: piece.box.left):
        before = next((n for n in reversed(range(len(done))) if _goes_on(done[n], piece, edges, rules)), None)
        if before is None:
            done.append(piece)
        else:
            glyphs = [*done[before].glyphs, *piece.glyphs]
            level = [glyph._replace(baseline=glyphs[0].baseline) for glyph in glyphs]
            whole = lines_of(level, rules)
            if len(whole) == 1:
                done[before] = whole[0]
            else:
                done.append(piece)
    return sorted(done, key=lambda line: (line.box.top, line.box.left))


class _Edges(NamedTuple):
    """Where lines begin, in sorted order."""

    lefts: Sequence[float]
    em: float
    """The size of the body's type: lines of other sizes begin at the same columns."""

    def begin_at(self, left: float) -> int:
        """Return how many lines begin within three quarters of an em of a place."""
        near = 0.75 * self.em
        return bisect_right(self.lefts, left + near) - bisect_left(self.lefts, left - near)


def _edges(pieces: Sequence[GlyphLine]) -> _Edges:
    em = median([piece.size for piece in pieces]) if pieces else 1.0
    return _Edges(sorted(piece.box.left for piece in pieces), em)


def _goes_on(first: GlyphLine, second: GlyphLine, edges: _Edges, rules: Sequence[Box]) -> bool:
    size = max(first.size, second.size)
    gap = second.box.left - first.box.right
    few = min(len(first.glyphs), len(second.glyphs)) <= FEW  # which an engine takes for a line of their own
    if not -0.5 * size < gap < (GUTTER if few else NEAR) * size or abs(first.size - second.size) > 0.2 * size:
        return False
    marks = not (_has_letter(first.text) and _has_letter(second.text))  # a quotation mark has no middle
    if abs(first.baseline - second.baseline) > (0.6 if marks else 0.35) * size:
        return False
    if edges.begin_at(second.box.left) > COLUMN:
        return False
    y = second.baseline - 0.4 * size
    return not any(
        rule.top < y < rule.bottom and first.box.right - 2 <= rule.left <= second.box.left + 2
        for rule in rules
        if rule.height > rule.width
    )
