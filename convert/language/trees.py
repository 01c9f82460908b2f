"""Small decision trees that combine evidence where one clue matters only beside another one.

Each tree asks a few questions, ``[name, bound, yes, no]``: is this clue at most that much? It ends in a
number, and the numbers of all trees and the base add up to log odds. Boosted trees of Friedman, Greedy
function approximation: a gradient boosting machine, Annals of Statistics 29, 2001; made by training/fit.py,
which says how, and kept in trees.json, a tree a line.

They are not walked. All leaves of all trees are the bits of one number, and each clue's value strikes out
the leaves that its answers close; the first leaf left of each tree is the one it ends in (Lucchese et al.,
QuickScorer, SIGIR 2015). Half a million questions a page become a few thousand.

Much evidence at once is a matrix, a row for each: what a clue leaves open of all trees is one row of bits,
taken for all evidence together.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import accumulate, chain, pairwise, repeat
from operator import add, and_, getitem
from typing import TYPE_CHECKING, Any, NamedTuple

from convert.language.numeric import load_numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

FEWEST_AT_ONCE = 6
"""Rows of evidence that are weighed one by one: fewer take less time so."""
WIDTH = 16
"""Leaves that a tree may have: those of four questions on the way."""
APART = 19
"""Modulo which the bits of so many leaves are different numbers: 2 is a primitive root of it."""
PLACES = tuple((1 << leaf) % APART for leaf in range(WIDTH))
"""Of each leaf, its bit modulo that."""


class Clue(NamedTuple):
    """What the trees ask of one clue: the bounds, rising, and the leaves left open above so many of them."""

    bounds: tuple[float, ...]
    left_open: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeafBits:
    """What strikes out leaves of all trees, as bits of one number."""

    clues: Mapping[str, Clue]
    absent: tuple[tuple[str, int], ...]
    """Clues that strike out leaves even where they are 0, for a bound of theirs is less; and what is left."""
    ends: tuple[Mapping[int, float], ...]
    """Of each tree, what its leaves say, by their bits."""
    layout: struct.Struct
    every: int
    """All leaves open."""
    lowest: int
    """The bits of each tree's first leaf."""


class ClueMasks(NamedTuple):
    """What the trees ask of one clue, for much evidence at once."""

    bounds: Numbers
    """Rising."""
    left_open: Numbers
    """Above so many bounds: by the tree, the leaves left open, as bits."""
    absent: Numbers | None
    """The row of these for evidence without the clue; None: it strikes out no leaf."""


class LeafMasks(NamedTuple):
    """The leaves of all trees for much evidence at once."""

    columns: Mapping[str, int]
    """Of each clue, its column in a matrix of evidence."""
    clues: tuple[ClueMasks, ...]
    """By the column."""
    ends: Numbers
    """What the leaves of each tree say, one tree behind the other, each by its bit modulo APART."""


@dataclass(frozen=True)
class Trees:
    """A model: what is true of anything, and its trees; laid out in either way when it is first asked so."""

    base: float
    trees: Sequence[Any]

    @cached_property
    def leaves(self) -> LeafBits:
        """The trees for evidence that is weighed alone.

        Raises:
            ValueError: a tree has more leaves than WIDTH.

        """
        return _leaves(self.trees)

    @cached_property
    def masks(self) -> LeafMasks:
        """The trees for much evidence at once.

        Raises:
            ValueError: a tree has more leaves than WIDTH.

        """
        return _masks(self.trees)

    def odds(self, evidence: Mapping[str, float]) -> float:
        """Return the log odds of evidence; a clue that is not named counts 0."""
        leaves = self.leaves
        clue_of, left = leaves.clues.get, leaves.every
        for name, value in evidence.items():
            clue = clue_of(name)
            if clue is not None and (above := bisect_left(clue[0], value)):
                left &= clue[1][above]
        for name, left_open in leaves.absent:
            if name not in evidence:
                left &= left_open
        left &= ~(left - leaves.lowest)  # the first open leaf of each tree: one is left in any case
        opened = leaves.layout.unpack(left.to_bytes(leaves.layout.size, "little"))
        # not `sum`, which rounds otherwise from one version of Python to the next
        return reduce(add, map(getitem, leaves.ends, opened), self.base)

    def odds_of(self, evidence: Sequence[Mapping[str, float]]) -> list[float]:
        """Return the log odds of each evidence; that of many takes half the time."""
        if len(evidence) < FEWEST_AT_ONCE:
            return [*map(self.odds, evidence)]
        np, masks, number = load_numpy(), self.masks, len(evidence)
        sizes = [*map(len, evidence)]
        values = np.zeros((len(masks.clues) + 1, number))  # the last row takes what the trees do not ask for
        listed = map(masks.columns.get, chain.from_iterable(evidence), repeat(len(masks.clues)))
        columns = np.fromiter(listed, np.intp, sum(sizes))
        values[columns, np.repeat(np.arange(number), sizes)] = np.fromiter(
            chain.from_iterable([each.values() for each in evidence]), float, len(columns)
        )
        left = np.full((number, len(self.trees)), (1 << WIDTH) - 1, np.uint16)
        for (bounds, left_open, absent), is_named, of_clue in zip(
            masks.clues, values.any(axis=1).tolist(), values, strict=False
        ):
            if is_named:
                left &= left_open.take(bounds.searchsorted(of_clue), axis=0)
            elif absent is not None:
                left &= absent
        first = left & (~left + np.uint16(1))  # the first open leaf: one is left in any case
        ends = np.empty((number, len(self.trees) + 1))
        ends[:, 0] = self.base
        ends[:, 1:] = masks.ends.take(first % np.uint16(APART) + APART * np.arange(len(self.trees)))
        odds: list[float] = ends.cumsum(axis=1)[:, -1].tolist()  # one after the other, as above
        return odds


