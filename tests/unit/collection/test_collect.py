"""Books of many issues: parts, contents, each article once, each reading as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from convert.collection.authors import names
from convert.collection.collect import names as file_names
from convert.collection.plan import Volume
from convert.conversion import read, repair, write
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.issue.metadata import load_metadata
from convert.tei.document import read_document
from convert.text.xml_safe import sanitize
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import WriteContext
from convert.writers.epub.cover import cover
from tests.support.collected import JANUARY, MONDAY, THREE, TUESDAY, book, collected, contents, issue, lines
from tests.support.examples import examples
from tests.support.issue_files import issue_specimen
from tests.support.paths import SAMPLES
from tests.support.read_epub import MADE, NOTED, STYLE, blocks_of, found, members, pages, tree
from tests.support.shown import documents, shown


def printed_once(sources: Sequence[Document]) -> list[str]:
    """Return what a book of some issues has to show: no advertisement, no article that an earlier one has."""
    texts: list[str] = []
    first: dict[str, int] = {}
    for number, source in enumerate(sources):
        for article in (a for a in source.articles if a.readable and a.kind is not Opening.ADVERTISEMENT):
            readings = [block.reading for block in article.readable]
            key = "".join("".join(readings).split())
            if article.kind is Opening.SECTION or first.setdefault(key, number) == number:
                texts += map(sanitize, readings)
    return texts


@examples(40)
@given(st.lists(documents, max_size=4).filter(bool))
@example([shown([(Role.BODY, "\ud800\udc80", None)])])
def test_every_reading_is_read_back(sources: list[Document]) -> None:
    """Whatever the issues hold: each reading, once, in its order; file names in plain ASCII."""
    dated = [
        replace(source, meta=replace(source.meta, date=f"2025-12-{n:02}"))
        for n, source in enumerate(sources, 1)
    ]
    data = book(dated)
    assert [text for _, text in blocks_of(data)] == printed_once(dated)
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in members(data))


def test_each_issue_is_a_part_in_the_order_of_dates() -> None:
    """Issue, section, article: the contents go as deep."""
    assert contents(book(THREE)) == [
        (1, "2025年12月8日"),
        (2, "本市新闻"),
        (3, "早稻入仓"),
        (3, "堤坝合龙"),
        (2, "广告"),
        (3, "启事"),
        (1, "2025年12月9日"),
        (2, "本市新闻"),
        (3, "油菜出苗"),
        (2, "广告"),
        (1, "2026年1月2日"),
        (2, "新年"),
    ]


def test_several_newspapers_are_told_apart() -> None:
    """Parts name their newspaper; by newspaper each is a head over its issues, or a book of its own."""
    other = issue("2025-12-07", ("", "开江", "江面解冻。"), title="云津日报")
    papers = [MONDAY, other]
    parts = [name for depth, name in contents(book(papers)) if depth == 1]
    assert parts == ["云津日报 2025年12月7日", "山城晚报 2025年12月8日"]
    by = contents(book([*papers, JANUARY], "newspaper"))
    assert [entry for entry in by if entry[0] == 1] == [(1, "云津日报"), (1, "山城晚报")]
    dates = [name for depth, name in by if depth == 2]
    assert dates == ["2025年12月7日", "2025年12月8日", "2026年1月2日"]
    assert [name for name, _, _ in collected(papers, "newspaper", split=True)] == ["云津日报", "山城晚报"]


def test_pages_of_one_issue_are_one_part() -> None:
    """A source that is a page stands behind the page before it."""
    sources = [issue("2025-12-08", ("", f"第{page}版的文章", "文。"), page=page) for page in ("10", "2")]
    assert contents(book(sources)) == [(1, "2025年12月8日"), (2, "第2版的文章"), (2, "第10版的文章")]


@pytest.mark.parametrize(
    ("by", "heads"),
    [
        pytest.param("month", ["2025年12月", "2026年1月"], id="month"),
        pytest.param("year", ["2025年", "2026年"], id="year"),
        pytest.param("section", ["本市新闻", "广告", "其他"], id="section"),
        pytest.param("author", ["王亚同", "李勇", "其他"], id="author"),
        pytest.param("topic", ["农业", "水利", "其他"], id="topic"),
    ],
)
def test_what_belongs_together_stands_together(by: str, heads: list[str]) -> None:
    """As parts of one book, or as books of one series."""
    assert [name for depth, name in contents(book(THREE, by)) if depth == 1] == heads
    assert [name for name, _, _ in collected(THREE, by, split=True)] == heads


def test_same_text_in_two_issues_is_printed_once_and_said() -> None:
    """White space aside; the other issue has a link, the article names both, the count is told."""
    [(_, data, told)] = collected(THREE)
    assert (told.issues, told.articles, told.repeated) == (3, 5, 1)
    names_of = [name for name, _ in pages(data)]
    second = next(name for name in names_of if "2025年12月9日" in lines(data, name))
    assert lines(data, second) == [
        "2025年12月9日",
        "山城晚报",
        "以下各篇本书他处已载，不再重复。",
        "启事，见2025年12月8日",
    ]
    [link] = found(tree(members(data)[second]), ".//h:a")
    assert lines(data, link.get("href") or "") == ["又见：2025年12月9日", "启事", "寻物一件。"]


def test_articles_among_those_of_others_name_their_issue() -> None:
    """Grouped by author, an article of two stands with the first; the other has a link."""
    data = book(THREE, "author")
    by_lines = [lines(data, name) for name, _ in pages(data)]
    assert ["山城晚报 · 2025年12月8日", "早稻入仓", "本报记者 王亚同", "今年水稻丰收。"] in by_lines
    assert ["李勇", "以下各篇本书他处已载，不再重复。", "堤坝合龙，见2025年12月8日"] in by_lines


def test_volumes_say_what_they_are() -> None:
    """A book for each author: title, creator, newspaper, time; a book of several days says its span."""
    [(_, data, _), *_] = collected(THREE, "author", split=True)
    package = tree(members(data)["content.opf"])
    cores = {str(e.tag).partition("}")[2]: e.text for e in found(package, "opf:metadata/*")}
    metas = {m.get("property"): m.text for m in found(package, "opf:metadata/opf:meta")}
    assert (cores["title"], cores["creator"]) == ("合订本 王亚同", "王亚同")
    assert (cores["publisher"], cores["date"]) == ("山城晚报", "2025-12-08")
    assert metas["schema:temporalCoverage"] == "2025-12-08/2025-12-08"
    whole = tree(members(book(THREE))["content.opf"])
    [covered] = [
        m.text for m in found(whole, ".//opf:meta") if m.get("property") == "schema:temporalCoverage"
    ]
    assert covered == "2025-12-08/2026-01-02"
    assert found(whole, ".//dc:description")[0].text == "2025年12月8日 – 2026年1月2日"


@pytest.mark.parametrize(
    ("issues", "span", "titles"),
    [
        pytest.param([MONDAY], "2025年12月8日", ["早稻入仓", "堤坝合龙", "启事"], id="articles of one issue"),
        pytest.param(
            [MONDAY, TUESDAY], "2025年12月8日 – 2025年12月9日", ["2025年12月8日", "2025年12月9日"], id="parts"
        ),
    ],
)
def test_the_cover_names_what_is_in_the_book(issues: list[Document], span: str, titles: list[str]) -> None:
    """Its parts, or the articles of the only one; no section is named."""
    picture = members(book(issues))["cover.png"]
    assert picture == cover("合订本", [span], titles, STYLE.font("heading"))
    assert picture != cover("合订本", [span], ["本市新闻", "广告"], STYLE.font("heading"))


def test_two_issues_with_one_id_stand_beside_each_other() -> None:
    """Files of the same bytes, read under two dates: their pages get names of their own."""
    twin = replace(MONDAY, meta=replace(MONDAY.meta, date="2025-12-10"))
    other = replace(twin, blocks=tuple(replace(b, role=Role.BODY) for b in twin.blocks))
    data = book([MONDAY, other])
    assert [t for _, t in blocks_of(data)] == printed_once([MONDAY, other])
    assert len(members(data)) == len({name.lower() for name in members(data)})


def test_articles_without_text_take_no_page() -> None:
    """What holds nothing to read is not in the contents; an issue of nothing is a part all the same."""
    nothing = shown([(Role.FOLIO, "3", None), (Role.HEADLINE, "", Opening.ARTICLE)])
    assert contents(book([nothing])) == [(1, "2025年12月8日\u3000第321号\u3000第3版")]


def test_five_thousand_articles_in_one_book() -> None:
    """Each has its page and its place in the contents."""
    many = [
        issue(f"{1900 + year}-01-01", *(("", f"题{year}.{n}", f"文{year}.{n}。") for n in range(100)))
        for year in range(50)
    ]
    data = book(many)
    assert len(contents(data)) == 5050
    assert len(blocks_of(data)) == 10_000


@pytest.mark.parametrize("style", [pytest.param(NOTED, id="with notes"), pytest.param(STYLE, id="without")])
def test_archival_xml_makes_the_same_book(style: StyleSheet) -> None:
    """Byte for byte that of the sources: readings, corrections, pages and identifier are all in the XML."""
    sources = []
    again = []
    for path in sorted(SAMPLES.glob("*.txt")):
        source = repair(read(path.read_bytes(), load_metadata(path, {}, path.name)))
        xml = write(source, ("xml",), StyleSheet("none"), WriteContext(MADE)).files["xml"]
        sources.append(source)
        again.append(read_document(xml, path.name))
    assert book(sources, style=style) == book(again, style=style)


def test_same_issues_same_bytes_in_any_order() -> None:
    """The order on the command line does not show."""
    assert book([TUESDAY, *THREE[::2]]) == book(THREE)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        pytest.param("本报记者 王亚同 通讯员 李 勇", ["王亚同", "李勇"], id="offices and a name set wide"),
        pytest.param("王亚同 李勇/文 陈默/图", ["王亚同", "李勇", "陈默"], id="text and pictures"),
        pytest.param("By Jane Doe and John Smith", ["Jane Doe", "John Smith"], id="English"),
        pytest.param("本报记者", [], id="no name"),
        pytest.param("阿迪力·买买提", ["阿迪力·买买提"], id="a name with a dot"),
    ],
)
def test_authors_are_the_names_in_a_byline(byline: str, authors: list[str]) -> None:
    """Without their offices."""
    assert list(names(byline)) == authors


def test_undated_issues_come_last() -> None:
    """They are called by their first articles."""
    undated = replace(MONDAY, meta=Metadata(title="山城晚报", language="zh-Hans", name="leaf.txt"))
    heads = [name for depth, name in contents(book([undated, TUESDAY], "year")) if depth < 3]
    assert heads == ["2025年", "2025年12月9日", "其他", "本市新闻"]


@pytest.mark.parametrize(
    ("groups", "files"),
    [
        pytest.param(["2025-12", "2026-01"], ["b-2025-12.epub", "b-2026-01.epub"], id="plain names"),
        pytest.param(["March 1911", "1912"], ["b-march-1911.epub", "b-1912.epub"], id="English"),
        pytest.param(["王亚同", "李勇"], ["b-01.epub", "b-02.epub"], id="Chinese names by their number"),
        pytest.param(["../../etc/passwd", "/"], ["b-etc-passwd.epub", "b-02.epub"], id="pieces of paths"),
        pytest.param(["Rice", "rice!"], ["b-rice.epub", "b-rice.2.epub"], id="alike where case is nothing"),
        pytest.param(["a" * 9000, "\x00"], [f"b-{'a' * 40}.epub", "b-02.epub"], id="endless"),
    ],
)
def test_volumes_have_plain_file_names(groups: list[str], files: list[str]) -> None:
    """No group's name leads out of the folder or is lost on a disk of another kind."""
    plans = [Volume(name, ()) for name in groups]
    assert [path.name for path in file_names(Path("x/b.epub"), plans)] == files


def test_a_page_that_could_not_be_read_is_missed_in_the_part_of_its_issue() -> None:
    """With the day in the page list; among the articles of an author it says nothing."""
    lost = replace(issue_specimen(), meta=replace(MONDAY.meta, date="2026-03-14"))
    data = members(book([TUESDAY, lost]))
    listed = tree(data["nav.xhtml"])
    pages_listed = [link.text for link in found(listed, "h:body/h:nav[3]//h:a")]
    assert pages_listed[-3:] == [f"2026年3月14日 · {page}" for page in "123"]
    notice = "第2版缺：无法读取</p>".encode()
    assert any(notice in text for text in data.values())
    assert not any(notice in text for text in members(book([TUESDAY, lost], "author")).values())
