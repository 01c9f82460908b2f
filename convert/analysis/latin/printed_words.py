"""Which words a misread one may have been, the likeliest first.

A word is ranked by how common it is, whether a dictionary and the issue have it, and how alike both look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import log1p
from typing import NamedTuple

from convert.analysis.latin.misreadings import Find, LetterEdit, Misreadings, PrintedForm
from convert.analysis.latin.words import COMMON, SHORTEST_NEW_WORD, WordEvidence
from convert.language.letter_grams import LetterGrams
from convert.language.lexicon import Lexicon, Word, plain, respelt, word_of
from convert.language.weights import clamp

DICTIONARY, COUNTED, COST = 1.0, 0.5, 1.35
"""What each is worth beside a power of ten of the rate: a dictionary, the issue's own use, unlikeness."""
LEAST_RATE = 3.0
"""Of a word that no dictionary has, and that may be what was printed all the same."""
SPELT_OTHERWISE = 1.0
"""Powers of ten by which the old spelling of a word is rarer."""
MOST_BITS = 4.5
"""Bits a letter from which on a word is none that the language has, unless what was read has more."""
BITS_OF_WORDS = 3.5
"""Bits a letter below which an unknown word is rather a rare one than one with two letters misread."""
FARTHEST = 10.0
"""The lead of a reading that has no rival."""
SURE_COST, SURE_RATE = 2.2, 2.8
"""A pair so cheap that makes a word so common needs no other explanation."""
LEAST_USED, LONGEST_DOUBTED = 2.0, 5
"""Below this rate a short word of a dictionary is taken for a misread one as well."""
SHORTEST_FOR_ANY = 3
"""Letters of a word in which any letter may be wrong."""
MOST_READINGS = 3
"""Of a word, that are weighed."""
CHEAPEST = 0.7
"""What the likeliest misreadings of black letter cost: n for u, f for ſ."""
COMPOUND, RESPELT = "compound", "respelt"
LEAST_OF_PART, LEAST_OF_SHORT_PART, LEAST_OF_MISREAD_PART = 1.5, 3.5, 2.5
"""Rates of the words of which German makes a compound."""
SHORTEST_PART = 4
"""Letters of a part of one."""
OTHER_I = {"I": "J", "J": "I"}
"""Black letter has one capital for both: Jch and Iahr are as they were set."""
PREFIXES = tuple(
    "ab an auf aus be bei ein ent er hin her miss miß mit nach um un ur ver vor weg zer zu".split()
)
"""What German puts before a word of its own."""
SHORTEST_AFTER_PREFIX = 6
LINKS = ("", "s", "n", "en", "es", "er", "e")
"""What stands between the parts."""


class Reading(NamedTuple):
    """What a word may have been printed as."""

    best: PrintedForm
    word: Word
    lead: float
    """By how much it is before the second one, or behind the first."""
    rivals: int
    kind: str = ""
    """How it is known that the dictionary has not: made of two words, or spelt in an old way."""


class Ranked(NamedTuple):
    """A word that one may have been, beside others."""

    score: float
    candidate: PrintedForm
    word: Word
    kind: str


class Ranking:
    """The words that one may have been, the likeliest reading of each."""

    __slots__ = ("bits", "counts", "entries", "most", "sharp_s")

    def __init__(self, read: str, counts: Mapping[str, int], letters: LetterGrams, *, sharp_s: bool) -> None:
        """Begin with none; `sharp_s`: the page writes ß."""
        self.sharp_s = sharp_s
        self.counts, self.bits = counts, letters.bits
        self.most = max(MOST_BITS, self.bits(read.lower()))
        self.entries: dict[str, Ranked] = {}

    def add(self, candidate: PrintedForm, word: Word, kind: str = "") -> None:
        """Add what a word may have been."""
        if self.bits(candidate.form) > self.most:  # a text that has the fingerprint of a word by chance
            return
        form = plain(candidate.form)
        count = self.counts.get(form, 0)
        score = word.rate + DICTIONARY * word.in_dictionary + COUNTED * log1p(count) - COST * candidate.cost
        before = self.entries.get(form)
        other_s = before is not None and score == before.score and ("ß" in candidate.form) is self.sharp_s
        if before is None or score > before.score or other_s:
            self.entries[form] = Ranked(score, candidate, word, kind)

    def add_listed(self, found: Iterable[PrintedForm]) -> None:
        """Add the words among them that a dictionary has, or that are common."""
        for candidate in found:
            word = word_of(candidate.value)
            if word.in_dictionary or word.rate >= LEAST_RATE:
                self.add(candidate, word)

    @property
    def is_settled(self) -> bool:
        """Whether one needs no other explanation."""
        return any(
            entry.word.in_dictionary and entry.word.rate >= SURE_RATE and entry.candidate.cost <= SURE_COST
            for entry in self.entries.values()
        )

    @property
    def has_word(self) -> bool:
        """Whether a dictionary has one of them."""
        return any(entry.word.in_dictionary for entry in self.entries.values())

    def readings(self) -> tuple[Reading, ...]:
        """Return the likeliest."""
        ranked = sorted(self.entries.values(), key=lambda entry: (-entry.score, entry.candidate.form))
        rivals = len(ranked) - 1
        readings = []
        for number, entry in enumerate(ranked[:MOST_READINGS]):
            other = ranked[1 if number == 0 else 0].score if rivals else -FARTHEST
            lead = clamp(entry.score - other, -FARTHEST, FARTHEST)
            readings.append(Reading(entry.candidate, entry.word, lead, rivals, entry.kind))
        return tuple(readings)


