"""What an editor wrote himself: characters over others, paragraphs joined and parted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from convert.decisions.word.compare import Step
from convert.decisions.word.sides import END, State, Unit
from convert.writers.docx.tracked import Fate, Line

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


@dataclass(slots=True)
class _Run:
    """Steps without a kept character between them."""

    removed: list[Unit] = field(default_factory=list)
    put: str = ""
    before: int = -1
    """Number of the unit that was kept before, -1 at the beginning."""
    behind: int = -1

    @property
    def is_any(self) -> bool:
        """Whether the editor did anything here himself."""
        return bool(self.removed or self.put)


def rewritings(lines: Sequence[Line], units: Sequence[Unit], taken: Sequence[Step]) -> Iterator[Rewriting]:
    """Yield what the editor wrote himself, in order."""
    for run in _runs(units, taken):
        if run.is_any:
            yield from _rewriting(lines, units, run)


def _runs(units: Sequence[Unit], taken: Sequence[Step]) -> Iterator[_Run]:
    """Gather the steps between two places that stayed: characters, or tracked text that is still shown."""
    run = _Run()
    for step in taken:
        unit = units[step.unit] if step.unit >= 0 else None
        if unit is None:
            run.put += step.put
        elif step.state in {State.GONE, State.BOTH}:
            run.removed.append(unit)
            if step.state is State.BOTH and unit.spot is not None:
                texts = [s.text for s in unit.spot.stretches]
                run.put += "".join(texts)
        elif not step.kept and step.state is None:
            run.removed.append(unit)
        elif step.kept or unit.shown:
            run.behind = step.unit
            yield run
            run = _Run(before=step.unit)
    yield run


def _rewriting(lines: Sequence[Line], units: Sequence[Unit], run: _Run) -> Iterator[Rewriting]:
    """Turn one run into changes: block by block, then the ends of paragraphs between them."""
    ends = [unit for unit in run.removed if unit.char == END]
    texts = [unit for unit in run.removed if unit.char != END and unit.shown]
    if not texts and not ends and run.put.strip("\n") == END:
        yield _split(units, run)
        return
    put = run.put.strip(END).replace(END, "\n")
    if END in run.put and put:
        yield Rewriting("edit", _at(units, run), trouble=NEW_PARAGRAPH)
    for _, group in groupby(texts, key=lambda unit: unit.line):
        held = list(group)
        yield Rewriting("edit", held[0].at, "".join([unit.shown for unit in held]), put)
        put = ""
    if put:
        yield _insertion(units, run, put)
    for end in ends:
        first, second = lines[end.line].block, _next(lines, end.line)
        if second is None or _is_bare(units, end.line, texts) or _is_bare(units, second, texts):
            continue  # a paragraph of which nothing is left needs no join
        block = lines[second].block
        if block.id != first.id:
            yield Rewriting("join", block.segments[0].at, behind=first.id)


def _split(units: Sequence[Unit], run: _Run) -> Rewriting:
    """Part a paragraph before the character that was kept behind."""
    behind = units[run.behind] if run.behind >= 0 else None
    if behind is None or behind.at < 0:
        return Rewriting("split", _at(units, run), trouble="an empty paragraph was put in; it is left out")
    return Rewriting("split", behind.at)


def _insertion(units: Sequence[Unit], run: _Run, put: str) -> Rewriting:
    """Put text behind the character before it, or before the one behind it: an edit holds on to a place."""
    before = units[run.before] if run.before >= 0 else None
    behind = units[run.behind] if run.behind >= 0 else None
    if before is not None and before.char not in {"", END} and before.at >= 0:
        return Rewriting("edit", before.at, before.char, before.char + put)
    if behind is not None and behind.char not in {"", END} and behind.at >= 0:
        return Rewriting("edit", behind.at, behind.char, put + behind.char)
    for unit in (before, behind):
        if unit is not None and unit.spot is not None and unit.shown:
            after = unit.shown + put if unit is before else put + unit.shown
            return Rewriting("edit", unit.at, unit.shown, after)
    last = next((u for u in reversed(units[: max(0, run.before)]) if u.char not in {"", END}), None)
    if last is not None and last.at >= 0:
        return Rewriting("edit", last.at, last.char, f"{last.char}\n{put}")
    return Rewriting("edit", 0, trouble=NO_PLACE)


def _at(units: Sequence[Unit], run: _Run) -> int:
    """Return a place in the source for a message."""
    near = [*(units[n] for n in (run.before, run.behind) if n >= 0), *run.removed]
    return max((unit.at for unit in near), default=0)


def _next(lines: Sequence[Line], number: int) -> int | None:
    """Return the number of the next line that is read."""
    for after in range(number + 1, len(lines)):
        if lines[after].end is not Fate.DELETED:
            return after
    return None


def _is_bare(units: Sequence[Unit], line: int, gone: Sequence[Unit]) -> bool:
    """Whether all text of a line was taken out."""
    taken = sum(1 for unit in gone if unit.line == line)
    return taken > 0 and taken == sum(1 for u in units if u.line == line and u.shown and u.char != END)
