"""Rows of tables among lines of plain text: they stand in no column of running text.

    名次    球队    积分       ->  a row: nothing but short cells
    完成，两岸    倍，候船室   ->  none: two columns, read across

Which rows make up a table, and what is in its columns, `text_tables` tells; whoever looks for columns of text
passes over rows, and whoever looks for how a text goes on does not look there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from convert.analysis.lines.line_forms import FIGURE, HAN_FIGURE
from convert.language.han import is_wide

WIDE_WHITE = re.compile(r"[ \u00a0]{3,}|[ \u00a0]*\t\s*|\u3000{2,}")
MARKS_OF_TEXT = re.compile(r"[，。；：、！？]")
LONGEST_OF_TWO, LONGEST_CELL = 12, 16
"""Places of the longest cell of a row of two, and of one of more; Han take two. Few columns are so narrow."""
FEWEST_OF_WORDS = 4
"""Rows without a figure that are a table: the headlines of columns side by side have fewer lines."""
LONGEST_LINE = 1000
"""Characters of a line that is looked at."""


def places(text: str) -> int:
    """Return how many half squares a text is wide."""
    return len(text) + sum(map(is_wide, text))


def is_row(line: str) -> bool:
    """Return whether a line has wide white and nothing but short cells beside it, as a table has.

    The last lines of two paragraphs have a stop.
    """
    if MARKS_OF_TEXT.search(line):
        return False
    cells = [cell for cell in WIDE_WHITE.split(line[:LONGEST_LINE]) if cell]
    return len(cells) > 1 and max(map(places, cells)) <= (LONGEST_OF_TWO if len(cells) == 2 else LONGEST_CELL)


def between_rows(lines: Sequence[str]) -> Iterator[range]:
    """Yield the runs of lines that are in no table: one has two rows at least, and figures or more rows.

    "航线    早班" / "城南    六点" is a table; "春耕时节    秋收喜悦" / "老农话丰年    村民庆团圆" is none.
    """
    rows = [is_row(line) for line in lines]
    first = start = 0
    for stop in range(1, len(lines) + 1):
        if stop < len(lines) and rows[stop] == rows[start]:
            continue
        if rows[start] and _are_table(lines[start:stop]):
            if start > first:
                yield range(first, start)
            first = stop
        start = stop
    if first < len(lines):
        yield range(first, len(lines))


def _are_table(rows: Sequence[str]) -> bool:
    """Whether rows that stand together make up a table: they have figures, or are too many for headlines."""
    cells = (cell for row in rows for cell in WIDE_WHITE.split(row[:LONGEST_LINE]))
    return len(rows) > 1 and (
        len(rows) >= FEWEST_OF_WORDS
        or any(FIGURE.fullmatch(cell) or HAN_FIGURE.fullmatch(cell) for cell in cells)
    )
