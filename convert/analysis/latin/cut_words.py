r"""Words of Latin script that a mark at a line end cuts: what stands between both parts in the reading.

"the news-\npaper"        ->  "the newspaper"           a word cut in two
"a well-\nknown man"      ->  "a well-known man"        a compound, whose hyphen is its own
"Stadt-\nund Landkreise"  ->  "Stadt- und Landkreise"   a part of two words, said once
"der Ta—\nges"            ->  "der Tages"               — = ~ ⸗ ¬ where type or OCR has them for a hyphen
"der Zuk-\nker"           ->  "der Zucker"              ck, as German set it before 1996

The issue's own spelling comes first, then the list of words, then the parts themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

from convert.analysis.latin.abbreviations import is_title_of_two
from convert.analysis.latin.cut_numbers import is_cut_number
from convert.analysis.latin.cut_units import glue_of_units
from convert.analysis.latin.hyphened_words import (
    APART,
    COMPASS,
    FRENCH_LAST,
    KEEPS,
    LETTER_KEEPS,
    LINKS,
    NATION_FIRST,
    NATION_SECOND,
    NO_FIRST_PARTS,
    NOTHING,
    OFFICES_LAST,
    OLD_COMPOUNDS,
    ON_OLD_PAGES,
    ONE_WORD,
    STREETS,
    SUSPENDING,
    VOWELS_APART,
)
from convert.analysis.latin.words import (
    COMMON,
    DASHES,
    HYPHENS,
    LETTERS,
    MARKS,
    SOFT,
    STRAY_HYPHENS,
    WordEvidence,
)
from convert.language.lexicon import Word, plain
from convert.text.pattern import LatePattern

TAIL = LatePattern(rf"(.*?)((?:\w++[-'’]++(?=\w))*+)({LETTERS})( ?)([{MARKS}]{{1,2}})$", re.DOTALL)
HEAD = LatePattern(rf"({LETTERS})(-(?={LETTERS})|['’](?={LETTERS}))?")
PAIRED = LatePattern(r"\w-,? (?:and|or|to|nor|et|ou|y|o|e|og|och|en) $")
ELIDED = LatePattern(rf"(?<!\w)({LETTERS})['’]([{re.escape(HYPHENS)}]?)$")
ELISIONS = {
    "en": LatePattern("[oO]"),
    "fr": LatePattern("(?i:[cdjlmnst]|(?:jus|lors|pres|puis|quel|quoi)?qu|entr|aujourd)"),
    "it": LatePattern("(?i:[a-z]*[lnt]|[cdmstv])"),
}
"""What an apostrophe stands behind that belongs to the next word, by language."""
ROMAN = LatePattern("[IVXLCDM]+")
NUMBER_TAIL, NUMBER_HEAD = LatePattern(rf"\d[{re.escape(HYPHENS + DASHES)}]$"), LatePattern(r"[£$€]?\d")
SPACED_GROUPS = frozenset({"fr", "de"})
SPACED_TAIL, SPACED_HEAD = LatePattern(r"(?<![\d.,:/-])\d{1,3}(?: \d{3})*$"), LatePattern(r"0\d\d(?![\d:/-])")
"""Groups of a number that blanks part, the next one with a naught first: 1 250/000, but not Nr. 12/345."""
COUNTED_TAIL = LatePattern(rf"\d(?:st|nd|rd|th|er|ème|[sd]\.|\.)[{re.escape(HYPHENS + DASHES)}]$")
"""Behind such a figure, and before another, a hyphen stands for "to": 23rd-/25th, 6d.-/8d."""
FIRST_WORD = LatePattern(rf"{LETTERS}(?![-'’\w])")
ALL_MARKS = frozenset(f"{HYPHENS}{STRAY_HYPHENS}{DASHES}")
TYPED_DASH = "--"
PLAIN_HYPHENS = ("-", "\u2010", "\u2011")
STOPS = '.!?:;”’"»'
SHORTEST_PART = 3
"""Letters of a compound's second part."""
LOOKED_BACK = 60
"""Characters of a line in which the word that it breaks off is looked for."""

LEAST_RATE_OF_PLACE = 2.5
"""A rate that only names of places have there: Westgate, but not Westend."""
SHORTEST_OF_STREET = 4
FUNCTION_WORD = 6.0
"""A rate that only words have that stand by themselves."""
LEAST_RATE, LEAST_RATE_OF_KEPT, RARE_PART = 2.75, 3.3, 4.0
"""Rates below which two words are a compound: gumtree, halfpenny; and one, of a name's part: Michael-/mas."""
SURE, LIKELY, PERHAPS, DOUBTFUL = 5.0, 2.5, 1.0, 0.3
"""Log odds: how often such cuts were decided rightly in clean text that benchmarks/line_ends.py has set."""
DOUBTFUL_CATCHWORD = 0.6
DASH_IS_HYPHEN = {"en": -1.0}
"""Log odds, by language, of a dash right behind a word at a line end; others set blanks round a dash."""


