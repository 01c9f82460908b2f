"""A number in the third row of a table is no number of its page: where it stands tells that."""

from __future__ import annotations

import pytest

from convert.analysis.context import page_context
from convert.analysis.furniture.furniture_places import furniture_lines
from convert.analysis.furniture.page_edges import PageEdges
from convert.analysis.lines.line_shapes import furniture_shape
from convert.document.layout import Box, LineBox, Region, Surface
from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.language import Language
from convert.passes.registry import PASSES
from convert.readers.stream import ReadWord, StreamBuilder

ROWS = 24
NUMBER = "7"
THRESHOLD = next(step.rule.threshold for step in PASSES if step.rule.name == "furniture")


def page(row: int, left: int = 450) -> Document:
    """Return a page of lines, of which one is a number of its own, at some row and place."""
    stream = StreamBuilder("test", 1)
    stream.begin_page(Surface(0, 1000, 1400))
    for number in range(ROWS):
        text, at = (NUMBER, left) if number == row else (f"The weir of the village, {number}.", 10)
        width = 20 if number == row else 900
        box = Box(at, 50 * number, at + width, 50 * number + 30)
        line = LineBox(0, 0, box, ref=f"test:/{number}")
        words = [ReadWord(word, box) for word in text.split()]
        stream.add_region(Region(0, 0, box, ref=f"test:/{number}"), [(line, words)])
    return stream.document(b"page", Metadata(name="p.xml", language="en"))


@pytest.mark.parametrize(
    ("row", "left", "amid"), [(0, 450, False), (ROWS - 1, 450, False), (12, 450, True), (12, 10, False)]
)
def test_only_what_stands_away_from_all_edges_is_amid_its_page(row: int, left: int, *, amid: bool) -> None:
    """At the top, at the foot, in the middle, at the left."""
    document = page(row, left)
    assert PageEdges(document.layout).is_amid(document.blocks[row].segments) is amid


def test_without_places_nothing_is_amid_its_page() -> None:
    """Nor on a page of few lines."""
    document = page(12)
    assert not PageEdges(None).is_amid(document.blocks[12].segments)
    assert document.layout
    few = PageEdges(
        document.layout.__class__(surfaces=document.layout.surfaces, lines=document.layout.lines[:9])
    )
    assert not few.is_amid(document.blocks[5].segments)


def test_a_number_amid_a_page_is_no_folio() -> None:
    """One over the text may be."""
    certs = []
    for row in (0, 12):
        document = page(row)
        context = page_context(document.blocks, Language("en"), starts=(0,), layout=document.layout)
        certs.append({line.number: line.cert for line in furniture_lines(context)}.get(row, 0.0))
    assert certs[0] > 0.5
    assert certs[1] == 0


@pytest.mark.parametrize(
    ("row", "left", "edge"), [(0, 450, True), (ROWS - 1, 450, True), (12, 450, False), (12, 10, False)]
)
def test_head_and_foot_are_edges_that_prove_a_folio(row: int, left: int, *, edge: bool) -> None:
    """At the left edge every line of the first column stands."""
    document = page(row, left)
    assert PageEdges(document.layout).is_at_head_or_foot(document.blocks[row].segments) is edge


def test_a_running_head_above_the_columns_is_one_wherever_the_file_has_it() -> None:
    """An OCR reads it behind the first column: nothing but its place proves it."""
    document = page(0)
    turned = [*document.blocks[1:12], document.blocks[0], *document.blocks[12:]]
    context = page_context(turned, Language("en"), starts=(0,), layout=document.layout)
    assert {line.number: line.cert for line in furniture_lines(context)}[11] > THRESHOLD


def test_what_a_line_says_of_its_makers_is_a_shape() -> None:
    """With two duties, and a stop at the end."""
    shape = furniture_shape("Redaction und Verlag: J. Thalmann.")
    assert shape is not None
    assert shape.role is Role.EDITORS
