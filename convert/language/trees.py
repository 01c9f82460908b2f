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
from typing import Any, TypeAlias

FILE = Path(__file__).parent / "data" / "trees.json"

Tree: TypeAlias = "float | tuple[int, float, Tree, Tree]"
"""A leaf's log odds, or a question: the clue's number, the bound, the tree for at most it, that for more."""


@dataclass(frozen=True, slots=True)
class Trees:
    """A model: what is true of anything, the clues by their numbers, and the trees that ask for them."""

    base: float
    names: tuple[str, ...]
    trees: tuple[Tree, ...]

    def odds(self, evidence: Mapping[str, float]) -> float:
        """Return the log odds of evidence; a clue that is not named counts 0."""
        get = evidence.get
        values = [get(name, 0.0) for name in self.names]
        total = self.base
        for tree in self.trees:
            node = tree
            while type(node) is tuple:  # not isinstance: this is asked half a million times a page
                node = node[2] if values[node[0]] <= node[1] else node[3]
            total += node  # type: ignore[operator] # mypy does not narrow by type() is
        return total


@cache
def trees(model: str) -> Trees:
    """Return one model of the package's trees.json."""
    return grown(_read()[model])


def grown(found: Mapping[str, Any]) -> Trees:
    """Make a model of what the file says of it."""
    numbers: dict[str, int] = {}
    made = tuple(_tree(tree, numbers) for tree in found["trees"])
    return Trees(float(found["base"]), tuple(numbers), made)


@cache
def _read() -> dict[str, dict[str, Any]]:
    """Read the file; it is shipped with the package and never changes."""
    data: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    return data


def _tree(node: Any, numbers: dict[str, int]) -> Tree:  # noqa: ANN401 - a JSON value
    """Turn the file's lists into a tree, and number the clues as they come."""
    if isinstance(node, list):
        name, bound, yes, no = node
        number = numbers.setdefault(name, len(numbers))
        return number, float(bound), _tree(yes, numbers), _tree(no, numbers)
    return float(node)
