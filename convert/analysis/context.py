"""The page at hand, as a pass sees it: its blocks, its language, and what was worked out before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from convert.analysis.columns.text_order import NO_TEXT_ORDER, TextOrder
from convert.analysis.headings.carried_heads import carried_heads
from convert.analysis.lines.jump_lines import parse_jump_line
from convert.analysis.links.fragments import block_views
from convert.analysis.links.links import Link, PageView, find_links, scored_pairs
from convert.analysis.priors import weigh
from convert.analysis.texts.texts import PageTexts, page_texts
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.house import NO_HOUSE, House
from convert.document.layout import Layout
from convert.document.model import Block
from convert.document.roles import ASIDE, RUNNING_TEXT, Role
from convert.language import Language
from convert.text.memo import ThinMemo

if TYPE_CHECKING:
    from convert.analysis.columns.page_geometry import PageGeometry

BLOCKS_BESIDE_PAGE_END = 6
"""Blocks on either side of a page's end among which its last text is weighed."""


class RunningText(NamedTuple):
    """Some blocks, by their numbers, and their texts."""

    numbers: list[int]
    texts: list[str]


class PartsElsewhere(NamedTuple):
    """The texts beside jump lines."""

    tails: set[int]
    """Those that go on on another page."""
    heads: set[int]
    """Those that began on one."""


@dataclass(frozen=True, slots=True, eq=False)
class PageContext:
    """What a pass is handed; it lives as long as the page is repaired, and so does what it remembers."""

    blocks: Sequence[Block]
    """In their present order."""
    texts: PageTexts
    """What is known of their texts."""
    found_links: ThinMemo[PageView, tuple[Link, ...]]
    """The links of a page that looks like this; two passes ask for them."""
    damage: Damage = NOT_ESTIMATED
    """How damaged the whole document is, estimated once, before the first rule that relies on it."""
    starts: Sequence[int] = ()
    """Where the source's pages begin but the first, in its text."""
    labels: Sequence[str] = ()
    """The printed numbers of its pages, as far as they are known."""
    house: House = NO_HOUSE
    """What is known of the paper: the lines that its house pack lists, and what was counted in its issues."""

    layout: Layout | None = None
    """Where the source text stood on its pages, and what the archive says of it; None: nothing is known."""

    geometry: PageGeometry | None = None
    """What the places of the lines say of columns and paragraphs; None: they are not known."""

    text_order: TextOrder = NO_TEXT_ORDER
    """Of a plain text: where the pieces of lines belong that were read across columns."""

    order: Mapping[str, int] | None = None
    """The places in which blocks were read, by their ids; None: those of the source."""

    @property
    def language(self) -> Language:
        """The language of the page, with what was looked up in it."""
        return self.texts.language

    def weigh(self, rule: str, cert: float) -> float:
        """Return how certain a rule's proposal is, given what the whole document shows of damage."""
        return weigh(rule, cert, self.damage)

    def running_text(self) -> RunningText:
        """Return the blocks of running text that have something to read."""
        numbers = [n for n, b in enumerate(self.blocks) if b.role in RUNNING_TEXT and b.reading.strip()]
        return RunningText(numbers, [self.blocks[number].reading.strip() for number in numbers])

    def page_of(self, at: int) -> int:
        """Return the number of the page on which a character of the source stands, from 0."""
        return bisect_right(self.starts, at)

    def forget_links(self) -> PageContext:
        """Return the page as one whose links were not looked for yet: a long text has many."""
        return replace(self, found_links=_link_memo(self.texts, self.starts))

    def links(self) -> list[Link]:
        """Return which blocks continue which: on each page, and from its end to the beginning of the next.

        The blocks are looked at in the order in which they were read, whatever has been moved since.
        """
        order = sorted(range(len(self.blocks)), key=self._read_at)
        if not self.starts:
            return self._links_among(order)
        pages: dict[int, list[int]] = {}
        for number in order:
            pages.setdefault(self.page_of(self.blocks[number].segments[0].at), []).append(number)
        sheets = list(pages.values())
        links = [link for sheet in sheets for link in self._links_among(sheet)]
        elsewhere = self.parts_elsewhere()
        links = [
            link for link in links if link.tail not in elsewhere.tails and link.head not in elsewhere.heads
        ]
        return _without_rivals([*links, *self._links_over_page_ends(sheets)])

    def parts_elsewhere(self) -> PartsElsewhere:
        """Return the texts that go on on another page, or come from one, as jump lines beside them say.

        On a single sheet nothing is known of other pages, and a jump line may have been read anywhere.
        """
        tails: set[int] = set()
        heads: set[int] = set()
        order = sorted(range(len(self.blocks)), key=self._read_at) if self.starts else ()
        shown = [number for number in order if self.blocks[number].reading.strip()]
        for at, number in enumerate(shown):
            block = self.blocks[number]
            line = parse_jump_line(block.reading) if block.role is Role.JUMP else None
            if line is not None and line.onward is not False and at:
                tails.add(shown[at - 1])
            if line is not None and line.onward is not True and at + 1 < len(shown):
                heads.add(shown[at + 1])
        carried = (
            set(carried_heads(self.blocks, self.starts, self.labels)) if self.language.is_chinese else set()
        )
        for number, below in pairwise(shown):
            if number in carried:  # a headline that stands again, over the rest of its article
                tails.add(number)
                heads |= {number, below}
        return PartsElsewhere(tails, heads)

    def _links_among(self, order: Sequence[int]) -> list[Link]:
        """Return which of some blocks continue which."""
        if self.order is None:
            views = block_views([self.blocks[number] for number in order])
        else:  # as its reading would be read: without furniture, printed lines, and what was read twice
            order = [n for n in order if self.blocks[n].reading.strip() and not self.blocks[n].is_furniture]
            views = block_views((self.blocks[number] for number in order), as_printed=False)
        links = self.found_links[PageView(views, self.damage)]
        return [Link(order[link.tail], order[link.head], link.cert, link.overlap) for link in links]

    def _links_over_page_ends(self, sheets: Sequence[Sequence[int]]) -> Iterator[Link]:
        """Yield the links from the last text of a page to the first one of the next.

        Where a jump line stands between them, the article goes on elsewhere.
        """
        for before, behind in pairwise(sheets):
            foot = [n for n in before if self.blocks[n].reading.strip()][-BLOCKS_BESIDE_PAGE_END:]
            top = [n for n in behind if self.blocks[n].reading.strip()][:BLOCKS_BESIDE_PAGE_END]
            tail = next((n for n in reversed(foot) if self.blocks[n].role not in ASIDE), -1)
            head = next((n for n in top if self.blocks[n].role not in ASIDE), -1)
            if tail < 0 or head < 0:
                continue
            between = [*foot[foot.index(tail) :], *top[: top.index(head)]]
            if any(self.blocks[number].role is Role.JUMP for number in between):
                continue
            for link in self._links_among([*foot, *top]):
                if (link.tail, link.head) == (tail, head):
                    yield link

    def _read_at(self, number: int) -> int:
        block = self.blocks[number]
        if self.order is not None:
            return self.order[block.id]
        at = block.segments[0].at
        return at if self.geometry is None else self.geometry.offset_in_order(at)


