"""Reading order: a column fragment that was read in the wrong place goes behind the one it continues.

"…在新阶段抓落" / "…的回响。" / "实上体现新担当…"  ->  the third block follows the first
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from convert.analysis.context import PageContext, next_texts
from convert.analysis.links import Link
from convert.document.actions import Action, Place
from convert.document.model import Block
from convert.document.order import Order
from convert.document.roles import ARTICLE_TOP, ASIDE

SURE_LINK = 0.55
"""Links below this only mark, they do not part runs."""
DISORDER = 0.5
"""Below it the estimate of a page says that its columns are likelier in order than out of it."""
SURE_ANYWHERE = 0.8
"""A link that moves blocks on a page without such a sign is as certain as this."""


def reading_order(page: PageContext) -> Iterator[Action]:
    """Propose a place for each fragment that continues a tail elsewhere."""
    blocks = page.blocks
    if page.geometry is not None or not page.language.is_chinese:
        return  # the order of columns whose places are known is that of `column-order`
    links = list(_sure_links(page))
    if not links:
        return
    runs = list(_runs(blocks, links))
    columns = _ColumnOrder(blocks, runs, links)
    columns.follow_all()
    yield from _places(blocks, [number for run in columns.order for number in runs[run]], columns.moved)


class _ColumnOrder:
    """The runs of a page, each put behind the one that it continues."""

    def __init__(self, blocks: Sequence[Block], runs: Sequence[Sequence[int]], links: Sequence[Link]) -> None:
        self.blocks = blocks
        self.runs = runs
        self.home = {number: run for run, numbers in enumerate(runs) for number in numbers}
        """The run of each block."""
        self.after = {link.tail: link for link in links}
        self.order = Order(len(runs))
        self.moved: dict[int, float] = {}
        """The blocks that have moved, with the certainty of the link that moved them."""
        self.settled: set[int] = set()
        """Tails from which nothing has to move: a paragraph of a thousand columns is followed once."""

    def follow_all(self) -> None:
        """Follow the links from where each paragraph begins, then from each tail."""
        starts = sorted(self.after.keys() - {link.head for link in self.after.values()})
        for tail in [*starts, *sorted(self.after)]:
            self._follow(tail)

    def _follow(self, tail: int) -> None:
        """Follow the links from a tail, to their end or to where all stands in order already."""
        seen: set[int] = set()
        since: set[int] = set()  # the tails that were passed since the last move
        while tail in self.after and tail not in seen and tail not in self.settled:
            seen.add(tail)
            link = self.after[tail]
            if self._put_behind(link):
                self.settled.clear()
                since.clear()
            since.add(tail)
            tail = _last_text(self.runs[self.home[link.head]], self.blocks)
        if tail in since or tail in self.settled or tail not in self.after:
            self.settled |= since

    def _put_behind(self, link: Link) -> bool:
        """Put the run of a head behind that of its tail; return whether it stood elsewhere."""
        run, head = self.home[link.tail], self.home[link.head]
        if run == head or _next_text(self.order, run, self.runs, self.blocks) == head:
            return False
        self.order.move(head, run)
        self.moved.update(dict.fromkeys(self.runs[head], link.cert))
        return True


def _sure_links(page: PageContext) -> Iterator[Link]:
    """Yield the links that are followed; one that moves blocks needs a page that shows disorder."""
    following = next_texts(page.blocks)
    for link in page.links():
        stands_next = following.get(link.tail) == link.head
        if not stands_next and _goes_over_page_end(link, page):
            continue
        cert = link.cert if stands_next else page.weigh("reading-order", link.cert)
        in_order = page.damage.order < DISORDER and link.cert < SURE_ANYWHERE
        if cert >= SURE_LINK and (stands_next or not in_order):
            yield replace(link, cert=cert)


def _goes_over_page_end(link: Link, page: PageContext) -> bool:
    """Whether a paragraph goes on on the next page: no column of one page is moved to another one."""
    if not page.starts:
        return False
    tail, head = page.blocks[link.tail].segments[-1].at, page.blocks[link.head].segments[0].at
    return page.page_of(tail) != page.page_of(head)


def _next_text(order: Order, run: int, runs: Sequence[Sequence[int]], blocks: Sequence[Block]) -> int:
    """Return the run that follows, those of furniture, captions and credits left out; -1 at the end."""
    following = order.next(run)
    while following >= 0 and _is_aside(runs[following], blocks):
        following = order.next(following)
    return following


def _is_aside(run: Sequence[int], blocks: Sequence[Block]) -> bool:
    """Whether a run holds nothing but furniture, captions and credits."""
    return all(blocks[number].role in ASIDE for number in run)


def _places(blocks: Sequence[Block], order: Sequence[int], moved: dict[int, float]) -> Iterator[Action]:
    """Turn the new order into places for the blocks that moved."""
    before = -1
    for number in order:
        if number in moved:
            yield Place(number, before, moved[number], blocks[number].opens)
        before = number


def _runs(blocks: Sequence[Block], links: Sequence[Link]) -> Iterator[list[int]]:
    """Part the blocks into runs that move as one: behind each linked tail, before each linked head.

    A heading that goes on in a text is none, and parts nothing.
    """
    tails = {link.tail for link in links}
    heads = {link.head for link in links}
    no_tops = {link.tail for link in links if blocks[link.head].role not in ARTICLE_TOP}
    tops = {n for n, block in enumerate(blocks) if block.role in ARTICLE_TOP and n not in no_tops}
    run: list[int] = []
    for number in range(len(blocks)):
        begins = number in heads or (number in tops and run and run[-1] not in tops)
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
