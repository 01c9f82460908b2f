"""PAGE XML: texts of several levels, orders, types, articles in `custom`, and files that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from convert.conversion import read
from convert.document.integrity import check
from convert.document.layout import NOWHERE, Box
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.errors import UnreadableSource
from convert.passes.registry import repair
from convert.readers.page import read_page
from convert.readers.signatures import is_page
from tests.support.build import needs_shared
from tests.support.layouts import content_of, texts_of_units
from tests.support.paths import SHARED

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
BOX = '<Coords points="10,20 90,20 90,40 10,40"/>'


def tag(name: str, *inside: str, **attributes: object) -> str:
    """Return an element."""
    shown = "".join([f' {key}="{value}"' for key, value in attributes.items()])
    return f"<{name}{shown}>{''.join(inside)}</{name}>"


def equivalent(text: str, **attributes: object) -> str:
    """Return a text as every level of the format has it."""
    return tag("TextEquiv", tag("Unicode", text), **attributes)


def word(text: str, **attributes: object) -> str:
    """Return a word; without a text it has none of its own."""
    return tag("Word", equivalent(text) if text else "", **attributes)


def line(text: str, *inside: str, **attributes: object) -> str:
    """Return a line with a text of its own, if it has one."""
    return tag("TextLine", BOX, *inside, equivalent(text) if text else "", **attributes)


def region(name: str, *inside: str, **attributes: object) -> str:
    """Return a region with what stands in it; without anything its name is its text."""
    return tag("TextRegion", BOX, *(inside or (line(name),)), id=name, **attributes)


def ordered(*inside: str, **attributes: object) -> str:
    """Return an ordered group."""
    return tag("OrderedGroup", *inside, **attributes)


def indexed(index: int, name: str) -> str:
    """Return what an ordered group says of a region."""
    return tag("RegionRefIndexed", index=index, regionRef=name)


def named(name: str) -> str:
    """Return what an unordered group says of a region."""
    return tag("RegionRef", regionRef=name)


def read_regions(
    *regions: str, order: str = "", size: str = 'imageWidth="100" imageHeight="200"'
) -> Document:
    """Read a page with these regions, and see that no character is lost."""
    order = f"<ReadingOrder>{order}</ReadingOrder>" if order else ""
    page = f'<Page imageFilename="a.jpg" {size}>{order}{"".join(regions)}</Page>'
    data = f'<PcGts xmlns="{NAMESPACE}"><Metadata/>{page}</PcGts>'.encode()
    document = read(data, Metadata(name="a.xml"))
    check(document)
    return document


def texts(document: Document) -> list[str]:
    """Return the texts of the blocks."""
    return [block.reading for block in document.blocks]


def orders(document: Document) -> list[list[str]]:
    """Return the texts of each unit, in the order in which the archive reads them."""
    assert document.layout
    return texts_of_units(document)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        pytest.param(line("Abend") + equivalent("Morgen"), "Abend", id="a line goes before its region"),
        pytest.param(
            line("Abend") + line("") + equivalent("Abend\nund Morgen"), "Abend\nund Morgen", id="a line lacks"
        ),
        pytest.param(line("Abend") + line("") + equivalent("Abend"), "Abend", id="a line is empty"),
        pytest.param(equivalent("Abend\nund Morgen"), "Abend\nund Morgen", id="no lines"),
        pytest.param(
            line("am Abend", word("zu"), word("Mittag")),
            "zu Mittag",
            id="words go before their line",
        ),
        pytest.param(line("am Abend", word("am"), word("")), "am Abend", id="a word lacks"),
        pytest.param(
            line("", tag("Word", tag("Glyph", equivalent("a")), tag("Glyph", equivalent("m")))),
            "am",
            id="glyphs alone",
        ),
        pytest.param(
            tag("TextLine", equivalent("0rder", index=2), equivalent("order", index=1)),
            "order",
            id="the lowest index is the reading",
        ),
        pytest.param(
            tag("TextLine", tag("TextEquiv", tag("PlainText", "a"), tag("Unicode", "ä"))),
            "ä",
            id="plain text is a stripped form",
        ),
        pytest.param(line("\n      Abend\n    "), "Abend", id="a file that is set with indents"),
        pytest.param(line("　　本报讯"), "　　本报讯", id="an indent of Han stays"),
        pytest.param(
            line("头版要闻", word("头版"), word("要闻")),
            "头版要闻",
            id="words as close as their line has them",
        ),
        pytest.param(
            line("", word("头版"), word("要闻"), word("A4")),
            "头版要闻 A4",
            id="as their script asks for",
        ),
    ],
)
def test_the_lowest_level_that_is_complete_is_read(inside: str, text: str) -> None:
    """Levels may disagree."""
    assert texts(read_regions(region("r", inside))) == [text]


def test_boxes_confidence_and_pointers_of_words() -> None:
    """Points as pairs, and as elements as in 2010; the pointer is a path of children."""
    points = '<Coords><Point x="10" y="20"/><Point x="30" y="40"/></Coords>'
    first = tag("Word", points, equivalent("am", conf=0.5))
    layout = read_regions(region("r", line("", first, tag("Word", BOX, equivalent("Abend"))))).layout
    assert layout
    am, evening = layout.words
    assert (am.box, am.confidence, am.ref) == (Box(10, 20, 30, 40), 0.5, "page:/1/0/1/1")
    assert (evening.box, evening.confidence) == (Box(10, 20, 90, 40), None)


@pytest.mark.parametrize(
    "points", ["1,2 x", "nan,1", "1e999,2 3,4", "9" * 5000 + ",1 2,2", "-99999999999,1", "5", ""]
)
def test_points_that_cannot_be_are_no_place(points: str) -> None:
    """Nor do they cost the text."""
    layout = read_regions(f'<TextRegion><Coords points="{points}"/>{line("Abend")}</TextRegion>').layout
    assert layout
    assert layout.regions[0].box == NOWHERE


GROUPS = {
    "flat, by index and not by place": (ordered(indexed(1, "a"), indexed(0, "b")), [["b", "a"]]),
    "nested": (
        ordered(
            tag("OrderedGroupIndexed", indexed(0, "a"), index=5),
            indexed(2, "c"),
            tag("UnorderedGroupIndexed", named("b"), index=3),
        ),
        [["c", "a"]],
    ),
    "unordered says nothing": (tag("UnorderedGroup", named("c"), named("a")), []),
    "an article each": (
        tag(
            "UnorderedGroup",
            ordered(indexed(0, "c"), indexed(1, "a"), type="article"),
            ordered(indexed(0, "b"), type="article"),
        ),
        [["c", "a"], ["b"]],
    ),
    "named twice, unknown, in a circle": (
        ordered(
            tag(
                "OrderedGroupIndexed",
                *(indexed(0, "c"), indexed(1, "x"), indexed(2, "b")),
                index=0,
                regionRef="c",
            ),
            indexed(1, "b"),
        ),
        [["c", "b"]],
    ),
}


@pytest.mark.parametrize("name", GROUPS)
def test_the_stated_order_is_a_unit(name: str) -> None:
    """The text stays in the order of the file."""
    order, expected = GROUPS[name]
    document = read_regions(region("a"), region("b"), region("c"), order=order)
    assert texts(document) == ["a", "b", "c"]
    assert orders(document) == expected


def test_transkribus_states_order_and_types_in_custom() -> None:
    """Of regions as of lines."""
    document = read_regions(
        region("a", custom="readingOrder {index:1;} structure {type:caption;}"),
        region(
            "b",
            line("zwei", custom="readingOrder {index:1;}"),
            line("eins", custom="readingOrder {index:0;}"),
            custom="readingOrder {index:0;}",
        ),
    )
    assert texts(document) == ["a", "eins\nzwei"]
    assert orders(document) == [["eins\nzwei", "a"]]
    assert document.layout
    assert [span.role for span in document.layout.units[0].spans] == [None, Role.CAPTION]


def test_articles_of_newseye_part_a_region() -> None:
    """Their ids stand on lines: a column has several articles, an article several columns."""
    first, second = "structure {id:a1; type:article;}", "structure {id:a2; type:article;}"
    document = read_regions(
        region("r1", line("Kopf", custom=first), line("Text", custom=first), line("Anderes", custom=second)),
        region("r2", line("Ende", custom=first), line("Rest")),
    )
    assert texts(document) == ["Kopf\nText", "Anderes", "Ende", "Rest"]
    assert orders(document) == [["Kopf\nText", "Ende"], ["Anderes"]]
    assert document.layout
    assert {unit.opens for unit in document.layout.units} == {Opening.ARTICLE}


def test_regions_in_regions_in_regions_take_no_time() -> None:
    """However deep they stand: as deep as XML is read at all."""
    inside = "".join([region(f"r{number}") for number in range(300)])
    page = "<AdvertRegion><TableRegion>" * 110 + inside + "</TableRegion></AdvertRegion>" * 110
    layout = read_regions(page).layout
    assert layout
    assert {each.kind for each in layout.regions if each.stop > each.at} == {"advertisement"}


def test_an_advertisement_stands_apart_where_articles_are_known() -> None:
    """Elsewhere the rules find what begins; it is one by its role alone."""
    soap = tag("AdvertRegion", BOX, region("Seife", type="heading"), region("Billig."))
    text = region("a", line("Text", custom="structure {id:a1; type:article;}"))
    for regions, opens in (((soap, text), Opening.ADVERTISEMENT), ((soap,), None)):
        layout = read_regions(*regions).layout
        assert layout
        roles = [span.role for unit in layout.units if unit.opens is opens for span in unit.spans]
        assert roles == [Role.HEADLINE, Role.ADVERTISEMENT]


def test_what_is_in_no_article_or_order_stays_where_it_is() -> None:
    """A folio that no order names follows what it follows in the file; a heading outside articles is none."""
    folio = region("7", type="page-number")
    order = ordered(indexed(0, "b"), indexed(1, "a"))
    assert orders(read_regions(region("a"), folio, region("b"), order=order)) == [["b", "a", "7"]]
    article = "structure {id:a1; type:article;}"
    layout = read_regions(
        region("a", line("Text", custom=article)), folio, region("c", type="heading"), region("d")
    ).layout
    assert layout
    assert [unit.opens for unit in layout.units] == [Opening.ARTICLE, None, Opening.UNPLACED]


@pytest.mark.parametrize(("others", "role"), [(("heading",), Role.BODY), ((), None)])
def test_a_paragraph_is_one_where_headings_have_their_type(
    others: tuple[str, ...], role: Role | None
) -> None:
    """Many programs call everything a paragraph."""
    typed = [region(kind, type=kind) for kind in ("paragraph", "page-number", *others)]
    layout = read_regions(*typed).layout
    assert layout
    roles = {span.at: span.role for unit in layout.units for span in unit.spans}
    assert roles.get(0) is role
    assert Role.FOLIO in roles.values()


def test_rules_pictures_and_advertisements() -> None:
    """A separator is a rule of its page; what stands in an advertisement is of it."""
    layout = read_regions(
        tag("SeparatorRegion", BOX),
        tag("ImageRegion", BOX, region("Bild", type="caption")),
        tag("AdvertRegion", BOX, region("Seife")),
        region("p", orientation=-90),
    ).layout
    assert layout
    assert layout.surfaces[0].rules == (Box(10, 20, 90, 40),)
    kinds = [(each.kind, each.stop > each.at, each.rotation) for each in layout.regions]
    assert kinds == [
        ("image", False, 0),
        ("text", True, 0),
        ("advertisement", False, 0),
        ("advertisement", True, 0),
        ("text", True, 90),
    ]


CELLS = ((0, 0, "Roggen"), (1, 0, "Weizen"), (0, 1, "14"), (1, 1, "17"))


def cell(row: int, column: int, text: str) -> str:
    """Return a cell as 2019 has it."""
    place = tag("TableCellRole", rowIndex=row, columnIndex=column)
    return tag("TextRegion", tag("Roles", place), line(text))


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([cell(*each) for each in CELLS], id="as 2019 has them"),
        pytest.param(
            [tag("TableCell", line(c), row=a, col=b) for a, b, c in CELLS], id="as Transkribus does"
        ),
    ],
)
def test_a_table_is_read_row_by_row(cells: list[str]) -> None:
    """Cells may stand column by column."""
    document = read_regions(tag("TableRegion", BOX, *cells), region("r"))
    assert texts(document) == ["Roggen 14", "Weizen 17", "r"]
    assert document.layout
    roles = [span.role for unit in document.layout.units for span in unit.spans]
    assert roles == [Role.TABLE_ROW, Role.TABLE_ROW]


def test_cells_of_a_table_have_their_places() -> None:
    """As the file says, with their spans; what overlaps is no table."""
    cells = [*CELLS, (2, 0, "zusammen")]
    wide = [tag("TableCell", line(c), row=a, col=b, colSpan=2 if a == 2 else 1) for a, b, c in cells]
    document = read_regions(tag("TableRegion", BOX, *wide))
    assert document.layout
    (table,) = document.layout.tables
    shown = {document.source.text[each.at : each.stop]: each.cell[:4] for each in table.cells}
    assert shown == {c: (a, b, 1, 2 if a == 2 else 1) for a, b, c in cells}
    assert {b.reading: b.cell[:4] for b in repair(document).blocks if b.cell} == shown
    broken = [tag("TableCell", line(c), row=-a, col=b, rowSpan=3) for a, b, c in CELLS]
    again = read_regions(tag("TableRegion", BOX, *broken))
    assert again.layout
    assert again.layout.tables == ()


def test_a_page_without_a_size_is_as_large_as_what_stands_on_it() -> None:
    """Its resolution may be said per centimetre."""
    layout = read_regions(region("r"), size='imageXResolution="100" imageResolutionUnit="PPCM"').layout
    assert layout
    surface = layout.surfaces[0]
    assert (surface.width, surface.height, surface.dpi, surface.image) == (90, 40, 254, "a.jpg")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"<PcGts/>", "without a page", id="no page"),
        pytest.param(b"<PcGts><Page/></PcGts>", "no text", id="no text"),
        pytest.param(b"<PcGts><Page><TextRegion>", "not well-formed", id="cut short"),
        pytest.param(b"<PcGts>" + b"<TextRegion>" * 1_000_000, "not read: Excessive depth", id="nested"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]><PcGts><Page>&b;</Page></PcGts>', "DTD", id="an entity"),
    ],
)
def test_what_cannot_be_read_is_one_error(data: bytes, message: str) -> None:
    """Nothing is expanded, and nothing is nested without end."""
    with pytest.raises(UnreadableSource, match=message):
        read_page(data, Metadata(name="a.xml"))


@needs_shared
@pytest.mark.parametrize(
    "path", sorted((SHARED / "data").glob("*/reichsanzeiger*/*.xml")), ids=lambda path: path.stem
)
def test_every_pointer_leads_to_its_text(path: Path) -> None:
    """On all pages of other people's."""
    data = path.read_bytes()
    document = read(data, Metadata(name=path.name, language="de"))
    check(document)
    assert is_page(data)
    assert document.layout
    root = etree.fromstring(data)
    source = document.source.text
    for word in document.layout.words:
        element = content_of(root, word.ref)
        assert source[word.at : word.stop] == element.findtext("{*}TextEquiv/{*}Unicode", "").strip()
