"""Figures that a recogniser has read as letters, within numbers: l and I for 1, O and o for 0.

"in l87l", "in I9I2"        ->  "in 1871", "in 1912"     four places that make a year
"2O0 men", "£1,5OO"         ->  "200 men", "£1,500"      a naught among other figures
"10l.", "CO2", "O2", "l2"   stay: pounds, names of things, too little to tell
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.document.actions import TextEdit
from convert.text.pattern import LatePattern

YEAR = LatePattern(
    r"(?<![\w.,/&=?-])(?=[lIOo\d]*\d[lIOo\d]*\d)(?=[\dO]*[lIO])[1lI][5-9][\dlIOo][\dlIOo](?![\w/=]|[.,-]\d|\.[A-Za-z])"
)
"""A year with letters among its figures; two of them are figures."""
NUMBER = LatePattern(
    r"(?<![\w./&=?-])(?=[^\s]{0,11}[Oo])(?:[1-9][\dOo]{0,2}(?:,[\dOo]{3})+|[1-9][\dOo]{2,6}|[1-9]O(?=[lsd]\.))(?![^\W_lsd]|_|[/=]|[lsd](?!\.)|[.,]\w)"
)
"""A number with O among its figures, or in the groups behind them."""
LETTERS = {"l": "1", "I": "1", "O": "0", "o": "0"}
OF_MONEY = frozenset("lsd")
SURE = 0.95
FEWEST_FIGURES = 2


def misread_figures(text: str) -> Iterator[TextEdit]:
    """Yield the letters that stand for figures in a text.

    >>> [edit.reading for edit in misread_figures("In l87l he paid £1,5OO and 10l. to 2O0 men.")]
    ['1', '1', '0', '0', '0']
    >>> [*misread_figures("CO2 and 3l. of it, in the Il87 and to 1OO")][0].start
    39
    """
    for form in (YEAR, NUMBER):
        for found in form.finditer(text):
            of_figures = sum(map(str.isdigit, found.group()))
            if (
                form is NUMBER
                and text[found.end() : found.end() + 1] not in OF_MONEY
                and of_figures + found.group().lower().count("o") < FEWEST_FIGURES + 1
            ):
                continue
            for at, letter in enumerate(found.group(), found.start()):
                if letter in LETTERS:
                    yield TextEdit(at, at + 1, LETTERS[letter], SURE)
