"""The order of frames on a page: a heading rules the columns under it, and a column without one goes on.

    head head            1 1
    a    b    head   ->  2 3 5
    a    b    c          2 3 6
         c'                7       (c' has no head over it: it goes on from the column to its left)

Pictures are seen through: a column goes on under them. Printed rules are not. Where nothing says better, what
stands higher comes first, and of two of one height the left one. Method of our own: the land of a heading
goes down to the next heading or rule, as pages are made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from convert.document.layout import Box, hull
from convert.geometry.bands import TextBlock, order_by_bands
from convert.geometry.governed import governing_frames
from convert.geometry.head_groups import FrameGroup, head_groups
from convert.geometry.placed_frames import BYLINE_LINES, COLUMN_LINES, PlacedFrame, is_fenced, overlap_share

WITHIN = 1.2
"""Times the width of a column that a heading within it is wide."""
PART_OF_PAGE, FEWEST_RULING = 0.8, 2
"""Part of a page's width that a heading is wide, at most, which rules some columns; how many of these."""
CLOSE_BYLINE = 2
"""Ems from a heading to a byline in small type, at most: a picture with its caption is further off."""
UNDER_HEAD = 6
"""Ems from a heading to the columns that it rules, at most."""
MOST = 3000
"""Frames of a page that are put in order; of more the order of the file is kept."""


def put_in_order(
    frames: Sequence[PlacedFrame], rules: Sequence[Box] = (), pictures: Sequence[Box] = ()
) -> list[list[int]]:
    """Return the numbers of frames, article by article, each in reading order."""
    if len(frames) > MOST:
        return [list(range(len(frames)))]
    if _flows(frames):
        blocks = [TextBlock(frame.box, frame.lines) for frame in frames]
        order = order_by_bands(blocks, rules)
        heads = [frames[number].is_head for number in order]
        return [[order[n] for n in group] for group in under_heads(heads)]
    top, bottom = _margins(frames)
    edges = {*top, *bottom}
    inner = [n for n in range(len(frames)) if n not in edges]
    groups = head_groups(inner, frames)
    home = {head: group for group in groups for head in group.heads}
    upright = [rule for rule in rules if rule.height >= rule.width]
    above = governing_frames(inner, groups, frames, rules, pictures)
    below: dict[int, list[int]] = {}
    for number, over in above.items():
        if over is not None:
            below.setdefault(over, []).append(number)
    for head in list(home):
        _follow(head, home, below)
    roots = [number for number, over in above.items() if over is None]
    for number in sorted(roots, key=lambda n: (round(frames[n].box.left), frames[n].box.top)):
        group = _left_neighbour(number, frames, home, upright)
        if group is None:
            group = FrameGroup()
            groups.append(group)
        group.frames.append(number)
        home[number] = group
        _follow(number, home, below)
    groups = _with_heads_at_right(groups, frames, upright)
    groups.sort(key=lambda group: _corner(group, frames))
    articles = [_read(group, frames) for group in groups if group.heads or group.frames]
    return [each for each in (top, *articles, bottom) if each]


def _flows(frames: Sequence[PlacedFrame]) -> bool:
    """Return whether a page's text runs down one column and on at the top of the next, whatever it is headed.

    It does where no heading is wider than a column, and some columns have none at their top.
    """
    if not all(frame.is_upright for frame in frames):
        return False
    texts = [frame for frame in frames if not frame.is_head and len(frame.lines) >= COLUMN_LINES]
    heads = [frame for frame in frames if frame.is_head]
    if len(texts) < 2 or not heads:
        return False
    column = median(line.width for frame in texts for line in frame.lines)
    return max(frame.box.width for frame in heads) <= WITHIN * column


def is_made_of_modules(frames: Sequence[PlacedFrame]) -> bool:
    """Return whether headings over several columns rule a page: its articles stand side by side.

    Columns are read to their end then only as far down as their heading rules them.
    """
    texts = [frame for frame in frames if not frame.is_head and len(frame.lines) >= COLUMN_LINES]
    if not texts or not all(frame.is_upright for frame in frames):
        return False
    column = median(line.width for frame in texts for line in frame.lines)
    area = hull(frame.box for frame in texts) or texts[0].box
    wide = [
        frame
        for frame in frames
        if frame.is_head and WITHIN * column < frame.box.width < PART_OF_PAGE * area.width
    ]
    ruling = sum(_columns_under(head, texts, column) > 1 for head in wide)
    return ruling >= FEWEST_RULING and 2 * ruling >= len(wide)


def _columns_under(head: PlacedFrame, texts: Sequence[PlacedFrame], column: float) -> int:
    """Return how many columns begin close under a heading, a byline between them or not."""
    return sum(
        0 <= text.box.top - head.box.bottom < UNDER_HEAD * text.size
        and min(text.box.right, head.box.right) - max(text.box.left, head.box.left) > 0.3 * column
        for text in texts
    )


def under_heads(heads: Sequence[bool]) -> list[list[int]]:
    """Part frames in order where a heading follows what is none.

    >>> under_heads([True, False, False, True, True, False])
    [[0, 1, 2], [3, 4, 5]]
    """
    groups: list[list[int]] = [[]]
    for number, is_head in enumerate(heads):
        if is_head and number and not heads[number - 1]:
            groups.append([])
        groups[-1].append(number)
    return groups


