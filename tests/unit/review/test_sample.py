"""What a sample proves, tried by simulation."""

from __future__ import annotations

from random import Random

import pytest

from convert.review.sample import chance_of_so_few, draw, most_wrong, prove

RUNS = 10_000


@pytest.mark.parametrize(
    ("population", "size", "wrong"),
    [
        (41, 10, 2),
        (41, 10, 20),
        (2_140, 560, 10),
        (2_140, 60, 100),
        (300, 299, 1),
        (500, 60, 25),
        (1_000, 10, 0),
    ],
)
def test_the_bound_holds_in_95_of_100_samples(population: int, size: int, wrong: int) -> None:
    """The share of 10,000 random samples whose bound is below the true number, which is known here."""
    random = Random(population + size + wrong)
    bounds = {k: most_wrong(population, size, k) for k in range(min(size, wrong) + 1)}
    items = list(range(population))
    held = sum(
        bounds[sum(item < wrong for item in draw(items, size, random))] >= wrong for _ in range(RUNS // 7 + 1)
    )
    assert held / (RUNS // 7 + 1) >= 0.95 - 0.01  # 0.01: two deviations of so many runs


def test_the_bound_holds_over_many_truths() -> None:
    """10,000 samples, each of another population with another number of wrong ones."""
    random = Random(4)
    held = 0
    for _ in range(RUNS):
        population = random.randint(1, 400)
        size, wrong = random.randint(1, population), random.randint(0, population)
        seen = sum(item < wrong for item in draw(list(range(population)), size, random))
        held += most_wrong(population, size, seen) >= wrong
    assert held / RUNS >= 0.95


def test_chances_are_those_of_the_hypergeometric_distribution() -> None:
    """By hand: of 5 with 2 wrong, 2 are drawn: none wrong in 3 of 10, at most one in 9 of 10."""
    assert chance_of_so_few(5, 2, 0, 2) == pytest.approx(0.3)
    assert chance_of_so_few(5, 2, 1, 2) == pytest.approx(0.9)
    assert chance_of_so_few(5, 2, 2, 2) == pytest.approx(1)


def test_the_proof_in_words() -> None:
    """A bound is rounded up; when all were looked at, nothing is left to prove."""
    assert prove(2_140, 560, 0).in_words == (
        "560 of 2,140 looked at, none wrong: with 95 % confidence at most 0.43 % are wrong"
    )
    assert prove(2_140, 560, 0).most_wrong == 9
    assert prove(41, 10, 1).in_words.startswith("10 of 41 looked at, 1 wrong: with 95 % confidence at most ")
    assert prove(41, 41, 3).in_words == "41 of 41 looked at, 3 wrong: all of them"
    assert prove(41, 41, 3).most_left == 0
