"""Weights of evidence, log odds and certainties: the numbers that every decision is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from operator import mul

Weights = Mapping[str, float]
"""How much each piece of evidence counts for a decision."""


def clamp(value: float, low: float, high: float) -> float:
    """Return the value between two bounds that is nearest to a value.

    >>> clamp(7.5, -3.0, 3.0)
    3.0
    """
    if value < low:
        return low
    if value > high:  # not `min`: it is one more call, and this is asked at every weighing
        return high
    return value


def log_odds(evidence: Mapping[str, float], model: Weights) -> float:
    """Return the log odds that the evidence speaks for: the sum of value times weight."""
    return sum([value * model[name] for name, value in evidence.items() if name in model])


def log_odds_of_columns(columns: Mapping[str, Sequence[float]], model: Weights) -> list[float]:
    """Return the same of evidence in columns, each piece by its name for all that is weighed.

    >>> log_odds_of_columns({"bias": [1.0, 1.0], "length": [0.0, 2.0]}, {"bias": -3.0, "length": 1.0})
    [-3.0, -1.0]
    """
    weighed = [(column, model[name]) for name, column in columns.items() if name in model]
    weights = [weight for _, weight in weighed]
    return [sum(map(mul, row, weights)) for row in zip(*(column for column, _ in weighed), strict=True)]


def certainty(odds: float) -> float:
    """Turn log odds into a probability, kept away from 0 and 1.

    >>> certainty(0.0)
    0.5
    """
    return 1.0 / (1.0 + exp(-clamp(odds, -7.0, 7.0)))