class Junction(NamedTuple):
    """What stands between the parts of a cut word."""

    cert: float
    glue: str = ""
    drop: int = 0
    """Characters at the end of the first line that go."""


@dataclass(frozen=True, slots=True)
class BrokenWord:
    """A line's end with a mark behind letters, and the letters below."""

    left: str
    right: str
    marks: str
    after_blank: bool
    chained: bool
    """Whether a hyphen stands before or behind both parts, too: son-in-/law."""
    paired: bool
    """Whether the part stands beside one that is said once: pre- and post-/war."""
    elided: bool
    """Whether an apostrophe follows: puis-/qu'il."""
    alone: bool
    """Whether the line has nothing else: a catchword under a page, perhaps."""
    named: bool
    """Whether the first part begins with a capital in the middle of a sentence."""

    @property
    def kept(self) -> str:
        """What is to replace the marks where they are a hyphen of the word; nothing where they may stay."""
        return "" if self.marks in PLAIN_HYPHENS else "-"

    @property
    def kept_drop(self) -> int:
        """How many marks are replaced then."""
        return len(self.marks) if self.kept else 0

    @property
    def of_one_case(self) -> bool:
        """Whether the second part goes on in small letters, or in capitals as the first one does."""
        return self.right[0].islower() or (len(self.left) > 1 and (self.left + self.right).isupper())


def judge_cut(tail: str, head: str, words: WordEvidence) -> Junction | None:
    """Judge a mark at a line's end that may be a hyphen; None if it is none."""
    if words.code == "en" and tail.endswith(TYPED_DASH) and tail[-3:-2].isalpha():
        return Junction(0.9)
    if is_title_of_two(tail, head):
        return Junction(0.95)
    cut = _find_cut(tail, head) if tail[-1:] in ALL_MARKS else None
    if cut is None:
        return judge_number(tail, head, words.code) or _judge_elision(tail, head, words)
    if head.rstrip() == cut.left + cut.marks and not words.is_word(cut.left):
        return Junction(0.9, "", len(cut.left) + len(cut.marks))  # read twice: presi- / presi- / dent
    if cut.after_blank:
        return _judge_after_blank(cut, words)
    judged = (judge(cut, words) for judge in CASES)
    return next((seam for seam in judged if seam is not None), None)


def _find_cut(tail: str, head: str) -> BrokenWord | None:
    found, follows = TAIL.match(tail[-LOOKED_BACK:]), HEAD.match(head)
    if found is None or follows is None:
        return None
    before, chain, left, gap, marks = found.groups()
    behind = follows[2] or ""
    return BrokenWord(
        left,
        follows[1],
        marks,
        after_blank=bool(gap),
        chained=chain.endswith("-") or behind == "-" or (left == "s" and bool(chain)),
        paired=PAIRED.search(before) is not None,
        elided=bool(behind) and behind != "-",
        alone=not (before or chain),
        named=left[0].isupper() and not left.isupper() and before.rstrip()[-1:] not in STOPS,
    )


def judge_number(tail: str, head: str, code: str) -> Junction | None:
    """Judge a mark behind a digit: weeks 10-/20, a 20-/mile walk, 10-/or 12-foot, 148,/000."""
    if is_cut_number(tail, head, code):
        return Junction(0.95, "", int(tail[-1] in HYPHENS))
    glue = glue_of_units(tail, head)
    if glue is not None:
        return Junction(0.93, glue)
    if code in SPACED_GROUPS and SPACED_HEAD.match(head) and SPACED_TAIL.search(tail[-LOOKED_BACK:]):
        return Junction(0.9, " ")
    if COUNTED_TAIL.search(tail) is not None and NUMBER_HEAD.match(head):
        return Junction(0.9)
    if NUMBER_TAIL.search(tail) is None or not (head[:1].islower() or NUMBER_HEAD.match(head)):
        return None
    word = FIRST_WORD.match(head)
    return Junction(0.95, " " if word and plain(word[0]) in SUSPENDING else "")


def _judge_elision(tail: str, head: str, words: WordEvidence) -> Junction | None:
    """Judge an apostrophe before a line end, and a hyphen behind one: l'/homme, o'-/clock, entr'-/acte."""
    found = ELIDED.search(tail[-LOOKED_BACK:])
    if found is None or not head[:1].isalpha():
        return None
    known = ELISIONS.get(words.code)
    if found[2]:
        possessive = words.code == "en" and len(found[1]) > 1 and found[1][-1] == "s"  # Grocers'-/hall
        drop = 0 if possessive else len(found[2])
        named = found[1] in "oOdD"  # O'-/Connor, d'-/Arcy
        return Junction(0.85, "", drop) if head[0].islower() or named else None
    return Junction(0.95) if known is not None and known.fullmatch(found[1]) else None


