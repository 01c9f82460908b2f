"""The EPUB: each reading in its place, whatever the text, the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given

from convert.conversion import read, repair
from convert.document.actions import Edit, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.text.xml_safe import sanitize
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.epub import write_epub
from convert.writers.epub.chunks import LARGEST_PAGE
from tests.support.build import document
from tests.support.examples import examples
from tests.support.read_epub import (
    ISSUE,
    MADE,
    NOTED,
    blocks_of,
    found,
    members,
    pages,
    text_before,
    text_of,
    tree,
    written,
)
from tests.support.shown import documents, readings, shown


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
    """Masthead, date, number and page; no name of a file."""
    page = tree(members(written())["title.xhtml"])
    assert [text_of(e) for e in found(page, "h:body/h:section/*")] == [
        "山城晚报",
        "2025年12月8日\u3000第321号\u3000第3版",
    ]


@examples(60)
@given(documents)
def test_any_document_is_read_back(source: Document) -> None:
    """Whatever roles, texts and openings: the readings come back in order, names stay plain."""
    data = written(source)
    assert [text for _, text in blocks_of(data)] == [sanitize(text) for text in readings(source)]
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


def test_a_note_follows_its_place_into_the_next_file() -> None:
    """In a paragraph too long for a file, each number stands behind what was changed."""
    long = document([(Role.HEADLINE, "新桥"), (Role.BODY, "一二三四五六七八九。" * 12_000)])
    places = {0: "", 5: "改", 49_998: "改。", 50_001: "改", 110_005: "改"}
    edits = [Edit(1, place, place + 2, reading) for place, reading in places.items()]
    source = rewrite(long, Rule("look-alikes", Kind.CORRECTION), edits)
    noted = [page for _, page in pages(write_epub(source, NOTED, WriteContext(MADE)).data)]
    before = [
        (link.text, text_before(link)[-1:])
        for page in noted
        for link in found(page, ".//h:a[@class='noteref']")
    ]
    assert before == [("1", ""), ("2", "改"), ("3", "。"), ("4", "改"), ("5", "改")]
    assert len(noted) == 2


def test_same_document_same_bytes() -> None:
    """What was written before does not show."""
    first = written()
    write_epub(ISSUE, load_style("large-print"), WriteContext())
    assert written() == first


def test_mimetype_leads() -> None:
    """The archive says what it is in its first bytes."""
    assert written()[30:58] == b"mimetypeapplication/epub+zip"


def test_corrections_can_be_told_in_notes() -> None:
    """Behind each place that was changed stands a number; the readings are what they were."""
    data = write_epub(ISSUE, NOTED, WriteContext(MADE)).data
    noted = [page for _, page in pages(data)]
    assert [link.get("href") for page in noted for link in found(page, ".//h:a[@class='noteref']")] == [
        f"#note-{number}" for number in range(1, 8)
    ]
    asides = [aside for page in noted for aside in found(page, ".//h:aside/h:p")]
    assert "".join(map(str, asides[0].itertext())) == "1 源文件作“行1”。"
    without = [[text for _, text in blocks_of(book)] for book in (written(), data)]
    assert [re.sub(r"\d+$", "", text) for text in without[1]] == without[0]


def test_the_house_style_is_no_correction() -> None:
    """Marks made full-width are not worth a note; a misread word is."""
    text = "山城的雾,散了。\n江面上一一重庆轨道集团的船来了,又走了。\n"
    source = repair(read(text.encode(), Metadata(title="山城晚报")))
    kinds = {c.kind for b in source.blocks for s in b.segments for c in s.changes}
    assert {Kind.REGULARIZATION, Kind.CORRECTION} <= kinds
    noted = [page for _, page in pages(write_epub(source, NOTED, WriteContext(MADE)).data)]
    told = ["".join(map(str, a.itertext())) for page in noted for a in found(page, ".//h:aside/h:p")]
    assert told == ["1 源文件作“一一”。"]


def modified(data: bytes) -> str:
    """Return what a book says of the time when it was modified."""
    (meta,) = found(tree(members(data)["content.opf"]), ".//*[@property='dcterms:modified']")
    return meta.text or ""


def test_a_book_of_other_bytes_was_modified_at_another_time() -> None:
    """Without a clock: the day is the issue's, the time of day that of the contents; a given time stays."""
    style, day = load_style("newspaper"), WriteContext(datetime(1911, 3, 7, tzinfo=UTC), is_day=True)
    corrected = replace(ISSUE, blocks=ISSUE.blocks[:-1])
    times = [modified(write_epub(source, style, day).data) for source in (ISSUE, ISSUE, corrected)]
    assert times[0] == times[1] != times[2]
    assert {time[:11] for time in times} == {"1911-03-07T"}
    assert modified(write_epub(ISSUE, style, WriteContext()).data).startswith("2023-05-25T")
    assert modified(write_epub(corrected, style, WriteContext(MADE)).data) == "2025-12-08T06:30:00Z"
