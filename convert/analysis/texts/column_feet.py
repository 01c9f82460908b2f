"""Pages without blank lines, columns under one another: does a doubtful line go on below?

    "…的改造工程，加紧完善" / "候船室：离竣工一步之遥" / "近来，市民…"  ->  the second line is a headline
    "…名单，“她曾被某个女" / "经理帮助过，她说…"                         ->  the paragraph goes on

The foot of a column that breaks off is as full as any line, so that the measure says the same of both. A
line without a stop that does not go on below is the end of a paragraph that lost its stop, or a headline: the
words tell which.

    "…两岸居民出行方便了许多。" / "市民老张说…"  ->  one paragraph, where most sentences end inside one

So does a line that is full by chance where its paragraph ends: how many sentences of the page end inside
paragraphs tells how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from convert.analysis.lines.measure import INDENT, Measure, width
from convert.analysis.texts.run_on import Continues
from convert.document.damage import log_odds_of
from convert.language.han import STOPS, ends_sentence
from convert.language.weights import certainty, clamp

NO_CONTINUATION, SURELY_GOES_ON = 1.0, 2.0
"""Bits below which a line reads no better behind another one than a headline does; and from which it goes on.

Of the pages of three seeds of two sources, 14 of 15 headlines stand below the first, and one rest of a
paragraph of 16; of the lines above the second 18 of 20 go on. A third source was not looked at for it.
"""
SHORTEST_HEADLINE = 5.0
"""Squares: what is left of a paragraph, or of a headline of two lines, is often shorter."""
OVER = 1.2
"""Squares by which a line of the column's own type is wider than its measure, at most."""
SLACK = 0.5
"""Squares by which a full line, or a first one, may be shorter than it should be."""
LEAST_TRUST = 0.4
"""How sure the measure must be."""
NO_HEADLINE, OF_TEXT = "、：:—-", "，,；;"
"""Marks that end no headline, and marks that stand in running text."""


BY_WORDS, BY_SHARE, BEHIND_STOP = 1.73, 0.95, -1.82
"""What it weighs behind a stop at a line's end what marks, words and the measure say, and the page's share.

In log odds, fitted on 449 such line ends of three sources. Of a source left out of the fit .93 to .95 were
right, and .77 to .93 without the share.
"""
CLEARLY_SHORT = 3.0
"""Squares by which a line is shorter than the measure that surely ends its paragraph."""
CLOSERS = '”"’」』）) '
ONLY_CLOSERS = "”’」』）)》】"
"""Marks that begin no paragraph."""


class Seam(NamedTuple):
    """Two lines, one under the other, and how certain it is that a paragraph goes on there."""

    here: str
    below: str
    cert: float


def may_break_off(above: Seam, seam: Seam, measure: Measure) -> bool:
    """Whether a column may break off above a headline: its text went on until here, and both have no stop."""
    here, below = seam.here, seam.below
    return (
        above.cert >= 0.5 <= seam.cert
        and measure.trust >= LEAST_TRUST
        and width(here) <= measure.squares + OVER
        and width(below) >= SHORTEST_HEADLINE
        and below[-1:] not in NO_HEADLINE
        and not any(mark in below for mark in OF_TEXT)
        and not ends_sentence(here)
        and not ends_sentence(below)
    )


def is_punctuated(lines: Iterable[str]) -> bool:
    """Whether a text has marks at all: where it has none, a line without a stop tells nothing."""
    return any(mark in line for line in lines for mark in (*STOPS, *OF_TEXT))


def breaks_off(seam: Seam, continues: Continues) -> bool:
    """Whether words say that a line that ends its paragraph, or is a headline, continues no column."""
    return continues(seam.here, seam.below) < NO_CONTINUATION


def goes_on(seam: Seam, measure: Measure, continues: Continues) -> bool:
    """Whether words say of a doubtful seam that the paragraph goes on: the lines are of one type.

    Below a line that is not full, one that is as short as an indent makes it begins a paragraph.
    """
    here, below = width(seam.here), width(seam.below)
    if max(here, below) > measure.squares + OVER:
        return False
    indented = abs(measure.squares - INDENT - below) <= SLACK and here < measure.squares - SLACK
    return not indented and continues(seam.here, seam.below) >= SURELY_GOES_ON


def below_furniture(lines: Sequence[str], alone: Sequence[bool], at: int) -> int | None:
    """Return the next line that is none of the page's furniture; None: there is no other."""
    return next((n for n in range(at, len(lines)) if lines[n] and not alone[n]), None)


def share_inside(lines: Iterable[str], measure: Measure) -> float:
    """Return which share of a page's sentences end inside their paragraph: those that end inside a line.

    Those that end a paragraph end in short lines, but for one in six or so.
    """
    inside, ending = 1, 1
    for line in lines:
        bare = line.rstrip(CLOSERS)
        inside += sum(map(bare[:-1].count, STOPS))
        ending += bare[-1:] in STOPS and width(line) <= measure.squares - CLEARLY_SHORT
    return inside / (inside + ending)


def behind_stop(cert: float, share: float) -> float:
    """Return how certain it is that a paragraph goes on behind a sentence that ends with its line."""
    odds = log_odds_of(clamp(cert, 0.01, 0.99))
    return certainty(BY_WORDS * odds + BY_SHARE * log_odds_of(share) + BEHIND_STOP)


def closes(below: str) -> bool:
    """Whether a line begins with a mark that closes what the line above opened: no paragraph begins there.

    >>> closes("”"), closes("“不必。”")
    (True, False)
    """
    return below[:1] in ONLY_CLOSERS or not below.strip(CLOSERS)