def _judge_after_blank(cut: BrokenWord, words: WordEvidence) -> Junction | None:
    """Judge a mark behind a blank: a dash, unless the parts are nothing but those of a word: Cham -/bre."""
    if (
        cut.right[0].islower()
        and words.is_used(cut.left + cut.right)
        and words.are_parts(cut.left, cut.right)
    ):
        return Junction(0.95, "", len(cut.marks) + 1)
    return None


def _judge_catchword(cut: BrokenWord, words: WordEvidence) -> Junction | None:
    """Drop a part that is repeated with the whole word below it: Quoti-/Quotidien.

    Where it has a line of its own, print may have had it there: it stays.
    """
    longer = len(cut.right) > len(cut.left) + 1 and len(cut.left) > 2 and cut.right.startswith(cut.left)
    if not longer or words.is_word(cut.left) or words.is_word(cut.left + cut.right):
        return None
    if words.lexicon is not None and not words.is_word(cut.right):
        return None
    return (
        Junction(DOUBTFUL_CATCHWORD, " ") if cut.alone else Junction(0.9, "", len(cut.left) + len(cut.marks))
    )


def _judge_roman_numbers(cut: BrokenWord, _words: WordEvidence) -> Junction | None:
    """Leave what stands between Roman numbers: XVII—/XVIII."""
    return Junction(0.95) if ROMAN.fullmatch(cut.left) and ROMAN.fullmatch(cut.right) else None


def _judge_before_capital(cut: BrokenWord, words: WordEvidence) -> Junction | None:
    """Keep a hyphen before a capital, Etats-/Unis, unless the issue has the whole: Mac-/Gregor."""
    if cut.of_one_case or cut.marks[-1] in DASHES:
        return None
    if cut.left == "Mc" or words.count(cut.left + cut.right) > words.count(f"{cut.left}-{cut.right}"):
        return Junction(0.9, "", len(cut.marks))
    return Junction(0.9, cut.kept, cut.kept_drop)


def _judge_dash(cut: BrokenWord, words: WordEvidence) -> Junction | None:
    """Leave a dash a dash, where neither the parts nor the page nor the language make it a hyphen."""
    if cut.marks[-1] not in DASHES or words.are_parts(cut.left, cut.right):
        return None
    odds = words.dashes.get(cut.marks[-1], 0.0) + DASH_IS_HYPHEN.get(words.code, 1.0)
    return None if odds > 0 and cut.of_one_case else Junction(0.9)


def _judge_suspended(cut: BrokenWord, words: WordEvidence) -> Junction | None:
    """Keep the hyphen of a part that is said once: two-/or three-year, Stadt-/und Landkreise."""
    if plain(cut.right) not in SUSPENDING or words.is_word(cut.left + cut.right):
        return None
    return Junction(0.95, f"{cut.kept} ", cut.kept_drop)


def _judge_ck(cut: BrokenWord, words: WordEvidence) -> Junction | None:
    """Write ck for k-k, as German cut it before 1996: Zuk-/ker."""
    if words.code != "de" or (cut.left[-1] + cut.right[0]).lower() != "kk":
        return None
    whole = _has_word(f"{cut.left[:-1]}c{cut.right}", len(cut.left) + 1, words)
    whole = whole and not words.word(cut.left + cut.right).in_dictionary
    return Junction(0.97, "C" if cut.left[-1].isupper() else "c", len(cut.marks) + 1) if whole else None


def _has_word(text: str, seam: int, words: WordEvidence) -> bool:
    """Whether a text is a word, or a compound whose first part goes over the seam: Zucker|preis."""
    if words.is_word(text):
        return True
    ends = range(seam + 1, min(len(text), LOOKED_BACK) - SHORTEST_PART + 1)  # longer words are none
    return any(words.word(text[:end]).in_dictionary and words.is_word(text[end:]) for end in ends)


def _judge_soft(cut: BrokenWord, words: WordEvidence) -> Junction | None:
    """Drop a mark that stands for a line end; a hyphen before a soft one is the word's own."""
    if cut.marks[-1] not in SOFT:
        return None
    odds = join_odds(cut, words)
    if len(cut.marks) == 1:
        return Junction(_chance(max(odds, LIKELY)), "", 1)
    return Junction(_chance(SURE), "", 2) if odds >= SURE else Junction(_chance(SURE), "", 1)


def _judge_hyphen(cut: BrokenWord, words: WordEvidence) -> Junction | None:
    """Weigh whether a hyphen was put there by the line end or belongs to the word."""
    chance = _chance(join_odds(cut, words))
    return (
        Junction(chance, "", len(cut.marks))
        if chance >= 0.5
        else Junction(1 - chance, cut.kept, cut.kept_drop)
    )


