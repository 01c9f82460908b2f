"""How certain a move is: by its link, and by the words that the column shares before and after it.

    tail …沃特斯办公室 / head 主党对卡瓦诺法官…, with 沃特斯 in both articles  ->  .72 becomes .80
    the same link, but the names of the head's column stand in the texts right above it  ->  .60

A link is weighed at its seam, and how sure that is differs by register: of links from .6 to .8 on pages of
broadcasts eight in ten are right, on pages of translated news five. Names and terms tell more evenly. So the
texts of the column are compared with those of the article that it would go on in, and with those that it
stands under; what it gains is added to the log odds of the link.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from convert.analysis.context import PageContext
from convert.analysis.links.links import Link
from convert.analysis.texts.cohesion import Words, cohesion, merged
from convert.document.damage import log_odds_of
from convert.document.roles import ARTICLE_TOP, ASIDE, TEXT
from convert.language.weights import certainty, clamp

TEXTS_COMPARED = 5
"""Texts of the column, of its article and above it, at most."""
PARTS_COLUMNS = 0.3
"""A link as certain as this ends the column that another one moves."""
COHESION_COUNTS = 9.0
"""Log odds for all the words that two sides can share."""
MOST_COHESION = 1 / 3
"""What two sides share beyond this says no more."""
LEAST_SURER = 0.35
"""A link below this becomes no surer by words, which change with what a second reading finds around it."""
LEAST_DOUBT = 0.002


class Neighbour(NamedTuple):
    """A text of a page, and whether headings part it from the text before it."""

    block: int
    is_headed: bool


class MoveScale:
    """Weighs the moves of a page; what the texts of a page share is looked up for each move once."""

    def __init__(self, page: PageContext, links: Sequence[Link]) -> None:
        """Look at which texts there are, and where columns end that links part."""
        self.page = page
        self.texts = list(_texts(page))
        self.places = {text.block: place for place, text in enumerate(self.texts)}
        sure = [link for link in links if link.cert >= PARTS_COLUMNS]
        self.tails = {link.tail for link in sure}
        self.heads = {link.head for link in sure}

    def certainty(self, link: Link) -> float:
        """Return how certain it is that the column of a link's head belongs behind the link's tail."""
        tail, head = self.places.get(link.tail), self.places.get(link.head)
        if tail is None or head is None or self.texts[head].is_headed:
            return link.cert
        column = self._column(head)
        article = [place for place in self._before(tail) if place not in column]
        above = [place for place in self._before(head - 1) if place not in column]
        if not article or not above:
            return link.cert
        gain = self._shared(article, column) - self._shared(above, column)
        if gain > 0 and link.cert < LEAST_SURER:
            return link.cert
        odds = log_odds_of(clamp(link.cert, LEAST_DOUBT, 1 - LEAST_DOUBT))
        return certainty(odds + COHESION_COUNTS * gain)

    def _column(self, head: int) -> range:
        """Return the places of the texts that would move with a head, so many at most."""
        end = head + 1
        while end < min(len(self.texts), head + TEXTS_COMPARED):
            above, below = self.texts[end - 1], self.texts[end]
            if above.block in self.tails or below.is_headed or below.block in self.heads:
                break
            end += 1
        return range(head, end)

    def _before(self, place: int) -> list[int]:
        """Return the places of the texts from one back to the nearest heading, so many at most."""
        places: list[int] = []
        while place >= 0 and len(places) < TEXTS_COMPARED:
            places.append(place)
            if self.texts[place].is_headed:
                break
            place -= 1
        return places

    def _shared(self, above: Sequence[int], column: Sequence[int]) -> float:
        return min(MOST_COHESION, cohesion(self._words(above), self._words(column)))

    def _words(self, places: Sequence[int]) -> Words:
        words, blocks = self.page.texts.words, self.page.blocks
        return merged([words[blocks[self.texts[place].block].reading] for place in places])


def _texts(page: PageContext) -> Iterator[Neighbour]:
    """Yield the running text of a page as it stands, asides left out."""
    is_headed = False
    for number, block in enumerate(page.blocks):
        if block.role in ASIDE or not block.reading.strip():
            continue
        if block.role in TEXT:
            yield Neighbour(number, is_headed)
            is_headed = False
        elif block.role in ARTICLE_TOP:
            is_headed = True
