"""Where the units of a METS stand in the text: ids of blocks, words and pages, boxes, ids of nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from convert import api
from convert.document.integrity import check, restore_parts
from convert.document.model import Document
from convert.document.roles import Opening, Role
from tests.support.mets import DIDL, NAMES, Piece, alto, delivery, mets

PAGE = alto([("t", "Old Weir"), ("p", "The weir is old. It leaks."), ("q", "Fresh tea")])


def read(folder: Path, units: Sequence[tuple[str, Sequence[Piece]]], page: bytes = PAGE) -> Document:
    """Read a delivery of a page with some units."""
    delivery(folder, {"mets.xml": mets(["1.xml"], units), "1.xml": page})
    document = api.read(folder / "mets.xml")
    check(document)
    assert restore_parts(document)[1] == b""
    return document


def units(document: Document) -> list[tuple[Opening | None, list[tuple[str, Role | None]]]]:
    """Return what opens with each unit, and the text and role of its spans."""
    assert document.layout
    text = document.source.text
    return [
        (unit.opens, [(text[span.at : span.stop], span.role) for span in unit.spans])
        for unit in document.layout.units
    ]


def texts(document: Document) -> list[str]:
    """Return the readings of the blocks."""
    return [block.reading for block in document.blocks]


def test_ids_are_those_of_blocks_words_and_whole_pages(tmp_path: Path) -> None:
    """What belongs to a unit already does not belong to a second one."""
    pieces: list[Piece] = [("TITLE", "A1", "t"), ("BODY/TEXT", "A1", "p_w2"), ("BODY/TEXT", "A1", "p")]
    document = read(tmp_path, [("ARTICLE", pieces), ("ADVERTISEMENT", [("TEXT", "A1", "P1")])])
    assert units(document) == [
        (
            Opening.ARTICLE,
            [
                ("Old Weir", Role.HEADLINE),
                ("weir", Role.BODY),
                ("The ", Role.BODY),
                (" is old. It leaks.", Role.BODY),
            ],
        ),
        (Opening.ADVERTISEMENT, [("\n\nFresh tea", Role.ADVERTISEMENT)]),
    ]


def test_a_block_is_parted_where_a_unit_begins_in_it(tmp_path: Path) -> None:
    """Ranges of words, as the British Library has them."""
    areas = '<area FILEID="A1" BEGIN="t_w1" END="p_w4"/>', '<area FILEID="A1" BEGIN="p_w5" END="q_w2"/>'
    data = f"""<mets {NAMES}><fileSec><fileGrp><file ID="A1" MIMETYPE="text/xml"><FLocat xlink:href="1.xml"/>
      </file></fileGrp></fileSec><structMap TYPE="LOGICAL"><div TYPE="ISSUE">
      <div TYPE="ARTICLE" ID="a1"><fptr>{areas[0]}</fptr></div>
      <div TYPE="ARTICLE" ID="a2"><fptr>{areas[1]}</fptr></div></div></structMap></mets>"""
    delivery(tmp_path, {"mets.xml": data.encode(), "1.xml": PAGE})
    document = api.read(tmp_path / "mets.xml")
    check(document)
    assert texts(document) == ["Old Weir", "The weir is old.", "It leaks.", "Fresh tea"]
    repaired = api.repair(document)
    assert [block.reading for block in repaired.blocks if block.opens] == ["Old Weir", "It leaks."]
    assert len({block.id for block in repaired.blocks}) == 4


def test_of_two_blocks_with_one_id_the_one_with_a_text_is_meant(tmp_path: Path) -> None:
    """Ids are there twice in real files."""
    page = alto([("t", ""), ("t", "Old Weir"), ("t", "Fresh tea")])
    document = read(tmp_path, [("ARTICLE", [("HEADING/TITLE", "A1", "t")])], page)
    assert units(document) == [(Opening.ARTICLE, [("Old Weir", Role.HEADLINE)])]


def test_boxes_hold_the_blocks_whose_middle_they_hold(tmp_path: Path) -> None:
    """A DIDL has no ids."""
    page = alto([("a", "Berigt van den dag"), ("b", "Thee te koop")])
    boxes = DIDL.replace('hpos="10" vpos="20" width="30"', 'hpos="10" vpos="0" width="300"')
    boxes = boxes.replace('height="40"', 'height="18"')
    boxes = boxes.replace('hpos="50" vpos="20" width="30"', 'hpos="10" vpos="19" width="300"')
    delivery(tmp_path, {"didl.xml": boxes.encode(), "1_alto.xml": page})
    assert units(api.read(tmp_path / "didl.xml")) == [
        (Opening.ARTICLE, [("Berigt van den dag", None)]),
        (Opening.ADVERTISEMENT, [("Thee te koop", Role.ADVERTISEMENT)]),
    ]


def shaped(area: str, unit: str = "pixel") -> dict[str, bytes]:
    """Return a delivery whose article is an area of its page, which has an image, too."""
    data = f"""<mets {NAMES}><fileSec><fileGrp>
      <file ID="A1" MIMETYPE="text/xml"><FLocat xlink:href="1.xml"/></file>
      <file ID="I1" MIMETYPE="image/tiff"><FLocat xlink:href="1.tif"/></file></fileGrp></fileSec>
      <structMap TYPE="LOGICAL"><div TYPE="ISSUE"><div TYPE="ARTICLE"><fptr>{area}</fptr></div></div>
      </structMap><structMap TYPE="PHYSICAL"><div TYPE="ISSUE"><div TYPE="PAGE"><fptr FILEID="A1"/>
      <fptr FILEID="I1"/></div></div></structMap></mets>"""
    unit_of_page = f"<Description><MeasurementUnit>{unit}</MeasurementUnit></Description><Layout>".encode()
    return {"mets.xml": data.encode(), "1.xml": PAGE.replace(b"<Layout>", unit_of_page)}


@pytest.mark.parametrize(
    ("area", "text"),
    [
        (
            '<area FILEID="I1" SHAPE="RECT" COORDS="0,15,290,60"/>',
            ["The weir is old. It leaks.", "Fresh tea"],
        ),
        ('<area FILEID="A1" SHAPE="RECT" COORDS="0,0,220,20"/>', ["Old Weir"]),
        (
            '<area FILEID="A1" SHAPE="POLY" COORDS="0,0 220,0 220,40"/>',
            ["Old Weir", "The weir is old. It leaks."],
        ),
        ('<area FILEID="I1" SHAPE="CIRCLE" COORDS="110,49,12"/>', ["Fresh tea"]),
    ],
)
def test_articles_may_be_areas_of_an_image(area: str, text: list[str], tmp_path: Path) -> None:
    """Without an id of what stands there."""
    delivery(tmp_path, shaped(area))
    document = api.read(tmp_path / "mets.xml")
    assert units(document) == [(Opening.ARTICLE, [(each, None) for each in text])]


@pytest.mark.parametrize("coordinates", ["0,0,900,1200", "-50,0,100,100", "0,0,100,100"])
def test_an_area_of_another_scale_is_no_place(coordinates: str, tmp_path: Path) -> None:
    """An image that is larger than the page, or a page that is not measured in pixels: nothing is guessed."""
    unit = "mm10" if coordinates == "0,0,100,100" else "pixel"
    delivery(tmp_path, shaped(f'<area FILEID="I1" SHAPE="RECT" COORDS="{coordinates}"/>', unit))
    document = api.read(tmp_path / "mets.xml")
    assert units(document) == []
    assert document.meta.warnings == ("1 of the places that mets.xml names are not on its pages: a box",)


def test_a_block_that_an_area_cuts_is_parted_by_its_lines(tmp_path: Path) -> None:
    """As where a program made one block of a column."""
    files = shaped('<area FILEID="I1" SHAPE="RECT" COORDS="0,15,290,60"/>')
    one = files["1.xml"].replace(
        b'</TextBlock><TextBlock ID="p" HPOS="10" VPOS="20" WIDTH="200" HEIGHT="18">', b""
    )
    one = one.replace(
        b'<TextBlock ID="t" HPOS="10" VPOS="0" WIDTH="200" HEIGHT="18">',
        b'<TextBlock ID="t" HPOS="10" VPOS="0" WIDTH="200" HEIGHT="38">',
    )
    delivery(tmp_path, {**files, "1.xml": one})
    document = api.read(tmp_path / "mets.xml")
    check(document)
    assert texts(document) == ["Old Weir", "The weir is old. It leaks.", "Fresh tea"]


def test_boxes_without_end_are_told_and_cost_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is held against all blocks of its page: from a bound on none is any more."""
    files = shaped('<area FILEID="A1" SHAPE="RECT" COORDS="0,0,220,20"/>' * 3)
    delivery(tmp_path, files)
    monkeypatch.setattr("convert.readers.structure.MOST_COMPARED", 4)
    document = api.read(tmp_path / "mets.xml")
    assert units(document) == [(Opening.ARTICLE, [("Old Weir", None)])]
    assert document.meta.warnings == (
        "2 of the places that mets.xml names are not on its pages: a box, a box",
    )


