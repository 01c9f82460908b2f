"""What a METS or DIDL says of an issue, in the forms that archives write, and what none may do."""

from __future__ import annotations

from collections import Counter

import pytest

from convert.document.layout import Box
from convert.document.roles import Opening, Role
from convert.errors import UnreadableSource
from convert.issue.container.didl import with_declared_prefix
from convert.issue.container.model import MOST_PAGES, Container
from convert.issue.container.parse import MOST, is_container, parse_container
from convert.issue.container.paths import relative_path
from tests.support.build import needs_shared
from tests.support.mets import DIDL, NAMES, mets
from tests.support.paths import SHARED

HREFS = ["file://./ALTO/1.xml", "file://./ALTO/2.xml"]


def pages(container: Container) -> list[tuple[str, str]]:
    """Return the references of the pages and their labels."""
    return [(page.href, page.label) for page in container.pages]


def units(container: Container) -> list[tuple[Opening | None, list[tuple[int, str, Role | None]]]]:
    """Return what opens with each unit, and page, id and role of its pieces."""
    return [
        (unit.opens, [(span.area.page, span.area.begin, span.role) for span in unit.spans])
        for unit in container.units
    ]


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("a/1.xml", "a/1.xml"),
        ("./a//1.xml", "a/1.xml"),
        ("file://./a/1.xml", "a/1.xml"),
        ("file:a/1.xml", "a/1.xml"),
        ("file://./a%20b/1.xml", "a b/1.xml"),
        ("a\\1.xml", "a/1.xml"),
        ("a/../1.xml", "1.xml"),
        ("a/../../1.xml", ""),
        ("..\\1.xml", ""),
        ("file://./..%2F1.xml", ""),
        ("/etc/passwd", ""),
        ("file:///etc/passwd", ""),
        ("C:\\pages\\1.xml", ""),
        ("file:C:/pages/1.xml", ""),
        ("https://archive.example/1.xml", ""),
        ("~/1.xml", ""),
        ("1.xml\0", ""),
        ("a/" * 1000 + "1.xml", ""),
        (" ", ""),
    ],
)
def test_no_reference_leads_out_of_the_folder(href: str, path: str) -> None:
    """Nor is a URL fetched, whatever the form."""
    assert relative_path(href) == path


def test_a_reference_may_lead_back_to_the_folder_it_came_from() -> None:
    """toc/T1.xml names ../ocr/X1.xml, and no file above both."""
    assert relative_path("../ocr/X1.xml", "toc") == "ocr/X1.xml"
    assert not relative_path("../../ocr/X1.xml", "toc")


def test_pages_stand_in_the_order_of_the_physical_map() -> None:
    """By ORDER, whatever the order of files and divisions."""
    data = mets(HREFS).replace(b'ORDER="1"', b'ORDER="9"')
    assert pages(parse_container(data)) == [(HREFS[1], "1"), (HREFS[0], "2")]
    assert pages(parse_container(mets(HREFS, labels=["[3]", "4"]))) == [(HREFS[0], "3"), (HREFS[1], "4")]


def test_printed_numbers_that_do_not_ascend_are_counted_anew() -> None:
    """6, 4 of a first and second page were read by a machine; what is no number is none."""
    for labels, taken in ((["6", "4"], ["1", "2"]), (["uncounted", " - "], ["", ""])):
        assert [label for _, label in pages(parse_container(mets(HREFS, labels=labels)))] == taken


def test_without_a_physical_map_the_files_are_the_pages() -> None:
    """Such a METS adds to another one of the same pages, if there is one."""
    data = (
        mets(HREFS)
        .replace(b'TYPE="PHYSICAL"', b'TYPE="OTHER"')
        .replace(b'<fptr FILEID="A', b'<fptr FILEID="B')
    )
    container = parse_container(data)
    assert pages(container) == [(HREFS[0], ""), (HREFS[1], "")]
    assert not container.has_order


