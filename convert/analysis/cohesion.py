"""Cohesion: how many rare words two pieces of text share; pieces of one article share names and terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import sqrt

from convert.language import Language
from convert.language.ngrams import Ngrams, fold

Words = Mapping[str, float]
"""A piece's content words, each with its rarity in bits."""


COMMON = 9.0
"""Bits of a word too common to tell one article from another."""
NAMES = frozenset({"nr", "ns", "nt", "nz", "nrt", "nrfg"})
"""Parts of speech of names, of people, places and bodies: they mark an article best."""
TOPICAL = frozenset("nvjlie")
"""First letters of the parts of speech that say what a text is about: nouns, verbs, set phrases."""


@lru_cache(maxsize=4096)
def content_words(text: str, language: Language) -> Words:
    """Return the words of two and more characters, each with its rarity: common ones weigh little."""
    if language.tags is None or language.ngrams is None:
        return {}
    table = language.ngrams
    found: dict[str, float] = {}
    for word, part in language.tags(text):
        if len(word) >= 2 and word not in found and part[:1] in TOPICAL:
            bits = rarity(word, table)
            if bits > 0:
                found[word] = 1.5 * bits if part in NAMES else bits
    return found


@lru_cache(maxsize=1 << 14)
def rarity(word: str, table: Ngrams) -> float:
    """Return the bits of a word beyond those of a common one; the same words come again and again."""
    return table.count("") - max(table.count(fold(word)[:4]), 0.0) - COMMON


def cohesion(one: Words, other: Words) -> float:
    """Return the rarity of the shared words over the mean of both pieces' (geometric): 0 to 1."""
    if len(one) > len(other):
        one, other = other, one
    shared = sum([rarity for word, rarity in one.items() if word in other])
    if not shared:
        return 0.0
    return shared / (20.0 + sqrt(sum(one.values()) * sum(other.values())))


def merged(pieces: Iterable[Words]) -> dict[str, float]:
    """Return the words of several pieces together."""
    found: dict[str, float] = {}
    for piece in pieces:
        found.update(piece)
    return found
