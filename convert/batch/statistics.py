"""The statistics of a batch for its report, from the ledger: by time, by kind of error, by rule, by need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NamedTuple

from convert.batch.ledger import Ledger
from convert.batch.records import BAD, FormerOutput, Issue, State
from convert.batch.stale import existing_former
from convert.decisions.receipt import SampleReceipt
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.issue.page_problems import FolderProblem

BINS = 60
"""Stretches of time that a chart has at most."""
MOST_TO_REVIEW = 50
"""Issues named as needing a reviewer."""
LIKELY = 0.5
"""An estimate above which an issue most probably has the damage."""
WARNING = 5
"""Open proposals that a warning counts as: it concerns a whole page."""


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of time: when it began (seconds since 1970), how long it is, how many issues it ended."""

    began: float
    seconds: float
    done: int


@dataclass(frozen=True, slots=True)
class RuleStatistics:
    """What a rule did in all, and how many changes an issue it made in each stretch of time."""

    name: str
    versions: tuple[int, ...]
    done: int
    proposed: int
    over_time: tuple[float, ...]


class DamageStatistics(NamedTuple):
    """How many issues most probably have a kind of damage, and of how many that is known."""

    kind: str
    likely: int
    estimated: int


class Tile(NamedTuple):
    """A count that the report shows at its head."""

    name: str
    number: int
    is_bad: bool
    """Whether it is bad to have any."""


@dataclass(frozen=True, slots=True)
class BatchStatistics:
    """All that the report shows."""

    runs: int
    began: float | None
    ended: float | None
    tiles: tuple[Tile, ...]
    bins: tuple[Bin, ...]
    errors: Counter[str]
    bad: tuple[Issue, ...]
    remarked: tuple[Issue, ...]
    """Issues with warnings, or with notes on what follows from decisions."""
    passed_over: Mapping[str, int]
    """Files that the last run's folders held besides, by ending."""
    orphans: tuple[Issue, ...]
    """What was made of sources that are gone."""
    problems: tuple[FolderProblem, ...]
    """What does not fit together in the folders of the sources."""
    former: tuple[FormerOutput, ...]
    """Files that would not be written again: of a format that was dropped, of a former template."""
    rules: tuple[RuleStatistics, ...]
    damage: tuple[DamageStatistics, ...]
    review: tuple[Issue, ...]
    samples: tuple[SampleReceipt, ...] = ()
    """What was looked at by sample, and what that proves."""


def batch_statistics(ledger: Ledger, out: Path) -> BatchStatistics:
    """Read the statistics of the batch in a folder; the ledger is read once, an issue at a time."""
    runs = ledger.runs()
    done: list[Issue] = []
    errors: Counter[str] = Counter()
    bad: list[Issue] = []
    remarked: list[Issue] = []
    for issue in ledger.issues():
        if issue.outcome.warnings or issue.outcome.notes:
            remarked.append(issue)
        if issue.state is State.DONE and issue.ended is not None:
            done.append(issue)
        elif issue.state in BAD:
            errors[issue.failure.kind if issue.failure else issue.state.value] += 1
            bad.append(issue)
    counts = ledger.counts()
    tiles = [Tile(state.value, counts[state], state in BAD) for state in State]
    if (pages := ledger.pages()) > sum(counts.values()):
        tiles.append(Tile("pages", pages, is_bad=False))
    tiles += [
        Tile("with warnings", sum(bool(i.outcome.warnings) for i in remarked), is_bad=False),
        Tile("changes", sum(i.outcome.changes for i in done), is_bad=False),
        Tile("only proposed", sum(i.outcome.proposals for i in done), is_bad=False),
    ]
    bins = _bins([issue.ended or 0.0 for issue in done])
    needy = sorted(done, key=lambda i: (-_need(i), i.name))
    ends = [run.ended for run in runs if run.ended is not None] + [issue.ended or 0.0 for issue in done]
    begins = [run.began for run in runs] + [issue.began for issue in done if issue.began is not None]
    return BatchStatistics(
        len(runs),
        min(begins, default=None),  # not that of the first run: a clock may have been set back
        max(ends, default=None),
        tuple(tiles),
        bins,
        errors,
        tuple(bad),
        tuple(remarked),
        runs[-1].passed_over if runs else {},
        tuple(ledger.issues(State.ORPHANED)),
        ledger.problems(),
        existing_former(ledger, out),
        tuple(_rules(done, bins)),
        tuple(_damage(done)),
        tuple(issue for issue in needy[:MOST_TO_REVIEW] if _need(issue)),
    )


def _need(issue: Issue) -> int:
    """Say how much an issue needs a reviewer: what was only proposed on it, and its warnings."""
    return issue.outcome.proposals + WARNING * len(issue.outcome.warnings)


def _bins(ends: Sequence[float]) -> tuple[Bin, ...]:
    """Part the time in which issues ended into stretches of whole seconds."""
    if not ends:
        return ()
    first, last = int(min(ends)), max(ends)
    seconds = max(1.0, float(-(-int(last - first + 1) // BINS)))
    counts = Counter(int((end - first) // seconds) for end in ends)
    return tuple(Bin(first + n * seconds, seconds, counts[n]) for n in range(max(counts) + 1))


def _damage(done: Sequence[Issue]) -> Iterator[DamageStatistics]:
    """Yield for each kind of damage how many issues most probably have it."""
    estimates = [issue.outcome.damage for issue in done if issue.outcome.damage != NOT_ESTIMATED]
    for field in fields(Damage) if estimates else ():
        likely = sum(getattr(damage, field.name) > LIKELY for damage in estimates)
        yield DamageStatistics(field.name, likely, len(estimates))


def _rules(done: Sequence[Issue], bins: Sequence[Bin]) -> Iterator[RuleStatistics]:
    """Yield what each rule did, those that did most first."""
    total: Counter[str] = Counter()
    proposed: Counter[str] = Counter()
    versions: dict[str, set[int]] = {}
    parts: dict[str, Counter[int]] = {}
    for issue in done:
        at = int(((issue.ended or 0.0) - bins[0].began) // bins[0].seconds)
        for name, (version, did, only) in issue.outcome.rules.items():
            total[name] += did
            proposed[name] += only
            versions.setdefault(name, set()).add(version)
            parts.setdefault(name, Counter())[at] += did
    for name in sorted(total, key=lambda n: (-total[n], n)):
        if total[name] or proposed[name]:
            over = tuple(parts[name][n] / b.done if b.done else 0.0 for n, b in enumerate(bins))
            yield RuleStatistics(name, tuple(sorted(versions[name])), total[name], proposed[name], over)