def test_of_several_files_of_a_page_the_one_with_its_text_is_taken() -> None:
    """Its image is named; a PDF of the whole, over all pages, is none of them."""
    files = {
        ("DOWNLOAD", "application/pdf"): "all.pdf",
        ("IMAGES", "image/jp2"): "img/1.jp2",
        ("METADATA", "text/xml"): "mix/1.xml",
        ("FULLTEXT", "text/xml"): "alto/1.xml",
    }
    groups = "".join(
        f'<fileGrp USE="{use}"><file ID="{use}" MIMETYPE="{mime}">'
        f'<FLocat xlink:href="{href}"/></file></fileGrp>'
        for (use, mime), href in files.items()
    )
    data = f"""<mets {NAMES}><fileSec>{groups}</fileSec>
      <structMap TYPE="PHYSICAL"><div TYPE="physSequence"><fptr FILEID="DOWNLOAD"/><div TYPE="page">
      <fptr FILEID="IMAGES"/><fptr FILEID="METADATA"/><fptr FILEID="FULLTEXT"/>
      </div></div></structMap></mets>"""
    (page,) = parse_container(data.encode()).pages
    assert (page.href, page.image) == ("alto/1.xml", "1.jp2")


def test_both_namespaces_of_xlink_are_read() -> None:
    """And METS under a prefix."""
    data = mets(HREFS).replace(b"www.w3.org/1999/xlink", b"www.w3.org/TR/xlink")
    prefixed = data.replace(b"<", b"<m:").replace(b"<m:/", b"</m:").replace(b"xmlns=", b"xmlns:m=")
    expected = [(HREFS[0], "1"), (HREFS[1], "2")]
    assert pages(parse_container(data)) == pages(parse_container(prefixed)) == expected


def test_units_have_roles_by_their_types_in_any_case() -> None:
    """A heading inside a text is a subhead, the text of an advertisement that, the paper's head furniture."""
    container = parse_container(
        mets(
            HREFS,
            [
                ("TITLE_SECTION", [("HEADLINE", "A1", "a"), ("PUBLISHING_STMT", "A1", "b")]),
                (
                    "Article",
                    [
                        ("HEADING/OVERLINE", "A1", "c"),
                        ("HEADING/TITLE", "A1", "d"),
                        ("HEADING/SUBHEADLINE", "A1", "e"),
                        ("HEADING/AUTHOR", "A1", "f"),
                        ("BODY/BODY_CONTENT/PARAGRAPH/TEXT", "A1", "g"),
                        ("BODY/BODY_CONTENT/PARAGRAPH/TITLE", "A2", "h"),
                        ("BODY/ILLUSTRATION/CAPTION/PARAGRAPH/TEXT", "A2", "i"),
                        ("BODY/TABLE", "A2", "j"),
                    ],
                ),
                ("ADVERTISEMENT", [("HEADING/TITLE", "A2", "k"), ("TEXT", "A2", "l")]),
                ("SECTION", [("HEADING/TITLE", "A2", "m"), ("ARTICLE/BODY/PARAGRAPH/TEXT", "A2", "n")]),
                ("SECTION", [("TITLE", "A2", "p"), ("ADVERTISEMENT/TEXT", "A2", "q")]),
                ("ILLUSTRATION", [("CAPTION", "A2", "o")]),
            ],
        )
    )
    assert units(container) == [
        (None, [(0, "a", Role.RUNNING_HEAD), (0, "b", Role.EDITORS)]),
        (
            Opening.ARTICLE,
            [
                (0, "c", Role.KICKER),
                (0, "d", Role.HEADLINE),
                (0, "e", Role.SUBTITLE),
                (0, "f", Role.BYLINE),
                (0, "g", Role.BODY),
                (1, "h", Role.SUBHEAD),
                (1, "i", Role.CAPTION),
                (1, "j", None),
            ],
        ),
        (Opening.ADVERTISEMENT, [(1, "k", Role.HEADLINE), (1, "l", Role.ADVERTISEMENT)]),
        (Opening.SECTION, [(1, "m", Role.HEADLINE)]),
        (Opening.ARTICLE, [(1, "n", Role.BODY)]),
        (Opening.ADVERTISEMENT, [(1, "p", Role.HEADLINE)]),
        (Opening.ADVERTISEMENT, [(1, "q", Role.ADVERTISEMENT)]),
        (Opening.UNPLACED, [(1, "o", Role.CAPTION)]),
    ]


