"""Lines of Latin script that print parted, beside paragraphs that a column did."""

from __future__ import annotations

import pytest

from convert.analysis.latin.latin_items import runs_alike, runs_with_capitals, share_of_capitals

PARAGRAPH = """The tenants of the marsh have
written to the drainage board
that the sluice at Parson's
Drove has not been opened
since the autumn, and that
Mr. Lowe's cattle stand in""".splitlines()
TITLES = """Why the tram is always late
Ten gardens to see in June
The man who counts gulls
How well do you know your street?""".splitlines()
DECK = """Says It Would Rob the Farmers
Of Their Water in the Summer
And Give It to the Mills
At the Head of the Valley""".splitlines()
SHIPS = """Batavier II, kapt. De Wit, van Londen
Zeeland, kapt. Smit, van Harwich
Maria, kapt. Vos, van Riga met hout""".splitlines()


@pytest.mark.parametrize("lines", [PARAGRAPH, DECK, TITLES[:2]], ids=["paragraph", "deck", "two lines"])
def test_lines_that_a_column_ends_are_no_items(lines: list[str]) -> None:
    """Nor are those of a heading whose words all begin with capitals."""
    assert not [*runs_alike(lines), *runs_with_capitals(lines, share_of_capitals(lines))]


def test_titles_are_items() -> None:
    """Each begins with a capital, and hardly a word within does."""
    assert [*runs_with_capitals(TITLES, share_of_capitals(TITLES))] == [range(4)]


def test_titles_are_none_on_a_page_of_nouns() -> None:
    """German has so many capitals that four lines begin with one by chance."""
    assert not [*runs_with_capitals(TITLES, 0.3)]


def test_lines_with_the_same_marks_are_items() -> None:
    """Below running text, too."""
    assert [*runs_alike(SHIPS)] == [range(3)]
    assert [*runs_alike([*PARAGRAPH, *SHIPS])] == [range(6, 9)]