def trees_from(forest: Mapping[str, Any]) -> Trees:
    """Return the model that data/trees.json has as a table."""
    return Trees(float(forest["base"]), forest["trees"])


def _leaves(forest: Sequence[Any]) -> LeafBits:
    """Lay out the leaves of trees, and what closes them."""
    trees = _leaves_and_questions(forest)
    # A tree's leaves that are not there are open from the start: the first open one is never among them.
    whole = (1 << WIDTH * len(trees)) - 1
    answers: dict[str, list[tuple[float, int]]] = {}
    for number, (_, questions) in enumerate(trees):
        for question in questions:
            left_open = whole ^ (question.closed << number * WIDTH)
            answers.setdefault(question.clue, []).append((question.bound, left_open))
    clues = {name: _clue(sorted(of_clue), whole) for name, of_clue in answers.items()}
    absent = tuple(
        (name, clue.left_open[bisect_left(clue.bounds, 0.0)])
        for name, clue in clues.items()
        if clue.bounds[0] < 0
    )
    of_trees = tuple({1 << number: end for number, end in enumerate(ends)} for ends, _ in trees)
    lowest = sum(1 << number * WIDTH for number in range(len(trees)))
    layout = struct.Struct(f"<{len(trees)}H")
    return LeafBits(clues, absent, of_trees, layout, whole, lowest)


def _masks(forest: Sequence[Any]) -> LeafMasks:
    """Lay out the leaves of trees, and what closes them, for much evidence at once."""
    np = load_numpy()
    places: list[int] = []
    values: list[float] = []
    columns: dict[str, int] = {}
    asked: list[tuple[int, float, int, int]] = []
    for number, (leaves, questions) in enumerate(_leaves_and_questions(forest)):
        places += [number * APART + place for place in PLACES[: len(leaves)]]
        values += leaves
        for name, bound, closed in questions:
            asked.append((columns.setdefault(name, len(columns)), bound, number, closed))
    ends = np.zeros(len(forest) * APART)
    ends[places] = values
    asked.sort()
    of_column, bounds, numbers, closed_leaves = map(np.array, zip(*asked, strict=True)) if asked else [[]] * 4
    starts = np.searchsorted(of_column, range(len(columns) + 1)).tolist()
    clues = [
        _clue_masks(bounds[start:end], numbers[start:end], closed_leaves[start:end], len(forest))
        for start, end in pairwise(starts)
    ]
    return LeafMasks(columns, tuple(clues), ends)


def _clue_masks(bounds: Numbers, numbers: Numbers, closed: Numbers, trees: int) -> ClueMasks:
    """Lay out what is left open of all trees above none of the bounds, the least one, the two least, ..."""
    np = load_numpy()
    left_open = np.full((len(bounds) + 1, trees), (1 << WIDTH) - 1, np.uint16)
    left_open[np.arange(1, len(bounds) + 1), numbers] ^= closed.astype(np.uint16)
    np.bitwise_and.accumulate(left_open, axis=0, out=left_open)
    absent = left_open[bounds.searchsorted(0.0)]
    return ClueMasks(bounds, left_open, absent if bounds[0] < 0 else None)


def _clue(answers: Sequence[tuple[float, int]], whole: int) -> Clue:
    """Lay out what is left open above none of the bounds, the least one, the two least ones, ..."""
    left_open = accumulate([whole, *(mask for _, mask in answers)], and_)
    return Clue(tuple(bound for bound, _ in answers), tuple(left_open))


class Question(NamedTuple):
    """Is this clue at most that much?"""

    clue: str
    bound: float
    closed: int
    """The leaves that are closed where it is more, as bits: those under "yes"."""


def _leaves_and_questions(forest: Sequence[Any]) -> list[tuple[list[float], list[Question]]]:
    """List the leaves of each tree from "yes" to "no", and its questions."""
    trees: list[tuple[list[float], list[Question]]] = [([], []) for _ in forest]
    for tree, (leaves, questions) in zip(forest, trees, strict=True):
        _walk(tree, leaves, questions)
    widest = max((len(leaves) for leaves, _ in trees), default=0)
    if widest > WIDTH:
        raise ValueError(f"a tree of {widest} leaves; {WIDTH} are the most that can be asked at once")
    return trees


def _walk(node: Any, leaves: list[float], questions: list[Question]) -> None:  # noqa: ANN401 - a JSON value
    """Add the leaves of a tree from "yes" to "no", and its questions."""
    if not isinstance(node, list):
        leaves.append(float(node))
        return
    name, bound, yes, no = node
    first = len(leaves)
    _walk(yes, leaves, questions)
    questions.append(Question(name, float(bound), (1 << len(leaves)) - (1 << first)))
    _walk(no, leaves, questions)
