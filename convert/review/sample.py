"""What a sample proves: how many of all may be wrong, if so many of those looked at were.

    560 of 2,140 looked at, none wrong   ->   with 95 % confidence at most 0.43 % are wrong

The sample is drawn at random and without putting back, so the number of wrong ones in it follows the
hypergeometric distribution. The bound is the largest number of wrong ones in all under which so few in the
sample would still be seen in more than 5 % of samples: the one-sided limit of Clopper and Pearson for finite
populations (Buonaccorsi, "A note on confidence intervals for proportions in finite populations", The American
Statistician 41, 1987).
"""

from __future__ import annotations

from math import ceil, exp, lgamma
from random import Random
from typing import NamedTuple, TypeVar

Item = TypeVar("Item")
CONFIDENCE = 0.95


class SampleProof(NamedTuple):
    """What a sample proves."""

    population: int
    looked_at: int
    wrong: int
    """Of those looked at."""
    most_wrong: int
    """Of all, with the confidence given."""
    confidence: float = CONFIDENCE

    @property
    def most_left(self) -> int:
        """How many wrong ones are left at most when those that were seen are set right."""
        return self.most_wrong - self.wrong

    @property
    def in_words(self) -> str:
        """Say it."""
        seen = f"{self.looked_at:,} of {self.population:,} looked at"
        wrong = f"{self.wrong:,} wrong" if self.wrong else "none wrong"
        if self.looked_at == self.population:
            return f"{seen}, {wrong}: all of them"
        percent = _percent_above(self.most_wrong, self.population)
        sure = f"with {round(100 * self.confidence)} % confidence"
        return f"{seen}, {wrong}: {sure} at most {percent} % are wrong"


def prove(population: int, looked_at: int, wrong: int, confidence: float = CONFIDENCE) -> SampleProof:
    """Return what a sample proves."""
    return SampleProof(
        population, looked_at, wrong, most_wrong(population, looked_at, wrong, confidence), confidence
    )


def most_wrong(population: int, looked_at: int, wrong: int, confidence: float = CONFIDENCE) -> int:
    """Return how many of a population may be wrong at most, with a confidence."""
    low, high = wrong, population - (looked_at - wrong)
    while low < high:  # the chance falls as the number of wrong ones grows
        middle = (low + high + 1) // 2
        if chance_of_so_few(population, looked_at, wrong, middle) > 1 - confidence:
            low = middle
        else:
            high = middle - 1
    return low


def chance_of_so_few(population: int, looked_at: int, wrong: int, all_wrong: int) -> float:
    """Return the chance that a sample has so few wrong ones, or fewer, if so many of all are wrong."""
    least = max(0, looked_at - (population - all_wrong))
    whole = _log_choose(population, looked_at)
    return sum(
        exp(_log_choose(all_wrong, k) + _log_choose(population - all_wrong, looked_at - k) - whole)
        for k in range(least, min(wrong, all_wrong, looked_at) + 1)
    )


def draw(items: list[Item], size: int, random: Random) -> list[Item]:
    """Draw a sample without putting back."""
    return random.sample(items, min(size, len(items)))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _percent_above(part: int, whole: int) -> str:
    """Return a share in percent, rounded up: it is a bound."""
    percent = 100 * part / whole
    digits = 2 if percent < 1 else 1
    return f"{ceil(round(percent * 10**digits, 6)) / 10**digits:g}"
