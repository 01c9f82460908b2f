"""Lines and blocks of a page as they were printed: what an OCR has read across two columns is cut."""

from __future__ import annotations

from dataclasses import replace

from convert.analysis.columns.page_lines import pages_of, printed_page
from convert.document.layout import Box, Layout, LineBox, Region, Surface, WordBox, hull

HEIGHT = 10.0
STEP = 14.0


def page_of(blocks: list[list[str]]) -> tuple[Layout, str]:
    """Return a page of blocks of lines: each character has a square, white between columns has four."""
    text, top = "", 0.0
    regions: list[Region] = []
    lines: list[LineBox] = []
    words: list[WordBox] = []
    for block in blocks:
        begin, first = len(text), top
        for line in block:
            at = len(text)
            for place, char in enumerate(line):
                if char != "　":
                    left = place * HEIGHT
                    words.append(
                        WordBox(len(text), len(text) + 1, Box(left, top, left + HEIGHT, top + HEIGHT))
                    )
                    text += char
            text += "\n"
            left = HEIGHT * (len(line) - len(line.lstrip("　")))
            lines.append(LineBox(at, len(text) - 1, Box(left, top, HEIGHT * len(line), top + HEIGHT)))
            top += STEP
        widest = HEIGHT * max(map(len, block))
        regions.append(Region(begin, len(text) - 1, Box(0, first, widest, top - STEP + HEIGHT)))
    return Layout((Surface(0, 400, 600),), tuple(regions), tuple(lines), tuple(words)), text


def texts_of(blocks: list[list[str]]) -> list[list[str]]:
    """Return the blocks as they were printed."""
    layout, text = page_of(blocks)
    [page] = pages_of(layout)
    return [[line.text for line in block.lines] for block in printed_page(page, layout, text).blocks]


COLUMN = ["老船工们也来看热闹", "江上一片笑声和歌声", "候船室里装了暖气和"] * 3


def test_block_that_was_read_across_is_two_columns() -> None:
    """Its lines have white at one place, though the first of a paragraph is indented behind it."""
    across = [
        "昨日渡口的改造工程　　　　新的码头比旧的宽了",
        "全部完成，两岸居民　　　　　　候船室里也装了",
        "的出行方便了许多，　　　　电灯，墙上挂着江景",
    ]
    left = ["昨日渡口的改造工程", "全部完成，两岸居民", "的出行方便了许多，"]
    right = ["新的码头比旧的宽了", "候船室里也装了", "电灯，墙上挂着江景"]
    assert texts_of([COLUMN, across]) == [COLUMN, left, right]


def test_block_under_it_is_cut_there_where_fewer_lines_show_it() -> None:
    """Where a column begins is known from the block above."""
    across = ["昨日渡口的改造工程　　　　新的码头比旧的宽了", "全部完成，两岸居民　　　　电灯，墙上挂着江景"]
    under = ["的出行方便了许多，，，，，候船室里装了暖气和", "老船工也来看热闹。　　　　了一幅江上的老照片"]
    shown = texts_of([COLUMN, across, under])
    assert shown[3:] == [
        ["的出行方便了许多，，，，，", "老船工也来看热闹。"],
        ["候船室里装了暖气和", "了一幅江上的老照片"],
    ]
    assert texts_of([COLUMN, under]) == [
        COLUMN,
        ["的出行方便了许多，，，，，候船室里装了暖气和", "老船工也来看热闹。了一幅江上的老照片"],
    ]


def test_word_that_reaches_over_a_gutter_is_cut_there() -> None:
    """The last mark of a column and the first characters of the next one, which an OCR took for one word."""
    across = ["昨日渡口的改造工程　　　　新的码头比旧的宽了"] * 5
    layout, text = page_of([COLUMN, [*across, "的出行方便了许多“　　　　候船室里装了暖气和"]])
    last = [word for word in layout.words if word.box.top == layout.words[-1].box.top]
    of_word = last[8:11]
    box = Box(of_word[0].box.left, of_word[0].box.top, of_word[-1].box.right, of_word[0].box.bottom)
    joined = WordBox(of_word[0].at, of_word[-1].stop, box)
    words = tuple(word for word in layout.words if word not in of_word)
    made = replace(layout, words=tuple(sorted((*words, joined))))
    [page] = pages_of(made)
    *_, left, right = printed_page(page, made, text).blocks
    assert left.lines[-1].text == "的出行方便了许多“"
    assert right.lines[-1].text == "候船室里装了暖气和"
    assert right.lines[-1].box.left == right.lines[0].box.left


def test_word_of_a_headline_over_a_gutter_stays_whole() -> None:
    """It is higher than the lines of the text."""
    across = ["昨日渡口的改造工程　　　　新的码头比旧的宽了"] * 5
    layout, text = page_of([["老城渡口的改造工程已经全部完成昨日起开放通行"], across, across])
    first, last = layout.words[0], layout.words[22 - 1]
    joined = WordBox(first.at, last.stop, Box(0, -10, last.box.right, first.box.bottom))
    layout = replace(
        layout,
        regions=(layout.regions[0]._replace(stop=layout.regions[1].stop), layout.regions[2]),
        words=(joined, *layout.words[22:]),
    )
    [page] = pages_of(layout)
    found = [line.text for block in printed_page(page, layout, text).blocks for line in block.lines]
    assert "老城渡口的改造工程已经全部完成昨日起开放通行" in found


