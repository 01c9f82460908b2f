"""Printed pages that begin within a paragraph, in every format."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pypdfium2
import pytest

from convert.api import convert_file, read, repair
from convert.document.model import Document
from convert.typeset.page_breaks import page_breaks
from tests.support.editor import written

FIRST = "昨天上午，记者从市水利局获悉，今年全市水库蓄水总量比去年同期增加一成，为明年春灌打下了基础"
TAIL = "，各区县要继续抓好冬修水利工作，"
LAST = "确保明年春耕用水充足。"
PAPER = f"水库今年蓄水量创新高\n\n{FIRST}\f{TAIL}\f{LAST}\n\n面馆老板的一天\n\n{FIRST}。\n"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a text of three pages whose second has nothing but the middle of a sentence."""
    path = tmp_path_factory.mktemp("paper") / "paper.txt"
    path.write_text(PAPER, "utf-8")
    return path


@pytest.fixture(scope="module")
def document(paper: Path) -> Document:
    """Read it."""
    return repair(read(paper, page="1"))


def _text_behind(document: Document) -> dict[str, str]:
    blocks = {block.id: block.reading for block in document.blocks}
    return {
        page.label: blocks[block][page.at :]
        for block, pages in page_breaks(document).items()
        for page in pages
    }


def test_a_page_begins_within_a_paragraph(document: Document) -> None:
    """At its first character, also where it has nothing but a tail."""
    behind = _text_behind(document)
    assert [*behind] == ["1", "2", "3"]
    assert behind["1"] == "水库今年蓄水量创新高"
    assert (behind["2"], behind["3"]) == (f"{TAIL}{LAST}", LAST)


def test_every_format_leads_there(paper: Path, document: Document, tmp_path: Path) -> None:
    """A target in the text of the EPUB, a bookmark in Word, the label of the page in the PDF."""
    data = {
        form: Path(output.path).read_bytes()
        for form, output in convert_file(paper, tmp_path, page="1").outputs.items()
    }
    with ZipFile(BytesIO(data["epub"])) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if "/a." in name)
        listed = re.findall('#(page-[0-9])">([0-9])<', book.read("EPUB/nav.xhtml").decode())
    assert listed == [("page-1", "1"), ("page-2", "2"), ("page-3", "3")]
    assert re.search(
        f'基础<span class="pagebreak" id="page-2"[^>]*/>{TAIL}<span[^>]* id="page-3"[^>]*/>{LAST}', text
    )
    with ZipFile(BytesIO(data["docx"])) as package:
        assert _places(package) == {"1": "水库", "2": TAIL[:2], "3": LAST[:2]}
    with ZipFile(BytesIO(written(document))) as package:
        assert _places(package) == {"1": "水库", "2": TAIL[:2], "3": LAST[:2]}
    assert pypdfium2.PdfDocument(data["pdf"]).get_page_label(0) == "1-3"


def _places(package: ZipFile) -> dict[str, str]:
    """Return the two characters behind each page's bookmark."""
    body = package.read("word/document.xml").decode()
    parts = re.split('w:name="page_([0-9])"/>', body)
    behind = zip(parts[1::2], parts[2::2], strict=True)
    return {label: re.findall("<w:t[^>]*>([^<]{2})", text)[0] for label, text in behind}


def test_the_text_stays_as_it_is(document: Document) -> None:
    """A paragraph of Word has what the reading has."""
    [word] = [
        p for p in docx.Document(BytesIO(written(document, tracked=False))).paragraphs if TAIL in p.text
    ]
    assert word.text == f"{FIRST}{TAIL}{LAST}"
