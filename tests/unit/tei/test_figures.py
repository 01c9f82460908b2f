"""Figures of the archival XML: they point to where a picture is printed, and hold none of its pixels."""

from __future__ import annotations

import re

import pytest

from convert.archive.diff import compare
from convert.archive.diff.difference import DiffClass
from convert.document.layout import Box
from convert.document.roles import Role
from convert.tei.figures import archived_pictures, has_no_figure
from convert.tei.issue import read_issue
from convert.tei.read import parse_archive
from convert.tei.restore import source_bytes
from convert.tei.verify import schemas, verify
from convert.tei.write import write_tei
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from tests.support.paths import ROOT
from tests.support.pictures import PlacedBlock, placed_document

PHOTO, BARE = Box(100, 300, 500, 600), Box(550, 900, 900, 1200)
BLOCKS = (
    PlacedBlock(Role.HEADLINE, "渡口改造完成", Box(100, 100, 900, 160)),
    PlacedBlock(Role.BODY, "昨日，渡口的改造工程全部完成。", Box(100, 180, 900, 290)),
    PlacedBlock(Role.CAPTION, "新码头。", Box(120, 605, 480, 625)),
    PlacedBlock(Role.LIST, "一、旧码头拆除。", Box(100, 860, 500, 880)),
    PlacedBlock(Role.LIST, "二、新码头启用。", Box(100, 885, 500, 899)),
)


def archived(*pictures: Box) -> bytes:
    """Return the archival XML of a page with pictures."""
    document = placed_document(BLOCKS, pictures)
    return write_tei(document, load_style("newspaper"), WriteContext()).data


def figures(data: bytes) -> list[str]:
    """Return the start tags of all figures."""
    return re.findall("<figure[^>]*>", data.decode())


def faults(data: bytes) -> list[str]:
    """Return what is wrong with the form of a file; its checksum is not asked."""
    return [str(fault) for fault in verify(data, schemas()).faults]


def test_a_figure_points_to_the_zone_of_its_picture() -> None:
    """That of a caption, and an empty one for a picture without: here behind the list beside which it is."""
    data = archived(PHOTO, BARE)
    assert figures(data) == ['<figure facs="#page.1.picture.1">', '<figure facs="#page.1.picture.2"/>']
    text = data.decode()
    assert text.index("<list>") < text.index("</list>") < text.index("#page.1.picture.2")
    assert faults(data) == []


def test_a_figure_points_to_all_strips_of_a_photograph() -> None:
    """They are as many zones as the source has."""
    strips = [Box(100, 300 + 100 * n, 500, 400 + 100 * n) for n in range(3)]
    data = archived(*strips)
    assert figures(data) == ['<figure facs="#page.1.picture.1 #page.1.picture.2 #page.1.picture.3">']
    assert faults(data) == []


def test_what_is_no_picture_has_no_figure_and_no_id() -> None:
    """A logo, the scan of the page: zones as before."""
    data = archived(Box(980, 10, 990, 20))
    assert figures(data) == ["<figure>"]
    assert b".picture." not in data


def test_a_file_without_pictures_is_not_parsed_for_them() -> None:
    """Though its style sheet names the element; and one is parsed that has it, under any prefix."""
    plain = (ROOT / "output/golden/clean.xml").read_bytes()
    data = archived(PHOTO)
    assert b"figure" in plain
    assert has_no_figure(plain)
    assert not any(map(has_no_figure, (data, data.replace(b"<figure", b"<tei:figure"), data[1:])))
    assert not has_no_figure(plain.decode().encode("utf-16"))


def test_the_text_is_restored_and_read_as_without_pictures() -> None:
    """A picture's zone holds no text."""
    with_pictures, without = archived(PHOTO, BARE), archived()
    assert source_bytes(parse_archive(with_pictures, ""), "") == source_bytes(parse_archive(without, ""), "")
    first, second = read_issue(with_pictures), read_issue(without)
    assert [block.element.get("facs") for block in first.blocks] == [
        block.element.get("facs") for block in second.blocks
    ]
    assert first.zones == second.zones


def test_diff_tells_of_pictures_in_the_class_of_geometry() -> None:
    """One that is moved, and one that has lost its caption."""
    base = archived(PHOTO, BARE)
    moved = archived(Box(100, 310, 500, 600), BARE)
    (difference,) = compare(base, moved)
    assert (difference.kind, difference.message) == (DiffClass.GEOMETRY, "page 3: other pictures or rules")
    assert {each.kind for each in compare(base, archived(BARE))} == {DiffClass.GEOMETRY}
    assert compare(base, base) == ()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('facs="#page.1.picture.2"/>', "/>", "neither a picture nor a caption"),
        ('facs="#page.1.picture.2"/>', 'facs="#page.1"/>', "facs leads to no picture"),
        ('facs="#page.1.picture.2"/>', 'facs="#page.1.picture.9"/>', "facs leads to no picture"),
        ('facs="#page.1.picture.2"/>', 'facs="#page.1.picture.2 #page.1.picture.2"/>', "twice to the same"),
    ],
)
def test_a_figure_that_leads_nowhere_is_told(old: str, new: str, what: str) -> None:
    """By the rules of the form."""
    data = archived(PHOTO, BARE).decode()
    assert old in data
    assert what in "\n".join(faults(data.replace(old, new, 1).encode()))


def test_the_pictures_of_an_archival_file_are_those_of_its_document() -> None:
    """With their boxes and their places; what points off its page, or nowhere, is no picture."""
    document = placed_document(BLOCKS, [PHOTO, BARE], image="scan 1.tif")
    data = write_tei(document, load_style("newspaper"), WriteContext()).data
    layout, places = archived_pictures(data, document.pages)
    assert [(s.width, s.height, s.image) for s in layout.surfaces] == [(1000, 1400, "scan 1.tif")]
    assert [(place.region.box, place.behind) for place in places] == [(PHOTO, False), (BARE, True)]
    captions = [block.id for block in document.blocks if block.role is Role.CAPTION]
    assert [place.caption for place in places] == [*captions, ""]
    far = data.replace(b'ulx="100" uly="300"', b'ulx="9000" uly="300"')
    assert len(archived_pictures(far, document.pages).places) == 1
    lost = data.replace(b'facs="#page.1.picture.2"', b'facs="#page.1.picture.9"')
    assert len(archived_pictures(lost, document.pages).places) == 1
