"""Doubtful line ends of pages without blank lines: the foot of a column, a headline, a sentence's end."""

from __future__ import annotations

import pytest

from convert.analysis.lines.measure import Measure
from convert.analysis.texts.column_feet import (
    Seam,
    behind_stop,
    below_furniture,
    breaks_off,
    closes,
    goes_on,
    may_break_off,
    share_inside,
)
from convert.analysis.texts.run_on import continues
from convert.analysis.texts.text_sides import text_sides
from convert.language import language

MEASURE = Measure(16.0, 0.8)
ABOVE = Seam("渡口改造工程是今年的十件实事之一", "施工队伍日夜赶工，沿岸道路同时加", 0.99)
SIDES = text_sides(language("zh-Hans"))


def seam(below: str, here: str = "施工队伍日夜赶工，沿岸道路同时加", cert: float = 0.97) -> Seam:
    """Return a seam that the measure is sure of: its first line is full."""
    return Seam(here, below, cert)


@pytest.mark.parametrize(
    ("below", "is_asked", "parts"),
    [
        pytest.param("宽了三米左右", True, False, id="rest of a paragraph that lost its stop"),
        pytest.param("宽了三米。", False, False, id="rest of a paragraph"),
        pytest.param("市图书馆延长开放时间", True, True, id="headline"),
        pytest.param("市图书馆宣布，近日将延长", False, True, id="comma"),
        pytest.param("宽了", False, False, id="short"),
    ],
)
def test_headline_below_a_column_that_breaks_off(below: str, *, is_asked: bool, parts: bool) -> None:
    """What has no stop and goes on nowhere is a headline, if the words do not go on in it."""
    assert SIDES is not None
    assert may_break_off(ABOVE, seam(below), MEASURE) is is_asked
    assert breaks_off(seam(below), continues(SIDES)) is parts


def test_first_line_of_a_headline_breaks_nothing_off() -> None:
    """A headline of two lines has no text above that goes on in it, or is wider than the column."""
    wide = "施工队伍日夜赶工改造城南渡口沿岸道路同时加宽"
    assert not may_break_off(ABOVE._replace(cert=0.1), seam("市图书馆延长开放时间"), MEASURE)
    assert not may_break_off(ABOVE, seam("市图书馆延长开放时间", here=wide), MEASURE)
    assert not may_break_off(ABOVE, seam("市图书馆延长开放时间"), Measure(16.0, 0.3))


def test_words_join_lines_of_one_type_that_the_measure_doubts() -> None:
    """A line in larger type goes on in none of the column's."""
    assert SIDES is not None
    reads = continues(SIDES)
    assert goes_on(seam("宽了三米，两旁种上了树。", cert=0.6), MEASURE, reads)
    assert not goes_on(seam("老张今年六十岁了。", cert=0.6), MEASURE, reads)
    assert not goes_on(seam("宽了三米，两旁种上了树，修了", "施工队伍日夜赶工，道路同时加"), MEASURE, reads)
    assert not goes_on(seam("宽了三米，两旁种上了树，还修了一座桥和码头。", cert=0.6), MEASURE, reads)


def test_share_of_sentences_inside_paragraphs_weighs_a_full_line_that_ends_in_a_stop() -> None:
    """Where each sentence is a paragraph, the next line begins one; where few are, it goes on."""
    short = ["老张今年六十岁了。", "他在江上摆渡。"] * 10
    long = ["摆渡。他说。今年他六十岁了，家在", "江北。从前两岸的居民过江都靠他。"] * 10
    few, many = share_inside(short, MEASURE), share_inside(long, MEASURE)
    assert few < 0.1
    assert many > 0.9
    assert behind_stop(0.8, few) < 0.5 < behind_stop(0.8, many)
    assert behind_stop(0.05, many) < 0.5


def test_furniture_below_is_passed_over() -> None:
    """What stands below a page number decides, and nothing does at the end."""
    assert below_furniture(["甲", "", "3", "乙"], [False, False, True, False], 1) == 3
    assert below_furniture(["甲", "3"], [False, True], 1) is None


@pytest.mark.parametrize("below", ["”", "”他说。", "』", "）。", '"', "》一书。"])
def test_a_mark_that_closes_begins_no_paragraph(below: str) -> None:
    """It belongs to what the line above opened."""
    assert closes(below)


@pytest.mark.parametrize("below", ["“不必。”", '"Why?"', "《申报》", "他说。"])
def test_a_mark_that_opens_may_begin_one(below: str) -> None:
    """A line may begin with a quotation or a title."""
    assert not closes(below)
