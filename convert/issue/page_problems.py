"""What does not fit together in the files of an issue or a folder: told, never mended in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from convert.issue.page_label import double_pages, missing_pages, page_order, page_range
from convert.system.paths import printable_path

SHOWN = 4
"""Files or pages that a message names."""


class ProblemKind(StrEnum):
    """What does not fit together; the names are a contract, see docs/issues.md."""

    MISSING = "missing"
    """A page before the last one is not there."""
    DOUBLE = "double"
    """Several files are for one page."""
    ORDER = "order"
    """A list or manifest has the pages in another order than their numbers."""
    CONTRADICTION = "contradiction"
    """A list, manifest or folder says something else than the names."""
    TWO_DATES = "two-dates"
    """The files of a folder are of several days."""
    NO_PAGE = "no-page"
    """A file without a page stands among pages."""
    UNDATED = "undated"
    """Nothing says which issue it is."""


class PageProblem(NamedTuple):
    """Something in an issue that a person should look at."""

    kind: ProblemKind
    message: str


class FolderProblem(NamedTuple):
    """Something in a folder that a person should look at."""

    folder: Path
    kind: ProblemKind
    message: str

    @property
    def line(self) -> str:
        """Say it in a line."""
        return f"{printable_path(self.folder)}: {self.message}"


class NamedPage(NamedTuple):
    """A file of an issue: its name, its page, and the date that the name says."""

    name: str
    page: str
    date: str = ""


def sequence_problems(pages: Sequence[NamedPage]) -> Iterator[PageProblem]:
    """Yield what is wrong with the pages of an issue: some are missing, or there twice, or have no number."""
    labels = [page.page for page in pages]
    if missing := missing_pages(labels):
        few = len(missing) == 1 and "-" not in missing[0]
        message = f"page{'' if few else 's'} {shorten(missing)} {'is' if few else 'are'} missing"
        yield PageProblem(ProblemKind.MISSING, message)
    doubles = double_pages(labels)
    for double in doubles[:SHOWN]:
        message = f"page {double} occurs several times: {shorten(_files_of(double, pages))}"
        yield PageProblem(ProblemKind.DOUBLE, message)
    if len(doubles) > SHOWN:
        yield PageProblem(ProblemKind.DOUBLE, f"{len(doubles) - SHOWN:,} more pages occur several times")
    unpaged = [page.name for page in pages if not page.page]
    if 0 < len(unpaged) < len(pages):
        message = f"no page number in {shorten(unpaged)}; placed after the other pages"
        yield PageProblem(ProblemKind.NO_PAGE, message)


def order_problems(pages: Sequence[NamedPage], by: str) -> Iterator[PageProblem]:
    """Yield where pages that are in a given order are not in that of their numbers; `by` has the order."""
    ordered = [page for page in pages if page_range(page.page)]
    for earlier, later in pairwise(ordered):
        if page_order(later.page) < page_order(earlier.page):
            message = f"{by} has page {later.page} after page {earlier.page}"
            yield PageProblem(ProblemKind.ORDER, message)
            return


def date_problems(pages: Iterable[NamedPage], stated: str, by: str) -> Iterator[PageProblem]:
    """Yield where the names of pages say another date than `by` states: 2026-03-05, or 2026-03."""
    others = Counter(page.date for page in pages if page.date and not _agrees(page.date, stated))
    if stated and others:
        message = f"{by} says {stated}, and {_names(sum(others.values()))} {shorten(sorted(others))}"
        yield PageProblem(ProblemKind.CONTRADICTION, message)


def two_dates(pages: Iterable[NamedPage]) -> str:
    """Return the dates that the names of pages say, where they are several: 2026-03-05 (3 files), ..."""
    dates = Counter(page.date for page in pages if page.date)
    if len(dates) < 2:
        return ""
    return shorten(
        [f"{date} ({count} file{'s' if count > 1 else ''})" for date, count in sorted(dates.items())]
    )


def shorten(names: Sequence[str]) -> str:
    """Name some of many things.

    >>> shorten(["1", "2", "3", "4", "5", "6"])
    '1, 2, 3, 4 and 2 more'
    """
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _files_of(label: str, pages: Iterable[NamedPage]) -> list[str]:
    names = []
    for page in pages:
        pages_of_file = page_range(page.page)
        if page.page == label or (pages_of_file and label in pages_of_file.labels):
            names.append(page.name)
    return names


def _agrees(date: str, stated: str) -> bool:
    return date.startswith(stated) or stated.startswith(date)


def _names(count: int) -> str:
    return "the name of a file says" if count == 1 else f"the names of {count:,} files say"
