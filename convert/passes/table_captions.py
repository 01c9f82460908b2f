"""Captions of tables: what a table is called belongs to it, and is read in front of its first cell.

    "表1 联赛积分榜" / a table       ->  the caption of the table
    a table / "Table 2: Prices"     ->  the caption of the table, moved in front of it

A line is a caption by its number, or by its place: small type, or centred over the cells. The line of the
unit of all figures between them belongs to it. A note or a source under a table is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.analysis.tables.table_captions import captions_of_tables
from convert.document.actions import Action, Label, Place
from convert.document.line_groups import line_groups
from convert.document.roles import Role


def table_captions(page: PageContext) -> Iterator[Action]:
    """Propose the captions of the tables that were made of blocks."""
    groups = line_groups(page.blocks)
    tables = [group for group in groups if page.blocks[group.start].role is Role.TABLE_CELL]
    for caption in captions_of_tables(page, tables) if tables else ():
        yield Label(caption.number, Role.TABLE_CAPTION, caption.cert)
        if caption.after != caption.number - 1:
            yield Place(caption.number, caption.after, caption.cert)
