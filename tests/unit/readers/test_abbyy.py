"""FineReader's XML: with and without characters, compressed, with tables, and files that are wrong."""

from __future__ import annotations

import bz2
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree

from convert.conversion import read, repair
from convert.document.integrity import check
from convert.document.layout import Box, Layout
from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.errors import UnreadableSource
from convert.readers.abbyy import read_abbyy
from convert.readers.bzip2 import decompressed
from convert.readers.signatures import is_abbyy
from tests.support.build import needs_shared
from tests.support.layouts import content_of
from tests.support.paths import SHARED

NAMESPACES = [
    "",
    ' xmlns="http://www.abbyy.com/FineReader_xml/FineReader6-schema-v1.xml"',
    ' xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml"',
]
EDGES = 'l="10" t="20" r="90" b="40"'


def characters(text: str, **attributes: object) -> str:
    """Return a text character by character, its spaces too."""
    shown = "".join([f' {key}="{value}"' for key, value in attributes.items()])
    return "".join([f"<charParams {EDGES}{shown}>{character}</charParams>" for character in text])


def line(*runs: str, attributes: str = "") -> str:
    """Return a line of runs set alike."""
    inside = "".join([f"<formatting {attributes}>{run}</formatting>" for run in runs])
    return f'<line baseline="38" {EDGES}>{inside}</line>'


def par(*lines: str, attributes: str = "") -> str:
    """Return a paragraph."""
    return f"<par {attributes}>{''.join(lines)}</par>"


def block(*inside: str, kind: str = "Text") -> str:
    """Return a block, of a text if it is one."""
    region = f"<region><rect {EDGES}/></region>"
    content = f"<text>{''.join(inside)}</text>" if kind == "Text" else "".join(inside)
    return f'<block blockType="{kind}" {EDGES}>{region}{content}</block>'


def page(*blocks: str, attributes: str = 'width="100" height="200" resolution="300"') -> str:
    """Return a page."""
    return f"<page {attributes}>{''.join(blocks)}</page>"


def read_file(text: str) -> tuple[Document, Layout]:
    """Read a file, and see that no character is lost."""
    document = read(text.encode(), Metadata(name="a.xml"))
    check(document)
    assert document.layout
    return document, document.layout


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_a_document_and_a_page_alone_are_read(namespace: str) -> None:
    """Some libraries keep each page as a file of its own, without a namespace."""
    text = page(block(par(line("Abend"))))
    whole, _ = read_file(f'<?xml version="1.0"?><document{namespace}>{text}{text}</document>')
    alone, layout = read_file(text.replace("<page", f"<page{namespace}"))
    assert whole.source.text == "Abend\n\n\fAbend\n\n"
    assert alone.source.text == "Abend\n\n"
    surface = layout.surfaces[0]
    assert (surface.width, surface.height, surface.dpi) == (100, 200, 300)


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        pytest.param([characters("am Abend")], "am Abend", id="spaces are characters"),
        pytest.param([characters("am"), characters(" Abend")], "am Abend", id="a space begins a run"),
        pytest.param([characters("Abe"), characters("nd")], "Abend", id="a word of two runs"),
        pytest.param(["am ", "Abend"], "am Abend", id="runs without characters"),
        pytest.param(["Abe", "nd am\n"], "Abend am", id="a word of two runs without characters"),
        pytest.param(
            [
                characters("a", wordStart=1)
                + characters("m")
                + characters("A", wordStart="true")
                + characters("b")
            ],
            "am Ab",
            id="words without spaces",
        ),
        pytest.param([characters("头版", wordStart=1)], "头版", id="a script without spaces"),
        pytest.param(
            [
                "<wordRecVariants><wordRecVariant><variantText>"
                + characters("on")
                + "</variantText></wordRecVariant></wordRecVariants>"
                + "<charParams><charRecVariants><charRecVariant>c</charRecVariant></charRecVariants>"
                + "e</charParams>"
                + characters("n")
            ],
            "en",
            id="what else it might be is no text",
        ),
    ],
)
def test_words_of_a_line(runs: list[str], text: str) -> None:
    """With characters and without."""
    document, _ = read_file(page(block(par(line(*runs)))))
    assert document.source.text == f"{text}\n\n"


