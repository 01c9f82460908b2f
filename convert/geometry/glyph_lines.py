"""From characters with boxes to lines of print, in whatever order the file has drawn them.

    欧(50, 614) 洲(70, 614) … 地(560, 614) 位(570, 614)  ->  "欧洲…" "地位"

Characters of one baseline are one line until a gap or a printed rule parts them. Spaces are made from gaps
and from the spaces that the file has; those that a library has put in are not looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from convert.document.layout import Box
from convert.geometry.glyphs import Glyph, GlyphLine, is_twice, make_line
from convert.geometry.justified import join_justified
from convert.geometry.line_columns import SAME_LINE, join_pieces, part_at_columns
from convert.language.han import is_han

GUTTER = 1.15
"""Ems of white between two characters that part them into two columns."""
SPREAD = 4
"""Ems that letters of a spaced heading may stand apart."""


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
            parted = list(part_at_columns(list(_level(group, rules))))
            lines += join_pieces(join_justified(parted, rules), rules)
    return lines


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
            yield make_line(piece.glyphs, even=piece.even)


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
    if is_twice(first, second):
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
