"""Grow the decision trees of convert/language/trees.py.

scikit-learn's gradient boosting: few, shallow trees, each grown on a part of the examples and of the
clues, so that no page is learnt by heart. Leaves are rounded to a thousandth, bounds to a ten thousandth.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer

NUMBER, DEPTH, RATE = 120, 4, 0.1


class Shape(NamedTuple):
    """How trees are grown from many examples."""

    number: int = NUMBER
    leaves: int = 16
    rate: float = 0.08
    """What each tree adds of what it found."""
    least: int = 25
    """Examples of a leaf."""
    signs: Mapping[str, int] = MappingProxyType({})
    """Clues of which more may only speak for a thing (1), or against it (-1), whatever the examples say."""


def grow(evidence: Sequence[Mapping[str, float]], truths: Sequence[bool]) -> dict[str, Any]:
    """Grow a model's trees from examples; they are the same for the same examples."""
    table = DictVectorizer(sparse=False)
    matrix = table.fit_transform(evidence)
    machine = GradientBoostingClassifier(
        n_estimators=NUMBER,
        max_depth=DEPTH,
        learning_rate=RATE,
        subsample=0.6,
        min_samples_leaf=25,
        max_features=0.5,
        random_state=1998,
    )
    machine.fit(matrix, truths)
    names = table.get_feature_names_out()
    share = sum(truths) / len(truths)
    return {
        "base": round(log(share / (1 - share)), 3),
        "trees": [_node(grown[0].tree_, 0, names) for grown in machine.estimators_],
    }


def grow_many(
    evidence: Sequence[Mapping[str, float]], truths: Sequence[bool], shape: Shape
) -> dict[str, Any]:
    """Grow a model's trees from a hundred thousand examples: bounds are looked for among 255 of each clue."""
    table = DictVectorizer(sparse=False)
    matrix = table.fit_transform(evidence)
    names = table.get_feature_names_out()
    machine = HistGradientBoostingClassifier(
        max_iter=shape.number,
        max_leaf_nodes=shape.leaves,
        learning_rate=shape.rate,
        min_samples_leaf=shape.least,
        l2_regularization=1.0,
        max_features=0.5,
        early_stopping=False,
        random_state=1998,
        monotonic_cst=[shape.signs.get(name, 0) for name in names],
    )
    machine.fit(matrix, truths)
    trees = [_binned_node(grown[0].nodes, 0, names) for grown in machine._predictors]  # noqa: SLF001 - no other way
    return {"base": round(float(machine._baseline_prediction.item()), 3), "trees": trees}  # noqa: SLF001


def _binned_node(nodes: Any, at: int, names: Sequence[str]) -> Any:  # noqa: ANN401 - scikit-learn has no types
    """Write a node and what hangs on it as nested lists."""
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), 3)
    left = _binned_node(nodes, int(node["left"]), names)
    right = _binned_node(nodes, int(node["right"]), names)
    return [str(names[node["feature_idx"]]), round(float(node["num_threshold"]), 4), left, right]


def _node(tree: Any, at: int, names: Sequence[str]) -> Any:  # noqa: ANN401 - scikit-learn has no types
    """Write a node and what hangs on it as nested lists."""
    if tree.children_left[at] < 0:
        return round(float(tree.value[at][0][0]) * RATE, 3)
    left = _node(tree, int(tree.children_left[at]), names)
    right = _node(tree, int(tree.children_right[at]), names)
    return [str(names[tree.feature[at]]), round(float(tree.threshold[at]), 4), left, right]


def write(models: Mapping[str, Mapping[str, Any]], path: Path) -> None:
    """Write models, a tree a line."""
    parts = []
    for name in sorted(models):
        lines = ",\n".join(json.dumps(tree) for tree in models[name]["trees"])
        parts.append(f'"{name}": {{"base": {models[name]["base"]}, "trees": [\n{lines}\n]}}')
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")
