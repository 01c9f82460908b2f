"""How a block's text begins and ends: in mid-sentence or not, as its own words and the measure tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from convert.analysis.texts.seam import (
    NOTHING,
    Evidence,
    ParagraphEnd,
    ParagraphStart,
    Seams,
    start_evidence_of,
)
from convert.analysis.texts.text_sides import TEXTS_TOGETHER
from convert.language.han import ends_sentence

BELOW = frozenset(
    (
        *("continuation", "association", "start", "join_score", "join_score_high"),
        *("word_across_2", "word_across_3", "word_across_4", "never_first"),
    )
)
"""What is taken of the seam with the block below a cut one."""


SHORTEST_BRACKETED = 30
BRACKETED_END = re.compile(r"[^。！？!?…”’）)\s][（(][^（）()。]{1,24}[）)]$")


def looks_truncated(text: str) -> bool:
    """Whether a block's end looks cut: no stop, and not short enough for a heading or a signature.

    A closing bracket is a cut end where it stands inside a sentence: "…细颗粒物(PM2.5)" / "年均浓度…"; a
    signature stands behind a stop.
    """
    last = text[-1:]
    if last in "）)":
        return len(text) > SHORTEST_BRACKETED and BRACKETED_END.search(text) is not None
    return (len(text) > 12 or last in "，、,") and last not in "：:" and not ends_sentence(text)


def looked_at(
    texts: Sequence[str], seams: Seams, is_asked: Callable[[str], bool] = looks_truncated
) -> Iterator[tuple[int, str]]:
    """Yield texts with their numbers, each behind a look at all that stand around it.

    At ends that do not look cut hardly anybody asks to look but the gaps of articles.
    """
    for number, text in enumerate(texts):
        if number % TEXTS_TOGETHER == 0:
            near = texts[number : number + TEXTS_TOGETHER + 1]
            seams.look_at(near, [each for each in near if is_asked(each)])
        yield number, text


def start_evidence(start: ParagraphStart, seams: Seams, last_line: Mapping[str, float]) -> Evidence:
    """Weigh whether a block begins in mid-sentence: from its own words, and where its last line is full.

    A cut block that fills its last line only if its first line has no indent began in mid-paragraph.
    """
    evidence: Evidence = {"bias": 1.0, **start.marks}
    if start.closer:
        evidence["closes"] = 1.0
    if seams.language.ngrams is not None:
        evidence["start"] = start_evidence_of(start)
    if seams.sides is not None:
        evidence["goes_on"] = seams.sides.beginnings.goes_on(start.text)
    evidence.update({f"own_{name}": value for name, value in last_line.items()})
    return evidence


def start_odds(seams: Seams, start: ParagraphStart, last_line: Mapping[str, float] = NOTHING) -> float:
    """Return the log odds that a text begins in mid-sentence."""
    return seams.language.models.odds("head_open", start_evidence(start, seams, last_line))


def start_odds_alone(seams: Seams, text: str) -> float:
    """Return the same, by the text's own words alone."""
    return start_odds(seams, seams.starts[text])


def cut_evidence(end: ParagraphEnd, below: ParagraphStart | None, seams: Seams) -> Evidence:
    """Weigh whether a block's text was cut at its end, by itself and by what stands right below it."""
    evidence: Evidence = {"bias": 1.0, **end.marks, "ending": end.ending}
    evidence["unclosed"] = float(bool(end.open_marks))
    evidence["long"] = min(2.0, len(end.text) / 100)
    if seams.sides is not None:
        evidence["goes_on"] = seams.sides.ends.goes_on(end.text)
    if below is not None:
        for name, value in seams.evidence(end, below).items():
            if name in BELOW:
                evidence[f"on_{name}"] = value
    return evidence


def cut_odds(seams: Seams, texts: tuple[str, str | None]) -> float:
    """Return the log odds that a text was cut at its end, given the text below it if there is one."""
    text, below = texts
    start = None if below is None else seams.starts[below]
    return seams.language.models.odds("cut", cut_evidence(seams.ends[text], start, seams))
