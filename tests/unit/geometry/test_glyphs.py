"""From characters with boxes to lines of print."""

from __future__ import annotations

import random

from convert.document.layout import Box
from convert.geometry.frames import frames_of, part_headings
from convert.geometry.glyph_lines import lines_of
from convert.geometry.glyphs import Glyph
from convert.geometry.paragraphs import are_parted_by_white, going_on_share, is_full_stop, paragraphs_of
from convert.geometry.stacks import with_stacks


def set_line(text: str, left: float, baseline: float, size: float = 10) -> list[Glyph]:
    """Set a line of characters, each an em wide; a space leaves its place empty."""
    top, bottom = baseline - 0.8 * size, baseline + 0.2 * size
    return [
        Glyph(char, Box(left + n * size, top, left + (n + 1) * size, bottom), baseline, size)
        for n, char in enumerate(text)
        if char != " "
    ]


def texts(glyphs: list[Glyph], rules: tuple[Box, ...] = ()) -> list[str]:
    """Return the lines that characters make."""
    return sorted(line.text for line in lines_of(glyphs, rules))


def test_a_gutter_parts_lines_whatever_order_they_are_drawn_in() -> None:
    """Two columns with a gutter of a character and a half."""
    glyphs = [*set_line("今日晴", 0, 10), *set_line("明日雨", 45, 10)]
    random.Random(1).shuffle(glyphs)
    assert texts(glyphs) == ["今日晴", "明日雨"]


def test_a_mark_that_hangs_into_the_gutter_does_not_join_two_columns() -> None:
    """For other lines begin where the second part begins."""
    glyphs = [g for n in range(5) for left in (0, 46) for g in set_line("今日晴", left, 10 + 15 * n)]
    glyphs += set_line("今日晴，", 0, 100) + set_line("明日雨", 46, 100)
    assert texts(glyphs)[-2:] == ["今日晴，", "明日雨"]


def test_an_upright_rule_parts_what_stands_close() -> None:
    """A gap of half a character is none, unless a rule runs through it."""
    glyphs = [*set_line("今日", 0, 10), *set_line("明日", 25, 10)]
    assert texts(glyphs) == ["今日明日"]
    assert texts(glyphs, (Box(22, 0, 22.5, 40),)) == ["今日", "明日"]


def test_a_spaced_heading_is_one_line() -> None:
    """Single characters that stand evenly apart."""
    glyphs = [g for n, char in enumerate("启事录") for g in set_line(char, 30 * n, 10)]
    assert texts(glyphs) == ["启事录"]


def test_a_character_drawn_twice_is_bold_and_stands_once() -> None:
    """As programs without a bold font do it."""
    glyphs = [*set_line("头版", 0, 10), *set_line("头版", 0.5, 10)]
    (line,) = lines_of(glyphs)
    assert (line.text, line.bold) == ("头版", True)


def test_spaces_are_made_of_gaps() -> None:
    """Between letters of a fifth of the size; between Han of more than half."""
    latin = [
        Glyph(char, Box(left, 2, left + 5, 12), 10, 10)
        for char, left in zip("onetwo", (0, 5, 10, 18, 23, 28), strict=True)
    ]
    assert texts(latin) == ["one two"]
    assert texts([*set_line("今日", 0, 10), *set_line("明", 27, 10)]) == ["今日 明"]


def test_characters_one_under_the_other_are_an_upright_line() -> None:
    """A headline that runs downwards, each character placed by itself."""
    glyphs = [g for n, char in enumerate("竖排标题") for g in set_line(char, 100, 20 + 22 * n, 20)]
    (line,) = with_stacks(lines_of(glyphs))
    assert (line.text, line.vertical) == ("竖排标题", True)


def test_an_upright_headline_has_marks_and_may_have_two_lines() -> None:
    """The right one comes first; where characters stand closer in rows, rows are read."""
    first, second = "《渡口》的新码头", "昨日落成启用"
    glyphs = [g for n, char in enumerate(first) for g in set_line(char, 126, 20 + 22 * n, 20)]
    glyphs += [g for n, char in enumerate(second) for g in set_line(char, 100, 20 + 22 * n, 20)]
    random.Random(1).shuffle(glyphs)
    (frame,) = frames_of(with_stacks(lines_of(glyphs)))
    assert [line.text for line in frame.lines] == [first, second]
    rows = [g for n, row in enumerate(("天 地", "人 和", "风 雨")) for g in set_line(row, 0, 20 + 44 * n, 20)]
    assert [line.text for line in with_stacks(lines_of(rows))] == ["天 地", "人 和", "风 雨"]


