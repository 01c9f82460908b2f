"""What a misread word may have been printed as: what the shapes of type allow, and the list of words has.

"cousiderable"  ->  "considerable"     u read for n
"fchon"         ->  "schon"            f read for ſ
"prçfident"     ->  "président"        two of them
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from convert.analysis.latin.letter_shapes import PAIRS
from convert.language.letter_grams import LetterGrams

ONE_LETTER_WORDS = frozenset("aàyô")
"""At the end of a word they may be one of their own, run on."""
LONGEST_READ = 3
"""Characters of what a pair reads."""
ANY_LETTER = 4.5
"""What any other single letter costs that is wrong, missing or too many."""
SHORTEST, SHORTEST_FOR_TWO, LONGEST = 2, 5, 24
"""Letters of a word that is looked at, of one that two pairs may have changed, and the most."""
MOST_FOR_TWO = 3.4
"""What two pairs may cost together."""


class LetterEdit(NamedTuple):
    """Where [start, end) of a word was read, `printed` stood."""

    start: int
    end: int
    printed: str


class PrintedForm(NamedTuple):
    """What a word may have been."""

    form: str
    """In small letters."""
    edits: tuple[LetterEdit, ...]
    cost: float
    value: int
    """What the list of words says."""
    listed: bool = True
    """Whether the pair is one of the tables'."""


Find = Callable[[str], int | None]
"""Looks a form up, in small letters, ß and all, as it was composed."""


class PairPlace(NamedTuple):
    """Where a pair of the tables fits."""

    cost: float
    edit: LetterEdit


class Misreadings:
    """A word that was read, and what it may have been printed as.

    Most of it is told without looking anything up: three letters that no word has were misread
    themselves, and what was printed has none such.
    """

    __slots__ = ("code", "first", "form", "last", "letters", "places")

    def __init__(self, word: str, code: str, letters: LetterGrams) -> None:
        """Look for the places where a pair of the tables fits."""
        self.code, self.letters = code, letters
        self.form = form = word.lower()
        framed, seen = f"^{form}$", letters.costs
        unseen = [at for at in range(len(form)) if framed[at : at + 3] not in seen]
        self.first, self.last = (unseen[0], unseen[-1]) if unseen else (len(form), 0)
        """Between which trigrams there are some that no word has."""
        edits = _edits(word, PAIRS[code]) if len(form) == len(word) else ()
        self.places = sorted(PairPlace(cost, edit) for edit, cost in edits)

    @property
    def is_spelt_well(self) -> bool:
        """Whether words have each three letters of it."""
        return self.first > self.last

    def _is_likely(self, edit: LetterEdit) -> bool:
        """Whether the letters around what was printed may be those of a word."""
        start, end, printed = edit
        framed = f"^{self.form}$"
        around = framed[max(0, start - 1) : start + 1] + printed + framed[end + 1 : end + 3]
        return _are_seen(around, self.letters.costs)

    def by_one_pair(self, find: Find) -> Iterator[PrintedForm]:
        """Yield the words from which one pair of the tables makes this one."""
        form, first, last = self.form, self.first, self.last
        for cost, edit in self.places:
            start, end, printed = edit
            if start - 1 <= first and last <= end and self._is_likely(edit):
                other = form[:start] + printed + form[end:]
                value = find(other)
                if value is not None:
                    yield PrintedForm(other, (edit,), cost, value)

    def by_two_pairs(self, find: Find) -> Iterator[PrintedForm]:
        """Yield the words from which two pairs do."""
        if len(self.form) < SHORTEST_FOR_TWO:
            return
        form = self.form
        places = [(cost, edit, self._is_likely(edit)) for cost, edit in self.places]
        for number, (cost, one, likely) in enumerate(places):
            most = MOST_FOR_TWO - cost
            for more, two, likely_too in places[number + 1 :]:
                if more > most:
                    break
                left, right = (one, two) if one.start < two.start else (two, one)
                apart = right.start - left.end
                if apart < 0 or (apart > 1 and not (likely and likely_too)):
                    continue
                if left.start - 1 > self.first or self.last > right.end:
                    continue
                between = form[left.end : right.start]
                other = form[: left.start] + left.printed + between + right.printed + form[right.end :]
                value = find(other)
                if value is not None:
                    yield PrintedForm(other, (left, right), cost + more, value)

    def by_any_letter(self, find: Find) -> Iterator[PrintedForm]:
        """Yield the words that differ in one letter: another one, one too many, or one that is missing."""
        if not self.places:
            return
        form = self.form
        for at in range(max(0, self.last - 1), min(len(form), self.first + 1) + 1):
            for edit in (*self._other_letters(at, at + 1), *self._other_letters(at, at)):
                other = form[: edit.start] + edit.printed + form[edit.end :]
                value = find(other)
                if value is not None:
                    yield PrintedForm(other, (edit,), ANY_LETTER, value, listed=False)

    def _other_letters(self, start: int, end: int) -> Iterator[LetterEdit]:
        """Yield what else may stand in [start, end), as far as the letters around it have it between them."""
        framed, seen = f"^{self.form}$", self.letters.costs
        if end > len(self.form):
            return
        before, behind = framed[max(0, start - 1) : start + 1], framed[end + 1 : end + 3]
        whole_word = self.form[start:end] in ONE_LETTER_WORDS and not 0 < start < len(self.form) - 1
        if start < end and not whole_word and _are_seen(before + behind, seen):
            yield LetterEdit(start, end, "")
        for letter in self.letters.between.get(before[-1] + behind[0], ""):
            fits_before = len(before) < 2 or before + letter in seen
            fits_behind = len(behind) < 2 or letter + behind in seen
            if fits_before and fits_behind and letter != self.form[start:end]:
                yield LetterEdit(start, end, letter)


def _are_seen(text: str, seen: Mapping[str, float]) -> bool:
    """Whether some word has each three letters of a text."""
    return all([text[at : at + 3] in seen for at in range(len(text) - 2)])  # noqa: C419 - twice as fast


def _edits(word: str, pairs: Mapping[str, Iterable[tuple[str, float]]]) -> Iterable[tuple[LetterEdit, float]]:
    """Return where a pair of the tables fits, each once. All capitals are taken for small letters, too."""
    small = word.lower() if word.isupper() else ""
    least: dict[LetterEdit, float] = {}
    for start in range(len(word)):
        for end in range(start + 1, min(len(word), start + LONGEST_READ) + 1):
            for printed, cost in pairs.get(word[start:end], ()):
                edit = LetterEdit(start, end, printed.lower())
                least[edit] = min(cost, least.get(edit, cost))
            for printed, cost in pairs.get(small[start:end], ()) if small else ():
                edit = LetterEdit(start, end, printed)
                least[edit] = min(cost + 1.0, least.get(edit, cost + 1.0))
    return least.items()