CASES: tuple[Callable[[BrokenWord, WordEvidence], Junction | None], ...] = (
    _judge_catchword,
    _judge_roman_numbers,
    _judge_before_capital,
    _judge_dash,
    _judge_suspended,
    _judge_ck,
    _judge_soft,
    _judge_hyphen,
)
"""What a mark behind letters may be; the first that it is."""


def _chance(odds: float) -> float:
    return 1 / (1 + exp(-odds))


def join_odds(cut: BrokenWord, words: WordEvidence) -> float:
    """Return the log odds that a hyphen between two parts was put there by the line end."""
    whole, compound = words.count(cut.left + cut.right), words.count(f"{cut.left}-{cut.right}")
    if whole != compound:
        return SURE if whole > compound else -SURE
    odds = _odds_by_form(cut, words)
    return odds if odds is not None else _odds_by_list(cut, words)


def _odds_by_form(cut: BrokenWord, words: WordEvidence) -> float | None:
    """Return the odds where the parts themselves tell."""
    first, second = plain(cut.left), plain(cut.right)
    if words.code == "en":
        if (first, second) in OLD_COMPOUNDS or (f"{first}-{second}" in ON_OLD_PAGES and _is_old(words)):
            return -DOUBTFUL
        if first in VOWELS_APART and (second[0] == first[-1] or APART.get(first, NOTHING).fullmatch(second)):
            return -PERHAPS
    if words.code == "de" and NATION_FIRST.search(first) and NATION_SECOND.search(second):
        return -LIKELY
    if cut.chained and (first in LINKS or words.lexicon is None):
        return -SURE
    if cut.paired and words.code not in ONE_WORD:
        return -LIKELY  # as its neighbour has it
    return None


def _is_old(words: WordEvidence) -> bool:
    return any(map(words.count, ("to-day", "to-morrow", "to-night")))


def _odds_by_list(cut: BrokenWord, words: WordEvidence) -> float:
    """Return the odds by what the list of words says of the parts and the whole."""
    first, second = plain(cut.left), plain(cut.right) + ("e" if cut.elided and cut.right == "qu" else "")
    if words.lexicon is None:
        return -LIKELY if first in KEEPS else LIKELY
    whole = words.word(first + second)
    prefix = words.code == "en" and first in NO_FIRST_PARTS
    both = words.is_word(first) and words.is_word(second) and not prefix
    if (cut.chained and both) or (first in LETTER_KEEPS and not whole.in_dictionary):
        return -SURE
    if whole.in_dictionary or whole.rate >= COMMON:
        sure = not both or words.code == "de" or (cut.named and words.word(second).rate < RARE_PART)
        return SURE if sure else _odds_of_two_words(first, second, whole, words)
    return _odds_of_unknown(cut, words, both=both)


def _odds_of_two_words(first: str, second: str, whole: Word, words: WordEvidence) -> float:
    """Return the odds where parts and whole are words: gumtree and gum-tree, estelle and est-elle."""
    if first in KEEPS:
        return LIKELY if whole.rate >= LEAST_RATE_OF_KEPT else -LIKELY
    if words.code == "fr" and second in FRENCH_LAST:
        return -LIKELY
    if words.code == "fr" and whole.in_dictionary:
        return LIKELY  # its dictionary has compounds by themselves, with their hyphens
    beside_each_other = words.word(first).rate + words.word(second).rate - 9
    return LIKELY if whole.rate >= max(LEAST_RATE, beside_each_other - 0.5) else -DOUBTFUL


def _is_street(cut: BrokenWord) -> bool:
    """Whether a cut word names a street: Drury-/lane, but not Mul-/lane, nor Spil-/lane."""
    doubled = cut.left[-1] == cut.right[0]
    named = cut.left[0].isupper() and len(cut.left) >= SHORTEST_OF_STREET
    return named and not doubled and plain(cut.right) in STREETS


def _odds_of_unknown(cut: BrokenWord, words: WordEvidence, *, both: bool) -> float:
    """Return the odds where the whole is no word that the list has."""
    first = plain(cut.left)
    if not words.in_order or words.word(cut.right).rate >= FUNCTION_WORD:
        return -DOUBTFUL
    if not words.is_word(cut.right) or words.code == "de":
        return LIKELY
    if cut.named and first in COMPASS and words.word(cut.left + cut.right).rate >= LEAST_RATE_OF_PLACE:
        return LIKELY
    if first in KEEPS:
        return -LIKELY
    if words.code == "en" and _is_street(cut):
        return -LIKELY
    name = cut.named and words.code == "en" and plain(cut.right) not in OFFICES_LAST
    return PERHAPS if name or not both else -PERHAPS
