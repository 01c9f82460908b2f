"""Tables of Word documents: where their paragraphs stand."""

from __future__ import annotations

from time import process_time

import pytest
from lxml import etree

from convert.document.cells import Cell
from convert.readers.word.tables import W, cells_of_paragraphs


def cell(text: str, properties: str = "") -> str:
    """Return a cell with a paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str, head: bool = False) -> str:
    """Return a row."""
    return f"<w:tr><w:trPr>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def places(*rows: str) -> dict[str, Cell]:
    """Return the places of the paragraphs of a table by their text."""
    root = etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}"><w:tbl>{"".join(rows)}</w:tbl></w:body>')
    found = cells_of_paragraphs(root)
    return {"".join(map(str, paragraph.itertext())): place.cell for paragraph, place in found.items()}


def test_cells_reach_over_rows_and_columns() -> None:
    """A head row, a cell over two columns, one over two rows."""
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    assert places(
        row(cell("甲", '<w:gridSpan w:val="2"/>'), cell("乙"), head=True),
        row(cell("丙", down), cell("丁"), cell("戊")),
        row(cell("", on), cell("己"), cell("庚")),
    ) == {
        "甲": Cell(0, 0, 1, 2, head=True),
        "乙": Cell(0, 2, head=True),
        "丙": Cell(1, 0, 2, 1),
        "丁": Cell(1, 1),
        "戊": Cell(1, 2),
        "己": Cell(2, 1),
        "庚": Cell(2, 2),
    }


@pytest.mark.parametrize("span", ["-3", "0", "999999999999", "x", ""])
def test_a_span_that_cannot_be_is_one(span: str) -> None:
    """What a hostile file says of it is not believed."""
    wild = f'<w:gridSpan w:val="{span}"/>'
    assert places(row(cell("甲", wild), cell("乙")), row(cell("丙"), cell("丁")))["乙"] == Cell(0, 1)


def test_a_table_within_a_cell_is_its_text() -> None:
    """The outermost table alone has cells."""
    inner = f"<w:tbl>{row(cell('内'), cell('里'))}{row(cell('中'), cell('间'))}</w:tbl>"
    found = places(row(f"<w:tc>{inner}<w:p/></w:tc>", cell("乙")), row(cell("丙"), cell("丁")))
    assert found["内"] == found["间"] == Cell(0, 0)
    assert found["丁"] == Cell(1, 1)


def test_a_table_of_one_row_is_a_means_of_layout() -> None:
    """Text in a box, columns side by side."""
    assert places(row(cell("甲"), cell("乙"))) == {}
    assert places(row(cell("甲")), row(cell("乙"))) == {}


def test_many_cells_cost_little_and_too_many_are_text() -> None:
    """A hundred thousand cells, and tables in tables 60 deep."""
    start = process_time()
    assert places(*[row(*[cell("1")] * 61)] * 1700) == {}
    deep = cell("甲")
    for _ in range(60):
        deep = f"<w:tc><w:tbl>{row(deep, cell('乙'))}{row(cell('丙'), cell('丁'))}</w:tbl><w:p/></w:tc>"
    assert places(row(deep, cell("乙")), row(cell("丙"), cell("丁")))["甲"] == Cell(0, 0)
    assert process_time() - start < 5
