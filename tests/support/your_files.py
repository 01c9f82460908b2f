"""A folder in which a person works, and what stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

PAGE = "山城晚报\n\n市委六届八次全会强调,要强化党建统领。\n\n渝万高铁控制性工程贯通。\n"


def stand_beside_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a page."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(folder)
    (folder / "page.txt").write_text(PAGE, "utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder but the program's own."""
    paths = (path for path in folder.rglob("*") if ".backfile" not in path.parts and path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
