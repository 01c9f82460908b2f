"""The ends of printed lines: does the paragraph go on below, as words, marks and the measure tell?"""

from __future__ import annotations

from convert.analysis.lines.line_shapes import OFFICE_AND_NAME
from convert.analysis.lines.measure import INDENT, Measure, room_needed, width
from convert.analysis.texts.heading_shape import bare_heading
from convert.analysis.texts.seam import Evidence, Seams, mark_evidence
from convert.analysis.texts.texts import PageTexts
from convert.document.damage import log_odds_of
from convert.language.han import COMMAS
from convert.language.weights import certainty, clamp

DECIDED = 4.5
"""Log odds from marks and measure alone from which the words are not asked.

Of 7,300 lines with more than 3 they turned none.
"""


UNWRAPPED = 1.5
"""Measures: a longer line was not printed as one."""
LONGEST_PRINTED = 46.0
"""Squares of the longest line of a column, whatever the others look like."""
ENDS_SHORT = 0.15
"""How certain a paragraph goes on behind a line that is far from full, and over a full one."""
LEFT_EMPTY = 0.4
"""Share of the measure that such a line leaves empty, at least, besides an indent."""
LEAST_TRUST = 0.4
"""How sure the measure must be for that."""
BESIDE_PICTURE = 1.5
"""Squares by which lines beside a picture differ, at most: they are short, one under the other."""
PIECES = 0.3
"""How likely two lines are one paragraph, as far as is known before what continues what is looked for."""
BY_SHARE, BY_WORDS, AT_LINE_END = 1.13, 0.2, -0.98
"""What it weighs how many sentences of a page do not end their paragraph, and what words say; in log odds.

Fitted on 700 such line ends of three sources. Of a source left out of the fit .47 to .95 were right, and .20
to .55 by words alone.
"""


def are_pieces(here: str, below: str, measure: Measure) -> bool:
    """Whether one of two lines was not printed as one line: what ends there is a piece of a column.

    Whether such a piece goes on in the next one is asked among all pieces of the page, later.
    """
    longest = max(LONGEST_PRINTED, UNWRAPPED * measure.squares if measure.trust > 0 else 0.0)
    return max(width(here), width(below)) > longest


def ends_short(above: str, here: str, below: str, measure: Measure) -> bool:
    """Whether a line surely ends its paragraph, or is a heading: it is far from full, and the next one is.

    "冬泳队的新码头" / "河边的老码头年久失修，台阶缺了一半，冬泳队的"   ->  True

    A line that ends in a comma, or is as short as the one above it, may be verse, or stand beside a picture.
    """
    if measure.trust < LEAST_TRUST or here[-1:] in COMMAS or is_joined(here, below):
        return False
    size = width(here)
    short = measure.squares - INDENT - size >= LEFT_EMPTY * measure.squares
    full = width(below) >= measure.squares - INDENT - 1
    return short and full and not (above and abs(width(above) - size) <= BESIDE_PICTURE)


def is_joined(here: str, below: str) -> bool:
    """Whether what stands on the two sides of a line end is one number or one word in Latin script."""
    last, first = here[-1:], below[:1]
    return last.isascii() and first.isascii() and last.isalnum() and first.isalnum()


def continues_below(here: str, below: str, measure: Measure, page: PageTexts, *, first: bool) -> float:
    """Return how certain it is that a paragraph goes on below: `first` says whether the line begins it."""
    if OFFICE_AND_NAME.fullmatch(here) and OFFICE_AND_NAME.fullmatch(below):
        return 0.08
    certain = _continues_below(here, below, measure, page, first=first)
    return min(certain, PIECES) if are_pieces(here, below, measure) else certain


def _continues_below(here: str, below: str, measure: Measure, page: PageTexts, *, first: bool) -> float:
    model, models = model_name(measure, first=first), page.language.models
    if measure.trust > 0:
        marks = mark_evidence(here, below)
        odds = models.odds(model, marks | place_evidence(marks, here, below, measure, first=first))
        if abs(odds) >= DECIDED:
            return certainty(odds)
    return certainty(models.odds(model, line_evidence(here, below, measure, page.seams, first=first)))


def line_evidence(here: str, below: str, measure: Measure, seams: Seams, *, first: bool) -> Evidence:
    """Weigh one line end: `first` says whether `here` begins a paragraph, and so lost its indent."""
    words = seams.evidence(seams.ends[here], seams.starts[below], by_words=False)
    return words | place_evidence(words, here, below, measure, first=first)


def model_name(measure: Measure, *, first: bool) -> str:
    """Return which weights a line end is judged by."""
    if measure.trust <= 0:
        return "line_unmeasured"
    return "line_first" if first else "line_inner"


def place_evidence(marks: Evidence, here: str, below: str, measure: Measure, *, first: bool) -> Evidence:
    """Weigh whether the line is full, and the next word would have found room; else how long both are."""
    if measure.trust <= 0:
        return _lengths(here, below)
    indent = INDENT if first else 0.0
    room = measure.squares - indent - width(here)
    need = room_needed(below.strip())
    next_width = width(below)
    return {
        "room": clamp(room, -3.0, 6.0),
        "fits": float(room >= need),
        "fits_easily": float(room >= need + 1),
        "overfull": float(room < -1.5),
        "line_full": float(-1.01 <= room <= 0.5),
        "below_is_first": float(abs(measure.squares - INDENT - next_width) <= 0.5),
        "below_is_full": float(abs(measure.squares - next_width) <= 0.5),
        "below_over": float(next_width > measure.squares + 1.2),
        "heading": float(room + indent >= 3 and "stop" not in marks),
    }


def _lengths(here: str, below: str) -> Evidence:
    above_long, below_long = float(len(here) > 46), float(len(below) > 46)
    return {
        "above_long": above_long,
        "below_long": below_long,
        "both_long": above_long * below_long,
        **{f"above_{name}": value for name, value in bare_heading(here).items()},
        **{f"below_{name}": value for name, value in bare_heading(below).items()},
    }


def as_on_page(cert: float, share: float) -> float:
    """Return how certain it is that a line goes on that ends a sentence: mostly, how often the page's do."""
    words = log_odds_of(clamp(cert, 0.01, 0.99))
    return certainty(BY_SHARE * log_odds_of(share) + BY_WORDS * words + AT_LINE_END)
