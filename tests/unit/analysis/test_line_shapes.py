"""Shapes of lines of the sheet: which addresses of the net are a paper's own, and which are text."""

from __future__ import annotations

import pytest

from convert.analysis.lines.line_shapes import furniture_shape


@pytest.mark.parametrize(
    "line", ["云津网 www.yunjin.example", "网址：www.yunjin.example", "http://paper.example/01"]
)
def test_a_papers_own_address_has_the_shape_of_furniture(line: str) -> None:
    """It is removed where its place proves it."""
    assert furniture_shape(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "详见 www.yunjin-run.example/2026",
        "报名网址：www.yunjin.example/x",
        "更多内容请登录 www.yunjin.example",
    ],
)
def test_an_address_to_which_a_reader_is_sent_is_text(line: str) -> None:
    """Wherever it stands."""
    assert furniture_shape(line) is None
