"""How damaged a document is: an estimate of the whole, made once, before any rule relies on it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log


@dataclass(frozen=True, slots=True)
class Damage:
    """How likely it is that the source has a kind of damage anywhere, 0 to 1; made by analysis/damage.py."""

    any: float
    """Damage of any of the kinds below, or ends of articles that are lost."""
    cuts: float
    """Paragraphs that a column's end cut, and that stand as two."""
    repeats: float
    """Lines that were read twice at a column's end."""
    order: float
    """Columns that were read in the wrong order."""
    orphans: float
    """Articles that have lost their heading and begin in the middle."""
    misreadings: float
    """Characters that a recogniser misread, left out, or set apart."""


NOT_ESTIMATED = Damage(*[0.5] * 6)
"""A document that nothing was estimated of: it moves no decision to either side."""


def log_odds_of(chance: float) -> float:
    """Return the log odds of a probability that is neither 0 nor 1.

    >>> log_odds_of(0.5)
    0.0
    """
    return log(chance / (1 - chance))