def test_a_wide_space_inside_of_a_column_parts_no_line() -> None:
    """The next line stands under it; in a column of its own the second part stays alone."""
    glyphs = set_line("领航定向  驾驭全局", 0, 10) + set_line("创造新的历史伟业", 0, 25)
    assert texts(glyphs) == ["创造新的历史伟业", "领航定向 驾驭全局"]
    columns = [g for n in range(5) for left in (0, 60) for g in set_line("今日晴", left, 10 + 15 * n)]
    assert len(texts(columns)) == 10


def test_white_between_lines_and_a_line_with_room_end_paragraphs() -> None:
    """Where nothing is indented: a mark that hangs over the edge does not move it."""
    rows = ("渡口今日修好，", "都来看。", "市里说还要修", "两处老桥要修", "桥头新开小店")
    glyphs = [g for n, row in enumerate(rows) for g in set_line(row, 0, 10 + 15 * n + 5 * (n > 3))]
    (frame,) = frames_of(with_stacks(lines_of(glyphs)))
    assert [len(lines) for lines in paragraphs_of(frame)] == [2, 2, 1]


def test_the_sentences_of_a_page_show_how_often_a_paragraph_goes_on() -> None:
    """Those that end amid a line do; one that ends with room does not; a full line may or may not."""
    rows = (
        "桥修好。人来看。有人",
        "说好。渡口也要修了。",
        "市里说还要修两处桥。",
        "老桥已经关了。",
        "桥头新开的小店很忙。",
    )
    (frame,) = frames_of(lines_of([g for n, row in enumerate(rows) for g in set_line(row, 0, 10 + 15 * n)]))
    assert [is_full_stop(frame, n) for n in range(4)] == [False, True, True, False]
    assert going_on_share([frame]) == 4 / 6  # three and one, and one of each more, for none is sure
    assert going_on_share([]) == 0.5


def test_turned_characters_are_read_along_their_line() -> None:
    """By a quarter to the right: the line runs down the page."""
    glyphs = [
        Glyph(char, Box(50, 10 * n, 60, 10 * n + 10), 0, 10, rotation=90) for n, char in enumerate("今日晴")
    ]
    (line,) = lines_of(glyphs)
    assert (line.text, line.box, line.rotation) == ("今日晴", Box(50, 0, 60, 30), 90)


def test_an_indent_begins_a_paragraph_without_a_full_stop() -> None:
    """Two characters further right than the lines around it."""
    lines = lines_of(
        [
            *set_line("一二三四五六", 20, 10),
            *set_line("七八九十一二三四", 0, 25),
            *set_line("五六七八九十", 20, 40),
            *set_line("一二", 0, 55),
        ]
    )
    (frame,) = frames_of(lines)
    assert [[line.text for line in lines] for lines in paragraphs_of(frame)] == [
        ["一二三四五六", "七八九十一二三四"],
        ["五六七八九十", "一二"],
    ]


def test_another_size_a_gap_or_a_rule_ends_a_frame() -> None:
    """A heading, text, text far below, text under a rule."""
    glyphs = [*set_line("头条", 0, 20, 20)]
    for baseline in (40, 55, 70, 130, 145, 160):
        glyphs += set_line("今日晴明日雨", 0, baseline)
    frames = frames_of(lines_of(glyphs), (Box(0, 149, 60, 149.5),))
    assert [len(frame.lines) for frame in sorted(frames, key=lambda f: f.box.top)] == [1, 3, 2, 1]


def test_a_line_that_neighbours_run_along_is_not_parted_at_a_column_that_ends_above() -> None:
    """A wide text in a frame: five lines begin further up where one of its marks ends."""
    column = [g for n in range(8) for g in set_line("今日天晴无云也", 104, 10 + 15 * n)]
    wide = ("明日天气多云有雨转阴，气温", "明日天气多云有雨转阴天气温", "明日天气多云有雨转阴天气温")
    box = [g for n, text in enumerate(wide) for g in set_line(text, -6, 300 + 15 * n)]
    assert texts([*column, *box]) == sorted([*["今日天晴无云也"] * 8, *wide])


def test_headlines_side_by_side_are_two_where_a_column_begins_at_the_second() -> None:
    """White between columns is narrower than a character of theirs."""
    columns = [
        g for n in range(9) for left in (0, 116) for g in set_line("今日天晴无云也好", left, 60 + 15 * n)
    ]
    left, right = set_line("大桥通车", 0, 30, 25), set_line("渡口停航", 116, 30, 25)
    assert {"大桥通车", "渡口停航"} <= set(texts([*columns, *left, *right]))
    elsewhere = set_line("渡口停航", 112, 30, 25)
    assert "大桥通车渡口停航" in texts([*columns, *left, *elsewhere])


