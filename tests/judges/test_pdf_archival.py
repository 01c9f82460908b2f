"""PDF/A-2u and PDF/UA-1 in one file, on every sample and on issues of random structure."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest

from convert import conversion
from convert.document.model import Document
from convert.document.roles import Role
from convert.issue.metadata import load_metadata
from convert.typeset.styles import load_style, styles_folder
from convert.typeset.writer import WriteContext
from convert.writers.pdf import Attachment, typeset, write_pdf
from tests.support.build import document
from tests.support.paths import SAMPLES
from tests.support.pictures import illustrated
from tests.support.random_issue import random_issue
from tests.support.read_pdf import broken_parents

SAMPLE_FILES = sorted(SAMPLES.glob("*.txt"))
STYLES = sorted(path.stem for path in styles_folder().glob("*.toml"))
RANDOM_ISSUES = 200
TEXT = [(Role.HEADLINE, "新年献词"), (Role.BODY, "总有一种力量。" * 60), (Role.CAPTION, "图为1999年。")]


@cache
def sample(path: Path) -> Document:
    """Read and clean a sample."""
    return conversion.repair(conversion.read(path.read_bytes(), load_metadata(path, {}, path.name)))


def failures(data: bytes, *profiles: str) -> list[str]:
    """Ask page-validation what is wrong with a file, and our own rule about its parent tree."""
    found = [
        f"{profile}: {failure.rule_id} {failure.message}"
        for profile in profiles
        for failure in page.validate_pdf_bytes(data, profile=profile).failures
    ]
    return found + broken_parents(data)


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("style", STYLES)
def test_every_sample_is_archival_and_accessible(path: Path, style: str) -> None:
    """Each sample conforms to PDF/A-2u and PDF/UA-1 in every style."""
    made = write_pdf(sample(path), load_style(style), WriteContext())
    assert failures(made.data, "2u", "ua1") == []


@pytest.mark.parametrize("start", range(0, RANDOM_ISSUES, 20))
def test_issues_of_any_structure_conform(start: int) -> None:
    """Roles in any order, articles without headlines, sections, control characters: all conform."""
    style = load_style("newspaper")
    for number in range(start, start + 20):
        made = write_pdf(random_issue(number), style, WriteContext())
        assert failures(made.data, "2u", "ua1") == [], number


@pytest.mark.parametrize("start", range(1000, 1040, 20))
def test_issues_with_notes_and_attachments_conform(start: int) -> None:
    """With changes shown and files attached the same issues are PDF/A-3u and PDF/UA-1."""
    style = load_style("newspaper")
    attached = [Attachment("源.xml", b"<TEI/>", "application/tei+xml", "Alternative")]
    for number in range(start, start + 20):
        made = typeset(random_issue(number), style, WriteContext(), show_changes=True, attachments=attached)
        assert failures(made.data, "3u", "ua1") == [], number


def test_the_validator_sees_a_broken_file() -> None:
    """Without its fonts' ToUnicode, or with another parent tree, the same file fails."""
    style = load_style("newspaper")
    style = replace(style, page=replace(style.page, front="page"))
    whole = write_pdf(document(TEXT), style, WriteContext()).data
    with pikepdf.open(BytesIO(whole)) as pdf:
        for font in pdf.pages[-1].obj.Resources.Font.as_dict().values():
            del font["/ToUnicode"]
        changed = BytesIO()
        pdf.save(changed)
    assert any("UNICODE" in failure for failure in failures(changed.getvalue(), "2u"))
    with pikepdf.open(BytesIO(whole)) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        numbers[1], numbers[3] = numbers[3], numbers[1]
        changed = BytesIO()
        pdf.save(changed)
    assert broken_parents(changed.getvalue())


def test_attached_files_come_back() -> None:
    """The TEI and the source travel inside the PDF, and the file says what they are to it."""
    attached = [
        Attachment("source.txt", "重庆日报\n".encode("gb18030"), "text/plain", "Source", "The source"),
        Attachment("issue.xml", b"<TEI/>", "application/tei+xml", "Alternative"),
    ]
    made = typeset(document(TEXT), load_style("newspaper"), WriteContext(), attachments=attached)
    assert failures(made.data, "3u", "ua1") == []
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert sorted(pdf.attachments) == ["issue.xml", "source.txt"]
        assert pdf.attachments["source.txt"].get_file().read_bytes() == attached[0].data
        related = {str(each.UF): str(each.AFRelationship) for each in pdf.Root.AF.as_list()}
    assert related == {"issue.xml": "/Alternative", "source.txt": "/Source"}


@pytest.mark.parametrize("style", STYLES)
def test_a_page_with_pictures_conforms(style: str) -> None:
    """Photographs, drawings and images of pages, in colour and in grey, each with its text."""
    issue, pictures = illustrated()
    made = write_pdf(issue, load_style(style), WriteContext(pictures=pictures))
    assert failures(made.data, "2u", "ua1") == []
