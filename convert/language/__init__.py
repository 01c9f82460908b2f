"""What a language knows, behind one small interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from convert.language.ngrams import Ngrams, load
from convert.language.script import guess
from convert.language.traditional import simplified

__all__ = ["Language", "cut_words", "guess", "language", "tag_words"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language as the passes see it."""

    code: str
    ngrams: Ngrams | None = None
    """How probable a character is after others."""
    words: Callable[[str], Sequence[str]] | None = None
    """Cuts running text without spaces into words."""
    tags: Callable[[str], Sequence[tuple[str, str]]] | None = None
    """Cuts it into words with their parts of speech: v for a verb, n for a noun, ..."""

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in Han characters without spaces, and is not Japanese."""
        return self.code.startswith("zh")


_FORMS = str.maketrans(dict(simplified()))
SURROGATES = re.compile(r"[\ud800-\udfff]")


def _plain(text: str) -> str:
    """Write a text as the dictionary does: simplified, and an escape of a wrong byte as U+FFFD."""
    return SURROGATES.sub("\ufffd", text).translate(_FORMS)


def cut_words(text: str) -> Sequence[str]:
    """Cut Chinese text into words with jieba's dictionary; escapes of wrong bytes count as characters."""
    import rjieba  # noqa: PLC0415 - 30 ms, and only Chinese needs it

    words: Sequence[str] = rjieba.cut(_plain(text))
    return words


def tag_words(text: str) -> Sequence[tuple[str, str]]:
    """Cut Chinese text into words with their parts of speech."""
    import rjieba  # noqa: PLC0415 - see cut_words

    words: Sequence[tuple[str, str]] = rjieba.tag(_plain(text))
    return words


def language(code: str) -> Language:
    """Return what is known of a language."""
    if code.startswith("zh"):
        return Language(code, load("zh.ngrams"), cut_words, tag_words)
    return Language(code)
