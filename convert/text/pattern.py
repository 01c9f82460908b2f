"""A regular expression that is compiled when it is first asked for.

A class of a hundred surnames takes a millisecond to compile, and most commands never look at a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any


class LatePattern:
    """The methods of `re.Pattern` that are used, each bound to the compiled expression at its first use.

    >>> year = LatePattern(r"[0-9]{4}")
    >>> year.search("云津日报 1998年").group()
    '1998'
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """Keep the expression; one that is wrong says so at its first use."""
        self.pattern = pattern
        self.flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.pattern, self.flags)

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """See `re.Pattern.match`."""
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """See `re.Pattern.fullmatch`."""
        return self.compiled.fullmatch

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """See `re.Pattern.search`."""
        return self.compiled.search

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """See `re.Pattern.finditer`."""
        return self.compiled.finditer

    @cached_property
    def sub(self) -> Callable[..., str]:
        """See `re.Pattern.sub`."""
        return self.compiled.sub

    @cached_property
    def findall(self) -> Callable[..., list[Any]]:
        """See `re.Pattern.findall`; of an expression with several groups the parts are in tuples."""
        return self.compiled.findall

    @cached_property
    def split(self) -> Callable[..., list[str | Any]]:
        """See `re.Pattern.split`."""
        return self.compiled.split


class KeyedPattern(LatePattern):
    """An expression that matches no text without one of some words: most texts are not held against it.

    >>> KeyedPattern(r"第[0-9]+版", ["版"]).fullmatch_of("云津日报") is None
    True
    """

    def __init__(self, pattern: str, words: Iterable[str]) -> None:
        """Keep the expression, and the words of which every match contains one; without any all are tried."""
        super().__init__(pattern)
        self.words = tuple(words) or ("",)

    def fullmatch_of(self, text: str) -> re.Match[str] | None:
        """Return the match of a whole text."""
        for word in self.words:
            if word in text:
                return self.fullmatch(text)
        return None
