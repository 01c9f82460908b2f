r"""Page numbers that nothing but the page itself says: read from its folio, then counted from a neighbour's.

    a.txt: 1 \f … 第2版 … \f …   ->   pages 1, 2, 3, where neither the name nor metadata has a number

Names, metadata and form feeds that count on from a number in them go before. A number that another page has,
or that is out of order, is not believed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from convert.document.model import Document, Page
from convert.document.roles import Role
from convert.issue.filename import page_number
from convert.issue.page_label import PageRange, page_range
from convert.text.pattern import LatePattern

_NAMED = LatePattern(
    r"第?((?<=第)[0-9]{4}|[A-Z]?[0-9]{1,3}|[一二三四五六七八九十]{1,3})版|\b(?:page|seite|pagina)\W{0,2}([A-Z]?[0-9]{1,4})\b",
    re.IGNORECASE,
)
"""What calls itself a page's number: 第3版, 三版, A3版, Page 3."""
_ALONE = LatePattern(r"[\W_]*([A-Z]?[0-9]{1,4})[\W_]*", re.IGNORECASE)
"""A folio that is nothing but a number: 3, — 3 —, A3."""


def with_printed_pages(document: Document) -> Document:
    """Return a repaired document whose pages have the numbers of their folios where no other is known."""
    pages = document.pages
    if len(pages) < 2 or all(page.label for page in pages):
        return document
    labels = [page.label for page in pages]
    for number, label in _believed(labels, _folios(document)):
        labels[number] = label
    _count_on(labels, pages, 1)
    _count_on(labels, pages, -1)
    named = tuple(
        replace(page, label=label) if label != page.label else page
        for page, label in zip(pages, labels, strict=True)
    )
    return replace(document, pages=named) if named != pages else document


def _folios(document: Document) -> list[str]:
    """Return what the folio of each page says; empty where it has none, or two that differ."""
    starts = [page.at for page in document.pages]
    said: list[set[str]] = [set() for _ in starts]
    for block in document.blocks:
        if label := _label(block.reading or block.source, block.role):
            said[max(0, bisect_right(starts, block.segments[0].at) - 1)].add(label)
    return [labels.pop() if len(labels) == 1 else "" for labels in said]


def _label(text: str, role: Role) -> str:
    """Return the number that a piece of furniture says: a folio is one, a running head may name one."""
    if role not in (Role.FOLIO, Role.RUNNING_HEAD):
        return ""
    match = _NAMED.search(text) or (_ALONE.fullmatch(text) if role is Role.FOLIO else None)
    return page_number(match) if match else ""


def _believed(known: Sequence[str], folios: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the folios of pages without a number that no other page has, and that stand in order."""
    labels = [page or folio for page, folio in zip(known, folios, strict=True)]
    counts = Counter(filter(None, labels))
    ranges = [page_range(label) if counts[label] == 1 else None for label in labels]
    for number, (page, folio, own) in enumerate(zip(known, folios, ranges, strict=True)):
        if page or not folio or own is None:
            continue
        if _in_order(ranges[:number], own, ranges[number + 1 :]):
            yield number, folio


def _in_order(before: Sequence[PageRange | None], own: PageRange, behind: Sequence[PageRange | None]) -> bool:
    """Whether every page of its section in front has a smaller number, every one behind a greater one."""
    front = (each for each in before if each and each.section == own.section)
    rest = (each for each in behind if each and each.section == own.section)
    return all(each.last < own.first for each in front) and all(own.last < each.first for each in rest)


def _count_on(labels: list[str], pages: Sequence[Page], step: int) -> None:
    """Number pages from the one in front of them in the same file, or with -1 from the one behind."""
    order = range(len(pages)) if step > 0 else range(len(pages) - 1, -1, -1)
    taken = set(labels)
    for number in order:
        neighbour = number - step
        if labels[number] or not 0 <= neighbour < len(pages):
            continue
        beside = page_range(labels[neighbour])
        if beside is None or pages[neighbour].part != pages[number].part:
            continue
        counted = (beside.last if step > 0 else beside.first) + step
        label = f"{beside.section}{counted}"
        if counted > 0 and label not in taken:
            labels[number] = label
            taken.add(label)
