"""From lines to frames: what stands one under the other in one column, in one size; and its paragraphs.

Lines of a frame share a left edge, but for the indents of paragraphs. A printed rule, a gap, another size of
type or another column ends it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from convert.document.layout import Box, hull
from convert.geometry.glyphs import GlyphLine
from convert.language.han import ends_sentence, is_han

OVERLAP = 0.5
"""The part of the narrower of two lines that lies over the other one, where both are of one column."""
SAME_SIZE = 0.12
LEADING = 1.9
"""Ems from one baseline to the next, at most, where nothing of the frame is known yet."""
WIDER = 1.35
"""A distance between lines, in those of the frame, that ends it."""
INDENT = 0.75
"""Ems by which the first line of a paragraph is indented, at least."""
SHORT = 1.6
"""Ems that a line lacks at its end, at least, where it ends a paragraph."""


@dataclass(frozen=True, slots=True)
class TextFrame:
    """Lines one under the other."""

    lines: tuple[GlyphLine, ...]
    box: Box
    size: float
    bold: bool
    rotation: int
    vertical: bool

    @property
    def text(self) -> str:
        """Its lines, one after the other."""
        return "\n".join([line.text for line in self.lines])


def body_size(lines: Sequence[GlyphLine]) -> float:
    """Return the size of type that most characters of a page have."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size * 4) / 4] += len(line.glyphs)
    return counts.most_common(1)[0][0] if counts else 0.0


def frames_of(lines: Sequence[GlyphLine], rules: Sequence[Box] = ()) -> list[TextFrame]:
    """Return the frames that lines make, from the top of the page down."""
    level = [rule for rule in rules if rule.width > rule.height]
    open_frames: list[_OpenFrame] = []
    done: list[list[GlyphLine]] = []
    for line in sorted(lines, key=lambda line: (line.box.top, line.box.left)):
        if line.vertical or line.rotation:
            done.append([line])
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


@dataclass(slots=True)
class _OpenFrame:
    """A frame that may take another line."""

    lines: list[GlyphLine]
    box: Box


def _has_ended(frame: _OpenFrame, line: GlyphLine) -> bool:
    """Return whether a frame ended too far above a line to take it, or any that comes behind."""
    last = frame.lines[-1]
    return line.box.top - last.box.bottom > 3 * last.size


def _fits(frame: _OpenFrame, line: GlyphLine, rules: Sequence[Box]) -> bool:
    """Return whether a line goes on with a frame."""
    lines, box = frame.lines, frame.box
    last = lines[-1]
    if abs(last.size - line.size) > SAME_SIZE * max(last.size, line.size) or last.bold != line.bold:
        return False
    step = _baseline(line) - _baseline(last)
    if step <= 0.5 * line.size or step > _most_step(lines):
        return False
    if _overlap(box, line.box) < OVERLAP:
        return False
    em = line.size
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


def _is_wider_start(lines: Sequence[GlyphLine], line: GlyphLine) -> bool:
    """Return whether a short beginning is followed by a line of its column: a heading, a dateline."""
    return line.box.left >= lines[0].box.left - 2.6 * line.size


def _most_step(lines: Sequence[GlyphLine]) -> float:
    """Return the largest distance to the next baseline that is none between frames."""
    size = lines[-1].size
    if len(lines) < 3:
        return LEADING * size if len(lines) == 1 else max(LEADING * size, WIDER * _step(lines))
    return min(max(WIDER * _step(lines), 1.2 * size), 3 * size)


def _step(lines: Sequence[GlyphLine]) -> float:
    return median([_baseline(second) - _baseline(first) for first, second in pairwise(lines)])


def _baseline(line: GlyphLine) -> float:
    return line.glyphs[0].baseline


def _overlap(first: Box, second: Box) -> float:
    width = min(first.width, second.width)
    return (min(first.right, second.right) - max(first.left, second.left)) / width if width > 0 else 0.0


def _frame(lines: Sequence[GlyphLine]) -> TextFrame:
    first = lines[0]
    return TextFrame(
        tuple(lines),
        hull(line.box for line in lines) or first.box,
        median([line.size for line in lines]),
        first.bold,
        first.rotation,
        first.vertical,
    )


def paragraphs_of(frame: TextFrame) -> list[tuple[GlyphLine, ...]]:
    """Part a frame at the lines that begin a paragraph: indented, or behind a line that ends short."""
    lines = frame.lines
    starts = [number for number in range(1, len(lines)) if _begins(frame, number)]
    return [lines[a:b] for a, b in pairwise([0, *starts, len(lines)])]


def is_indented(frame: TextFrame, number: int) -> bool:
    """Return whether a line begins further right than others of its frame, as the first of a paragraph."""
    line = frame.lines[number]
    return line.box.left - left_edge(frame) > INDENT * line.size


def left_edge(frame: TextFrame) -> float:
    """Return where most lines of a frame begin."""
    size = frame.size
    counts = Counter(round(line.box.left / size * 4) for line in frame.lines)
    most = max(counts.values())
    return min(at for at, count in counts.items() if count >= most / 3) * size / 4


def is_full(frame: TextFrame, number: int, right: float | None = None) -> bool:
    """Return whether a line reaches the right edge of its frame, or of its column."""
    line = frame.lines[number]
    return line.box.right > (frame.box.right if right is None else right) - SHORT * line.size


def _begins(frame: TextFrame, number: int) -> bool:
    indented = [is_indented(frame, at) for at in (number - 1, number)]
    if indented[1] and not (indented[0] and _is_same_left(frame, number)):
        return True
    if indented[1] and indented[0]:  # one paragraph of one line behind another
        return not is_full(frame, number - 1) or ends_sentence(frame.lines[number - 1].text)
    has_indents = any(is_indented(frame, at) for at in range(len(frame.lines)))
    if has_indents:
        return False
    before = frame.lines[number - 1].text
    han = is_han(before[-1:]) or any(map(is_han, before[-4:]))
    return not is_full(frame, number - 1) and (ends_sentence(before) or (not han and before[-1:] in '.!?"”:'))


def _is_same_left(frame: TextFrame, number: int) -> bool:
    first, second = frame.lines[number - 1 : number + 1]
    return abs(first.box.left - second.box.left) < 0.3 * second.size


def in_order(frames: Sequence[TextFrame]) -> Iterator[TextFrame]:
    """Yield frames from the top down, those of one height from left to right."""
    yield from sorted(frames, key=lambda frame: (round(frame.box.top), frame.box.left))
