"""Words of Latin script that a recogniser has misread, and what was printed: two witnesses have to agree.

"tbe committee"   ->  "the committee"     no list has tbe; b is read for h, and the is a common word
"fchon wieder"    ->  "schon wieder"
"le préfident"    ->  "le président"
"he shewed"       stays: an old spelling is looked up as today's

The one is the list of words: what was read is none, and what it may have been is one, and common, or in this
issue. The other is the type: which shapes look alike, what this page misreads elsewhere, and whether
the letters behave like those of the language. Trees weigh both (training/misread_words.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise
from math import log1p
from operator import itemgetter
from typing import NamedTuple

from convert.analysis.latin.latin_tokens import SIGN, LatinWord, places_of, tokens_of
from convert.analysis.latin.long_s import MOST_LONG_S, is_word_with_long_s
from convert.analysis.latin.misread_common import common_words, shown_misreadings
from convert.analysis.latin.misreadings import LetterEdit, PrintedForm
from convert.analysis.latin.printed_words import COMPOUND, RESPELT, PrintedWords, Reading
from convert.analysis.latin.words import SHORTEST_NEW_WORD, WordEvidence, vocabulary
from convert.document.house import NO_HOUSE, House
from convert.language import Language
from convert.language.lexicon import Word, plain
from convert.language.weights import certainty
from convert.text.memo import Memo

MODEL = "misread"
MARKS_OVER = str.maketrans("äöüàâáãçéèêëîïíñôòóõûùúÿ", "aouaaaaceeeeiiinoooouuuy")
SKELETON = str.maketrans({"y": "i", "j": "i", "k": "c", "z": "c", "ß": "s", "h": None, "v": "u", "w": "u"})
DOUBLED = re.compile(r"(.)\1")
U_AND_V = str.maketrans("vj", "ui")
"""Letters that old print has for each other."""
MOST_UNKNOWN = 0.5
"""Share of unknown words of a text that is in another language, or that nobody can read."""
NEAR = 4
"""Words before and behind one among which others are unknown."""
REMEMBERED = 1 << 13
OWN_MARKS = {"de": "äöü", "fr": "àâçéèêëîïôûù"}
"""Letters with marks that a language has: an unusual one may be old."""
DOUBTFUL = 0.85
"""The most that is claimed of a change of spelling, or of a name."""
COMMON_NOUN, COMMON_NAME = 4.0, 3.0
"""A rate from which a word may have a capital in the middle of a sentence: Republic, Minister; and one from
which a name is known: Windsor."""
COMMONER, COMMONER_WORD = 1.5, 2.5
"""Powers of ten by which a word with ſ is commoner than one that no dictionary has, and than another."""
LIKELY_F, PROVEN_F, LEAST_PROVEN = 0.6, 0.97, 3
"""How certain it must be of a word that f stands there for ſ; how certain it is then on a page where it is so
of so many different ones."""
FEW_WORDS, LEAST_OF_FEW = 60, 2
"""Words of a short text, and different ones that prove it there."""
ALL_OF_THEM = 5.0
"""The same where hardly any ſ was read as s: words that are commoner with ſ need less proof."""
LEAST_SHARE = 0.5
"""Such words for each one that has s where print had ſ: fewer are of an old text that a new one quotes."""
SURE_OF_COMMON = 0.96
"""How certain it is that one of the commonest words was printed where none was read that looks like it."""
CAPITALS_BESIDE = 3
"""Letters of a word, beside what was misread, that show it to be in capitals."""
EVEN = 0.0
"""Log odds below which a reading is not even proposed."""


class Misread(NamedTuple):
    """A word that was misread: where its text is to be changed, into what, and how certain that is."""

    text: int
    start: int
    end: int
    reading: str
    cert: float
    why: str = ""
    """What both witnesses say, in words."""


class Judged(NamedTuple):
    """The likeliest reading of a word, by the number of its token."""

    number: int
    cert: float
    reading: Reading


@dataclass(frozen=True, slots=True, eq=False)
class LatinPage:
    """The words of a page, and what the whole says of them."""

    printed: PrintedWords
    tokens: Sequence[LatinWord]
    unknown: Sequence[bool]
    """By token."""
    by_word: Mapping[str, tuple[Reading, ...]]
    habits: Mapping[str, int]
    """How many unknown words are explained by the same misreading."""
    damage: float
    """Share of unknown words."""

    def readings(self, number: int) -> tuple[Reading, ...]:
        """Return what a word may have been printed as; nothing if it is known."""
        return self.by_word.get(self.tokens[number].letters, ()) if self.unknown[number] else ()

    def is_part(self, number: int) -> bool:
        """Whether a word makes another one with the word before it, or behind."""
        near = self.tokens[max(0, number - 1) : number + 2]
        return any(
            left.text == right.text and self.printed.words.word(left.letters + right.letters).in_dictionary
            for left, right in pairwise(near)
        )


def misread_words(texts: Sequence[str], language: Language, house: House = NO_HOUSE) -> Iterator[Misread]:
    """Find the words of a page's texts that were misread, with what was printed."""
    page = look_over(texts, language, house)
    if page is None:
        return
    old_s = any("ſ" in text for text in texts)
    judged = [
        likeliest for number in range(len(page.tokens)) if (likeliest := _likeliest(page, number, language))
    ]
    share = _long_s_as_f(page, judged)
    proven = share >= LEAST_SHARE
    common = dict(common_words(page, MARKS_OVER, shown_misreadings(page, judged)))
    others = (Judged(number, 0.0, common[number]) for number in common.keys() - {each[0] for each in judged})
    for number, cert, reading in sorted([*judged, *others]):
        token = page.tokens[number]
        likely = cert >= LIKELY_F and _is_long_s(token.letters, reading)
        if number in common:
            sure = max(cert, SURE_OF_COMMON)
        elif (proven or old_s) and likely and not _is_perhaps_right(page, token, reading, proven=True):
            sure = max(cert, PROVEN_F)
        else:
            sure = cert
        what = common.get(number, reading)
        word = placed(texts[token.text], token, what.best, sure, old_s=old_s)
        yield word._replace(why=_witnesses(page, token.letters, what))
    settled = {number for number, _, _ in judged} | common.keys()
    for number in range(len(page.tokens)) if proven else ():
        if number not in settled and (form := _with_long_s(page, number, share)) is not None:
            yield placed(texts[page.tokens[number].text], page.tokens[number], form, PROVEN_F, old_s=old_s)


