"""Cohesion: how many rare words two texts share; the texts of one article share names and terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from math import sqrt
from typing import NamedTuple

from convert.language import Language, Tags
from convert.language.ngrams import STEPS, Ngrams, fold
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
FIRST_CODE, FIRST_CODE_OF_NAMES = 0x100, 0x200


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
    rarities = Memo(partial(_rarity, language.ngrams), bound=1 << 10)
    codes = Memo(partial(_code, language.ngrams), CODES_REMEMBERED)
    lists = Memo(partial(_listed, language.tags, codes, rarities), LISTS_REMEMBERED)
    return Memo(partial(_laid_out, lists, rarities), TEXTS_REMEMBERED)


def _laid_out(lists: Memo[str, str], rarities: Memo[str, float], text: str) -> Words:
    listed = lists[text]
    bits = {word[:-1]: rarities[word[-1]] for word in listed.split(BETWEEN)} if listed else {}
    return Words(bits, sum(bits.values()))


def _listed(tags: Tags, codes: Memo[tuple[str, bool], str], rarities: Memo[str, float], text: str) -> str:
    """List the words of two and more characters that are not common: one text, as small as can be."""
    words: dict[str, str] = {}
    for word, part in tags(text):
        if len(word) >= 2 and word not in words and part[:1] in TOPICAL:
            code = codes[word, part in NAMES]
            if rarities[code] > 0:
                words[word] = word + code
    return BETWEEN.join(words.values())


def _code(ngrams: Ngrams, word_and_name: tuple[str, bool]) -> str:
    """Return the character that says how often a word was counted, and whether it is a name."""
    word, is_name = word_and_name
    count = max(ngrams.count(fold(word)[:4]), 0.0)
    return chr((FIRST_CODE_OF_NAMES if is_name else FIRST_CODE) + round(count * STEPS))


def _rarity(ngrams: Ngrams, code: str) -> float:
    """Return the bits of a word beyond those of a common one; those of a name count half as much again."""
    is_name = ord(code) >= FIRST_CODE_OF_NAMES
    count = (ord(code) - (FIRST_CODE_OF_NAMES if is_name else FIRST_CODE)) / STEPS
    bits = ngrams.count("") - count - COMMON
    return 1.5 * bits if is_name else bits


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
