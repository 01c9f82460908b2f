"""Openings without a heading that several gaps, or all parts of a page, tell together."""

from __future__ import annotations

from convert.analysis.headings.doubtful_gaps import PagePart, WeighedOpening, opened_together, taken_back
from convert.analysis.texts.cohesion import Words


def gaps(*chances: float, opens: int = -1, headed: int = -1) -> list[WeighedOpening]:
    """Return gaps without headings, but for the one of number `headed`."""
    return [WeighedOpening(chance, n == headed, n == opens) for n, chance in enumerate(chances)]


def test_of_several_doubtful_gaps_the_likeliest_opens() -> None:
    """They add up to more than a third of an opening."""
    assert [*opened_together(gaps(0.02, 0.14, 0.2, 0.12, 0.02))] == [2]


def test_a_lone_doubtful_gap_does_not_open() -> None:
    """Its neighbours say nothing, or they are too far away."""
    assert [*opened_together(gaps(0.02, 0.01, 0.2, 0.01, 0.02))] == []
    assert [*opened_together(gaps(0.2, 0.01, 0.01, 0.2))] == []


def test_beside_an_opening_nothing_else_opens() -> None:
    """What is doubtful there is where that opening stands."""
    assert [*opened_together(gaps(0.14, 0.2, 0.3, 0.15, opens=2))] == []


def test_headings_are_decided_by_themselves() -> None:
    """They neither open so, nor add their chance."""
    assert [*opened_together(gaps(0.02, 0.14, 0.19, 0.12, headed=2))] == []


def part(words: str, *, is_headed: bool = False) -> PagePart:
    """Return a part that has some words, each of ten bits."""
    bits = dict.fromkeys(words, 10.0)
    return PagePart(Words(bits, sum(bits.values())), is_headed)


def test_a_part_that_goes_best_with_the_one_before_it_is_none() -> None:
    """Whether or not that has a heading."""
    assert [*taken_back([part("甲乙丙"), part("甲乙丁"), part("戊己庚")])] == [1]
    assert [
        *taken_back([part("甲乙丙", is_headed=True), part("甲乙丁"), part("戊己庚", is_headed=True)])
    ] == [1]


def test_a_part_that_goes_as_well_with_another_one_stays() -> None:
    """So does one that goes best with what stands elsewhere, and one with a heading."""
    assert [*taken_back([part("甲乙丙"), part("甲乙丁"), part("甲乙庚")])] == []
    assert [*taken_back([part("戊己庚"), part("甲乙丁"), part("子丑寅"), part("甲乙丙")])] == []
