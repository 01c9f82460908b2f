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


def test_of_equal_chances_near_each_other_one_opens() -> None:
    """They add up to less than one opening."""
    assert [*opened_together(gaps(0.2, 0.2, 0.2))] == [0]
    assert [*opened_together(gaps(0.2, 0.2, 0.01, 0.2, 0.2))] == [0, 3]


def test_gaps_beside_are_two_on_each_side() -> None:
    """What stands further away adds nothing, and what adds up to too little does not open."""
    assert [*opened_together(gaps(0.09, 0.0, 0.2, 0.0, 0.09))] == [2]
    assert [*opened_together(gaps(0.09, 0.0, 0.0, 0.2, 0.0, 0.0, 0.09))] == []
    assert [*opened_together(gaps(0.07, 0.0, 0.2, 0.0, 0.07))] == []


def test_many_small_chances_open_nothing() -> None:
    """None of them is likely by itself."""
    assert [*opened_together(gaps(0.11, 0.11, 0.11, 0.11, 0.11))] == []


def test_headings_are_decided_by_themselves() -> None:
    """They neither open so, nor add their chance."""
    assert [*opened_together(gaps(0.02, 0.14, 0.19, 0.12, headed=2))] == []
    assert [*opened_together(gaps(0.17, 0.3, 0.2, headed=1))] == [2]


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


def test_a_part_is_taken_back_by_what_the_part_before_it_shares_with_it_alone() -> None:
    """It itself may go as well with another one; but a heading above it shows that it is none."""
    last = part("甲乙庚辛壬", is_headed=True)
    assert [*taken_back([part("丙丁戊甲"), part("丙丁乙庚"), last])] == [1]
    assert [*taken_back([part("丙丁戊甲"), part("丙丁乙庚", is_headed=True), last])] == []


def test_one_word_of_many_is_not_alike() -> None:
    """Long texts share a word by chance."""
    assert [*taken_back([part("甲" + "子丑寅卯辰巳午未"), part("甲" + "一二三四五六七八")])] == []
    assert [*taken_back([part("甲子丑"), part("甲一二")])] == [1]


def test_parts_far_away_are_not_compared() -> None:
    """Ten parts before and behind one are."""
    between = [part(word) for word in "一二三四五六七八九"]
    assert [*taken_back([part("甲乙丙丁"), *between, part("甲戊己"), part("甲乙丙")])] == [11]
    assert [*taken_back([part("甲乙丙丁"), *between[1:], part("甲戊己"), part("甲乙丙")])] == []
    others = [part("戊庚辛", is_headed=True), *between[2:]]
    assert [*taken_back([part("甲乙丁"), part("甲戊己"), *others, part("甲乙丙")])] == []
    assert [*taken_back([part("甲乙丁"), part("甲戊己"), *others, part("丑寅卯")])] == [1]
