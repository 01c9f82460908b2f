"""Lines of Latin script that print parted, and no column: they begin alike, or each begins with a capital.

    "Aberdeen 41, rain" / "Cardiff 48, cloudy" / "Dover 50, bright"   ->  three lines
    "Why the tram is always late" / "Ten gardens to see in June" / …  ->  three lines
    "Says It Would Rob the Farmers" / "Of Their Water"                    no lines: all words have capitals

In running text that was set in columns of 24 to 52 characters 4 to 7 lines in 100 begin with a capital, and
34 of German. Of 31,000 paragraphs in seven languages (the stories of a game, set so) none is taken for such
lines but one that consists of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from math import log

from convert.analysis.latin.abbreviations import awaits_more
from convert.analysis.latin.cut_numbers import is_cut_number
from convert.analysis.latin.latin_displays import runs_of_displays
from convert.analysis.lines.latin_dates import MONTH, any_of
from convert.analysis.lines.latin_shapes import BYLINE
from convert.analysis.lines.line_shapes import furniture_role, is_credit
from convert.language.han import is_han
from convert.text.pattern import LatePattern

LONGEST = 64
"""Characters of such a line."""
FEWEST = 3
"""Lines that begin alike."""
FEWEST_MARKS, FEWEST_WITHIN = 2, 3
"""Figures and marks that their beginnings share, where nothing else, or running text, stands beside them."""
MOST_TITLES = 1
"""Lines over them that belong to nothing else."""
FEWEST_SAME, LONGEST_SAME = 4, 36
"""Lines that are alike to their ends, with one figure or mark at least, and the characters of such a line."""
FEWEST_BARE = 4
"""Lines of which each begins with a capital."""
LEAST_ODDS, LEAST_ODDS_AMONG_CAPITALS = 4.0, 10.0
"""Log odds of lines that begin with capitals, where few words within them do, and where many do."""
MANY_CAPITALS = 0.2
"""The share of such words within the lines: German, names."""
WITH_ROOM, WITHOUT_ROOM = 1.0, -0.3
"""What it weighs that the next word would have found room on a line, or would not."""
OPEN_END = -2.0
"""What it weighs that a line ends in a small word of three letters or fewer: the, of, und, mit, de."""

TOKEN = LatePattern(
    r"(?:(?<!\S)[-+−–±])?\d(?:[\d.,:/½¼¾⅛⅜⅝⅞]*[\d½¼¾⅛⅜⅝⅞])?|[½¼¾⅛⅜⅝⅞]|[^\W\d_]+(?:['’-][^\W\d_]+)*"
    r"|\.{2,}|[^\w\s]"
)
WORD = LatePattern(r"\d[\d.,]*|[^\W\d_][\w'’-]*")
LAST_PLACE = LatePattern(r"(?:[^\W\d]\.?\)?|\)|[.…—–])[.…—–\s]{1,20}(\d{1,2})$")
"""The figure at the end of a line, behind a word or a leader."""
ENDS_IN_FIGURE = LatePattern(r"[\s.…·][£$]?\d{1,4}(?:[.,:]\d{1,3})?[½¼¾⅛⅜⅝⅞]?[*†]?$")
_UNIT = any_of(
    "oz lb lbs cwt doz qt qts pt pts gal gr tsp tbsp tbs teasp tablesp kg pfd lth el tl stk stck cuill c"
)
FROM_FIGURE = LatePattern(
    r"(?:\d{1,4}(?:[.,/–-]\d{1,3})?|[½¼¾⅓⅔]|\d ?[½¼¾⅓⅔]) ?(?=[^\W\d_])"
    rf"(?:(?<![^\W\d_])(?i:{_UNIT})\.|[^.,;:!?]|,(?= [a-zß-ÿ]))*[^.,;:!?-]"
    r"|(?:A|An|Eine?|Une?|Un|Een) (?:pinch|little|handful|few|dash|knob|bit|drop|spoonful"
    r"|teaspoon\w*|tablespoon\w*"
    r"|Prise|Messerspitze|Handvoll|Eßlöffel|Esslöffel|Teelöffel|Tasse|Glas|pincée|peu|noix|verre"
    r"|poignée|gousse"
    r"|cuillerée|pizzico|poco|snufje) (?!(?:is|was|has|will|ist|war|est|était)\b)[^.;:!?]*[^.,;:!?-]"
)
"""So much of something: 4 oz. butter; 3 eggs, beaten; a pinch of salt."""
SMALL_AT_FIRST = LatePattern(
    r"(?:By|At|On|In|The|To|For|From|With|Of|Under|And|Near"
    r"|Am|Im|Bei|Von|Vom|Mit|Unter|Auf|Um|Le|La|Les|Au|Aux|Par|Chez|Dans|Avec|Pour|Sous) "
)
"""Words that running text has in small letters behind a comma."""
FEWEST_SHOWN = 2
"""Line ends before such words that show how a notice was displayed."""
BEFORE_FIGURE = LatePattern(
    rf"(?:\b(?:{MONTH}|in|at|of|to|and"
    r"|No|Nos|Nr|p|page|Seite|vol|Vol|Art)\b\.?|§|\d,?) ?(?<=\D)[£$]?[\d.,:]+$"
)
"""A figure that belongs to what is before it: May 5, No. 12, in 1871."""
BEGINNING = LatePattern(r"[\"'“‘«„(\[—–-]?\s?(?:\d|[^\W\d_a-zß-öø-ÿ])")
SHORT_WORD = LatePattern(r"(?<![\w'’-])[^\W\d_]{1,3}$")
BROKEN_OFF = frozenset("-\u2010\u00ad¬⸗=")
PLAYED_BY = LatePattern(
    r"(?:(?:Mrs?|Dr|M)\. )?[A-ZÀ-Þ][^,.]{2,32}(?:,|\.{2,}|[…—–])[.…—–\s]{0,20}"
    r"(?:(?:Mr|Mrs|Mme|Mlle|Mdlle|Hr|Frl|Sig|M)\.|Miss|Mme|Mlle|Master|Herr|Frau|Fräulein|Signora?) ?"
    r"(?:[A-ZÀ-Þ][\w'’-]*\.? ?)?[A-ZÀ-Þ][\w'’-]+\.?"
)
"""A part and its player, at the end of the line."""
OF_WORDS = frozenset("Ww")
STOPS, CLOSERS = ".!?:", "\"'”’)»“"


def runs_of_items(texts: Sequence[str], share: float) -> Iterator[range]:
    """Yield the runs of lines that print has parted, unless one is furniture, or names a writer.

    `share` is that of the words of the whole page that begin with a capital.
    """
    if len(texts) >= FEWEST and not any(is_han(c) for text in texts for c in text):
        yield from runs_of_displays(texts)
        for run in (
            *runs_alike(texts),
            *runs_the_same(texts),
            *runs_of_casts(texts),
            *runs_counted(texts),
            *runs_to_figures(texts),
            *runs_from_figures(texts),
            *runs_displayed(texts),
            *runs_with_capitals(texts, share),
        ):
            if not any(map(_is_of_sheet, texts[run.start : run.stop])):
                yield run


def _is_of_sheet(text: str) -> bool:
    return furniture_role(text) is not None or BYLINE.fullmatch(text) is not None or is_credit(text)


def runs_alike(texts: Sequence[str]) -> Iterator[range]:
    """Yield runs of lines whose beginnings have the same figures and marks between their words."""
    shapes = [_shape(text) if _may_be_item(text) else () for text in texts]
    start = 0
    while start < len(texts):
        end, shared = start, shapes[start]
        while end + 1 < len(texts) and (both := _shared(shared, shapes[end + 1])):
            end, shared = end + 1, both
        alone = start <= MOST_TITLES and end == len(texts) - 1
        fewest = FEWEST_MARKS if alone else FEWEST_WITHIN
        if end - start + 1 >= FEWEST and _marks(shared) >= fewest:
            yield range(start, end + 1)
        start = end + 1


def runs_counted(texts: Sequence[str]) -> Iterator[range]:
    """Yield runs of lines that end in 1, 2, 3 and so on: who came in as which.

    "Lady May, 4 yrs, 8st 2lb (Archer) 1" / "Footstep, 3 yrs, 7st (Morris) 2" / "Palmer (Fordham) 3"
    """
    places = [LAST_PLACE.search(text) if _may_be_item(text) else None for text in texts]
    numbers = [int(place[1]) if place else 0 for place in places]
    for start in (n for n, number in enumerate(numbers) if number == 1):
        end = start + 1
        while end < len(numbers) and numbers[end] == numbers[end - 1] + 1:
            end += 1
        if end - start >= FEWEST:
            yield range(start, end)


def runs_to_figures(texts: Sequence[str]) -> Iterator[range]:
    """Yield runs of short lines each of which ends in a figure: a score, a price-list, a table's rows.

    "A. Webb, c Lane, b Fry 31" / "H. Dean, not out 4" / "Byes 6"  ->  three lines
    """
    start = 0
    while start < len(texts):
        end, last = start, start - 1
        while end < len(texts) and (
            _ends_in_figure(texts[end]) or (end == last + 1 and _is_without(texts, end))
        ):
            last = end if _ends_in_figure(texts[end]) else last
            end += 1
        end = last + 1
        run = texts[start:end]
        if sum(map(_ends_in_figure, run)) >= FEWEST and not any(
            _cuts_number(*pair) for pair in pairwise(run)
        ):
            yield range(start, end)
        start = end + 1


RUNS_ON = LatePattern(r"(?<!\w)(?i:and|or|with|of|the|some|from|und|oder|mit|von|der|die|et|ou|avec|de|les)$")
"""How a line ends that the next one goes on from."""


def runs_from_figures(texts: Sequence[str]) -> Iterator[range]:
    """Yield runs of short lines each of which begins with a figure and a word: what is bought, or put in.

    "500 g Mehl" / "3 Eier" / "200 ml Milch"  ->  three lines
    """
    begin = [
        len(text) <= LONGEST_SAME and FROM_FIGURE.fullmatch(text) is not None and not RUNS_ON.search(text)
        for text in texts
    ]
    for counted, same in groupby(range(len(texts)), begin.__getitem__):
        run = [*same]
        if counted and len(run) >= FEWEST:
            yield range(run[0], run[-1] + 1)


def runs_displayed(texts: Sequence[str]) -> Iterator[range]:
    """Yield runs of lines that a notice displays: behind a comma a small word has the capital of a line.

    "TO BE SOLD BY AUCTION," / "At the Swan Inn, Kelby," / "On Monday, the 3rd of May,"  ->  three lines
    """
    start = 0
    while start < len(texts):
        end = start
        while end < len(texts) and _may_be_item(texts[end]):
            end += 1
        pairs = pairwise(texts[start:end])
        shown = sum(above[-1] in ",;" and SMALL_AT_FIRST.match(below) is not None for above, below in pairs)
        if end - start >= FEWEST and shown >= FEWEST_SHOWN:
            yield range(start, end)
        start = end + 1


def _is_without(texts: Sequence[str], at: int) -> bool:
    """Whether a line between two that end in a figure has none, as one of a score: "R. Gill, did not bat"."""
    text, around = texts[at], texts[max(0, at - 1) : at + 2]
    return (
        len(around) > 2
        and _may_be_item(text)
        and not text.isupper()
        and all(map(_ends_in_figure, around[::2]))
        and len(text) <= max(map(len, around[::2]))
    )


def _ends_in_figure(text: str) -> bool:
    """Whether a line that may be an item ends in a figure of its own.

    >>> _ends_in_figure("H. Dean, not out 4"), _ends_in_figure("The mill was built in 1871")
    (True, False)
    """
    found = ENDS_IN_FIGURE.search(text) if _may_be_item(text) else None
    return found is not None and BEFORE_FIGURE.search(text) is None


def runs_of_casts(texts: Sequence[str]) -> Iterator[range]:
    """Yield runs of lines with a part and who plays it: "Captain Absolute, Mr. Lacy"."""
    for cast, same in groupby(range(len(texts)), lambda number: names_player(texts[number])):
        run = [*same]
        if cast and len(run) >= FEWEST:
            yield range(run[0], run[-1] + 1)


def names_player(text: str) -> bool:
    """Whether a line says who plays which part.

    >>> names_player("Captain Absolute, Mr. Lacy"), names_player("The chair was taken by Mr. Lacy")
    (True, False)
    """
    return len(text) <= LONGEST and PLAYED_BY.fullmatch(text) is not None


def is_closed(items: Sequence[str], below: str) -> bool:
    """Whether the last of some items goes on in no line below: each ends in a figure, or says how much."""
    ends = all(text[-1:].isdigit() for text in items) or all(map(names_player, items))
    ends = ends or all(len(text) <= LONGEST_SAME and FROM_FIGURE.fullmatch(text) for text in items)
    return ends and below[:1].isupper()


def runs_the_same(texts: Sequence[str]) -> Iterator[range]:
    """Yield runs of short lines whose figures, marks and words stand alike from end to end.

    "Brest 14 pluie" / "Lille 11 couvert" / "Nice 19 beau" / "Metz 9 brouillard"   ->  four lines
    """
    shapes = [_shape(text) if len(text) <= LONGEST_SAME and _may_be_item(text) else () for text in texts]
    for shape, same in groupby(range(len(texts)), shapes.__getitem__):
        run = [*same]
        if len(run) >= FEWEST_SAME and _marks(shape) and not any(texts[n].isupper() for n in run):
            yield range(run[0], run[-1] + 1)


def share_of_capitals(texts: Iterable[str]) -> float:
    """Return the share of words that begin with a capital, or are figures.

    The first of a line is left out, and so is a text in capitals.


    >>> round(share_of_capitals(["Why the tram is always late", "Ten gardens to see in June"]), 2)
    0.18
    """
    within = [word for text in texts if not text.isupper() for word in WORD.findall(text)[1:]]
    return (sum(not word[0].islower() for word in within) + 1) / (len(within) + 1)


def runs_with_capitals(texts: Sequence[str], share: float) -> Iterator[range]:
    """Yield runs of lines that begin with capitals or figures, more than a column's lines do by chance.

    `share` is that of such words on the whole page.
    """
    start = 0
    while start < len(texts):
        end = start
        while end < len(texts) and _may_be_item(texts[end]) and not texts[end].isupper():
            end += 1
        if end - start >= FEWEST_BARE and _begin_anew(texts[start:end], share):
            yield range(start, end)
        start = end + 1


def _may_be_item(text: str) -> bool:
    return len(text) <= LONGEST and BEGINNING.match(text) is not None and text[-1] not in BROKEN_OFF


def _shape(text: str) -> tuple[str, ...]:
    """Return a line's figures, its marks, and whether words between them begin with a capital.

    >>> _shape("Plymouth 52, fog at first"), _shape("Zeeland, kapt. Smit, van Harwich")
    (('W', '0', ',', 'w'), ('W', ',', 'w', '.', 'W', ',', 'w', 'W'))
    """
    parts: list[str] = []
    for token in TOKEN.findall(text):
        first = token[0]
        part = "0" if token[-1].isnumeric() else token
        if first.isalpha():
            part = "W" if first.isupper() else "w"
        if part not in OF_WORDS or parts[-1:] != [part]:
            parts.append(part)
    return tuple(parts)


def _shared(above: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """Return the beginning that two shapes share; nothing if it has too few marks to mean anything."""
    pairs = zip(above, below, strict=False)
    count = next((at for at, (first, second) in enumerate(pairs) if first != second), None)
    shared = above[: min(len(above), len(below)) if count is None else count]
    return shared if _marks(shared) >= FEWEST_MARKS else ()


def _marks(shape: Sequence[str]) -> int:
    return sum(part not in OF_WORDS for part in shape)


def awaits_name(line: str, below: str) -> bool:
    """Whether a line ends in an abbreviation, in any language, as no line that print has parted does.

    >>> awaits_name("The chair was taken by Mr.", "Farrow"), awaits_name("The road was closed.", "Farrow")
    (True, False)
    """
    return line.endswith(".") and any(awaits_more(line, below, code) for code in ("de", "fr"))


def _cuts_number(line: str, below: str) -> bool:
    return below[:1].isdigit() and any(is_cut_number(line, below, code) for code in ("de", "en", "fr"))


def _begin_anew(lines: Sequence[str], share: float) -> bool:
    """Whether so many lines begin with a capital, and have room for the next word, hardly by chance.

    A capital behind a stop has the sentence to explain it.
    """
    if any(awaits_name(line, below) or _cuts_number(line, below) for line, below in pairwise(lines)):
        return False
    share = max(share, share_of_capitals(lines))
    longest = max(map(len, lines))
    odds = 0.0
    for line, below in pairwise(lines):
        odds -= log(share) * (line.rstrip(CLOSERS)[-1:] not in STOPS)
        has_room = len(line) + 1 + len(below.split(None, 1)[0]) <= longest
        odds += WITH_ROOM if has_room else WITHOUT_ROOM
        ending = SHORT_WORD.search(line)
        odds += OPEN_END * (ending is not None and ending[0].islower())
    return odds >= (LEAST_ODDS if share < MANY_CAPITALS else LEAST_ODDS_AMONG_CAPITALS)