def _likeliest(page: LatinPage, number: int, language: Language) -> Judged | None:
    """Return the likeliest reading of a word, if it is likelier than none."""
    odds = language.models.odds
    judged = [(odds(MODEL, evidence(page, number, reading)), reading) for reading in page.readings(number)]
    if not judged:
        return None
    chance, reading = max(judged, key=itemgetter(0))
    if chance < EVEN:
        return None
    cert = certainty(chance)
    if _is_perhaps_right(page, page.tokens[number], reading):
        cert = min(cert, DOUBTFUL)
    return Judged(number, cert, reading)


def _with_long_s(page: LatinPage, number: int, share: float) -> PrintedForm | None:
    """Return a word with ſ for its f, where that is much commoner: find, which German has not, as sind.

    An unknown word may have more of them: poffeffion. Not one with a capital, which may be a name.
    """
    letters, words = page.tokens[number].letters, page.printed.words
    places = [at for at, letter in enumerate(letters[:-1]) if letter == "f"]
    read = words.word(letters)
    named = letters.istitle() and not read.in_dictionary and not read.rate
    if (
        not (letters.islower() or named)
        or not places
        or len(places) > (1 if read.in_dictionary else MOST_LONG_S)
    ):
        return None
    needed = COMMONER_WORD if read.in_dictionary and share < ALL_OF_THEM else COMMONER
    chosen = (each for count in range(1, len(places) + 1) for each in combinations(places, count))
    letters = letters.lower()
    forms = {"".join("s" if at in each else c for at, c in enumerate(letters)): each for each in chosen}
    form = max(forms, key=lambda form: (words.word(form).in_dictionary, words.word(form).rate))
    printed = words.word(form)
    if not printed.in_dictionary or printed.rate < read.rate + needed:
        return None
    return PrintedForm(form, tuple(LetterEdit(at, at + 1, "s") for at in forms[form]), 0.0, 0)


def _is_long_s(kind: str, reading: Reading) -> bool:
    """Whether what was read differs from what was printed in nothing but f for ſ."""
    letters = kind.lower()
    read = [(letters[edit.start : edit.end], edit.printed) for edit in reading.best.edits]
    return all("f" in was and was.replace("f", "s") == printed for was, printed in read)


def _long_s_as_f(page: LatinPage, judged: Sequence[Judged]) -> float:
    """Return how many words have f where print had ſ, for each that has s there; 0 where that is not proven.

    Several words prove it that are none otherwise.
    """
    found = [
        page.tokens[number].letters.lower()
        for number, cert, reading in judged
        if cert >= LIKELY_F and _is_long_s(page.tokens[number].letters, reading)
    ]
    with_s = sum("s" in token.letters[:-1] for token in page.tokens)
    least = LEAST_PROVEN if len(page.tokens) > FEW_WORDS else LEAST_OF_FEW
    return len(found) / max(0.5, with_s) if len({*found}) >= least else 0.0


