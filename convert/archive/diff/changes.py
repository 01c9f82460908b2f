"""What rules changed in one file and not in the other, or otherwise: the class `correction`."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from convert.archive.diff.difference import DiffClass, Difference, Lines
from convert.archive.diff.side import GroupSide, PlacedChange
from convert.archive.diff.words import CONTEXT
from convert.tei.content import EditorialChange
from convert.tei.issue import ArchivedBlock
from convert.tei.names import rule_names
from convert.text.align import Match, matches


class Traces(NamedTuple):
    """Why something is as it is, as the attributes of the file have it."""

    rules: str
    cert: str
    resp: str


class ChangedPlace(NamedTuple):
    """A place that is changed in one file, or otherwise in the other."""

    placed: PlacedChange
    """The change in the file that has it, the new one where both have one."""
    old: EditorialChange | None
    new: EditorialChange | None

    @property
    def start(self) -> int:
        """Where it begins in the reading that has it."""
        return self.placed.change.reading_offset

    @property
    def end(self) -> int:
        """Where it ends there."""
        return self.start + len(self.placed.change.reading)

    @property
    def before(self) -> str:
        """What the old file reads."""
        return self.old.reading if self.old else self.placed.change.source

    @property
    def after(self) -> str:
        """What the new file reads."""
        return self.new.reading if self.new else self.placed.change.source

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules behind it on both sides."""
        return tuple(dict.fromkeys(rule for c in (self.old, self.new) if c for rule in c.rules))

    @property
    def message(self) -> str:
        """What became of it, in words."""
        how = "another reading" if self.old and self.new else "altered" if self.new else "no longer altered"
        if self.old and self.new and self.before == self.after:
            how = f"marked up as {self.new.form}, was {self.old.form}"
        return f"{', '.join(self.rules) or 'no rule'}: {how}"

    def gap(self, earlier: ChangedPlace) -> int:
        """Return how far behind another place of the same reading it begins; -1: there is no such way."""
        same = self.placed.reading == earlier.placed.reading and (self.new is None) == (earlier.new is None)
        return self.start - earlier.end if same else -1


@dataclass(slots=True)
class CertaintyChanges:
    """Changes that stand as they stood, for other reasons: how many, how much less or more certain."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By the rules of the old file and those of the new one."""
    largest: dict[tuple[str, str], float] = field(default_factory=dict)
    lines: dict[tuple[str, str], Lines] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    def add(self, old: Traces, new: Traces, lines: Lines) -> None:
        """Take the traces of the same change in both files."""
        if old == new:
            return
        key = (old.rules or "no rule", new.rules or "no rule")
        if old.resp and new.resp and old.resp != new.resp:
            key = (f"{key[0]} ({old.resp})", f"{key[1]} ({new.resp})")
        self.counts[key] += 1
        self.largest[key] = max(self.largest.get(key, 0.0), abs(_number(old.cert) - _number(new.cert)))
        self.lines.setdefault(key, lines)

    def differences(self) -> Iterator[Difference]:
        """Yield one difference for each rule."""
        for (old, new), count in sorted(self.counts.items()):
            counted = "a certainty differs" if count == 1 else f"{count:,} certainties differ"
            message = f"{old}: {counted}, by up to {self.largest[old, new]:.4f}"
            if old != new:
                message = f"{'1 decision' if count == 1 else f'{count:,} decisions'} by {old}, now by {new}"
            yield Difference(DiffClass.RULE_VERSION, message, lines=self.lines[old, new], rules=(new,))


def _number(cert: str) -> float:
    try:
        return float(cert)
    except ValueError:
        return 0.0


def block_traces(block: ArchivedBlock) -> Traces:
    """Return why a block is what it is."""
    get = block.element.get
    return Traces(" ".join(rule_names(get("ana", ""))), get("cert", ""), get("resp", ""))