def test_what_points_nowhere_is_one_warning(tmp_path: Path) -> None:
    """Ten thousand places that are not there are a line, and the rest is taken."""
    nowhere: list[Piece] = [("TEXT", "A1", f"none{n}") for n in range(10_000)]
    document = read(tmp_path, [("ARTICLE", [("HEADING/TITLE", "A1", "t"), *nowhere])])
    assert units(document) == [(Opening.ARTICLE, [("Old Weir", Role.HEADLINE)])]
    assert document.meta.warnings == (
        "10,000 of the places that mets.xml names are not on its pages: none0, none1, none2 …",
    )


def test_a_page_that_cannot_be_read_costs_its_part_of_an_article(tmp_path: Path) -> None:
    """The article has the rest; the page is named once, and not its places."""
    pieces: list[Piece] = [("HEADING/TITLE", "A1", "t"), ("TEXT", "A2", "x"), ("TEXT", "A3", "p")]
    data = mets(["1.xml", "2.xml", "3.xml"], [("ARTICLE", pieces)])
    delivery(tmp_path, {"mets.xml": data, "1.xml": PAGE, "3.xml": PAGE})
    document = api.read(tmp_path / "mets.xml")
    assert units(document) == [
        (Opening.ARTICLE, [("Old Weir", Role.HEADLINE), ("The weir is old. It leaks.", Role.BODY)])
    ]
    assert [page.label for page in document.pages] == ["1", "2", "3"]
    (warning,) = document.meta.warnings
    assert warning.startswith("page 2 has no text: 2.xml: mets.xml lists it, but it does not exist")


