"""Words of Latin script where they stand, as far as they stand by themselves.

Left out are parts of compounds with a hyphen and of contractions, addresses, numbers, and Roman ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from convert.analysis.latin.misreadings import LONGEST, SHORTEST
from convert.language.lexicon import OLD_UMLAUT
from convert.text.pattern import LatePattern

TOKEN = re.compile(r"(?:[^\W_]|[\u0300-\u036f]|(?<=[^\W\d_])[!|£](?=[^\W\d_]))+")
"""Letters, and what may stand for one among them: a digit, a sign."""
OVER = re.compile("[\u0300-\u036f]")
"""What stands over a letter and makes no other one of it."""
SIGN = re.compile(r"[\d!|£]")
ROMAN = re.compile(r"[IVXLCDM]{2,}|(?=..)c{0,4}(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})")
"""Those in small letters as they are written: lc is none."""
NAUGHT_FOR_O = re.compile(r"0[a-z]{2}")
"""A naught that stands for a capital: 0ctober."""
NEVER_BESIDE = frozenset("-\u2010\u2011\u00ad¬⸗=@/\\_&~•*#[]<>{}^|")
"""Beside these no word stands whole: a hyphen's other half, an address."""
APOSTROPHES = frozenset("'’")
TITLE = LatePattern(
    r"(?<!\w)(?i:mr|mrs|ms|messrs|dr|st|capt|col|gen|lieut|lt|maj|sergt|rev|hon|prof|mme|mlle|mm|hr|frl|sr)\.$"
)
"""Behind its stop stands a name, and no sentence begins."""
LOOKED_BACK = 9
SENTENCE_ENDS = frozenset('.!?:;"“”„»«(—–-')


class LatinWord(NamedTuple):
    """A word where it stands."""

    text: int
    """The number of its text."""
    start: int
    end: int
    letters: str
    """As read, ſ as s, aͤ as ä, and nothing over any: each is one character."""
    mid: bool
    """Whether it stands in the middle of a sentence."""
    elided: bool
    """Whether an apostrophe stands before it."""
    dot: bool
    """Whether a stop stands behind it: an abbreviation, perhaps."""


def tokens_of(texts: Sequence[str]) -> list[LatinWord]:
    """Return the words of texts that stand by themselves."""
    return [token for number, text in enumerate(texts) for token in _tokens_of(number, text)]


def _tokens_of(number: int, text: str) -> Iterator[LatinWord]:
    for match in TOKEN.finditer(text):
        start, end = match.span()
        if end - start < SHORTEST or not _stands_alone(text, start, end):
            continue
        letters = _letters(match.group())
        signs = len(SIGN.findall(letters))
        if not SHORTEST <= len(letters) <= LONGEST or signs > 1 or ROMAN.fullmatch(letters):
            continue
        if signs and letters[0].isdecimal() and not NAUGHT_FOR_O.match(letters):  # 2d, 19th
            continue
        earlier = text[max(0, start - LOOKED_BACK) : start].rstrip()
        mid = bool(earlier) and (earlier[-1] not in SENTENCE_ENDS or TITLE.search(earlier) is not None)
        elided = text[start - 1 : start] in APOSTROPHES if start else False
        yield LatinWord(number, start, end, letters, mid, elided, text[end : end + 1] == ".")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a word has nothing beside it that makes it a part: a hyphen, a contraction, an address."""
    before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
    if before in NEVER_BESIDE or behind in NEVER_BESIDE:
        return False
    after = text[end + 1 : end + 2]
    if (before == "." and text[start - 2 : start - 1].isalpha()) or (behind == "." and after.isalpha()):
        return False
    if behind in APOSTROPHES and after.isalpha():
        return after == "s" and not text[end + 2 : end + 3].isalpha()
    return True


def _letters(text: str) -> str:
    if text.isascii():
        return text
    for base, whole in zip("aouAOU", "äöüÄÖÜ", strict=True):
        text = text.replace(base + OLD_UMLAUT, whole)
    return OVER.sub("", text).replace("ſ", "s")


def places_of(text: str) -> list[int]:
    """Return where each letter of a word begins in its text, and where the last one ends.

    >>> places_of("Ha\u0364user")
    [0, 1, 3, 4, 5, 6, 7]
    """
    return [at for at, char in enumerate(text) if not "\u0300" <= char <= "\u036f"] + [len(text)]
