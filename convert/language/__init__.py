"""What a language knows, behind one small interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from convert.language.ngrams import Ngrams, load


@dataclass(frozen=True, slots=True)
class Language:
    """A language as the passes see it."""

    code: str
    ngrams: Ngrams | None = None
    """How probable a character is after others."""
    words: Callable[[str], Sequence[str]] | None = None
    """Cuts running text without spaces into words."""

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in Han characters without spaces, and is not Japanese."""
        return self.code.startswith("zh")


SURROGATES = re.compile(r"[\ud800-\udfff]")


def cut_words(text: str) -> Sequence[str]:
    """Cut Chinese text into words with jieba's dictionary; escapes of wrong bytes count as characters."""
    import rjieba  # noqa: PLC0415 - 30 ms, and only Chinese needs it

    words: Sequence[str] = rjieba.cut(SURROGATES.sub("\ufffd", text))
    return words


def guess(text: str) -> str:
    """Guess a text's language from its script."""
    return "zh-Hans" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"


def language(code: str) -> Language:
    """Return what is known of a language."""
    if code.startswith("zh"):
        return Language(code, load("zh.ngrams"), cut_words)
    return Language(code)
