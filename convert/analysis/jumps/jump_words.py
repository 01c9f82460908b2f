"""The words that two parts of an article share and other articles of the issue lack.

Content words count by their rarity in the language, and so do rare pairs of characters: names and terms that
no list of words has. What many articles of the issue have tells none of them from the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from math import log2, sqrt
from typing import NamedTuple

from convert.analysis.jumps.parts import Parts
from convert.analysis.texts.chains import COMMON_BITS, pairs_of
from convert.analysis.texts.cohesion import NO_WORDS, Words
from convert.document.roles import TEXT
from convert.language.weights import clamp
from convert.text.memo import Memo

LONG_WORD = 5
"""Letters of a word in Latin script that may say what a text is about."""
LATIN_BITS = 6.0
"""The rarity of each of them, of which nothing else is known."""
WORDS_AT_LEAST, PAIRS_AT_LEAST = 20.0, 40.0
"""Bits that two short parts have to share, at least, so that it says much."""
FEWEST_PARTS = 3
"""In an issue of no more nothing can be said of its words."""

STRANGERS = 24
"""Parts of other articles that one is held against."""


class Shares(NamedTuple):
    """How much of what two parts have stands in both."""

    words: float
    pairs: float


def _second_largest(shares: Sequence[Shares]) -> Shares:
    if len(shares) < 2:
        return Shares(0.0, 0.0)
    words, pairs = (sorted(values)[-2] for values in zip(*shares, strict=True))
    return Shares(words, pairs)


@dataclass(frozen=True, eq=False)
class PartWords:
    """What the parts share of which one may continue the other, by their last and first texts."""

    parts: Parts
    candidates: Sequence[tuple[int, int]]

    @property
    def is_chinese(self) -> bool:
        """Whether the issue's language is Chinese."""
        return self.parts.page.language.is_chinese

    def shares(self, end: int, start: int) -> Shares:
        """Return what the two parts share."""
        return Shares(self.shared(end, start), self.shared_pairs(end, start))

    def shorter(self, end: int, start: int) -> int:
        """Return how many characters the shorter one of two parts has."""
        sections = self.parts.section(end, -1), self.parts.section(start, 1)
        return min(sum(len(self.parts.text(number)) for number in section) for section in sections)

    def shared(self, end: int, start: int) -> float:
        """Return how many content words two parts share, over the mean of what both have (geometric)."""
        before, behind = self._words_before[end], self._words_behind[start]
        weight = self._weight(before.bits, behind.bits, self._pages_with_word, end, start)
        return weight / (WORDS_AT_LEAST + sqrt(before.total * behind.total))

    def shared_pairs(self, end: int, start: int) -> float:
        """Return how many rare pairs of characters two parts share, over the mean of their lengths."""
        before, behind = self._pairs_before[end], self._pairs_behind[start]
        weight = self._weight(before, behind, self._pages_with_pair, end, start)
        return weight / (PAIRS_AT_LEAST + 2.0 * sqrt(len(before) * len(behind)))

    def by_chance(self, end: int, start: int) -> Shares:
        """Return what either part shares with parts of other articles: the second largest shares.

        Articles that have the same formulas share as much by chance as the two parts of another one do.
        """
        one, other = self._chance_of_ends[end], self._chance_of_starts[start]
        return Shares(max(one.words, other.words), max(one.pairs, other.pairs))

    @cached_property
    def _chance_of_ends(self) -> Memo[int, Shares]:
        def chance(end: int) -> Shares:
            return _second_largest([self.shares(end, other) for other in self._strangers_of_ends[end]])

        return Memo(chance, bound=1 << 12)

    @cached_property
    def _chance_of_starts(self) -> Memo[int, Shares]:
        def chance(start: int) -> Shares:
            return _second_largest([self.shares(other, start) for other in self._strangers_of_starts[start]])

        return Memo(chance, bound=1 << 12)

    @cached_property
    def _strangers_of_ends(self) -> Memo[int, list[int]]:
        """By a last text: first texts of other pages, none of which may continue it."""
        own: dict[int, set[int]] = {}
        for end, start in self.candidates:
            own.setdefault(end, set()).add(start)
        starts = list(dict.fromkeys(start for _, start in self.candidates))
        return Memo(lambda end: self._some_of(starts, own[end], end), bound=1 << 12)

    @cached_property
    def _strangers_of_starts(self) -> Memo[int, list[int]]:
        """By a first text: last texts of other pages, none of which it may continue."""
        own: dict[int, set[int]] = {}
        for end, start in self.candidates:
            own.setdefault(start, set()).add(end)
        ends = list(dict.fromkeys(end for end, _ in self.candidates))
        return Memo(lambda start: self._some_of(ends, own[start], start), bound=1 << 12)

    def _some_of(self, parts: Sequence[int], own: AbstractSet[int], number: int) -> list[int]:
        page = self.parts.first_page(number)
        others = [other for other in parts if other not in own and self.parts.first_page(other) != page]
        return others[:: 1 + len(others) // STRANGERS]

    @cached_property
    def _words_before(self) -> Memo[int, Words]:
        return Memo(lambda number: self._words(self.parts.section(number, -1)), bound=1 << 12)

    @cached_property
    def _words_behind(self) -> Memo[int, Words]:
        return Memo(lambda number: self._words(self.parts.section(number, 1)), bound=1 << 12)

    @cached_property
    def _pairs_before(self) -> Memo[int, Mapping[str, float]]:
        return Memo(lambda number: self._pairs_in(self.parts.section(number, -1)), bound=1 << 12)

    @cached_property
    def _pairs_behind(self) -> Memo[int, Mapping[str, float]]:
        return Memo(lambda number: self._pairs_in(self.parts.section(number, 1)), bound=1 << 12)

    def _weight(
        self,
        one: Mapping[str, float],
        other: Mapping[str, float],
        pages_with: Mapping[str, frozenset[int]],
        end: int,
        start: int,
    ) -> float:
        """Add up what both have; a word that other pages have, too, is no word of this article alone."""
        pages = {self.parts.last_page(end), self.parts.first_page(start)}
        if len(one) > len(other):
            one, other = other, one
        return sum(
            [bits / (1 + len(pages_with[word] - pages)) for word, bits in one.items() if word in other]
        )

    def _on_pages(self, items: Callable[[int], Iterable[str]]) -> Mapping[str, frozenset[int]]:
        """Return the pages on which each of some items of the texts stands."""
        pages: dict[str, set[int]] = {}
        for number in self.parts.shown:
            page = self.parts.first_page(number)
            for item in items(number) if self.parts.role(number) in TEXT else ():
                pages.setdefault(item, set()).add(page)
        return {item: frozenset(own) for item, own in pages.items()}

    @cached_property
    def _pages_with_word(self) -> Mapping[str, frozenset[int]]:
        return self._on_pages(self._bits)

    @cached_property
    def _pages_with_pair(self) -> Mapping[str, frozenset[int]]:
        return self._on_pages(lambda number: pairs_of(self.parts.text(number)))

    def _pairs_in(self, numbers: Iterable[int]) -> Mapping[str, float]:
        """Return the pairs of characters of some blocks that few other articles have, with their rarity."""
        divisions, times = self._divisions_with_pair
        most = max(2, divisions // 8)
        pairs = {pair for number in numbers for pair in pairs_of(self.parts.text(number))}
        return {pair: self._pair_bits[pair] for pair in pairs if times[pair] <= most}

    @cached_property
    def _pair_bits(self) -> Memo[str, float]:
        """The rarity of a pair in the language, beyond that of a common one, and in the issue."""
        ngrams = self.parts.page.language.ngrams
        divisions, times = self._divisions_with_pair

        def bits(pair: str) -> float:
            if ngrams is None:
                return 0.0
            rarity = max(0.0, ngrams.count("") - max(ngrams.count(pair), 0.0) - COMMON_BITS)
            return rarity * log2(max(4, divisions) / max(2, times[pair])) / log2(max(4, divisions) / 2)

        return Memo(bits, bound=1 << 14)

    @cached_property
    def _divisions_with_pair(self) -> tuple[int, Mapping[str, int]]:
        """How many divisions the issue has, and how many of them each pair of characters."""
        pairs: dict[int, set[str]] = {}
        for number in self.parts.shown:
            if self.parts.role(number) in TEXT:
                pairs.setdefault(self.parts.openers[number], set()).update(pairs_of(self.parts.text(number)))
        return len(pairs), Counter(pair for own in pairs.values() for pair in own)

    def _words(self, numbers: Iterable[int]) -> Words:
        """Return the content words of some blocks; those that many articles of the issue have weigh less."""
        own: dict[str, float] = {}
        for number in numbers:
            own.update(self._bits(number))
        bits = {word: rarity * self._own_share(word) for word, rarity in own.items()}
        return Words(bits, sum(bits.values())) if bits else NO_WORDS

    def _bits(self, number: int) -> Mapping[str, float]:
        """Return the content words of a block, each with its rarity in the language."""
        text = self.parts.text(number)
        return self.parts.page.texts.words[text].bits if self.is_chinese else _long_words(text)

    def _own_share(self, word: str) -> float:
        """Return how well a word tells an article from the others: 1, if two parts have it alone."""
        divisions, count = self._divisions_with
        if divisions <= FEWEST_PARTS:
            return 1.0
        return clamp(log2(divisions / max(2, count[word])) / log2(divisions / 2), 0.0, 1.0)

    @cached_property
    def _divisions_with(self) -> tuple[int, Mapping[str, int]]:
        """How many divisions the issue has, and how many of them each content word."""
        words: dict[int, set[str]] = {}
        for number in self.parts.shown:
            if self.parts.role(number) in TEXT:
                words.setdefault(self.parts.openers[number], set()).update(self._bits(number))
        return len(words), Counter(word for own in words.values() for word in own)


def _long_words(text: str) -> Mapping[str, float]:
    """Return the words of a text in Latin script that may say what it is about: long ones, and names."""
    words = ("".join([c for c in word if c.isalnum()]) for word in text.split())
    return {word.casefold(): LATIN_BITS for word in words if len(word) >= LONG_WORD}
