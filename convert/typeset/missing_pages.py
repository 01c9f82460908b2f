"""Pages of an issue that have no text, because their file has none: what a reading copy says of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from convert.document.model import Document
from convert.typeset.display import messages, one_line
from convert.typeset.page_breaks import LONGEST_LABEL

BEHIND_ALL = ""
"""Stands for a block's id where nothing is read that begins on a later page."""


class MissingPage(NamedTuple):
    """A page without text."""

    label: str
    """Its printed number, where it is known."""
    notice: str
    """A line that says so, in the language of the document."""


def missing_pages(document: Document) -> Mapping[str, tuple[MissingPage, ...]]:
    """Return the pages without text by the id of the first readable block that begins on a later page.

    pages 1, 2, 3 of which 2 could not be read  ->  in front of the first block of page 3: "第2版缺：无法读取"

    A part that an article has on another page is read before its turn, and no page stands in front of it.
    """
    parts = document.source.parts
    waiting = [number for number, page in enumerate(document.pages) if parts and parts[page.part].fault]
    if not waiting:
        return {}
    starts = [page.at for page in document.pages]
    missing: defaultdict[str, list[MissingPage]] = defaultdict(list)
    for block, at in _first_parts(document):
        # of pages that begin at one place all but the last have no text
        page = bisect_right(starts, at) - 1
        while waiting and waiting[0] < page:
            missing[block].append(_missing_page(document, waiting.pop(0)))
    missing[BEHIND_ALL] += [_missing_page(document, number) for number in waiting]
    return {block: tuple(pages) for block, pages in missing.items()}


def _first_parts(document: Document) -> Iterator[tuple[str, int]]:
    """Yield the readable blocks of each article's first part, and where they begin in the source."""
    for article in document.articles:
        readable = {block.id for block in article.readable}
        for number, block in enumerate(article.blocks):
            if number and block.opens is not None:
                break
            at = next((segment.at for segment in block.segments if segment.source.strip()), None)
            if block.id in readable and at is not None:
                yield block.id, at


def _missing_page(document: Document, number: int) -> MissingPage:
    page, own = document.pages[number], messages(document.meta)
    label = one_line(page.label, LONGEST_LABEL)
    notice = own.missing_page if document.source.parts[page.part].is_lost else own.empty_page
    return MissingPage(label, notice.format(own.page.format(label) if label else own.some_page))
