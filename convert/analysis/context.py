"""The page at hand, as a pass sees it: its blocks, its language, and what was worked out before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from convert.analysis.continuations import BLOCKS_APART
from convert.analysis.fragments import block_views
from convert.analysis.links import BLOCKS_NEAR, Link, PageView, find_links, scored_pairs
from convert.analysis.priors import weigh
from convert.analysis.texts import PageTexts, page_texts
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.house import NO_HOUSE, House
from convert.document.model import Block
from convert.document.roles import ASIDE, RUNNING_TEXT
from convert.language import Language
from convert.text.memo import Memo


class RunningText(NamedTuple):
    """Some blocks, by their numbers, and their texts."""

    numbers: list[int]
    texts: list[str]


@dataclass(frozen=True, slots=True, eq=False)
class PageContext:
    """What a pass is handed; it lives as long as the page is repaired, and so does what it remembers."""

    blocks: Sequence[Block]
    """In their present order."""
    texts: PageTexts
    """What is known of their texts."""
    found_links: Memo[PageView, tuple[Link, ...]]
    """The links of a page that looks like this; two passes ask for them."""
    damage: Damage = NOT_ESTIMATED
    """How damaged the whole document is, estimated once, before the first rule that relies on it."""
    starts: Sequence[int] = ()
    """Where the source's pages begin but the first, in its text."""
    house: House = NO_HOUSE
    """What is known of the paper: the lines that its house pack lists, and what was counted in its issues."""

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

    def links(self) -> list[Link]:
        """Return which blocks continue which.

        The blocks are looked at in the order in which they were read, whatever has been moved since.
        """
        order = sorted(range(len(self.blocks)), key=self._read_at)
        reach = BLOCKS_APART if self.order is None else BLOCKS_NEAR
        if self.order is None:
            views = block_views([self.blocks[number] for number in order])
        else:  # as its reading would be read: without furniture, printed lines, and what was read twice
            order = [n for n in order if self.blocks[n].reading.strip() and not self.blocks[n].is_furniture]
            views = block_views([self.blocks[number] for number in order])
            views = tuple(view._replace(lines=(), repeat="") for view in views)
        links = self.found_links[PageView(views, self.damage, reach)]
        return [replace(link, tail=order[link.tail], head=order[link.head]) for link in links]

    def _read_at(self, number: int) -> int:
        block = self.blocks[number]
        return block.segments[0].at if self.order is None else self.order[block.id]


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
) -> PageContext:
    """Begin a page, of which nothing is known yet but its blocks, and what is known of the whole document."""
    texts = page_texts(language, house.knowledge)
    links = Memo(partial(find_links, texts, scored_pairs(texts)), bound=1)
    return PageContext(blocks, texts, links, damage, starts, house)
