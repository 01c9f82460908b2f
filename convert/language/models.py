"""The trained models: weights that are added up, and trees where one clue matters beside another."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from convert.language.claims import Claims, claims_from
from convert.language.trees import Trees, trees_from
from convert.language.weights import Weights, log_odds, log_odds_of_columns

WEIGHTS_FILE = Path(__file__).parent / "data" / "weights.toml"
TREES_FILE = Path(__file__).parent / "data" / "trees.json"
LATIN_TREES_FILE = Path(__file__).parent / "data" / "latin-trees.json"
HARM_FILE = Path(__file__).parent / "data" / "harm.toml"
CLAIMS_FILE = Path(__file__).parent / "data" / "claims.toml"

HarmTable = Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]
"""By the damage (low, some, high), the rule, and a threshold: the `wrong` and the `right` characters that it
changes from that certainty on, in 100,000."""


@dataclass(frozen=True, slots=True, eq=False)
class Models:
    """The models by name; a name stands in one of both tables."""

    weights: Mapping[str, Weights]
    trees: Mapping[str, Trees]
    harm: HarmTable = field(default_factory=dict)
    """What the rules changed wrongly and rightly on pages that nothing was fitted on."""
    claims: Claims = field(default_factory=dict)
    """What is claimed of what the models are certain of; a kind that is not in it is claimed as it is."""

    def odds(self, model: str, evidence: Mapping[str, float]) -> float:
        """Return the log odds that a model finds the evidence to speak for.

        Raises:
            KeyError: no such model.

        """
        grown = self.trees.get(model)
        return grown.odds(evidence) if grown is not None else log_odds(evidence, self.weights[model])

    def odds_of(self, model: str, evidence: Sequence[Mapping[str, float]]) -> list[float]:
        """Return the same of each evidence, that of many together."""
        grown = self.trees.get(model)
        return [self.odds(model, each) for each in evidence] if grown is None else grown.odds_of(evidence)

    def odds_of_columns(self, model: str, columns: Mapping[str, Sequence[float]]) -> list[float]:
        """Return the same of much evidence, each piece a column by its name; the model adds weights up."""
        return log_odds_of_columns(columns, self.weights[model])

    def claimed(self, kind: str, cert: float) -> float:
        """Return what is claimed of a decision of a kind that is as certain as this."""
        claim = self.claims.get(kind)
        return cert if claim is None else claim.of(cert)


def load_models() -> Models:
    """Read the models that are shipped with the package (made by the scripts in training/)."""
    weights = tomllib.loads(WEIGHTS_FILE.read_text("utf-8"))
    forests = json.loads(TREES_FILE.read_text("utf-8"))
    harm = tomllib.loads(HARM_FILE.read_text("utf-8"))
    claims = claims_from(tomllib.loads(CLAIMS_FILE.read_text("utf-8")))
    return Models(weights, {name: trees_from(forest) for name, forest in forests.items()}, harm, claims)


def load_latin_models() -> Models:
    """Read the models of text in Latin script (made by training/misread_words.py)."""
    forests = json.loads(LATIN_TREES_FILE.read_text("utf-8"))
    return Models({}, {name: trees_from(forest) for name, forest in forests.items()})
