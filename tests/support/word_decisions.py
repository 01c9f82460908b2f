"""Documents under review that come back from a word processor, and what is obeyed of them."""

from __future__ import annotations

from convert.conversion import read
from convert.decisions import Decisions, as_toml, read_decisions, review
from convert.decisions.word import InferredDecisions, infer_decisions
from convert.document.integrity import check, restore
from convert.document.model import Document, Metadata
from convert.readers.word import opened
from tests.support.editor import Edit as DocxEdit
from tests.support.editor import (
    edited,
    written,
)
from tests.support.paths import SAMPLES

SAMPLE_FILES = sorted(SAMPLES.glob("*.txt"))


def back(
    made: Document,
    source: Document,
    *edits: DocxEdit,
    tracked: bool = True,
    more: dict[str, bytes] | None = None,
) -> InferredDecisions:
    """Return what was decided, as the command finds it."""
    asked = review(source, Decisions()).requests
    data = edited(written(made, tracked=tracked), *edits, more=more)
    return infer_decisions(made, asked, opened(data, "page.docx"), review=tracked)


def obeyed(source: Document, found: InferredDecisions) -> Document:
    """Return what the next conversion makes, the decisions having gone through their file."""
    reviewed = review(source, Decisions(found.decisions))
    again = read_decisions(as_toml(source, reviewed, "page.decisions.toml"), "page.decisions.toml")
    second = review(source, again)
    assert not second.lost
    check(second.document)
    assert restore(second.document) == source.source.data
    return second.document


def readings(made: Document) -> list[str]:
    """Return what is read."""
    return [b.reading for a in made.articles for b in a.readable]


def source_of(text: str) -> Document:
    """Read a text."""
    return read(text.encode(), Metadata(name="page.txt", language="zh-Hans"))
