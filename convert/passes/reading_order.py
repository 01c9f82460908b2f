"""Reading order: a column fragment that was read in the wrong place goes behind the one it continues.

"…在新阶段抓落" / "…的回响。" / "实上体现新担当…"  ->  the third block follows the first
"实上体现新担当…。" / "的干部…" / "…在新阶段抓落"      ->  the last two come first: two columns, read as one
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp, fsum, log1p

from convert.analysis.context import PageContext, next_texts
from convert.analysis.furniture.stray_lines import without_strays
from convert.analysis.links.links import Link
from convert.analysis.moves import MoveScale
from convert.analysis.priors import weigh
from convert.document.actions import Action, Place
from convert.document.model import Block
from convert.document.order import Order
from convert.document.roles import ARTICLE_TOP, ASIDE, RUNNING_TEXT
from convert.document.stated import first_visible

SURE_LINK = 0.55
"""Links below this only mark, they do not part runs."""
SHOWS_CUTS = 0.35
"""From here on the estimate says that columns cut paragraphs: a move is weighed by its column's words."""
SURE_MOVE = 0.6
"""A link that moves blocks is as certain as this, on a page whose columns are out of order."""
DISORDER = 0.5
"""Below it the estimate of a page says that its columns are likelier in order than out of it."""
SURE_ANYWHERE = 0.8
"""A link that moves blocks on a page without such a sign is as certain as this."""
SUREST = 0.999
"""No link says more for the disorder of a page."""


def reading_order(page: PageContext) -> Iterator[Action]:
    """Propose a place for each fragment that continues a tail elsewhere."""
    page = without_strays(page)
    blocks = page.blocks
    if page.geometry is not None or not page.language.is_chinese:
        return  # the order of columns whose places are known is that of `column-order`
    links = list(_sure_links(page))
    if not links:
        return
    runs = _part_rings([*_runs(blocks, links)], links, page)
    columns = _ColumnOrder(blocks, runs, links)
    columns.follow_all()
    claimed = {n: page.language.models.claimed("move", cert) for n, cert in columns.moved.items()}
    yield from _places(blocks, [number for run in columns.order for number in runs[run]], claimed)


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
    """Yield the links that are followed; one that moves blocks needs a page that shows disorder.

    The estimate looks at cut ends and beginnings alone: each sure move is a sign of its own, for the others.
    """
    following = next_texts(page.blocks)
    links = page.links()
    moves = {
        link.tail: link
        for link in links
        if following.get(link.tail) != link.head and not _goes_over_page_end(link, page)
        if first_visible(page.blocks[link.head]) not in page.text_order.inner
    }
    certs = {tail: link.cert for tail, link in moves.items()}
    shows_cuts = page.damage.cuts >= SHOWS_CUTS
    if moves and shows_cuts:
        scale = MoveScale(page, links)
        certs = {tail: scale.certainty(link) for tail, link in moves.items()}
    doubts = {tail: log1p(-min(cert, SUREST)) for tail, cert in certs.items() if cert >= SURE_ANYWHERE}
    in_order = log1p(-min(page.damage.order, SUREST)) + fsum(doubts.values())
    for link in links:
        if following.get(link.tail) == link.head:
            if link.cert >= SURE_LINK:
                yield link
        elif link.tail in moves:
            cert = certs[link.tail]
            order = 1 - exp(in_order - doubts.get(link.tail, 0.0))
            if cert < SURE_ANYWHERE and (order < DISORDER or cert < SURE_MOVE):
                continue
            if not shows_cuts:
                cert = weigh("reading-order", cert, replace(page.damage, order=order))
            if cert >= SURE_LINK:
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


def _part_rings(
    runs: Sequence[Sequence[int]], links: Sequence[Link], page: PageContext
) -> list[Sequence[int]]:
    """Part a run that follows itself, by a link or by several: it is two columns, and the second goes first.

    It is parted, of all the runs of such a ring, where a text looks most as if it began in mid-sentence: that
    of a column whose article has lost its head.
    """
    home = {number: run for run, numbers in enumerate(runs) for number in numbers}
    after = {home[link.tail]: home[link.head] for link in links}
    parted: list[Sequence[int]] = []
    begins = {number for ring in _rings(after) for number in _weakest(ring, runs, page)}
    for run in runs:
        start = 0
        for at, number in enumerate(run):
            if number in begins:
                parted.append(run[start:at])
                start = at
        parted.append(run[start:])
    return parted


def _rings(after: Mapping[int, int]) -> Iterator[list[int]]:
    """Yield the rings among numbers each of which has one follower at most, and is that of one."""
    passed: set[int] = set()
    for first in after:
        ring: list[int] = []
        at = first
        while at in after and at not in passed:
            passed.add(at)
            ring.append(at)
            at = after[at]
        if ring and at == first:
            yield ring


def _weakest(ring: Sequence[int], runs: Sequence[Sequence[int]], page: PageContext) -> list[int]:
    """Return the text inside the runs of a ring that likeliest begins in mid-sentence, if there is any."""
    inner = [number for run in ring for number in runs[run][1:]]
    texts = [n for n in inner if page.blocks[n].role in RUNNING_TEXT and page.blocks[n].reading.strip()]
    odds = {number: page.texts.start_odds[page.blocks[number].reading.strip()] for number in texts}
    return [max(odds, key=odds.__getitem__)] if odds else []


def _last_text(run: Sequence[int], blocks: Sequence[Block]) -> int:
    """Return the last block of a run that is not an aside."""
    for number in reversed(run):
        if blocks[number].role not in ASIDE:
            return number
    return run[-1]
