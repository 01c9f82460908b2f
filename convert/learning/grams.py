"""Count n-grams over the texts of many issues, exactly, in bounded memory.

The longest that are counted have the order of the tables that are shipped. Beyond a bound of characters whole
issues are left out: those whose digests come last, so that the choice depends on no order of reading.
"""

from __future__ import annotations

from array import array
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from convert.language.ngrams import ORDER

MOST_CHARACTERS = 10_000_000
"""Characters that are counted, and of one issue more at most."""
MOST_GRAMS = 2_500_000
"""N-grams that are kept, the commonest: 9 MB of a file."""
LEAST_COUNT = 2
"""How often one of two characters and more must stand there."""
PARTS = 64
"""Parts of the first characters that are counted one after the other, so that few counts wait at once."""
BETWEEN = "\n"
"""Stands between two texts, and in no n-gram."""


class FoldedIssue(NamedTuple):
    """The folded text of an issue."""

    digest: str
    text: str


class IssueTexts:
    """The texts of issues, up to a bound."""

    __slots__ = ("most", "size", "texts")

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        """Begin with none."""
        self.most = most
        self.size = 0
        self.texts: list[FoldedIssue] = []

    def add(self, text: FoldedIssue) -> None:
        """Take an issue, and leave out what is then too much: the last ones by their digests."""
        insort(self.texts, text)
        self.size += len(text.text)
        while self.size - len(self.texts[-1].text) >= self.most:
            self.size -= len(self.texts.pop().text)


def count_grams(texts: Iterable[str], most: int = MOST_GRAMS) -> dict[str, int]:
    """Return how often each n-gram stands in folded texts; the empty one stands for all characters.

    >>> count_grams(["春江花月春江"])["春江"], "江花" in count_grams(["春江花月春江"])
    (2, False)
    """
    text = BETWEEN.join(texts) + BETWEEN * ORDER
    characters = Counter(text)
    del characters[BETWEEN]
    counts: dict[str, int] = {}
    for part in _places(text):
        for size in range(2, ORDER + 1):
            counted = Counter(text[at : at + size] for at in part)
            counts.update(
                (gram, n) for gram, n in counted.items() if n >= LEAST_COUNT and BETWEEN not in gram
            )
    kept = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[: max(0, most - len(characters))]
    return {"": max(1, characters.total()), **characters, **dict(kept)}


def _places(text: str) -> Iterator[array[int]]:
    """Yield the places of a text in parts: those of one n-gram all in one."""
    parts = [array("I") for _ in range(PARTS)]
    for at, char in enumerate(text):
        parts[ord(char) % PARTS].append(at)
    yield from parts
