"""A reader of hOCR, a rule for degrees and a writer of Markdown; docs/plugins.md explains them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from convert.plugins import (
    Document,
    Kind,
    Language,
    Metadata,
    Pass,
    Rendered,
    Role,
    Rule,
    SourceFormat,
    StyleSheet,
    TextEdit,
    WriteContext,
    each,
    read_plain,
)

PARAGRAPHS, LINES = ".//*[@class='ocr_par']", ".//*[@class='ocr_line']"


def read_hocr(data: bytes, meta: Metadata, encoding: str = "") -> Document:
    """Read the paragraphs of an hOCR page, each line of print as a line."""
    page = html.document_fromstring(data, parser=html.HTMLParser(encoding=encoding or "utf-8"))
    paragraphs = [
        "\n".join(str(line.xpath("normalize-space()")) for line in paragraph.iterfind(LINES))
        for paragraph in page.iterfind(PARAGRAPHS)
    ]
    return read_plain("\n\n".join(paragraphs).encode(), meta, "utf-8")


def is_hocr(data: bytes) -> bool:
    """Whether a source is hOCR: it says so near its beginning."""
    return b"ocr_page" in data[:4096]


hocr = SourceFormat(read_hocr, is_hocr, suffixes=(".hocr",))


def write_celsius(text: str, _language: Language) -> Iterator[TextEdit]:
    """Write degrees as one character: 25°C -> 25℃."""
    for match in re.finditer("°C", text):
        yield TextEdit(match.start(), match.end(), "℃", cert=0.99)


celsius = Pass(Rule("celsius", Kind.REGULARIZATION), each(write_celsius), after="fullwidth-punctuation")


def write_markdown(document: Document, _style: StyleSheet, _context: WriteContext) -> Rendered:
    """For wikis: Markdown, a heading for each headline."""
    paragraphs = [
        f"# {block.reading}" if block.role is Role.HEADLINE else block.reading
        for article in document.articles
        for block in article.readable
    ]
    return Rendered(("\n\n".join(paragraphs) + "\n").encode())
