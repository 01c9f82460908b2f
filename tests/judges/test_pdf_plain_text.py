"""What an indexer reads of the PDF: pdftotext without options, which most of them run."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from convert import conversion
from convert.document.model import Document
from convert.issue.metadata import load_metadata
from convert.text.xml_safe import sanitize
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.pdf import typeset
from tests.support.build import needs_shared
from tests.support.paths import SAMPLES, SHARED

RUN = 12
"""Characters in a row that are looked for."""
FEWEST_FOUND = 0.97
NO_TEXT = re.compile("[\\s\u00ad]")
"""White space, and the soft hyphen, which marks where a line end cut a word (ISO 32000-1, 14.8.2.2.3)."""
PAGE = pytest.param(SHARED / "pages" / "newspaper_page.txt", marks=needs_shared, id="newspaper_page")
SAMPLE_FILES = [pytest.param(path, id=path.stem) for path in sorted(SAMPLES.glob("*.txt"))]
STYLES = ["newspaper", "large-print"]

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext of poppler-utils")


@cache
def issue(path: Path) -> Document:
    """Read and repair a page."""
    return conversion.repair(conversion.read(path.read_bytes(), load_metadata(path, {}, path.name)))


def share_found(document: Document, text: str) -> float:
    """Return how many runs of a reading's characters are in a text, of all; white space is no text."""
    blocks = [block for article in document.articles for block in article.readable]
    readings = [NO_TEXT.sub("", sanitize(block.reading)) for block in blocks]
    runs = [r[start : start + RUN] for r in readings for start in range(max(1, len(r) - RUN + 1))]
    bare = NO_TEXT.sub("", text)
    return sum(run in bare for run in runs) / len(runs)


def read_plainly(data: bytes, folder: Path) -> str:
    """Return what pdftotext gives."""
    (folder / "page.pdf").write_bytes(data)
    done = subprocess.run(["pdftotext", folder / "page.pdf", "-"], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", [PAGE, *SAMPLE_FILES])
def test_plain_pdftotext_reads_the_text(path: Path, style: str, tmp_path: Path) -> None:
    """Nearly every run of twelve characters of the reading stands in what it gives."""
    written = typeset(issue(path), load_style(style), WriteContext())
    assert share_found(issue(path), read_plainly(written.data, tmp_path)) >= FEWEST_FOUND


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", [PAGE])
def test_numbers_in_the_margin_do_not_part_the_text(path: Path, style: str, tmp_path: Path) -> None:
    """The same where changes are shown."""
    written = typeset(issue(path), load_style(style), WriteContext(), show_changes=True)
    assert share_found(issue(path), read_plainly(written.data, tmp_path)) >= FEWEST_FOUND
