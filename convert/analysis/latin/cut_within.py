"""Words that are cut where no mark tells: a hyphen that OCR dropped, a line end that an extraction lost.

"the commit" / "tee met"      ->  "the committee met"
"le décret in séré"           ->  "le décret inséré"
"du pouvoir dicta- torial"    ->  "du pouvoir dictatorial"
"cet argent, automati-que"    ->  "cet argent, automatique"
"T" / "his morning"           ->  "This morning"            an initial set over two lines
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from math import inf, log
from typing import NamedTuple

from convert.analysis.latin.cut_words import ELISIONS, FUNCTION_WORD, LEAST_RATE, LOOKED_BACK, Junction
from convert.analysis.latin.hyphened_words import KEEPS, SUSPENDING
from convert.analysis.latin.words import CUT, DASHES, LETTERS, WordEvidence, vocabulary
from convert.document.house import NO_HOUSE, House
from convert.language import Language
from convert.language.lexicon import plain
from convert.text.pattern import LatePattern

_BEFORE = rf"(?<![\w'’.-])(?:[dlnmtscjqu]{{1,2}}['’])?+({LETTERS})"
_BEHIND = rf"(?=({LETTERS})(?!['’\w]|-(?!-)))"
HYPHENED = LatePattern(rf"{_BEFORE}([-¬—] |[-¬]){_BEHIND}")
BLANK = LatePattern(rf"{_BEFORE}( ){_BEHIND}")
LINE_END = LatePattern(rf"{_BEFORE}(\n){_BEHIND}")
BARE_TAIL = LatePattern(rf"(?<![-'’\w])({LETTERS})$")
BARE_HEAD = LatePattern(rf"({LETTERS})(?![-'’\w])")
ENDINGS = frozenset(
    "ed ing ings ment ments tion tions tional sion sions ness ly ty ity ble bly ably ible ous ful ance "
    "ence ances ences ency ancy ive ered ering ated ating ation ations cial tial tially ally ture tures "
    "dence gence rence tle tled ced ges ted ting ded ding sed cing ved ving".split()
)
"""What English words end in, and no word is."""
PREFIXES = frozenset(
    "anti anglo co contre ex extra franco mi micro mini mis multi néo neo non pan para post pre pro pré "
    "pseudo re semi sub super télé ultra vice électro".split()
)
"""First parts that are often set off by a hyphen, though they are no words."""
CERTAIN = 0.98
"""How sure what passes the tests below is; 6 of 8,474 words cut by benchmarks/line_ends.py were none."""
SHORTEST = 4
"""Letters of a whole word."""
LONGEST_INITIAL = 3
"""Characters: a letter with a quote and a blank before it."""
NO_HYPHEN, NO_HYPHEN_OF_WORDS = 4.5, 5.5
"""Powers of ten by which a whole is likelier than its parts, one of which is no word, or which both are."""
NO_HYPHEN_OF_NOUN = 2.2
"""The same of a German noun at a line end, whose second part is a noun, too, and has no capital."""
VERB_ENDS = (
    *("en", "ern", "eln", "t", "lang", "weise", "mal", "mals", "los", "voll", "haft", "lich", "isch"),
    *("abend", "abends", "morgens", "mittag", "mittags", "nachts", "früh"),
)
"""Ends of words that have no capital behind a noun: Rad fahren, Tage lang, Montag abend."""
LEAST_RATE_OF_VERB, LEAST_RATE_OF_NOUN = 5.7, 3.0
"""A rate of words that stand by themselves in small letters: wurde; of a noun that no dictionary has."""
PROVEN = 1.5
"""What they are lowered by on a page that is proven to have lost hyphens."""
LEAST_RATE_OF_NO_WORDS = 1.5
"""A rate of a word, neither part of which is one: dénéga tions."""
LEAST_PROVEN = 3
"""Cut words that prove it."""
LEAST_FLATTENED = 2
"""Words cut by a hyphen and a blank that prove that a text's line ends have become blanks."""
LEAST_FLATTENED_OF_WORDS = 4
"""The same, where most of their parts are words, too: steam- ship, light- house."""
_UNITS = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NTHS = (
    "half third quarter fourth fifth sixth seventh eighth ninth tenth twelfth sixteenth twentieth hundredth"
)
COUNTED = {
    "en": (
        (frozenset(_TENS.split()), frozenset(f"{_UNITS} first second {_NTHS}".split())),
        (
            frozenset(f"{_UNITS} {_TEENS}".split()),
            frozenset(f"{_NTHS} halves {' '.join(f'{nth}s' for nth in _NTHS.split()[1:])}".split()),
        ),
    ),
    "fr": (
        (
            frozenset("vingt trente quarante cinquante soixante".split()),
            frozenset(
                "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze".split()
            ),
        ),
        (frozenset({"dix"}), frozenset({"sept", "huit", "neuf"})),
        (frozenset({"quatre"}), frozenset({"vingt", "vingts"})),
    ),
}
"""By language: words of numbers between which a hyphen stands."""
LEAST_CUTS = 4
"""If none of so many cut words is a word, the lines do not follow one another."""
HIGHEST_RATE = 6.5
"""Of a word of four letters and more."""


