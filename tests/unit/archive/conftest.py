"""Finished files and bags that the tests of archives share."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.archive.bag import BagNotes, write_bag
from convert.cli import run
from convert.document.roles import Role
from tests.support.bags import DAY, NAMES
from tests.support.build import archived, document
from tests.support.paths import SAMPLES


@pytest.fixture(scope="package")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Convert some samples, one of them into a subfolder, and put another file beside."""
    folder = tmp_path_factory.mktemp("work") / "output"
    for number, name in enumerate(NAMES):
        place = folder / "1911" if number == 2 else folder
        assert run(["convert", str(SAMPLES / f"{name}.txt"), "-q", "-f", "xml,docx", "-o", str(place)]) == 0
    (folder / "catalogue.json").write_text("{}", "utf-8")
    (folder / ".hidden").write_text("left out", "utf-8")
    return folder


@pytest.fixture(scope="package")
def bag(finished: Path) -> Path:
    """Make the bag that nobody alters."""
    target = finished.with_name("bag")
    write_bag(finished, target, DAY, "run", notes=BagNotes(only=DAY))
    return target


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Make a small bag, to be altered."""
    made = document([(Role.HEADLINE, "磅秤"), (Role.BODY, "由居民提。")])
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.xml").write_text(archived(made), "utf-8")
    (tmp_path / "in" / "page.pdf").write_bytes(b"%PDF")
    write_bag(tmp_path / "in", tmp_path / "bag", DAY, "run")
    return tmp_path / "bag"
