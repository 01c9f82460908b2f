"""Headings by their print: blocks of a page whose places are known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from convert.analysis.headings.printed_shape import PrintedShape, heading_odds, printed_shapes
from convert.conversion import repair
from convert.document.actions import Rule, Split
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.layout import Box, LineBox, Region, Surface
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.language.weights import certainty
from convert.readers.stream import ReadWord, StreamBuilder

THRESHOLD = 0.65
"""Of the rule `roles`."""
PARAGRAPH = (
    "Der Rat beschloß am Montag, die alte Brücke über den",
    "Fluß im Frühjahr abtragen zu lassen, und bewilligte",
    "dafür die nötigen Mittel. Der Bau beginnt im April.",
)
PLAIN = PrintedShape(1, is_region=True, height=1, size=1, bold=False, left=0, right=0.3)


def printed(*blocks: tuple[tuple[str, ...], Box], rotation: int = 0) -> Document:
    """Return a page of one column, 100 to 500 wide; a box is as high as each line of its block."""
    stream = StreamBuilder("test", 1)
    stream.begin_page(Surface(width=600, height=1000))
    top = 0.0
    for texts, line in blocks:
        begin = top
        lines = []
        for text in texts:
            box = Box(line.left, top, line.right, top + line.height)
            lines.append((LineBox(0, 0, box, line.height / 2, rotation=rotation), [ReadWord(text, box)]))
            top += line.height
        stream.add_region(Region(0, 0, Box(line.left, begin, line.right, top)), lines)
    return stream.document(b"file", Metadata(name="a.xml", language="de"))


BODY = (PARAGRAPH, Box(100, 0, 500, 20))


def test_shapes_are_measured_against_the_text() -> None:
    """Height, size, and the room beside a block in its column; what is too long is no heading."""
    document = printed(BODY, (("Vermischtes.",), Box(250, 0, 350, 30)), BODY)
    assert document.layout
    shapes = printed_shapes(document.blocks, document.layout)
    assert list(shapes) == [1]
    shape = shapes[1]
    assert (shape.lines, shape.is_region, shape.height, shape.size) == (1, True, 1.5, 1.5)
    assert (shape.left, shape.right, shape.centred) == (0.375, 0.375, True)


def test_what_is_turned_has_no_shape() -> None:
    """Its box is high, and its type is not."""
    document = printed((("Vermischtes.",), Box(250, 0, 350, 30)), rotation=90)
    assert document.layout
    assert printed_shapes(document.blocks, document.layout) == {}


@pytest.mark.parametrize(
    ("text", "shape", "is_heading"),
    [
        pytest.param("Vermischtes.", PLAIN, False, id="a short last line"),
        pytest.param("Vermischtes.", PLAIN._replace(height=1.5, size=1.5), True, id="large"),
        pytest.param(
            "Vermischtes.", PLAIN._replace(height=1.5, size=None), True, id="high, of no known size"
        ),
        pytest.param("Vermischtes.", PLAIN._replace(size=1.5), False, id="large by its word alone"),
        pytest.param("Vermischtes.", PLAIN._replace(left=0.3), True, id="centred"),
        pytest.param("A. MÜLLER.", PLAIN._replace(left=0.7, right=0), False, id="a signature on the right"),
        pytest.param("VERMISCHTES.", PLAIN, True, id="capitals"),
        pytest.param(
            "SPECTACLES du 14", PLAIN._replace(height=1.6, left=0.09, right=0), True, id="display type"
        ),
        pytest.param(
            "二在琼斯位于伯克郡的商业", PLAIN._replace(height=1.4, right=0.02), False, id="a full line of Han"
        ),
        pytest.param("* * *", PLAIN._replace(left=0.4, right=0.4), False, id="no words"),
        pytest.param("zum Schlusse,", PLAIN._replace(left=0.3), False, id="it goes on"),
        pytest.param(
            "Vermischtes.", PLAIN._replace(is_region=False, left=0.3), False, id="a line of a larger block"
        ),
        pytest.param(
            "但其发明令他永垂史册。", PLAIN._replace(left=0.12, right=0.1), False, id="an indent of Han"
        ),
    ],
)
def test_print_tells_a_heading(text: str, shape: PrintedShape, *, is_heading: bool) -> None:
    """Each sign by itself."""
    assert (certainty(heading_odds(text, shape)) >= THRESHOLD) is is_heading


def test_a_heading_that_only_print_tells_opens_an_article() -> None:
    """It has a stop, as a sentence has: as a text alone it is none."""
    document = printed(
        (("DIE BRÜCKE",), Box(200, 0, 400, 30)), BODY, (("Vermischtes.",), Box(250, 0, 350, 26)), BODY
    )
    block = repair(document).blocks[2]
    assert (block.role, block.opens) == (Role.HEADLINE, Opening.ARTICLE)
    block = repair(replace(document, layout=None)).blocks[2]
    assert (block.role, block.opens) == (Role.BODY, None)


def test_a_heading_in_latin_script_goes_by_print_in_a_chinese_paper() -> None:
    """Of its words nothing is known there; and what ends in a stop does not go on."""
    document = printed(
        (("NIGHT SCHOOL OPENS",), Box(150, 0, 450, 40)),
        (
            ("The looms were removed in the spring of this", "year, and the hall has stood empty since."),
            BODY[1],
        ),
        (("Most of those who come are young.",), BODY[1]),
    )
    blocks = repair(replace(document, meta=replace(document.meta, language="zh-Hans"))).blocks
    assert [(block.role, block.opens) for block in blocks] == [
        (Role.HEADLINE, Opening.ARTICLE),
        (Role.BODY, None),
        (Role.BODY, None),
    ]


def test_headings_smaller_than_the_text_open_no_article() -> None:
    """Those of small notices, and of parts of an article; one under a larger one goes with it."""
    small = (("VERMISCHTES.",), Box(240, 0, 360, 16))
    large = (("Aus dem Rat.",), Box(220, 0, 380, 30))
    openings = [
        [n for n, block in enumerate(repair(printed(BODY, *over, BODY)).blocks) if block.opens]
        for over in ((small,), (large,), (large, small))
    ]
    assert openings == [[0], [0, 1], [0, 1]]


@pytest.mark.parametrize(
    ("texts", "height", "whole"),
    [
        pytest.param(("Les deux", "gendarmes"), 40, [True, True], id="display type"),
        pytest.param(("CHAMBRE DES PAIRS.", "rt . n"), 20, [True, True], id="specks under a heading"),
        pytest.param(("CHAMBRE DES PAIRS.", "Le bulletin du soir"), 20, [False, False], id="two lines"),
    ],
)
def test_a_heading_that_was_parted_is_whole(texts: tuple[str, ...], height: int, whole: list[bool]) -> None:
    """A short region of display type, or in which one line alone has words."""
    document = printed(BODY, (texts, Box(150, 0, 450, height)), BODY)
    at = document.source.text.index(texts[1])
    parted = rewrite(document, Rule("lines", Kind.LAYOUT), [Split(1, at - document.blocks[1].segments[0].at)])
    assert document.layout
    shapes = printed_shapes(parted.blocks, document.layout)
    assert [shapes[number].is_region for number in (1, 2)] == whole


def test_a_centred_line_in_capitals_signs_nothing() -> None:
    """Over another heading it is one, too; on the right it is a name under a letter."""
    over, under = (("WEST INDIES.",), Box(240, 0, 360, 20)), (("TRIAL OF THE REBELS.",), Box(200, 0, 400, 20))
    name = (("WEST INDIES.",), Box(380, 0, 500, 20))
    roles = [repair(printed(BODY, each, under, BODY)).blocks[1].role for each in (over, name)]
    assert roles == [Role.HEADLINE, Role.BODY]
