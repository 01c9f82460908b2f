"""The printed pages of an issue in a Word document: their bookmarks, and a line for one without text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from convert.document.model import Document
from convert.typeset.missing_pages import MissingPage, missing_pages
from convert.typeset.page_breaks import PageBreak, page_breaks
from convert.writers.docx.paragraphs import add_paragraph, mark_inside, mark_place, page_name
from convert.writers.docx.template import MISSING_PAGE


@dataclass(slots=True)
class PageMarks:
    """What marks the printed pages as paragraphs are added in reading order."""

    breaks: Mapping[str, tuple[PageBreak, ...]]
    """The place of each printed page, by the id of the block in which it begins."""
    missing: Mapping[str, tuple[MissingPage, ...]]
    """Pages without text, by the id of the block in front of which they are."""
    number: int
    """Of the last bookmark; those of the articles have the numbers below."""
    count: int = 0
    """Pages that have begun."""

    def begin(self, paragraphs: Sequence[etree._Element], block: str) -> None:
        """Put a bookmark where a page begins in a block: round its first paragraph, or within it."""
        for page in self.breaks.get(block, ()):
            if page.at:
                self.count += 1
                self.number += 1
                mark_inside(paragraphs, page.at, self.number, page_name(page.label, self.count))
            else:
                self._mark(paragraphs[0], page.label)

    def add_missing(self, body: etree._Element, block: str) -> None:
        """Append a line for each page without text in front of a block, under the bookmark of the page."""
        for page in self.missing.get(block, ()):
            paragraph = add_paragraph(body, MISSING_PAGE.id, page.notice)
            if page.label:
                self._mark(paragraph, page.label)

    def _mark(self, paragraph: etree._Element, label: str) -> None:
        self.count += 1
        self.number += 1
        mark_place(paragraph, self.number, page_name(label, self.count))


def page_marks(document: Document) -> PageMarks:
    """Return the marks of a document; one of a single page has none."""
    breaks = page_breaks(document) if len(document.pages) > 1 else {}
    return PageMarks(breaks, missing_pages(document), len(document.articles))
