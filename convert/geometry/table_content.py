"""What the cells of rows that line up say for or against a table.

Columns of text line up as well, and so do names and verse: only figures or rules make a table of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from convert.text.pattern import LatePattern

FIGURES = 0.6
"""Part of a column below its head that is figures, where it is one of figures."""
MOST_MARKS = 0.1
"""Part of the cells that have marks of running text."""
MARKS = re.compile(r"[，。；！？]|[;!?](?!\S)|[.](?= [A-Z])|[^\W\d_]{2,}[.,]$")
PLACE = re.compile(r"[\d.,:：/％%‰℃°+\-—–−~×¥$£€()]")
PAGE_NUMBER = LatePattern(r"[第(（]?[A-D]?\s?(\d{1,3})\s?[版页)）]?")

Row = Mapping[int, str]
"""The texts of a row by their columns."""


def is_figure(text: str) -> bool:
    """Return whether most characters of a cell are figures, or marks that stand with them.

    >>> is_figure("+0.45%"), is_figure("3-12℃"), is_figure("第12轮比赛")
    (True, True, False)
    """
    bare = "".join(text.split())
    return any(map(str.isdigit, bare)) and 2 * len(PLACE.findall(bare)) > len(bare)


def figure_shares(rows: Sequence[Row], columns: int) -> list[float]:
    """Return of each column which part of it, below the first row, is figures."""
    shares: list[float] = []
    for column in range(columns):
        own = [row[column] for row in rows[1:] if column in row]
        shares.append(sum(map(is_figure, own)) / len(own) if own else 0.0)
    return shares


def has_figures(rows: Sequence[Row], columns: int) -> bool:
    """Return whether a column is of figures, and not all of them are of nothing else."""
    shares = figure_shares(rows, columns)
    return max(shares) >= FIGURES and min(shares) < 1.0


def is_running_text(texts: Sequence[str], most: float = MOST_MARKS) -> bool:
    """Return whether more cells than a few have marks of running text."""
    return sum(MARKS.search(text) is not None for text in texts) > most * len(texts)


def is_contents(rows: Sequence[Row]) -> bool:
    """Return whether the numbers at the ends of lines are those of pages, and go up."""
    numbers = [PAGE_NUMBER.fullmatch(row[1]) if 1 in row else None for row in rows]
    pages = [int(number[1]) for number in numbers if number]
    return len(pages) == len(rows) and pages == sorted(pages)


def has_head(rows: Sequence[Row], columns: int) -> bool:
    """Return whether the first row names the columns: it has no figures, and stands over some."""
    return not any(is_figure(text) for text in rows[0].values()) and has_figures(rows, columns)
