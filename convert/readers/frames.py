"""The paragraphs of a page that was read as lines with places: frames, and these in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from convert.document.layout import Box, LineBox, Region, hull
from convert.geometry.frames import TextFrame, body_size, frames_of, is_full, is_indented, paragraphs_of
from convert.geometry.glyphs import GlyphLine
from convert.geometry.order import PlacedFrame, placed_frame, put_in_order
from convert.readers.stream import ReadWord, StreamBuilder


def add_lines(
    stream: StreamBuilder, lines: Sequence[GlyphLine], rules: Sequence[Box], point: float = 1
) -> None:
    """Add the paragraphs that lines make to the page that was begun.

    `point` is the length of a point in the unit of the page.
    """
    body = body_size(lines)
    frames = frames_of(lines, rules)
    placed = [_placed(frame, body, point) for frame in frames]
    for group in put_in_order(placed, [_in_points(rule, point) for rule in rules]):
        ordered = [frames[number] for number in group]
        heads = [placed[number].is_head for number in group]
        for number, frame in enumerate(ordered):
            following = ordered[number + 1] if number + 1 < len(ordered) else None
            paragraphs = [frame.lines] if heads[number] else paragraphs_of(frame)
            _add_frame(stream, frame, paragraphs, following, point)


def _in_points(box: Box, point: float) -> Box:
    return Box(box.left / point, box.top / point, box.right / point, box.bottom / point)


def _placed(frame: TextFrame[GlyphLine], body: float, point: float) -> PlacedFrame:
    """Return a frame for its order, measured in points."""
    placed = placed_frame(frame, body)
    return placed._replace(box=_in_points(placed.box, point), size=placed.size / point)


def _add_frame(
    stream: StreamBuilder,
    frame: TextFrame[GlyphLine],
    paragraphs: Sequence[Sequence[GlyphLine]],
    following: TextFrame[GlyphLine] | None,
    point: float,
) -> None:
    for number, lines in enumerate(paragraphs):
        box = hull(line.box for line in lines) or frame.box
        last = number == len(paragraphs) - 1
        goes_on = last and following is not None and _goes_on(frame, following)
        region = Region(0, 0, box, rotation=frame.rotation, continues=goes_on)
        stream.add_region(region, [placed_line(line, point) for line in lines])


def _goes_on(frame: TextFrame[GlyphLine], following: TextFrame[GlyphLine]) -> bool:
    """Return whether a paragraph goes on in the next column: full to its edge, and no indent there."""
    same = abs(frame.size - following.size) < 0.06 * frame.size and frame.bold == following.bold
    return (
        same
        and is_full(frame, len(frame.lines) - 1, following.lines[0].text)
        and not is_indented(following, 0)
    )


def placed_line(line: GlyphLine, point: float) -> tuple[LineBox, Sequence[ReadWord]]:
    """Return a line and its words, as the stream takes them."""
    placed = LineBox(0, 0, line.box, round(line.size / point, 2), line.bold, rotation=line.rotation)
    starts = [0, *(n for n, g in enumerate(line.glyphs) if n and g.spaced), len(line.glyphs)]
    words: list[ReadWord] = []
    for first, stop in pairwise(starts):
        glyphs = line.glyphs[first:stop]
        words += [ReadWord(g.text, g.box, g.confidence, close=at > 0) for at, g in enumerate(glyphs)]
    return placed, words
