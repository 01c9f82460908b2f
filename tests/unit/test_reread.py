"""An archival XML as a source that is repaired anew: with the files of its texts at hand, and without."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from convert.conversion import Settings, load_document, read
from convert.conversion.reread import reread
from convert.decisions.decision import ChangeKey, Decision, Decisions, Verdict
from convert.decisions.pages import put_together
from convert.document.integrity import check
from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.errors import InvalidArchive, UnreadableSource
from convert.readers.text import read_text
from convert.system.find import SourceFile
from convert.system.issue_source import SourceIssue, SourcePart
from convert.tei.source_files import pack_sources
from convert.text.source import extracted
from convert.typeset.styles import load_style
from tests.support.build import archived
from tests.support.word_files import FIRST_PAGE, SECOND_PAGE, TEXT_PAGE, mixed_issue

SETTINGS = Settings((), load_style("newspaper"), {})


def written(document: Document, folder: Path, *, kept: bool = True) -> Path:
    """Write the archival XML of a document, and the zip of its source files."""
    path = folder / "p.xml"
    path.write_text(archived(document), "utf-8")
    if kept:
        (folder / "p.sources.zip").write_bytes(pack_sources(document))
    return path


def test_a_file_at_hand_is_read_again(tmp_path: Path) -> None:
    """With its roles, which its text does not say."""
    document = read(FIRST_PAGE, Metadata(name="p.docx", page="3"))
    path = written(document, tmp_path)
    again = reread(path.read_bytes(), "p.xml", path)
    assert again == document
    assert again.blocks[0].role is Role.HEADLINE
    assert again.source.original is not None
    assert again.source.original.data == FIRST_PAGE


def test_of_a_word_document_the_text_is_enough(tmp_path: Path) -> None:
    """Its roles are then for the rules to find; the digest stays that of the file."""
    document = read(FIRST_PAGE, Metadata(name="p.docx"))
    path = written(document, tmp_path, kept=False)
    again = reread(path.read_bytes(), "p.xml", path)
    assert again.source == document.source
    assert again.source.digest == sha256(FIRST_PAGE).hexdigest()
    assert {block.role for block in again.blocks} == {Role.BODY}


def test_an_archive_that_knows_of_no_file_is_read_as_before(tmp_path: Path) -> None:
    """Version 0.1.0 took the text of a Word document for the source."""
    document = read(FIRST_PAGE, Metadata(name="p.docx"))
    before = replace(document, source=replace(document.source, original=None))
    path = written(before, tmp_path)
    assert reread(path.read_bytes(), "p.xml", path).source == before.source
    assert before.source.digest == document.source.text_digest != document.source.digest


@pytest.mark.parametrize(
    ("reader", "message"),
    [
        ("scan 1", "p.docx, the original file, is missing; put NAME.sources.zip"),
        ("scan 2", "no reader 'scan' for p.docx; install the package that provides it"),
        ("docx 0.9", "p.docx now gives a different text than the archival XML contains; restore its files"),
    ],
)
def test_what_cannot_be_read_as_it_was_is_refused(tmp_path: Path, reader: str, message: str) -> None:
    """In one line that says what to do: places in another text would be those of other words."""
    source = extracted(FIRST_PAGE, "别的文字。\n", "p.docx", reader)
    path = written(read_text(source, Metadata(name="p.docx")), tmp_path, kept=reader != "scan 1")
    with pytest.raises(UnreadableSource, match=f"^p.xml: {message}"):
        reread(path.read_bytes(), "p.xml", path)


def test_another_file_is_refused(tmp_path: Path) -> None:
    """A zip that was exchanged."""
    path = written(read(FIRST_PAGE, Metadata(name="p.docx")), tmp_path)
    (tmp_path / "p.sources.zip").write_bytes(pack_sources(read(SECOND_PAGE, Metadata(name="p.docx"))))
    with pytest.raises(InvalidArchive, match=r"p.docx does not have the digest"):
        reread(path.read_bytes(), "p.xml", path)


def test_an_issue_is_read_again_file_by_file(tmp_path: Path) -> None:
    """Also the one that has no text, so that all are kept once more."""
    document = mixed_issue(broken=True)
    path = written(document, tmp_path)
    again = reread(path.read_bytes(), "p.xml", path)
    check(again)
    assert again.source == document.source
    assert pack_sources(again) == pack_sources(document)


def test_an_archive_may_be_a_page_of_an_issue(tmp_path: Path) -> None:
    """Its file is found beside it."""
    path = written(read(FIRST_PAGE, Metadata(name="p.docx")), tmp_path)
    (tmp_path / "q.txt").write_bytes(TEXT_PAGE)
    parts = (SourcePart(SourceFile(path), "1"), SourcePart(SourceFile(tmp_path / "q.txt"), "2"))
    document = load_document(SourceIssue(tmp_path / "day", parts), SETTINGS)
    assert [part.source.digest for part in document.source.parts] == [
        *(sha256(data).hexdigest() for data in (FIRST_PAGE, TEXT_PAGE))
    ]
    assert document.blocks[0].role is Role.HEADLINE


def test_decisions_on_a_word_document_of_before_find_their_page() -> None:
    """They name the digest of its text."""
    document = mixed_issue()
    second = document.source.parts[2]
    decision = Decision(ChangeKey("roles", "label", 0, "", "byline", ""), Verdict.ACCEPT, "图书馆")
    for digest, at in (
        (second.source.text_digest, second.at),
        (sha256(SECOND_PAGE).hexdigest(), second.at),
        (document.source.text_digest, 0),
        (document.source.digest, 0),
    ):
        (moved,) = put_together([(Decisions((decision,), sha256=digest), None)], document).entries
        assert moved.key.at == at


def test_files_count_in_the_size_of_an_issue(tmp_path: Path) -> None:
    """Whatever little text is in them; tags may take eight times as much as a text."""
    parts = []
    for number in range(9):
        (tmp_path / f"p{number}.docx").write_bytes(FIRST_PAGE)
        parts.append(SourcePart(SourceFile(tmp_path / f"p{number}.docx"), str(number)))
    limit = len(FIRST_PAGE) + 1000
    small = replace(SETTINGS, limit=limit)
    eight = load_document(SourceIssue(tmp_path / "day", tuple(parts[:8])), small)
    assert len(eight.source.data) * 20 < limit
    with pytest.raises(UnreadableSource, match=r"too large: .* raise --max-size"):
        load_document(SourceIssue(tmp_path / "day", tuple(parts)), small)
