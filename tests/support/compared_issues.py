"""Three issues that tests of `backfile diff` compare."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.document.actions import Edit, Join, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.roles import Role
from tests.support.build import archived, document


def stand_beside_issues(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with an issue, the issue with a correction, and one with a paragraph joined."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.chdir(folder)
    made = document([(Role.HEADLINE, "磅秤"), (Role.BODY, "矩一一議題"), (Role.BODY, "由居民提。")])
    (folder / "old.xml").write_text(archived(made), "utf-8")
    corrected = rewrite(made, Rule("dashes", Kind.CORRECTION), [Edit(1, 1, 3, "——")])
    (folder / "corrected.xml").write_text(archived(corrected), "utf-8")
    joined = rewrite(made, Rule("paragraphs", Kind.LAYOUT), [Join(1, 2)])
    (folder / "joined.xml").write_text(archived(joined), "utf-8")
    return folder
