"""Cohesion: how many rare words two texts share; the texts of one article share names and terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from math import sqrt
from typing import NamedTuple

from convert.language import Language
from convert.language.ngrams import Ngrams, fold
from convert.text.memo import Memo

COMMON = 9.0
"""Bits of a word too common to tell one article from another."""
NAMES = frozenset({"nr", "ns", "nt", "nz", "nrt", "nrfg"})
"""Parts of speech of names, of people, places and bodies: they mark an article best."""
TOPICAL = frozenset("nvjlie")
"""First letters of the parts of speech that say what a text is about: nouns, verbs, set phrases."""
TEXTS_REMEMBERED, RARITIES_REMEMBERED = 512, 1 << 14


class Words(NamedTuple):
    """A text's content words."""

    bits: Mapping[str, float]
    """Each with its rarity."""
    total: float
    """The bits of all."""


NO_WORDS = Words({}, 0.0)


def content_words(language: Language) -> Memo[str, Words]:
    """Return what cuts the texts of a page into content words, each of them once."""
    if language.tags is None or language.ngrams is None:
        return Memo(lambda _text: NO_WORDS, TEXTS_REMEMBERED)
    rarities = Memo(partial(_rarity, language.ngrams), RARITIES_REMEMBERED)
    return Memo(partial(_content_words, language, rarities), TEXTS_REMEMBERED)


def _content_words(language: Language, rarities: Memo[str, float], text: str) -> Words:
    """Return the words of two and more characters, each with its rarity: common ones weigh little."""
    bits: dict[str, float] = {}
    for word, part in language.tags(text) if language.tags else ():
        if len(word) >= 2 and word not in bits and part[:1] in TOPICAL:
            rarity = rarities[word]
            if rarity > 0:
                bits[word] = 1.5 * rarity if part in NAMES else rarity
    return Words(bits, sum(bits.values()))


def _rarity(ngrams: Ngrams, word: str) -> float:
    """Return the bits of a word beyond those of a common one; the same words come again and again."""
    return ngrams.count("") - max(ngrams.count(fold(word)[:4]), 0.0) - COMMON


def cohesion(one: Words, other: Words) -> float:
    """Return the rarity of the shared words over the mean of both texts' (geometric): 0 to 1."""
    if len(one.bits) > len(other.bits):
        one, other = other, one
    if one.bits.keys().isdisjoint(other.bits):
        return 0.0
    shared = sum([rarity for word, rarity in one.bits.items() if word in other.bits])
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
