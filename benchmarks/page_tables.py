"""Kinds of newspaper page with tables, between printed rules or by alignment, and a score of their cells.

A cell counts as understood if a table has it in the same row and column with the same text; a table that is
none on the page has wrong cells alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from random import Random
from typing import NamedTuple

from page_kinds import KINDS, Take, columns, head, module
from page_setting import LEADING, SIZE, DrawnText, Sheet, Story, width_of

from convert.document.cells import Cell
from convert.document.line_groups import line_groups
from convert.document.model import Document
from convert.document.roles import Role

TEAMS = ("红星", "前进", "火车头", "云津一中", "石门", "柳叶街道", "梅园", "大渡口")
CITIES = ("云津", "石门", "柳叶", "渡口", "梅园", "东城", "西坪", "南山")
WEATHER = ("晴", "多云", "小雨", "阴转晴", "中雨", "雷阵雨")
GOODS = ("白菜", "黄瓜", "五花肉", "鸡蛋", "大米", "豆油", "西红柿", "土豆")
PADDING = 3.0


class Scores(NamedTuple):
    """Cells that were understood, those of the page, and those of the reading."""

    right: int
    given: int
    found: int


def content(dice: Random) -> list[list[str]]:
    """Return the rows of a table, the first one its head; a place may be empty."""
    kind = dice.choice(("league", "weather", "prices"))
    count = dice.randint(3, 8)
    if kind == "league":
        head_row, names = ["名次", "球队", "胜", "负", "积分"], dice.sample(TEAMS, count)
        rows = [
            [str(n + 1), name, *(str(dice.randint(0, 30)) for _ in range(3))] for n, name in enumerate(names)
        ]
    elif kind == "weather":
        head_row, names = ["城市", "天气", "最高", "最低"], dice.sample(CITIES, count)
        rows = [
            [n, dice.choice(WEATHER), f"{dice.randint(5, 30)}℃", f"{dice.randint(-9, 4)}℃"] for n in names
        ]
    else:
        head_row, names = ["品名", "昨日", "今日"], dice.sample(GOODS, count)
        rows = [
            [n, f"{dice.randint(100, 3000) / 100:.2f}", f"{dice.randint(100, 3000) / 100:.2f}"] for n in names
        ]
    if dice.random() < 0.5:
        rows[dice.randrange(count)][-1] = ""
    return [head_row, *rows]


def with_table(sheet: Sheet, take: Take, y: float, *, ruled: bool) -> float:
    """Set an article of one column whose table stands under its text, others beside it."""
    manner, dice = sheet.manner, sheet.dice
    story, article = Story(), take(8)
    top = head(sheet, story, article, (0, 0), y)
    low = columns(sheet, story, article, (0, 0), top) + 1.2 * LEADING
    low = set_table(sheet, story, content(dice), manner.left(0), low, manner.column, ruled=ruled)
    story.close(sheet)
    if manner.columns > 1:
        span = (1, manner.columns - 1)
        low = max(low, module(sheet, take(24 * manner.columns - 24), span, y))
    return low


def set_table(
    sheet: Sheet,
    story: Story,
    rows: Sequence[Sequence[str]],
    left: float,
    y: float,
    width: float,
    *,
    ruled: bool,
) -> float:
    """Set a table, figures at the right edge of their columns, and return where it ends."""
    font, size, step = sheet.manner.font, SIZE, LEADING + 2
    natural = [max(width_of(row[n], font, size) for row in rows) + 2 * PADDING for n in range(len(rows[0]))]
    scale = min(1.0, width / sum(natural))
    size *= scale
    room = (width - scale * sum(natural)) / len(natural)
    edges = [left]
    for wide in natural:
        edges.append(edges[-1] + scale * wide + room)
    for number, row in enumerate(rows):
        baseline = y + number * step + 0.75 * step
        for column, text in enumerate(row):
            if not text:
                continue
            x = edges[column] + PADDING * scale
            if column and number:
                x = edges[column + 1] - PADDING * scale - width_of(text, font, size)
            sheet.drawn.append(DrawnText(text, x, baseline, size, font))
            story.add("paragraph", text)
    low = y + len(rows) * step
    if ruled:
        sheet.rules += [(left, y + n * step, edges[-1], y + n * step) for n in range(len(rows) + 1)]
        sheet.rules += [(x, y, x, low) for x in edges]
    sheet.tables.append([list(row) for row in rows])
    return low + LEADING


KINDS["table_ruled"] = partial(with_table, ruled=True)
KINDS["table_aligned"] = partial(with_table, ruled=False)


def tables_in(document: Document) -> Iterator[set[tuple[int, int, str]]]:
    """Yield the cells of each table of a document."""
    blocks = document.blocks
    for group in line_groups(blocks):
        if blocks[group.start].role is Role.TABLE_CELL:
            cells = ((block.cell or Cell(0, 0), block.reading) for block in blocks[group.start : group.stop])
            yield {(cell.row, cell.column, "".join(text.split())) for cell, text in cells}


def score(sheet: Sheet, document: Document) -> Scores:
    """Compare the tables of a page with those that were understood."""
    given = [
        {(n, c, text) for n, row in enumerate(rows) for c, text in enumerate(row) if text}
        for rows in sheet.tables
    ]
    found = list(tables_in(document))
    right = sum(max((len(one & other) for other in found), default=0) for one in given)
    return Scores(right, sum(map(len, given)), sum(map(len, found)))
