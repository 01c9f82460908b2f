"""Weights of evidence, log odds and certainties: the numbers that every decision is made of."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

Weights = Mapping[str, float]
"""How much each piece of evidence counts for a decision."""


def clamp(value: float, low: float, high: float) -> float:
    """Return the value between two bounds that is nearest to a value.

    >>> clamp(7.5, -3.0, 3.0)
    3.0
    """
    return low if value < low else min(value, high)


def log_odds(evidence: Mapping[str, float], model: Weights) -> float:
    """Return the log odds that the evidence speaks for: the sum of value times weight."""
    return sum([value * model[name] for name, value in evidence.items() if name in model])


def certainty(odds: float) -> float:
    """Turn log odds into a probability, kept away from 0 and 1.

    >>> certainty(0.0)
    0.5
    """
    return 1.0 / (1.0 + exp(-clamp(odds, -7.0, 7.0)))
