"""Trained weights, kept in a readable file: how much each piece of evidence counts for a decision."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from math import exp
from pathlib import Path
from types import MappingProxyType

Weights = Mapping[str, float]


@cache
def weights(model: str) -> Weights:
    """Return the weights of a model from data/weights.toml (made by training/fit.py)."""
    table = tomllib.loads((Path(__file__).parent / "data" / "weights.toml").read_text("utf-8"))
    return MappingProxyType({name: float(value) for name, value in table[model].items()})


def odds(evidence: Mapping[str, float], model: Weights) -> float:
    """Return the log odds that the evidence speaks for: the sum of value times weight."""
    return sum([value * model[name] for name, value in evidence.items() if name in model])


def certainty(log_odds: float) -> float:
    """Turn log odds into a probability, kept away from 0 and 1.

    >>> certainty(0.0)
    0.5
    """
    return 1.0 / (1.0 + exp(-max(-7.0, min(7.0, log_odds))))
