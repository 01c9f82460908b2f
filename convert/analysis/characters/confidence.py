"""How sure the recogniser was of a word, as evidence for or against a correction of it.

    己经 (0.41, less than 97 in 100 words)   ->  a correction to 已经 is likelier threefold
    己经 (0.97, more than most)              ->  a fifth as likely

Confidence is compared within a source, for each program has a scale of its own: the rank of a word among all
of them counts. How much a rank says was counted on pages whose true text is known, read by one recogniser
(benchmarks/confidence.py). Half of the log of that is taken, for the recogniser knows words, too, and what
looks odd to a rule looked odd to it; of a recogniser of which nothing was counted, a fifth. Low confidence
says that something was misread, not what was printed: it makes no proposal likelier than threefold.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from convert.document.actions import Edit
from convert.document.damage import log_odds_of
from convert.document.layout import Layout
from convert.document.model import Block
from convert.document.offsets import Offsets
from convert.language.han import is_han
from convert.language.weights import certainty, clamp

FEWEST_WORDS = 50
"""Of a source whose confidences are compared at all."""
FEWEST_VALUES = 5
MOST_OF_ONE = 0.95
"""Part of the words that may have the same confidence: where nearly all have, it tells nothing."""
MOST = 1.1
"""Log of 3."""
RANKS = (0.02, 0.05, 0.10, 0.20, 0.35, 0.50, 0.75, 1.0)
"""Up to which part of the words each of the ratios below holds."""


class Ratios(NamedTuple):
    """Logs of how much commoner a rank is among misread characters than among those that were read right."""

    han: tuple[float, ...]
    others: tuple[float, ...]


COUNTED: Mapping[str, Ratios] = MappingProxyType(
    {
        "tesseract": Ratios(
            (4.0, 2.7, 1.1, -0.5, -1.4, -2.0, -3.1, -3.3),
            (2.2, 2.2, 1.2, -0.7, -2.5, -2.5, -2.5, -2.5),
        )
    }
)
"""By the name of the recogniser: 14,528 characters of six pages, 176 of them misread."""
WEIGHED = frozenset({"confusables", "misread-words", "stray-traditional"})
"""Rules whose corrections are weighed. Not dashes: of 16 strokes 一 that print had as a dash, 11 had .95."""


class Witness(NamedTuple):
    """What the recogniser's confidence says of a correction."""

    odds: float
    """Log of a likelihood ratio."""
    confidence: float
    lower: float
    """Part of the words that have less."""
    higher: float
    """Part of the words that have more."""

    @property
    def why(self) -> str:
        """What the confidence is, and how it compares, in words."""
        compared = (
            f"lower than that of {self.higher:.0%}"
            if self.higher > self.lower
            else f"higher than that of {self.lower:.0%}"
        )
        return f"OCR confidence {self.confidence:.2f}, {compared} of the words"


@dataclass(frozen=True, slots=True)
class Confidences:
    """The confidences of a source, in order of size, and what they say."""

    layout: Layout
    values: Sequence[float]
    ratios: Ratios
    weight: float

    def witness(self, at: int, stop: int, text: str) -> Witness | None:
        """Weigh a correction of a stretch of the source by its least certain word; None: it says nothing."""
        given = [w.confidence for w in self.layout.words_of(at, stop) if w.confidence is not None]
        if not given:
            return None
        least = min(given)
        below, up_to = bisect_left(self.values, least), bisect_right(self.values, least)
        rank = (below + up_to) / 2 / len(self.values)
        counted = self.ratios.han if any(map(is_han, text)) else self.ratios.others
        odds = self.weight * counted[min(bisect_left(RANKS, rank), len(RANKS) - 1)]
        return Witness(min(odds, MOST), least, below / len(self.values), 1 - up_to / len(self.values))


def read_confidences(layout: Layout | None) -> Confidences | None:
    """Return the confidences of a source's words; None: it gives too few, or they do not vary."""
    if layout is None:
        return None
    values = sorted([word.confidence for word in layout.words if word.confidence is not None])
    if len(values) < FEWEST_WORDS or len(set(values)) < FEWEST_VALUES:
        return None
    commonest = max(bisect_right(values, value) - bisect_left(values, value) for value in set(values))
    if commonest > MOST_OF_ONE * len(values):
        return None
    engine = layout.engine.casefold()
    counted = next((ratios for name, ratios in COUNTED.items() if name in engine), None)
    if counted is not None:
        return Confidences(layout, values, counted, 0.5)
    general = COUNTED["tesseract"].others
    return Confidences(layout, values, Ratios(general, general), 0.2)


def weigh_edit(edit: Edit, block: Block, confidences: Confidences, offsets: Offsets) -> Edit:
    """Weigh a correction in a block by how sure the recogniser was of what it corrects."""
    at = offsets.of(edit.block, edit.start)
    stop = offsets.of(edit.block, max(edit.start, edit.end - 1)) + 1
    witness = confidences.witness(at, stop, block.reading[edit.start : edit.end])
    if witness is None:
        return edit
    cert = certainty(log_odds_of(clamp(edit.cert, 0.001, 0.999)) + witness.odds)
    return replace(edit, cert=cert, why="; ".join(filter(None, (edit.why, witness.why))))
