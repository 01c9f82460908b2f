"""A converted folder under review, made once for all tests here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.reviewing import converted, reviewing


@pytest.fixture(scope="package")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a converted folder that has been looked at."""
    out = converted(tmp_path_factory.mktemp("ready") / "tree")
    with reviewing(out):
        return out


@pytest.fixture(scope="package")
def kept(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of all of it."""
    return Path(shutil.copytree(ready.parent, tmp_path_factory.mktemp("kept") / "tree"))


@pytest.fixture
def out(ready: Path, kept: Path) -> Iterator[Path]:
    """Lend the folder to a test, and put it back as it was: its ledger has absolute paths."""
    yield ready
    shutil.rmtree(ready.parent)
    shutil.copytree(kept, ready.parent, symlinks=True)
