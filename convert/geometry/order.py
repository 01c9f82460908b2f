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

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from convert.document.layout import Box, hull
from convert.geometry.bands import TextBlock, order_by_bands
from convert.geometry.frames import L, TextFrame

NEAR = 6
"""Ems from a heading to the text under it, at most, where something else stands between them."""
CLOSE = 2.5
"""The same of a column that the heading is sure to rule: one beside it may have another."""
UPRIGHT_REACH = 6
"""Ems from a heading that runs downwards to the column beside it, at most."""
WHITE = 0.9
"""Ems of white over a column that may begin there."""
BESIDE, LEVEL = 4, 0.6
"""Ems between columns side by side, at most, and between the tops of two that begin together."""
HEAD, NOTE = 1.18, 0.93
"""Times the size of the body from which a frame is a heading, and below which it is a caption."""
WITHIN, COLUMN_LINES = 1.2, 3
"""Times the width of a column that a heading within it is wide; lines of a frame that shows that width."""
MOST = 3000
"""Frames of a page that are put in order; of more the order of the file is kept."""


class PlacedFrame(NamedTuple):
    """A frame as its order needs it."""

    box: Box
    size: float
    is_head: bool = False
    is_note: bool = False
    """Whether it is smaller than the body: a caption."""
    lines: tuple[Box, ...] = ()
    """Where its lines stand."""
    is_upright: bool = True
    """Whether its lines run from left to right."""


def placed_frame(frame: TextFrame[L], body: float) -> PlacedFrame:
    """Return a frame as its order needs it; `body` is the size of type of the page's text."""
    head = frame.size >= HEAD * body or (frame.vertical and frame.size > body)
    lines = tuple(line.box for line in frame.lines)
    upright = not frame.vertical and not frame.rotation
    return PlacedFrame(frame.box, frame.size, head, frame.size < NOTE * body, lines, upright)


@dataclass(slots=True)
class _Group:
    """Headings that stand together, and the columns that they rule."""

    heads: list[int] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)


def put_in_order(frames: Sequence[PlacedFrame], rules: Sequence[Box] = ()) -> list[list[int]]:
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
    groups = _head_groups([n for n in range(len(frames)) if n not in edges], frames)
    home = {head: group for group in groups for head in group.heads}
    level = [rule for rule in rules if rule.width > rule.height]
    upright = [rule for rule in rules if rule.height >= rule.width]
    inner = [n for n in range(len(frames)) if n not in edges]
    above = {n: _above(n, frames, inner, level) for n in inner if n not in home}
    above.update(_beside_headed(above, frames, upright))
    above.update(_beside_upright(above, frames, upright))
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
            group = _Group()
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
    if any(frames[n].is_head or frames[n].box.height > 2.2 * size for n in line):
        return []
    if way > 0:
        rest = min((frames[n].box.top for n in order if n not in line), default=box.bottom)
        apart = rest - max(frames[n].box.bottom for n in line)
    else:
        rest = max((frames[n].box.bottom for n in order if n not in line), default=box.top)
        apart = min(frames[n].box.top for n in line) - rest
    return sorted(line, key=lambda n: frames[n].box.left) if apart > 0.8 * size else []


def _head_groups(inner: Sequence[int], frames: Sequence[PlacedFrame]) -> list[_Group]:
    """Put headings together that stand close one over the other."""
    heads = sorted((n for n in inner if frames[n].is_head), key=lambda n: frames[n].box.top)
    groups: list[_Group] = []
    for number in heads:
        box, size = frames[number].box, frames[number].size
        best = None
        for group in groups:
            last = frames[group.heads[-1]]
            gap = box.top - last.box.bottom
            if gap < 0.9 * max(size, last.size) and _shared(box, last.box) > 0.5:
                best = group
        if best is None:
            groups.append(_Group([number]))
        else:
            best.heads.append(number)
    return groups


def _shared(first: Box, second: Box) -> float:
    """Return how much of the narrower of two boxes lies over or under the other one."""
    width = min(first.width, second.width) or 1
    return (min(first.right, second.right) - max(first.left, second.left)) / width


def _above(
    number: int, frames: Sequence[PlacedFrame], inner: Sequence[int], rules: Sequence[Box]
) -> int | None:
    """Return the nearest frame over one, with no rule between; None: there is none."""
    box, size = frames[number].box, frames[number].size
    middle = box.top + 0.4 * size
    nearest: int | None = None
    for other in inner:
        frame = frames[other]
        over = frame.box
        if other == number or over.top >= middle or over.bottom > box.top + 0.6 * max(size, frame.size):
            continue
        if _shared(box, over) < 0.3:
            continue
        if nearest is None or frame.box.bottom > frames[nearest].box.bottom:
            nearest = other
    if nearest is None:
        return None
    nearest = _aligned_head(number, nearest, frames)
    bottom = frames[nearest].box.bottom
    for rule in rules:
        y = (rule.top + rule.bottom) / 2
        covered = min(box.right, rule.right) - max(box.left, rule.left)
        if bottom - 0.3 * size < y < middle and covered > 0.5 * box.width:
            decorates = frames[nearest].is_head and y - bottom < 0.8 * size
            if not decorates:
                return None
    return nearest


