"""Where the text stands on its pages, in the archival XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from convert.api import repair
from convert.archive.diff import DiffClass, compare
from convert.document.layout import Box
from convert.tei.document import read_document
from convert.tei.names import XML_ID, tag
from convert.tei.verify import schemas, verify
from convert.tei.write import write_tei
from convert.tei.write.facsimile import pointer
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import WriteContext
from tests.support.placed import placed_page

if TYPE_CHECKING:
    from convert.document.model import Document


def write_page(document: Document, *, words: bool = False) -> bytes:
    """Return the archival XML of a document."""
    return write_tei(document, StyleSheet("none"), WriteContext(words=words)).data


PAGE = write_page(repair(placed_page()))
ROOT = etree.fromstring(PAGE)
SURFACE = next(ROOT.iter(tag("surface")))
ZONES = {zone.get(XML_ID): zone for zone in ROOT.iter(tag("zone")) if zone.get(XML_ID)}


def box_of(element: etree._Element) -> tuple[int, ...]:
    """Return the corners of a zone or a surface."""
    return tuple(int(element.get(name, "-1")) for name in ("ulx", "uly", "lrx", "lry"))


def test_a_page_has_its_size_unit_resolution_and_image() -> None:
    """The name of an image is written so that it is a URI."""
    assert box_of(SURFACE) == (0, 0, 1000, 1400)
    assert {e.get("type"): e.text for e in SURFACE.iterfind(tag("desc"))} == {"unit": "pixel", "dpi": "300"}
    assert [e.get("url") for e in SURFACE.iterfind(tag("graphic"))] == ["images/p%201.jp2"]


def test_each_line_end_names_the_zone_of_the_line_behind_it() -> None:
    """Whatever became of the line end: joined here, for a paragraph was cut into lines."""
    paragraph = next(next(ROOT.iter(tag("body"))).iter(tag("p")))
    ends = [ZONES[lb.get("facs", "")[1:]] for lb in paragraph.iter(tag("lb"))]
    assert [box_of(zone)[1] for zone in ends] == [335, 360]
    assert {zone.get("type") for zone in ends} == {"line"}
    own = ZONES[paragraph.get("facs", "")[1:]]
    assert [box_of(line)[1] for line in own] == [310, 335, 360]
    assert (box_of(own), own.get("rotate")) == ((10, 310, 490, 400), "90")


def test_so_does_a_line_end_that_stays() -> None:
    """Of text that no rule has touched, such as verse."""
    root = etree.fromstring(write_page(placed_page()))
    zones = {zone.get(XML_ID): zone for zone in root.iter(tag("zone"))}
    ends = list(next(root.iter(tag("body"))).iter(tag("lb")))
    assert [lb.get("rend") for lb in ends] == ["lf", "lf"]
    assert [box_of(zones[lb.get("facs", "")[1:]])[1] for lb in ends] == [335, 360]


def test_pictures_and_rules_have_places_and_no_text() -> None:
    """A figure in the text points to the picture; nothing points to a rule, which has no id."""
    others = [zone for zone in SURFACE if zone.tag == tag("zone") and zone.get("type")]
    assert [zone.get(XML_ID) for zone in others] == ["page.1.picture.1", None]
    (figure,) = ROOT.iter(tag("figure"))
    assert (figure.get("facs"), len(figure)) == ("#page.1.picture.1", 0)
    assert [(zone.get("type"), box_of(zone)) for zone in others] == [
        ("image", (10, 70, 490, 300)),
        ("rule", (500, 0, 502, 1400)),
    ]


def test_pointers_are_declared() -> None:
    """Whoever reads the file in fifty years finds there what test: means."""
    declared = [e.get("ident") for e in ROOT.iter(tag("prefixDef"))]
    pointers = (zone.get("corresp", "") for zone in ROOT.iter(tag("zone")))
    used = {target.partition(":")[0] for target in pointers if target}
    assert declared == ["test"]
    assert used == {"test"}


@pytest.mark.parametrize(
    ("ref", "file", "written"),
    [
        ("alto:/0/3/12", "01.xml", "alto:01.xml#/1/1/4/13"),
        ("alto:", "01.xml", "alto:01.xml#/1"),
        ("page:/0", "a b#1.xml", "page:a%20b%231.xml#/1/1"),
    ],
)
def test_a_pointer_counts_from_one_and_the_root_first(ref: str, file: str, written: str) -> None:
    """As the element() scheme of XPointer does."""
    assert pointer(ref, file) == written


@pytest.mark.parametrize("words", [False, True])
def test_the_file_is_valid_and_gives_the_text_back(words: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Grammar, rules, checksum; and the document that is read from it is the one that was written."""
    document = repair(placed_page())
    data = write_page(document, words=words)
    assert verify(data, schemas()).faults == ()
    again = read_document(data)
    assert again.source == document.source
    texts = [[(s.source, s.reading, s.at) for b in d.blocks for s in b.segments] for d in (document, again)]
    assert texts[0] == texts[1]


def test_words_are_written_where_they_are_asked_for() -> None:
    """With their places, what the OCR thought of them, and pointers."""
    root = etree.fromstring(write_page(repair(placed_page()), words=True))
    words = [zone for zone in root.iter(tag("zone")) if zone.get("type") == "word"]
    assert [zone.get("cert") for zone in words[1:4]] == ["0.25", "0.50", "0.75"]
    assert [zone.get("corresp") for zone in words[1:3]] == [
        "test:p%201.xml#/1/1/2/1",
        "test:p%201.xml#/1/1/2/2",
    ]
    assert not [zone for zone in ZONES.values() if len(zone) and zone.get("type") == "line"]


def test_a_moved_line_changes_one_line_beside_the_digests() -> None:
    """And `diff` calls it geometry, for the text is the same."""
    moved = write_page(repair(placed_page(shift=7)))
    before, after = PAGE.decode().split("\n"), moved.decode().split("\n")
    assert len(before) == len(after)
    changed = [old for old, new in zip(before, after, strict=True) if old != new]
    assert [line for line in changed if "sha256" not in line and "measure" not in line] == [
        next(line for line in before if 'uly="360"' in line and 'type="line"' in line)
    ]
    assert [(d.kind, d.message) for d in compare(PAGE, moved)] == [
        (DiffClass.GEOMETRY, "page 3: a box elsewhere")
    ]


def test_a_part_of_a_line_has_the_box_of_its_words() -> None:
    """Of a block that a rule parted within a line."""
    layout = placed_page().layout
    assert layout is not None
    assert layout.box_of(8, 11) == Box(10, 310, 70, 330)
