"""The figures of a batch for its report, from the ledger: by time, by kind of error, by rule, by need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from convert.batch.ledger import Issue, Ledger, State

BINS = 60
"""Stretches of time that a chart has at most."""
MOST = 50
"""Pages named as needing a reviewer."""
WARNING = 5
"""Open proposals that a warning counts as: it concerns the whole page."""


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of time: when it began (seconds since 1970), how long it is, how many issues it ended."""

    began: float
    seconds: float
    done: int


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """What a rule did in all, and how many changes an issue it made in each stretch of time."""

    name: str
    versions: tuple[int, ...]
    done: int
    proposed: int
    over_time: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the report shows."""

    runs: int
    began: float | None
    ended: float | None
    tiles: tuple[tuple[str, int, bool], ...]
    """Name, count, whether it is bad to have any."""
    bins: tuple[Bin, ...]
    errors: Counter[str]
    bad: tuple[Issue, ...]
    rules: tuple[RuleFigures, ...]
    review: tuple[Issue, ...]


def figures(ledger: Ledger) -> Figures:
    """Read the figures; the ledger is read once, an issue at a time."""
    runs = ledger.runs()
    done: list[Issue] = []
    errors: Counter[str] = Counter()
    bad: list[Issue] = []
    warned = 0
    for issue in ledger.issues():
        warned += bool(issue.warnings)
        if issue.state is State.DONE and issue.ended is not None:
            done.append(issue)
        elif issue.state in {State.FAILED, State.QUARANTINED}:
            errors[issue.kind or issue.state.value] += 1
            bad.append(issue)
    counts = ledger.counts()
    tiles = [(state.value, counts[state], state in {State.FAILED, State.QUARANTINED}) for state in State]
    tiles += [("with warnings", warned, False), ("changes", sum(i.changes for i in done), False)]
    tiles += [("only proposed", sum(i.proposals for i in done), False)]
    bins = _bins([issue.ended or 0.0 for issue in done])
    needy = sorted(done, key=lambda i: (-_need(i), i.name))
    ends = [run.ended for run in runs if run.ended is not None] + [issue.ended or 0.0 for issue in done]
    return Figures(
        len(runs),
        runs[0].began if runs else None,
        max(ends, default=None),
        tuple(tiles),
        bins,
        errors,
        tuple(bad),
        tuple(_rules(done, bins)),
        tuple(issue for issue in needy[:MOST] if _need(issue)),
    )


def _need(issue: Issue) -> int:
    """Say how much a page needs a reviewer: what was only proposed on it, and its warnings."""
    return issue.proposals + WARNING * len(issue.warnings)


def _bins(ends: Sequence[float]) -> tuple[Bin, ...]:
    """Part the time in which issues ended into stretches of whole seconds."""
    if not ends:
        return ()
    first, last = int(min(ends)), max(ends)
    seconds = max(1.0, float(-(-int(last - first + 1) // BINS)))
    counts = Counter(int((end - first) // seconds) for end in ends)
    return tuple(Bin(first + n * seconds, seconds, counts[n]) for n in range(max(counts) + 1))


def _rules(done: Sequence[Issue], bins: Sequence[Bin]) -> Iterator[RuleFigures]:
    """Yield what each rule did, those that did most first."""
    total: Counter[str] = Counter()
    proposed: Counter[str] = Counter()
    versions: dict[str, set[int]] = {}
    parts: dict[str, Counter[int]] = {}
    for issue in done:
        at = int(((issue.ended or 0.0) - bins[0].began) // bins[0].seconds)
        for name, (version, did, only) in issue.rules.items():
            total[name] += did
            proposed[name] += only
            versions.setdefault(name, set()).add(version)
            parts.setdefault(name, Counter())[at] += did
    for name in sorted(total, key=lambda n: (-total[n], n)):
        if total[name] or proposed[name]:
            over = tuple(parts[name][n] / b.done if b.done else 0.0 for n, b in enumerate(bins))
            yield RuleFigures(name, tuple(sorted(versions[name])), total[name], proposed[name], over)