class Within(NamedTuple):
    """What parts a word in the middle of a line, and how certain it is that it does."""

    start: int
    end: int
    cert: float


def word_evidence(texts: Iterable[str], language: Language, house: House = NO_HOUSE) -> WordEvidence:
    """Look over the texts of an issue for what line ends need, and the words that a house pack lists."""
    texts = list(texts)
    words = _spelling(texts, language, house)
    cuts = [cut for text in texts for cut in CUT.findall(text) if cut[2][0].islower()]
    votes: Counter[tuple[str, bool]] = Counter()
    for left, mark, right in cuts:
        if mark in DASHES:
            two = words.is_word(left) and words.is_word(right) and not words.is_word(left + right)
            votes[mark, True] += words.are_parts(left, right)
            votes[mark, False] += two
    dashes = {mark: log((votes[mark, True] + 0.5) / (votes[mark, False] + 0.5)) for mark, _ in votes}
    if language.lexicon is None:
        return replace(words, dashes=dashes)
    bare = (
        is_cut_without_hyphen(pair[1], pair[3], words) for text in texts for pair in LINE_END.finditer(text)
    )
    return replace(
        words,
        dashes=dashes,
        lost_hyphens=sum(bare) >= LEAST_PROVEN,
        in_order=len(cuts) < LEAST_CUTS or any(words.is_word(left + right) for left, _, right in cuts),
    )


def _spelling(texts: Iterable[str], language: Language, house: House) -> WordEvidence:
    return WordEvidence(vocabulary(texts, house), language.code.partition("-")[0], language.lexicon)


def is_cut_without_hyphen(left: str, right: str, words: WordEvidence) -> bool:
    """Whether two texts with a blank between them are one word: commit tee."""
    return _lead(left, right, words) >= (0.0 if not words.lost_hyphens else -PROVEN)


def _lead(left: str, right: str, words: WordEvidence) -> float:
    """Return by how many powers of ten more than needed the whole is likelier than its parts."""
    if words.code == "en" and right in ENDINGS and len(left) > 1 and words.word(left + right).in_dictionary:
        return 0.0
    if not right[0].islower() or len(left) + len(right) < SHORTEST or (len(left) > 1 and left.isupper()):
        return -inf
    first, second = words.word(left), words.word(right)
    needed = NO_HYPHEN_OF_WORDS if first.in_dictionary and second.in_dictionary else NO_HYPHEN
    lead = 9 - max(1.0, first.rate) - max(1.0, second.rate) - needed
    if lead + HIGHEST_RATE < -PROVEN:
        return -inf
    whole = words.word(left + right)
    no_words = not first.in_dictionary and not second.in_dictionary
    least = LEAST_RATE_OF_NO_WORDS if no_words else LEAST_RATE
    return lead + whole.rate if whole.in_dictionary and whole.rate >= least else -inf


def is_cut_at_hyphen(left: str, right: str, words: WordEvidence, *, bare: bool, parts: bool = True) -> bool:
    """Whether two parts with a hyphen between them are one word beyond doubt: automati-que.

    Nothing else stands between them if it is `bare`: then it may be set between a prefix and a word. Without
    `parts` each of them may be a word: Tues- day.
    """
    first, second = plain(left), plain(right)
    return (
        len(first) > 1
        and not left.isupper()
        and right[0].islower()
        and not (bare and (first in PREFIXES or first in KEEPS))
        and second not in SUSPENDING
        and words.count(f"{left}-{right}") <= 1
        and words.is_used(left + right)
        and (words.are_parts(left, right) if parts else first not in KEEPS)
    )