def set_paragraphs(paragraphs: list[list[str]], white: float) -> list[Glyph]:
    """Set paragraphs with more white between them than between their lines."""
    glyphs: list[Glyph] = []
    baseline = 10.0
    for paragraph in paragraphs:
        for line in paragraph:
            glyphs += set_line(line, 0, baseline)
            baseline += 15
        baseline += white
    return glyphs


def test_where_white_parts_paragraphs_a_short_line_does_not() -> None:
    """A sentence ends a line early where the next word, of Latin letters, had no room."""
    paragraph = ["今日天晴无云也好", "国际新闻一二三四", "明日天气多云好。"]
    short = ["今日天晴无云也好", "昨日下雨。", "国际新闻一二三四", "明日天气多云好。"]
    for white, count in ((0.0, 2), (7.5, 4), (12.0, 4)):
        lines = lines_of(set_paragraphs([short, *[paragraph] * 3], white))
        frames = frames_of(lines)
        by_white = are_parted_by_white(frames)
        assert by_white == (white > 0)
        assert sum(len(paragraphs_of(frame, by_white=by_white)) for frame in frames) == count


def test_marks_that_hang_over_the_edge_do_not_make_other_lines_short() -> None:
    """A full line before a paragraph's own sentence goes on."""
    lines = """今日天晴无云也好，
明日天气多云转阴。
后日天气多云转晴
有风也有雨也有雾。
再后一日也是如此
大河上下没有一船
今日天晴无云好。
风停""".splitlines()
    glyphs = [g for n, text in enumerate(lines) for g in set_line(text, 0, 10 + 15 * n)]
    (frame,) = frames_of(lines_of(glyphs))
    assert frame.right == 80
    assert len(paragraphs_of(frame)) == 1


def test_a_banner_and_a_headline_of_another_size_are_two_frames() -> None:
    """Sizes that differ little make one frame, and a PDF tells them apart."""
    (frame,) = frames_of(lines_of([*set_line("专题报道", 0, 40, 34), *set_line("大桥通车", 0, 80, 32)]))
    assert [part.text for part in part_headings([frame], 12)] == ["专题报道", "大桥通车"]
    assert part_headings([frame], 50) == [frame]


def spread(words: str, left: float, right: float, baseline: float) -> list[Glyph]:
    """Set words of letters, half an em wide each, from edge to edge; a space has no glyph."""
    parts = words.split()
    white = (right - left - 5 * len("".join(parts))) / max(1, len(parts) - 1)
    glyphs: list[Glyph] = []
    for part in parts:
        for char in part:
            glyphs.append(Glyph(char, Box(left, baseline - 8, left + 5, baseline + 2), baseline, 10))
            left += 5
        left += white
    return glyphs


def test_a_line_that_is_spread_over_its_column_is_one() -> None:
    """However wide its white; the column beside it has lines of its own, and a word at its edge."""
    rows = (
        "benches at Ashby, and",
        "gave away two",
        "forty yards of rope at",
        "the lane and 9",
        "showing to all the men",
    )
    glyphs = [
        glyph
        for number, row in enumerate(rows)
        for left in (0, 130)
        for glyph in spread(row, left, left + 110, 10 + 15 * number)
    ]
    random.Random(2).shuffle(glyphs)
    assert texts(glyphs) == sorted(2 * rows)


def test_words_of_a_headline_are_not_parted_where_a_column_begins() -> None:
    """Nor is one that begins there by chance; that of two headlines is."""
    body = [g for n in range(8) for left in (0, 60) for g in set_line("今日晴天", left, 60 + 15 * n)]
    words = [
        *(Glyph(c, Box(10 * n, 10, 10 * n + 10, 30), 26, 26) for n, c in enumerate("weir")),
        *(Glyph(c, Box(60 + 10 * n, 10, 70 + 10 * n, 30), 26, 26) for n, c in enumerate("mill")),
    ]
    assert "weir" in texts([*body, *words])
    near = [
        glyph._replace(box=Box(glyph.box.left + 9 * (n < 4), 10, glyph.box.right + 9 * (n < 4), 30))
        for n, glyph in enumerate(words)
    ]
    assert "weir mill" in texts([*body, *near])


def test_a_word_begins_behind_a_mark() -> None:
    """A gap is a space there, too."""
    letters = [
        Glyph(c, Box(x, 2, x + 5, 12), 10, 10) for c, x in zip("ox,and", (0, 5, 10, 18, 23, 28), strict=True)
    ]
    assert texts(letters) == ["ox, and"]
