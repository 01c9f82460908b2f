"""How probable a word's spelling is: letters after the three before them, as the words of a language are.

"ution" is likelier than "utiou" in English, whatever a dictionary says of a word that has it; and no English
word has "cbl". The counts are those of a dictionary's words, each by how common it is (training/lexicon.py),
so that names and compounds that no list has are told from misreadings.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import log2
from operator import itemgetter
from pathlib import Path

LONGEST = 4
STEPS = 16
"""Steps of the scale of bits to one bit."""
MOST = 255
"""Steps that a letter costs at most."""
BACKED_OFF = 2.5
"""Bits that it costs to look a letter up behind fewer letters: more of them were never seen."""
UNSEEN = 16.0
"""Bits of a letter that no word has."""
STEADY = 4.0
"""How many observations the shorter context counts as."""
LEAST = {1: 0.0, 2: 1.0, 3: 3.0, 4: 14.0}
"""Below this weight letters are left to the shorter context."""
COMMON = 1.5
"""The weight of a word whose letters are kept, however few words have them."""


@dataclass(frozen=True, slots=True, eq=False)
class LetterGrams:
    """What the letters of a language cost in bits, by up to four of them; ^ begins a word, and $ ends it."""

    costs: Mapping[str, float]
    between: Mapping[str, str]
    """By two letters: those that words have between them."""

    def bits(self, word: str) -> float:
        """Return how many bits a letter of a word costs on average, its end counted as one."""
        framed, cost_of = f"^{word}$", self.costs.get
        total = 0.0
        for end in range(2, len(framed) + 1):
            lost = 0.0
            for start in range(max(0, end - LONGEST), end):
                cost = cost_of(framed[start:end])
                if cost is not None:
                    total += lost + cost
                    break
                lost += BACKED_OFF
            else:
                total += UNSEEN
        return total / (len(word) + 1)


def count_letter_grams(words: Iterable[tuple[str, float]]) -> Mapping[str, int]:
    """Count the letters of words, each with its weight: what each costs, in steps."""
    weights: dict[str, float] = {}
    common: set[str] = set()
    for word, weight in words:
        framed = f"^{word}$"
        grams = [framed[a:b] for b in range(2, len(framed) + 1) for a in range(max(0, b - LONGEST), b)]
        for gram in grams:
            weights[gram] = weights.get(gram, 0.0) + weight
        if weight >= COMMON:
            common.update(gram for gram in grams if len(gram) == LONGEST - 1)
    before: Counter[str] = Counter()
    for gram, weight in weights.items():
        before[gram[:-1]] += weight  # type: ignore[assignment] # a float counts as well
    share: dict[str, float] = {}
    costs: dict[str, int] = {}
    for gram in sorted(weights, key=lambda gram: (len(gram), gram)):
        steady = STEADY if len(gram) > 1 else 0.0
        shorter = share.get(gram[1:], 0.0)
        share[gram] = (weights[gram] + steady * shorter) / (before[gram[:-1]] + steady)
        if weights[gram] >= LEAST[len(gram)] or gram in common:
            costs[gram] = min(MOST, round(-log2(share[gram]) * STEPS))
    return costs


def pack_letter_grams(costs: Mapping[str, int]) -> bytes:
    """Return the file that `load_letter_grams` reads: a line for each cost, with all that cost it."""
    ordered = sorted((cost, gram) for gram, cost in costs.items())
    lines = [
        " ".join([str(cost), *(gram for _, gram in grams)]) for cost, grams in groupby(ordered, itemgetter(0))
    ]
    return zlib.compress("\n".join(lines).encode(), 9)


def letter_grams_from(data: bytes) -> LetterGrams:
    """Read what `pack_letter_grams` has written."""
    costs: dict[str, float] = {}
    for line in zlib.decompress(data).decode().split("\n"):
        cost, *grams = line.split(" ")
        costs.update(dict.fromkeys(grams, int(cost) / STEPS))
    between: dict[str, str] = {}
    for gram in sorted(gram for gram in costs if len(gram) == LONGEST - 1):
        sides = gram[0] + gram[2]
        between[sides] = between.get(sides, "") + gram[1]
    return LetterGrams(costs, between)


def load_letter_grams(code: str) -> LetterGrams:
    """Read the costs that are shipped with the package."""
    return letter_grams_from((Path(__file__).parent / "data" / f"{code}.letters").read_bytes())
