"""Which figures on the two sides of a line end are one number, and which stay two."""

from __future__ import annotations

import pytest

from convert.analysis.latin.cut_numbers import LONGEST, is_cut_number


@pytest.mark.parametrize(
    ("tail", "head", "code"),
    [
        ("asked for $3,", "000 of it", "en"),
        ("a loan of 3,500,", "000 dollars", "en"),
        ("the rates are £31,-", "400 a year", "en"),
        ("it cost £1,250,", "316.", "en"),
        ("some 1,24", "6,310 men", "en"),
        ("es sind 1.234.", "000 Mark", "de"),
        ("das Pfund zu 12,", "05 Mark", "de"),
        ("à 23,", "05 francs le quintal", "fr"),
    ],
)
def test_a_naught_or_a_sign_of_money_proves_one_number(tail: str, head: str, code: str) -> None:
    """A group that begins with a naught is no number of its own, nor is a sum of money a count."""
    assert is_cut_number(tail, head, code)


@pytest.mark.parametrize(
    ("tail", "head", "code"),
    [
        ("Ward 1,", "210 for, 45 against.", "en"),
        ("Of the 900,", "316 voted", "en"),
        ("Of the 1,900,", "316 voted", "en"),
        ("in Suite 12,", "120 Wall Street", "en"),
        ("down Route 66,", "200 miles west", "en"),
        ("the score was Yale 21,", "150 of them left", "en"),
        ("in Township 12,", "160,000 acres", "en"),
        ("the men paid $5,", "300 men of them", "en"),
        ("they paid $3,", "200, 300 and 450", "en"),
        ("pages 9,12,14", "5,310 men", "en"),
        ("Leeds 1,234.", "567 York", "de"),
        ("im Jahre zuvor 1,234.", "567 Mark kamen", "de"),
        ("wurde an diesem Tage 87.", "120 Gäste kamen", "de"),
        ("bis zur Seite 45.", "300 Bürger", "de"),
        ("das waren 1.234.", "567 Gäste kamen", "de"),
        ("am Marktplatz 12,", "50 Mark Belohnung", "de"),
        ("selon l'article 12,", "50 francs d'amende", "fr"),
        ("selon l'article 12,", "150 francs d'amende", "fr"),
        ("il arriva le 12,", "20 kilomètres plus loin", "fr"),
    ],
)
def test_two_numbers_stay_two(tail: str, head: str, code: str) -> None:
    """What may be two numbers is not made one: no word before them would have to be known."""
    assert not is_cut_number(tail, head, code)


@pytest.mark.parametrize(
    ("figures", "ending", "head", "code"),
    [
        ("123,", "45", "6,310", "en"),
        ("123,", "123,", "000", "en"),
        ("123.", "123.", "000", "de"),
        ("123 ", "123,", "05 francs", "fr"),
    ],
)
def test_figures_are_looked_for_right_before_the_line_end(
    figures: str, ending: str, head: str, code: str
) -> None:
    """A long run of figures is no number, so no more of it than that is gone over."""
    assert is_cut_number(f"of {figures}{ending}", head, code)
    many = figures * LONGEST
    assert is_cut_number(f"{many} of {figures}{ending}", head, code)
    assert not is_cut_number(f"{many}{ending}", head, code) or figures.endswith(" ")