def test_boxes_type_and_confidence() -> None:
    """A size may end in a point; the run with the most letters tells how a line is set."""
    run = characters("a", charConfidence=87) + characters("b", charConfidence=255) + characters("c")
    _, layout = read_file(page(block(par(line(run, attributes='fs="14." bold="1" italic="true"')))))
    assert [word.confidence for word in layout.words] == [0.87, None, None]
    assert layout.words[0].box == Box(10, 20, 90, 40)
    assert layout.words[0].ref == "abbyy:/0/1/0/0/0/0"
    assert (layout.lines[0].size, layout.lines[0].bold, layout.lines[0].italic) == (14, True, True)


def test_a_paragraph_goes_on_where_the_file_says_it() -> None:
    """A region a paragraph."""
    head, tail = 'hasOverflowedHead="1"', 'hasOverflowedTail="1"'
    document, layout = read_file(
        page(
            block(par(line("Erstens.")), par(line("Das ist ein"), attributes=tail)),
            block(par(line("Satz."), attributes=head)),
        )
    )
    assert [each.reading for each in document.blocks] == ["Erstens.", "Das ist ein", "Satz."]
    assert [region.continues for region in layout.regions] == [False, True, False]
    alone = page(block(par(line("Das ist ein"), attributes=tail)), block(par(line("Anzeige."))))
    assert not any(region.continues for region in read_file(alone)[1].regions)


def test_what_goes_on_is_joined() -> None:
    """By the file's word; where a sentence ends there and another begins, that is a proposal."""
    head, tail = 'hasOverflowedHead="1"', 'hasOverflowedTail="1"'
    cut = par(line("Il exprime sa reconnaissance au corps des"), attributes=tail)
    whole = par(line("Il exprime sa reconnaissance."), attributes=tail)
    names = par(line("Sapeurs de Vevey, qui ont prêté leur concours."), attributes=head)
    assert len(repair(read_file(page(block(cut), block(names)))[0]).blocks) == 1
    document = repair(read_file(page(block(whole), block(names)))[0])
    assert len(document.blocks) == 2
    assert [proposal.change.rule for proposal in document.proposals] == ["structure"]


def test_tables_pictures_and_rules() -> None:
    """A row is a region; its cells stand in one line if each has one."""
    cells = [f"<cell><text>{par(line(text))}</text></cell>" for text in ("Roggen", "14", "Weizen")]
    frame = '<separator><start x="1" y="2"/><end x="90" y="2"/></separator>'
    turned = block(par(line("Rand"))).replace("<text>", '<text orientation="RotatedClockwise">')
    document, layout = read_file(
        page(
            block(f"<row>{''.join(cells[:2])}</row><row>{cells[2]}<cell/></row>", kind="Table"),
            block(kind="Picture"),
            block(kind="Separator"),
            block(frame, kind="SeparatorsBox"),
            turned,
        )
    )
    assert [each.reading for each in document.blocks] == ["Roggen 14", "Weizen", "Rand"]
    assert layout.surfaces[0].rules == (Box(10, 20, 90, 40), Box(1, 2, 90, 2))
    assert [region.kind for region in layout.regions] == ["table", "table", "table", "image", "text"]
    assert layout.lines[-1].rotation == 90
    assert [unit.spans[0].role for unit in layout.units] == [Role.TABLE_ROW, Role.TABLE_ROW]


