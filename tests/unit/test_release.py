"""What is published: two builds alike, one version everywhere, and a word on whose the data is."""

from __future__ import annotations

import re
import runpy
import tomllib
import zipfile
from pathlib import Path

import convert
from tests.support.paths import ROOT

RELEASE = runpy.run_path(str(ROOT / "scripts" / "release.py"))
NOTICE = (ROOT / "NOTICE.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def versions(root: Path, heading: str, cited: str) -> Path:
    """Write a list of changes and a citation."""
    (root / "CHANGELOG.md").write_text(
        f"# Changes\n\n## {heading}\n\n- One.\n\n## 0.0.1 - 2020-01-01\n", "utf-8"
    )
    (root / "CITATION.cff").write_text(f"title: backfile\nversion: {cited}\n", "utf-8")
    return root


def test_one_version_everywhere() -> None:
    """The package, its description, the citation and the list of changes have the same one."""
    assert convert.__version__ == PROJECT["version"]
    assert [*RELEASE["disagreements"](convert.__version__, ROOT)] == []


def test_another_version_is_named(tmp_path: Path) -> None:
    """A list of changes that ends before, and a citation of before; what is in the making is called so."""
    assert [*RELEASE["disagreements"]("2.0.0", versions(tmp_path, "1.9.0 - 2026-01-01", "1.9.0"))] == [
        "CHANGELOG.md: the first heading is ['1.9.0'], the version 2.0.0",
        "CITATION.cff: version 1.9.0, in pyproject.toml 2.0.0",
    ]
    assert [*RELEASE["disagreements"]("2.0.0", versions(tmp_path, "Unreleased", "2.0.0"))] == []
    assert [*RELEASE["disagreements"]("2.0.0", versions(tmp_path, "2.0.0 - 2026-01-01", "2.0.0"))] == []


def test_builds_that_differ_are_named(tmp_path: Path) -> None:
    """A byte, or a file that one of them has not."""
    first, second = tmp_path / "a", tmp_path / "b"
    for folder, end in ((first, b"1"), (second, b"2")):
        folder.mkdir()
        (folder / "same.whl").write_bytes(b"x")
        (folder / "other.tar.gz").write_bytes(end)
    (first / "alone.txt").write_bytes(b"")
    assert [fault.split(":")[0] for fault in RELEASE["different"](first, second)] == [
        "alone.txt",
        "other.tar.gz",
    ]


def test_a_wheel_with_data_of_nobody_is_refused(tmp_path: Path) -> None:
    """A file of data that no row names; our own code, style sheets and grammars need none."""
    wheel = tmp_path / "x.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in (
            "convert/language/data/zh.ngrams",
            "convert/language/data/ja.words",
            "convert/review/a.js",
        ):
            archive.writestr(name, "")
        archive.writestr("convert/language/data/table.toml", "")
        archive.writestr("backfile-1.dist-info/METADATA", "")
    assert [*RELEASE["wheel_faults"](wheel, NOTICE)] == [
        "NOTICE.md: says nothing of convert/language/data/ja.words",
        "NOTICE.md: says nothing of convert/language/data/table.toml",
    ]


def test_the_notice_names_what_there_is() -> None:
    """Every file of data has its row, no row is of a file that has gone, and each licence has its text."""
    own = (
        path for path in (ROOT / "convert").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    files = [path.relative_to(ROOT).as_posix() for path in own]
    assert [*RELEASE["unnamed"](files, NOTICE)] == []
    rows = [row.split("|")[1:4] for row in NOTICE.splitlines() if row.startswith("| `")]
    names = {Path(name).name for name in files}
    assert [
        name for cells in rows for name in re.findall(r"`([^`]+)`", cells[0]) if Path(name).name not in names
    ] == []
    stated = {part.strip() for cells in rows for part in re.findall(r"[A-Z][\w.-]*-\d[\w.-]*|MIT", cells[2])}
    assert stated <= set(PROJECT["license"].split(" AND "))
    texts = {path.stem for path in (ROOT / "LICENSES").glob("*.txt")}
    assert stated - texts == {"CC-BY-SA-4.0"}  # its address stands in the notice
