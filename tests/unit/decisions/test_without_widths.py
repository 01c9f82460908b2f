"""A document under review in which changes of width are shown as done: the few that matter can be seen."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from convert.cli import run
from convert.conversion import read, repair
from convert.decisions import Decisions, Verdict, review
from convert.decisions.word import InferredDecisions, infer_decisions
from convert.document.model import Document, Metadata
from convert.readers.word import opened
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.docx import ReviewDocxWriter
from convert.writers.docx.ooxml import w
from tests.support.editor import ACCEPT, REJECT, Edit, edited, swap
from tests.support.paths import SAMPLES
from tests.support.tracked_docx import paragraphs_of, squeezed

SAMPLE_FILES = sorted(SAMPLES.glob("*.txt"))
WIDTHS = ("fullwidth-punctuation", "spaces")


def sample(path: Path) -> Document:
    """Read a sample."""
    return read(path.read_bytes(), Metadata(name=path.name))


def written(made: Document, *, widths: bool = False) -> bytes:
    """Write a document for an editor."""
    return ReviewDocxWriter(widths)(made, load_style("newspaper"), WriteContext()).data


def back(source: Document, *edits: Edit) -> InferredDecisions:
    """Return what an editor has decided."""
    reviewed = review(source, Decisions())
    data = edited(written(reviewed.document), *edits)
    return infer_decisions(reviewed.document, reviewed.requests, opened(data, "page.docx"), widths=False)


def marks(data: bytes) -> list[str]:
    """Return the rules behind the tracked changes of text."""
    with ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return [mark.get(w("author")) or "" for mark in root.iter(w("ins"), w("del"))]


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_what_matters_is_tracked_and_nothing_else(path: Path) -> None:
    """Accepted it is the reading; nothing done is nothing decided."""
    source = sample(path)
    made = repair(source)
    data = written(made)
    assert not set(marks(data)) & set(WIDTHS)
    shown, everything = set(marks(data)), set(marks(written(made, widths=True)))
    assert everything - shown <= {*WIDTHS, "lines", "unify-variants"}
    assert shown <= everything
    accepted, reading = (
        [squeezed(text) for text in texts]
        for texts in (
            paragraphs_of(data, accept=True),
            [b.reading for a in made.divisions for b in a.readable],
        )
    )
    assert [text for text in accepted if text] == [text for text in reading if text]
    assert back(source) == InferredDecisions((), ())


@pytest.mark.parametrize(("edit", "verdict"), [(ACCEPT, Verdict.ACCEPT), (REJECT, Verdict.REJECT)])
def test_who_decides_on_all_decides_on_what_is_shown(edit: Edit, verdict: Verdict) -> None:
    """The changes of width are not among it: they stay the rules' own."""
    inferred = back(sample(SAMPLES / "misreadings.txt"), edit)
    assert inferred.notes == ()
    assert {decision.verdict for decision in inferred.decisions} == {verdict}
    assert not {decision.key.rule for decision in inferred.decisions} & set(WIDTHS)


def test_a_mark_written_over_is_the_reviewers() -> None:
    """It is no part of the tracked changes, and can be altered as any text."""
    inferred = back(sample(SAMPLES / "misreadings.txt"), swap("，", "、"))
    [decision] = inferred.decisions
    assert (decision.key.action, decision.key.before, decision.key.after) == ("edit", "，", "、")


def test_the_command_closes_the_circle(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The document says that it leaves widths out; --no-widths without --review is an error."""
    source = tmp_path / "page.txt"
    source.write_bytes((SAMPLES / "misreadings.txt").read_bytes())
    out = ["-o", str(tmp_path), "-f", "docx"]
    assert run(["convert", str(source), *out, "--no-widths"]) == 2
    assert "add --review" in capfd.readouterr().err
    assert run(["convert", str(source), *out, "--review", "--no-widths"]) == 0
    assert not set(marks((tmp_path / "page.docx").read_bytes())) & set(WIDTHS)
    assert run(["decisions", str(source), "--from-docx", str(tmp_path / "page.docx")]) == 0
    assert "0 accepted, 0 rejected" in capfd.readouterr().err