def test_an_image_that_the_container_alone_names_is_the_pages(tmp_path: Path) -> None:
    """What the page itself says goes before it; whether the image is at hand is not asked."""
    files = mets(["1.xml", "2.xml"])
    image = b'<file ID="I%d" MIMETYPE="image/jp2"><FLocat xlink:href="jp2/%d.jp2"/></file>'
    files = files.replace(b"</fileGrp>", image % (1, 1) + image % (2, 2) + b"</fileGrp>")
    for number in (b"1", b"2"):
        area = b'<fptr FILEID="A' + number + b'"/>'
        files = files.replace(area, area + area.replace(b'"A', b'"I'))
    named = b"<sourceImageInformation><fileName>own.tif</fileName></sourceImageInformation>"
    own = PAGE.replace(b"<Layout>", b"<Description>" + named + b"</Description><Layout>")
    delivery(tmp_path, {"mets.xml": files, "1.xml": PAGE, "2.xml": own})
    layout = api.read(tmp_path / "mets.xml").layout
    assert layout
    assert [surface.image for surface in layout.surfaces] == ["1.jp2", "own.tif"]


def test_of_many_pages_that_are_not_there_the_first_are_named(tmp_path: Path) -> None:
    """The others are counted: a METS may name ten thousand."""
    delivery(tmp_path, {"mets.xml": mets(["1.xml", *(f"x{n}.xml" for n in range(200))]), "1.xml": PAGE})
    document = api.read(tmp_path / "mets.xml")
    assert len(document.pages) == 201
    first, *_, last = document.meta.warnings
    assert first == "200 of the 201 files that mets.xml lists are not available"
    assert last == "150 more pages have no text"
    assert len(document.meta.warnings) == 52
