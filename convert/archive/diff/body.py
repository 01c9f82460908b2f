"""What differs in the text of matched blocks: their source, how it is read, what they are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from convert.archive.diff.classes import Class, Difference, Lines
from convert.archive.diff.match import Group, Matched
from convert.archive.diff.words import CONTEXT
from convert.language.han import is_wide
from convert.tei.content import BlockContent, EditorialChange
from convert.tei.issue import ArchivedBlock, ArchivedIssue
from convert.text.align import Match, matches

PARTED = "¶"
"""Stands between the texts of two blocks."""


_LINE_END = re.compile(r"(.?)\s*\n\s*")


class Placed(NamedTuple):
    """An alteration in the source of its group."""

    at: int
    alteration: EditorialChange
    reading: str
    """The reading of its block."""


class Place(NamedTuple):
    """A place that is altered in one file, or otherwise in the other."""

    here: Placed
    was: EditorialChange | None
    now: EditorialChange | None

    @property
    def start(self) -> int:
        """Where it begins in the reading that has it."""
        return self.here.alteration.reading_offset

    @property
    def end(self) -> int:
        """Where it ends there."""
        return self.start + len(self.here.alteration.reading)

    @property
    def before(self) -> str:
        """What the old file reads."""
        return self.was.reading if self.was else self.here.alteration.source

    @property
    def after(self) -> str:
        """What the new file reads."""
        return self.now.reading if self.now else self.here.alteration.source

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules behind it on both sides."""
        return tuple(dict.fromkeys(r for a in (self.was, self.now) if a for r in a.rules))

    @property
    def what(self) -> str:
        """What became of it, in words."""
        how = "another reading" if self.was and self.now else "altered" if self.now else "no longer altered"
        if self.was and self.now and self.before == self.after:
            how = f"marked up as {self.now.form}, was {self.was.form}"
        return f"{', '.join(self.rules) or 'no rule'}: {how}"

    def gap(self, other: Place) -> int:
        """Return how far behind another place of the same reading it begins; -1: there is no such way."""
        same = self.here.reading == other.here.reading and (self.now is None) == (other.now is None)
        return self.start - other.end if same else -1


class Side(NamedTuple):
    """The blocks of a group on one side, as one text in source order."""

    blocks: tuple[ArchivedBlock, ...]
    contents: tuple[BlockContent, ...]
    source: str
    alterations: tuple[Placed, ...]

    @property
    def line(self) -> int:
        """Line of the first block; 0: there is none."""
        return self.blocks[0].line if self.blocks else 0

    @property
    def parted(self) -> str:
        """The sources of the blocks in reading order, with a mark between them."""
        return PARTED.join(_LINE_END.sub(_joined, c.source.strip()) for c in self.contents)


@dataclass(slots=True)
class Grounds:
    """Changes that stand as they stood, on other grounds: how many, how much less or more certain."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    most: dict[tuple[str, str], float] = field(default_factory=dict)
    lines: dict[tuple[str, str], Lines] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many were found."""
        return sum(self.counts.values())

    def add(self, old: tuple[str, str, str], new: tuple[str, str, str], lines: Lines) -> None:
        """Take the rules, certainty and responsibility of the same change in both files."""
        if old == new:
            return
        key = (old[0] or "no rule", new[0] or "no rule")
        if old[2] and new[2] and old[2] != new[2]:
            key = (f"{key[0]} ({old[2]})", f"{key[1]} ({new[2]})")
        self.counts[key] += 1
        self.most[key] = max(self.most.get(key, 0.0), abs(_number(old[1]) - _number(new[1])))
        self.lines.setdefault(key, lines)

    def differences(self) -> Iterator[Difference]:
        """Yield one difference for each rule."""
        for (old, new), count in sorted(self.counts.items()):
            named = "a certainty differs" if count == 1 else f"{count:,} certainties differ"
            what = f"{old}: {named}, by up to {self.most[old, new]:.4f}"
            if old != new:
                what = f"{'1 decision' if count == 1 else f'{count:,} decisions'} by {old}, now by {new}"
            yield Difference(Class.RULE_VERSION, what, lines=self.lines[old, new], rules=(new,))


def _number(cert: str) -> float:
    try:
        return float(cert)
    except ValueError:
        return 0.0


