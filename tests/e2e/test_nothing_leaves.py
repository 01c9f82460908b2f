"""Not one character of a document without damage leaves the reading, whatever its lines look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.conversion import read
from convert.document.changes import Edited
from convert.document.model import Document
from convert.passes.registry import repair
from tests.support.paths import SAMPLES, TESTS

INTACT = sorted((TESTS / "intact").glob("*.txt"))
HALF_WIDTH = str.maketrans("，；：？！（）", ",;:?!()")
SHARED = sorted((TESTS.parent.parent / "shared" / "data" / "intact").glob("*/*.txt"))
"""Real documents; those of `daily_pdf` have page numbers and source lines in them, which are furniture."""


def lost(document: Document) -> list[str]:
    """Return the texts that a document's reading leaves out."""
    furniture = [block.source.strip() for block in document.blocks if block.is_furniture]
    dropped = [
        segment.source
        for block in document.blocks
        for segment in block.segments
        if segment.source.strip()
        and not segment.reading
        and any(isinstance(c, Edited) for c in segment.changes)
    ]
    return furniture + dropped


@pytest.mark.parametrize("path", INTACT, ids=lambda path: path.stem)
def test_nothing_leaves_a_document_without_damage(path: Path) -> None:
    """Refrains, questions asked twice, dates under letters, results, credits and capitals are text."""
    assert lost(repair(read(path.read_bytes()))) == []


@pytest.mark.parametrize("path", INTACT, ids=lambda path: path.stem)
def test_nothing_leaves_a_document_read_line_by_line(path: Path) -> None:
    """So it is where each line stands as a paragraph of its own."""
    lines = [line for line in path.read_text("utf-8").replace("\f", "").splitlines() if line.strip()]
    assert lost(repair(read("\n\n".join(lines).encode()))) == []


@pytest.mark.parametrize("width", [18, 26])
@pytest.mark.parametrize("path", [p for p in INTACT if "english" not in p.stem], ids=lambda path: path.stem)
def test_nothing_leaves_a_document_set_in_lines_with_half_width_marks(path: Path, width: int) -> None:
    """So it is where paragraphs are lines of print, and the marks are those of a keyboard."""
    lines = [
        line[at : at + width]
        for line in path.read_text("utf-8").translate(HALF_WIDTH).split("\n")
        for at in range(0, max(1, len(line)), width)
    ]
    assert lost(repair(read("\n".join(lines).encode()))) == []


@pytest.mark.parametrize(
    "name", ["diary", "dated-diary", "letters", "obituary", "results", "verse-with-refrain"]
)
def test_nothing_leaves_a_text_that_stands_beside_damaged_ones(name: str) -> None:
    """A page that was read from cut columns has letters, diaries and tables, too."""
    damaged = (SAMPLES / "clean.txt").read_text("utf-8").replace("。\n", "\n")
    text = (TESTS / "intact" / f"{name}.txt").read_text("utf-8")
    gone = lost(repair(read(f"{damaged}\n\n{text}".encode())))
    assert [line for line in gone if line in text] == []


@pytest.mark.skipif(not SHARED, reason="needs the folder `shared` beside the project")
@pytest.mark.parametrize("path", [p for p in SHARED if p.parent.name != "daily_pdf"], ids=lambda p: p.stem)
def test_nothing_leaves_a_real_document_without_damage(path: Path) -> None:
    """Broadcasts and articles of the web, as they were published."""
    if path.name == "SOURCE.txt":
        pytest.skip("says where the others are from")
    assert lost(repair(read(path.read_bytes()))) == []
