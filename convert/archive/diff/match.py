"""Which blocks of the new file are which of the old: by id, by source text, by what their texts share.

Blocks of the same markup are found first, so that only the few that differ are looked into.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from convert.archive.diff.pages import PageMatches
from convert.tei.content import BlockContent
from convert.tei.issue import ArchivedIssue

SIMILAR_SHARE = 0.3
"""Share of the shorter of two blocks that both must have to be the same paragraph."""
CONTAINED_SHARE = 0.6
"""Share of a block that another must have to contain it, where the other is more like a third."""

_HAN_RUN, _WORD_RUN = 4, 10
"""Characters by which texts are compared: four Han characters say as much as ten letters."""
_SHORT_TEXT = 100
"""Characters of a text that is compared as a whole."""
_COMMON_RUN = 40
"""A run of characters in more blocks than that tells nothing."""


class BlockGroup(NamedTuple):
    """Blocks of the old file and the blocks of the new one that have their text; numbers of blocks."""

    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BlockMatches:
    """The groups of two issues, and the contents of the blocks whose markup differs."""

    groups: tuple[BlockGroup, ...]
    """In the order of the old file; what is only in the new one stands at the end."""
    old: Mapping[int, BlockContent]
    new: Mapping[int, BlockContent]


def match(old: ArchivedIssue, new: ArchivedIssue, pages: PageMatches) -> BlockMatches:
    """Match the blocks of two issues; each block is in one group.

    Of blocks with the same words those are one that stand on one page: each has the same running head.
    """
    left = dict(enumerate(old.blocks))
    right = dict(enumerate(new.blocks))
    groups: list[BlockGroup] = []

    def pair(pairs: Iterator[tuple[int, int]]) -> None:
        for a, b in list(pairs):
            if a in left and b in right:
                del left[a], right[b]
                groups.append(BlockGroup((a,), (b,)))

    def on_one_page(number: int, other: int) -> bool:
        page = old.blocks[number].page
        return not pages.to_new or pages.to_new.get(page, page if page < 0 else -2) == new.blocks[other].page

    named = {block.id: number for number, block in right.items()}
    by_id = [(n, m) for n, b in left.items() if (m := named.get(b.id, -1)) >= 0 and on_one_page(n, m)]
    pair((n, m) for n, m in by_id if right[m].markup == left[n].markup)
    olds = {n: old.content(b) for n, b in left.items()}
    news = {n: new.content(b) for n, b in right.items()}
    pair((n, m) for n, m in by_id if n in olds and m in news and news[m].source == olds[n].source)
    if pages.to_new:
        for was, now in pages.to_new.items():
            first = {n: b for n, b in left.items() if b.page == was}
            second = {n: b for n, b in right.items() if b.page == now}
            pair(_same_text(olds, news, first, second))
    pair(
        _same_text(
            olds,
            news,
            {n: b for n, b in left.items() if b.page not in pages.lost},
            {n: b for n, b in right.items() if b.page not in pages.added},
        )
    )
    groups += _sharing({n: olds[n] for n in left}, {n: news[n] for n in right}, old.zones, new.zones)
    groups.sort(key=lambda g: (not g.old, g.old or g.new))
    return BlockMatches(tuple(groups), olds, news)


def _same_text(
    olds: Mapping[int, BlockContent],
    news: Mapping[int, BlockContent],
    left: Mapping[int, object],
    right: Mapping[int, object],
) -> Iterator[tuple[int, int]]:
    """Pair blocks of the same words, the first with the first."""
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for number in reversed(list(right)):
        waiting[news[number].source.strip()].append(number)
    for number in left:
        others = waiting.get(olds[number].source.strip())
        if others:
            yield number, others.pop()


def _sharing(
    olds: Mapping[int, BlockContent],
    news: Mapping[int, BlockContent],
    old_zones: Mapping[str, int],
    new_zones: Mapping[str, int],
) -> Iterator[BlockGroup]:
    """Group blocks that share source text; what shares none is a group of its own."""
    old_runs, new_runs = list(_in_source_order(olds, old_zones)), list(_in_source_order(news, new_zones))
    if "".join(t for _, t in old_runs) == "".join(t for _, t in new_runs):
        edges = _overlapping(old_runs, new_runs)
    else:
        edges = _alike(olds, news)
    heads = {key: key for key in [("old", n) for n in olds] + [("new", n) for n in news]}

    def head(key: tuple[str, int]) -> tuple[str, int]:
        while heads[key] != key:
            heads[key] = key = heads[heads[key]]
        return key

    for a, b in edges:
        heads[head(("new", b))] = head(("old", a))
    groups: defaultdict[tuple[str, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for key in heads:
        groups[head(key)][key[0] == "new"].append(key[1])
    return (BlockGroup(tuple(a), tuple(b)) for a, b in groups.values())


def _in_source_order(
    contents: Mapping[int, BlockContent], zones: Mapping[str, int]
) -> Iterator[tuple[int, str]]:
    """Yield the source texts of blocks, each with the number of its block."""
    runs = [(zones.get(run.zone, -1), n, run.source) for n, c in contents.items() for run in c.zone_texts]
    runs.sort(key=lambda run: run[0])
    return ((n, text) for _, n, text in runs)


def _overlapping(old: Sequence[tuple[int, str]], new: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of blocks that have a character of the same source in common."""
    rest = iter(new)
    owner, text, used = -1, "", 0
    for number, source in old:
        done = 0
        while done < len(source):
            if used == len(text):
                owner, text = next(rest)
                used = 0
            count = min(len(source) - done, len(text) - used)
            if not source[done : done + count].isspace():
                yield number, owner
            done += count
            used += count


def _alike(olds: Mapping[int, BlockContent], news: Mapping[int, BlockContent]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of blocks whose sources have enough runs of characters in common."""
    left = {n: _runs_of(c.source) for n, c in olds.items()}
    right = {n: _runs_of(c.source) for n, c in news.items()}
    having: defaultdict[str, list[int]] = defaultdict(list)
    for number, runs in right.items():
        for run in runs:
            having[run].append(number)
    shared: dict[tuple[int, int], int] = {}
    for number, runs in left.items():
        count: Counter[int] = Counter(
            m for run in runs if len(others := having.get(run, ())) <= _COMMON_RUN for m in others
        )
        shared |= {(number, m): times for m, times in count.items()}
    best_old: dict[int, tuple[int, int]] = {}
    best_new: dict[int, tuple[int, int]] = {}
    for (a, b), times in shared.items():
        best_old[a] = max(best_old.get(a, (0, 0)), (times, -b))
        best_new[b] = max(best_new.get(b, (0, 0)), (times, -a))
    for (a, b), times in shared.items():
        share = times / min(len(left[a]), len(right[b]))
        sides = (best_old[a][1] == -b) + (best_new[b][1] == -a)  # on how many each is the other's best
        if sides and share >= (SIMILAR_SHARE if sides == 2 else CONTAINED_SHARE):
            yield a, b


def _runs_of(source: str) -> frozenset[str]:
    """Return the runs of some characters that a text has, white space left out; a short text is one run.

    Of a long text those are enough that begin with one character out of three, the same in any text.
    """
    text = "".join(source.split())
    every = 1 if len(text) < _SHORT_TEXT else 3
    runs = set()
    for at, char in enumerate(text):
        code = ord(char)
        if code % every == 0:
            stop = at + (_HAN_RUN if code >= 0x2E80 else _WORD_RUN)
            if stop <= len(text):
                runs.add(text[at:stop])
    return frozenset(runs or ({text} if text else ()))
