r"""Line ends of Latin-script text: hyphens, full lines, lower-case beginnings.

"the news-\npaper said"  ->  "the newspaper said"
"a well-\nknown man"     ->  "a well-known man"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from convert.analysis.latin.abbreviations import awaits_more
from convert.analysis.latin.cut_within import is_drop_cap, is_first_word, judge_bare
from convert.analysis.latin.cut_words import Junction, judge_cut, judge_number
from convert.analysis.latin.latin_beginnings import stands_apart
from convert.analysis.latin.latin_items import CLOSERS
from convert.analysis.latin.words import HYPHENS, SOFT, WORD, WordEvidence
from convert.analysis.lines.latin_shapes import BYLINE
from convert.analysis.lines.line_shapes import furniture_role
from convert.text.pattern import LatePattern

SMALL = frozenset(
    {"a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "but", "by", "with", "from", "as"}
)
"""Words that a headline writes small."""
ENDS_NOTHING = SMALL | {"that", "his", "her", "its", "their"}
"""English words in which no heading ends, and no sentence that has its stop."""
NEED_A_NOUN = frozenset("a an the his her its their".split())
NO_NOUNS = frozenset(
    "a an the this that these those he she it we they his her its their our my there and but or "
    "in on at of to for from by with when while after before if as is was were are".split()
)
"""English words in front of which none of those stands."""
NAMED = LatePattern(r"[^\W\d_][\w'’-]*")
GOES_ON_BELOW = {
    "en": frozenset("a an the of and or at to with from his its their".split()),
    "de": frozenset("der die dem den einer eines von vom und oder für".split()),
    "fr": frozenset("le les de du des aux et sur par".split()),
}
"""Small words, by language, with which a line of a heading ends that goes on below.

Not those in which a heading ends, too: "What we stand for", "Winter sets in".
"""
AWAITS = {
    code: words | {*"per Miss Lord Sir Mr Mrs Dr Mme Mlle Mgr n° N° №".split()}
    for code, words in GOES_ON_BELOW.items()
}
"""The same, with titles and a few others, in running text."""
LOOKED_BACK = 24
"""Characters of a line's end."""
ASKS = frozenset({"what", "who", "whom", "which", "where", "whose", "how"})
"""Words with which headings begin that end in any small word: "What it amounts to"."""
STOPS = ".!?:"


def measure(lines: Iterable[str]) -> int:
    """Return the length of a full line in characters: what nine lines in ten do not exceed."""
    lengths = sorted(len(line) for line in lines if len(line) > 15)
    return lengths[int(len(lengths) * 0.9)] if len(lengths) >= 3 else 0


class LineEnd(NamedTuple):
    """What becomes of a line end: does the paragraph go on below, and what stands between both lines then."""

    cert: float
    glue: str = ""
    drop: int = 0
    """Characters at the end of the line that go: a hyphen."""


PART_OF_A_WORD = 0.95
"""A soft hyphen has a line of its own, or a capital has that begins the next word."""
UNDER_INDENT = 0.06
SMALL_LETTER = 0.97
"""The next line begins with one: no paragraph does."""
HEADING_OVER_TEXT, HEADING_OF_TWO_LINES = 0.1, 0.7
STOP_WITH_ROOM, STOP_AT_THE_MARGIN = 0.15, 0.8
"""A sentence ends the line, and the next word would, or would not, have found room on it."""
SHORT_LINE, FULL_LINE = 0.35, 0.93
ABBREVIATED = 0.93
"""The stop at the end of the line is that of an abbreviation which the next line goes on from."""


DASH_AT_END = re.compile(r"[a-zß-öø-ÿ].*[\w,] [—–]$")
"""A dash set off by a blank, in a line that began in mid-sentence: a list has lines that end so, too."""
FEWEST_SENTENCES = 3
"""Lines in a row that are a sentence each: of prose, three ends in a row are not line ends by chance."""
BEGINS_SENTENCE = LatePattern(r"[\"'“‘«„(—–-]?\s?(?:[^\W\d_]|\d)")


def whole_sentences(lines: Sequence[str], code: str) -> set[int]:
    """Return the numbers of the lines that are items: three or more in a row, each a sentence of its own.

    "One pound of raisins." / "Half a pound of suet." / "Six eggs."  ->  three lines
    """
    items: set[int] = set()
    run: list[int] = []
    for number, line in enumerate([*lines, ""]):
        below = "".join(lines[number + 1 : number + 2])
        goes_on = bool(below) and (
            awaits_more(line, below, code) or judge_number(line, below, code) is not None
        )
        if _is_sentence(line) and not goes_on:
            run.append(number)
            continue
        if len(run) >= FEWEST_SENTENCES:
            items.update(run)
        run = []
    return items


