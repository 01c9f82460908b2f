"""Cohesion: how many rare words two pieces of text share; pieces of one article share names and terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from convert.language import Language
from convert.language.han import is_han
from convert.language.ngrams import fold

Words = Mapping[str, float]
"""A piece's content words, each with its rarity in bits."""


def content_words(text: str, language: Language) -> Words:
    """Return the words of two and more characters, each with its rarity: common ones weigh little."""
    if language.words is None or language.ngrams is None:
        return {}
    table = language.ngrams
    all_bits = table.count("")
    found: dict[str, float] = {}
    for word in language.words(text):
        if len(word) >= 2 and word not in found and (is_han(word[0]) or word[0].isalnum()):
            known = table.count(fold(word)[:4])
            rarity = all_bits - max(known, 0.0) - 9.0
            if rarity > 0:
                found[word] = rarity
    return found


def cohesion(one: Words, other: Words) -> float:
    """Return the rarity of the shared words over that of the shorter piece's words: 0 to 1."""
    if len(one) > len(other):
        one, other = other, one
    total = sum(one.values())
    if not total:
        return 0.0
    return sum([rarity for word, rarity in one.items() if word in other]) / total


def merged(pieces: Iterable[Words]) -> dict[str, float]:
    """Return the words of several pieces together."""
    found: dict[str, float] = {}
    for piece in pieces:
        found.update(piece)
    return found