def _beside_headed(
    above: Mapping[int, int | None], frames: Sequence[PlacedFrame], rules: Sequence[Box]
) -> Iterator[tuple[int, int]]:
    """Yield frames level with a headed column beside them, far under what is over them; and that heading.

    A headline need not be as wide as all its columns: these go on there, not from another article above.
    """
    heads = {n: over for n, over in above.items() if over is not None and _is_headed(n, above, frames)}
    for way in (1, -1):
        for number in sorted(above, key=lambda n: way * frames[n].box.left):
            over, box, size = above[number], frames[number].box, frames[number].size
            near = over is not None and box.top - frames[over].box.bottom < WHITE * size
            if number in heads or near or frames[number].is_note:
                continue
            for other, head in heads.items():
                beside = frames[other].box
                first, second = (beside, box) if way > 0 else (box, beside)
                gap = second.left - first.right
                level = abs(beside.top - box.top) < LEVEL * size
                if level and -size < gap < BESIDE * size and not _is_fenced(first, second, rules):
                    heads[number] = head
                    yield number, head
                    break


def _beside_upright(
    above: Mapping[int, int | None], frames: Sequence[PlacedFrame], rules: Sequence[Box]
) -> Iterator[tuple[int, int]]:
    """Yield the columns that begin level with a heading that runs downwards, beside it; and that heading.

    They stand to its left, else to its right. Text of another article may be over them, with white between.
    """
    free = [n for n in above if not frames[n].is_note and not _is_headed(n, above, frames)]
    for head, frame in enumerate(frames):
        if not frame.is_head or frame.box.height < 2 * frame.box.width:
            continue
        level = [n for n in free if abs(frames[n].box.top - frame.box.top) < 2 * frames[n].size]
        for way in (-1, 1):
            edge, reach, columns = frame.box, UPRIGHT_REACH, []
            for number in sorted(level, key=lambda n: way * frames[n].box.left):
                box, size = frames[number].box, frames[number].size
                first, second = (edge, box) if way > 0 else (box, edge)
                if not -size < second.left - first.right < reach * size:
                    continue
                if _is_fenced(first, second, rules):
                    break
                columns.append(number)
                edge, reach = box, BESIDE
            yield from ((number, head) for number in columns)
            if columns:
                break


def _is_headed(number: int, above: Mapping[int, int | None], frames: Sequence[PlacedFrame]) -> bool:
    """Return whether a heading stands close over a frame."""
    over, frame = above[number], frames[number]
    return (
        over is not None
        and frames[over].is_head
        and frame.box.top - frames[over].box.bottom < CLOSE * frame.size
    )


def _aligned_head(number: int, nearest: int, frames: Sequence[PlacedFrame]) -> int:
    """Return the heading close over a frame that begins where it does, before one that reaches in."""
    box, size = frames[number].box, frames[number].size
    if frames[nearest].box.left > box.left - size:
        return nearest
    for other, frame in enumerate(frames):
        close = 0 <= box.top - frame.box.bottom + 0.5 * size < NEAR * size
        level = frame.box.bottom > frames[nearest].box.top  # else the nearest one stands between
        if frame.is_head and close and level and abs(frame.box.left - box.left) < size:
            return other
    return nearest


def _follow(number: int, home: dict[int, _Group], below: dict[int, list[int]]) -> None:
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
    number: int, frames: Sequence[PlacedFrame], home: dict[int, _Group], rules: Sequence[Box]
) -> _Group | None:
    """Return the group of the column to the left that a column without a heading goes on from.

    Text that begins at its height stands under one heading with it; text that goes by its top goes on there;
    else the column to the left goes on from its end.
    """
    box, size = frames[number].box, frames[number].size
    left = [
        other
        for other in home
        if frames[other].box.right <= box.left + size and not _is_fenced(frames[other].box, box, rules)
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
    groups: Sequence[_Group], frames: Sequence[PlacedFrame], rules: Sequence[Box]
) -> list[_Group]:
    """Give columns without a heading to one without columns that runs downwards to their right."""
    kept = list(groups)
    for group in groups:
        box = hull(frames[n].box for n in group.heads)
        if box is None or group.frames or box.height < 2 * box.width:
            continue
        for other in kept:
            area = hull(frames[n].box for n in other.frames)
            if other.heads or area is None or _is_fenced(area, box, rules):
                continue
            size = frames[group.heads[0]].size
            if abs(area.top - box.top) < 2 * size and -size < box.left - area.right < 6 * size:
                kept.remove(other)
                group.frames = other.frames
                break
    return kept


def _is_fenced(left: Box, right: Box, rules: Sequence[Box]) -> bool:
    """Return whether an upright rule parts two boxes at the top of the right one."""
    y = right.top + min(10.0, right.height / 2)
    return any(left.right - 2 <= rule.left <= right.left + 2 and rule.top < y < rule.bottom for rule in rules)


def _corner(group: _Group, frames: Sequence[PlacedFrame]) -> tuple[float, float]:
    box = hull(frames[n].box for n in (group.heads or group.frames)) or Box(0, 0, 0, 0)
    return (round(box.top / 12), box.left)


def _read(group: _Group, frames: Sequence[PlacedFrame]) -> list[int]:
    """Return a group's frames: headings, column after column, captions last."""
    texts = [n for n in group.frames if not frames[n].is_note]
    notes = [n for n in group.frames if frames[n].is_note]
    columns: list[list[int]] = []
    for number in sorted(texts, key=lambda n: frames[n].box.left):
        box = frames[number].box
        for column in columns:
            if _shared(box, hull(frames[n].box for n in column) or box) > 0.5:
                column.append(number)
                break
        else:
            columns.append([number])
    columns.sort(key=lambda column: min(frames[n].box.left for n in column))
    ordered = [n for column in columns for n in sorted(column, key=lambda n: frames[n].box.top)]
    return [*sorted(group.heads, key=lambda n: (frames[n].box.top, frames[n].box.left)), *ordered, *notes]
