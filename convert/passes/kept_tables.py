"""A table stays whole: no rule parts, joins or renames its cells or captions, or puts anything between them.

place cell 3 behind block 9   ->   the table stands behind block 9, from its first cell to its last
place block 9 behind cell 3   ->   block 9 stands behind the table
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from convert.document.actions import Action, Edit, Join, Label, Place, Refer, Split, Tabulate
from convert.document.line_groups import line_groups, table_captions
from convert.document.model import Block
from convert.document.roles import Role


def keep_tables(actions: Iterable[Action], blocks: Sequence[Block]) -> Iterator[Action]:
    """Yield the actions that leave each table whole."""
    waiting = iter(actions)
    leading = next(waiting, None)
    if leading is None:  # most rules propose nothing of most pages: its tables are not asked for
        return
    actions, tables = chain((leading,), waiting), tables_among(blocks)
    if not tables:
        yield from actions
        return
    placed: set[int] = set()
    for action in actions:
        match action:
            case Edit() | Refer() | Tabulate():
                yield action
            case Split(block=block) | Label(block=block):
                if block not in tables:
                    yield action
            case Join(first=first, second=second):
                if first not in tables and second not in tables:
                    yield action
            case Place():
                yield from _placed(action, tables, placed)


def tables_among(blocks: Sequence[Block]) -> dict[int, range]:
    """Return for each cell and caption the numbers of its table's captions and cells."""
    cell = Role.TABLE_CELL  # looked up once: Python 3.11 takes long to look up a member of an enumeration
    if not any(block.role is cell for block in blocks):
        return {}
    cells = (group for group in line_groups(blocks) if blocks[group.start].role is cell)
    tables = (range(table_captions(blocks, group).start, group.stop) for group in cells)
    return {number: table for table in tables for number in table}


def _placed(place: Place, tables: Mapping[int, range], placed: set[int]) -> Iterator[Place]:
    """Yield a place as one of a whole table: its first place, and none between its cells."""
    own, before = tables.get(place.block), tables.get(place.after)
    if own is None:
        yield place if before is None else replace(place, after=before[-1])
    elif own.start not in placed and own is not before:
        placed.add(own.start)
        after = place.after if before is None else before[-1]
        yield replace(place, block=own.start, after=after, opens=place.opens)
        yield from (replace(place, block=n, after=n - 1, opens=None) for n in own[1:])