def text_differences(old: ArchivedIssue, new: ArchivedIssue, matched: Matched) -> Iterator[Difference]:
    """Yield the differences within the groups, in the order of the old file."""
    grounds = Grounds()
    blank: list[tuple[Side, Side]] = []
    for group in matched.groups:
        first, second = side(old, group.old, matched.old), side(new, group.new, matched.new)
        if not (group.old and group.new):
            yield _one_sided(first, second)
            continue
        single = len(group.old) == len(group.new) == 1
        if single and first.blocks[0].role != second.blocks[0].role:
            yield _role(first, second)
        if first.contents:
            yield from _within(group, first, second, grounds, blank)
    if blank:
        yield _white(blank)
    yield from grounds.differences()


def side(issue: ArchivedIssue, numbers: Sequence[int], contents: Mapping[int, BlockContent]) -> Side:
    """Put one side of a group together; without contents where the markup of both sides is the same."""
    blocks = tuple(issue.blocks[n] for n in numbers)
    found = tuple(contents[n] for n in numbers if n in contents)
    runs: list[tuple[int, int, int, str]] = []  # zone, content, where in it, text
    for number, content in enumerate(found):
        at = 0
        for run in content.zone_texts:
            runs.append((issue.zones.get(run.zone, -1), number, at, run.source))
            at += len(run.source)
    runs.sort(key=lambda run: run[0])
    alterations: list[Placed] = []
    base = 0
    for _, number, at, text in runs:
        held = found[number]
        # an insertion at the seam of two runs belongs to the first
        alterations += [
            Placed(base + a.offset - at, a, held.reading)
            for a in held.changes
            if at <= a.offset < at + len(text) or (not a.source and at < a.offset == at + len(text))
        ]
        base += len(text)
    alterations.sort(key=lambda found: found[0])
    return Side(blocks, found, "".join(r[3] for r in runs), tuple(alterations))


def _one_sided(old: Side, new: Side) -> Difference:
    """A block that only one file has."""
    here = new if new.blocks else old
    block = here.blocks[0]
    what = f"{block.role} {'added' if new.blocks else 'removed'}"
    lines = Lines(old.line, new.line)
    return Difference(Class.TEXT, what, old.source.strip(), new.source.strip(), block.id, lines)


def _role(old: Side, new: Side) -> Difference:
    """A block that is taken for something else."""
    was, now = old.blocks[0], new.blocks[0]
    text = (new.contents or old.contents or (None,))[0]
    shown = text.reading if text else ""
    lines = Lines(was.line, now.line)
    return Difference(Class.ROLE, f"{was.role} → {now.role}", shown, shown, now.id, lines)


def _within(
    group: Group, old: Side, new: Side, grounds: Grounds, blank: list[tuple[Side, Side]]
) -> Iterator[Difference]:
    """Compare the texts of a group."""
    lines = Lines(old.line, new.line)
    block = new.blocks[0]
    noted = grounds.total
    found = False
    if old.source != new.source:
        found = True
        if old.source.split() == new.source.split():
            blank.append((old, new))
        else:
            yield Difference(
                Class.TEXT, f"{block.role}: other words", old.source, new.source, block.id, lines
            )
    whole = len(group.old) == len(group.new) == 1
    if not whole:
        found = True
        yield Difference(Class.STRUCTURE, _regrouped(old, new), old.parted, new.parted, block.id, lines)
    for difference in _alterations(old, new, grounds, whole=whole):
        found = True
        yield difference
    alike = whole and old.blocks[0].role == block.role
    if alike:
        grounds.add(_grounds(old.blocks[0]), _grounds(block), Lines(old.line, new.line))
    if alike and not found and grounds.total == noted and _plain_markup(old) != _plain_markup(new):
        yield Difference(Class.RULE_VERSION, "the same text in other markup", block=block.id, lines=lines)


def _joined(line_end: re.Match[str]) -> str:
    """Return a character and what remains of the line end behind it: a space, but none in Han text."""
    return line_end[1] + ("" if is_wide(line_end[1] or " ") else " ")


def _grounds(block: ArchivedBlock) -> tuple[str, str, str]:
    """Return why a block is what it is."""
    get = block.element.get
    return get("ana", "").replace("#rule.", ""), get("cert", ""), get("resp", "")


def _regrouped(old: Side, new: Side) -> str:
    """Say how blocks were joined or parted."""
    was, now = ([b.role for b in s.blocks] for s in (old, new))
    if len(now) == 1:
        return f"{len(was)} blocks joined ({', '.join(was)} → {now[0]})"
    if len(was) == 1:
        return f"a block parted in {len(now)} ({was[0]} → {', '.join(now)})"
    return f"{len(was)} blocks are {len(now)} others ({', '.join(was)} → {', '.join(now)})"


