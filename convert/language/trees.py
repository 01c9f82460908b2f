"""Small decision trees that combine evidence where one clue matters only beside another one.

Each tree asks a few questions, ``[name, bound, yes, no]``: is this clue at most that much? It ends in a
number, and the numbers of all trees and the base add up to log odds. Boosted trees of Friedman, Greedy
function approximation: a gradient boosting machine, Annals of Statistics 29, 2001; made by training/fit.py,
which says how, and kept in trees.json, a tree a line.

They are not walked. All leaves of all trees are the bits of one number, and each clue's value strikes out
the leaves that its answers close; the first leaf left of each tree is the one it ends in (Lucchese et al.,
QuickScorer, SIGIR 2015). Half a million questions a page become a few thousand.

Much evidence at once is a matrix, a row for each: all trees are walked for all rows together, step by step.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import accumulate
from operator import add, and_, getitem
from typing import Any, NamedTuple

from convert.language.numeric import load_numpy

FEWEST_AT_ONCE = 6
"""Rows of evidence that are weighed one by one: fewer take less time so."""
WIDTH = 16
"""Leaves that a tree may have: those of four questions on the way."""


class Clue(NamedTuple):
    """What the trees ask of one clue: the bounds, rising, and the leaves left open above so many of them."""

    bounds: tuple[float, ...]
    left_open: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Nodes:
    """The questions and leaves of all trees; a leaf is a question whose both answers lead to it."""

    columns: Mapping[str, int]
    """Of each clue, its column in a matrix of evidence."""
    roots: array[int]
    """By the tree, its first node."""
    clues: array[int]
    """By the node, the column of the clue that is asked for."""
    bounds: array[float]
    after: array[int]
    """By the node twice, the next ones: behind "yes", behind "no"."""
    ends: array[float]
    """What a leaf says."""
    depth: int
    """Questions on the longest way."""


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
    def nodes(self) -> Nodes:
        """The trees for much evidence at once."""
        return _nodes(self.trees)

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
        np, nodes = load_numpy(), self.nodes
        columns, width = nodes.columns, len(nodes.columns)
        table = array("d", bytes(8 * width * len(evidence)))
        for row, named in enumerate(evidence):
            first = width * row
            for name, value in named.items():
                if name in columns:
                    table[first + columns[name]] = value
        values, clues, bounds, after = map(
            np.frombuffer, (table, nodes.clues, nodes.bounds, nodes.after), "dqdq"
        )
        at = np.repeat(np.frombuffer(nodes.roots, "q")[None], len(evidence), axis=0)
        rows = width * np.arange(len(evidence))[:, None]
        for _ in range(nodes.depth):
            at = after.take(2 * at + (values.take(rows + clues.take(at)) > bounds.take(at)))
        ends = np.empty((len(evidence), len(nodes.roots) + 1))
        ends[:, 0], ends[:, 1:] = self.base, np.frombuffer(nodes.ends).take(at)
        odds: list[float] = ends.cumsum(axis=1)[:, -1].tolist()  # one after the other, as above
        return odds


def trees_from(forest: Mapping[str, Any]) -> Trees:
    """Return the model that data/trees.json has as a table."""
    return Trees(float(forest["base"]), forest["trees"])


def _leaves(forest: Sequence[Any]) -> LeafBits:
    """Lay out the leaves of trees, and what closes them."""
    trees = [_tree(tree, []) for tree in forest]
    widest = max((len(ends) for ends, _ in trees), default=0)
    if widest > WIDTH:
        raise ValueError(f"a tree of {widest} leaves; {WIDTH} are the most that can be asked at once")
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


def _nodes(trees: Sequence[Any]) -> Nodes:
    """Lay out the nodes of trees, level by level."""
    columns: dict[str, int] = {}
    nodes = Nodes({}, array("q", range(len(trees))), array("q"), array("d"), array("q"), array("d"), 0)
    level, number, depth = [*trees], len(trees), -1
    while level:
        depth += 1
        below: list[Any] = []
        for node in level:
            name, bound, *answers = node if isinstance(node, list) else ("", 0.0)
            nodes.clues.append(columns.setdefault(name, len(columns)) if answers else 0)
            nodes.bounds.append(bound)
            nodes.ends.append(0.0 if answers else node)
            own = len(nodes.ends) - 1
            nodes.after.extend((number, number + 1) if answers else (own, own))
            number += len(answers)
            below += answers
        level = below
    return replace(nodes, columns=columns or {"": 0}, depth=depth)


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


def _tree(node: Any, leaves: list[float]) -> tuple[list[float], list[Question]]:  # noqa: ANN401 - a JSON value
    """List the leaves of a tree from "yes" to "no", and its questions."""
    if not isinstance(node, list):
        leaves.append(float(node))
        return leaves, []
    name, bound, yes, no = node
    first = len(leaves)
    _, under_yes = _tree(yes, leaves)
    closed = (1 << len(leaves)) - (1 << first)
    _, under_no = _tree(no, leaves)
    return leaves, [Question(name, float(bound), closed), *under_yes, *under_no]
