"""Lines of Chinese on a terminal."""

from __future__ import annotations

import pytest

from convert.translation.wrap import columns, wrap

HELP = "修复报纸受损的文本（见 README.zh.md），写成 DOCX、PDF、EPUB 和存档 TEI XML。"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("修复报纸文本，写为 EPUB。", 14, ["修复报纸文本，", "写为 EPUB。"]),
        ("修复报纸文本，写为 EPUB。", 12, ["修复报纸文", "本，写为", "EPUB。"]),
        ("一（二）三", 4, ["一", "（二）", "三"]),
        ("[OPTIONS] SOURCE... OUT", 14, ["[OPTIONS]", "SOURCE... OUT"]),
        ("a-long-word-of-ASCII", 8, ["a-long-word-of-ASCII"]),
        ("", 10, []),
    ],
)
def test_line_ends_where_chinese_or_a_blank_allows(text: str, width: int, lines: list[str]) -> None:
    """No line begins with a mark that ends something, nor ends with one that begins something."""
    assert wrap(text, width) == lines


@pytest.mark.parametrize("width", range(18, 60))
def test_nothing_is_lost_and_no_line_is_too_wide(width: int) -> None:
    """But for blanks at line ends all characters are there."""
    lines = wrap(HELP, width)
    assert "".join(lines).replace(" ", "") == HELP.replace(" ", "")
    assert all(columns(line) <= width for line in lines)
