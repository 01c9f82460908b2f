"""Advertisements stand behind the articles in what is read, under one heading of the contents."""

from __future__ import annotations

from io import BytesIO

import docx
import pypdfium2

from convert.document.roles import Opening, Role
from convert.tei.document import read_document
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.docx import write_docx
from convert.writers.pdf import write_pdf
from tests.support import collected, read_epub
from tests.support.build import archived
from tests.support.shown import shown

ISSUE = shown(
    [
        (Role.HEADLINE, "云津布庄", Opening.ADVERTISEMENT),
        (Role.ADVERTISEMENT, "新到花布，欢迎选购。", None),
        (Role.HEADLINE, "渡口改造", Opening.ARTICLE),
        (Role.BODY, "渡口改造工程已经开工。", None),
        (Role.ADVERTISEMENT, "寻物一件。", Opening.ADVERTISEMENT),
        (Role.HEADLINE, "鹅塔开放", Opening.ARTICLE),
        (Role.BODY, "鹅塔昨日开放。", None),
    ]
)
READ = [
    "渡口改造",
    "渡口改造工程已经开工。",
    "鹅塔开放",
    "鹅塔昨日开放。",
    "云津布庄",
    "新到花布，欢迎选购。",
    "寻物一件。",
]
STYLE, CONTEXT = load_style("newspaper"), WriteContext()


def test_they_are_read_last() -> None:
    """In the order that they have among themselves."""
    assert ISSUE.text.split() == READ


def test_the_archival_xml_has_them_where_they_stand() -> None:
    """As divisions and blocks of their own, which are read back."""
    xml = archived(ISSUE)
    assert xml.count('type="advertisement"') == 4
    again = read_document(xml.encode())
    assert [(block.role, block.opens) for block in again.blocks] == [
        (block.role, block.opens) for block in ISSUE.blocks
    ]


def test_contents_have_one_heading_for_all_of_them() -> None:
    """EPUB: the others stand under it. PDF: so does its outline. DOCX: it is alone in the contents."""
    contents = [(1, "渡口改造"), (1, "鹅塔开放"), (1, "广告"), (2, "寻物一件。")]
    assert collected.contents(read_epub.written(ISSUE)) == contents
    outline = pypdfium2.PdfDocument(write_pdf(ISSUE, STYLE, CONTEXT).data).get_toc()
    assert [(mark.level + 1, mark.get_title()) for mark in outline] == contents
    paragraphs = docx.Document(BytesIO(write_docx(ISSUE, STYLE, CONTEXT).data)).paragraphs
    named = [(p.style.name if p.style else "", p.text) for p in paragraphs]
    assert [text.split("\t")[0] for style, text in named if style == "toc 1"] == [
        "渡口改造",
        "鹅塔开放",
        "广告",
    ]
    assert ("Advertisement", "寻物一件。") in named


def test_a_collection_leaves_them_out() -> None:
    """It is of articles."""
    texts = [text for _, text in collected.contents(collected.book([ISSUE]))]
    assert "鹅塔开放" in texts
    assert not {"广告", "寻物一件。", "云津布庄"} & set(texts)
