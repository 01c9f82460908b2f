"""The queue: what most needs a person first, by how much a decision is likely to set right.

The chance of being wrong, times the number of equal cases: 41 times ， for , at .98 weigh .82, and one
decision on all of them may follow from looking at ten. Joins and places are each a case of its own.
Words of which an OCR engine was unsure, and which no rule would change, come last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from convert.decisions.verdicts import EntryVerdict
from convert.review.doubts import MANY_ALIKE, WORD, DoubtKind
from convert.review.index import IndexedIssue, QueueRow

BELOW = 0.95
"""A change that a rule is less certain of is asked for."""


class QueueFilter(NamedTuple):
    """Which doubts are wanted; what is empty filters nothing."""

    rule: str = ""
    kind: int = 0
    issue: int = 0
    title: str = ""
    """The newspaper's."""
    year: str = ""
    """Or a month, or a day, as of ISO 8601."""
    page: int = 0
    """Number of the page in its issue, from 1."""
    below: float = BELOW
    """Changes that were done are wanted below this certainty."""
    decided: bool = False
    """What was decided on, too."""


class KindCount(NamedTuple):
    """How a kind stands."""

    kind: int
    waiting: int
    """How many of it are in the queue and not decided on."""
    decided: int
    gain: float
    """What it puts into the queue's order."""


class Queue(NamedTuple):
    """What there is to decide on, in order."""

    order: tuple[int, ...]
    """The numbers of the doubts."""
    kinds: tuple[KindCount, ...]
    """Those of them, in order."""
    decided: int
    """How many of what the filter lets through are decided on."""


def make_queue(
    rows: Iterable[QueueRow],
    kinds: Mapping[int, DoubtKind],
    issues: Mapping[int, IndexedIssue],
    states: Mapping[int, EntryVerdict],
    wanted: QueueFilter,
) -> Queue:
    """Put in order what a filter lets through."""
    passed = [row for row in rows if _passes(row, kinds, issues, wanted)]
    waiting = [row for row in passed if row.id not in states]
    gains = dict.fromkeys((row.kind for row in passed), 0.0)
    for row in waiting:
        gains[row.kind] += row.wrong
    decided = Counter(row.kind for row in passed if row.id in states)
    counts = Counter(row.kind for row in waiting)

    def place(row: QueueRow) -> tuple[bool, float, int, float, int]:
        kind = kinds[row.kind]
        alike = kind.action in MANY_ALIKE
        return kind.action == WORD, -(gains[row.kind] if alike else row.wrong), row.kind, -row.wrong, row.id

    shown = passed if wanted.decided else waiting
    order = tuple(row.id for row in sorted(shown, key=place))
    names = sorted(
        {row.kind for row in passed}, key=lambda kind: (kinds[kind].action == WORD, -gains[kind], kind)
    )
    return Queue(
        order,
        tuple(KindCount(kind, counts[kind], decided[kind], round(gains[kind], 3)) for kind in names),
        sum(decided.values()),
    )


def _passes(
    row: QueueRow, kinds: Mapping[int, DoubtKind], issues: Mapping[int, IndexedIssue], wanted: QueueFilter
) -> bool:
    issue = issues[row.issue]
    return (
        (not row.done or row.cert < wanted.below)
        and (not wanted.kind or row.kind == wanted.kind)
        and (not wanted.rule or kinds[row.kind].rule == wanted.rule)
        and (not wanted.issue or row.issue == wanted.issue)
        and (not wanted.title or issue.title == wanted.title)
        and (not wanted.year or issue.date.startswith(wanted.year))
        and (not wanted.page or row.page == wanted.page - 1)
    )


class ReviewSummary(NamedTuple):
    """What was decided, in numbers."""

    accepted: int
    rejected: int
    replaced: int
    looked_at: int
    """Decided alone or in a sample, and so looked at."""
    reviewers: Sequence[tuple[str, int]]


def sum_up(states: Iterable[EntryVerdict]) -> ReviewSummary:
    """Count what was decided."""
    decided = list(states)
    verdicts = Counter(state.decide for state in decided)
    reviewers = Counter(state.mark.reviewer or "-" for state in decided)
    looked_at = sum(state.mark.manner != "alike" for state in decided)
    return ReviewSummary(
        verdicts["accept"], verdicts["reject"], verdicts["replace"], looked_at, reviewers.most_common()
    )
