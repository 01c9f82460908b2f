"""Tables among lines with places: between printed rules, and by alignment."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time

import pytest

from convert.document.cells import Cell
from convert.document.layout import Box, hull
from convert.geometry.glyphs import Glyph, GlyphLine
from convert.geometry.lattices import MOST_RULES, lattices
from convert.geometry.tables import find_tables

SIZE = 10.0
STEP = 16.0


def line(text: str, left: float, baseline: float) -> GlyphLine:
    """Set a line: a Han character is as wide as the type, anything else half as wide."""
    glyphs: list[Glyph] = []
    x = left
    for char in text:
        width = SIZE if ord(char) > 0x2E80 else SIZE / 2
        if char != " ":
            glyphs.append(Glyph(char, Box(x, baseline - 9, x + width, baseline + 2), baseline, SIZE))
        x += width
    return GlyphLine(tuple(glyphs), hull(glyph.box for glyph in glyphs) or Box(0, 0, 0, 0), SIZE)


def lines(rows: Sequence[Sequence[str]], lefts: Sequence[float]) -> list[GlyphLine]:
    """Set rows of cells; an empty text is no cell."""
    return [
        line(text, left, 100 + STEP * number)
        for number, row in enumerate(rows)
        for text, left in zip(row, lefts, strict=True)
        if text
    ]


def frame(left: float, top: float, right: float, bottom: float) -> list[Box]:
    """Return the four sides of a frame."""
    return [
        *(Box(left, y, right, y) for y in (top, bottom)),
        *(Box(x, top, x, bottom) for x in (left, right)),
    ]


PRICES = (("品名", "昨日", "今日"), ("白菜", "1.20", "1.15"), ("黄瓜", "", "3.40"), ("鸡蛋", "5.10", "5.30"))


def shown(page: Sequence[GlyphLine], rules: Sequence[Box] = ()) -> list[dict[tuple[int, int], str]]:
    """Return the texts of each table by row and column."""
    tables = find_tables(page, rules).tables
    return [{cell[:2]: "".join(each.text for each in own) for cell, own in table.cells} for table in tables]


def test_cells_that_line_up_are_a_table() -> None:
    """Each cell has its row and column; a place without a text has no cell, and the first row heads."""
    page = lines(PRICES, (50, 100, 150))
    given = {(r, c): text for r, row in enumerate(PRICES) for c, text in enumerate(row) if text}
    assert shown(page) == [given]
    (table,) = find_tables(page, ()).tables
    assert [cell.head for cell, _ in table.cells] == [True] * 3 + [False] * 8


def test_order_of_lines_changes_nothing() -> None:
    """However a file draws them."""
    page = lines(PRICES, (50, 100, 150))
    assert shown(page[::-1]) == shown(page)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([("张三", "李四"), ("赵七", "孙八"), ("吴十", "郑一")], id="names"),
        pytest.param([("白菜", "1.20", "1.15"), ("黄瓜", "3.10", "3.40")], id="two rows"),
        pytest.param(
            [
                ("入冬以来已清理落叶300", "报亭关了3年老板说今天"),
                ("余吨主干道做到随落随", "重新开张第一个上门的"),
                ("扫背街小巷每天清扫2", "还是当年的老主顾他一"),
                ("次市城管局今天表示，", "口气买了5份晚报。"),
            ],
            id="columns of text",
        ),
    ],
)
def test_what_only_lines_up_is_no_table(rows: list[tuple[str, ...]]) -> None:
    """Names and running text line up, too; all lines are left."""
    page = lines(rows, (50, 180, 320)[: len(rows[0])])
    found = find_tables(page, ())
    assert (found.tables, list(found.lines)) == ((), page)


def test_rules_make_cells_and_a_missing_one_joins_them() -> None:
    """A cell over two columns; a line that runs through a rule is cut there."""
    page = [
        line("全市", 55, 112),
        line("北京 12", 55, 128),
        line("上海", 55, 144),
        line("15", 95, 144),
        line("广州", 55, 160),
        line("21", 95, 160),
    ]
    rules = [
        *frame(50, 100, 130, 164),
        *(Box(50, y, 130, y) for y in (116, 132, 148)),
        Box(82, 116, 82, 164),
    ]
    (table,) = find_tables(page, rules).tables
    assert table.cells[0].cell[:4] == (0, 0, 1, 2)
    assert shown(page, rules) == [
        {
            (0, 0): "全市",
            (1, 0): "北京",
            (1, 1): "12",
            (2, 0): "上海",
            (2, 1): "15",
            (3, 0): "广州",
            (3, 1): "21",
        }
    ]


def test_two_frames_side_by_side_are_no_lattice() -> None:
    """Articles in boxes: one row has no cells."""
    assert list(lattices([*frame(50, 100, 150, 300), *frame(150, 100, 250, 300)])) == []


def test_a_lattice_of_articles_is_no_table() -> None:
    """Boxes of running text that meet are articles."""
    text = "渡口的改造工程昨天完工，两岸居民出行更方便。"
    page = [
        line(text, left + 4, top + 12 + STEP * n)
        for left in (50, 300)
        for top in (100, 200)
        for n in range(5)
    ]
    rules = [*frame(50, 100, 550, 300), Box(50, 200, 550, 200), Box(300, 100, 300, 300)]
    assert find_tables(page, rules).tables == ()


def test_cells_that_rules_make_into_no_rectangle_are_no_table() -> None:
    """An L of places is one cell to no format."""
    rules = [*frame(0, 0, 60, 60), Box(0, 30, 30, 30), Box(30, 0, 30, 30)]
    assert list(lattices(rules)) == []


def test_many_rules_cost_little() -> None:
    """A drawing of 100,000 strokes is no lattice, and the most that are looked at take no time."""
    drawing = [Box(n % 300, n // 300, n % 300 + 20, n // 300) for n in range(100_000)]
    start = process_time()
    assert list(lattices(drawing)) == []
    many = [Box(0, n * 5, 1000, n * 5) for n in range(MOST_RULES // 2)]
    many += [Box(n * 5, 0, n * 5, 10_000) for n in range(MOST_RULES // 2)]
    assert list(lattices(many)) == []
    assert process_time() - start < 5


def test_cell_is_a_place() -> None:
    """The first place of a lattice is that of its upper left corner."""
    rules = [*frame(0, 0, 60, 60), Box(0, 30, 60, 30), Box(30, 0, 30, 60)]
    (lattice,) = lattices(rules)
    assert lattice.cell_at(10, 10) == Cell(0, 0)
    assert lattice.cell_at(40, 50) == Cell(1, 1)