def judge_bare(tail: str, head: str, words: WordEvidence) -> Junction | None:
    """Judge a line's end without a mark: was a word cut there, whose hyphen is lost?"""
    if words.lexicon is None:
        return None
    found, follows = BARE_TAIL.search(tail[-LOOKED_BACK:]), BARE_HEAD.match(head)
    if found is None or follows is None:
        return None
    left, right = found[1], follows[1]
    return (
        Junction(CERTAIN)
        if is_cut_without_hyphen(left, right, words) or _is_noun(left, right, words)
        else None
    )


def _is_noun(left: str, right: str, words: WordEvidence) -> bool:
    """Whether a line end cuts a German noun: "Bürger" / "meister", which by itself has a capital.

    Not where the rest may be a verb or an adverb: "Rad" / "fahren", "Tage" / "lang".
    """
    if words.code != "de" or not left[0].isupper() or not right.islower() or len(right) < SHORTEST:
        return False
    if left.isupper() or right.endswith(VERB_ENDS) or words.word(right).rate >= LEAST_RATE_OF_VERB:
        return False
    first, second, whole = words.word(left), words.word(right), words.word(left + right)
    lead = 9 + whole.rate - max(1.0, first.rate) - max(1.0, second.rate)
    return (
        whole.rate >= (LEAST_RATE if whole.in_dictionary else LEAST_RATE_OF_NOUN)
        and lead >= NO_HYPHEN_OF_NOUN
    )


DROP_CAP = re.compile(r"[\"'“‘«„(]?\s?([^\W\d_])")
SPACED_CAPITAL = re.compile(r"\s*([^\W\d_])( )(?=[^\W\d_])")
SPACED_LETTERS = LatePattern(r"\s*[^\W\d_](?: {1,4}[^\W\d_](?!\w)){2}")
"""Letters each of which has a blank behind it: no initial, but letter-spaced type."""
ELIDED_HEAD = LatePattern(rf"['’]{LETTERS}")
ONE_LETTER_WORDS = {"en": "aio", "fr": "aàyôo", "de": "o"}
LEAST_RATE_OF_FIRST_WORD = 3.5
COMMONER = 1.0
"""Powers of ten by which ABOUT is commoner than BOUT, at least, for A to be no word."""


def initial_of(text: str) -> str:
    """Return the letter of which a text consists, but for a quote that opens; nothing if there is more.

    >>> initial_of("“W"), initial_of("We")
    ('W', '')
    """
    found = DROP_CAP.fullmatch(text) if len(text) <= LONGEST_INITIAL else None
    return found[1] if found and found[1].isupper() else ""


def is_drop_cap(tail: str, head: str, words: WordEvidence) -> bool:
    """Whether a capital that stands alone is the first letter of what follows: T / his, L / 'Assemblée.

    The rest of the first word may have capitals, too, where the next words have none.
    """
    letter = initial_of(tail)
    if not letter:
        return False
    if ELIDED_HEAD.match(head):
        elided = ELISIONS.get(words.code)
        return elided is not None and elided.fullmatch(letter) is not None
    follows = BARE_HEAD.match(head)
    if not follows or (follows[1].isupper() and len(follows[1]) > 1 and head.isupper()):
        return False
    whole = words.word(letter + follows[1])
    if not whole.in_dictionary or whole.rate < LEAST_RATE_OF_FIRST_WORD:
        return False
    if letter.lower() not in ONE_LETTER_WORDS.get(words.code, "") or not words.is_word(follows[1]):
        return True
    return follows[1].isupper() and whole.rate >= words.word(follows[1]).rate + COMMONER


def is_first_word(tail: str, head: str, words: WordEvidence) -> bool:
    """Whether a letter that is set over two lines is a word, and the next one in capitals: A / GREAT fire."""
    letter, follows = initial_of(tail), BARE_HEAD.match(head)
    if not letter or follows is None or letter.lower() not in ONE_LETTER_WORDS.get(words.code, ""):
        return False
    return follows[1].isupper() and len(follows[1]) > 1 and not head.isupper() and words.is_word(follows[1])


