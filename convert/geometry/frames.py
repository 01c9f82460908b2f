"""From lines to frames: what stands one under the other in one column, in one size.

Lines of a frame share a left edge, but for the indents of paragraphs. A printed rule, a gap, another size of
type or another column ends it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Generic, Protocol, TypeVar

from convert.document.layout import Box, hull

OVERLAP = 0.5
"""The part of the narrower of two lines that lies over the other one, where both are of one column."""
SAME_SIZE = 0.12
LEADING = 1.9
"""Ems from one baseline to the next, at most, where nothing of the frame is known yet."""
WIDER = 1.35
"""A distance between lines, in those of the frame, that ends it."""
INDENT = 0.75
"""Ems by which the first line of a paragraph is indented, at least."""
HANGING = "，。、；：？！”’）》」』…"
"""Marks that hang over the edge of a column."""
OTHER_TYPE = 0.03
"""Part by which sizes of type differ that are not the same."""


class MeasuredLine(Protocol):
    """A line of print, however it was measured."""

    @property
    def box(self) -> Box:
        """Where it stands."""
        ...

    @property
    def baseline(self) -> float:
        """Where its characters stand on."""
        ...

    @property
    def size(self) -> float:
        """Of its type, in the unit of the page."""
        ...

    @property
    def bold(self) -> bool:
        """Whether it is bold."""
        ...

    @property
    def rotation(self) -> int:
        """By how many degrees it is turned."""
        ...

    @property
    def vertical(self) -> bool:
        """Whether it runs from top to bottom."""
        ...

    @property
    def text(self) -> str:
        """Its characters."""
        ...


L = TypeVar("L", bound=MeasuredLine)


@dataclass(frozen=True, slots=True)
class TextFrame(Generic[L]):
    """Lines one under the other."""

    lines: tuple[L, ...]
    box: Box
    size: float
    bold: bool
    rotation: int
    vertical: bool
    left: float
    """Where most lines begin."""
    right: float
    """Where full lines end: marks that hang over the edge are beyond it."""
    step: float
    """From one baseline to the next, mostly."""
    indented: frozenset[int]
    """Numbers of the lines that begin further right than others, as the first of a paragraph."""

    @property
    def text(self) -> str:
        """Its lines, one after the other."""
        return "\n".join([line.text for line in self.lines])


def body_size(lines: Sequence[MeasuredLine]) -> float:
    """Return the size of type that most characters of a page have."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size * 4) / 4] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def frames_of(lines: Sequence[L], rules: Sequence[Box] = ()) -> list[TextFrame[L]]:
    """Return the frames that lines make, from the top of the page down."""
    level = [rule for rule in rules if rule.width > rule.height]
    open_frames: list[_OpenFrame[L]] = []
    done: list[list[L]] = []
    done += _set_downwards([line for line in lines if line.vertical and not line.rotation])
    for line in sorted(lines, key=lambda line: (line.box.top, line.box.left)):
        if line.rotation:
            done.append([line])
        if line.vertical or line.rotation:
            continue
        done += [frame.lines for frame in open_frames if _has_ended(frame, line)]
        open_frames = [frame for frame in open_frames if not _has_ended(frame, line)]
        fitting = [frame for frame in open_frames if _fits(frame, line, level)]
        best = max(fitting, key=lambda each: (_overlap(each.box, line.box), each.box.bottom), default=None)
        if best is None:
            open_frames.append(_OpenFrame([line], line.box))
        else:
            best.lines.append(line)
            best.box = hull((best.box, line.box)) or line.box
    return [_frame(lines) for lines in (*done, *(frame.lines for frame in open_frames))]


def part_headings(frames: Sequence[TextFrame[L]], least: float) -> list[TextFrame[L]]:
    """Part frames of larger type where it changes: a banner over a headline; sizes must be those of the file.

    `least` is the size from which a frame is a heading.
    """
    parted: list[TextFrame[L]] = []
    for frame in frames:
        lines = frame.lines
        cuts = [
            number
            for number, (above, line) in enumerate(pairwise(lines), 1)
            if abs(above.size - line.size) > OTHER_TYPE * line.size
        ]
        if frame.size < least or frame.vertical or not cuts:
            parted.append(frame)
        else:
            parted += [_frame(lines[a:b]) for a, b in pairwise([0, *cuts, len(lines)])]
    return parted


