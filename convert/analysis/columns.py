"""The measure of a page's columns, from all that shows it: printed lines, lines read twice, cut paragraphs.

Hard-wrapped lines show it directly, and so does a line of print that was read twice at a seam. Where neither
is left, a paragraph that a column's end has cut ends with a full line, so that several of them agree on one
measure only: which one is weighed by Bayes' rule over all measures that columns have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import exp, log
from typing import NamedTuple

from convert.analysis.ends import head_odds, looks_cut
from convert.analysis.measure import (
    INDENT,
    NARROWEST,
    UNKNOWN,
    WIDEST,
    Measure,
    from_lines,
    last_line,
    width,
    words,
)
from convert.analysis.seam import Evidence, Head, Tail, head_of, seam, tail_of
from convert.language import Language
from convert.language.weights import certainty

MEASURES = range(NARROWEST, WIDEST + 1)
LONGEST = 240
"""Over more lines than this small deviations add up, and a text says nothing of the measure."""
SHORTEST = 30
MOST = 14
"""Cut paragraphs that are looked at."""
SLIP = 0.08
"""How often a column's last line is not full although it was cut, or what we take for a cut is none."""


class Cut(NamedTuple):
    """A block's text, how certain it is that a column's end cut it, and that it begins its paragraph."""

    text: str
    cut: float
    fresh: float


def printed_lines(source: str) -> tuple[str, ...]:
    r"""Return the printed lines of a block that kept them, without its last one, which may be short.

    >>> printed_lines("夺得跳\n台冠\n军")
    ('夺得跳', '台冠')
    """
    lines = [line.strip() for line in source.strip().splitlines()]
    return tuple(line for line in lines[:-1] if line)


def column_measure(lines: Iterable[str], repeats: Iterable[str], cuts: Iterable[Cut]) -> Measure:
    """Find the measure from printed lines if there are enough, else from repeats and cut paragraphs."""
    printed = list(lines)
    wrapped = from_lines(printed)
    if wrapped.trust >= 0.5:
        return Measure(wrapped.squares, 1.0)
    short = [cut for cut in cuts if SHORTEST < len(cut.text) <= LONGEST]
    chosen = sorted(short, key=lambda cut: (-cut.cut, len(cut.text)))
    return _weighed((*repeats, *printed)[:MOST], tuple(chosen[:MOST]))


@lru_cache(maxsize=64)
def _weighed(repeats: tuple[str, ...], cuts: tuple[Cut, ...]) -> Measure:
    """Weigh each measure by what it makes of the lines; several passes ask this of the same page."""
    if not repeats and not cuts:
        return UNKNOWN
    weight = {w: log(prior(w)) for w in MEASURES}
    for line in repeats:
        for w in weight:
            room = w - width(line)
            weight[w] += log(1.0 if is_full(room) else 0.3 if is_full(room - INDENT) else SLIP)
    for cut in cuts:
        for w, fresh, going in zip(MEASURES, full_in(cut.text, INDENT), full_in(cut.text, 0.0), strict=True):
            full = cut.fresh * fresh + (1 - cut.fresh) * going
            certain = cut.cut * (1 - SLIP)
            # Lengths that fill a line stand w apart: each is w times as likely as a length at random.
            weight[w] += log(certain * full * w + (1 - certain))
    best = max(weight, key=lambda w: weight[w])
    return Measure(float(best), 1.0 / sum(exp(value - weight[best]) for value in weight.values()))


@lru_cache(maxsize=256)
def full_in(text: str, indent: float) -> tuple[bool, ...]:
    """Say of each measure whether a text ends in a full line of it; a page's cuts are asked of each time."""
    pieces = words(text)
    return tuple(is_full(w - last_line(pieces, w, indent)) for w in MEASURES)


def prior(squares: int) -> float:
    """Return how usual a measure is: most newspapers set columns of 11 to 24 characters."""
    return 1.0 if 11 <= squares <= 24 else 0.3


def is_full(room: float) -> bool:
    """Whether what is left of a line is less than a character."""
    return -1.01 <= room < 1.0


def cut_evidence(tail: Tail, below: Head | None, language: Language) -> Evidence:
    """Weigh whether a block's text was cut at its end, by itself and by what stands right below it."""
    found: Evidence = {"bias": 1.0, **tail.marks, "ending": tail.ending}
    found["unclosed"] = float(bool(tail.open_marks))
    found["long"] = min(2.0, len(tail.text) / 100)
    if below is not None:
        for name, value in seam(tail, below, language).items():
            if name in BELOW:
                found[f"on_{name}"] = value
    return found


BELOW = frozenset("bridge pull start run_on run_on_well straddle_2 straddle_3 straddle_4 never_first".split())
"""What is taken of the seam with the block below."""


def cut_odds(tail: Tail, below: Head | None, language: Language) -> float:
    """Return the log odds that a block's text was cut at its end."""
    return language.models.odds("cut", cut_evidence(tail, below, language))


def cuts_of(texts: Sequence[str], language: Language) -> list[Cut]:
    """Say of each text that looks cut, of blocks in their order, how certain it is that it was."""
    found = []
    for at, text in enumerate(texts):
        if len(text) > SHORTEST and looks_cut(text):
            below = head_of(texts[at + 1], language) if at + 1 < len(texts) else None
            cert = certainty(cut_odds(tail_of(text, language), below, language))
            found.append(Cut(text, cert, certainty(-head_odds(head_of(text, language), language))))
    return found
