"""Tables whose words an OCR has measured: boxes as tesseract gives them."""

from __future__ import annotations

from collections.abc import Sequence

from convert.document.layout import Box, hull
from convert.geometry.glyphs import Glyph, GlyphLine
from convert.geometry.measured_tables import measured_tables

Word = tuple[str, int, int]
"""A word, and where it begins and ends."""


def rows_of(*rows: str) -> list[list[Word]]:
    """Return rows of words, each with where it begins and ends behind it."""
    split = [row.split() for row in rows]
    return [
        [
            (text, int(left), int(right))
            for text, left, right in zip(own[::3], own[1::3], own[2::3], strict=True)
        ]
        for own in split
    ]


WEATHER = rows_of(
    "城市 121 168 天 202 250 气 240 267 最 309 356 高 349 376 最 390 438 低 423 443",
    "梅 121 144 园 150 165 雷阵雨 222 287 12?C 328 372",
    '渡 121 144 多 245 291 云 282 311 23"C 327 372 0"C 419 453',
    "下 134 140 坪 153 169 请 276 292 22C 327 372 -72C 410 453",
    "石 121 141 小 244 287 雨 288 317 6C 338 372 -222C 410 453",
    '柳 121 136 叶 147 169 多 245 291 云 284 313 17"C 328 372 -4C 410 453',
)
LEAGUE = rows_of(
    "名 121 169 次 155 182 球 196 244 队 228 248 胜 321 344 负 372 393 积分 421 469",
    "1 122 130 大 231 279 滤 262 299 口 298 325 24 333 354 1 395 403",
    "2 121 131 火车 231 304 头 298 325 3 344 353 11 384 403 8 469 478",
    "3 121 130 柳 206 229 叶 237 254 街道 266 331 4 349 354 7 394 403 10 459 479",
)
RULED = rows_of(
    '东城 121 169 中 233 279 雨 268 291 | 290 302 30"C| 308 353 3?C 394 428',
    "梅 121 165 园 159 177 | 186 198 阴转晴 211 279 | 286 298 14*C 310 353",
    '柳 121 169 叶 155 173 | 185 195 雷阵雨 209 279 | 293 303 23"C| 308 353 -6?C 385 428',
)
TEXT = rows_of(
    "处 114 137 减少 149 201 到 214 237 10 249 271 处 283 306 比 318 341",
    "名居民 114 186 10 211 235 代表 258 306 走 318 341",
    "去年 114 162 下降 174 222 10 238 262 次 295 318 平均 330 378",
    "客流 114 162 29 190 212 处 238 262 升级 295 340",
)


def lines_of(rows: Sequence[Sequence[Word]]) -> list[GlyphLine]:
    """Return rows as lines of words."""
    lines: list[GlyphLine] = []
    for number, row in enumerate(rows):
        top = 100.0 + 42 * number
        glyphs = [Glyph(text, Box(left, top, right, top + 23), top + 18, 28.0) for text, left, right in row]
        box = hull(glyph.box for glyph in glyphs)
        assert box is not None
        lines.append(GlyphLine(tuple(glyphs), box, 28.0))
    return lines


def grids(lines: Sequence[GlyphLine]) -> list[list[list[str]]]:
    """Return the texts of tables, row by row; an empty place is empty."""
    tables = measured_tables(lines).tables
    return [
        [
            [
                next(
                    ("".join(line.text for line in own) for cell, own in table.cells if cell[:2] == (r, c)),
                    "",
                )
                for c in range(max(cell.column for cell, _ in table.cells) + 1)
            ]
            for r in range(max(cell.row for cell, _ in table.cells) + 1)
        ]
        for table in tables
    ]


def test_columns_are_those_of_most_rows() -> None:
    """White within a name is no column; a head may stand aside, and a place may be empty."""
    assert grids(lines_of(WEATHER)) == [
        [
            ["城市", "天气", "最高", "最低"],
            ["梅园", "雷阵雨", "12?C", ""],
            ["渡", "多云", '23"C', '0"C'],
            ["下坪", "请", "22C", "-72C"],
            ["石", "小雨", "6C", "-222C"],
            ["柳叶", "多云", '17"C', "-4C"],
        ]
    ]
    assert grids(lines_of(LEAGUE)) == [
        [
            ["名次", "球队", "胜", "负", "积分"],
            ["1", "大滤口", "24", "1", ""],
            ["2", "火车头", "3", "11", "8"],
            ["3", "柳叶街道", "4", "7", "10"],
        ]
    ]
    heads = [cell.head for cell, _ in measured_tables(lines_of(LEAGUE)).tables[0].cells]
    assert heads == [True] * 5 + [False] * 14


def test_a_printed_rule_that_was_read_as_a_letter_parts_cells() -> None:
    """It stays at the end of its cell, for it is a character of the source."""
    assert grids(lines_of(RULED)) == [
        [
            ["东城", "中雨|", '30"C|', "3?C"],
            ["梅园|", "阴转晴|", "14*C", ""],
            ["柳叶|", "雷阵雨|", '23"C|', "-6?C"],
        ]
    ]


def test_where_the_grid_is_doubtful_there_is_none() -> None:
    """Text with figures, two rows, names alone, and a row with figures beside that fits no column."""
    names = [[word for word in row if not any(map(str.isdigit, word[0]))] for row in LEAGUE]
    askew = (("5", 121, 130), ("云津", 160, 201), ("一中", 225, 262), ("9", 290, 300), ("12", 362, 383))
    for rows in (TEXT, LEAGUE[:2], names, [*LEAGUE[:3], askew, LEAGUE[3]]):
        tables = grids(lines_of(rows))
        assert tables == [], rows


def test_what_is_in_no_table_is_handed_on() -> None:
    """Every line is in one table, or among the rest."""
    lines = [*lines_of(WEATHER), *lines_of([(("昨日，渡口的改造工程全部完成，往来极方便。", 114, 600),)])]
    assert [line.text for line in measured_tables(lines).lines] == [
        "昨日，渡口的改造工程全部完成，往来极方便。"
    ]
