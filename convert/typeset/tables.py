"""A table as writers show it: its rows with their empty places, its head, its columns of figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from convert.document.cells import Cell, Slot, rows_of
from convert.language.han import is_wide
from convert.text.pattern import LatePattern

WORD = LatePattern(r"[^\s\u2e80-\U0010ffff-]+-?|\S")

FIGURES = 0.6
"""Part of a column below the head that is figures, where these are set right-aligned."""


LONGEST_FIGURE = 12
"""Characters of a number with its unit."""


class ShownCell(Protocol):
    """What is asked of a cell here."""

    @property
    def cell(self) -> Cell | None:
        """Its place."""

    @property
    def text(self) -> str:
        """What is read there."""


class TableView(NamedTuple):
    """A table, row by row; the numbers in its slots are those of its cells in reading order."""

    rows: tuple[tuple[Slot, ...], ...]
    columns: int
    head_rows: int
    """How many rows at the top consist of heads, empty places left out; 0 where all of them do."""
    figures: frozenset[int]
    """Columns of figures."""


def table_view(cells: Sequence[ShownCell]) -> TableView:
    """Lay out the cells of a table, of which there is one at least."""
    rows = tuple([tuple(row) for row in rows_of([cell.cell for cell in cells])])
    columns = max(slot.cell.column + slot.cell.columns for row in rows for slot in row)
    heads = 0
    while heads < len(rows) and all(slot.cell.head or slot.number < 0 for slot in rows[heads]):
        heads += 1
    heads = 0 if heads == len(rows) else heads
    texts: list[list[str]] = [[] for _ in range(columns)]
    for row in rows[heads:]:
        for slot in row:
            if slot.number >= 0 and slot.cell.columns == 1:
                texts[slot.cell.column].append(cells[slot.number].text)
    figures = {n for n, own in enumerate(texts) if own and sum(map(is_figure, own)) >= FIGURES * len(own)}
    return TableView(rows, columns, heads, frozenset(figures))


def is_figure(text: str) -> bool:
    """Return whether a cell holds a number, perhaps with its unit.

    >>> is_figure("+0.45%"), is_figure("12℃"), is_figure("红星2队")
    (True, True, False)
    """
    bare = "".join(text.split())
    if len(bare) > LONGEST_FIGURE:
        return False
    digits = sum(map(str.isdigit, bare))
    letters = sum(char.isalpha() for char in bare)
    return digits > 0 and 2 * letters <= digits


class CellText(NamedTuple):
    """A cell as a writer hands it on."""

    text: str
    cell: Cell | None


LEAST_COLUMN = 1.5
"""Ems of the narrowest column."""
LEAST_WRAPPED = 4.0
"""Ems of the narrowest column whose lines are broken, if there is room."""


def column_widths(
    view: TableView, cells: Sequence[ShownCell], room: float, size: float, padding: float
) -> list[float]:
    """Return the width of each column in points, padding included: as wide as its text, if all find room.

    Where they do not, the widest are made narrower until they do, but none below its longest word.
    """
    natural = [LEAST_COLUMN] * view.columns
    least = [LEAST_COLUMN] * view.columns
    for row in view.rows:
        for slot in row:
            if slot.number < 0 or slot.cell.columns > 1:
                continue
            text, column = cells[slot.number].text, slot.cell.column
            natural[column] = max(natural[column], ems(text) + 0.2)
            least[column] = max(least[column], min(LEAST_WRAPPED, ems(text) + 0.2), longest_word(text) + 0.2)
    for row in view.rows:
        for slot in row:
            if slot.number >= 0 and slot.cell.columns > 1:
                _widen(natural, slot.cell, ems(cells[slot.number].text) + 0.2)
    inside = (room - padding * view.columns) / size
    widths = _narrowed(natural, least, max(inside, 0.5 * view.columns))
    return [width * size + padding for width in widths]


def _widen(widths: list[float], cell: Cell, wanted: float) -> None:
    """Widen the columns under a cell that reaches over several, each alike."""
    reach = range(cell.column, cell.column + cell.columns)
    missing = wanted - sum(widths[n] for n in reach)
    if missing > 0:
        for n in reach:
            widths[n] += missing / len(reach)


def _narrowed(natural: Sequence[float], least: Sequence[float], inside: float) -> list[float]:
    """Cut the widest columns down to one width, so that all find room; if need be, all of them."""
    if sum(natural) <= inside:
        return list(natural)
    if sum(least) >= inside:
        return [width * inside / sum(least) for width in least]
    low, high = 0.0, max(natural)
    for _ in range(40):
        middle = (low + high) / 2
        if sum(max(small, min(wide, middle)) for small, wide in zip(least, natural, strict=True)) > inside:
            high = middle
        else:
            low = middle
    return [max(small, min(wide, low)) for small, wide in zip(least, natural, strict=True)]


def ems(text: str) -> float:
    """Return about how wide a text is, in ems: a Han character is 1, anything else a little over half."""
    return max((_ems(line) for line in text.split("\n")), default=0.0)


def _ems(text: str) -> float:
    return sum([1.0 if is_wide(char) or char == "\u3000" else 0.56 for char in text])


def longest_word(text: str) -> float:
    """Return how wide the longest part of a text is that no line end may cut, in ems."""
    return max((_ems(word) for word in WORD.findall(text)), default=0.0)
