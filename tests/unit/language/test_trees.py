"""Decision trees: what they ask, and what the package's own file holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from convert.language import language
from convert.language import trees as module
from convert.language.models import TREES_FILE
from convert.language.trees import Trees, trees_from

PACKAGE = Path(module.__file__).parents[1]


def shipped(model: str) -> Trees:
    """Return one of the package's models."""
    return language("zh-Hans").models.trees[model]


def test_leaves_of_all_trees_add_up() -> None:
    """Each tree adds the number that its questions lead to; what is not named is 0."""
    model = trees_from(
        {"base": -1.0, "trees": [["a", 0.5, 0.25, 2.0], ["b", 1.0, ["a", 3.0, 4.0, 8.0], 16.0]]}
    )
    assert model.odds({}) == -1.0 + 0.25 + 4.0
    assert model.odds({"a": 4.0}) == -1.0 + 2.0 + 8.0
    assert model.odds({"a": 0.5, "b": 2.0, "unheard of": 9.0}) == -1.0 + 0.25 + 16.0


def test_file_has_a_tree_a_line() -> None:
    """The file can be read, and its diff too."""
    text = TREES_FILE.read_text("utf-8")
    count = sum(len(model["trees"]) for model in json.loads(text).values())
    assert len(text.splitlines()) == count + 2 * len(json.loads(text)) + 2


def walked(tree: Any, evidence: Mapping[str, float]) -> float:  # noqa: ANN401 - a JSON value
    """Ask one question after another."""
    while isinstance(tree, list):
        name, bound, yes, no = tree
        tree = yes if evidence.get(name, 0.0) <= bound else no
    return float(tree)


@pytest.mark.parametrize("model", ["article", "pair"])
def test_bits_say_what_a_walk_says(model: str) -> None:
    """All trees asked at once end where each walked by itself ends, on bounds and beside them."""
    found = json.loads(TREES_FILE.read_text("utf-8"))[model]
    known, chance = shipped(model), Random(4711)
    together: list[Mapping[str, float]] = []
    for _ in range(200):
        asked = chance.sample(sorted(known.leaves.clues), chance.randint(0, len(known.leaves.clues)))
        evidence = {
            name: chance.choice([*known.leaves.clues[name].bounds, -9.0, 0.0, 9.0])
            + chance.choice([0.0, 1e-9, -1e-9])
            for name in asked
        }
        plain = sum((walked(tree, evidence) for tree in found["trees"]), float(found["base"]))
        assert known.odds(evidence) == pytest.approx(plain, abs=1e-9)
        together.append(evidence | {"unheard of": 9.0})
    assert known.odds_of(together) == [*map(known.odds, together)]


def test_no_tree_and_no_evidence_are_the_base_and_nothing() -> None:
    """As many odds as there is evidence."""
    bare = trees_from({"base": -1.0, "trees": [0.25]})
    assert bare.odds_of([{}] * 9) == [-0.75] * 9
    assert bare.odds_of([]) == []


def test_a_tree_too_wide_is_refused() -> None:
    """A tree of more leaves than are asked at once would end anywhere."""
    tree: Any = 0.0
    for bound in range(16):
        tree = ["a", float(bound), tree, 1.0]
    with pytest.raises(ValueError, match="17 leaves"):
        trees_from({"base": 0.0, "trees": [tree]}).odds({})
