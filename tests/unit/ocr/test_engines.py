"""Which engine reads, and what is said where there is none."""

from __future__ import annotations

import pytest

from convert.errors import BadSetting
from convert.ocr.engines import check_engine
from convert.ocr.tesseract_engine import _lines

TABLE = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    "5\t1\t1\t1\t1\t1\t10\t20\t40\t22\t96\t渡口\n"
    "5\t1\t1\t1\t1\t2\t50\t21\t20\t20\t90\t改\n"
    "5\t1\t1\t1\t2\t1\t10\t60\t30\t20\t80\tNew\n"
    "5\t1\t1\t1\t2\t2\t50\t60\t20\t20\t-1\tto\n"
    "5\t1\t1\t1\t2\t3\t50\t60\t20\t20\t5\t \n"
)


def test_an_engine_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """And which extra brings one."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BadSetting, match="tesseract is not installed") as caught:
        check_engine("tesseract")
    assert "backfile[ocr]" in caught.value.hint
    with pytest.raises(BadSetting, match="no OCR engine named"):
        check_engine("abbyy")


def test_a_table_of_words_makes_lines() -> None:
    """Between Han characters no word of tesseract's is a space."""
    first, second = _lines(TABLE)
    assert [first.text, second.text] == ["渡口改", "New to"]
    assert tuple(first.box) == (10, 20, 70, 42)
    assert [c.confidence for c in second.characters] == [0.8, 0.8, 0.8, 0, 0]


def test_white_between_cells_stays_and_that_between_rough_boxes_goes() -> None:
    """In a row of a table the places of words tell its columns; in a line of text they are rough."""

    def read(*words: tuple[str, int, int]) -> list[int]:
        rows = [
            f"5\t1\t1\t1\t1\t{n}\t{left}\t10\t{right - left}\t23\t90\t{text}"
            for n, (text, left, right) in enumerate(words)
        ]
        (line,) = _lines("\n".join(["head", *rows]))
        ends = [0.0, *(c.end for c in line.characters)]
        return [round(c.begin - end) for c, end in zip(line.characters, ends, strict=False)][1:]

    row = read(("城市", 121, 168), ("天", 202, 250), ("气", 240, 267), ("最", 309, 356), ("高", 349, 376))
    assert [gap for gap in row if gap > 23] == [34, 42]
    assert [gap for gap in read(("5", 134, 140), ("坪", 153, 169), ("8C", 338, 372)) if gap > 23] == [169]
    assert max(read(("昨日", 20, 66), ("，", 70, 74), ("渡口", 92, 138), ("开放", 145, 191))) == 0