def change_differences(
    old: GroupSide, new: GroupSide, certainties: CertaintyChanges, *, regrouped: bool
) -> Iterator[Difference]:
    """Yield what is changed otherwise; what stands in other words is the text's difference.

    In regrouped blocks white space that joins or parts blocks is no change.
    """
    places = list(_changed_places(old, new, certainties, regrouped=regrouped))
    places.sort(key=lambda place: (place.placed.offset, place.new is None))
    for run in _neighbours(places):
        yield _difference(run, old, new)


def _changed_places(
    old: GroupSide, new: GroupSide, certainties: CertaintyChanges, *, regrouped: bool
) -> Iterator[ChangedPlace]:
    offsets = _Offsets(old.source, new.source)
    lines = Lines(old.line, new.line)
    gone: dict[tuple[int, str, str, str], PlacedChange] = {}
    for placed in old.changes:
        change = placed.change
        offset = offsets.in_new(placed.offset, len(change.source))
        if offset >= 0 and not (regrouped and _is_white(change)):
            key = (offset, change.source, change.reading, change.form)
            gone[key] = placed._replace(offset=offset)
    added: list[PlacedChange] = []
    for placed in new.changes:
        change = placed.change
        if not offsets.is_in_old(placed.offset, len(change.source)) or (regrouped and _is_white(change)):
            continue
        same = gone.pop((placed.offset, change.source, change.reading, change.form), None)
        if same:
            certainties.add(_traces(same.change), _traces(change), lines)
        else:
            added.append(placed)
    for first in gone.values():
        second = next((placed for placed in added if _same_place(first, placed)), None)
        if second:
            added.remove(second)
        yield ChangedPlace(second or first, first.change, second and second.change)
    for second in added:
        yield ChangedPlace(second, None, second.change)


def _traces(change: EditorialChange) -> Traces:
    return Traces(" ".join(change.rules), change.cert, change.resp)


def _neighbours(places: Sequence[ChangedPlace]) -> Iterator[list[ChangedPlace]]:
    """Put together what the same rules did the same way in one stretch of a block."""
    run: list[ChangedPlace] = []
    for place in places:
        if run and not (place.message == run[-1].message and 0 <= place.gap(run[-1]) <= 2 * CONTEXT):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _is_white(change: EditorialChange) -> bool:
    """Whether it is no more than what joins or parts blocks."""
    return not (change.source + change.reading).strip()


def _same_place(first: PlacedChange, second: PlacedChange) -> bool:
    """Whether two changes are of the same place in the source."""
    overlap = first.offset < second.end and second.offset < first.end
    return first.offset == second.offset or overlap


def _difference(run: Sequence[ChangedPlace], old: GroupSide, new: GroupSide) -> Difference:
    """Describe a stretch that is read otherwise: the reading of one side with the other's put in."""
    reading = run[0].placed.reading
    done = max(0, run[0].start - CONTEXT)
    before: list[str] = []
    after: list[str] = []
    for place in run:
        between = reading[done : place.start]
        before += (between, place.before)
        after += (between, place.after)
        done = place.end
    right = reading[done : done + CONTEXT]
    return Difference(
        DiffClass.CORRECTION,
        run[0].message,
        "".join([*before, right]),
        "".join([*after, right]),
        new.blocks[0].id,
        Lines(old.line, new.line),
        run[0].rules,
        len(run),
    )


class _Offsets:
    """Where the old source stands in the new one."""

    def __init__(self, old: str, new: str) -> None:
        """Find what both have."""
        self._matches = [Match(0, 0, len(old))] if old == new else matches(old, new)
        self._olds = [match.old for match in self._matches]
        self._news = [match.new for match in self._matches]

    def in_new(self, offset: int, length: int) -> int:
        """Return where a stretch of the old source stands in the new one; -1: nowhere."""
        index = bisect_right(self._olds, offset) - 1
        if index < 0:
            return -1
        match = self._matches[index]
        inside = offset - match.old
        return match.new + inside if inside + length <= match.length else -1

    def is_in_old(self, offset: int, length: int) -> bool:
        """Whether a stretch of the new source stands in the old one."""
        index = bisect_right(self._news, offset) - 1
        return index >= 0 and offset - self._news[index] + length <= self._matches[index].length
