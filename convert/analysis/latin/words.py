"""The words of an issue in Latin script: how it writes them, and what the list of its language says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from convert.document.house import NO_HOUSE, House
from convert.language.lexicon import UNKNOWN, Lexicon, Word, plain
from convert.text.pattern import LatePattern

LETTERS = r"(?:[^\W\d_]++[\u0300-\u036f]*+)++"
"""Letters, with what old type sets over them; possessive, so that a long run costs no more."""
WORD = LatePattern(rf"{LETTERS}(?:[-'’]{LETTERS})*")
SOFT = "\u00ad¬"
"""Marks that stand for nothing but a line end."""
HYPHENS = f"-\u2010\u2011⸗{SOFT}"
STRAY_HYPHENS = "=~"
"""A hyphen as OCR reads it; so only right behind a letter."""
DASHES = "—–―"
"""A dash, or a hyphen as OCR reads it: what else the page does with it tells."""
MARKS = re.escape(HYPHENS + STRAY_HYPHENS + DASHES)
CUT = LatePattern(rf"(?<![^\W\d_])({LETTERS}) ?([{MARKS}])[ \t]*\n\s*({LETTERS})")
"""A word that a line end cuts, as far as its look tells."""
COMMON = 3.5
"""A rate from which a text is taken for a word though no dictionary has it: names, new words."""
LISTED = 1_000_000
"""How often a word of a house pack counts."""
MOST_COUNTED = 10_000
"""How often a word counts that stands in other issues, at most."""
SHORTEST_NEW_WORD = 4
"""Letters of such a word: shorter texts are syllables as often."""


@dataclass(frozen=True, slots=True, eq=False)
class WordEvidence:
    """What is known of the words of an issue."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """How often each word stands in it, those left out that a line end cuts."""
    code: str = ""
    """The main tag of the language."""
    lexicon: Lexicon | None = None
    dashes: Mapping[str, float] = field(default_factory=dict)
    """By mark: log odds that a dash behind a word at a line end is a hyphen."""
    lost_hyphens: bool = False
    """Whether OCR is proven to have dropped hyphens on the page."""
    in_order: bool = True
    """Whether the lines are, as far as the parts of cut words tell, which should make words."""

    def word(self, text: str) -> Word:
        """Return what the list says of a word."""
        return self.lexicon.word(text) if self.lexicon else UNKNOWN

    def count(self, text: str) -> int:
        """Return how often the issue has a word."""
        return self.counts.get(plain(text), 0)

    def is_word(self, text: str) -> bool:
        """Whether a text is a word by the dictionary, or a common one by the list or the issue."""
        word = self.word(text)
        if word.in_dictionary:
            return True
        return len(text) >= SHORTEST_NEW_WORD and (word.rate >= COMMON or self.count(text) > 1)

    def is_used(self, text: str) -> bool:
        """Whether a text is a word that people use: one that only a large dictionary has is none."""
        word = self.word(text)
        return (word.in_dictionary and word.rate > 0) or word.rate >= COMMON or self.count(text) > 0

    def are_parts(self, left: str, right: str) -> bool:
        """Whether two texts are parts of one word rather than two words: one of them is none."""
        if self.is_word(left + right):
            return not (self.is_word(left) and self.is_word(right))
        return not self.is_word(left) and not self.is_word(right)


def vocabulary(texts: Iterable[str], house: House = NO_HOUSE) -> Mapping[str, int]:
    """Count the words of an issue; they tell how a word cut at a line end is written elsewhere.

    What a house pack lists counts more than any issue; what was counted in others, as much as there.
    """
    written: Counter[str] = Counter()
    for text in texts:
        written.update(WORD.findall(CUT.sub("\n", text) if "\n" in text else text))
    counts: Counter[str] = Counter()
    for word, count in written.items():
        counts[plain(word)] += count
    for word, count in house.knowledge.words.items():
        counts[word] += min(count, MOST_COUNTED)
    for word in house.words:
        counts[plain(word)] += LISTED
    return counts