def _is_sentence(line: str) -> bool:
    """Whether a line begins as a sentence does, and ends as one; a heading in capitals may, too."""
    begins = BEGINS_SENTENCE.match(line)
    return (
        begins is not None
        and not begins[0][-1].islower()
        and line.rstrip(CLOSERS)[-1:] in ".!?"
        and not in_capitals(line)
    )


def judge_line_end(tail: str, head: str, *, indented: bool, full: int, words: WordEvidence) -> LineEnd:
    """Judge the end of a line of Latin script, given the line below and how long a full one is."""
    if (head in SOFT and tail[-1:].isalpha()) or is_drop_cap(tail, head, words):
        return LineEnd(PART_OF_A_WORD)
    junction = Junction(PART_OF_A_WORD, " ") if is_first_word(tail, head, words) else None
    junction = junction or judge_cut(tail, head, words)
    if junction is not None:
        return LineEnd(*junction)
    if indented:
        return LineEnd(UNDER_INDENT)
    if head[:1].islower():
        return LineEnd(*(judge_bare(tail, head, words) or (SMALL_LETTER, " ")))
    if awaits_more(tail, head, words.code) and not in_capitals(tail):
        return LineEnd(ABBREVIATED, " ")
    return _judge_paragraph_end(tail, head, full, words.code)


def _judge_paragraph_end(tail: str, head: str, full: int, code: str) -> LineEnd:
    """Judge whether a paragraph ends where neither a hyphen nor an indent nor a small letter tells."""
    fits = bool(full) and len(tail) + 1 + len(head.split(" ", 1)[0]) <= full
    headings = _is_heading(tail, full), _is_heading(head, full)
    if headings == (True, False) and tail.endswith(",") and not stands_apart(tail, head):
        return LineEnd(FULL_LINE, " ")
    if any(headings):
        of_two_lines = (
            all(headings) and tail[-1:] not in ".!?" and (not fits or _goes_on_as_heading(tail, code))
        )
        return LineEnd(HEADING_OF_TWO_LINES, " ") if of_two_lines else LineEnd(HEADING_OVER_TEXT)
    if DASH_AT_END.match(tail) or _ends_in_small_word(tail, code):
        return LineEnd(FULL_LINE, " ")
    if tail.rstrip(CLOSERS)[-1:] in STOPS:
        return LineEnd(STOP_WITH_ROOM) if fits or not full else LineEnd(STOP_AT_THE_MARGIN, " ")
    return LineEnd(SHORT_LINE) if fits and len(tail) < full * 0.7 else LineEnd(FULL_LINE, " ")


def _ends_in_small_word(line: str, code: str) -> bool:
    """Whether a line of running text ends in a word that awaits another one, however short the line is.

    >>> _ends_in_small_word("flour was 27s. 6d. per", "en"), _ends_in_small_word("Winter sets in", "en")
    (True, False)
    """
    words = line[-LOOKED_BACK:].split()
    return len(words) > 1 and words[-1] in AWAITS.get(code, frozenset())


def _goes_on_as_heading(line: str, code: str) -> bool:
    """Whether a heading goes on in another line: a small word ends it in which no heading ends.

    >>> _goes_on_as_heading("PEACE MEETING AT", "en"), _goes_on_as_heading("MEN WHO DIE", "en")
    (True, False)
    >>> _goes_on_as_heading("FEUER IN DER", "de"), _goes_on_as_heading("WHAT IT AMOUNTS TO", "en")
    (True, False)
    """
    words = [word.lower() for word in NAMED.findall(line)]
    known = GOES_ON_BELOW.get(code, frozenset())
    return len(words) > 1 and line[-1:].isalpha() and words[-1] in known and words[0] not in ASKS


def _is_heading(line: str, full: int) -> bool:
    """Whether a line is a headline of its own: in capitals and short, or all its words begin with one."""
    letters = [c for c in line if c.isalpha()]
    if not letters:
        return False
    if sum([c.isupper() for c in letters]) > len(letters) * 0.8:
        return len(line) < max(full, 20) or len(letters) > 12
    if 0.7 * full <= len(line) <= 1.1 * full:
        return False  # a full line: names fill one, too
    words = NAMED.findall(line)
    return len(words) >= 4 and capitals(words) > 0.9 and line[-1:] not in f"{STOPS},;-" and line[:1].isupper()