def cut_words_within(
    texts: Sequence[str], language: Language, house: House = NO_HOUSE
) -> Iterator[tuple[int, Within]]:
    """Find in which of the texts what parts words in the middle of a line: a hyphen, a blank, or both.

    A hyphen alone, and a blank where the words tell less, only if enough others prove that there are such.
    """
    words = _spelling(texts, language, house)
    blanks: list[tuple[int, Within, float]] = []
    found: dict[Hyphened, list[tuple[int, Within]]] = {kind: [] for kind in Hyphened}
    for number, text in enumerate(texts):
        first = SPACED_CAPITAL.match(text)
        begun = 0
        if (
            first
            and SPACED_LETTERS.match(text) is None
            and is_drop_cap(first[1], text[first.end() : first.end() + LOOKED_BACK], words)
        ):
            yield number, Within(*first.span(2), cert=0.93)
            begun = first.end()
        for pair in BLANK.finditer(text, begun):
            lead = _lead(pair[1], pair[3], words)
            if lead >= -PROVEN:
                blanks.append((number, Within(*pair.span(2), cert=CERTAIN), lead))
        for pair in HYPHENED.finditer(text):
            if kind := _hyphened(pair[1], pair[2], pair[3], words):
                start, end = pair.span(2)
                start = end - 1 if kind in {Hyphened.COMPOUND, Hyphened.TWO_WORDS} else start
                found[kind].append((number, Within(start, end, CERTAIN)))
    least = -PROVEN if sum(lead >= 0 for _, _, lead in blanks) >= LEAST_PROVEN else 0.0
    yield from ((number, within) for number, within, lead in blanks if lead >= least)
    parts, bare = found[Hyphened.PARTS], found[Hyphened.BARE]
    yield from (*parts, *found[Hyphened.COMPOUND])
    if len(parts) + len(bare) >= LEAST_PROVEN:
        yield from bare
    of_words = found[Hyphened.OF_WORDS]
    proofs = len(parts) + len(of_words) + len(found[Hyphened.COMPOUND])
    if len(parts) >= LEAST_FLATTENED or proofs >= LEAST_FLATTENED_OF_WORDS:
        yield from of_words
        if not found[Hyphened.DASH]:
            yield from found[Hyphened.TWO_WORDS]


class Hyphened(Enum):
    """What two texts with a hyphen, or a hyphen and a blank, between them may be."""

    PARTS = auto()
    """Parts of one word: dicta- torial."""
    BARE = auto()
    """The same without a blank: automati-que."""
    OF_WORDS = auto()
    """Parts that are words, too: ever- green."""
    COMPOUND = auto()
    """Words that have their hyphen, beyond doubt: two- thirds."""
    TWO_WORDS = auto()
    """Words that may have it: horse- drawn, well- known."""
    DASH = auto()
    """Words between which a hyphen is set for a dash, as it may be elsewhere then: came- he."""


def _hyphened(left: str, mark: str, right: str, words: WordEvidence) -> Hyphened | None:
    """Tell what two texts with a mark between them are; nothing where the mark may be what was printed."""
    bare = len(mark) == 1
    if is_cut_at_hyphen(left, right, words, bare=bare):
        return Hyphened.BARE if bare else Hyphened.PARTS
    if bare:
        return None
    if is_cut_at_hyphen(left, right, words, bare=False, parts=False):
        return Hyphened.OF_WORDS
    if mark != "- ":
        return None
    tests = (
        (Hyphened.COMPOUND, is_compound(left, right, words.code)),
        (Hyphened.DASH, _parts_clauses(left, right, words)),
        (Hyphened.TWO_WORDS, _may_be_compound(left, right, words)),
    )
    return next((kind for kind, passed in tests if passed), None)


def is_compound(left: str, right: str, code: str) -> bool:
    """Tell whether print sets a hyphen between two words, beyond doubt: two-thirds, forty-five, vingt-deux.

    >>> is_compound("two", "thirds", "en"), is_compound("two", "days", "en")
    (True, False)
    """
    first, second = plain(left), plain(right)
    return any(first in firsts and second in seconds for firsts, seconds in COUNTED.get(code, ()))


def _may_be_compound(left: str, right: str, words: WordEvidence) -> bool:
    """Whether two words may be parts of a compound: neither a dash stands there nor a part said once."""
    second = plain(right)
    return (
        right[0].islower()
        and len(left) > 1
        and not left.isupper()
        and words.is_word(left)
        and words.is_word(right)
        and second not in SUSPENDING
        and words.word(right).rate < FUNCTION_WORD
        and not words.count(left + right)
    )


def _parts_clauses(left: str, right: str, words: WordEvidence) -> bool:
    """Whether a hyphen stands for a dash: a word follows that no compound ends in, nor one that is cut."""
    return (
        plain(right) not in SUSPENDING
        and words.word(right).rate >= FUNCTION_WORD
        and words.is_word(left)
        and not words.is_used(left + right)
    )