def test_cells_of_a_table_are_no_columns() -> None:
    """They are narrow."""
    table = ["一月　　三十　　四元　　五角　　六分", "二月　　廿八　　四元　　六角　　七分"]
    assert texts_of([COLUMN, table]) == [COLUMN, [line.replace("　", "") for line in table]]


def test_a_single_line_that_runs_on_into_the_next_column_is_cut() -> None:
    """Many lines of the page begin there, and the white of a mark may be all that is before it."""
    beside = ["　" * 13 + line for line in COLUMN * 2]
    on = "的出行方便了许多，　　　　候船室里装了暖"
    mark = "的出行方便了许多喜人。　　候船室里装了暖"
    for line in (on, mark):
        shown = texts_of([*([row] for row in COLUMN), *([row] for row in beside), [line]])
        left, right = line.split("　", 1)
        assert shown[-2:] == [[left], [right.replace("　", "")]]


def test_a_line_that_runs_on_is_cut_in_no_latin_page() -> None:
    """White parts all words there."""
    rows = ["words　of　print", "lines　and　page"] * 6
    line = "words　of　print　lines　and　page"
    shown = texts_of([[row] for row in rows] + [["　" * 16 + row] for row in rows] + [[line]])
    assert shown[-1] == [line.replace("　", "")]


def test_a_short_line_that_a_mark_ends_is_of_the_type_of_the_others() -> None:
    """The ink of a mark fills a part of its place, so that the box of 道。 is narrow."""
    layout, text = page_of([[*COLUMN, "道。"]])
    narrow = layout.lines[-1]._replace(box=layout.lines[-1].box._replace(right=13.0))
    layout = replace(layout, lines=(*layout.lines[:-1], narrow))
    [page] = pages_of(layout)
    assert {line.size for line in printed_page(page, layout, text).lines} == {HEIGHT}


def test_a_speck_behind_a_line_makes_its_type_no_larger() -> None:
    """The steps from one character to the next one tell how large it is."""
    layout, text = page_of([[*COLUMN, "电灯墙上挂着江景　　　　-"]])
    wide = replace(layout, words=tuple(word for word in layout.words if text[word.at] != "-"))
    for each in (layout, wide):
        [page] = pages_of(each)
        assert {line.size for line in printed_page(page, each, text).lines} == {HEIGHT}


HEADLINE = ["渡口的改造工程全部完成两岸居民出行方便了许多"]


def test_white_between_the_characters_of_a_headline_is_no_gutter() -> None:
    """A column begins behind one of them, and an OCR gives each less room than it has."""
    size, top = 3 * HEIGHT, -35.0
    layout, text = page_of([COLUMN, ["　" * 12 + line for line in COLUMN]])
    shift = len(HEADLINE[0]) + 1
    pairs = range(0, shift - 1, 2)
    words = [WordBox(n, n + 2, Box(n * size, top, (n + 1.5) * size, top + size)) for n in pairs]
    words += [word._replace(at=word.at + shift, stop=word.stop + shift) for word in layout.words]
    head = LineBox(0, shift - 1, Box(0, top, (shift - 1.5) * size, top + size))
    lines = [
        head,
        *(line._replace(at=line.at + shift, stop=line.stop + shift) for line in layout.lines),
    ]
    made = Layout(layout.surfaces, (), tuple(lines), tuple(words))
    [page] = pages_of(made)
    whole = f"{HEADLINE[0]}\n{text}"
    assert HEADLINE[0] in [line.text for line in printed_page(page, made, whole).lines]


def test_blocks_whose_rows_one_block_beside_them_has_the_rest_of_are_one() -> None:
    """Each line is in one block."""
    rows = [
        "渡口的改造工程昨日完成",
        "两岸居民的",
        "江上一片笑声和歌声不断",
        "市里派来的",
        "码头比旧的宽了许多许多",
    ]
    rests = {1: "出行方便了", 3: "船工都到了"}
    pieces = [(row, 0.0, text) for row, text in enumerate(rows)]
    pieces += [(row, 5 * HEIGHT + 1, text) for row, text in rests.items()]
    source, lines = "", []
    for row, left, text in pieces:
        box = Box(left, STEP * row, left + HEIGHT * len(text), STEP * row + HEIGHT)
        lines.append(LineBox(len(source), len(source) + len(text), box))
        source += text + "\n"
    parts = (lines[:2], lines[2:5], lines[5:])
    regions = [Region(own[0].at, own[-1].stop, hull(line.box for line in own) or own[0].box) for own in parts]
    layout = Layout((Surface(0, 400, 600),), tuple(regions), tuple(lines))
    [page] = pages_of(layout)
    whole = [*rows]
    whole[1], whole[3] = rows[1] + rests[1], rows[3] + rests[3]
    assert [[line.text for line in block.lines] for block in printed_page(page, layout, source).blocks] == [
        whole
    ]