def _without_rivals(links: Sequence[Link]) -> list[Link]:
    """Return the links, the surest of those that have one tail or one head alone."""
    tails: set[int] = set()
    heads: set[int] = set()
    kept: list[Link] = []
    for link in sorted(links, key=lambda link: -link.cert):
        if link.tail not in tails and link.head not in heads:
            tails.add(link.tail)
            heads.add(link.head)
            kept.append(link)
    return sorted(kept, key=lambda link: (link.tail, link.head))


def next_texts(blocks: Sequence[Block]) -> dict[int, int]:
    """Return which block follows each one, asides and empty ones left out; the first follows -1."""
    shown = [n for n, b in enumerate(blocks) if b.role not in ASIDE and b.reading.strip()]
    return dict(zip([-1, *shown], shown, strict=False))


def page_context(
    blocks: Sequence[Block],
    language: Language,
    damage: Damage = NOT_ESTIMATED,
    starts: Sequence[int] = (),
    house: House = NO_HOUSE,
    labels: Sequence[str] = (),
    layout: Layout | None = None,
    geometry: PageGeometry | None = None,
    text_order: TextOrder = NO_TEXT_ORDER,
) -> PageContext:
    """Begin a page, of which nothing is known yet but its blocks, and what is known of the whole document."""
    texts = page_texts(language, house.knowledge)
    links = _link_memo(texts, starts)
    return PageContext(blocks, texts, links, damage, starts, labels, house, layout, geometry, text_order)


def _link_memo(texts: PageTexts, starts: Sequence[int]) -> ThinMemo[PageView, tuple[Link, ...]]:
    """Return what looks for the links of a page, of each page's end, once."""
    return ThinMemo(partial(find_links, texts, scored_pairs(texts)), bound=2 * len(starts) + 1)
