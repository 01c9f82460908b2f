"""How probable one word is, and how much likelier it is right behind another one.

The table holds the words and the pairs of a trigram model of present-day Chinese (training/wordpairs.py
says which), in slots of three bytes: a fingerprint of two and a value of one. Reading it costs one read
and no parsing. The best cut of a text into words is found by Viterbi's algorithm (IEEE Transactions on
Information Theory 13, 1967), as usual for such models.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

BITS = 21
SLOTS = 1 << BITS
STEPS = 8.0
"""Steps of the scales to a bit."""
LONGEST = 4
"""Characters of a word; longer ones are rare."""
UNKNOWN = -24.0
"""Bits of a character that is no word of the model."""
APART = -1.5
"""Bits for a pair that the model does not hold: somewhat less than chance."""
LOWEST = -8.0
"""Bits that the least value of a pair stands for."""
BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True, eq=False)
class WordPairs:
    """The table, and what may be asked of it."""

    prints: bytes
    values: bytes

    def word(self, word: str) -> float | None:
        """Return log2 of the probability of a word, None if the model does not know it."""
        value = _value(self, word)
        return None if value is None else -value / STEPS

    def pull(self, first: str, second: str) -> float:
        """Return how many bits likelier a word is behind another one than anywhere."""
        value = _value(self, first + BETWEEN + second)
        return APART if value is None else value / STEPS + LOWEST

    def pull_of_two(self, first: str, second: str, third: str) -> float | None:
        """Return the same for a word behind two others, None where the one before it says as much."""
        value = _value(self, first + BETWEEN + second + BETWEEN + third)
        return None if value is None else value / STEPS + LOWEST


def place(key: str) -> tuple[int, int]:
    """Return the first slot to look in and the fingerprint (never 0) of a key."""
    code = int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=6).digest(), "little")
    return code & (SLOTS - 1), (code >> 32) or 1


@lru_cache(maxsize=1 << 15)
def _value(table: WordPairs, key: str) -> int | None:
    """Look a key up; a page asks for the same ones again and again."""
    at, mark = place(key)
    low, high = mark & 255, mark >> 8
    prints = table.prints
    while prints[2 * at] or prints[2 * at + 1]:
        if prints[2 * at] == low and prints[2 * at + 1] == high:
            return table.values[at]
        at = (at + 1) % SLOTS
    return None


@cache
def load_pairs(name: str) -> WordPairs:
    """Load a table that is shipped with the package; it never changes, so once is enough."""
    data = zlib.decompress((Path(__file__).parent / "data" / name).read_bytes())
    return WordPairs(data[: 2 * SLOTS], data[2 * SLOTS :])


def build(words: Iterable[tuple[str, float]], pulls: Iterable[tuple[tuple[str, ...], float]]) -> WordPairs:
    """Lay out words with their bits, and pairs and triples with theirs, as a table."""
    prints, values = bytearray(2 * SLOTS), bytearray(SLOTS)

    def put(key: str, value: float) -> None:
        at, mark = place(key)
        while prints[2 * at] or prints[2 * at + 1]:
            at = (at + 1) % SLOTS
        prints[2 * at], prints[2 * at + 1] = mark & 255, mark >> 8
        values[at] = max(0, min(255, round(value * STEPS)))

    for word, bits in words:
        put(word, -bits)
    for together, bits in pulls:
        put(BETWEEN.join(together), bits - LOWEST)
    return WordPairs(bytes(prints), bytes(values))
