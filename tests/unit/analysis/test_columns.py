"""The measure of a page's columns, found from printed lines, lines read twice, and cut paragraphs."""

from __future__ import annotations

from random import Random

import pytest

from convert.analysis.line_groups.printed_lines import is_large, large_measure, lines_of
from convert.analysis.lines.full_lines import full_lines
from convert.analysis.lines.measure import (
    INDENT,
    UNKNOWN,
    Measure,
    Typesetting,
    from_lines,
    set_lines,
)
from convert.analysis.texts.column_measure import Cut, column_measure, printed_lines, weigh_measures
from convert.analysis.texts.texts import page_texts
from convert.language import Language

HAN = "山城晚报记者走进街口的报亭看见老主顾买了五份当天的新闻说起从前排队的日子大家都笑"


def cut_text(chance: Random, squares: int, lines: int) -> str:
    """Return a paragraph's beginning that fills so many lines of a column, its first one indented."""
    return "".join(chance.choices(HAN, k=squares * lines - 2))


@pytest.mark.parametrize("squares", [11, 13, 16, 18, 22])
def test_cut_paragraphs_agree_on_one_measure(squares: int) -> None:
    """Five paragraphs cut at a column's end have one measure in common."""
    chance = Random(squares)
    cuts = [Cut(cut_text(chance, squares, lines), 0.9, 1.0) for lines in (3, 4, 5, 4, 7)]
    found = weigh_measures([], cuts, full_lines(Typesetting()))
    assert found.squares == squares
    assert found.trust > 0.9


def test_one_paragraph_is_no_evidence() -> None:
    """A single doubtful cut is not trusted."""
    assert weigh_measures([], [Cut(HAN, 0.6, 0.9)], full_lines(Typesetting())).trust < 0.5


def test_nothing_is_known_of_nothing() -> None:
    """Without lines, repeats and cuts there is no measure."""
    assert column_measure([], [], [], page_texts(Language("zh"))).trust == 0.0


def test_printed_lines_settle_it() -> None:
    """Lines that kept their ends show the measure, whatever the cuts say."""
    lines = [HAN[:14], HAN[3:17], HAN[6:20], HAN[1:15], HAN[2:16]]
    found = column_measure(lines, [], [cut_text(Random(1), 16, 4)], page_texts(Language("zh")))
    assert (found.squares, found.trust) == (14.0, 1.0)


def test_last_printed_line_may_be_short() -> None:
    """The last line of a block says nothing of the measure, nor does a block of one line."""
    assert printed_lines("夺得跳\n台冠\n军\n\n") == ("夺得跳", "台冠")
    assert printed_lines("夺得跳台冠军\n\n") == ()


def one_by_one(text: str, squares: int, used: float) -> tuple[int, float]:
    """Set a text without marks in lines, character by character: what set_lines does by the run."""
    lines = 1
    for _ in text:
        if used + 1 > squares:
            lines, used = lines + 1, 0.0
        used += 1
    return lines, used


@pytest.mark.parametrize("size", [*range(1, 60, 7), 600])
@pytest.mark.parametrize("squares", [8, 16, 21])
def test_runs_are_set_as_single_characters_are(size: int, squares: int) -> None:
    """Setting a run of Han at once gives the lines that setting each character gives."""
    text = (HAN * 20)[:size]
    assert set_lines(Typesetting().runs[text], squares, INDENT) == one_by_one(text, squares, INDENT)


def test_ideographic_spaces_take_room_and_others_none() -> None:
    """A full-width blank is a square of a line; other white space is a recogniser's."""
    runs = Typesetting().runs
    assert set_lines(runs["山城\u3000晚报"], 8, 0.0).last == 5.0
    assert set_lines(runs["山城 \u00a0晚报\n"], 8, 0.0).last == 4.0


def test_marks_hang_and_openers_wait() -> None:
    """A stop stays on a full line; an opening bracket goes down with what follows."""
    assert set_lines(Typesetting().runs["山城晚报记者走进。"], 8, 0.0).lines == 1
    assert set_lines(Typesetting().runs["山城晚报记者走（进）"], 8, 0.0).last == 3.0


def test_first_lines_of_short_paragraphs_are_indented() -> None:
    """More lines are first ones, two squares short, than full ones: 13 13 15 13 15 13 -> 15."""
    lines = ["口" * size for size in (13, 15, 4, 13, 15, 13, 6, 13, 15, 13)]
    assert from_lines(lines).squares == 15.0
    assert from_lines(["口" * size for size in (13, 13, 13, 14, 13, 11)]).squares == 13.0


def test_headings_in_larger_type_have_a_measure_of_their_own() -> None:
    """Two of them at least must agree; a heading whose lines are as long as the columns' is none of them."""
    column = Measure(16.0, 1.0)
    large = [
        lines_of(text) for text in ("口" * 10 + "\n" + "口" * 6, "口" * 9 + "\n" + "口" * 10 + "\n口口口")
    ]
    assert all(is_large(lines, column) for lines in large)
    assert large_measure(large) == Measure(10.0, 1.0)
    assert large_measure(large[:1]) == UNKNOWN
    assert not is_large(lines_of("口" * 14 + "\n" + "口" * 6), column)
    assert not is_large(lines_of("口" * 9 + "。\n" + "口" * 6), column)
    assert not is_large(large[0], UNKNOWN)
