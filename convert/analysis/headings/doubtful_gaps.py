"""Gaps without a heading whose chances say too little one by one: what several of them say together.

    chances .03 .16 .21 .14 .02, none of them enough  ->  something opens at the one of .21
    an opening at A2, whose words go best with A1 right above it, of all parts of the page  ->  none

How likely something opens at a gap is weighed by the five texts on each side. Where an article has lost its
head, the evidence changes little from one gap to the next, and its weight is spread over several of them: the
sum of their chances is how many openings are to be expected there. And where a gap was wrongly taken for an
opening, the whole page tells more than five texts: what stands between two openings, and is about the same as
its neighbour and as nothing else on the page, belongs to that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from convert.analysis.texts.cohesion import Words, cohesion

NEIGHBOURS = 2
"""Gaps on each side of a doubtful one whose chances are added to its own."""
LEAST_TOGETHER = 0.35
"""What they must add up to: so many openings are to be expected there."""
LEAST_ALONE = 0.12
"""What the likeliest of them must have by itself."""
PARTS_COMPARED = 10
"""Parts of the page before and behind one with which it is compared."""
LEAST_ALIKE = 0.1
"""How much of their words two parts share that are about the same."""
LEAST_BEYOND = 0.05
"""By how much that is more than what any other part shares."""


class WeighedOpening(NamedTuple):
    """A gap between texts, and whether something opens there as far as it alone can tell."""

    chance: float
    is_headed: bool
    opens: bool


class PagePart(NamedTuple):
    """What stands between two openings."""

    words: Words
    is_headed: bool


def opened_together(gaps: Sequence[WeighedOpening]) -> Iterator[int]:
    """Yield the gaps at which something opens because several of a stretch are doubtful.

    >>> [*opened_together([WeighedOpening(chance, False, False) for chance in (0.03, 0.16, 0.21, 0.14)])]
    [2]
    """
    last = -1 - NEIGHBOURS
    for number, gap in enumerate(gaps):
        if gap.is_headed or gap.chance < LEAST_ALONE or number - last <= NEIGHBOURS:
            continue
        near = gaps[max(0, number - NEIGHBOURS) : number + NEIGHBOURS + 1]
        chances = [other.chance for other in near if not other.is_headed]
        if any(other.opens for other in near) or gap.chance < max(chances):
            continue
        if sum(chances) >= LEAST_TOGETHER:
            last = number
            yield number


def taken_back(parts: Sequence[PagePart]) -> Iterator[int]:
    """Yield the parts without a heading that go on with the part before them, by the words of the page."""
    found: set[int] = set()
    for number, part in enumerate(parts):
        if part.is_headed:
            continue
        first = max(0, number - PARTS_COMPARED)
        others = enumerate(parts[first : number + PARTS_COMPARED + 1], first)
        shared = sorted(
            ((cohesion(part.words, o.words), at) for at, o in others if at != number), reverse=True
        )
        if not shared or shared[0][0] < LEAST_ALIKE:
            continue
        if len(shared) > 1 and shared[0][0] - shared[1][0] < LEAST_BEYOND:
            continue
        best = shared[0][1]
        if best == number - 1:
            found.add(number)
        elif best == number + 1 and not parts[best].is_headed:
            found.add(best)
    yield from sorted(found)
