"""How well a line reads behind another one, for whoever asks which of two comes next.

"受了伤。" behind "对峙的视频，警方说在打斗中"  ->  some bits more than behind any other line
"此举或将影响" behind the same                     ->  fewer
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from math import exp, log, log2

from convert.analysis.texts.text_sides import TextSides, text_sides
from convert.language import Language
from convert.language.continuations import STEPS
from convert.language.weights import clamp
from convert.text.memo import Memo

SEAMS_REMEMBERED = 1 << 14
LEAST, MOST = -6.0, 8.0
"""Bits that one line end can tell."""
GOES_ON, NEW_PARAGRAPH = 1.0, 2.0
"""Bits for a text that goes on, and for a paragraph that ends and another that begins."""
SPECKS, OF_SPECK = " 。“”\"'-", -1.0
"""Marks that an OCR makes of specks beside a gutter, and bits against them."""
LATIN_STOPS, LATIN_CLOSERS, LATIN_OPENERS, HYPHENS = ".!?", "\"'”’)", "\"'“‘(", "-\u00ad\u00ac"
STOPPED, GOES_ON_SMALL, BROKEN_OFF, CUT_WORD = 1.0, 1.5, -4.0, 4.0
"""Bits for a capital behind a stop, a small letter where there is none, one for the other; and a cut word."""


@dataclass(frozen=True, slots=True, eq=False)
class RunOn:
    """Takes two lines; returns how many bits better the second one reads behind the first than anywhere."""

    weigh: Callable[[str, str], float]
    look_at: Callable[[Iterable[str], Iterable[str]], None]
    """Takes lines, and those that may stand behind them, before they are asked for two by two."""
    read: Callable[[Iterable[str], Iterable[str]], None]
    """Takes many ends and beginnings before any of them are looked at: together they cost a fraction."""

    def __call__(self, before: str, behind: str) -> float:
        """Weigh two lines."""
        return self.weigh(before, behind)


Continues = Callable[[str, str], float]
"""Takes two lines; returns how many bits better a paragraph goes on in the second one than in any."""

Scores = Memo[tuple[str, str], int]
"""What the network says of a line's end and another one's beginning."""


def run_on(language: Language) -> RunOn | None:
    """Return what says how well a line reads behind another one; None: of the language nothing is known."""
    sides = text_sides(language)
    if sides is not None:
        scores: Scores = Memo(partial(_score, sides), SEAMS_REMEMBERED)
        seams: Memo[tuple[str, str], float] = Memo(partial(_by_network, sides, scores), SEAMS_REMEMBERED)
        look_at, read = partial(_look_at, sides, scores), partial(_read, sides)
        return RunOn(lambda before, behind: seams[before, behind], look_at, read)
    return RunOn(_by_case, _look_at_nothing, _look_at_nothing) if language.is_latin else None


def _read(sides: TextSides, before: Iterable[str], behind: Iterable[str]) -> None:
    """Have the network read the ends of some texts and the beginnings of others."""
    ends, beginnings = _with_bare(before, str.rstrip), _with_bare(behind, str.lstrip)
    sides.ends.look_at(ends)
    sides.beginnings.usual_of(beginnings)


def _with_bare(texts: Iterable[str], strip: Callable[[str, str], str]) -> list[str]:
    """Return texts, and each of them without the specks on that side, in one order whatever theirs is."""
    return sorted({text for each in texts for text in (each, strip(each, SPECKS)) if text})


def _look_at(sides: TextSides, scores: Scores, before: Iterable[str], behind: Iterable[str]) -> None:
    """Ask the network about all these seams at once."""
    ends, beginnings = _with_bare(before, str.rstrip), _with_bare(behind, str.lstrip)
    if not ends or not beginnings:
        return
    if len(scores) + len(ends) * len(beginnings) > SEAMS_REMEMBERED:
        scores.clear()
    found = sides.load().scores(sides.ends.vectors_of(ends), sides.beginnings.vectors_of(beginnings))
    for end, row in zip(ends, found.tolist(), strict=True):
        scores.update(zip([(end, beginning) for beginning in beginnings], row, strict=True))
    sides.beginnings.usual_of(beginnings)


def _look_at_nothing(_before: Iterable[str], _behind: Iterable[str]) -> None:
    """Do nothing: letters are weighed at once."""


def _score(sides: TextSides, seam: tuple[str, str]) -> int:
    before, behind = seam
    return int(
        sides.load().scores(sides.ends.vectors_of([before]), sides.beginnings.vectors_of([behind]))[0, 0]
    )


def _by_network(sides: TextSides, scores: Scores, seam: tuple[str, str]) -> float:
    """Weigh the two sides: the text goes on there, or a paragraph ends. A mark may be a speck."""
    before, behind = seam
    bare = before.rstrip(SPECKS), behind.lstrip(SPECKS)
    bits = _bits(sides, scores, before, behind)
    return bits if bare == seam or not all(bare) else max(bits, _bits(sides, scores, *bare) + OF_SPECK)


def _bits(sides: TextSides, scores: Scores, before: str, behind: str) -> float:
    goes_on = _continues(sides, scores, (before, behind))
    parts = (
        NEW_PARAGRAPH - _surprise(-sides.ends.goes_on(before)) - _surprise(-sides.beginnings.goes_on(behind))
    )
    return clamp(max(goes_on, parts), LEAST, MOST)


def _continues(sides: TextSides, scores: Scores, seam: tuple[str, str]) -> float:
    """Weigh that a text goes on there."""
    before, behind = seam
    bits = (scores[before, behind] - sides.beginnings.usual_of([behind])[0]) / STEPS / log(2)
    cut, begun = sides.ends.goes_on(before), sides.beginnings.goes_on(behind)
    return bits - _surprise(cut) - _surprise(begun) + GOES_ON


def continues(sides: TextSides) -> Continues:
    """Return what says how well a line continues another one: a new paragraph does not."""
    scores: Scores = Memo(partial(_score, sides), SEAMS_REMEMBERED)
    return lambda before, behind: clamp(_continues(sides, scores, (before, behind)), LEAST, MOST)


def _surprise(odds: float) -> float:
    """Return the bits of what has these log odds."""
    return log2(1 + exp(-odds))


def _by_case(before: str, behind: str) -> float:
    """Weigh stops, capitals and hyphens, as far as a script has them."""
    tail, head = before.rstrip(LATIN_CLOSERS), behind.lstrip(LATIN_OPENERS)
    if not tail or not head:
        return 0.0
    small, capital = head[0].islower(), head[0].isupper()
    if tail[-1] in HYPHENS and tail[-2:-1].isalpha():
        return CUT_WORD if small else BROKEN_OFF
    if tail[-1] in LATIN_STOPS:
        return BROKEN_OFF if small else STOPPED if capital else 0.0
    return GOES_ON_SMALL if small else 0.0
