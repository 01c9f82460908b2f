"""Plain text: which lines are a block, where pages begin and how they are numbered."""

from __future__ import annotations

import pytest

from convert.document.model import Metadata
from convert.readers.text import read_text
from convert.text.source import decode


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("头版", ["头版"], id="one line, not ended"),
        pytest.param("头版\n\n今日\n晴\n", ["头版", "今日\n晴"], id="a blank line parts"),
        pytest.param("\n\n 头版 \n \t\n\n晴", [" 头版 ", "晴"], id="a line of blanks is blank"),
        pytest.param("甲\f乙\n丙", ["甲", "乙\n丙"], id="a form feed parts"),
        pytest.param("甲\r\n乙\r\n\r\n丙", ["甲\r\n乙", "丙"], id="CR LF"),
    ],
)
def test_blank_lines_and_form_feeds_part_blocks(text: str, blocks: list[str]) -> None:
    """What parts them is in the source and not in the reading."""
    document = read_text(decode(text.encode(), "utf-8"), Metadata())
    assert [block.reading for block in document.blocks] == blocks
    sources = [segment.source for block in document.blocks for segment in block.segments]
    assert "".join(sources) == text
    assert "" not in sources


@pytest.mark.parametrize(
    ("text", "first", "pages"),
    [
        pytest.param("甲", "", [("", 0)], id="one"),
        pytest.param("甲\n\f乙\n\f丙", "", [("", 0), ("", 3), ("", 6)], id="no number is known"),
        pytest.param("甲\n\f乙\n\f丙", "3", [("3", 0), ("4", 3), ("5", 6)], id="counted from the first"),
        pytest.param("甲\n\f乙", "A3", [("A3", 0), ("", 3)], id="a number that cannot be counted from"),
        pytest.param("甲\n\f乙", "３", [("３", 0), ("", 3)], id="nor can a full-width one"),
        pytest.param("甲\f\f乙", "3", [("3", 0), ("4", 2), ("5", 3)], id="an empty page counts"),
        pytest.param("甲\n\f乙\n\f", "3", [("3", 0), ("4", 3)], id="a form feed at the end begins no page"),
        pytest.param("甲\f\n\n \n\n\n\n", "3", [("3", 0)], id="nor where nothing but blanks follows"),
        pytest.param("甲\f乙", "3", [("3", 0), ("4", 2)], id="the last page is one character"),
    ],
)
def test_form_feeds_part_pages(text: str, first: str, pages: list[tuple[str, int]]) -> None:
    """Each with its printed number, where the first page's is known, and its place in the source."""
    document = read_text(decode(text.encode(), "utf-8"), Metadata(page=first))
    assert [(page.label, page.at) for page in document.pages] == pages
