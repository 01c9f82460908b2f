"""Cohesion: how many rare words two texts share; the texts of one article share names and terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from math import sqrt
from typing import NamedTuple

from convert.language import Language
from convert.language.ngrams import STEPS, Ngrams, fold_each
from convert.text.memo import Memo

COMMON = 9.0
"""Bits of a word too common to tell one article from another."""
NAMES = frozenset({"nr", "ns", "nt", "nz", "nrt", "nrfg"})
"""Parts of speech of names, of people, places and bodies: they mark an article best."""
TOPICAL = frozenset("nvjlie")
"""First letters of the parts of speech that say what a text is about: nouns, verbs, set phrases."""
CODES_REMEMBERED, TEXTS_REMEMBERED, LISTS_REMEMBERED = 1 << 14, 2048, 1 << 16
"""The words of all texts are listed, for they cost most; those of near texts are laid out, too."""
BETWEEN = "\x1f"
"""Between two words of a list; a character behind each says how rare it is."""
TEXTS_TOGETHER = 128
FIRST_CODE, FIRST_CODE_OF_NAMES = 0x100, 0x200


class Words(NamedTuple):
    """A text's content words."""

    bits: Mapping[str, float]
    """Each with its rarity."""
    total: float
    """The bits of all."""


NO_WORDS = Words({}, 0.0)


class WordLists:
    """The words of the texts of a page that are not common: each text is cut into words once."""

    __slots__ = ("codes", "lists", "ngrams", "rarities", "tags")

    def __init__(self, language: Language) -> None:
        """Begin with nothing cut."""
        self.tags = language.tags
        self.ngrams = language.ngrams
        self.lists: dict[str, str] = {}
        """By a text, its words, each with its code: one text, as small as can be."""
        self.codes: dict[str, str] = {}
        self.rarities = Memo(partial(_rarity, language.ngrams), bound=1 << 10)

    def look_at(self, texts: Iterable[str]) -> None:
        """Cut texts into words, and look up how rare these are, before the texts are asked for one by one."""
        waiting = iter(texts)
        while some := [*islice(waiting, TEXTS_TOGETHER)]:
            new = [text for text in dict.fromkeys(some) if text not in self.lists]
            if len(self.lists) + len(new) > LISTS_REMEMBERED:
                self.lists.clear()
            self._list(new)

    def _list(self, texts: Sequence[str]) -> None:
        if self.tags is None or self.ngrams is None:
            self.lists.update(dict.fromkeys(texts, ""))
            return
        if len(self.codes) > CODES_REMEMBERED:
            self.codes.clear()
        codes, rarities = self.codes, self.rarities
        of_texts = [
            {word: part for word, part in self.tags(text) if len(word) >= 2 and part[:1] in TOPICAL}
            for text in texts
        ]
        new = {word: part for words in of_texts for word, part in words.items() if word not in codes}
        counts = self.ngrams.counts_of([word[:4] for word in fold_each([*new])])
        codes.update(
            {
                word: _code(count, part in NAMES)
                for (word, part), count in zip(new.items(), counts, strict=True)
            }
        )
        for text, words in zip(texts, of_texts, strict=True):
            self.lists[text] = BETWEEN.join(
                [word + code for word in words if rarities[code := codes[word]] > 0]
            )

    def words(self, text: str) -> Words:
        """Return the words of a text, laid out."""
        if text not in self.lists:
            self.look_at((text,))
        listed, rarities = self.lists[text], self.rarities
        bits = {word[:-1]: rarities[word[-1]] for word in listed.split(BETWEEN)} if listed else {}
        return Words(bits, sum(bits.values()))


class ContentWords(Memo[str, Words]):
    """The content words of the texts of a page; those of the nearest texts are laid out."""

    __slots__ = ("look_at",)

    def __init__(self, language: Language) -> None:
        """Begin with nothing cut."""
        lists = WordLists(language)
        super().__init__(lists.words, TEXTS_REMEMBERED)
        self.look_at = lists.look_at


def _code(count: float, is_name: bool) -> str:  # noqa: FBT001 - as it is remembered
    """Return the character that says how often a word was counted, and whether it is a name."""
    return chr((FIRST_CODE_OF_NAMES if is_name else FIRST_CODE) + round(max(count, 0.0) * STEPS))


def _rarity(ngrams: Ngrams | None, code: str) -> float:
    """Return the bits of a word beyond those of a common one; those of a name count half as much again."""
    if ngrams is None:
        return 0.0
    is_name = ord(code) >= FIRST_CODE_OF_NAMES
    count = (ord(code) - (FIRST_CODE_OF_NAMES if is_name else FIRST_CODE)) / STEPS
    bits = ngrams.count("") - count - COMMON
    return 1.5 * bits if is_name else bits


def cohesion(one: Words, other: Words) -> float:
    """Return the rarity of the shared words over the mean of both texts' (geometric): 0 to 1."""
    words = one.bits.keys() & other.bits.keys()
    if not words:
        return 0.0
    shared = sum(map(one.bits.__getitem__, words))  # of sixteenths: exact, in whatever order
    return shared / (20.0 + sqrt(one.total * other.total))


def merged(texts: Iterable[Words]) -> Words:
    """Return the words of several texts together."""
    several = [words for words in texts if words.bits]
    if len(several) <= 1:
        return several[0] if several else NO_WORDS
    bits: dict[str, float] = {}
    for words in several:
        bits.update(words.bits)
    return Words(bits, sum(bits.values()))
