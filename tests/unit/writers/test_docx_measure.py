"""Lines of headings and page numbers, as far as they are known before a word processor sets them."""

from __future__ import annotations

import pytest

from convert.document.model import Metadata
from convert.document.roles import Role
from convert.language import cut_words
from convert.typeset.styles import load_style
from convert.writers.docx.measure import PRESSED, heading_width, lines_of, units_of
from convert.writers.docx.pagination import first_pages
from tests.support.build import document


def lines(text: str, width: float, mark: float = 1.0) -> list[str]:
    """Return the lines of a text."""
    return [text[line.start : line.stop] for line in lines_of(units_of(text, mark), width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        pytest.param("江上的灯一盏一盏亮", 4.0, ["江上的灯", "一盏一盏", "亮"], id="Han"),
        pytest.param("他说：“灯亮”。", 4.0, ["他说：", "“灯", "亮”。"], id="marks stay with their word"),
        pytest.param("a word of it", 3.0, ["a ", "word ", "of it"], id="words"),
        pytest.param("甲“\n”乙丙", 9.0, ["甲“", "”乙丙"], id="a line end"),
        pytest.param("甲\n\n乙", 9.0, ["甲", "", "乙"], id="two of them"),
        pytest.param("", 9.0, [""], id="nothing"),
    ],
)
def test_lines_hold_what_fits(text: str, width: float, expected: list[str]) -> None:
    """As much as a line takes, words and their marks whole."""
    assert lines(text, width) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "渝万高铁控制性工程光裕寨隧道贯通", ["渝万高铁控制性工程", "光裕寨隧道贯通"], id="two lines"
        ),
        pytest.param(
            "强化党建统领 扎实推动“十五五”时期高质量发展",
            ["强化党建统领 扎实推动", "“十五五”时期高质量发展"],
            id="a term in quotation marks is not parted",
        ),
        pytest.param("隧道贯通", ["隧道贯通"], id="one line"),
    ],
)
def test_a_heading_is_parted_between_words(text: str, expected: list[str]) -> None:
    """Whether marks are set in full or pressed together, for one program does and another does not."""
    width = heading_width(text, cut_words(text), 13.6)
    assert [line.strip() for line in lines(text, width)] == [line.strip() for line in expected]
    assert lines(text, width, PRESSED) == lines(text, width)


def test_articles_begin_on_the_page_that_their_length_leads_to() -> None:
    """Two columns of some 44 lines of 22 characters are full; the second article comes behind them."""
    paragraphs = [(Role.BODY, "江" * 210)] * 9
    made = document(
        [(Role.HEADLINE, "首篇"), *paragraphs, (Role.HEADLINE, "次篇"), (Role.BODY, "文")], Metadata()
    )
    assert list(first_pages(made, load_style("newspaper")).values()) == [1, 2]
    assert list(first_pages(made, load_style("large-print")).values())[1] > 3
