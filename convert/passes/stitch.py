"""Reading order: a column fragment that was read in the wrong place goes behind the one it continues.

"…在新阶段抓落" / "…的回响。" / "实上体现新担当…"  ->  the third block follows the first
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convert.language import Language
from convert.model import Block
from convert.passes.links import TOP, Link, find_links
from convert.passes.roles import ASIDE
from convert.rewrite import Action, Place

SURE = 0.55
"""Links below this only mark, they do not part runs."""


def place_fragments(blocks: Sequence[Block], language: Language) -> Iterator[Action]:
    """Propose a place for each fragment that continues a tail elsewhere."""
    if not language.is_chinese:
        return
    links = [link for link in find_links(blocks, language) if link.cert >= SURE]
    if not links:
        return
    order = [list(run) for run in _runs(blocks, links)]
    home = {number: run for run in order for number in run}
    after = {link.tail: link for link in links}
    starts = sorted(after.keys() - {link.head for link in links})
    moved: dict[int, float] = {}
    for start in [*starts, *sorted(after)]:
        tail = start
        seen: set[int] = set()
        while tail in after and tail not in seen:
            seen.add(tail)
            link = after[tail]
            run, head = home[tail], home[link.head]
            if run is not head and not _follows(order, run, head, blocks):
                order.remove(head)
                order.insert(order.index(run) + 1, head)
                moved.update(dict.fromkeys(head, link.cert))
            tail = _last_text(head, blocks)
    yield from _places(blocks, [number for run in order for number in run], moved)


def _places(blocks: Sequence[Block], order: Sequence[int], moved: dict[int, float]) -> Iterator[Action]:
    """Turn the new order into places for the blocks that moved."""
    before = -1
    for number in order:
        if number in moved:
            yield Place(number, before, moved[number], blocks[number].opens)
        before = number


def _runs(blocks: Sequence[Block], links: Sequence[Link]) -> Iterator[list[int]]:
    """Part the blocks into runs that move as one: behind each linked tail, before each linked head."""
    tails = {link.tail for link in links}
    heads = {link.head for link in links}
    run: list[int] = []
    for number, block in enumerate(blocks):
        begins = number in heads or (block.role in TOP and run and blocks[run[-1]].role not in TOP)
        if run and begins:
            yield run
            run = []
        run.append(number)
        if number in tails:
            yield run
            run = []
    if run:
        yield run


def _last_text(run: Sequence[int], blocks: Sequence[Block]) -> int:
    """Return the last block of a run that is not an aside."""
    for number in reversed(run):
        if blocks[number].role not in ASIDE:
            return number
    return run[-1]


def _follows(order: list[list[int]], run: list[int], head: list[int], blocks: Sequence[Block]) -> bool:
    """Whether a run stands right behind another, asides between them allowed."""
    at = order.index(run) + 1
    while at < len(order) and order[at] is not head and all(blocks[n].role in ASIDE for n in order[at]):
        at += 1
    return at < len(order) and order[at] is head