def _is_perhaps_right(page: LatinPage, token: LatinWord, reading: Reading, *, proven: bool = False) -> bool:
    """Whether a word may have been printed as it was read: in another spelling, or as a name.

    Where f is `proven` to stand for ſ, the known name is what was printed: Windfor.
    """
    form, best = token.letters.lower(), reading.best
    words = page.printed.words
    bare = form.translate(MARKS_OVER)
    if bare == best.form.translate(MARKS_OVER) and (
        words.word(form).rate or _has_own_marks(form, words.code)
    ):
        return True
    if words.code != "de" and form.translate(U_AND_V) == best.form.translate(U_AND_V):
        return True  # auoir, vnto: print before 1700
    name = words.code != "de" and token.mid and token.letters[0].isupper() and not token.letters.isupper()
    least = COMMON_NAME if proven and not words.word(form).rate else COMMON_NOUN
    return name and reading.word.rate < least and not words.count(best.form)


def _has_own_marks(form: str, code: str) -> bool:
    """Whether a word has a mark over a letter that its language sets: an old one, perhaps."""
    return any(letter in OWN_MARKS.get(code, "") for letter in form)


def _witnesses(page: LatinPage, kind: str, reading: Reading) -> str:
    """Say what the list of words and the shapes of the letters say of a reading.

    tbe: in no dictionary, .4 in a million words, 1 here; the: in the dictionary, ...; letters: b for h, ...
    """
    words, best = page.printed.words, reading.best
    read, printed = words.word(kind), _in_words(reading.word, words.count(best.form))
    made_of = f" ({reading.kind})" if reading.kind else ""
    shapes = ", ".join(
        f"{kind[edit.start : edit.end] or 'nothing'} for {edit.printed or 'nothing'}" for edit in best.edits
    )
    habit = max((page.habits.get(habit, 1) for habit in habits_of(kind, best)), default=1)
    return (
        f"{kind}: {_in_words(read, words.count(kind))}; {best.form}: {printed}{made_of}; "
        f"letters: {shapes}, cost {best.cost:.1f}, {habit:,} here"
    )


def _in_words(word: Word, count: int) -> str:
    """Say whether a dictionary has a word, how common it is, and how often this issue has it."""
    known = "in the dictionary" if word.in_dictionary else "in no dictionary"
    in_a_million = 10 ** (word.rate - 3) if word.rate else 0.0
    return f"{known}, {in_a_million:,.{0 if in_a_million >= 10 else 1}f} in a million words, {count:,} here"


def look_over(texts: Sequence[str], language: Language, house: House = NO_HOUSE) -> LatinPage | None:
    """Look over texts for unknown words and what they may be; None where they are in another language."""
    lexicon, letters = language.lexicon, language.letters
    if lexicon is None or letters is None:
        return None
    words = WordEvidence(vocabulary(texts, house), language.code.partition("-")[0], lexicon)
    printed = PrintedWords(words, lexicon, letters, sharp_s=any("ß" in text for text in texts))
    tokens = tokens_of(texts)
    is_known = Memo(printed.is_known, REMEMBERED)
    unknown = [not is_known[token.letters] for token in tokens]
    longer = [n for n, token in enumerate(tokens) if len(token.letters) >= SHORTEST_NEW_WORD]
    damage = sum(unknown[n] for n in longer) / max(1, len(longer))
    in_letters = [n for n in longer if SIGN.search(tokens[n].letters) is None]  # with a digit it is of none
    long_s = Memo(partial(is_word_with_long_s, is_known), REMEMBERED)
    foreign = sum(
        unknown[n] and not printed.is_german(tokens[n].letters) and not long_s[tokens[n].letters]
        for n in in_letters
    )
    if foreign > MOST_UNKNOWN * len(in_letters):
        return None
    nouns = words.code == "de"
    begin = {token.letters for token in tokens if nouns or not token.mid or token.letters.isupper()}
    kinds = sorted({token.letters for token, new in zip(tokens, unknown, strict=True) if new})
    by_word = {kind: printed.readings(kind, named=kind[0].isupper() and kind not in begin) for kind in kinds}
    habits = Counter(
        habit for kind, found in by_word.items() if found for habit in habits_of(kind, found[0].best)
    )
    return LatinPage(printed, tokens, unknown, by_word, habits, damage)


def habits_of(kind: str, candidate: PrintedForm) -> list[str]:
    """Name the misreadings that a candidate supposes: c>e."""
    return [f"{kind[edit.start : edit.end]}>{edit.printed}" for edit in candidate.edits]


