"""Bags: valid by the library and the schemas, the same each time, and proof against any altered byte."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import bagit
import pytest

from convert.archive.bag import BagNotes, archives, verify_bag, write_bag
from convert.archive.bag.make import source_name
from convert.cli import run
from convert.document.model import Metadata
from convert.document.roles import Role
from convert.tei.header import metadata
from convert.tei.read import parse_archive
from tests.support.bags import DAY, NAMES, tree
from tests.support.build import archived, document
from tests.support.paths import SAMPLES


def test_the_library_takes_the_bag(bag: Path) -> None:
    """BagIt 1.0, complete and valid; by our own check, too."""
    made = bagit.Bag(str(bag))
    assert made.validate()
    assert made.version_info == (1, 0)
    assert sorted(made.algorithms) == ["sha256", "sha512"]
    assert verify_bag(bag) == ()


def test_every_issue_has_a_folder(bag: Path) -> None:
    """With source, archival XML, copies, METS and PREMIS; what belongs to no issue is there, too."""
    paths = set(tree(bag))
    for name, inside in zip(NAMES, ("", "", "1911/", ""), strict=True):
        folder = f"data/{inside}{name}"
        wanted = (
            f"source/{name}.txt",
            f"{name}.xml",
            f"{name}.docx",
            f"{name}.mets.xml",
            f"{name}.premis.xml",
        )
        assert {f"{folder}/{path}" for path in wanted} <= paths
    assert "data/catalogue.json" in paths
    serials = [p for p in paths if p.startswith("data/newspapers/")]
    assert len([p for p in paths if p.startswith("data/")]) == 5 * len(NAMES) + len(serials) + 1


@pytest.mark.parametrize("name", NAMES)
def test_the_source_is_in_the_bag(name: str, bag: Path) -> None:
    """Byte for byte, though only the XML was there to make it from."""
    (found,) = bag.glob(f"data/**/source/{name}.txt")
    assert found.read_bytes() == (SAMPLES / f"{name}.txt").read_bytes()


def test_the_same_folder_makes_the_same_bag(finished: Path, bag: Path, tmp_path: Path) -> None:
    """Wherever, and, with one time for all, whatever the times of the files are."""
    again = tmp_path / "copy"
    shutil.copytree(finished, again)
    for path in again.rglob("*"):
        os.utime(path, (1, 1))
    write_bag(again, tmp_path / "other name", DAY, "another run", notes=BagNotes(only=DAY))
    assert tree(tmp_path / "other name") == tree(bag)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        pytest.param("page.txt", "page.txt", id="a plain name"),
        pytest.param("../page.txt", "stem.txt", id="a way out"),
        pytest.param("..", "stem.txt", id="the folder above"),
        pytest.param("", "stem.txt", id="no name"),
        pytest.param("a\u202eb.txt", "stem.txt", id="a mark of direction"),
        pytest.param("長" * 100, "stem.txt", id="too long for a file system"),
    ],
)
def test_a_source_has_its_name_if_it_can(name: str, wanted: str) -> None:
    """The name comes from the XML, so it is not trusted."""
    assert source_name(name, "stem") == wanted


def test_names_with_line_ends_and_percent_signs(tmp_path: Path) -> None:
    """The library decodes line ends but no percent sign, so it is asked for the first alone."""
    (tmp_path / "in").mkdir()
    text = archived(document([(Role.BODY, "甲")]))
    (tmp_path / "in" / "a\rb\nc.xml").write_text(text, "utf-8")
    write_bag(tmp_path / "in", tmp_path / "bag", DAY, "run")
    assert "data/a%0Db%0Ac/a%0Db%0Ac.xml\n" in (tmp_path / "bag" / "manifest-sha512.txt").read_text("utf-8")
    assert verify_bag(tmp_path / "bag") == ()
    (tmp_path / "in" / "100%0A.xml").write_text(text, "utf-8")
    write_bag(tmp_path / "in", tmp_path / "more", DAY, "run")
    assert "data/100%250A/100%250A.xml\n" in (tmp_path / "more" / "manifest-sha512.txt").read_text("utf-8")
    assert verify_bag(tmp_path / "more") == ()


def test_a_bag_is_made_and_verified(
    finished: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its archival files too; an altered one is told with its path."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    shutil.copytree(finished, tmp_path / "output")
    monkeypatch.chdir(tmp_path)
    assert run(["bag", "output"]) == 0
    assert capfd.readouterr().out.startswith("output-bag: 4 issues, 4 pages, 25 files, ")
    assert run(["verify", "output-bag"]) == 0
    out = capfd.readouterr().out.splitlines()
    assert out[0] == "output-bag: whole; every file of the bag has its digests"
    assert len(out) == 1 + len(archives(Path("output-bag"))) == 1 + len(NAMES)
    path = Path("output-bag/data/catalogue.json")
    path.write_text("[]", "utf-8")
    assert run(["verify", "output-bag"]) == 3
    assert capfd.readouterr().err.startswith(f"error: {path}: altered")
    assert run(["verify", "--json", "output-bag"]) == 3
    assert '"whole": false' in capfd.readouterr().out


def test_metadata_comes_back_from_the_archive() -> None:
    """As it went in."""
    meta = Metadata(
        title="山城晚报", date="2025-12-08", number="321", language="zh-Hans", page="3", name="page.txt"
    )
    assert metadata(parse_archive(archived(document([(Role.BODY, "甲")], meta)).encode())) == meta