def capitals(words: Sequence[str]) -> float:
    """Return the share of words that begin with a capital, those left out that never do in a headline."""
    large = [word for word in words if word.lower() not in SMALL]
    return sum(word[0].isupper() for word in large) / max(1, len(large))


LONGEST_LATIN_HEADING, LONGEST_IN_CAPITALS = 110, 240
"""Characters; a deck in capitals runs over several lines."""
WORDS_OF_A_DECK = 4
LONG_WORD = re.compile(r"[^\W\d_]{3,}")


def heading_certainty(text: str, *, under: bool) -> float:
    """Return how certain it is that a block is a heading, by its shape, and whether one stands above.

    Old papers end their headings with a stop: "GREAT FIRE IN BROAD STREET.", and the deck under it.
    """
    words = NAMED.findall(text)
    last = text.rstrip(CLOSERS)[-1:]
    if not words or last in ",;:" or text[:1].islower():
        return 0.0
    capital = capitals(words)
    if in_capitals(text) and len(text) > 3:
        long = len(text) > LONGEST_IN_CAPITALS or (last == "." and len(LONG_WORD.findall(text)) < 2)
        return 0.0 if long else 0.9 if last == "." else 0.95
    if len(text) > LONGEST_LATIN_HEADING:
        return 0.0
    if last == ".":
        return 0.75 if under and capital > 0.8 and len(words) >= WORDS_OF_A_DECK else 0.0
    if capital > 0.8 and len(words) > 1:
        return 0.92
    return 0.7 if under or len(words) <= 9 else 0.3


def in_capitals(text: str) -> bool:
    """Whether all words of a text are in capitals, and there is one."""
    words = NAMED.findall(text)
    return bool(words) and all(word.isupper() for word in words)


MOST_LINES_OF_A_HEADING = 5
MOST_LINES_OF_A_TITLE, WORDS_OF_A_TITLE = 4, 5


def cut_headings(lines: Sequence[str], alone: AbstractSet[int] = frozenset()) -> set[int]:
    """Return the numbers of the lines of headings that go on below.

    "GOVERNOR WILL NOT" / "SIGN THE BILL." / "FARMERS ARE ANGRY."  ->  the first line
    "The council will sell its" / "old library building"           ->  the first line

    A heading in capitals does until its stop. Lines with figures are days, addresses and prices, more lines
    than a heading has are a list, and what stands alone is no heading.
    """
    cut: set[int] = set()
    begun: list[int] = []
    for number, line in enumerate(lines):
        if number in alone or not in_capitals(line) or any(map(str.isdigit, line)):
            begun = []
        elif line.rstrip(CLOSERS)[-1:] in STOPS:
            cut.update(begun if len(begun) < MOST_LINES_OF_A_HEADING else ())
            begun = []
        else:
            begun.append(number)
    return cut | _cut_decks(lines) if alone else cut | _cut_titles(lines) | _cut_decks(lines)


RULE = re.compile(r"[-–—_=*~] ?(?:[-–—_=*~] ?)+|[-–—~]+ ?[oO0] ?[-–—~]+")
"""A printed rule, as OCR has it: --------, —o—."""
FEWEST_WORDS_OF_A_DECK = 4
"""On one of its lines: names have fewer."""


def _cut_decks(lines: Sequence[str]) -> set[int]:
    """Return the lines that go on in a deck of a headline: rules stand above and below it.

    "--------" / "Eleven Are Hurt When Express" / "Strikes a Broken Switch" / "--------"  ->  the second line
    """
    rules = [n for n, line in enumerate(lines) if RULE.fullmatch(line)]
    decks = (range(above + 1, below) for above, below in pairwise(rules))
    return {n for deck in decks if _is_deck([lines[n] for n in deck]) for n in deck[:-1]}


def _is_deck(lines: Sequence[str]) -> bool:
    """Whether lines between two rules are one heading: large words have capitals, and no line ends before."""
    words = [NAMED.findall(line) for line in lines]
    return (
        2 <= len(lines) <= MOST_LINES_OF_A_TITLE
        and all(len(of_line) > 1 for of_line in words)
        and max(map(len, words)) >= FEWEST_WORDS_OF_A_DECK
        and all(capitals(of_line) == 1 for of_line in words)
        and not any(line[-1] in STOPS for line in lines[:-1])
        and not any(BYLINE.fullmatch(line) for line in lines)
        and not any(c.isdigit() or c in ",;" for line in lines for c in line)
    )


