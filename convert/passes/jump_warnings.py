"""Warnings of jump lines that name a page which the issue lacks."""

from __future__ import annotations

from collections.abc import Iterator

from convert.analysis.lines.jump_lines import parse_jump_line
from convert.analysis.lines.page_numbers import page_numbers
from convert.document.model import Document
from convert.document.roles import Role
from convert.text.printable import printable


def jump_warnings(document: Document) -> Iterator[str]:
    """Yield a warning for each jump line of an issue of several pages that names a page which is not there.

    （下转第九版） in an issue of eight pages  ->  12:1: “（下转第九版）”: the issue has no page 9, or two
    """
    lines = [block for block in document.blocks if block.role is Role.JUMP and not block.refers]
    if len(document.pages) < 2 or not lines:
        return
    starts = [page.at for page in document.pages[1:]]
    numbers = page_numbers(document.blocks, starts, [page.label for page in document.pages])
    for block in lines:
        line = parse_jump_line(block.reading)
        if line is not None and line.page and line.page not in numbers:
            place = document.source.location(block.segments[0].at)
            place = place.removeprefix(f"{document.source.name or '-'}:")
            words = printable(" ".join(block.reading.split()))
            yield f"{place}: “{words}”: the issue has no page {line.page}, or has two"
