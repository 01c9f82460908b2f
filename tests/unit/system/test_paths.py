"""A path is printed without harm."""

from __future__ import annotations

import pytest

from convert.system.paths import printable_path


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a\x1b[2J.txt", r"a\x1b[2J.txt"),
        ("a\nb", r"a\nb"),
        ("a\udcff", "a\ufffd"),
        ("甲\u202e乙", r"甲\u202e乙"),
    ],
    ids=["escape sequence", "line end", "byte that is not UTF-8", "bidi override"],
)
def test_a_path_is_shown_without_its_tricks(path: str, text: str) -> None:
    """A file's name cannot write to the terminal."""
    assert printable_path(path) == text
