"""Scans: our own order out of an engine's lines, and the same text again from what it answered."""

from __future__ import annotations

from dataclasses import replace

from convert.document.integrity import check
from convert.document.layout import Box
from convert.document.model import Metadata
from convert.ocr.answer import RecognizedLine, write_answer
from convert.readers.image import read_kept
from tests.support.scans import answer_of, recognized, upright

LEFT = ["  渡口的改造工程昨日全", "部完成，两岸居民的出行", "从此方便了许多，老船工"]
RIGHT = ["们也都来看热闹。", "  新的码头比旧的宽了一", "倍，候船室里装了暖气。"]


def texts(lines: list[RecognizedLine], *rules: Box) -> list[str]:
    """Return the blocks that lines make."""
    kept = write_answer(answer_of(lines, rules))
    document = read_kept(b"image", Metadata(name="page.png"), kept=kept)
    check(document)
    return [block.reading for block in document.blocks]


def rows(left: list[str], right: list[str]) -> list[RecognizedLine]:
    """Return two columns in an engine's order: from the top down, across the columns."""
    pairs = zip(left, right, strict=True)
    return [
        recognized(text.strip(), x + 20 * (len(text) - len(text.lstrip())), 200 + 32 * row)
        for row, pair in enumerate(pairs)
        for text, x in zip(pair, (100, 380), strict=True)
    ]


def test_columns_are_put_in_order() -> None:
    """The engine's order goes across them."""
    whole = "\n".join(line.strip() for line in LEFT)
    assert texts(rows(LEFT, RIGHT)) == [whole, RIGHT[0], "\n".join(line.strip() for line in RIGHT[1:])]


def test_a_line_that_reaches_over_the_gutter_is_parted() -> None:
    """By the white in it."""
    lines = rows(LEFT, RIGHT)
    lines[2:4] = [recognized(f"{LEFT[1]}     {RIGHT[1].strip()}", 100, 232)]
    assert texts(lines)[0] == "\n".join(line.strip() for line in LEFT)


def test_a_short_line_is_of_the_body_whatever_its_box() -> None:
    """A slanting box of one character is no heading."""
    lines = rows(LEFT, RIGHT)
    lines.append(recognized("了。", 380, 296)._replace(box=Box(380, 292, 420, 325)))
    assert texts(lines)[-1].endswith("暖气。\n了。")


def test_upright_lines_are_read_from_right_to_left_in_tiers() -> None:
    """The upper tier first."""
    lines = [
        upright("下左下左下左", 100, 800),
        upright("上左上左上左", 100, 100),
        upright("下右下右下右", 130, 800),
        upright("上右上右上右", 130, 100),
    ]
    assert texts(lines) == ["上右上右上右\n上左上左上左", "下右下右下右\n下左下左下左"]


def test_source_has_the_image_and_the_answer() -> None:
    """Both are files of it, and the engine is named."""
    kept = write_answer(answer_of(rows(LEFT, RIGHT)))
    document = read_kept(b"image", Metadata(name="page.png"), kept=kept)
    originals = [part.source.original for part in document.source.parts]
    assert [part.name for part in document.source.parts] == ["page.png", "page.png.ocr.json"]
    assert [each and (each.reader, each.data) for each in originals] == [
        ("image 1.1", b"image"),
        ("rapidocr 3.10.0 models abababababab", kept),
    ]
    assert document.layout
    assert document.layout.engine == "rapidocr 3.10.0 models abababababab"
    assert {word.confidence for word in document.layout.words} == {0.9}


def test_column_without_a_heading_goes_on_from_the_one_before_it() -> None:
    """A heading at the foot of a column governs the top of the next one, where no heading is wider."""
    head = recognized("新的码头开放", 100, 360)
    head = head._replace(box=Box(100, 350, 300, 385))
    lines = [
        *(recognized(text, 100, 200 + 32 * row) for row, text in enumerate(["昨日渡口的改造工程完"] * 4)),
        head,
        *(recognized(text, 380, 200 + 32 * row) for row, text in enumerate(["码头边的候船室很暖和"] * 5)),
        *(recognized(text, 660, 200 + 32 * row) for row, text in enumerate(["江上的晚风吹过了渡口"] * 5)),
    ]
    firsts = [block[:4] for block in texts(lines[::-1])]
    assert firsts == ["昨日渡口", "新的码头", "码头边的", "江上的晚"]


def test_line_that_an_engine_ran_on_is_parted_where_its_neighbours_begin() -> None:
    """The gutter is narrower than a character there."""
    left, right = "昨日渡口的改造工程完", "码头边的候船室很暖和"
    lines = [
        recognized(text, x, 200 + 32 * row) for row in range(6) for text, x in ((left, 100), (right, 308))
    ]
    lines[2:4] = [recognized(f"{left}{right}", 100, 232)]
    characters = [
        each._replace(begin=each.begin + 8, end=each.end + 8) if number >= len(left) else each
        for number, each in enumerate(lines[2].characters)
    ]
    lines[2] = lines[2]._replace(box=Box(100, 232, 520, 252), characters=tuple(characters))
    assert texts(lines) == ["\n".join([left] * 6), "\n".join([right] * 6)]


def test_line_of_which_the_engine_is_unsure_is_told_and_left_out() -> None:
    """It is a picture, mostly; the answer that is kept has it."""
    dirt = recognized("江一丨", 100, 500)
    dirt = dirt._replace(characters=tuple(each._replace(confidence=0.1) for each in dirt.characters))
    kept = write_answer(answer_of([*rows(LEFT, RIGHT), dirt]))
    document = read_kept(b"image", Metadata(name="page.png"), kept=kept)
    assert "江一丨" not in document.source.text
    assert any("1 lines of low certainty are left out" in said for said in document.meta.warnings)


def test_tables_and_pictures_of_a_scan_are_seen() -> None:
    """Cells that line up are a table; a picture is a region, and columns go on under it."""
    rows = (("名次", "球队", "积分"), ("1", "红星", "32"), ("2", "前进", "30"), ("3", "长江", "28"))
    lines = [recognized("昨日本市足球联赛结束", 100, 160)]
    lines += [
        recognized(text, 100 + 120 * column, 200 + 32 * row)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    picture = Box(100, 600, 500, 900)
    [page] = answer_of(lines).pages
    answer = replace(answer_of(()), pages=(replace(page, pictures=(picture,)),))
    document = read_kept(b"image", Metadata(name="page.png"), kept=write_answer(answer))
    assert document.layout
    [table] = document.layout.tables
    assert [each.cell[:2] for each in table.cells] == [(r, c) for r in range(4) for c in range(3)]
    assert [region.box for region in document.layout.regions if region.kind == "image"] == [picture]
