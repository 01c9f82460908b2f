"""The labels of an issue's pages: their order, which are missing, which are there twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from convert.text.pattern import LatePattern

_LABEL = LatePattern(r"([A-Z]?)([0-9]{1,4})(?:-([A-Z]?)([0-9]{1,4}))?", re.IGNORECASE)
_MOST_OF_A_SPREAD = 32
"""Pages that one file may stand for; 1-999 is no spread."""


class PageRange(NamedTuple):
    """The pages of one file: 3 -> ("", 3, 3), A4-5 -> ("A", 4, 5); they sort as they are printed."""

    section: str
    """The letter of a section or supplement, which stands after the pages without one."""
    first: int
    last: int

    @property
    def labels(self) -> Iterator[str]:
        """Every page of it: 4-5 -> 4, 5."""
        return (f"{self.section}{number}" for number in range(self.first, self.last + 1))


def page_range(label: str) -> PageRange | None:
    """Read a label; None where it is no number, such as "front"."""
    match = _LABEL.fullmatch(label.strip())
    if match is None:
        return None
    section, first = match[1].upper(), int(match[2])
    last = int(match[4]) if match[4] else first
    is_spread = first <= last < first + _MOST_OF_A_SPREAD and (match[3] or section).upper() == section
    return PageRange(section, first, last) if is_spread else None


def page_order(label: str) -> tuple[bool, str, int, int]:
    """Return what sorts labels as they are printed: 1, 2, 10, A1, A2, B1; those that are no number come last.

    >>> sorted(["B1", "10", "A2", "2", ""], key=page_order)
    ['2', '10', 'A2', 'B1', '']
    """
    pages = page_range(label)
    return (pages is None, *(pages or ("", 0, 0)))


def double_pages(labels: Iterable[str]) -> tuple[str, ...]:
    """Return the pages that stand in two labels or more, in order.

    >>> double_pages(["1", "2", "2-3", "3", "4"])
    ('2', '3')
    """
    counts = Counter(page for label in labels for page in _pages(label))
    return tuple(sorted((page for page, count in counts.items() if count > 1), key=page_order))


def missing_pages(labels: Iterable[str]) -> tuple[str, ...]:
    """Return the pages that are missing before the last one of each section, runs of them as one.

    >>> missing_pages(["1", "2", "4", "A1", "A5", "B6"])
    ('3', 'A2-4')

    A section begins with 1, or goes on where the one before it ends.
    """
    sections: defaultdict[str, set[int]] = defaultdict(set)
    for label in labels:
        if pages := page_range(label):
            sections[pages.section].update(range(pages.first, pages.last + 1))
    missing: list[str] = []
    before = 0
    for section in sorted(sections):
        numbers = sorted(sections[section])
        start = before if before and numbers[0] == before + 1 else 0
        for lower, upper in pairwise([start, *numbers]):
            if upper - lower > 1:
                missing.append(_run(section, lower + 1, upper - 1))
        before = numbers[-1]
    return tuple(missing)


def _pages(label: str) -> Iterable[str]:
    pages = page_range(label)
    return pages.labels if pages else (label,) if label else ()


def _run(section: str, first: int, last: int) -> str:
    return f"{section}{first}" if first == last else f"{section}{first}-{last}"
