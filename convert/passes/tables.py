"""Tables: rows whose cells line up become the cells of one table, in rows and columns.

    名次  球队    积分
    1     红星    32        ->   four rows of three cells, the first one names the columns
    2     前进    30
    3     火车头  28

What parts the cells is kept as the source has it. Where the source itself has a table, its cells are taken.
Rows that do not line up, or that may be names, verse or contents, stay the lines that they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from convert.analysis.context import PageContext
from convert.analysis.tables.text_tables import RowLine, find_tables, row_lines
from convert.document.actions import Action, CellSpan, Tabulate
from convert.document.model import Block
from convert.document.roles import Role
from convert.text.late import LateModule

if TYPE_CHECKING:
    from convert.analysis.tables import printed_tables, stated_tables
else:
    printed_tables = LateModule("convert.analysis.tables.printed_tables")
    stated_tables = LateModule("convert.analysis.tables.stated_tables")


def tables(page: PageContext) -> Iterator[Action]:
    """Propose the tables among the blocks that are body text so far."""
    layout = page.layout
    if layout:
        of_file = stated_tables.stated_tables
        stated = of_file(page.blocks, layout)
        printed = of_file(page.blocks, layout, printed_tables.printed_tables(layout, _source(page)))
        for table in (*stated, *printed):
            if _can_be_cut(page.blocks, table.spans):
                yield Tabulate(table.spans, table.cert)
    if any(block.opens for block in page.blocks) or (page.layout and page.layout.lines):
        return  # the source itself says what its paragraphs are, or where they stand
    lines: list[RowLine] = []
    apart: list[bool] = []
    behind = -1
    for number, block in enumerate(page.blocks):
        if not block.reading.strip():
            continue
        own = list(row_lines(number, block.reading)) if block.role is Role.BODY else []
        if not own:
            behind = -1
            continue
        lines += own
        # rows with a blank line between each two of them are one table
        near = behind == 1 == len(own) and page.page_of(block.segments[0].at) == page.page_of(
            _start(page, lines[-2])
        )
        apart += [not near, *(False for _ in own[1:])]
        behind = len(own)
    for table in find_tables(lines, apart):
        if _can_be_cut(page.blocks, table.spans):
            yield Tabulate(table.spans, table.cert)


def _source(page: PageContext) -> str:
    """Return the text of the source, as the blocks have it."""
    segments = [segment for block in page.blocks for segment in block.segments]
    return "".join([segment.source for segment in sorted(segments, key=lambda segment: segment.at)])


def _start(page: PageContext, line: RowLine) -> int:
    return page.blocks[line.block].segments[0].at


def _can_be_cut(blocks: Sequence[Block], spans: Sequence[CellSpan]) -> bool:
    """Return whether no cell ends within what an earlier rule has changed as one."""
    ends: dict[int, set[int]] = {}
    for span in spans:
        ends.setdefault(span.block, set()).update((span.start, span.end))
    for number, places in ends.items():
        position = 0
        for segment in blocks[number].segments:
            end = position + len(segment.reading)
            if not segment.untouched and any(position < place < end for place in places):
                return False
            position = end
    return True
