"""The same sources by `convert` and by `batch`: the same files, and the same is told of them."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copy

import pytest

from convert import cli
from tests.support.batches import run as run_apart
from tests.support.batches import tree
from tests.support.decided import decided
from tests.support.paths import SAMPLES

DECIDED = "cut-columns.decisions.toml"
NOWHERE = """
[[decision]]
decide = "accept"
rule = "dashes"
action = "edit"
at = 0
words = "老城"
before = "老"
after = "新"
"""
"""A decision that finds no place."""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder of a page with decisions, one with characters that no font has, and one that is whole."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1765000000")
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("cut-columns.txt", "cut-columns.toml", "rare-han.txt", "clean.txt"):
        copy(SAMPLES / name, folder)
    assert cli.run(["decisions", "in/cut-columns.txt", "-w"]) == 0
    text = (folder / DECIDED).read_text("utf-8")
    text = decided(text, ("body → byline", 'decide = "reject"'))
    (folder / DECIDED).write_text(text + NOWHERE, "utf-8")
    return folder


@pytest.fixture
def records(sources: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, list[str]]]:
    """Convert them, and return what was told of each."""
    capsys.readouterr()
    assert cli.run(["convert", sources.name, "-o", "converted", "--json"]) == 0
    return {Path(r["source"]).name: r for r in map(json.loads, capsys.readouterr().out.splitlines())}


def test_batch_writes_the_bytes_that_convert_writes(records: dict[str, dict[str, list[str]]]) -> None:
    """All formats of all sources."""
    assert len(records) == 3
    ended = run_apart("batch", "in", "batched", "-j", "1")
    assert ended.returncode == 0, ended.stderr
    assert len(tree(Path("converted"))) == 12
    assert tree(Path("batched")) == tree(Path("converted"))


def test_batch_tells_what_convert_tells(
    records: dict[str, dict[str, list[str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each warning and each note, in full, by `why`."""
    assert [bool(records["cut-columns.txt"][key]) for key in ("warnings", "notes")] == [True, True]
    assert records["rare-han.txt"]["warnings"]
    assert run_apart("batch", "in", "batched", "-j", "1").returncode == 0
    for name, record in records.items():
        capsys.readouterr()
        cli.run(["why", "batched", name])
        told = " ".join(capsys.readouterr().out.split())
        for text in record["warnings"] + record["notes"]:
            # batch calls a file by its path below the folder that was named
            assert " ".join(text.removeprefix("in/").split()) in told


@pytest.mark.parametrize("command", ["explain", "decisions"])
def test_who_writes_nothing_warns_all_the_same(
    command: str, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of decisions without a place and of bytes that are no text; with --strict the status is 1, too."""
    bad = sources / "bad.txt"
    bad.write_bytes("山城晚报\n\n今天".encode() + b"\xff" + "天晴。\n".encode())
    for page in (str(sources / "cut-columns.txt"), str(bad)):
        capsys.readouterr()
        assert cli.run(["convert", page, "-f", "xml", "-o", "out"]) == 0
        warnings = [line for line in capsys.readouterr().err.splitlines() if line.startswith("warning: ")]
        assert len(warnings) == 1
        assert cli.run([command, page]) == 0
        assert capsys.readouterr().err.splitlines() == warnings
        assert cli.run([command, page, "--strict"]) == 1
    assert cli.run([command, str(sources / "clean.txt"), "--strict"]) == 0
