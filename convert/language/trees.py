"""Small decision trees that combine evidence where one clue matters only beside another one.

Each tree asks a few questions, ``[name, bound, yes, no]``: is this clue at most that much? It ends in a
number, and the numbers of all trees and the base add up to log odds. Boosted trees of Friedman, Greedy
function approximation: a gradient boosting machine, Annals of Statistics 29, 2001; made by training/fit.py,
which says how, and kept in trees.json, a tree a line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

FILE = Path(__file__).parent / "data" / "trees.json"

Tree: TypeAlias = "float | tuple[str, float, Tree, Tree]"
"""A leaf's log odds, or a question: the clue, the bound, the tree for at most the bound, the one for more."""


@dataclass(frozen=True, slots=True)
class Trees:
    """A model: what is true of anything, and the trees that say more."""

    base: float
    trees: tuple[Tree, ...]

    def odds(self, evidence: Mapping[str, float]) -> float:
        """Return the log odds of evidence; a clue that is not named counts 0."""
        total = self.base
        get = evidence.get
        for tree in self.trees:
            node = tree
            while isinstance(node, tuple):
                node = node[2] if get(node[0], 0.0) <= node[1] else node[3]
            total += node
        return total


@cache
def trees(model: str) -> Trees:
    """Return one model of the package's trees.json."""
    found = _read()[model]
    return Trees(found["base"], tuple(as_tree(tree) for tree in found["trees"]))


@cache
def _read() -> dict[str, dict[str, list[object]]]:
    """Read the file; it is shipped with the package and never changes."""
    data: dict[str, dict[str, list[object]]] = json.loads(FILE.read_text("utf-8"))
    return data


def as_tree(node: object) -> Tree:
    """Turn the file's lists into a tree."""
    if isinstance(node, list):
        name, bound, yes, no = node
        return str(name), float(bound), as_tree(yes), as_tree(no)
    return float(str(node))
