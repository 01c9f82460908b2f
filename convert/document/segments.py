"""Cutting and joining segments: the arithmetic under `rewrite`, and nothing else may call it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import NamedTuple, Protocol

from convert.document.changes import Edited, Kind
from convert.document.model import Segment
from convert.errors import InvariantError
from convert.text.memo import Memo


class Named(Protocol):
    """A rule as far as a change records it."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def kind(self) -> Kind:
        """What its changes are to an editor."""
        ...


class EditKey(NamedTuple):
    """What an edit says, apart from where it stands."""

    before: str
    after: str
    cert: float
    by: str
    why: str = ""


Changes = Memo[EditKey, tuple[Edited]]
"""The changes of a rule by what they say."""
KINDS_REMEMBERED = 1 << 12
NO_SEAMS: AbstractSet[int] = frozenset()


def changes_of(rule: Named) -> Changes:
    """Return what makes the changes of a rule, each once: a page has thousands that say the same."""
    return Memo(partial(_change_of, rule), KINDS_REMEMBERED)


def _change_of(rule: Named, wording: EditKey) -> tuple[Edited]:
    before, after, cert, by, why = wording
    return (Edited(rule.name, before, after, cert, rule.kind, by, why),)


class Span(NamedTuple):
    """A stretch of a block's reading, [start, end), and what is to be read there."""

    start: int
    end: int
    reading: str
    cert: float = 1.0
    by: str = ""
    """Who decided on it, where it was not the rule alone."""
    why: str = ""
    """What the rule goes by."""

    def key(self, before: str, after: str) -> EditKey:
        """Return what the edit says, where `before` stood and `after` is read."""
        return EditKey(before, after, self.cert, self.by, self.why)


class SplitPoint(NamedTuple):
    """An offset in a block's reading at which a new block begins."""

    at: int
    cert: float = 1.0
    by: str = ""


def edit_segments(
    segments: Sequence[Segment],
    spans: Sequence[Span],
    rule: Named,
    changes: Changes | None = None,
    seams: AbstractSet[int] = NO_SEAMS,
) -> tuple[Segment, ...]:
    """Apply sorted, disjoint spans to a block's segments, from the last to the first.

        "甲,乙" with (1, 2, "，")  ->  "甲"  ",": "，"  "乙"

    An untouched segment is cut at the edit; a changed one is absorbed whole and carries its old
    changes before the new one. Sources that do not touch, or touch where one file of an issue ends and the
    next begins (`seams`), are never merged: the first of them takes the new reading, the others read as
    nothing.
    """
    changes = changes_of(rule) if changes is None else changes
    inside = _edit_inside(segments, spans, changes)
    if inside is not None:
        return inside
    todo = list(segments)
    done: list[Segment] = []  # in reverse order
    position = sum([len(s.reading) for s in segments])
    limit = position
    for span in reversed(spans):
        start, end = span.start, span.end
        if end > limit:
            raise InvariantError(f"{rule.name}: two edits of one pass overlap")
        limit = start
        position = _set_aside(todo, done, position, end)
        if todo and todo[-1].untouched and position - len(todo[-1].source) <= start < end:
            _change(todo, position - start, span, changes)
            position = start + len(span.reading)
            continue
        taken: list[Segment] = []  # in reverse order
        if start == end and position > start and not todo[-1].untouched:
            taken.append(todo.pop())
            position -= len(taken[0].reading)
        while position > start:
            if todo[-1].untouched and position - len(todo[-1].reading) < start:
                position = _cut(todo, taken, position, start)
                break
            taken.append(todo.pop())
            position -= len(taken[-1].reading)
        taken.reverse()
        edited = _merge(taken, start - position, end - position, span, changes, seams)
        if not taken:
            anchor = todo[-1].at + len(todo[-1].source) if todo else _first_at(done)
            edited = [Segment("", span.reading, anchor, changes[span.key("", span.reading)])]
        todo.extend(edited)
        position += sum([len(s.reading) for s in edited])
    done.reverse()
    return (*todo, *done)


def _edit_inside(
    segments: Sequence[Segment], spans: Sequence[Span], changes: Changes
) -> tuple[Segment, ...] | None:
    """Apply spans each of which stands within one untouched segment, as most do; None where one does not."""
    done: list[Segment] = []
    number = position = 0
    for segment in segments:
        stop, cut = position + len(segment.reading), 0
        while number < len(spans) and (span := spans[number]).start < stop:
            first, last = span.start - position, span.end - position
            if not (segment.untouched and cut <= first < last and span.end <= stop):
                return None
            if first > cut:
                done.append(_untouched(segment.source[cut:first], segment.at + cut))
            old = segment.source[first:last]
            done.append(Segment(old, span.reading, segment.at + first, changes[span.key(old, span.reading)]))
            cut = last
            number += 1
        if not cut:
            done.append(segment)
        elif cut < len(segment.source):
            done.append(_untouched(segment.source[cut:], segment.at + cut))
        position = stop
    return tuple(done) if number == len(spans) else None


