"""Word documents that somebody typed, and issues of them."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import docx

from convert.conversion import read
from convert.document.model import Document, Metadata
from convert.readers.issue import ReadPart, combine
from convert.text.source import extracted


def word_file(*paragraphs: str) -> bytes:
    """Type a document: a heading, and what stands under it."""
    word = docx.Document()
    word.add_heading(paragraphs[0], 1)
    for text in paragraphs[1:]:
        word.add_paragraph(text)
    saved = BytesIO()
    word.save(saved)
    return saved.getvalue()


FIRST_PAGE = word_file("渡口改造完工", "今年以来，渡口的候船室修好了。")
SECOND_PAGE = word_file("图书馆分馆开放", "两千多户人家因此受益。")
TEXT_PAGE = "第三版的新闻。\n".encode("gb18030")
LIST = b"<list><file>p1.docx</file><file>p2.docx</file></list>"


BROKEN_PAGE = FIRST_PAGE[:5000]


def mixed_issue(*, broken: bool = False) -> Document:
    """Make an issue of a list of its files, which has no text, of two Word documents and a plain text.

    Also of one that was cut short and could not be read, if `broken` is set.
    """
    pages = {"p1.docx": FIRST_PAGE, "p2.docx": SECOND_PAGE, "p3.txt": TEXT_PAGE}
    parts = [ReadPart(None, "", "list.xml", blank=extracted(LIST, "", "list.xml", "list 1"))]
    for number, (name, data) in enumerate(pages.items(), 1):
        page = str(number)
        parts.append(ReadPart(read(data, Metadata(name=name, page=page)), page, name))
    if broken:
        digest, size = sha256(BROKEN_PAGE).hexdigest(), len(BROKEN_PAGE)
        lost = ReadPart(None, "4", "p4.docx", digest, size, "cut short", lost_data=BROKEN_PAGE)
        parts.append(lost)
    return combine(parts, Metadata(title="云津晚报", date="2026-03-14", name="2026-03-14"))
