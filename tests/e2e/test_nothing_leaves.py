"""Not one character of a document without damage leaves the reading, whatever its lines look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.conversion import read
from convert.document.changes import Edited
from convert.document.model import Document
from convert.passes.registry import repair
from tests.support.paths import TESTS

INTACT = sorted((TESTS / "intact").glob("*.txt"))
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


@pytest.mark.skipif(not SHARED, reason="needs the folder `shared` beside the project")
@pytest.mark.parametrize("path", [p for p in SHARED if p.parent.name != "daily_pdf"], ids=lambda p: p.stem)
def test_nothing_leaves_a_real_document_without_damage(path: Path) -> None:
    """Broadcasts and articles of the web, as they were published."""
    if path.name == "SOURCE.txt":
        pytest.skip("says where the others are from")
    assert lost(repair(read(path.read_bytes()))) == []
