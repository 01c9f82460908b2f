"""A reader of tables of words, a rule for degrees and a writer of Markdown; docs/plugins.md explains them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

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

WORD = "5"


def read_tsv(data: bytes, meta: Metadata, encoding: str = "") -> Document:
    """Read the table of words that tesseract writes, each line of print as a line."""
    rows = [row.split("\t") for row in data.decode(encoding or "utf-8", "replace").splitlines()]
    words = [row for row in rows if row[0] == WORD and row[-1].strip()]
    paragraphs = [
        "\n".join(
            " ".join(word[-1] for word in line) for _, line in groupby(paragraph, lambda word: word[1:5])
        )
        for _, paragraph in groupby(words, lambda word: word[1:4])
    ]
    return read_plain("\n\n".join(paragraphs).encode(), meta, "utf-8")


def is_tsv(data: bytes) -> bool:
    """Whether a source is such a table: its columns have names."""
    return data.startswith(b"level\tpage_num\t")


tsv = SourceFormat(read_tsv, is_tsv, suffixes=(".tsv",))


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
