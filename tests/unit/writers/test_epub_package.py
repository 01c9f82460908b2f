"""What an EPUB says of itself: contents, printed pages, metadata, series, direction."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from convert.document.model import Metadata
from convert.document.roles import Role
from convert.writers.epub.metadata import series_position
from convert.writers.epub.pages import OPS, TYPE
from tests.support.read_epub import NAMES, PAGED, found, members, tree, written
from tests.support.shown import shown


def test_contents_go_by_section_and_article() -> None:
    """Navigation document and NCX name the same places; an article without headline goes by its start."""
    files = members(written())
    nav = tree(files["nav.xhtml"])
    outer = found(nav, "h:body/h:nav[1]/h:ol/h:li/h:a")
    inner = found(nav, "h:body/h:nav[1]/h:ol/h:li/h:ol/h:li/h:a")
    assert [a.text for a in outer] == ["本市新闻"]
    assert [a.text for a in inner] == ["云阳早面 走得更远", "生建设、人口发展等不会一步到位进入新阶段，而是…"]
    points = found(tree(files["toc.ncx"]), ".//ncx:navPoint/ncx:content")
    assert [p.get("src") for p in points] == [a.get("href") for a in (*outer, *inner)]
    marks = [a.get(f"{{{OPS}}}type") for a in found(nav, "h:body/h:nav[2]//h:a")]
    assert marks == ["cover", "titlepage", "toc", "bodymatter"]


def test_printed_pages_can_be_gone_to() -> None:
    """Each printed page is listed once, at the first block in reading order that stood on it."""
    files = members(written(PAGED))
    nav = tree(files["nav.xhtml"])
    [listed] = [n for n in found(nav, ".//h:nav") if n.get(TYPE) == "page-list"]
    links = found(listed, ".//h:a")
    assert [link.text for link in links] == ["3", "4"]
    for link in links:
        name, _, mark = (link.get("href") or "").partition("#")
        [place] = found(tree(files[name]), f".//h:span[@id='{mark}']")
        assert (place.get("role"), place.get("aria-label")) == ("doc-pagebreak", link.text)
        block = place.getparent()
        assert block is not None
        assert (block.text, block[0]) == (None, place), "at the head of a paragraph"


def test_old_reading_systems_find_the_printed_pages() -> None:
    """The NCX has them, with the order in which all places are read, and says how deep it goes."""
    ncx = tree(members(written(PAGED))["toc.ncx"])
    counts = {m.get("name"): m.get("content") for m in found(ncx, "ncx:head/ncx:meta")}
    assert (counts["dtb:depth"], counts["dtb:totalPageCount"], counts["dtb:maxPageNumber"]) == ("1", "2", "4")
    targets = [(t.get("type"), t.get("value")) for t in found(ncx, "ncx:pageList/ncx:pageTarget")]
    assert targets == [("normal", "3"), ("normal", "4")]
    order = {
        e.get("playOrder"): found(e, "ncx:content")[0].get("src")
        for e in (*found(ncx, ".//ncx:navPoint"), *found(ncx, ".//ncx:pageTarget"))
    }
    places = [order[str(number)] or "" for number in range(1, 4)]
    assert [place.partition("#")[2] for place in places] == ["", "page-1", "page-2"]
    assert tree(members(written())["toc.ncx"]).find("ncx:pageList", NAMES) is None
    assert (
        found(tree(members(written())["toc.ncx"]), "ncx:head/ncx:meta[@name='dtb:depth']")[0].get("content")
        == "2"
    )


@pytest.mark.parametrize(
    ("meta", "edition"),
    [
        pytest.param(
            Metadata(
                title="山城晚报", date="2025-12-08", number="321", page="3", language="zh", name="1208.txt"
            ),
            "山城晚报 2025年12月8日 第321号",
            id="an issue",
        ),
        pytest.param(Metadata(page="3", language="zh", name="1208.txt"), "urn:uuid:", id="an unknown one"),
    ],
)
def test_the_printed_pages_are_those_of_an_edition(meta: Metadata, edition: str) -> None:
    """A page number of a file's name would say nothing."""
    package = tree(members(written(replace(PAGED, meta=meta)))["content.opf"])
    [source] = [m.text for m in found(package, ".//opf:meta") if m.get("property") == "pageBreakSource"]
    assert source is not None
    assert source.startswith(edition)


def test_metadata_tell_the_issue() -> None:
    """Dublin Core, time of making, language on the package, and what a reader with a disability asks."""
    package = tree(members(written())["content.opf"])
    cores = {
        str(e.tag).partition("}")[2]: e.text for e in found(package, "opf:metadata/*") if "dc/" in str(e.tag)
    }
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f-]{21}", cores.pop("identifier") or "")
    assert cores == {
        "title": "山城晚报 2025年12月8日 第321号 第3版",
        "language": "zh-Hans",
        "creator": "山城晚报",
        "publisher": "山城晚报",
        "date": "2025-12-08",
        "source": "山城晚报 2025年12月8日 第321号",
        "subject": "本市新闻",
    }
    metas = [(m.get("property"), m.text) for m in found(package, "opf:metadata/opf:meta")]
    assert ("dcterms:modified", "2025-12-08T06:30:00Z") in metas
    assert {"schema:accessMode", "schema:accessibilityFeature", "schema:accessibilityHazard"} <= dict(
        metas
    ).keys()
    assert package.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"


@pytest.mark.parametrize(
    ("stated", "position"),
    [
        ({"number": "321", "date": "2025-12-08"}, "321"),
        ({"number": "", "date": "2025-12-08"}, "20251208"),
        ({"number": "第三期", "date": "2025-12"}, "20251200"),
        ({"number": "第三期", "date": "1951"}, "19510000"),
        ({"number": "", "date": "民国廿年春"}, ""),
    ],
)
def test_the_place_in_a_series(stated: dict[str, str], position: str) -> None:
    """The number, else the date, so that no two issues are the first."""
    assert series_position(Metadata(number=stated["number"], date=stated["date"])) == position


def test_series_is_told_twice() -> None:
    """By EPUB 3 and by calibre's own names, which calibre reads from any book."""
    metas = found(tree(members(written())["content.opf"]), "opf:metadata/opf:meta")
    by_name = {m.get("name"): m.get("content") for m in metas if m.get("name")}
    by_property = {m.get("property"): m.text for m in metas if m.get("property")}
    del by_name["generator"]
    assert by_name == {"cover": "cover-image", "calibre:series": "山城晚报", "calibre:series_index": "321"}
    assert by_property["belongs-to-collection"] == "山城晚报"
    assert (by_property["collection-type"], by_property["group-position"]) == ("series", "321")


@pytest.mark.parametrize(
    ("language", "direction"),
    [pytest.param("ar", "rtl", id="Arabic"), pytest.param("zh-Hans", None, id="Chinese")],
)
def test_direction_follows_the_language(language: str, direction: str | None) -> None:
    """Pages and their order go from right to left where the script does."""
    files = members(written(shown([(Role.BODY, "نص", None)], Metadata(language=language))))
    assert tree(files["title.xhtml"]).get("dir") == direction
    assert tree(files["nav.xhtml"]).get("dir") == direction
    assert found(tree(files["content.opf"]), "opf:spine")[0].get("page-progression-direction") == direction
