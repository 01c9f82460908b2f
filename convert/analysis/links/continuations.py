"""How well the fragments of a page continue one another, by the network that was trained for it.

A beginning that goes with any text says little, and so does one that goes with many ends of this page: a
score is weighed less both, and against the best rival of either side.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from convert.analysis.links.fragments import Fragment
from convert.analysis.texts.seam import Evidence
from convert.analysis.texts.text_sides import TextSides
from convert.language.continuations import STEPS
from convert.language.weights import clamp
from convert.text.memo import Memo

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    Numbers = NDArray[Any]

ENDS_AT_ONCE = 128
"""Ends that are weighed at once: more than a page has, so that time and memory stay linear."""
BLOCKS_APART = 40
"""How many fragments away a continuation is looked for."""
FAR = 8.0
"""Larger scores count as this one."""


PARTS_REMEMBERED = 12
"""A stretch of a long text has fewer: pairs are chosen by the scores of all, and then weighed by them."""


class Scores(NamedTuple):
    """The scores of some ends with all beginnings near them, in steps of 1/64 of a natural logarithm."""

    rows: Mapping[int, int]
    """The rows of the ends that may be cut."""
    first_beginning: int
    scores: Numbers
    """By the row of the end, then by the beginning."""
    usual: list[int]
    """How well each beginning goes with any text."""
    usual_here: list[int]
    """How well it goes with the cut ends of the page."""
    usual_of_ends: list[int]
    """How well each end goes with any text."""
    best_of_ends: list[TopTwo]
    """The best two beginnings of each end."""
    best_of_beginnings: list[TopTwo]
    """The best two ends of each beginning."""
    goes_on: list[float]
    """Log odds that each beginning stands in mid-paragraph, less those of a usual one of the page."""


class TopTwo(NamedTuple):
    """The two best scores of a side, and whose the best is."""

    best: int
    of: int
    second: int

    def but_for(self, number: int) -> int:
        """Return the best score, that of one left out."""
        return self.second if number == self.of else self.best


NO_RIVAL = int(-FAR * STEPS)


class Continuations:
    """The scores of the pairs of a page; of a long document they are worked out part by part."""

    __slots__ = ("numbers", "scores", "sides", "tails")

    def __init__(self, fragments: Sequence[Fragment], sides: TextSides) -> None:
        """Begin with nothing scored."""
        self.numbers = array("L", [fragment.number for fragment in fragments])
        self.sides = sides
        self.tails: set[int] = set()
        """Ends that are scored although they do not look cut."""
        self.scores = Memo(partial(_score, fragments, sides, self.tails), PARTS_REMEMBERED)

    def expect(self, numbers: Iterable[int]) -> None:
        """Have the ends of these blocks scored, too, before they are asked for one by one."""
        new = {bisect_left(self.numbers, number) for number in numbers} - self.tails
        self.tails |= new
        for part in {end // ENDS_AT_ONCE for end in new}:
            if part in self.scores and any(end not in self.scores[part].rows for end in new):
                del self.scores[part]

    def at_a_glance(self, pairs: Iterable[tuple[int, int]]) -> dict[str, list[float]]:
        """Say how well heads continue tails, by themselves and beside each tail's best other head.

        Each pair is that of the numbers of its two blocks.
        """
        np = self.sides.load().numpy
        tails, heads = np.searchsorted(np.array(self.numbers), np.array([*pairs])).T
        by_end, beside = np.empty((2, len(tails)))
        parts = tails // ENDS_AT_ONCE
        for part in sorted({*parts.tolist()}):  # np.unique imports numpy.ma: 6 ms
            near, of_part = self.scores[part], parts == part
            rows = np.array([near.rows[end] for end in tails[of_part].tolist()])
            columns = heads[of_part] - near.first_beginning
            steps = near.scores[rows, columns] - np.array(near.usual)[columns]
            best, of, second = np.array(near.best_of_ends).T[:, rows]
            by_end[of_part], beside[of_part] = steps, steps - np.where(of == columns, second, best)
        continues = np.clip(by_end / STEPS, -FAR, FAR)
        return {
            "continues": continues.tolist(),
            "continues_well": np.maximum(0.0, continues - 2.0).tolist(),
            "continues_best": np.clip(beside / STEPS, -FAR, FAR).tolist(),
        }

    def evidence(self, tail: Fragment, head: Fragment, overlap: int = 0) -> Evidence:
        """Say how well a head continues a tail; so many of its first characters stand in both.

        Numbers are natural logarithms.
        """
        i, j = bisect_left(self.numbers, tail.number), bisect_left(self.numbers, head.number)
        near = self.scores[i // ENDS_AT_ONCE]
        if i not in near.rows:
            self.expect([tail.number])
            near = self.scores[i // ENDS_AT_ONCE]
        row, column = near.rows[i], j - near.first_beginning
        score, usual = near.scores.item(row, column), near.usual[column]
        if 0 < overlap < len(head.text):
            score, usual = self._behind(tail, head.text[overlap:])
        by_end = score - usual
        by_beginning = score - near.usual_of_ends[row]
        return {
            "continues": _natural(by_end),
            "continues_here": _natural(score - near.usual_here[column]),
            "continues_best": _natural(by_end - near.best_of_ends[row].but_for(column)),
            "continued_best": _natural(by_beginning - near.best_of_beginnings[column].but_for(row)),
            "head_goes_on": near.goes_on[column],
        }

    def _behind(self, tail: Fragment, text: str) -> tuple[int, int]:
        ends, beginnings = self.sides.ends, self.sides.beginnings
        scores = self.sides.load().scores(ends.vectors_of([tail.text]), beginnings.vectors_of([text]))
        return int(scores[0, 0]), beginnings.usual_of([text])[0]


def _natural(steps: int) -> float:
    return clamp(steps / STEPS, -FAR, FAR)


def _score(fragments: Sequence[Fragment], sides: TextSides, expected: Container[int], number: int) -> Scores:
    """Score some ends with all beginnings near them: those that look cut, and those that are expected."""
    model = sides.load()
    np = model.numpy
    first, last = number * ENDS_AT_ONCE, min(len(fragments), (number + 1) * ENDS_AT_ONCE)
    near, far = max(0, first - BLOCKS_APART), min(len(fragments), last + BLOCKS_APART)
    ends = [end for end in range(first, last) if fragments[end].truncated or end in expected]
    tails, heads = [fragments[end] for end in ends], fragments[near:far]
    left = sides.ends.vectors_of([tail.text for tail in tails])
    beginnings = [head.text for head in heads]
    right, goes_on = sides.beginnings.vectors_of(beginnings), sides.beginnings.odds_of(beginnings)
    usually_on = sorted(goes_on)[len(goes_on) // 2]
    scores = model.scores(left, right)
    usual = sides.beginnings.usual_of(beginnings)
    usual_of_ends = sides.ends.usual_of([tail.text for tail in tails])
    cut = [row for row, tail in enumerate(tails) if tail.truncated]
    same = np.arange(len(tails)), np.array(ends, np.intp) - near
    by_end = scores - np.array(usual)
    # of the ends that are not scored two stand for all: they are no rivals, alone or beside the best one
    others = min(2, last - first - len(tails))
    by_beginning = np.full((len(tails) + others, len(heads)), NO_RIVAL)
    by_beginning[: len(tails)] = scores - np.array(usual_of_ends, np.int64)[:, None]
    by_end[same] = by_beginning[same] = NO_RIVAL  # no text continues itself
    by_beginning[[row for row, tail in enumerate(tails) if not tail.truncated]] = NO_RIVAL
    return Scores(
        {end: row for row, end in enumerate(ends)},
        near,
        scores,
        usual,
        model.log_mean(scores[cut]) if len(cut) > 1 else usual,
        usual_of_ends,
        _best_two(by_end, np),
        _best_two(by_beginning.T, np),
        [odds - usually_on for odds in goes_on],
    )


def _best_two(scores: Numbers, np: ModuleType) -> list[TopTwo]:
    """Return the two best scores of each row; of equal ones the last is the best."""
    rows, last = np.arange(len(scores)), scores.shape[1] - 1
    of = last - scores[:, ::-1].argmax(axis=1)
    best = scores[rows, of]
    others = scores.copy()
    others[rows, of] = np.iinfo(scores.dtype).min if last else NO_RIVAL
    return [*map(TopTwo, best.tolist(), of.tolist(), others.max(axis=1).tolist())]
