"""The measure of a page's columns, from all that shows it: printed lines, lines read twice, cut paragraphs.

Hard-wrapped lines show it directly, and so does a line of print that was read twice at a seam. Where neither
is left, a paragraph that a column's end has cut ends with a full line, so that several of them agree on one
measure only: which one is weighed by Bayes' rule over all measures that columns have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log
from typing import NamedTuple

from convert.analysis.lines.full_lines import MEASURES, FullLines, is_full
from convert.analysis.lines.measure import INDENT, UNKNOWN, Measure, from_lines, width
from convert.analysis.texts.ends import looked_at, looks_truncated
from convert.analysis.texts.texts import PageTexts
from convert.language.weights import certainty

LONGEST_CUT_TEXT = 240
"""Over more lines than this small deviations add up, and a text says nothing of the measure."""
SHORTEST_CUT_TEXT = 30
CUTS_WEIGHED = 14
"""Cut paragraphs, and lines, that are looked at."""
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
    lines = source.strip().splitlines()
    if len(lines) <= 1:  # most blocks of most sources
        return ()
    return tuple([bare for line in lines[:-1] if (bare := line.strip())])


def column_measure(
    lines: Sequence[str], repeats: Sequence[str], texts: Sequence[str], page: PageTexts
) -> Measure:
    """Find the measure from printed lines if there are enough, else from repeats and cut paragraphs.

    `texts` are those of the blocks in their order.
    """
    wrapped = from_lines(lines)
    if wrapped.trust >= 0.5:
        return Measure(wrapped.squares, 1.0)
    return weigh_measures((*repeats, *lines)[:CUTS_WEIGHED], surest_cuts(texts, page), page.full_lines)


def surest_cuts(texts: Sequence[str], page: PageTexts) -> list[Cut]:
    """Return the texts that a column's end has cut most surely, the surest first."""
    cuts: list[tuple[float, str]] = []
    for at, text in looked_at(texts, page.seams):
        if SHORTEST_CUT_TEXT < len(text) <= LONGEST_CUT_TEXT and looks_truncated(text):
            below = texts[at + 1] if at + 1 < len(texts) else None
            cuts.append((certainty(page.cut_odds[text, below]), text))
    cuts.sort(key=lambda cut: (-cut[0], len(cut[1])))
    return [Cut(text, cut, certainty(-page.start_odds[text])) for cut, text in cuts[:CUTS_WEIGHED]]


def weigh_measures(lines: Sequence[str], cuts: Iterable[Cut], full_lines: FullLines) -> Measure:
    """Weigh each measure by what it makes of lines of print and of cut paragraphs."""
    weight = {w: log(prior(w)) for w in MEASURES}
    nothing = True
    for line in lines:
        nothing = False
        wide = width(line)
        for w in weight:
            room = w - wide
            weight[w] += log(1.0 if is_full(room) else 0.3 if is_full(room - INDENT) else SLIP)
    for cut in cuts:
        nothing = False
        indented, plain = full_lines[cut.text, INDENT], full_lines[cut.text, 0.0]
        certain = cut.cut * (1 - SLIP)
        not_full = log(1 - certain)
        for w, fresh, going in zip(MEASURES, indented, plain, strict=True):
            if not (fresh or going):
                weight[w] += not_full
                continue
            full = cut.fresh * fresh + (1 - cut.fresh) * going
            # Lengths that fill a line stand w apart: each is w times as likely as a length at random.
            weight[w] += log(certain * full * w + (1 - certain))
    if nothing:
        return UNKNOWN
    best = max(weight, key=lambda w: weight[w])
    return Measure(float(best), 1.0 / sum(exp(value - weight[best]) for value in weight.values()))


def prior(squares: int) -> float:
    """Return how usual a measure is: most newspapers set columns of 11 to 24 characters."""
    return 1.0 if 11 <= squares <= 24 else 0.3
