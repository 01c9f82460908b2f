"""How probable one word is, and how much likelier it is right behind another one.

The table holds the words and the pairs of a trigram model of present-day Chinese (training/wordpairs.py says
which). The best cut of a text into words is found by Viterbi's algorithm (IEEE Transactions on Information
Theory 13, 1967), as usual for such models.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from convert.language.hashed import HashedTable, build_table, load_table
from convert.text.memo import Memo

STEPS = 8.0
"""Steps of the scales to a bit."""
LONGEST_WORD = 4
"""Characters of a word; longer ones are rare."""
UNKNOWN = -24.0
"""Bits of a character that is no word of the model."""
APART = -1.5
"""Bits for a pair that the model does not hold: somewhat less than chance."""
LOWEST = -8.0
"""Bits that the least value of a pair stands for."""
VALUES_REMEMBERED = 1 << 15
BETWEEN = "\x1f"


class WordPairs:
    """What the table says of words, pairs and triples.

    A page asks for the same ones again and again: what was asked for is remembered, up to a bound.
    """

    __slots__ = ("table", "values")

    def __init__(self, table: HashedTable) -> None:
        """Begin with nothing remembered."""
        self.table = table
        self.values = Memo(table.finder(), VALUES_REMEMBERED)

    def word(self, word: str) -> float | None:
        """Return log2 of the probability of a word, None if the model does not know it."""
        value = self.values[word]
        return None if value is None else -value / STEPS

    def words_at(self, text: str) -> list[tuple[str, float]]:
        """List the words that a text begins with, each with the same."""
        values = self.values
        words = [text[:size] for size in range(1, len(text) + 1)]
        return [(word, -value / STEPS) for word in words if (value := values[word]) is not None]

    def association(self, first: str, second: str) -> float:
        """Return how many bits likelier a word is behind another one than anywhere."""
        value = self.values[first + BETWEEN + second]
        return APART if value is None else value / STEPS + LOWEST

    def association_of_three(self, first: str, second: str, third: str) -> float | None:
        """Return the same for a word behind two others, None where the one before it says as much."""
        value = self.values[first + BETWEEN + second + BETWEEN + third]
        return None if value is None else value / STEPS + LOWEST


def likeliest_word(text: str, at: int, char: str, words: WordPairs) -> float | None:
    """Return log2 of the probability of the likeliest word of two and more that has `char` in the place `at`.

    What stands there in the text does not count; None where no word has it.
    """
    around = text[max(0, at - LONGEST_WORD + 1) : at] + char + text[at + 1 : at + LONGEST_WORD]
    at = min(at, LONGEST_WORD - 1)
    found = [
        words.word(around[start:end])
        for start in range(at + 1)
        for end in range(max(at + 1, start + 2), min(len(around), start + LONGEST_WORD) + 1)
    ]
    return max((bits for bits in found if bits is not None), default=None)


def load_word_pairs(name: str) -> HashedTable:
    """Load a table that is shipped with the package."""
    return load_table(Path(__file__).parent / "data" / name)


def build_word_pairs(
    words: Iterable[tuple[str, float]], together: Iterable[tuple[tuple[str, ...], float]]
) -> HashedTable:
    """Lay out words with their bits, and pairs and triples with the bits they add, as a table."""
    bits = chain(
        ((word, -bits) for word, bits in words),
        ((BETWEEN.join(several), bits - LOWEST) for several, bits in together),
    )
    return build_table((key, max(0, min(255, round(value * STEPS)))) for key, value in bits)
