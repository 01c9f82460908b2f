"""The trained models: weights that are added up, and trees where one clue matters beside another."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from convert.language.trees import Trees, trees_from
from convert.language.weights import Weights, log_odds

WEIGHTS_FILE = Path(__file__).parent / "data" / "weights.toml"
TREES_FILE = Path(__file__).parent / "data" / "trees.json"


@dataclass(frozen=True, slots=True, eq=False)
class Models:
    """The models by name; a name stands in one of both tables."""

    weights: Mapping[str, Weights]
    trees: Mapping[str, Trees]

    def odds(self, model: str, evidence: Mapping[str, float]) -> float:
        """Return the log odds that a model finds the evidence to speak for.

        Raises:
            KeyError: no such model.

        """
        grown = self.trees.get(model)
        return grown.odds(evidence) if grown is not None else log_odds(evidence, self.weights[model])


def load_models() -> Models:
    """Read the models that are shipped with the package (made by training/fit.py)."""
    weights = tomllib.loads(WEIGHTS_FILE.read_text("utf-8"))
    forests = json.loads(TREES_FILE.read_text("utf-8"))
    return Models(weights, {name: trees_from(forest) for name, forest in forests.items()})
