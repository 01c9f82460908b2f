"""`--show-changes`: the PDF and the EPUB of one source list the same changes."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from pikepdf import Pdf

from convert.cli import run
from convert.document.actions import Edit, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document
from convert.document.roles import Role
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import WriteContext
from convert.writers.epub import messages, write_epub
from convert.writers.pdf import typeset
from convert.writers.pdf.notes import NOTHING
from tests.support.build import document
from tests.support.paths import SAMPLES
from tests.support.random_issue import random_issue
from tests.support.read_epub import NOTED, found, pages, text_before
from tests.support.read_pdf import readable

SOURCES = sorted(SAMPLES.glob("*.txt"))
PHRASES = (messages.SIMPLIFIED, messages.TRADITIONAL, messages.ENGLISH)
PDF_NOTE = re.compile(r"(\d+)\u3000.*\[(.*)\].* ← (.+) \([a-z, \x02-]+\)", re.DOTALL)
"""A hyphen at a line's end is U+0002 to pdfium."""

DAMAGED = """\
山城的雾,散了。江面上一一重庆轨道集团的船来了,又走了。新桥通车旳那天,他在2O08年站过的桥头站着。\u200b请市民添衣。

他 们推出了"新春套餐"，“团圆套餐”和“全家套餐”也上了桌。
"""
"""A dash, two look-alikes, an invisible mark, two quotation marks: noted. Widths and a gap: not noted."""


class Note(NamedTuple):
    """A note as somebody reads it."""

    number: str
    reading: str
    """What the text has in its place."""
    source: str
    """Nothing where something was added."""


def notes_of_pdf(data: bytes) -> list[Note]:
    """Read the notes at the end of a PDF."""
    with Pdf.open(BytesIO(data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
    matches = [PDF_NOTE.fullmatch(text) for _, text in readable(data)]
    return [Note(m[1], m[2], "" if m[3] == NOTHING else m[3]) for m in matches if m]


def notes_of_epub(data: bytes) -> list[Note]:
    """Read the notes of an EPUB, each with the text that stands before its number."""
    notes: list[Note] = []
    for _, page in pages(data):
        links = found(page, ".//h:a[@class='noteref']")
        before = {link.get("href"): text_before(link) for link in links}
        for aside in found(page, ".//h:aside"):
            number, _, told = "".join(map(str, aside.itertext())).partition(" ")
            notes.append(Note(number, before[f"#note-{number}"], source_of(told)))
    return notes


def source_of(told: str) -> str:
    """Take the source's words out of a note's sentence."""
    for phrases in PHRASES:
        before, after = phrases.source_has.split("{}")
        if told == phrases.source_lacks:
            return ""
        if told.startswith(before) and told.endswith(after):
            return told.removeprefix(before).removesuffix(after)
    raise AssertionError(told)


def same_notes(pdf: bytes, epub: bytes) -> list[tuple[str, str]]:
    """Compare number and source of all notes; return them."""
    listed = [(note.number, note.source) for note in notes_of_pdf(pdf)]
    assert listed == [(note.number, note.source) for note in notes_of_epub(epub)]
    return listed


def same_places(pdf: bytes, epub: bytes) -> None:
    """Compare what the notes are about: the text before the EPUB's number ends with the PDF's reading."""
    for one, other in zip(notes_of_pdf(pdf), notes_of_epub(epub), strict=True):
        assert other.reading.endswith(one.reading), (one, other)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_sample_has_the_same_notes_in_both(path: Path, tmp_path: Path) -> None:
    """Number, reading and source of each note, as they are read back from the files."""
    assert run(["convert", str(path), "-f", "pdf,epub", "--show-changes", "-o", str(tmp_path)]) == 0
    pdf, epub = ((tmp_path / f"{path.stem}.{kind}").read_bytes() for kind in ("pdf", "epub"))
    assert len(same_notes(pdf, epub)) == {"misreadings": 3, "overlap": 1}.get(path.stem, 0)
    same_places(pdf, epub)


def test_changes_of_each_kind_have_the_same_notes_in_both(tmp_path: Path) -> None:
    """Corrections and other characters are told, widths and blanks are not."""
    source = tmp_path / "damaged.txt"
    source.write_text(DAMAGED, "utf-8")
    assert run(["convert", str(source), "-f", "pdf,epub", "--show-changes", "-o", str(tmp_path)]) == 0
    pdf, epub = ((tmp_path / f"damaged.{kind}").read_bytes() for kind in ("pdf", "epub"))
    same_notes(pdf, epub)
    same_places(pdf, epub)
    assert [(n.source, n.reading) for n in notes_of_pdf(pdf)] == [
        *[("一一", "——"), ("旳", "的"), ("O", "0"), ("U+200B", "")],
        *[('"', "“"), ('"', "”")],
    ]


def test_issues_of_any_structure_have_the_same_notes_in_both() -> None:
    """Whatever stands in the text, whatever was put in, replaced or taken out."""
    notes = [same_notes(*both(random_issue(number), NOTED)) for number in range(60)]
    assert sum(map(len, notes)) > 60


def test_what_was_added_and_what_went_have_the_same_notes_in_both() -> None:
    """Nothing stands in the source, or nothing in the reading."""
    issue = document([(Role.HEADLINE, "新桥"), (Role.BODY, "今天通车通车了")])
    edits = [Edit(1, 2, 2, "新桥"), Edit(1, 4, 6, "")]
    pdf, epub = both(rewrite(issue, Rule("look-alikes", Kind.CORRECTION), edits), NOTED)
    assert same_notes(pdf, epub) == [("1", ""), ("2", "通车")]
    same_places(pdf, epub)


def both(issue: Document, style: StyleSheet) -> tuple[bytes, bytes]:
    """Write a document as PDF and as EPUB."""
    pdf = typeset(issue, style, WriteContext(), show_changes=True).data
    return pdf, write_epub(issue, style, WriteContext()).data
