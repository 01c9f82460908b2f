"""A page that could not be read: every reading copy says so at its place, under its printed number."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from convert.api import convert_file, read
from convert.conversion import read as read_data
from convert.conversion import repair
from convert.decisions import Decisions, review
from convert.decisions.word import infer_decisions
from convert.document.model import Document, Metadata
from convert.readers.issue import ReadPart, combine
from convert.readers.word import opened
from convert.typeset.missing_pages import BEHIND_ALL, missing_pages
from tests.support.editor import written
from tests.support.issue_files import issue_specimen
from tests.support.read_pdf import broken_parents, page_text

CHINESE = "桥梁{}通车\n\n今天上午，桥梁{}通车，市民们都来看了，工程用了三年。\n"
ENGLISH = "The Bridge of Page {}\n\nThe bridge of page {} was opened this morning, and the whole town came.\n"
NEWS = {
    "1": "渡口夜校今晚开课\n\n今天晚上，渡口夜校开课，市民们都来看了，课程为期三年。\n",
    "3": "老街茶馆修缮一新\n\n今天上午，老街茶馆重新开门，茶客们都来看了，修缮用了三年。\n",
    "5": "环城公路提前合龙\n\n今天下午，环城公路合龙，司机们都来看了，工程用了三年。\n",
}
BINARY = b"\x00\x01\x02\x89PNG" * 9


def issue_of(
    text: str, lost: str = "24", blank: str = "", pages: str = "12345", language: str = ""
) -> Document:
    """Make an issue of several pages, some of which cannot be read or have nothing on them."""
    parts = []
    for page in pages:
        data = text.format(page, page).encode()
        document = read_data(data, Metadata(name=f"p{page}.txt", page=page))
        if page in lost:
            parts.append(ReadPart(None, page, f"p{page}.txt", "0" * 64, 1, "binary data, not text"))
        elif page in blank:
            source = read_data(b".", Metadata(name=f"p{page}.txt")).source
            nothing = type(source)(b"", "", "utf-8", name=source.name)
            parts.append(ReadPart(None, page, f"p{page}.txt", fault="the file is empty", blank=nothing))
        else:
            parts.append(ReadPart(document, page, f"p{page}.txt"))
    return combine(parts, Metadata(title="云津晚报", date="2026-03-14", name="2026-03-14", language=language))


def notices(document: Document) -> dict[str, list[str]]:
    """Return what is said of pages, by the text in front of which it stands."""
    readings = {block.id: block.reading for block in document.blocks} | {BEHIND_ALL: BEHIND_ALL}
    return {
        readings[block]: [page.notice for page in pages]
        for block, pages in missing_pages(document).items()
        if pages
    }


def test_a_page_that_could_not_be_read_is_missed_where_it_should_be() -> None:
    """In front of what begins on a later page; behind all where nothing does."""
    assert notices(issue_of(CHINESE, "145")) == {
        "桥梁2通车": ["第1版缺：无法读取"],
        BEHIND_ALL: ["第4版缺：无法读取", "第5版缺：无法读取"],
    }
    assert notices(issue_of(CHINESE, "")) == {}
    assert notices(issue_specimen()) == {"第三版的新闻。": ["第2版缺：无法读取"]}


def test_the_line_is_in_the_language_of_the_issue_and_true() -> None:
    """A page with an empty file could be read."""
    assert notices(issue_of(ENGLISH, "2", "3")) == {
        "The Bridge of Page 4": [
            "Page 2 is missing: its file could not be read",
            "Page 3 has no text: its file is empty",
        ]
    }
    traditional = issue_of(CHINESE, "2", "3", language="zh-Hant")
    assert notices(traditional) == {"桥梁4通车": ["第2版缺：無法讀取", "第3版無文字：檔案為空"]}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Convert an issue of five files of which two are no text."""
    folder = tmp_path_factory.mktemp("missing")
    paths = []
    for page in "12345":
        path = folder / f"云津晚报_2026-03-14_第0{page}版.txt"
        path.write_bytes(NEWS[page].encode() if page in NEWS else BINARY)
        paths.append(path)
    outcome = convert_file(paths, folder / "out")
    return {form: Path(output.path).read_bytes() for form, output in outcome.outputs.items()}


def test_every_format_shows_the_place_of_a_page_that_is_missing(files: dict[str, bytes]) -> None:
    """Page labels in the PDF, a page list in the EPUB, bookmarks in the DOCX."""
    assert files["xml"].count(b"<gap ") == 2
    body = _member(files["docx"], "word/document.xml")
    assert re.findall('w:name="page_([^"]*)"', body) == ["1", "2", "3", "4", "5"]
    lines = re.findall(r"<w:t[^>]*>([^<]+)</w:t>", body)
    assert lines[lines.index("第2版缺：无法读取") + 1] == "老街茶馆修缮一新"
    assert "MissingPage" in _member(files["docx"], "word/styles.xml")
    nav = _member(files["epub"], "EPUB/nav.xhtml")
    assert re.findall(">([0-9])</a>", nav) == ["1", "2", "3", "4", "5"]
    for page in "24":  # within an article, and in front of one
        target = re.findall(f'href="([^"#]*)#page-[0-9]">{page}</a>', nav)[0]
        assert f"/>第{page}版缺：无法读取</p>" in _member(files["epub"], f"EPUB/{target}")
    with pikepdf.open(BytesIO(files["pdf"])) as pdf:
        assert "1-5" in {page.label for page in pdf.pages}
    shown = "".join(page_text(files["pdf"]))
    assert shown.index("第2版缺") < shown.index("老街茶馆修缮一新", shown.index("开课，市民"))
    assert not broken_parents(files["pdf"])


def _member(data: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize("tracked", [True, False])
def test_the_line_is_no_text_of_the_issue(*, tracked: bool) -> None:
    """A document that comes back unchanged decides nothing; as a source it is without the line."""
    source = issue_of(CHINESE)
    made = repair(source)
    data = written(made, tracked=tracked)
    assert "第2版缺：无法读取" in _member(data, "word/document.xml")
    requests = review(source, Decisions()).requests
    inferred = infer_decisions(made, requests, opened(data, "issue.docx"), review=tracked)
    assert (inferred.decisions, inferred.notes) == ((), ())
    assert "缺" not in read_data(data, Metadata(name="issue.docx")).source.text


def test_an_issue_with_all_its_pages_has_no_such_style(tmp_path: Path) -> None:
    """Nor has a single page."""
    path = tmp_path / "page.txt"
    path.write_text(CHINESE, "utf-8")
    assert not missing_pages(read(path))
    assert "MissingPage" not in _member(written(read(path)), "word/styles.xml")
