"""How well the texts before a gap go on in those behind it, by the network of continuations.

    …莱德杯… / …加西亚… / …球洞赛… | …蝙蝠… / …建筑物…   ->  no text before the gap goes on in any behind it

The network was trained to tell the continuation of a cut text among other beginnings, and much of what it
goes by is what texts are about. Of two whole texts it says little; of five before a gap and five behind it
the mean tells one article from two, in papers whose names and terms were never counted. How high the scores
are as such is the register's: they are held against those of the page's other gaps, most of which part none.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from convert.analysis.texts.seam import Evidence
from convert.analysis.texts.text_sides import TextSides
from convert.language.continuations import STEPS
from convert.text.memo import Memo

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

GAPS_AT_ONCE = 128
"""Gaps that are weighed at once: more than a page has, so that time and memory stay linear."""
NEAR = 5
"""Texts on each side of a gap that are held against one another."""
WIDE = 10
"""The same, farther away."""
USUAL_STEP = 4
"""Of the texts by which the network knows how well a beginning goes with any text, each fourth will do."""
FAR = 6.0
"""Larger scores count as this one, in natural logarithms."""


class GapRun(NamedTuple):
    """The evidence of some gaps in a row."""

    first: int
    """The number of the text behind the first of them."""
    evidence: list[Evidence]


class TopicFlow:
    """The evidence of the gaps of a page, each by the number of the text behind it."""

    __slots__ = ("parts", "size")

    def __init__(self, texts: Sequence[str], sides: TextSides) -> None:
        """Begin with nothing scored."""
        self.size = len(texts)
        self.parts = Memo(partial(_weigh_part, texts, sides), bound=2)

    def evidence(self, number: int) -> Evidence:
        """Weigh the gap before a text; the first one has none before it."""
        if not 0 < number < self.size:
            return {}
        part = self.parts[number // GAPS_AT_ONCE]
        return part.evidence[number - part.first]


def _weigh_part(texts: Sequence[str], sides: TextSides, part: int) -> GapRun:
    """Weigh some gaps, in natural logarithms; the last part of a long document reaches back as far."""
    np = sides.load().numpy
    last = min(len(texts), (part + 1) * GAPS_AT_ONCE)
    first = max(1, last - GAPS_AT_ONCE)
    start, end = max(0, first - WIDE), min(len(texts), last + WIDE)
    scores = _scores(texts[start:end], sides)
    at, size = np.arange(first, last) - start, end - start
    sums, forward = _summed(np, scores), _summed(np, np.triu(scores, 1))
    near_before, near_behind = np.maximum(at - NEAR, 0), np.minimum(at + NEAR, size)
    wide_before, wide_behind = np.maximum(at - WIDE, 0), np.minimum(at + WIDE, size)
    flow = _mean(sums, Rectangles(near_before, at, at, near_behind))
    levels = {
        "flow_next": scores[at - 1, at] / STEPS,
        "flow_first": _mean(sums, Rectangles(near_before, at, at, at + 1)),
        "flow": flow,
        "flow_wide": _mean(sums, Rectangles(wide_before, at, at, wide_behind)),
        "flow_back": _mean(sums, Rectangles(at, near_behind, near_before, at)),
    }
    columns = {
        **{name: level - _middle(np.sort(level)) for name, level in levels.items()},
        "flow_behind": _beyond(np, forward, TextRuns(at, near_behind), flow),
        "flow_before": _beyond(np, forward, TextRuns(near_before, at), flow),
    }
    clamped = {name: np.clip(column, -FAR, FAR).tolist() for name, column in columns.items()}
    rows = zip(*clamped.values(), strict=True)
    return GapRun(first, [dict(zip(clamped, row, strict=True)) for row in rows])


def _middle(ordered: Numbers) -> float:
    """Return the median; numpy's own loads a part of it that nothing else needs, which takes 60 ms."""
    size = len(ordered)
    return float(ordered[(size - 1) // 2] + ordered[size // 2]) / 2


def _scores(texts: Sequence[str], sides: TextSides) -> Numbers:
    """Score each end with each beginning, less how well the beginning goes with any text."""
    model = sides.load()
    np = model.numpy
    left, right = sides.ends.vectors_of(texts), sides.beginnings.vectors_of(texts)
    any_ends = model.weights["usual_ends"][::USUAL_STEP]
    usual = model.log_mean(model.scores(any_ends, right))
    scores: Numbers = model.scores(left, right) - np.array(usual)
    return scores


def _summed(np: Any, scores: Numbers) -> Numbers:  # noqa: ANN401 - the module numpy, which the network has
    """Add up what stands above and to the left of each place: of any rectangle the sum is four of them."""
    sums: Numbers = np.zeros((scores.shape[0] + 1, scores.shape[1] + 1), np.int64)
    sums[1:, 1:] = scores.cumsum(axis=0).cumsum(axis=1)
    return sums


class Rectangles(NamedTuple):
    """Of each gap some ends, from `top` up to `bottom`, and some beginnings, from `left` up to `right`."""

    top: Numbers
    bottom: Numbers
    left: Numbers
    right: Numbers


def _mean(sums: Numbers, of: Rectangles) -> Numbers:
    """Return the means of rectangles, none of which is empty."""
    totals = sums[of.bottom, of.right] - sums[of.top, of.right] - sums[of.bottom, of.left]
    sizes = (of.bottom - of.top) * (of.right - of.left)
    mean: Numbers = (totals + sums[of.top, of.left]) / (sizes * STEPS)
    return mean


class TextRuns(NamedTuple):
    """Of each gap the texts on one side of it, from `first` up to `last`."""

    first: Numbers
    last: Numbers


def _beyond(np: Any, forward: Numbers, runs: TextRuns, flow: Numbers) -> Numbers:  # noqa: ANN401 - as above
    """Return how much better the texts of a run go on in one another than over the gap; 0 of a lone text."""
    first, last = runs
    pairs = (last - first) * (last - first - 1) // 2
    totals = forward[last, last] - forward[first, last] - forward[last, first] + forward[first, first]
    beyond: Numbers = np.where(pairs > 0, totals / (np.maximum(pairs, 1) * STEPS) - flow, 0.0)
    return beyond
