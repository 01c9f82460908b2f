"""What the tests of convert.system share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a few sources."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt", "notes.md", "sub/c.TXT", ".hidden.txt", ".git/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("重庆", "utf-8")
    return tmp_path
