"""How probable one character is after others: counts of n-grams in a hashed table.

A count is kept on a scale of eight steps to the doubling. Probabilities are by stupid backoff (Brants et al.,
Large Language Models in Machine Translation, EMNLP 2007, section 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import log2
from pathlib import Path
from string import ascii_letters
from typing import NamedTuple

from convert.language.han import BLANKS
from convert.language.hashed import HashedTable, build_table, load_table
from convert.language.ngram_scores import NgramScores, Scored, are_short, ngram_scores
from convert.language.numeric import load_numpy
from convert.language.traditional import SIMPLIFIED, by_code
from convert.text.memo import Memo

ORDER = 4
STEPS = 8.0
"""Steps of the count scale to a doubling."""
SCALE = tuple(value / STEPS for value in range(256))
"""log2 of the counts that the values of the table stand for."""
BACKOFF = -1.32
"""log2(0.4): what a shorter context costs."""
OWN_WEIGHT = 0.0
"""log2 of how often an n-gram counts that stands once in the paper's own issues."""
COUNTS_REMEMBERED, PROBABILITIES_REMEMBERED = 1 << 15, 1 << 15
FEWEST_AT_ONCE = 8
"""Texts that are scored one by one: fewer take less time so."""
START, END = "^", "$"
"""Stand for the beginning and the end of a paragraph."""


def _forms() -> str:
    """Return the form in which each character is counted, by code; NUL for one that is not."""
    forms = dict(SIMPLIFIED)
    forms.update(zip(",;:?!()﹐﹔﹕", "，；：？！（），；：", strict=True))
    forms.update(dict.fromkeys("0123456789０１２３４５６７８９", "0"))
    forms.update(dict.fromkeys(ascii_letters, "a"))
    forms.update({chr(ord(char) + 0xFEE0): "a" for char in ascii_letters})  # their full-width forms
    forms.update(dict.fromkeys([START, END, *map(chr, range(0xD800, 0xE000))], "\0"))
    forms.update(dict.fromkeys(BLANKS, "\0"))
    return by_code(forms)


class Forms(NamedTuple):
    """The form in which each character is counted, by its code."""

    text: str
    """For `str.translate`."""
    codes: bytes
    """The codes of the forms, of four bytes each."""


def forms_from(by_code: str) -> Forms:
    """Lay out the forms of characters."""
    return Forms(by_code, by_code.encode("utf-32-le"))


def with_forms(forms: Forms, others: Mapping[int, int]) -> Forms:
    """Give characters other forms, by their codes; none of them is the form of another character."""
    text = forms.text
    for code, form in others.items():
        text = text[:code] + chr(form) + text[code + 1 :]
    return forms_from(text)


FORMS = forms_from(_forms())
BETWEEN = "\x01"
"""Stands between texts that are folded together: it is its own form, and hardly a text has it."""
FEWEST_CHARACTERS_AT_ONCE = 100
"""Characters that are folded text by text: fewer take less time so."""


def fold(text: str) -> str:
    """Bring text to the form that was counted: 12月,國 -> 00月，国 and no white space."""
    return text.translate(FORMS.text).replace("\0", "")


def fold_each(texts: Sequence[str], forms: Forms = FORMS) -> list[str]:
    """Fold texts, those of many together in a tenth of the time; or bring them to other forms.

    >>> fold_each(["12月", "國 會"])
    ['00月', '国会']
    """
    whole = BETWEEN.join(texts)
    if len(whole) >= FEWEST_CHARACTERS_AT_ONCE:
        np = load_numpy()
        table = np.frombuffer(forms.codes, "<u4")
        codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), "<u4")
        if codes.max() < len(table):
            folded: list[str] = (
                table.take(codes).tobytes().decode("utf-32-le").replace("\0", "").split(BETWEEN)
            )
            if len(folded) == len(texts):
                return folded
    return [text.translate(forms.text).replace("\0", "") for text in texts]