@dataclass(frozen=True, slots=True, eq=False)
class PrintedWords:
    """What the words of a page may have been, by what is known of them."""

    words: WordEvidence
    lexicon: Lexicon
    letters: LetterGrams
    sharp_s: bool
    """Whether the page writes ß."""

    @property
    def find(self) -> Find:
        """The function that looks a form up."""
        return partial(_find, self.lexicon.find)

    def is_known(self, text: str) -> bool:
        """Whether a text is a word: by the dictionary, in an old spelling, common, or made of two."""
        word = self.words.word(text)
        if word.in_dictionary:
            return word.rate >= LEAST_USED or len(text) > LONGEST_DOUBTED
        if word.rate >= COMMON and len(text) >= SHORTEST_NEW_WORD:
            return True
        if self.words.code != "de":
            return False
        if text[0] in OTHER_I and self.words.word(OTHER_I[text[0]] + text[1:]).in_dictionary:
            return True
        return self.is_compound(text.lower()) and not self._is_nearly_common(text)

    def is_german(self, text: str) -> bool:
        """Whether a text may be a German compound, misread or not."""
        return self.words.code == "de" and self.is_compound(text.lower())

    def _is_nearly_common(self, text: str) -> bool:
        """Whether a form that may be a compound is a common word but for one likely letter: Krankenhans."""
        if self.words.word(text).rate or self.words.count(text) > 1:
            return False
        found = Misreadings(text, self.words.code, self.letters).by_one_pair(self.find)
        return any(
            each.cost <= CHEAPEST and word_of(each.value).in_dictionary and word_of(each.value).rate >= COMMON
            for each in found
        )

    def is_compound(self, form: str) -> bool:
        """Whether a form is made of two German words that are in use, or of a prefix and a word."""
        if form.startswith(PREFIXES):
            rests = (form.removeprefix(prefix) for prefix in PREFIXES if form.startswith(prefix))
            if any(len(rest) >= SHORTEST_AFTER_PREFIX and self._is_part(rest) for rest in rests):
                return True
        return any(
            self._is_part(form[at:]) and self._is_first_part(form[:at])
            for at in range(SHORTEST_PART, len(form) - SHORTEST_PART + 1)
        )

    def _is_part(self, form: str) -> bool:
        word = self.words.word(form)
        least = LEAST_OF_SHORT_PART if len(form) == SHORTEST_PART else LEAST_OF_PART
        return word.in_dictionary and word.rate >= least

    def _is_first_part(self, form: str) -> bool:
        return any(
            self._is_part(form.removesuffix(link))
            for link in LINKS
            if form.endswith(link) and len(form) - len(link) >= SHORTEST_PART
        )

    def readings(self, read: str, *, named: bool) -> tuple[Reading, ...]:
        """Return what a word was most probably printed as; `named`: it has the capital of a name."""
        ranking = Ranking(read, self.words.counts, self.letters, sharp_s=self.sharp_s)
        misread = Misreadings(read, self.words.code, self.letters)
        ranking.add_listed(misread.by_one_pair(self.find))
        short = len(read) < SHORTEST_FOR_ANY
        spelt_well = misread.is_spelt_well and ranking.bits(read.lower()) < BITS_OF_WORDS
        if ranking.is_settled or named or short or spelt_well or self.words.word(read).in_dictionary:
            return ranking.readings()
        ranking.add_listed(misread.by_two_pairs(self.find))
        ranking.add_listed(misread.by_any_letter(self.find))
        if not ranking.has_word:
            for candidate in misread.by_one_pair(partial(_find_respelt, self.lexicon)):
                word = word_of(candidate.value)
                ranking.add(candidate, word._replace(rate=word.rate - SPELT_OTHERWISE), RESPELT)
            for candidate, word in self._compounds(read) if self.words.code == "de" else ():
                ranking.add(candidate, word, COMPOUND)
        return ranking.readings()

    def _compounds(self, text: str) -> Iterator[tuple[PrintedForm, Word]]:
        """Yield compounds, one part of which was misread."""
        form = text.lower()
        for at in range(SHORTEST_PART, len(form) - SHORTEST_PART + 1):
            if self._is_first_part(form[:at]):
                for candidate, word in self._parts(text[at:]):
                    (edit,) = candidate.edits
                    moved = LetterEdit(edit.start + at, edit.end + at, edit.printed)
                    yield candidate._replace(form=form[:at] + candidate.form, edits=(moved,)), word
            if self._is_part(form[at:]):
                for candidate, word in self._parts(text[:at]):
                    yield candidate._replace(form=candidate.form + form[at:]), word

    def _parts(self, text: str) -> Iterator[tuple[PrintedForm, Word]]:
        """Yield what a part of a compound was misread from."""
        for candidate in Misreadings(text, self.words.code, self.letters).by_one_pair(self.find):
            word = word_of(candidate.value)
            if word.in_dictionary and word.rate >= LEAST_OF_MISREAD_PART:
                yield candidate, word._replace(in_dictionary=False)


def _find(find: Find, form: str) -> int | None:
    """Look a form up as the table has it."""
    if "ß" in form:
        form = form.replace("ß", "ss")
    elif "œ" in form or "æ" in form:
        form = form.replace("œ", "oe").replace("æ", "ae")
    return find(form)


def _find_respelt(lexicon: Lexicon, form: str) -> int | None:
    """Look up what an old spelling stands for."""
    for other in respelt(form, lexicon.spellings):
        value = _find(lexicon.find, other)
        if value is not None and word_of(value).in_dictionary and word_of(value).rate >= LEAST_RATE:
            return value
    return None
