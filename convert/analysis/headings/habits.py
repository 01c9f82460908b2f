"""Habits: what the headings of one issue have about them, and whether one heading has it, too.

Where most headings of an issue stand over a byline, one without it is a subhead; where none does, that says
nothing. So each habit is weighed as what a heading has less the share of the others that have it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2

from convert.analysis.texts.heading_shape import names_column, without_column
from convert.analysis.texts.seam import Evidence
from convert.language.han import is_han
from convert.language.weights import clamp

DAY = re.compile(
    r"(?:今天|昨天|昨日|今日|近日|日前|近期|日前|连日来|当地时间|据|记者)|.{0,6}?[\d一二三四五六七八九十]{1,3}(?:月|日)"
)
"""How the first text of a report often begins, and hardly ever one under a subhead."""
HABITS = ("byline", "dateline", "day", "column", "deck")
TEXTS_ECHOED = 200
"""Characters of the first text under a heading in which its words are looked for."""


@dataclass(frozen=True, slots=True)
class HeadingGroup:
    """One or more headings in a row, and what stands about them."""

    texts: tuple[str, ...]
    under: str
    """The first text below."""
    byline: bool
    dateline: bool
    texts_above: int
    """Blocks of text up to the group before it."""
    characters_above: int
    columns: Container[str] = ()
    """Names of columns that a pack has counted."""

    @property
    def day(self) -> bool:
        """Whether the text below begins with a day, or as a report does."""
        return self.dateline or DAY.match(self.under) is not None

    @property
    def column(self) -> bool:
        """Whether a heading bears the name of a column."""
        return any(names_column(text, self.columns) for text in self.texts)

    @property
    def deck(self) -> bool:
        """Whether there are several headings."""
        return len(self.texts) > 1

    @property
    def size(self) -> int:
        """Characters of the longest heading, without its column."""
        return max(len(without_column(text, self.columns)) for text in self.texts)


def weigh_habits(groups: Sequence[HeadingGroup], instead: Sequence[HeadingGroup] = ()) -> Iterator[Evidence]:
    """Weigh each group of headings of an issue against the others, in turn; or others instead of them."""
    has = [*map(_habits_of, groups)]
    totals = [sum(column) for column in zip(*has, strict=True)]
    sizes = [group.size for group in groups]
    total_size = sum(sizes)
    others = max(1, len(groups) - 1)
    for at, (counted, group) in enumerate(zip(has, instead or groups, strict=True)):
        own = counted if group is groups[at] else _habits_of(group)
        evidence: Evidence = {"groups": log2(len(groups) + 1) / 4}
        for habit, value, included, total in zip(HABITS, own, counted, totals, strict=True):
            share = (total - included) / others
            evidence[f"{habit}_share"] = share
            evidence[f"{habit}_beyond"] = value - share
        mean = (total_size - sizes[at]) / others
        evidence["size_beyond"] = clamp((group.size - mean) / 10, -3.0, 3.0) if len(groups) > 1 else 0.0
        evidence["day_under_heading"] = own[HABITS.index("day")]
        evidence["column"] = own[HABITS.index("column")]
        evidence.update(_near(groups, sizes, at, group))
        yield evidence


def _habits_of(group: HeadingGroup) -> array[float]:
    """Return which habits a group has, in eight bytes each: a long text has very many groups."""
    return array("d", [getattr(group, habit) for habit in HABITS])


def _near(groups: Sequence[HeadingGroup], sizes: Sequence[int], at: int, group: HeadingGroup) -> Evidence:
    """Weigh how far the groups before and behind are, and how much they are like this one."""
    before, behind = groups[max(0, at - 2) : at], groups[at + 1 : at + 3]
    apart = [abs(group.size - size) for size in (*sizes[max(0, at - 2) : at], *sizes[at + 1 : at + 3])]
    evidence: Evidence = {
        "since_heading": min(12.0, float(group.texts_above)) / 4,
        "since_characters": log2(group.characters_above + 1) / 4,
        "parallel": float(0 in apart),
        "nearly_parallel": float(any(difference <= 1 for difference in apart)),
    }
    if before:
        evidence["dated_before"] = float(before[-1].byline or before[-1].dateline)
    if behind:
        evidence["dated_behind"] = float(behind[0].byline or behind[0].dateline)
        evidence["until_heading"] = min(12.0, float(behind[0].texts_above)) / 4
        evidence["until_characters"] = log2(behind[0].characters_above + 1) / 4
    return evidence


def heading_marks(text: str, columns: Container[str] = ()) -> Evidence:
    """Weigh the marks inside a heading."""
    bare = without_column(text, columns)
    return {
        "heading_size": min(3.0, len(bare) / 15),
        "heading_comma": float(any(char in "，," for char in bare)),
        "heading_colon": float(any(char in "：:" for char in bare)),
        "heading_dash": float("—" in bare),
        "heading_question": float(bare[-1:] in "？?！!"),
        "heading_gap": float(" " in bare),
        "heading_digits": float(any(char.isdigit() for char in bare)),
        "heading_quotes": float("“" in bare or "《" in bare),
        "heading_bracket": float(bare[:1] in "（("),
    }


def echoes(heading: str, first: str, behind: str, before: str) -> Evidence:
    """Weigh which share of a heading's pairs of characters the texts around it take up.

    The first text of a report says once more what the headline says; a subhead is of the section below it,
    or of what has been told above.
    """
    pairs = {a + b for a, b in pairwise(heading) if is_han(a) and is_han(b)}
    if not pairs:
        return {}
    parts = {"echo_first": first[:TEXTS_ECHOED], "echo_behind": behind, "echo_before": before}
    return {name: sum(pair in text for pair in pairs) / len(pairs) for name, text in parts.items()}