def test_a_link_joins_articles_to_ranges_of_words() -> None:
    """As the British Library has it: the logical map points to nothing, the physical one has the areas."""
    data = f"""<mets {NAMES}><fileSec><fileGrp><file ID="A" MIMETYPE="text/xml"><FLocat xlink:href="1.xml"/>
      </file></fileGrp></fileSec>
      <structMap TYPE="LOGICAL"><div ID="l" TYPE="ISSUE"><div ID="a1" TYPE="ARTICLE"/>
      <div ID="a2" TYPE="ADVERT"/></div></structMap>
      <structMap TYPE="PHYSICAL"><div ID="p" TYPE="physSequence"><div TYPE="page" ORDER="1">
      <fptr FILEID="A"/>
      <div ID="x" TYPE="pagearea" LABEL="Headline"><fptr><area FILEID="A" BEGIN="w1" END="w2"/></fptr></div>
      <div ID="y" TYPE="pagearea" LABEL="Textblock"><fptr><area FILEID="A" BEGIN="w3" END="w9"/></fptr></div>
      </div></div></structMap><structLink>
      <smLinkGrp><smLocatorLink xlink:href="#l"/><smLocatorLink xlink:href="#p"/></smLinkGrp>
      <smLinkGrp><smLocatorLink xlink:href="#a1"/><smLocatorLink xlink:href="#x"/></smLinkGrp>
      <smLink xlink:from="a2" xlink:to="y"/><smLink xlink:from="a2" xlink:to="nowhere"/>
      </structLink></mets>"""
    container = parse_container(data.encode())
    assert units(container) == [
        (Opening.ARTICLE, [(0, "w1", Role.HEADLINE)]),
        (Opening.ADVERTISEMENT, [(0, "w3", Role.ADVERTISEMENT)]),
    ]
    assert [span.area.end for unit in container.units for span in unit.spans] == ["w2", "w9"]


@pytest.mark.parametrize(
    ("record", "facts"),
    [
        (
            "<title>Le Temps</title><dateIssued>01.08.1821</dateIssued>",
            {"title": "Le Temps", "date": "1821-08-01"},
        ),
        ("<title>1898/02/14 (68)</title><date>1898/02/14</date>", {"date": "1898-02-14"}),
        ("<title>DOCUMENT_TITLE_PLACEHOLDER</title><language>fre</language>", {"language": "fr"}),
        ("<languageTerm>fr</languageTerm><languageTerm>de</languageTerm>", {}),
        ('<part><detail type="issue"><number>4828</number></detail></part>', {"number": "4828"}),
        ('<part><detail type="volume"><number>12</number></detail></part><date>1845-02-30</date>', {}),
    ],
)
def test_records_say_what_is_known_of_the_issue(record: str, facts: dict[str, str]) -> None:
    """In the forms in which archives write a date, a language and nothing."""
    records = f'<dmdSec ID="D"><mdWrap><xmlData><mods>{record}</mods></xmlData></mdWrap></dmdSec>'
    data = mets(HREFS, records=records).replace(b'TYPE="ISSUE"', b'TYPE="ISSUE" DMDID="D"')
    assert dict(parse_container(data).metadata) == facts


