"""What a column belongs to: the frame over it, or the heading over a column beside it.

    head head head
    a    b          ->  a and b are ruled by the heading, and so is c: it begins where they do
              c

Every function yields frames by their numbers with those that they go on from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from convert.document.layout import Box, hull
from convert.geometry.head_groups import FrameGroup
from convert.geometry.placed_frames import BYLINE_LINES, COLUMN_LINES, PlacedFrame, is_fenced, overlap_share

NEAR = 6
"""Ems from a heading to the text under it, at most, where something else stands between them."""
CLOSE = 2.5
"""The same of a column that the heading is sure to rule: one beside it may have another."""
UPRIGHT_REACH = 11
"""Ems from a heading that runs downwards, in a column of its own, to the column beside it, at most."""
WHITE = 0.9
"""Ems of white over a column that may begin there."""
SIDE_LEVEL, SIDE_REACH = 0.8, 8
"""Ems of the heading by which its text begins higher or lower; ems of white between them, at most."""
BESIDE, LEVEL = 4, 0.6
"""Ems between columns side by side, at most, and between the tops of two that begin together."""
UNDER_PICTURE, FAR_OVER = 6, 4
"""Ems from a picture to columns under it, at most; by how much higher ends what is not theirs, at least."""


def governing_frames(
    inner: Sequence[int],
    groups: Sequence[FrameGroup],
    frames: Sequence[PlacedFrame],
    rules: Sequence[Box],
    pictures: Sequence[Box],
) -> dict[int, int | None]:
    """Return for each frame that is no heading the one that it goes on from; None: there is none.

    `inner` are the numbers of the frames that are looked at, headings with them.
    """
    heads = {head for group in groups for head in group.heads}
    level = [rule for rule in rules if rule.width > rule.height]
    upright = [rule for rule in rules if rule.height >= rule.width]
    above = {n: _above(n, frames, inner, level) for n in inner if n not in heads}
    above.update(_under_pictures(above, frames, pictures))
    above.update(_beside_headed(above, frames, upright))
    above.update(_beside_upright(above, frames, upright))
    above.update(_beside_side_heads(above, groups, frames, upright))
    return above


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
        if overlap_share(box, over) < 0.3:
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


def _under_pictures(
    above: Mapping[int, int | None], frames: Sequence[PlacedFrame], pictures: Sequence[Box]
) -> Iterator[tuple[int, int]]:
    """Yield the columns that begin level under one picture, and what stands right over it.

    That goes on in all of them; what is over a column far above the picture does not.
    """
    for picture in pictures:
        under = [
            n
            for n in above
            if not frames[n].is_note
            and len(frames[n].lines) >= COLUMN_LINES
            and 0 <= frames[n].box.top - picture.bottom < UNDER_PICTURE * frames[n].size
            and overlap_share(frames[n].box, picture) > 0.5
        ]
        tops = {n: _over_picture(n, above, frames, picture) for n in under}
        over = [n for n, other in tops.items() if other is not None]
        if len(under) < 2 or not over:
            continue
        ends = {n: frames[tops[n] or 0].box.bottom for n in over}
        first = max(over, key=lambda n: (ends[n], -frames[n].box.left))
        for number in under:
            size = frames[number].size
            level = abs(frames[number].box.top - frames[first].box.top) < LEVEL * size
            far = tops[number] is None or ends[number] < ends[first] - FAR_OVER * size
            if level and far:
                yield number, tops[first] or 0


def _over_picture(
    number: int, above: Mapping[int, int | None], frames: Sequence[PlacedFrame], picture: Box
) -> int | None:
    """Return what stands over a picture that a column stands under, by what is over the column."""
    over = above[number]
    while over is not None and frames[over].box.top > picture.top:  # its caption
        over = above.get(over)
    return over


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
                level = _is_level(frames[other], box.top, LEVEL * size)
                dividing = [rule for rule in rules if rule.top < box.top - size]  # others part columns alone
                if level and -size < gap < BESIDE * size and not is_fenced(first, second, dividing):
                    heads[number] = head
                    yield number, head
                    break


def _is_level(frame: PlacedFrame, top: float, slack: float) -> bool:
    """Return whether a frame begins at a height, or its text does, under a byline."""
    tops = (frame.box.top, *(line.top for line in frame.lines[1 : BYLINE_LINES + 1]))
    return any(abs(each - top) < slack for each in tops)


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
                if is_fenced(first, second, rules) or _is_between(first, second, frames):
                    break
                columns.append(number)
                edge, reach = box, BESIDE
            yield from ((number, head) for number in columns)
            if columns:
                break


def _is_between(left: Box, right: Box, frames: Sequence[PlacedFrame]) -> bool:
    """Return whether a frame stands between two boxes, at the top of both."""
    top = max(left.top, right.top)
    return any(
        frame.box.left >= left.right
        and frame.box.right <= right.left
        and frame.box.top <= top < frame.box.bottom
        for frame in frames
    )


def _beside_side_heads(
    above: Mapping[int, int | None],
    groups: Sequence[FrameGroup],
    frames: Sequence[PlacedFrame],
    rules: Sequence[Box],
) -> Iterator[tuple[int, int]]:
    """Yield the columns that begin level with headings that have no text under them; and the first of these.

    The headings stand in the first column, the text to their right; a byline may stand under them.
    """
    free = [n for n in above if not frames[n].is_note and not _is_headed(n, above, frames)]
    for group in groups:
        box = hull(frames[n].box for n in group.heads)
        if box is None or box.height >= 2 * box.width:
            continue
        under = [n for n, over in above.items() if over in group.heads]
        if any(len(frames[n].lines) > BYLINE_LINES or n in above.values() for n in under):
            continue
        slack = SIDE_LEVEL * frames[group.heads[0]].size
        level = [n for n in free if abs(frames[n].box.top - box.top) < slack and n not in under]
        edge = box
        for number in sorted(level, key=lambda n: frames[n].box.left):
            column = frames[number].box
            if not -frames[number].size < column.left - edge.right < SIDE_REACH * frames[number].size:
                continue
            if is_fenced(edge, column, rules):
                break
            yield number, group.heads[0]
            edge = column


def _is_headed(number: int, above: Mapping[int, int | None], frames: Sequence[PlacedFrame]) -> bool:
    """Return whether a heading stands close over a frame, with a byline between them or none."""
    over, frame = above[number], frames[number]
    if over is None or frame.box.top - frames[over].box.bottom >= CLOSE * frame.size:
        return False
    if frames[over].is_head:
        return True
    return len(frames[over].lines) <= BYLINE_LINES < len(frame.lines) and _is_headed(over, above, frames)


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
