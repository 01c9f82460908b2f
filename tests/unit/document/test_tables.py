"""Tables: the grid of their cells, and the blocks that they are made of."""

from __future__ import annotations

import pytest

from convert.document.actions import CellSpan, Rule, Tabulate
from convert.document.cells import MOST_CELLS, Cell, is_grid, rows_of
from convert.document.changes import Kind, Tabulated
from convert.document.engine import rewrite
from convert.document.integrity import restore
from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.errors import InvariantError
from convert.readers.text import read_text
from convert.text.source import decode

TABLES = Rule("tables", Kind.LAYOUT)


def document(text: str) -> Document:
    """Read a text."""
    return read_text(decode(text.encode(), "utf-8"), Metadata(language="zh-Hans"))


@pytest.mark.parametrize(
    ("cells", "fits"),
    [
        pytest.param([Cell(0, 0), Cell(0, 1), Cell(1, 0, 1, 2)], True, id="a cell over two columns"),
        pytest.param([Cell(0, 0, 2, 1), Cell(0, 1), Cell(1, 1)], True, id="a cell over two rows"),
        pytest.param([Cell(0, 0, 1, 2), Cell(0, 1)], False, id="two cells in one place"),
        pytest.param([Cell(0, 1), Cell(0, 0)], False, id="in no order"),
        pytest.param([Cell(-1, 0), Cell(0, 0)], False, id="above the table"),
        pytest.param([Cell(0, 0, -1, 1)], False, id="a span below one"),
        pytest.param([Cell(0, 0, 2, 2)], False, id="a row in which nothing begins"),
        pytest.param([Cell(0, 0), Cell(MOST_CELLS, 0)], False, id="too high"),
        pytest.param([Cell(0, 0), Cell(0, 10**9)], False, id="too wide"),
    ],
)
def test_cells_make_a_grid_or_none(cells: list[Cell], fits: object) -> None:
    """Spans are hostile: nothing is counted that is not there."""
    assert is_grid(cells) is fits


def test_places_without_a_cell_are_empty() -> None:
    """A row has a slot for each place that no cell reaches into from above or from the left."""
    rows = rows_of([Cell(3, 1, 2, 1), Cell(3, 2), Cell(4, 3)])
    assert [[slot.number for slot in row] for row in rows] == [[0, 1, -1], [-1, 2]]


def test_cells_that_overlap_are_cut_to_one_place() -> None:
    """Whatever was made of a table since, it can be shown."""
    rows = rows_of([Cell(0, 0, 1, 2), Cell(0, 1), None])
    assert [[slot.number for slot in row] for row in rows] == [[0, 1], [2, -1]]


def test_a_block_becomes_cells_and_what_stands_around_them_stays() -> None:
    """The cells stand row by row, whatever their order in the source, which can be restored."""
    source = document("积分榜\n红星  甲\n32  乙\n以上\n")
    starts = {text: source.blocks[0].reading.index(text) for text in ("红星", "甲", "32", "乙")}
    places = {"红星": Cell(0, 0), "甲": Cell(1, 0), "32": Cell(0, 1), "乙": Cell(1, 1)}
    spans = tuple(CellSpan(0, at, at + len(text), places[text]) for text, at in starts.items())
    done = rewrite(source, TABLES, [Tabulate(spans)])
    assert [block.reading for block in done.blocks] == ["积分榜", "红星", "32", "甲", "乙", "以上"]
    assert [block.cell for block in done.blocks] == [
        *(None, Cell(0, 0), Cell(0, 1), Cell(1, 0), Cell(1, 1), None)
    ]
    assert [block.role for block in done.blocks[:2]] == [Role.BODY, Role.TABLE_CELL]
    assert done.blocks[1].changes == (Tabulated("tables", 2, 2, 1.0, Kind.LAYOUT),)
    assert restore(done) == source.source.data
    assert done.text == "积分榜\n\n红星\t32\n甲\t乙\n\n以上\n"


def test_the_pieces_of_a_cell_are_joined() -> None:
    """Two lines of a cell between which another cell stands are one text."""
    source = document("南岸区  晴\n北部  转阴\n")
    spans = (
        CellSpan(0, 0, 3, Cell(0, 0)),
        CellSpan(0, 5, 6, Cell(0, 1)),
        CellSpan(0, 7, 9, Cell(0, 0)),
        CellSpan(0, 11, 13, Cell(0, 1)),
    )
    done = rewrite(source, TABLES, [Tabulate(spans)])
    assert [block.reading for block in done.blocks] == ["南岸区北部", "晴转阴"]
    assert restore(done) == source.source.data


def test_a_text_between_cells_is_never_lost() -> None:
    """A table that leaves a word of its text out is none."""
    source = document("红星  甲  32\n")
    with pytest.raises(InvariantError, match="in no cell"):
        rewrite(source, TABLES, [Tabulate((CellSpan(0, 0, 2, Cell(0, 0)), CellSpan(0, 7, 9, Cell(0, 1))))])
