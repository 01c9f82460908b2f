"""Where the printed pages of an issue begin in its reading, for every format to show in its own way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from convert.document.model import Document
from convert.typeset.display import one_line

LONGEST_LABEL = 120
"""Characters of a page's number."""


def printed_pages(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the id of each readable block in reading order, and the label of the page on which it begins."""
    starts = [page.at for page in document.pages]
    labels = [one_line(page.label, LONGEST_LABEL) for page in document.pages]
    for article in document.articles:
        for block in article.readable:
            at = next((segment.at for segment in block.segments if segment.source.strip()), None)
            yield block.id, labels[max(0, bisect_right(starts, at) - 1)] if at is not None and labels else ""


def page_breaks(document: Document) -> Mapping[str, str]:
    """Return the label of each printed page, by the id of the first block in reading order that is on it."""
    first_blocks: dict[str, str] = {}
    for block, label in printed_pages(document):
        if label:
            first_blocks.setdefault(label, block)
    return {block: label for label, block in first_blocks.items()}


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
