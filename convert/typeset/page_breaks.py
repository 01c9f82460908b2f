"""Where the printed pages of an issue begin in its reading, for every format to show in its own way."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from convert.document.model import Block, Document, Segment
from convert.text.xml_safe import sanitize
from convert.typeset.display import one_line
from convert.typeset.notes import placed_segments

LONGEST_LABEL = 120
"""Characters of a page's number."""


class PageBreak(NamedTuple):
    """Where a block goes on, or begins, on another printed page."""

    label: str
    """Of the page; empty where it has none."""
    at: int
    """Characters of the block's text, as it is shown, in front of the page's first."""


def printed_pages(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the id of each readable block in reading order, and the label of the page on which it begins."""
    labels = _labels(document)
    for block, pages in _places(document):
        yield block, labels[pages[0][0]] if pages else ""


def _labels(document: Document) -> list[str]:
    return [one_line(page.label, LONGEST_LABEL) for page in document.pages]


def _places(document: Document) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield the id of each readable block in reading order, with the pages that it is on."""
    starts = [page.at for page in document.pages]
    for article in document.articles:
        for block in article.readable:
            yield block.id, list(_pages_of(block, starts))


def _pages_of(block: Block, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the number of each page that a block is on, and where it begins in the text that is shown."""
    last = -1
    for shown, _, segment in placed_segments(block):
        source = segment.source
        first, stop = segment.at + _blanks(source), segment.at + len(source.rstrip())
        if not segment.reading or first >= stop:
            continue
        page = max(0, bisect_right(starts, first) - 1)
        for number in range(page, max(page + 1, bisect_left(starts, stop)) if starts else page):
            begin, end = (max(0, at - segment.at) for at in (starts[number], (*starts, stop)[number + 1]))
            if number != last and (number == page or source[begin:end].strip()):
                yield number, 0 if last < 0 else shown + _shown_before(segment, begin)
                last = number
                if len(starts) < 2:  # there is no other
                    return


def _blanks(text: str) -> int:
    """Count the blanks in front of a text."""
    return len(text) - len(text.lstrip())


def _shown_before(segment: Segment, inside: int) -> int:
    """Count what is shown of a segment in front of a character of its source: all, where it was changed."""
    if inside <= 0:
        return 0
    if not segment.untouched:
        return len(sanitize(segment.reading))
    return len(sanitize(segment.reading[: inside + _blanks(segment.reading[inside:])]))


def page_breaks(document: Document) -> Mapping[str, tuple[PageBreak, ...]]:
    r"""Return where each printed page begins in reading order, by the id of the block that it begins in.

    甲\f乙 in one paragraph  ->  page 2 begins at 1

    That is the first block which begins on it, or goes on there from the page before. A page that has nothing
    but what goes on there from pages before begins with that.
    """
    labels = _labels(document)
    if not any(labels):
        return {}
    firsts: dict[str, tuple[str, int]] = {}
    others: dict[str, tuple[str, int]] = {}
    order: dict[str, int] = {}
    for block, pages in _places(document):
        order[block] = len(order)
        before = None
        for page, at in pages:
            near = before is None or page == before + 1
            (firsts if near else others).setdefault(labels[page], (block, at))
            before = page
    breaks: dict[str, list[PageBreak]] = {}
    places = {label: place for label, place in (others | firsts).items() if label}
    for label, (block, at) in sorted(places.items(), key=lambda item: (order[item[1][0]], item[1][1])):
        breaks.setdefault(block, []).append(PageBreak(label, at))
    return {block: tuple(pages) for block, pages in breaks.items()}


def sheet_labels(printed: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Name the sheets of an output by the printed pages that begin on each; given are all on each.

    1 | 1 | 1 2 | 3 4 | 4 A1  ->  1, 1.2, 2, 3-4, A1

    Where the first has no printed page, all are numbered from 1.
    """
    numbers: dict[str, int] = {}
    labels: list[str] = []
    last = ""
    sheets = [[page for page in pages if page] for pages in printed]
    for pages in sheets:
        begin = [page for page in dict.fromkeys(pages) if page not in numbers]
        numbers |= dict.fromkeys(begin, 1)
        if begin:
            labels.append(begin[0] if len(begin) == 1 else f"{begin[0]}-{begin[-1]}")
        else:
            page = pages[0] if pages else last
            if not page:
                return tuple(str(number) for number in range(1, len(sheets) + 1))
            numbers[page] += 1
            labels.append(f"{page}.{numbers[page]}")
        last = pages[-1] if pages else last
    return tuple(labels)