class Ngrams:
    """The counts of a table, and the probabilities they make. Texts are expected to be folded.

    A page asks for the same n-grams again and again: what was asked for is remembered, up to a bound.
    """

    __slots__ = ("counts", "has_own", "many", "probabilities", "table")

    def __init__(self, table: HashedTable, own: Callable[[str], float] | None = None) -> None:
        """Begin with nothing remembered; `own` gives what was counted in the paper's issues."""
        self.table = table
        self.has_own = own is not None
        self.many: NgramScores | None = None
        """Looks up many at once; it is made for the first of them."""
        count = table.scaled_finder(SCALE, -1.0)
        if own is not None:
            count = partial(_together, count, own)
        self.counts = Memo(count, COUNTS_REMEMBERED)
        self.probabilities = Memo(_prober(count, self.counts), PROBABILITIES_REMEMBERED)

    def count(self, gram: str) -> float:
        """Return log2 of the count of an n-gram, or -1 if it was not counted."""
        return self.counts[gram]

    def counts_of(self, grams: Sequence[str]) -> list[float]:
        """Return the counts of n-grams; those of many take a third of the time, and are not remembered."""
        if self.has_own or len(grams) < FEWEST_AT_ONCE:
            return [self.count(gram) for gram in grams]
        return self._at_once().counts_of(grams)

    def remember(self, grams: Sequence[str]) -> None:
        """Look up n-grams together that will be asked for one by one."""
        if len(self.counts) + len(grams) <= self.counts.bound:
            self.counts.update(zip(grams, self.counts_of(grams), strict=True))

    def after(self, context: str, char: str) -> float:
        """Return log2 of the probability of `char` after `context` (its last three characters)."""
        return self.probabilities[context[1 - ORDER :] + char]

    def score(self, text: str, context: str = "") -> float:
        """Return log2 of the probability of a text after a context."""
        total = 0.0
        context = context[1 - ORDER :]
        probabilities = self.probabilities
        for char in text:
            gram = context + char
            total += probabilities[gram]
            context = gram[1 - ORDER :]
        return total

    def scores(self, texts: Sequence[Scored]) -> list[float]:
        """Return the scores of texts; those of many take a third of the time."""
        one_by_one = self.has_own or len(texts) < FEWEST_AT_ONCE
        if one_by_one or not are_short("".join(map("".join, texts))):
            return [self.score(text, context) for text, context in texts]
        return self._at_once().scores(texts)

    def _at_once(self) -> NgramScores:
        if self.many is None:
            self.many = ngram_scores(self.table, SCALE, BACKOFF, self.count(""))
        return self.many


def _together(count: Callable[[str], float], own: Callable[[str], float], gram: str) -> float:
    """Return log2 of how often an n-gram was counted in both places."""
    there, here = count(gram), own(gram)
    if here < 0:
        return there
    here += OWN_WEIGHT
    if there < 0:
        return here
    return max(there, here) + log2(1 + 2 ** -abs(there - here))


def _prober(count: Callable[[str], float], counts: Mapping[str, float]) -> Callable[[str], float]:
    """Return what gives log2 of the probability of an n-gram's last character behind the others.

    It backs off to the longest context that was counted; what was not, was not counted in a longer one. The
    longest n-grams are asked for once, for their own probability: their counts are not remembered.
    """

    def probability(gram: str) -> float:
        context, char = gram[:-1], gram[-1:]
        middle = context[-2:]  # first: it saves half of the questions
        size, known = len(context), len(middle)
        both = counts[middle + char]
        if both >= 0.0:
            longer = count(gram) if size > known else -1.0
            if longer >= 0.0:
                known, both = size, longer
        elif known == 2:
            known, both = 1, counts[context[-1:] + char]
        if known and both >= 0.0:
            return BACKOFF * (size - known) + both - max(counts[context[-known:]], both)
        return BACKOFF * size + max(counts[char], -2.0) - counts[""]

    return probability


def load_ngrams(name: str) -> HashedTable:
    """Load a table that is shipped with the package."""
    return load_table(Path(__file__).parent / "data" / name)


def build_ngrams(counted: Mapping[str, int]) -> HashedTable:
    """Lay counted n-grams out as a table; the empty string counts all characters."""
    return build_table((gram, min(255, round(log2(number) * STEPS))) for gram, number in counted.items())
