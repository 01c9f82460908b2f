"""What was counted in the issues of one newspaper: the part of a house pack that no person writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from convert.document.roles import Role

Issues = Mapping[str, int]
"""By a text: in how many issues it stands."""
NO_COUNTS: Mapping[str, int] = MappingProxyType({})


class RecurringLine(NamedTuple):
    """A line of the sheet that stands at the edges of pages again and again."""

    role: Role
    issues: int


def _no_lines() -> Mapping[str, RecurringLine]:
    return MappingProxyType({})


def _no_counts() -> Mapping[str, int]:
    return NO_COUNTS


def _no_measures() -> Mapping[int, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a counted house pack holds; all of it is evidence, and none of it a command."""

    digest: str = ""
    """SHA-256 of the file; empty: there is none."""
    language: str = ""
    """The main tag of the issues' language: zh, en."""
    issues: int = 0
    """How many different issues were read."""
    characters: int = 0
    """Of their text."""
    counted: int = 0
    """Characters whose n-grams were counted."""
    entries: int = 0
    """How many n-grams the table holds."""
    furniture: Mapping[str, RecurringLine] = field(default_factory=_no_lines)
    """Lines of the sheet, a digit 0 in them for any number."""
    leads: Issues = field(default_factory=_no_counts)
    """How reports begin: 云津网消息（."""
    columns: Issues = field(default_factory=_no_counts)
    """Names of columns beside headlines: 人民时评, 微观."""
    sections: Issues = field(default_factory=_no_counts)
    """Names of sections: 要闻, 副刊."""
    measures: Mapping[int, int] = field(default_factory=_no_measures)
    """By the squares of a full line: in how many issues the columns were so wide."""
    marks: Mapping[str, int] = field(default_factory=_no_counts)
    """How often each mark stands in the text."""
    words: Mapping[str, int] = field(default_factory=_no_counts)
    """Words of Latin script as the paper writes them, in their plain form, and how often."""
    grams: bytes = field(default=b"", repr=False)
    """The table of n-grams (`language.counted` reads it)."""


NO_KNOWLEDGE = Knowledge()
