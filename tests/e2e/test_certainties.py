"""How certain the rules are of what they do to known pages: golden figures, to four places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from convert.cli import run
from tests.support.damage import invented_pages
from tests.support.golden_files import compare
from tests.support.paths import SAMPLES, TESTS


def weighed(path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return a line for each change or proposal whose certainty was computed for its place."""
    assert run(["explain", "--json", str(path)]) == 0
    _estimate, *entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [
        f"{'' if entry['done'] else 'proposed '}{entry['rule']} {entry['action']}"
        f" at {entry['offset']}: {entry['certainty']:.4f}"
        for entry in entries
        if entry["action"] != "edit" or round(entry["certainty"], 2) != entry["certainty"]
    ]


def test_certainties_are_as_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    """A clue that counts for more or less than before, or is no longer found, moves a figure."""
    pages = sorted(SAMPLES.glob("*.txt"))
    for name, text in invented_pages():
        pages.append(tmp_path / f"{name}.txt")
        pages[-1].write_bytes(text.encode())
    figures = "\n".join("\n".join([f"# {page.name}", *weighed(page, capsys), ""]) for page in pages)
    rewrite = request.config.getoption("--rewrite-golden")
    compare(figures, TESTS / "golden" / "certainties.txt", rewrite=rewrite)