def _margins(frames: Sequence[PlacedFrame]) -> tuple[list[int], list[int]]:
    """Return the frames of a page's first and last line, where these stand apart from all others.

    They are the paper's name, the date, the page's number: what stands between them is read without them.
    """
    if len(frames) < 3:
        return [], []
    order = sorted(range(len(frames)), key=lambda n: frames[n].box.top)
    return _edge_line(order, frames, 1), _edge_line(order[::-1], frames, -1)


def _edge_line(order: Sequence[int], frames: Sequence[PlacedFrame], way: int) -> list[int]:
    """Return the frames of the outermost line, from the top (1) or the bottom (-1)."""
    first = order[0] if way > 0 else max(order, key=lambda n: frames[n].box.bottom)
    box, size = frames[first].box, frames[first].size
    line = [n for n in order if frames[n].box.top < box.bottom and frames[n].box.bottom > box.top]
    if not line:  # a frame without height is not even on its own line
        return []
    if any(frames[n].is_head or frames[n].box.height > 2.2 * size for n in line):
        return []
    if way > 0:
        rest = min((frames[n].box.top for n in order if n not in line), default=box.bottom)
        apart = rest - max(frames[n].box.bottom for n in line)
    else:
        rest = max((frames[n].box.bottom for n in order if n not in line), default=box.top)
        apart = min(frames[n].box.top for n in line) - rest
    return sorted(line, key=lambda n: frames[n].box.left) if apart > 0.8 * size else []


def _follow(number: int, home: dict[int, FrameGroup], below: dict[int, list[int]]) -> None:
    """Put into a frame's group all that stands under it, and under that."""
    waiting = [number]
    while waiting:
        over = waiting.pop()
        for under in below.get(over, ()):
            if under not in home:
                home[under] = home[over]
                home[over].frames.append(under)
                waiting.append(under)


def _left_neighbour(
    number: int, frames: Sequence[PlacedFrame], home: dict[int, FrameGroup], rules: Sequence[Box]
) -> FrameGroup | None:
    """Return the group of the column to the left that a column without a heading goes on from.

    Text that begins at its height stands under one heading with it; text that goes by its top goes on there;
    else the column to the left goes on from its end.
    """
    box, size = frames[number].box, frames[number].size
    left = [
        other
        for other in home
        if frames[other].box.right <= box.left + size and not is_fenced(frames[other].box, box, rules)
    ]
    if not left:
        return None
    nearest = max(frames[other].box.left for other in left)
    column = [other for other in left if frames[other].box.right > nearest + size]
    texts = [other for other in column if not frames[other].is_head]
    level = [other for other in texts if abs(frames[other].box.top - box.top) < 1.2 * size]
    headed = [other for other in level if home[other].heads]
    passing = [
        other
        for other in column
        if frames[other].box.top < box.top + (1.2 if frames[other].is_head else -1.2) * size
        and frames[other].box.bottom > box.top
    ]
    for candidates in (headed, passing):
        if candidates:
            return home[max(candidates, key=lambda other: frames[other].box.right)]
    below = [other for other in column if frames[other].box.bottom > box.top]
    return home[min(below, key=lambda other: frames[other].box.top)] if below else None


def _with_heads_at_right(
    groups: Sequence[FrameGroup], frames: Sequence[PlacedFrame], rules: Sequence[Box]
) -> list[FrameGroup]:
    """Give columns without a heading to one without columns that runs downwards to their right."""
    kept = list(groups)
    for group in groups:
        box = hull(frames[n].box for n in group.heads)
        if box is None or group.frames or box.height < 2 * box.width:
            continue
        for other in kept:
            area = hull(frames[n].box for n in other.frames)
            if other.heads or area is None or is_fenced(area, box, rules):
                continue
            size = frames[group.heads[0]].size
            if abs(area.top - box.top) < 2 * size and -size < box.left - area.right < 6 * size:
                kept.remove(other)
                group.frames = other.frames
                break
    return kept


def _corner(group: FrameGroup, frames: Sequence[PlacedFrame]) -> tuple[float, float]:
    box = hull(frames[n].box for n in (group.heads or group.frames)) or Box(0, 0, 0, 0)
    return (round(box.top / 12), box.left)


def _read(group: FrameGroup, frames: Sequence[PlacedFrame]) -> list[int]:
    """Return a group's frames: headings, a byline in small type, column after column, captions last."""
    texts = [n for n in group.frames if not frames[n].is_note]
    notes = [n for n in group.frames if frames[n].is_note]
    bylines = [n for n in notes if _is_byline(frames[n], [frames[head] for head in group.heads])]
    notes = [n for n in notes if n not in bylines]
    columns: list[list[int]] = []
    for number in sorted(texts, key=lambda n: frames[n].box.left):
        box = frames[number].box
        for column in columns:
            if overlap_share(box, hull(frames[n].box for n in column) or box) > 0.5:
                column.append(number)
                break
        else:
            columns.append([number])
    columns.sort(key=lambda column: min(frames[n].box.left for n in column))
    ordered = [n for column in columns for n in sorted(column, key=lambda n: frames[n].box.top)]
    heads = sorted(group.heads, key=lambda n: (frames[n].box.top, frames[n].box.left))
    return [*heads, *bylines, *ordered, *notes]


def _is_byline(note: PlacedFrame, heads: Sequence[PlacedFrame]) -> bool:
    """Return whether a line in small type stands close under a heading."""
    return len(note.lines) <= BYLINE_LINES and any(
        0 <= note.box.top - head.box.bottom + 0.5 * note.size < CLOSE_BYLINE * note.size
        and overlap_share(note.box, head.box) > 0.5
        for head in heads
    )