def test_a_didl_gives_articles_as_boxes() -> None:
    """Though it uses a prefix that it does not declare; of a file that has it, not a byte is changed."""
    container = parse_container(DIDL.encode())
    assert pages(container) == [("1_alto.xml", "1")]
    assert [(u.opens, u.label, [(s.area.box, s.role) for s in u.spans]) for u in container.units] == [
        (Opening.ARTICLE, "Berigt", [(Box(10, 20, 40, 60), None)]),
        (Opening.ADVERTISEMENT, "", [(Box(50, 20, 80, 60), Role.ADVERTISEMENT)]),
    ]
    assert container.metadata == {"title": "Courant", "date": "1813-11-16"}
    declared = with_declared_prefix(DIDL.encode())
    assert with_declared_prefix(declared) == declared


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"<mets>" + b" " * MOST, "too large for a METS", id="200 MB"),
        pytest.param(mets([]), "names no page", id="no pages"),
        pytest.param(mets(["1.xml"] * (MOST_PAGES + 1)), f"more than {MOST_PAGES:,} pages", id="many pages"),
        pytest.param(mets(HREFS)[:-9], "not well-formed", id="cut off"),
        pytest.param(b"<!DOCTYPE mets [<!ENTITY a 'b'>]>" + mets(HREFS), "DTD", id="an entity"),
        pytest.param(
            mets(HREFS, [("ARTICLE", [("/".join(["TEXT"] * 300), "A1", "a")])]), "depth", id="nested 300 deep"
        ),
    ],
)
def test_what_is_no_container_is_one_error(data: bytes, message: str) -> None:
    """Refused before it costs time or memory."""
    with pytest.raises(UnreadableSource, match=message):
        parse_container(data, "mets.xml")


def test_what_points_in_circles_or_nowhere_does_no_harm() -> None:
    """Ids that are there twice, pages of no file, files of no page, links to themselves."""
    data = mets(
        ["1.xml", "1.xml", "2.xml"],
        [("ARTICLE", [("TEXT", "A1", "a"), ("TEXT", "A9", "b"), ("TEXT", "A1", "a")])],
        linked='<structLink><smLink xlink:from="a" xlink:to="a"/><smLinkGrp/></structLink>',
    ).replace(b'ID="A2"', b'ID="A1"')
    container = parse_container(data)
    assert pages(container) == [("1.xml", "1"), ("2.xml", "3")]
    assert units(container) == [(Opening.ARTICLE, [(0, "a", Role.BODY), (0, "a", Role.BODY)])]


def test_a_container_is_told_by_its_first_bytes() -> None:
    """Of METS and DIDL, under any prefix; a text that begins alike is none."""
    assert is_container(mets(HREFS)[:200])
    assert is_container(DIDL.encode()[:200])
    assert not is_container("<上接第一版>市委全会强调".encode())


@needs_shared
@pytest.mark.parametrize(
    ("name", "count", "units"),
    [
        ("layout/bnfen_gaulois_1882/18820208_1-METS.xml", 4, {"article": 23, "advertisement": 14, "None": 1}),
        ("layout/rero_blb_1845/BLB/18451228_01/18451228_01-METS.xml", 5, {"article": 2}),
        ("layout/bnf_fronde/manifest.xml", 4, {}),
        ("layout/bnf_fronde/toc/T6703187.xml", 4, {"article": 52, "section": 14, "None": 1}),
        ("ocr_xml/bl_0002647_1824/0002647_18240217_mets.xml", 4, {"article": 26, "advertisement": 1}),
        ("layout/kb_1813/11/16/DDD_ddd_010179815_mpeg21/didl.xml", 2, {"article": 3, "advertisement": 1}),
    ],
)
def test_containers_of_real_archives(name: str, count: int, units: dict[str, int]) -> None:
    """Every profile that was looked at: pages and units are those of the file."""
    container = parse_container((SHARED / "data" / name).read_bytes())
    assert len(container.pages) == count
    assert Counter(str(unit.opens) for unit in container.units) == units
