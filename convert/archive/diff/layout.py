"""What differs in how matched blocks are arranged: articles, order, pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from convert.archive.diff.difference import DiffClass, Difference, Lines
from convert.archive.diff.match import BlockGroup, BlockMatches
from convert.archive.diff.pages import PageMatches
from convert.document.roles import FURNITURE
from convert.tei.issue import ArchivedBlock, ArchivedIssue
from convert.text.align import longest_rising

SHEET = frozenset(role.value for role in FURNITURE)
"""Roles of what belongs to a sheet and to no article."""
QUOTED_LENGTH = 16
"""Characters by which a block is named."""


def layout_differences(
    old: ArchivedIssue, new: ArchivedIssue, matched: BlockMatches, pages: PageMatches
) -> Iterator[Difference]:
    """Yield the differences between the groups."""
    both = [g for g in matched.groups if g.old and g.new]
    yield from _articles(old, new, _of_articles(old, both, pages))
    yield from _pages(old, new, both, pages)
    moved = _moves(old, new, both, _first)
    yield from (d for d, _ in moved)
    elsewhere = frozenset(n for _, numbers in moved for n in numbers)
    rest = [g for n, g in enumerate(both) if n not in elsewhere]
    zoned = [g for g in rest if min(_zone(old, g.old), _zone(new, g.new)) >= 0]
    for difference, _ in _moves(old, new, zoned, _zone):
        yield replace(difference, message=f"in the source {difference.message}")


def _of_articles(old: ArchivedIssue, both: Sequence[BlockGroup], pages: PageMatches) -> Sequence[BlockGroup]:
    """Leave out running heads and folios where pages are lost or added: they stand in what is before them."""
    if not pages.lost and not pages.added:
        return both
    return [group for group in both if old.blocks[group.old[0]].role not in SHEET]


def quote_start(issue: ArchivedIssue, block: ArchivedBlock) -> str:
    """Name a block by its first words."""
    text = " ".join(issue.content(block).reading.split())
    return (
        f"“{text[:QUOTED_LENGTH]}{'…' if len(text) > QUOTED_LENGTH else ''}”"
        if text
        else f"an empty {block.role}"
    )


def _first(_issue: ArchivedIssue, numbers: Sequence[int]) -> int:
    return numbers[0]


def _zone(issue: ArchivedIssue, numbers: Sequence[int]) -> int:
    return min(issue.blocks[n].zone for n in numbers)


def _articles(old: ArchivedIssue, new: ArchivedIssue, both: Sequence[BlockGroup]) -> Iterator[Difference]:
    """Find which division has become which by the most of their blocks; tell of all others."""
    shared: defaultdict[tuple[int, int], list[BlockGroup]] = defaultdict(list)
    for group in both:
        shared[old.blocks[group.old[0]].division, new.blocks[group.new[0]].division].append(group)
    weights = {pair: sum(len(old.blocks[g.old[0]].markup) for g in groups) for pair, groups in shared.items()}
    to_new: dict[int, int] = {}
    to_old: dict[int, int] = {}
    for first, second in sorted(shared, key=lambda pair: (-weights[pair], pair)):
        if first not in to_new and second not in to_old:
            to_new[first], to_old[second] = second, first
    for (first, second), groups in sorted(shared.items(), key=lambda item: item[1][0].new):
        head, block = old.blocks[groups[0].old[0]], new.blocks[groups[0].new[0]]
        was, now = _kind(old, first), _kind(new, second)
        lines = Lines(head.line, block.line)
        if to_new.get(first) == second:
            if was != now:
                message = f"{was} → {now}: {quote_start(new, block)}"
                yield Difference(DiffClass.STRUCTURE, message, block=block.id, lines=lines)
            before = _previous(old, first), _previous(new, second)
            if to_new.get(before[0], -1) != before[1]:
                message = (
                    f"{_continues(old, before[0])} → {_continues(new, before[1])}: {quote_start(new, block)}"
                )
                yield Difference(DiffClass.STRUCTURE, message, block=block.id, lines=lines)
            continue
        count = "a block" if len(groups) == 1 else f"{len(groups):,} blocks"
        destination = _destination(new, second, now, continued=second in to_old)
        message = f"{count} from {quote_start(new, block)} on: {destination}"
        yield Difference(DiffClass.STRUCTURE, message, block=block.id, lines=lines)


def _previous(issue: ArchivedIssue, division: int) -> int:
    """Return the number of the division that one continues; -1: it continues none."""
    previous = issue.divisions[division].previous
    if not previous:
        return -1
    return next((n for n, each in enumerate(issue.divisions) if each.id == previous), -1)


def _continues(issue: ArchivedIssue, division: int) -> str:
    """Say what a part continues."""
    if division < 0:
        return "continues nothing"
    first = next((b for b in issue.blocks if b.division == division), None)
    return f"continues {quote_start(issue, first)}" if first else "continues an empty part"


def _kind(issue: ArchivedIssue, division: int) -> str:
    return issue.divisions[division].kind or "outside of articles"


def _destination(issue: ArchivedIssue, division: int, kind: str, *, continued: bool) -> str:
    """Say where blocks are now that were elsewhere."""
    if not continued:
        return f"now a new {kind}" if issue.divisions[division].kind else f"now {kind}"
    first = next(b for b in issue.blocks if b.division == division)
    return (
        f"now in the {kind} {quote_start(issue, first)}" if issue.divisions[division].kind else f"now {kind}"
    )


def _pages(
    old: ArchivedIssue, new: ArchivedIssue, both: Sequence[BlockGroup], pages: PageMatches
) -> Iterator[Difference]:
    """Compare the number of pages, and the page on which each block begins."""
    if len(old.pages) != len(new.pages) and not pages.differences:
        yield Difference(DiffClass.STRUCTURE, f"{len(old.pages)} → {len(new.pages)} pages")
    for number, was in enumerate(old.pages, 1):
        place = pages.expected(number - 1)
        now = new.pages[place] if place < len(new.pages) else was
        if was != now and number - 1 not in pages.lost:
            yield Difference(DiffClass.METADATA, f"printed number of page {number}", was, now)
    firsts: dict[tuple[int, int], BlockGroup] = {}
    counts: Counter[tuple[int, int]] = Counter()
    for group in both:
        pair = old.blocks[group.old[0]].page, new.blocks[group.new[0]].page
        if pages.expected(pair[0]) != pair[1] and min(pair) >= 0:
            firsts.setdefault(pair, group)
            counts[pair] += 1
    for (was_on, now_on), group in firsts.items():
        first = old.blocks[group.old[0]], new.blocks[group.new[0]]
        count = counts[was_on, now_on]
        counted = "a block" if count == 1 else f"{count:,} blocks"
        message = f"{counted} from page {was_on + 1} on page {now_on + 1}"
        lines = Lines(first[0].line, first[1].line)
        yield Difference(DiffClass.STRUCTURE, message, block=first[1].id, lines=lines)


def _moves(
    old: ArchivedIssue,
    new: ArchivedIssue,
    groups: Sequence[BlockGroup],
    rank_of: Callable[[ArchivedIssue, Sequence[int]], int],
) -> list[tuple[Difference, tuple[int, ...]]]:
    """Return what has left its order, runs of neighbours in one, with the numbers of the groups."""
    first = sorted(range(len(groups)), key=lambda n: rank_of(old, groups[n].old))
    second = sorted(range(len(groups)), key=lambda n: rank_of(new, groups[n].new))
    rank = {n: position for position, n in enumerate(second)}
    kept = longest_rising([rank[n] for n in first])
    runs: list[list[int]] = []
    for position, number in enumerate(first):
        if position in kept:
            continue
        follows = runs and first[position - 1] == runs[-1][-1] and rank[runs[-1][-1]] + 1 == rank[number]
        if follows:
            runs[-1].append(number)
        else:
            runs.append([number])
    moves = []
    for run in runs:
        was, now = old.blocks[groups[run[0]].old[0]], new.blocks[groups[run[0]].new[0]]
        ahead = rank[run[0]] - 1
        behind = quote_start(new, new.blocks[groups[second[ahead]].new[-1]]) if ahead >= 0 else ""
        count = "moved" if len(run) == 1 else f"{len(run):,} blocks moved"
        message = f"{count} {f'behind {behind}' if behind else 'to the beginning'}: {quote_start(new, now)}"
        difference = Difference(DiffClass.ORDER, message, block=now.id, lines=Lines(was.line, now.line))
        moves.append((difference, tuple(run)))
    return moves