PLACE = LatePattern(
    r"NEW (?:YORK|ORLEANS|HAVEN|BEDFORD|DELHI|ZEALAND)|(?:ST\.?|SAINT|SAN|SANTA|LOS) [A-Z][A-Z'’-]+|LONDON"
    r"|LEEDS|MANCHESTER|LIVERPOOL|BIRMINGHAM|SHEFFIELD|BRADFORD|BRISTOL|NOTTINGHAM|HULL|NEWCASTLE|EDINBURGH"
    r"|GLASGOW|ABERDEEN|DUNDEE|DUBLIN|BELFAST|CORK|CARDIFF|BOSTON|CHICAGO|PHILADELPHIA|BALTIMORE|WASHINGTON|PITTSBURGH"
    r"|CLEVELAND|DETROIT|CINCINNATI|SACRAMENTO|SYDNEY|MELBOURNE|BRISBANE|ADELAIDE|AUCKLAND|WELLINGTON|TORONTO"
    r"|MONTREAL|BERLIN|WIEN|HAMBURG|KÖLN|LEIPZIG|MÜNCHEN|DRESDEN|BRESLAU|FRANKFURT|PARIS|LYON|MARSEILLE|BORDEAUX"
)
"""Cities in capitals; any other word under the name of a paper may begin a headline."""


def places_under_papers(lines: Sequence[str]) -> set[int]:
    """Return the numbers of the lines that say where a paper is printed: THE WEEKLY GAZETTE / LEEDS."""
    papers = [furniture_role(line) is not None and in_capitals(line) for line in lines]
    return {n for n in range(1, len(lines)) if papers[n - 1] and PLACE.fullmatch(lines[n])}


def _cut_titles(lines: Sequence[str]) -> set[int]:
    """Return the lines that go on where a block is a heading without a stop: no line has room for a word.

    Some line begins with a small letter: all go on. Where each large word has a capital, those lines do that
    end in a small word: "Bank of England" / "House of Commons" are two names.
    """
    words = [NAMED.findall(line) for line in lines]
    if (
        not 2 <= len(lines) <= MOST_LINES_OF_A_TITLE
        or not all(words)
        or sum(map(len, words)) < WORDS_OF_A_TITLE
    ):
        return set()
    full = max(map(len, lines))
    for number, line in enumerate(lines):
        if line[-1] in f"{STOPS},;" or in_capitals(line) or any(map(str.isdigit, line)):
            return set()
        if number and len(lines[number - 1]) + 1 + len(line.split(" ", 1)[0]) <= full:
            return set()
    runs_on = lines[0][0].isupper() and any(line[0].islower() for line in lines[1:])
    if runs_on:
        return set(range(len(lines) - 1))
    titled = all(capitals(line) == 1 for line in words)
    return {n for n, line in enumerate(lines[:-1]) if titled and _goes_on_as_heading(line, "en")}


def within_heading(judged: LineEnd | None) -> LineEnd | None:
    """Return what becomes of the end of a line whose heading goes on below, given what it is without that."""
    parted = judged is not None and judged.cert < HEADING_OF_TWO_LINES
    return LineEnd(HEADING_OF_TWO_LINES, " ") if parted else judged


def is_signature(text: str, below: str) -> bool:
    """Whether a line in capitals signs what stands above: "JOHN SMITH." with the next headline below it."""
    return text.endswith(".") and len(NAMED.findall(text)) <= 3 and in_capitals(text) and in_capitals(below)


def begins_anew(tail: str, head: str) -> bool:
    """Whether a text that ends in an article, or a word like it, cannot go on in one that begins so, too.

    >>> begins_anew("on Friday to close the", "The hall was sold"), begins_anew("won the", "America's Cup")
    (True, False)
    """
    last, first = WORD.findall(tail[-20:])[-1:], NAMED.match(head)
    return bool(last) and first is not None and last[0] in NEED_A_NOUN and first[0].lower() in NO_NOUNS


def breaks_off(tail: str) -> bool:
    """Whether a text ends in a hyphen or in a small word: "…twice won the" / "America's Cup".

    Not where all of it is in capitals: "WHAT IT IS FOR" is a heading.
    """
    last = WORD.findall(tail[-20:])[-1:]
    if tail[-1:] in HYPHENS:
        return tail[-2:-1].isalpha()
    return tail[-1:].isalpha() and not tail.isupper() and bool(last) and last[0] in ENDS_NOTHING
