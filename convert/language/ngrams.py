"""How probable one character is after others: counts of n-grams in one flat, hashed table.

The table is 2**22 slots of two bytes: a fingerprint of the n-gram and its count on a scale of eight
steps to the doubling. Reading it costs one read of 8 MB and no parsing. Probabilities are by stupid
backoff (Brants et al., Large Language Models in Machine Translation, EMNLP 2007, section 4).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import log2
from pathlib import Path
from string import ascii_letters

from convert.language.traditional import SIMPLIFIED, by_code

ORDER = 4
SLOTS = 1 << 22
STEPS = 8.0
"""Steps of the count scale to a doubling."""
BACKOFF = -1.32
"""log2(0.4): what a shorter context costs."""
START, END = "^", "$"
"""Stand for the beginning and the end of a paragraph."""


def _forms() -> str:
    """Return the form in which each character is counted, by code; NUL for one that is not."""
    found = dict(SIMPLIFIED)
    found.update(zip(",;:?!()﹐﹔﹕", "，；：？！（），；：", strict=True))
    found.update(dict.fromkeys("0123456789０１２３４５６７８９", "0"))
    found.update(dict.fromkeys(ascii_letters, "a"))
    found.update({chr(ord(char) + 0xFEE0): "a" for char in ascii_letters})  # their full-width forms
    found.update(dict.fromkeys([START, END, *map(chr, range(0xD800, 0xE000))], "\0"))
    found.update({chr(code): "\0" for code in range(0x3001) if chr(code).isspace()})
    return by_code(found)


_FORMS = _forms()


def fold(text: str) -> str:
    """Bring text to the form that was counted: 12月,國 -> 00月，国 and no white space."""
    return text.translate(_FORMS).replace("\0", "")


def slot(gram: str) -> tuple[int, int]:
    """Return the first slot to look in and the fingerprint (never 0) of an n-gram."""
    code = zlib.crc32(gram.encode())
    return code & (SLOTS - 1), (code >> 24) or 1


@dataclass(frozen=True, slots=True, eq=False)
class Ngrams:
    """The table, and what may be asked of it. Texts are expected to be folded."""

    prints: bytes
    counts: bytes

    def count(self, gram: str) -> float:
        """Return log2 of the count of an n-gram, or -1 if it was not counted."""
        return _count(self, gram)

    def after(self, context: str, char: str) -> float:
        """Return log2 of the probability of `char` after `context` (its last three characters)."""
        return _after(self, context[1 - ORDER :], char)

    def score(self, text: str, context: str = "") -> float:
        """Return log2 of the probability of a text after a context."""
        total = 0.0
        context = context[1 - ORDER :]
        for char in text:
            total += _after(self, context, char)
            context = (context + char)[1 - ORDER :]
        return total


@lru_cache(maxsize=1 << 16)
def _count(table: Ngrams, gram: str) -> float:
    """Look an n-gram up; a page asks for the same ones again and again."""
    code = zlib.crc32(gram.encode())
    at, mark = code & (SLOTS - 1), (code >> 24) or 1
    prints = table.prints
    while found := prints[at]:
        if found == mark:
            return table.counts[at] / STEPS
        at = (at + 1) % SLOTS
    return -1.0


@lru_cache(maxsize=1 << 17)
def _after(table: Ngrams, context: str, char: str) -> float:
    """Back off to the longest context that was counted; what was not, was not counted in a longer one."""
    middle = context[-2:]  # first: it saves half of the questions
    size, known = len(context), len(middle)
    both = _count(table, middle + char)
    if both >= 0.0:
        longer = _count(table, context + char) if size > known else -1.0
        if longer >= 0.0:
            known, both = size, longer
    elif known == 2:
        known, both = 1, _count(table, context[-1:] + char)
    if known and both >= 0.0:
        return BACKOFF * (size - known) + both - max(_count(table, context[-known:]), both)
    return BACKOFF * size + max(_count(table, char), -2.0) - _count(table, "")


@cache
def load(name: str) -> Ngrams:
    """Load a table that is shipped with the package; it never changes, so once is enough."""
    data = zlib.decompress((Path(__file__).parent / "data" / name).read_bytes())
    return Ngrams(data[:SLOTS], data[SLOTS:])


def build(counted: dict[str, int]) -> Ngrams:
    """Lay counted n-grams out as a table; the empty string counts all characters."""
    prints, counts = bytearray(SLOTS), bytearray(SLOTS)
    for gram, number in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
        at, mark = slot(gram)
        while prints[at]:
            at = (at + 1) % SLOTS
        prints[at], counts[at] = mark, min(255, round(log2(number) * STEPS))
    return Ngrams(bytes(prints), bytes(counts))


def perplexity(table: Ngrams, texts: list[str]) -> float:
    """Return the perplexity of a character over folded paragraphs: lower is better."""
    total, number = 0.0, 0
    for text in texts:
        whole = START + text + END
        total += sum(table.after(whole[max(0, i - 2) : i + 1], b) for i, (_, b) in enumerate(pairwise(whole)))
        number += len(whole) - 1
    return float(2 ** (-total / number))
