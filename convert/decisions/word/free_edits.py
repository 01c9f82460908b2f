"""What an editor wrote himself: characters over others, paragraphs joined and parted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from convert.decisions.word.compare import EditStep
from convert.decisions.word.tokens import END, Resolution, Unit
from convert.readers.word.marks import TrackState
from convert.text.xml_safe import sanitize
from convert.writers.docx.tracked import ReviewLine

NO_PLACE = (
    "text was put in where nothing of the source is left to hold on to; write it into the decisions file"
)
NEW_PARAGRAPH = "a new paragraph became a line of the one before it"


@dataclass(frozen=True, slots=True)
class Rewriting:
    """One change of the editor's own, or why there is none."""

    action: str
    at: int
    before: str = ""
    after: str = ""
    behind: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Hold:
    """A place that stayed, for a change to hold on to."""

    unit: Unit
    text: str
    """What will be read there."""

    @property
    def is_firm(self) -> bool:
        """Whether it is text of the source, and no end of a paragraph."""
        return bool(self.text) and self.unit.char != END and self.unit.at >= 0


@dataclass(slots=True)
class _Run:
    """Steps without a kept character between them."""

    removed: list[Unit] = field(default_factory=list)
    put: str = ""
    before: _Hold | None = None
    """What stayed right before; None at the beginning."""
    behind: _Hold | None = None
    last: _Hold | None = None
    """The last text of the source before it, in whatever paragraph."""

    @property
    def is_any(self) -> bool:
        """Whether the editor did anything here himself."""
        return bool(self.removed or self.put)


def rewritings(
    lines: Sequence[ReviewLine], units: Sequence[Unit], taken: Sequence[EditStep]
) -> Iterator[Rewriting]:
    """Yield what the editor wrote himself, in order."""
    shown = Counter(unit.line for unit in units if unit.char != END and unit.shown)
    for run in _runs(units, taken):
        if run.is_any:
            yield from _rewriting(lines, shown, run)


def _runs(units: Sequence[Unit], taken: Sequence[EditStep]) -> Iterator[_Run]:
    """Gather the steps between two places that stayed: characters, or tracked text that is still shown."""
    run = _Run()
    for step in taken:
        unit = units[step.unit] if step.unit >= 0 else None
        if unit is None:
            run.put += step.put
        elif step.state in {Resolution.GONE, Resolution.BOTH}:
            run.removed.append(unit)
            if step.state is Resolution.BOTH and unit.spot is not None:
                texts = [s.text for s in unit.spot.stretches]
                run.put += "".join(texts)
        elif not step.kept and step.state is None:
            run.removed.append(unit)
        elif text := _text(unit, step.state):
            run.behind = _Hold(unit, text)
            yield run
            firm = run.behind if run.behind.is_firm else run.last
            run = _Run(before=run.behind, last=firm)
    yield run


def _text(unit: Unit, state: Resolution | None) -> str:
    """Return what will be read at a unit that stayed: where a change was rejected, what the source has."""
    if state is Resolution.REJECTED and unit.spot is not None:
        return sanitize("".join([s.text for s in unit.spot.stretches if s.fate is TrackState.DELETED]))
    return unit.char or unit.shown


def _rewriting(lines: Sequence[ReviewLine], shown: Mapping[int, int], run: _Run) -> Iterator[Rewriting]:
    """Turn one run into changes: block by block, then the ends of paragraphs between them."""
    ends = [unit for unit in run.removed if unit.char == END]
    held = [unit for unit in run.removed if unit.char != END and unit.shown]
    if not held and not ends and run.put.strip("\n") == END:
        yield _split(run)
        return
    put = run.put.strip(END).replace(END, "\n")
    if END in run.put and put:
        yield Rewriting("edit", _at(run), trouble=NEW_PARAGRAPH)
    for _, group in groupby(held, key=lambda unit: unit.line):
        gone = list(group)
        yield Rewriting("edit", gone[0].at, "".join([unit.shown for unit in gone]), put)
        put = ""
    if put:
        yield _insertion(run, put)
    taken = Counter(unit.line for unit in held)
    bare = {line for line, count in taken.items() if count == shown[line]}
    for end in ends:
        second = _next(lines, end.line)
        if second is None or bare & {end.line, second}:
            continue  # a paragraph of which nothing is left needs no join
        first, block = lines[end.line].block, lines[second].block
        if block.id != first.id:
            yield Rewriting("join", block.segments[0].at, behind=first.id)


def _split(run: _Run) -> Rewriting:
    """Part a paragraph before the character that was kept behind."""
    if run.behind is None or not run.behind.is_firm:
        return Rewriting("split", _at(run), trouble="an empty paragraph was put in; it is left out")
    return Rewriting("split", run.behind.unit.at)


def _insertion(run: _Run, put: str) -> Rewriting:
    """Put text behind the text before it, or before the text behind it: an edit holds on to a place."""
    if run.before is not None and run.before.is_firm:
        return Rewriting("edit", run.before.unit.at, run.before.text, run.before.text + put)
    if run.behind is not None and run.behind.is_firm:
        return Rewriting("edit", run.behind.unit.at, run.behind.text, put + run.behind.text)
    last = run.last
    if last is not None:
        return Rewriting("edit", last.unit.at, last.text, f"{last.text}\n{put}")
    return Rewriting("edit", 0, trouble=NO_PLACE)


def _at(run: _Run) -> int:
    """Return a place in the source for a message."""
    near = [*(hold.unit for hold in (run.before, run.behind) if hold), *run.removed]
    return max((unit.at for unit in near), default=0)


def _next(lines: Sequence[ReviewLine], number: int) -> int | None:
    """Return the number of the next line that is read."""
    for after in range(number + 1, len(lines)):
        if lines[after].end is not TrackState.DELETED:
            return after
    return None
