"""Trained weights: how much each piece of evidence counts for a decision."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

Weights = Mapping[str, float]


def log_odds(evidence: Mapping[str, float], model: Weights) -> float:
    """Return the log odds that the evidence speaks for: the sum of value times weight."""
    return sum([value * model[name] for name, value in evidence.items() if name in model])


def certainty(odds: float) -> float:
    """Turn log odds into a probability, kept away from 0 and 1.

    >>> certainty(0.0)
    0.5
    """
    return 1.0 / (1.0 + exp(-max(-7.0, min(7.0, odds))))
