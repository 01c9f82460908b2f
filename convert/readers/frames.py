"""The paragraphs of a page that was read as lines with places: frames, and these in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from convert.document.layout import Box, LineBox, Region, hull
from convert.geometry.frames import TextFrame, body_size, frames_of, part_headings
from convert.geometry.glyphs import GlyphLine
from convert.geometry.order import put_in_order
from convert.geometry.paragraphs import are_parted_by_white, is_full, is_indented, paragraphs_of
from convert.geometry.placed_frames import HEAD, PlacedFrame, placed_frame
from convert.geometry.tables import LineTable
from convert.readers.stream import ReadCell, ReadWord, StreamBuilder

NEAR_RULE = 8.0
"""Units from a table to a rule that belongs to it."""
NEAR_TABLE, MOST_NOTE_LINES = 2.2, 3
"""Line heights from a table to a caption or note of it, and lines of such a text, at most."""

MEASURED = 0.95
"""How certain it is that a full line at a column's end goes on at the next one's top without indent."""


def add_lines(
    stream: StreamBuilder,
    lines: Sequence[GlyphLine],
    rules: Sequence[Box],
    point: float = 1,
    tables: Sequence[LineTable] = (),
    pictures: Sequence[Box] = (),
) -> None:
    """Add the paragraphs that lines make to the page that was begun, and the tables among them.

    `point` is the length of a point in the unit of the page; 1: the file says the sizes of type.
    """
    body = body_size(lines)
    rules = [rule for rule in rules if not any(_is_inside(rule, table.box) for table in tables)]
    frames = frames_of(lines, rules)
    if point == 1:
        frames = part_headings(frames, HEAD * body)
    by_white = are_parted_by_white(frames)
    placed = [_placed(frame, body, point) for frame in frames]
    areas = [PlacedFrame(_in_points(table.box, point), body / point) for table in tables]
    beside = {number: at for number, frame in enumerate(placed) if (at := _table_beside(frame, areas)) >= 0}
    notes = [(frames[number], at) for number, at in beside.items()]
    frames = [frame for number, frame in enumerate(frames) if number not in beside]
    placed = [frame for number, frame in enumerate(placed) if number not in beside] + areas
    for group in put_in_order(
        placed, *([_in_points(box, point) for box in boxes] for boxes in (rules, pictures))
    ):
        for place, number in enumerate(group):
            if number >= len(frames):
                table = tables[number - len(frames)]
                own = sorted((f for f, at in notes if tables[at] is table), key=lambda f: f.box.top)
                for note in (note for note in own if note.box.top < table.box.top):
                    _add_frame(stream, note, paragraphs_of(note, by_white=by_white), None, point)
                _add_table(stream, table, point)
                for note in (note for note in own if note.box.top >= table.box.top):
                    _add_frame(stream, note, paragraphs_of(note, by_white=by_white), None, point)
                continue
            frame = frames[number]
            after = group[place + 1] if place + 1 < len(group) else len(frames)
            following = frames[after] if after < len(frames) else None
            paragraphs = [frame.lines] if placed[number].is_head else paragraphs_of(frame, by_white=by_white)
            _add_frame(stream, frame, paragraphs, following, point)


def _table_beside(frame: PlacedFrame, tables: Sequence[PlacedFrame]) -> int:
    """Return the number of the table close to which a few small lines stand; -1: there is none."""
    high = frame.box.height / max(1, len(frame.lines))
    if not frame.is_note or not frame.is_upright or len(frame.lines) > MOST_NOTE_LINES:
        return -1
    for number, (table, *_) in enumerate(tables):
        gap = max(table.top - frame.box.bottom, frame.box.top - table.bottom)
        inside = frame.box.left >= table.left - high and frame.box.right <= table.right + high
        if inside and -high / 2 <= gap <= NEAR_TABLE * high:
            return number
    return -1


def _is_inside(rule: Box, table: Box) -> bool:
    """Return whether a rule is one of a table, or right at its edge."""
    x, y = (rule.left + rule.right) / 2, (rule.top + rule.bottom) / 2
    return (
        table.left - NEAR_RULE < x < table.right + NEAR_RULE
        and table.top - NEAR_RULE < y < table.bottom + NEAR_RULE
        and rule.width < table.width + 4 * NEAR_RULE
        and rule.height < table.height + 4 * NEAR_RULE
    )


def _add_table(stream: StreamBuilder, table: LineTable, point: float) -> None:
    """Add a table, cell by cell."""
    cells = [
        ReadCell(
            cell,
            Region(0, 0, hull(line.box for line in lines) or table.box),
            [placed_line(line, point) for line in lines],
        )
        for cell, lines in table.cells
    ]
    stream.add_table(Region(0, 0, table.box, "table"), cells, table.cert)


def _in_points(box: Box, point: float) -> Box:
    return Box(box.left / point, box.top / point, box.right / point, box.bottom / point)


def _placed(frame: TextFrame[GlyphLine], body: float, point: float) -> PlacedFrame:
    """Return a frame for its order, measured in points."""
    placed = placed_frame(frame, body)
    lines = tuple(_in_points(line, point) for line in placed.lines)
    return placed._replace(box=_in_points(placed.box, point), size=placed.size / point, lines=lines)


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
        region = Region(0, 0, box, rotation=frame.rotation, continues=MEASURED if goes_on else 0.0)
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