def _plain_markup(held: Side) -> list[tuple[str, str, str]]:
    """Return the elements of a group without their ids and pointers."""
    return [
        (
            e.tag,
            e.text or "",
            " ".join(e.get(key, "") for key in ("rend", "reason", "quantity", "break")),
        )
        for block in held.blocks
        for e in block.element.iter()
    ]


def _white(found: Sequence[tuple[Side, Side]]) -> Difference:
    """Sum up the blocks that differ in nothing but white space."""
    old, new = found[0]
    count = "a block" if len(found) == 1 else f"{len(found):,} blocks"
    lines = Lines(old.line, new.line)
    what = f"other white space in {count}"
    return Difference(Class.TEXT, what, old.source, new.source, new.blocks[0].id, lines)


def _alterations(old: Side, new: Side, grounds: Grounds, *, whole: bool) -> Iterator[Difference]:
    """Yield what is altered otherwise; what stands in other words is the text's difference."""
    to_new = _Offsets(old.source, new.source)
    gone = {}
    for at, a, reading in old.alterations:
        place = to_new.of(at, len(a.source))
        if place >= 0 and (whole or not _is_white(a)):
            gone[place, a.source, a.reading, a.form] = Placed(place, a, reading)
    come: list[Placed] = []
    for at, a, reading in new.alterations:
        if not to_new.reaches(at, len(a.source)) or (not whole and _is_white(a)):
            continue
        same = gone.pop((at, a.source, a.reading, a.form), None)
        if same:
            was = same.alteration
            before, after = (" ".join(was.rules), was.cert, was.resp), (" ".join(a.rules), a.cert, a.resp)
            grounds.add(before, after, Lines(old.line, new.line))
        else:
            come.append(Placed(at, a, reading))
    places: list[Place] = []
    for first in gone.values():
        second = next((c for c in come if _same_place(first, c)), None)
        if second:
            come.remove(second)
        places.append(Place(second or first, first.alteration, second and second.alteration))
    places += [Place(second, None, second.alteration) for second in come]
    places.sort(key=lambda p: (p.here.at, p.now is None))
    for run in _neighbours(places):
        yield _correction(run, old, new)


def _neighbours(places: Sequence[Place]) -> Iterator[list[Place]]:
    """Put together what the same rules did the same way in one stretch of a block."""
    run: list[Place] = []
    for place in places:
        if run and not (place.what == run[-1].what and 0 <= place.gap(run[-1]) <= 2 * CONTEXT):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _is_white(a: EditorialChange) -> bool:
    """Whether it is no more than what joins or parts blocks."""
    return not (a.source + a.reading).strip()


def _same_place(first: Placed, second: Placed) -> bool:
    """Whether two alterations are of the same place in the source."""
    ends = (first.at + len(first.alteration.source), second.at + len(second.alteration.source))
    return first.at == second.at or (first.at < ends[1] and second.at < ends[0])


def _correction(run: Sequence[Place], old: Side, new: Side) -> Difference:
    """Describe a stretch that is read otherwise: the reading of one side with the other's put in."""
    reading = run[0].here.reading
    at = max(0, run[0].start - CONTEXT)
    before: list[str] = []
    after: list[str] = []
    for place in run:
        between = reading[at : place.start]
        before += (between, place.before)
        after += (between, place.after)
        at = place.end
    right = reading[at : at + CONTEXT]
    texts = ("".join([*before, right]), "".join([*after, right]))
    what, times = run[0].what, len(run)
    rules = run[0].rules
    return Difference(
        Class.CORRECTION, what, *texts, new.blocks[0].id, Lines(old.line, new.line), rules, times
    )


class _Offsets:
    """Places of the old source in the new one."""

    def __init__(self, old: str, new: str) -> None:
        self._found = [Match(0, 0, len(old))] if old == new else matches(old, new)
        self._olds = [m.old for m in self._found]
        self._news = [m.new for m in self._found]

    def of(self, at: int, count: int) -> int:
        """Return where a stretch of the old source stands in the new one; -1: nowhere."""
        index = bisect_right(self._olds, at) - 1
        if index < 0:
            return -1
        match = self._found[index]
        inside = at - match.old
        return match.new + inside if inside + count <= match.length else -1

    def reaches(self, at: int, count: int) -> bool:
        """Whether a stretch of the new source stands in the old one."""
        index = bisect_right(self._news, at) - 1
        return index >= 0 and at - self._news[index] + count <= self._found[index].length