def _set_downwards(lines: Sequence[L]) -> list[list[L]]:
    """Put lines that run downwards together: the next one stands close to the left, from the same height."""
    done: list[list[L]] = []
    for line in sorted(lines, key=lambda line: (-line.box.right, line.box.top)):
        em = line.size
        for frame in done:
            last = frame[-1]
            level = abs(last.box.top - line.box.top) < 0.5 * em
            close = 0 <= last.box.left - line.box.right < em
            if level and close and abs(last.size - em) < SAME_SIZE * em:
                frame.append(line)
                break
        else:
            done.append([line])
    return done


@dataclass(slots=True)
class _OpenFrame(Generic[L]):
    """A frame that may take another line."""

    lines: list[L]
    box: Box


def _has_ended(frame: _OpenFrame[L], line: L) -> bool:
    """Return whether a frame ended too far above a line to take it, or any that comes behind."""
    last = frame.lines[-1]
    return line.box.top - last.box.bottom > 3 * last.size


def _fits(frame: _OpenFrame[L], line: L, rules: Sequence[Box]) -> bool:
    """Return whether a line goes on with a frame."""
    lines, box = frame.lines, frame.box
    last = lines[-1]
    if abs(last.size - line.size) > SAME_SIZE * max(last.size, line.size) or last.bold != line.bold:
        return False
    step = line.baseline - last.baseline
    if step <= 0.5 * line.size or step > _most_step(lines):
        return False
    em = line.size
    begins_there = abs(line.box.left - box.left) < 2.6 * em and len(lines) < 3
    if _overlap(box, line.box) < OVERLAP and not begins_there:
        return False
    beyond = line.box.left < box.left - 2.6 * em or line.box.right > box.right + 1.6 * em
    if beyond and (len(lines) > 2 or not _is_wider_start(lines, line)):
        return False
    between = (last.box.top + last.size * 0.7, line.box.bottom - line.size * 0.7)
    return not any(
        between[0] < (rule.top + rule.bottom) / 2 < between[1]
        and rule.left < line.box.right
        and rule.right > line.box.left
        for rule in rules
    )


def _is_wider_start(lines: Sequence[MeasuredLine], line: MeasuredLine) -> bool:
    """Return whether a short beginning is followed by a line of its column: a heading, a dateline."""
    return line.box.left >= lines[0].box.left - 2.6 * line.size


def _most_step(lines: Sequence[MeasuredLine]) -> float:
    """Return the largest distance to the next baseline that is none between frames."""
    size = lines[-1].size
    if len(lines) < 3:
        return LEADING * size if len(lines) == 1 else max(LEADING * size, WIDER * _step(lines))
    return min(max(WIDER * _step(lines), 1.2 * size), 3 * size)


def _step(lines: Sequence[MeasuredLine]) -> float:
    return median([second.baseline - first.baseline for first, second in pairwise(lines)])


def _overlap(first: Box, second: Box) -> float:
    width = min(first.width, second.width)
    return (min(first.right, second.right) - max(first.left, second.left)) / width if width > 0 else 0.0


def _frame(lines: Sequence[L]) -> TextFrame[L]:
    first = lines[0]
    box = hull(line.box for line in lines) or first.box
    size = median([line.size for line in lines])
    left = _left_edge(lines, size)
    return TextFrame(
        tuple(lines),
        box,
        size,
        first.bold,
        first.rotation,
        first.vertical,
        left,
        _right_edge(lines, size, box.right),
        _step(lines) if len(lines) > 1 else 0.0,
        frozenset(n for n, line in enumerate(lines) if line.box.left - left > INDENT * line.size),
    )


def _left_edge(lines: Sequence[MeasuredLine], size: float) -> float:
    counts = Counter(round(line.box.left / size * 4) for line in lines)
    most = max(counts.values())
    return min(at for at, count in counts.items() if count >= most / 3) * size / 4


def _right_edge(lines: Sequence[MeasuredLine], size: float, furthest: float) -> float:
    """Return where full lines end; lines with a mark at their end may hang over, where enough have none."""
    inner = [line for line in lines if line.text[-1:] not in HANGING]
    most = 0
    for some in (inner, lines):
        counts = Counter(round(line.box.right / size * 4) for line in some)
        most = max(counts.values(), default=0)
        if most >= 3 and most >= len(some) / 5:
            return max(at for at, count in counts.items() if count >= most / 2) * size / 4
    return furthest
