"""Tables that the places of words show, in the files of an OCR."""

from __future__ import annotations

from dataclasses import replace

from convert.conversion import repair
from convert.document.layout import Box, LineBox, LogicalUnit, Region, Surface
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.readers.stream import ReadWord, StreamBuilder

ROWS = (
    ("名次", "球队", "积分"),
    ("1", "红星", "32"),
    ("2", "前进", "30"),
    ("3", "火车头", "28"),
    ("4", "海燕", "25"),
)
TEXT = ("昨日，本市足球联赛结束了最后一轮比赛。", "红星队以三十二分名列第一，前进队名列第二。")


def page_of(rows: tuple[tuple[str, ...], ...], *, one_line: bool = True) -> Document:
    """Return a page of an OCR with text and rows, a row as one line of words or as a line each."""
    stream = StreamBuilder("alto", 1)
    stream.begin_page(Surface(width=600, height=800))
    top = 10.0
    for text in TEXT:
        box = Box(20, top, 20 + 20 * len(text), top + 20)
        stream.add_region(Region(0, 0, box), [(LineBox(0, 0, box), [ReadWord(text, box)])])
        top += 28
    lines = []
    for row in rows:
        words = [
            ReadWord(text, Box(20 + 120 * n, top, 20 + 120 * n + 20 * len(text), top + 20))
            for n, text in enumerate(row)
        ]
        whole = Box(words[0].box.left, top, words[-1].box.right, top + 20)
        if one_line:
            lines.append((LineBox(0, 0, whole), words))
        else:
            lines += [(LineBox(0, 0, word.box), [word]) for word in words]
        top += 28
    stream.add_region(Region(0, 0, Box(20, 66, 400, top)), lines)
    return stream.document(b"file", Metadata(name="a.xml", language="zh"))


def cells_of(document: Document) -> list[tuple[int, int, str]]:
    """Return row, column and text of the cells of a document."""
    blocks = [block for block in repair(document).blocks if block.role is Role.TABLE_CELL]
    return [(b.cell.row, b.cell.column, b.reading.strip()) for b in blocks if b.cell]


def test_words_that_line_up_are_the_cells_of_a_table() -> None:
    """A row is a line of words, or a line for each cell."""
    table = [(r, c, text) for r, row in enumerate(ROWS) for c, text in enumerate(row)]
    for one_line in (True, False):
        assert cells_of(page_of(ROWS, one_line=one_line)) == table


def test_names_that_line_up_are_none() -> None:
    """Only figures make a table of them."""
    names = (("王一川", "李思远", "张若水"), ("陈大同", "周文", "赵明"), ("钱学", "孙立", "吴用"))
    assert cells_of(page_of(names)) == []


def test_where_an_archive_says_what_its_blocks_are_none_is_looked_for() -> None:
    """Its structure goes before what places show."""
    document = page_of(ROWS)
    assert document.layout
    layout = replace(document.layout, units=(LogicalUnit(Opening.ARTICLE, ()),))
    assert cells_of(replace(document, layout=layout)) == []
