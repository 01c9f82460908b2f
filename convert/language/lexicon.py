"""Words of a language in Latin script: how common each is, and whether a dictionary has it.

The table holds the words of a frequency list and of a dictionary (training/lexicon.py). A frequency list
holds misreadings too, "tbe" and "tion": how common a text is says how likely it is, and only a dictionary
that it is a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from convert.language.hashed import HashedTable, build_table, load_table
from convert.text.memo import Memo

LEXICONS = ("de", "en", "fr")
"""Languages that have one."""
STEPS = 16.0
"""Steps of the scale of rates to a power of ten."""
IN_DICTIONARY = 0x80
"""The highest bit of a value."""
WORDS_REMEMBERED = 1 << 14
FORMS = str.maketrans({"ſ": "s", "æ": "ae", "œ": "oe", "’": "'", "ꝛ": "r"})
OLD_UMLAUT = "\u0364"
"""The small e that old type sets over a vowel."""
FORMER_SPELLINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "de": (
        ("th", "t"),
        ("ey", "ei"),
        ("ir", "ier"),
        ("c", "k"),
        ("c", "z"),
        ("dt", "t"),
        ("aa", "a"),
        ("ä", "e"),
        *((f"{letter}ne", f"{letter}ene") for letter in "bdfgkst"),
        ("dre", "dere"),
        ("sre", "sere"),
    ),
    "fr": (("oi", "ai"), ("oî", "aî"), ("ens", "ents"), ("ans", "ants"), ("é", "è"), ("è", "é")),
    "en": (("ick", "ic"), ("xion", "ction"), ("shew", "show")),
}
"""What stands in old print, and in the list: `theil` is Teil, `étoit` était."""


class Word(NamedTuple):
    """What a lexicon says of a word."""

    rate: float = 0.0
    """Powers of ten by which it is commoner than once in a thousand million words; 0 where it is unknown."""
    in_dictionary: bool = False


UNKNOWN = Word()


class Lexicon:
    """What the table says of words; what was asked for is remembered, up to a bound."""

    __slots__ = ("find", "spellings", "words")

    def __init__(self, table: HashedTable, code: str) -> None:
        """Begin with nothing remembered."""
        self.find = table.finder()
        """Returns the value of a word in its plain form, of which `word_of` makes what it says."""
        self.spellings = FORMER_SPELLINGS.get(code, ())
        self.words = Memo(partial(_look_up, table, self.spellings), WORDS_REMEMBERED)

    def word(self, word: str) -> Word:
        """Return what is known of a word, however it is spelt: in capitals, with ſ, in an old way."""
        return self.words[word]


def plain(word: str) -> str:
    """Write a word as the table has it: small, ſ as s, ß as ss, œ as oe, with today's umlauts.

    >>> plain("Aͤußerſt"), plain("Cœur")
    ('äusserst', 'coeur')
    """
    if word.isascii():
        return word.lower()
    composed = unicodedata.normalize("NFC", word.replace(OLD_UMLAUT, "\u0308"))
    return composed.casefold().translate(FORMS)


def _look_up(table: HashedTable, spellings: Iterable[tuple[str, str]], word: str) -> Word:
    form = plain(word)
    known = _entry(table, form)
    if known.in_dictionary:
        return known
    others = (_entry(table, other) for other in respelt(form, spellings))
    return max((known, *others), key=lambda word: (word.in_dictionary, word.rate))


def respelt(form: str, spellings: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield today's spellings that an old one may stand for."""
    for old, new in spellings:
        if old in form and len(form) >= 4:
            yield form.replace(old, new)


def _entry(table: HashedTable, form: str) -> Word:
    value = table.value(form)
    return UNKNOWN if value is None else word_of(value)


def word_of(value: int) -> Word:
    """Return what the value of a word says of it."""
    return Word((value & ~IN_DICTIONARY) / STEPS, bool(value & IN_DICTIONARY))


def load_lexicon(code: str) -> HashedTable:
    """Load a table that is shipped with the package."""
    return load_table(Path(__file__).parent / "data" / f"{code}.words")


def build_lexicon(words: Iterable[tuple[str, Word]]) -> HashedTable:
    """Lay out words, each in its plain form, as a table."""
    return build_table(
        (form, min(IN_DICTIONARY - 1, round(word.rate * STEPS)) | word.in_dictionary * IN_DICTIONARY)
        for form, word in words
    )
