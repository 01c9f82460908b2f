"""From characters with boxes to lines of print, in whatever order the file has drawn them.

    欧(50, 614) 洲(70, 614) … 地(560, 614) 位(570, 614)  ->  "欧洲…" "地位"

Characters of one baseline are one line until a gap or a printed rule parts them. Spaces are made from gaps
and from the spaces that the file has; those that a library has put in are not looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from convert.document.layout import Box, hull
from convert.language.han import is_han

GUTTER = 1.15
"""Ems of white between two characters that part them into two columns."""
WORD_GAP = 0.18
"""Ems between two letters that make two words of them."""
LEAST_SPACE = 0.05
"""Ems that a space of the file is wide, at least."""
HAN_GAP = 0.55
"""Ems between two Han characters that are a space."""
NARROW = 0.3
"""Ems of white that part two columns where a column is known to begin behind it."""
FAR = 6
"""Ems from the beginning of a line to the next column, at least."""
HANGING = "，。、；：？！”’）》」』…"
"""Marks that hang over the edge of a column."""
COLUMN = 4
"""Lines that begin at one place, where a column does."""
SAME_LINE = 0.25
"""Ems by which baselines of one line differ."""
WIDEST_SPACE = 3.2
"""Ems of white that are a space inside of a line, at most."""
NEAR_LINES = 4
"""Ems to a line that shows what the white between two others is."""
SPREAD = 4
"""Ems that letters of a spaced heading may stand apart."""


class Glyph(NamedTuple):
    """A character on its page."""

    text: str
    box: Box
    """Of its advance, not of its ink: 一 is as wide and as high as 国."""
    baseline: float
    size: float
    bold: bool = False
    rotation: int = 0
    """Degrees, clockwise: 0, 90, 180 or 270."""
    spaced: bool = False
    """Whether the file has a space in front of it."""
    vertical: bool = False
    """Whether its line runs from top to bottom."""
    confidence: float | None = None
    """0 to 1, where an OCR engine has read it; None: it is as the file has it."""


@dataclass(frozen=True, slots=True)
class GlyphLine:
    """Characters that are read together."""

    glyphs: tuple[Glyph, ...]
    box: Box
    size: float
    bold: bool = False
    rotation: int = 0
    vertical: bool = False

    @property
    def baseline(self) -> float:
        """Where its characters stand on."""
        return self.glyphs[0].baseline

    @property
    def text(self) -> str:
        """Its characters, with spaces."""
        texts = [f" {glyph.text}" if glyph.spaced else glyph.text for glyph in self.glyphs]
        return "".join(texts).strip()


def lines_of(glyphs: Iterable[Glyph], rules: Sequence[Box] = ()) -> list[GlyphLine]:
    """Return the lines that characters make, parted at gaps and at upright rules.

    Characters that are turned, or whose lines run downwards, are turned upright for it.
    """
    groups: dict[tuple[int, bool], list[Glyph]] = {}
    for glyph in glyphs:
        groups.setdefault((glyph.rotation, glyph.vertical), []).append(glyph)
    lines: list[GlyphLine] = []
    for (rotation, vertical), group in groups.items():
        if vertical:
            lines += _upright(group)
        elif rotation:
            lines += _turned(group, rotation)
        else:
            parted = list(_parted_at_columns(list(_level(group, rules))))
            lines += _whole_again(parted, rules)
    return lines


def _parted_at_columns(lines: Sequence[GlyphLine]) -> Iterator[GlyphLine]:
    """Part lines that reach into the next column: a mark that hangs over the edge narrows the gutter.

    自此盖革计数器成为科学领域的支柱， 长提供一流的服务  ->  two lines, for eleven others begin at 长
    """
    edges = _column_edges(lines)
    for line in lines:
        cuts = [
            number
            for number, (first, second) in enumerate(pairwise(line.glyphs), 1)
            if _is_gutter(first, second, line, edges)
        ]
        if not cuts:
            yield line
            continue
        for begin, stop in pairwise([0, *cuts, len(line.glyphs)]):
            yield _line(line.glyphs[begin:stop])


def _whole_again(lines: Sequence[GlyphLine], rules: Sequence[Box]) -> list[GlyphLine]:
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
            joined = _line((*last.glyphs, line.glyphs[0]._replace(spaced=True), *line.glyphs[1:]))
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


def _is_gutter(first: Glyph, second: Glyph, line: GlyphLine, edges: Mapping[tuple[int, int], int]) -> bool:
    """Return whether a column begins between two characters: behind a mark no white needs to be left."""
    gap, left, size = second.box.left - first.box.right, second.box.left, line.size
    if gap > NARROW * size:
        return _is_edge(edges, size, left)
    far = left - line.box.left > FAR * size
    return far and first.text in HANGING and gap > -0.1 * size and _is_edge(edges, size, left, 2 * COLUMN)


def _column_edges(lines: Sequence[GlyphLine]) -> Counter[tuple[int, int]]:
    """Count how many lines of a size begin at a place, in halves of its em."""
    return Counter((round(line.size), round(2 * line.box.left / line.size)) for line in lines if line.size)


def _is_edge(edges: Mapping[tuple[int, int], int], size: float, left: float, least: int = COLUMN) -> bool:
    """Return whether a column begins at a place, or a paragraph that is indented in it."""
    return any(edges.get((round(size), round(2 * left / size) - indent), 0) >= least for indent in (0, 4))


def _level(glyphs: Sequence[Glyph], rules: Sequence[Box]) -> Iterator[GlyphLine]:
    """Yield the lines of characters that stand upright."""
    upright = sorted((rule for rule in rules if rule.height > rule.width), key=lambda rule: rule.left)
    lefts = [rule.left for rule in upright]
    for row in _rows(glyphs):
        row.sort(key=lambda glyph: glyph.box.left)
        done = 0
        pieces: list[list[Glyph]] = []
        for number, (first, second) in enumerate(pairwise(row), 1):
            if _parts(first, second, upright, lefts):
                pieces.append(row[done:number])
                done = number
        pieces.append(row[done:])
        for piece in _together(pieces):
            yield _line(piece.glyphs, even=piece.even)


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the characters that share a baseline, as far as their sizes tell."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.baseline, glyph.box.left)):
        if row and glyph.baseline - row[-1].baseline > SAME_LINE * min(glyph.size, row[-1].size):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _parts(first: Glyph, second: Glyph, rules: Sequence[Box], lefts: Sequence[float]) -> bool:
    """Return whether two characters of a row are of two lines."""
    gap = second.box.left - first.box.right
    small, size = sorted((first.size, second.size))
    if _is_twice(first, second):
        return False
    if gap > GUTTER * size or gap < -0.8 * small or (size > 1.3 * small and gap > 0.5 * size):
        return True
    if not rules:
        return False
    middle = first.baseline - first.size / 3
    start = bisect_left(lefts, first.box.right - 0.3 * size)
    return any(
        rule.left <= second.box.left + 0.3 * size and rule.top < middle < rule.bottom
        for rule in rules[start : start + 8]
    )


class _LinePiece(NamedTuple):
    """Characters of one line."""

    glyphs: Sequence[Glyph]
    even: bool = False
    """Whether they stand evenly apart, so that no gap between them is a space."""


def _together(pieces: Sequence[list[Glyph]]) -> Iterator[_LinePiece]:
    """Yield pieces, single characters that stand evenly apart as one: the heading 启  事."""
    run: list[Glyph] = []
    pitch = 0.0
    for piece in pieces:
        fits = len(piece) == 1 and (not run or _is_next_spaced(run[-1], piece[0], pitch))
        if not fits and run:
            yield _LinePiece(run, even=True)
            run, pitch = [], 0.0
        if len(piece) != 1:
            yield _LinePiece(piece)
            continue
        if run and not pitch:
            pitch = piece[0].box.left - run[-1].box.left
        run = [*run, piece[0]]
    if run:
        yield _LinePiece(run, even=True)


def _is_next_spaced(last: Glyph, glyph: Glyph, pitch: float) -> bool:
    distance = glyph.box.left - last.box.left
    same = abs(glyph.size - last.size) < 0.05 * last.size and is_han(last.text) and is_han(glyph.text)
    return same and distance < SPREAD * last.size and (not pitch or abs(distance - pitch) < 0.1 * last.size)


def _line(glyphs: Sequence[Glyph], *, even: bool = False) -> GlyphLine:
    """Make a line; a character that is drawn twice in one place, for boldness, stands once."""
    kept: list[Glyph] = []
    bold = False
    for glyph in glyphs:
        before = kept[-1] if kept else None
        if before and _is_twice(before, glyph):
            bold = True
            continue
        spaced = before is not None and not even and _is_spaced(before, glyph)
        kept.append(glyph if glyph.spaced is spaced else glyph._replace(spaced=spaced))
    box = hull(glyph.box for glyph in kept) or kept[0].box
    size = median([glyph.size for glyph in kept])
    is_bold = bold or sum(glyph.bold for glyph in kept) * 2 > len(kept)
    return GlyphLine(tuple(kept), box, size, is_bold, kept[0].rotation, kept[0].vertical)


def _is_twice(first: Glyph, second: Glyph) -> bool:
    """Return whether a character is drawn a second time in its place."""
    return first.text == second.text and abs(first.box.left - second.box.left) < 0.15 * second.size


def _is_spaced(first: Glyph, second: Glyph) -> bool:
    """Return whether a space stands between two characters of a line."""
    gap = (second.box.left - first.box.right) / max(first.size, second.size, 0.01)
    if gap <= LEAST_SPACE:
        return False
    if second.spaced:
        return True
    both = is_han(first.text[-1]) and is_han(second.text[0])
    return gap > (HAN_GAP if both or not _are_letters(first, second) else WORD_GAP)


def _are_letters(first: Glyph, second: Glyph) -> bool:
    last, following = first.text[-1], second.text[0]
    return last.isalnum() and following.isalnum() and not is_han(last) and not is_han(following)


def _turned(glyphs: Sequence[Glyph], rotation: int) -> Iterator[GlyphLine]:
    """Yield the lines of characters that are turned by 90, 180 or 270 degrees."""
    upright = [
        glyph._replace(box=_turn(glyph.box, rotation), baseline=_turned_baseline(glyph, rotation))
        for glyph in glyphs
    ]
    for line in _level(upright, ()):
        own = tuple(glyph._replace(box=_turn_back(glyph.box, rotation)) for glyph in line.glyphs)
        yield replace(line, glyphs=own, box=_turn_back(line.box, rotation))


def _turn(box: Box, rotation: int) -> Box:
    """Turn a box back, so that its characters stand upright."""
    left, top, right, bottom = box
    if rotation == 90:
        return Box(top, -right, bottom, -left)
    if rotation == 180:
        return Box(-right, -bottom, -left, -top)
    return Box(-bottom, left, -top, right)


def _turn_back(box: Box, rotation: int) -> Box:
    return _turn(box, 360 - rotation)


def _turned_baseline(glyph: Glyph, rotation: int) -> float:
    box = _turn(glyph.box, rotation)
    return box.bottom - 0.2 * box.height


def _upright(glyphs: Sequence[Glyph]) -> Iterator[GlyphLine]:
    """Yield the lines of characters that run from top to bottom."""
    flat = [g._replace(box=_swap(g.box), baseline=(g.box.left + g.box.right) / 2) for g in glyphs]
    for line in _level(flat, ()):
        own = tuple(glyph._replace(box=_swap(glyph.box)) for glyph in line.glyphs)
        yield replace(line, glyphs=own, box=_swap(line.box), vertical=True)


def _swap(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)