def test_a_compressed_file_is_read_as_it_is() -> None:
    """Also one of several streams; its digest is that of the file as it came."""
    text = page(block(par(line("Abend")))).encode()
    data = bz2.compress(text[:40]) + bz2.compress(text[40:])
    assert is_abbyy(data)
    document = read(data, Metadata(name="a.xml.bz2"))
    assert document.source.text == "Abend\n\n"
    assert document.source.original
    assert document.source.original.data == data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(bz2.compress(b" " * 2_000_000), "more than 1,000,000 bytes", id="a bomb"),
        pytest.param(bz2.compress(b"<page/>")[:-4], "truncated", id="truncated"),
        pytest.param(b"BZh9" + b"x" * 100, "damaged", id="damaged"),
        pytest.param(bz2.compress(b"<page/>") + b"x", "other data after", id="something behind it"),
        pytest.param(bz2.compress(b"") * 5000, "other data after", id="streams without end"),
    ],
)
def test_compressed_data_are_taken_apart_within_bounds(data: bytes, message: str) -> None:
    """One error each."""
    with pytest.raises(UnreadableSource, match=message):
        decompressed(data, "a.bz2", most=1_000_000)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b'<page><block blockType="Picture"/></page>', "no text", id="no text"),
        pytest.param(b'<page><block blockType="Text">', "not well-formed", id="truncated"),
        pytest.param(b"<document>" * 1_000_000, "Excessive depth", id="nested"),
    ],
)
def test_what_cannot_be_read_is_one_error(data: bytes, message: str) -> None:
    """With the file's name."""
    with pytest.raises(UnreadableSource, match=message):
        read_abbyy(data, Metadata(name="a.xml"))


@pytest.mark.parametrize("edge", ["nan", "99999999999999", "", "-99999999", "1e400", "9" * 5000])
def test_an_edge_that_cannot_be_is_no_place(edge: str) -> None:
    """Nor does it cost the text."""
    document, layout = read_file(page(block(par(line("Abend")))).replace('l="10"', f'l="{edge}"'))
    assert document.source.text == "Abend\n\n"
    assert layout.lines[0].box == Box(0, 0, 0, 0)


@needs_shared
@pytest.mark.parametrize(
    "path", sorted((SHARED / "data").glob("layout/bcul*/*.xml")), ids=lambda path: path.stem
)
def test_every_pointer_leads_to_its_text(path: Path) -> None:
    """On all pages of other people's; and no letter of the file is missing."""
    data = path.read_bytes()
    assert is_abbyy(data)
    document = read(data, Metadata(name=path.name, language="fr"))
    check(document)
    assert document.layout
    root = etree.fromstring(data)
    source = document.source.text
    for word in document.layout.words:
        assert source[word.at : word.stop] == (content_of(root, word.ref).text or "").strip()
    assert "".join(source.split()) == "".join(str(root.xpath("string()")).split())


def table_cell(text: str, spans: str = "") -> str:
    """Return a cell of a table."""
    return f"<cell {spans}><text>{par(line(text))}</text></cell>"


def table_of(rows: Sequence[Sequence[str]]) -> str:
    """Return a block with rows of cells."""
    return block("".join(f"<row>{''.join(row)}</row>" for row in rows), kind="Table")


def test_cells_of_a_table_have_their_places() -> None:
    """A cell that reaches down pushes those of the next row aside."""
    rows = (
        (table_cell("Ware", 'rowSpan="2"'), table_cell("Preis", 'colSpan="2"')),
        (table_cell("alt"), table_cell("neu")),
        (table_cell("Roggen"), table_cell("14"), table_cell("15")),
    )
    document, layout = read_file(page(table_of(rows)))
    (table,) = layout.tables
    assert [(document.source.text[c.at : c.stop], c.cell[:4]) for c in table.cells] == [
        ("Ware", (0, 0, 2, 1)),
        ("Preis", (0, 1, 1, 2)),
        ("alt", (1, 1, 1, 1)),
        ("neu", (1, 2, 1, 1)),
        ("Roggen", (2, 0, 1, 1)),
        ("14", (2, 1, 1, 1)),
        ("15", (2, 2, 1, 1)),
    ]
    done = repair(document)
    assert [block.cell and block.cell[:2] for block in done.blocks] == [each.cell[:2] for each in table.cells]


@pytest.mark.parametrize("spans", ['rowSpan="-1"', 'colSpan="0"', 'rowSpan="99999999"', 'colSpan="x"'])
def test_spans_that_cannot_be_are_one(spans: str) -> None:
    """A table is still read."""
    rows = [[table_cell("Roggen", spans), table_cell("14")], [table_cell("Weizen"), table_cell("17")]]
    _, layout = read_file(page(table_of(rows)))
    assert layout.tables[0].cells[0].cell[:4] == (0, 0, 1, 1)
