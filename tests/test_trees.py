"""Decision trees: what they ask, and what the package's own file holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from convert.language import trees as module
from convert.language.trees import FILE, grown, trees

PASSES = Path(module.__file__).parents[1] / "passes"


def test_leaves_of_all_trees_add_up() -> None:
    """Each tree adds the number that its questions lead to; what is not named is 0."""
    model = grown({"base": -1.0, "trees": [["a", 0.5, 0.25, 2.0], ["b", 1.0, ["a", 3.0, 4.0, 8.0], 16.0]]})
    assert model.odds({}) == -1.0 + 0.25 + 4.0
    assert model.odds({"a": 4.0}) == -1.0 + 2.0 + 8.0
    assert model.odds({"a": 0.5, "b": 2.0, "unheard of": 9.0}) == -1.0 + 0.25 + 16.0


def is_named(clue: str, source: str) -> bool:
    """Whether a clue is named in the passes, whole or made of parts: tail_over_{what}, {name}_apart."""
    parts = clue.split("_")
    made = [("_".join(parts[:n]) + "_{", "_".join(parts[n:])) for n in range(1, len(parts))]
    made += [("}_" + "_".join(parts[n:]), "_".join(parts[:n])) for n in range(1, len(parts))]
    return f'"{clue}"' in source or any(form in source and rest in source for form, rest in made)


@pytest.mark.parametrize("model", ["article", "pair"])
def test_every_clue_asked_for_is_one_that_a_pass_can_find(model: str) -> None:
    """A clue that nobody names any more would be a silent 0: each is written out in the passes."""
    source = "".join(path.read_text("utf-8") for path in PASSES.glob("*.py"))
    source = source.replace("{name + suffix", "{name}_heading")
    silent = {name for name in trees(model).clues if not is_named(name, source)}
    assert not {name for name in silent if not re.fullmatch(r"\w+_heading", name)}


def test_file_has_a_tree_a_line() -> None:
    """The file can be read, and its diff too."""
    text = FILE.read_text("utf-8")
    count = sum(len(model["trees"]) for model in json.loads(text).values())
    assert len(text.splitlines()) == count + 2 * len(json.loads(text)) + 2