def split_segments(
    segments: Sequence[Segment],
    cuts: Sequence[SplitPoint],
    rule: Named,
    seams: AbstractSet[int] = NO_SEAMS,
) -> list[tuple[Segment, ...]]:
    r"""Cut a block's segments at sorted offsets of its reading.

        "甲\n乙" at 1  ->  "甲" "\n": ""   and   "乙"

    White space behind a cut goes to the first part and loses its reading: it is what parts them now.
    """
    text = "".join([s.reading for s in segments])
    spaces: list[Span] = []
    places: list[int] = []
    removed = 0
    for at, cert, by in cuts:
        places.append(at - removed)
        end = at
        while end < len(text) and text[end].isspace():
            end += 1
        if end > at:
            spaces.append(Span(at, end, "", cert, by))
            removed += end - at
    parts = _parts(edit_segments(segments, spaces, rule, seams=seams) if spaces else segments, places)
    if not all(parts):
        raise InvariantError(f"{rule.name}: a split leaves an empty block")
    return parts


def _parts(segments: Sequence[Segment], places: Sequence[int]) -> list[tuple[Segment, ...]]:
    """Cut at rising offsets; segments without a reading at a cut stay with what stands before it.

    A changed segment cannot be cut: the cut moves to its end.
    """
    parts: list[list[Segment]] = [[]]
    position = 0
    waiting = deque(places)
    for segment in segments:
        rest = segment
        while waiting and waiting[0] < position + len(rest.reading):
            if waiting[0] > position and not rest.untouched:
                break
            inside = waiting.popleft() - position
            if inside > 0:
                parts[-1].append(_untouched(rest.source[:inside], rest.at))
                rest = _untouched(rest.source[inside:], rest.at + inside)
                position += inside
            parts.append([])
        parts[-1].append(rest)
        position += len(rest.reading)
        while waiting and waiting[0] < position:
            waiting.popleft()
            parts.append([])
    parts.extend([] for _ in waiting)
    return [tuple(part) for part in parts]


def _set_aside(todo: list[Segment], done: list[Segment], position: int, end: int) -> int:
    """Move what lies behind `end` from todo to done; cut an untouched segment there."""
    while todo and position - len(todo[-1].reading) >= end:
        position -= len(todo[-1].reading)
        done.append(todo.pop())
    if todo and position > end and todo[-1].untouched:
        position = _cut(todo, done, position, end)
    return position


def _cut(todo: list[Segment], behind: list[Segment], position: int, at: int) -> int:
    """Cut the last, untouched segment of todo at `at`; its right part goes to `behind`."""
    segment = todo.pop()
    inside = len(segment.source) - (position - at)
    behind.append(_untouched(segment.source[inside:], segment.at + inside))
    if inside:
        todo.append(_untouched(segment.source[:inside], segment.at))
    return at


def _untouched(text: str, at: int) -> Segment:
    """Make a segment that reads as its source: one string, not two equal ones."""
    return Segment(text, text, at)


def _change(todo: list[Segment], length: int, span: Span, changes: Changes) -> None:
    """Change the last `length` characters of the last, untouched segment: what most edits are."""
    segment = todo.pop()
    inside = len(segment.source) - length
    if inside:
        todo.append(_untouched(segment.source[:inside], segment.at))
    old = segment.source[inside:]
    change = changes[span.key(old, span.reading)]
    todo.append(Segment(old, span.reading, segment.at + inside, change))


def _merge(
    taken: Sequence[Segment], start: int, end: int, span: Span, changes: Changes, seams: AbstractSet[int]
) -> list[Segment]:
    """Make the edited segments: one for each run of sources that touch.

    `start` and `end` are the offsets of the span within the joined reading of `taken`.
    """
    merged: list[Segment] = []
    position = 0
    for run in _runs(taken, seams):
        old = "".join([s.reading for s in run])
        left, right = max(0, start - position), max(0, min(len(old), end - position))
        before = old[left:right]
        new = span.reading if not merged else ""
        earlier = [change for segment in run for change in segment.changes]
        change = changes[span.key(before, new)]
        source = "".join([s.source for s in run])
        at = next((s.at for s in run if s.source), run[0].at)
        merged.append(Segment(source, old[:left] + new + old[right:], at, (*earlier, *change)))
        position += len(old)
    return merged


def _runs(segments: Sequence[Segment], seams: AbstractSet[int]) -> list[list[Segment]]:
    """Group segments whose sources follow each other without a gap, in one file."""
    runs: list[list[Segment]] = []
    end: int | None = None  # of the last source in the run; an insertion has none and fits anywhere
    for segment in segments:
        touches = end is None or not segment.source or (segment.at == end and end not in seams)
        if runs and touches:
            runs[-1].append(segment)
        else:
            runs.append([segment])
        if segment.source:
            end = segment.at + len(segment.source)
    return runs


def _first_at(done: Sequence[Segment]) -> int:
    return done[-1].at if done else 0
