"""Small words that are misread, where what was printed is among the commonest of the language.

"tbe first", "tlie first"        ->  "the first"
"lc conseil dc la ville, ct"     ->  "le conseil de la ville, et"    three letters on the page show c for e
"bie Stadt", "däs Haus"          ->  "die Stadt", "das Haus"
"le ct." stays, and so does "dc" that stands alone

The trees of `misread_words` hardly trust a word of two or three letters: too many others are as near. A word
that no dictionary has, and that is 30,000 times rarer than one that looks like it, needs no more proof.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol

from convert.analysis.latin.latin_tokens import SIGN, LatinWord
from convert.analysis.latin.misreadings import PrintedForm
from convert.analysis.latin.printed_words import PrintedWords, Reading
from convert.text.memo import Memo

LONGEST = 6
"""Letters: longer words have other witnesses."""
GAIN, GAIN_OF_MARKS, GAIN_OF_HABIT = 4.5, 5.0, 3.2
"""Powers of ten by which the printed word is commoner: at least, where only marks over letters differ, and
where the page has the same misreading in other words."""
COMMON = 6.0
"""The rate of a word among the commonest thousand."""
LEAD, LEAD_OF_MARKS, LEAD_OF_HABIT = 2.5, 5.0, 0.8
"""The same before the next likeliest word."""
COST, COST_OF_HABIT = 1.3, 1.0
HIGHEST_RATE = 7.8
"""That of the commonest words."""
REMEMBERED = 1 << 10
LEAST_SHOWN, LEAST_KINDS = 3, 2
"""Places and different words that prove a page's misreading."""
SURE_OF_HABIT = 0.9
"""How certain it is of a longer word that shows a misreading of the page."""
SHORTEST_BEFORE_STOP = 4
"""Letters of a word that is no abbreviation, though a stop stands behind it."""
LONGEST_KNOWN = 3
"""Letters of a word of the dictionary that is taken for a misread one all the same: ct."""


class ReadWords(Protocol):
    """What is known of a page's words."""

    @property
    def printed(self) -> PrintedWords:
        """What they may have been."""

    @property
    def tokens(self) -> Sequence[LatinWord]:
        """The words where they stand."""

    @property
    def unknown(self) -> Sequence[bool]:
        """By token."""

    def readings(self, number: int) -> tuple[Reading, ...]:
        """Return what a word may have been printed as."""


def common_words(
    page: ReadWords, marks_over: Mapping[int, int], shown: Mapping[str, int]
) -> Iterator[tuple[int, Reading]]:
    """Yield the numbers of the words that are surely misread common ones, and what they were.

    `shown`: in how many longer words each misreading surely stands.
    """
    weaker: dict[str, list[tuple[int, Reading]]] = defaultdict(list)
    known = Memo(partial(_of_known, page), REMEMBERED)
    names = {token.letters for token in page.tokens if token.mid and token.letters[:1].isupper()}
    for number, token in enumerate(page.tokens):
        new = page.unknown[number]
        if not (new or len(token.letters) <= LONGEST_KNOWN) or not _may_be_small_word(token):
            continue
        if token.letters in names:
            continue
        found = page.readings(number) if new else known[token.letters]
        if not found:
            continue
        gain = found[0].word.rate - max(1.0, page.printed.words.word(token.letters).rate)
        if new and _is_sure(token, found[0], gain, marks_over):
            yield number, found[0]
        elif gain >= GAIN_OF_HABIT and _is_near(found[0], COST_OF_HABIT, LEAD_OF_HABIT):
            weaker[habit_of(token.letters.lower(), found[0].best)].append((number, found[0]))
    for habit, found_here in weaker.items():
        kinds = {page.tokens[number].letters.lower() for number, _ in found_here if page.unknown[number]}
        others = shown.get(habit, 0)
        if len(found_here) + others >= LEAST_SHOWN and len(kinds) + others >= LEAST_KINDS:
            yield from found_here


def shown_misreadings(page: ReadWords, judged: Iterable[tuple[int, float, Reading]]) -> Mapping[str, int]:
    """Count in how many different longer words each misreading surely stands."""
    sure = {
        (letters, habit_of(letters, reading.best))
        for number, cert, reading in judged
        for letters in (page.tokens[number].letters.lower(),)
        if cert >= SURE_OF_HABIT and len(letters) > LONGEST
    }
    return Counter(habit for _, habit in sure)


def _may_be_small_word(token: LatinWord) -> bool:
    letters = token.letters
    small = letters.islower() or (not token.mid and letters[1:].islower())
    abbreviated = token.dot and len(letters) < SHORTEST_BEFORE_STOP
    return (
        small
        and len(letters) <= LONGEST
        and not token.elided
        and not abbreviated
        and SIGN.search(letters) is None
    )


def _of_known(page: ReadWords, letters: str) -> tuple[Reading, ...]:
    """Return what a short word of the dictionary may have been, if it is rare."""
    rare = page.printed.words.word(letters).rate <= HIGHEST_RATE - GAIN_OF_HABIT
    return page.printed.readings(letters, named=False) if rare else ()


def _is_near(reading: Reading, cost: float, lead: float = LEAD) -> bool:
    """Whether a common word looks like what was read, and no other one does."""
    best = reading.best
    return (
        reading.word.in_dictionary
        and reading.word.rate >= COMMON
        and len(best.edits) == 1
        and best.cost <= cost
        and reading.lead >= lead
    )


def _is_sure(token: LatinWord, reading: Reading, gain: float, marks_over: Mapping[int, int]) -> bool:
    """Whether a reading needs no other witness."""
    letters = token.letters.lower()
    if letters.translate(marks_over) == reading.best.form.translate(marks_over):
        return gain >= GAIN_OF_MARKS and reading.lead >= LEAD_OF_MARKS and _is_near(reading, COST_OF_HABIT)
    return gain >= GAIN and _is_near(reading, COST)


def habit_of(letters: str, best: PrintedForm) -> str:
    """Name the letters that are taken for each other in one place, in whichever direction: c and e."""
    edit = best.edits[0]
    return " and ".join(sorted((letters[edit.start : edit.end], edit.printed)))
