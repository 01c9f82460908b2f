"""Where a Latin word may be cut at a line end: TeX's patterns, by pyphen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from pyphen import Pyphen, language_fallback

LETTERS = re.compile(r"([^\w]*)([^\W\d_]{6,})([^\w]*)")
"""A word of six letters or more with the marks around it: shorter ones stay whole."""

FEWEST_BEFORE, FEWEST_AFTER = 2, 3
"""Letters of a word that stay together at the end of a line and at the start of the next."""


@dataclass(frozen=True, slots=True)
class Hyphenator:
    """Cuts words of one language; of one without patterns it cuts none."""

    language: str
    cuts: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def can_cut(self, word: str) -> bool:
        """Whether a word has a place to cut it."""
        return len(self.cut(word)) > 1

    def cut(self, word: str) -> tuple[str, ...]:
        """Cut a word at each place: "(newspapers)," -> "(news", "pa", "pers),"."""
        if word not in self.cuts:
            self.cuts[word] = self._cut(word)
        return self.cuts[word]

    def _cut(self, word: str) -> tuple[str, ...]:
        match = LETTERS.fullmatch(word)
        patterns = _patterns(self.language) if match else None
        if match is None or patterns is None:
            return (word,)
        before, letters, _ = match.groups()
        # a place whose spelling would change (German ck -> k-k) is no place for us
        places = [p for p in patterns.positions(letters) if p.data is None]
        ends = [0, *(len(before) + int(p) for p in places), len(word)]
        return tuple(word[a:b] for a, b in pairwise(ends))


def _patterns(language: str) -> Pyphen | None:
    """Return the patterns of a language, or the nearest variety of it; pyphen keeps those it has read."""
    name = language_fallback(language.replace("-", "_")) if language not in {"", "und"} else None
    return Pyphen(lang=name, left=FEWEST_BEFORE, right=FEWEST_AFTER) if name else None