def evidence(page: LatinPage, number: int, reading: Reading) -> dict[str, float]:
    """Weigh what speaks for a reading of a word, and against it."""
    token = page.tokens[number]
    kind, best = token.letters, reading.best
    near = page.unknown[max(0, number - NEAR) : number + NEAR + 1]
    capital = kind[0].isupper()
    return {
        page.printed.words.code: 1.0,
        **_of_word(page, kind, reading),
        **_of_edits(kind.lower(), best),
        "capital": float(capital),
        "capitals": float(kind.isupper()),
        "mid": float(token.mid),
        "capital_mid": float(token.mid and capital),
        "elided": float(token.elided),
        "dot": float(token.dot),
        "habit": log1p(sum(page.habits.get(habit, 1) - 1 for habit in habits_of(kind, best))),
        "damage": page.damage,
        "near": (sum(near) - 1) / max(1, len(near) - 1),
        "part": float(page.is_part(number)),
    }


def _of_word(page: LatinPage, kind: str, reading: Reading) -> dict[str, float]:
    """Weigh what the list, the issue and the letters say of what was read and of what was printed."""
    words, form, best = page.printed.words, kind.lower(), reading.best
    known = words.word(kind)
    read, printed = page.printed.letters.bits(form), page.printed.letters.bits(best.form)
    return {
        "rate": reading.word.rate,
        "dictionary": float(reading.word.in_dictionary),
        "compound": float(reading.kind == COMPOUND),
        "respelt": float(reading.kind == RESPELT),
        "rate_read": known.rate,
        "dictionary_read": float(known.in_dictionary),
        "lead": reading.lead,
        "rivals": log1p(reading.rivals),
        "first": float(reading.lead >= 0),
        "bits_read": read,
        "bits": printed,
        "bits_gain": (read - printed) * (len(form) + 1),
        "length": float(len(form)),
        "count_read": log1p(words.counts.get(plain(kind), 1) - 1),
        "count": log1p(words.counts.get(plain(best.form), 0)),
    }


def _of_edits(form: str, best: PrintedForm) -> dict[str, float]:
    """Weigh how what was read and what was printed differ."""
    first, last = best.edits[0], best.edits[-1]
    return {
        "cost": best.cost,
        "two": float(len(best.edits) > 1),
        "listed": float(best.listed),
        "longer": float(len(best.form) - len(form)),
        "accents": float(form.translate(MARKS_OVER) == best.form.translate(MARKS_OVER)),
        "skeleton": float(_skeleton(form) == _skeleton(best.form)),
        "at_first": float(first.start == 0),
        "at_last": float(last.end >= len(form)),
        "e_lost": float(first.start == first.end and first.printed == "e"),
        "doubled": float(_is_doubling(form, first)),
        "sign": float(SIGN.search(form) is not None),
    }


def _is_doubling(form: str, edit: LetterEdit) -> bool:
    """Whether an edit makes one letter of two, or two of one."""
    changed = edit.printed or form[edit.start : edit.end]
    beside = form[edit.start - 1 : edit.start] + form[edit.end : edit.end + 1]
    return len(changed) == 1 and edit.end - edit.start + len(edit.printed) == 1 and changed in beside


def _skeleton(form: str) -> str:
    """Strip a word of what spelling has changed: doubled letters, h, y for i, k and z for c."""
    return DOUBLED.sub(r"\1", form.translate(MARKS_OVER).translate(SKELETON))


def placed(text: str, token: LatinWord, best: PrintedForm, cert: float, *, old_s: bool) -> Misread:
    """Return where which letters go; with ſ, if the text has it, and in capitals if it was read so."""
    first, last = best.edits[0], best.edits[-1]
    printed = _cased(token.letters, best)
    places = places_of(text[token.start : token.end])
    if old_s:
        ends_word = last.end == len(token.letters)
        printed = re.sub("s(?=.)" if ends_word else "s", "ſ", printed)
    start, end = token.start + places[first.start], token.start + places[last.end]
    while printed and start < end and text[start] == printed[0]:
        start, printed = start + 1, printed[1:]
    while printed and start < end and text[end - 1] == printed[-1]:
        end, printed = end - 1, printed[:-1]
    return Misread(token.text, start, end, printed, cert)


def _cased(letters: str, best: PrintedForm) -> str:
    """Return the printed letters from the first edit to the last, with the capitals of what was read."""
    start, tail = best.edits[0].start, len(letters) - best.edits[-1].end
    printed = best.form[start : len(best.form) - tail]
    as_read = letters[:start] + letters[len(letters) - tail :]
    if letters.isupper() if len(as_read) < CAPITALS_BESIDE else as_read.isupper():  # BRlDGE
        return printed.upper()
    capital = letters[0].isupper() or letters[0] == "0"  # 0ctober
    return printed[:1].upper() + printed[1:] if start == 0 and capital else printed
