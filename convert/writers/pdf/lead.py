"""The headings of the first article, over all columns of the page if its text stands in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from convert.document.roles import ARTICLE_OPENERS, OVER_REPORT, Role
from convert.writers.pdf.compose import Typesetter
from convert.writers.pdf.layout import Frame, Sheet, fill
from convert.writers.pdf.set_paragraphs import SetParagraph

LEAD = ARTICLE_OPENERS | OVER_REPORT | {Role.SUBTITLE}
"""What an article begins with, over its text."""

HIGHEST = 0.3
"""Of the page: headings that would take more stay in their column."""


def fill_under_lead(
    paragraphs: Sequence[SetParagraph], typesetter: Typesetter, wide: Frame, area: Frame, first_top: float
) -> list[Sheet]:
    """Fill pages; where the first article goes on to the last column of its page, its headings span them all.

    A reader of plain text would else take the second column for what stands beside the headline.
    """
    count = sum(1 for _ in takewhile(_leads, paragraphs))
    lead, text = paragraphs[:count], paragraphs[count:]
    if area.columns == 1 or not lead or not text:
        return fill(paragraphs, area, first_top)
    across = replace(wide, left=area.left, top=first_top or area.top)
    headings = fill([_set_wide(paragraph, typesetter, wide.width) for paragraph in lead], across)
    foot = headings[0].lines[-1].foot - lead[-1].style.after
    if len(headings) > 1 or foot < across.top - HIGHEST * area.height:
        return fill(paragraphs, area, first_top)
    sheets = fill(text, area, foot)
    last_column = [placed for placed in sheets[0].lines if placed.at_top][-1]
    stands_in_all = last_column.left >= area.edge(area.columns - 1) - 1
    if not stands_in_all or last_column.paragraph.article or last_column.paragraph.opens:
        return fill(paragraphs, area, first_top)
    sheets[0].lines[:0] = headings[0].lines
    return sheets


def _leads(paragraph: SetParagraph) -> bool:
    return paragraph.article == 0 and paragraph.name in LEAD


def _set_wide(paragraph: SetParagraph, typesetter: Typesetter, width: float) -> SetParagraph:
    """Set a heading again for another width; its notes are named beside its first line."""
    first, *others = typesetter.paragraph(paragraph.text, paragraph.name, width).lines
    numbers = [number for line in paragraph.lines for number in line.margin.split("–") if number]
    margin = "–".join(dict.fromkeys((numbers[0], numbers[-1]))) if numbers else ""
    return paragraph._replace(lines=(first._replace(margin=margin), *others))
