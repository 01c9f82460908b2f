"""What ends a sentence."""

from __future__ import annotations

import pytest

from convert.language.han import ends_sentence, last_word


@pytest.mark.parametrize(
    "text", ["他来了。", "他来了.", "他说：“好.”", "（见右图.）", "真的？", "他说：“好！”", "走了……"]
)
def test_a_dot_behind_a_han_character_ends_a_sentence(text: str) -> None:
    """As a full stop does, for a page may have dots for all its stops."""
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["他来了", "增长3.", "in May.", "U.S.", ".", "", "他说：", "他来了,"])
def test_other_dots_end_none(text: str) -> None:
    """Those of numbers and Latin words may be their own."""
    assert not ends_sentence(text)


def test_the_last_word_is_the_stop_that_the_dot_stands_for() -> None:
    """Whoever asks for it compares it with stops."""
    assert last_word("他来了.”") == "。"
