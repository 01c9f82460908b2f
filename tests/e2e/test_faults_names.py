"""Names that differ only in capitals, or in how they are composed: on some disks they are one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.cli import run
from convert.errors import ExitCode

TEXT = "云津日报讯\n\n新桥通车\n\n今天,云津市民走上了新桥。\n"
PAIRS = [
    pytest.param("Page", "page", id="capitals"),
    pytest.param("Caf\u00e9", "Cafe\u0301", id="composed"),
    pytest.param("Stra\u00dfe", "STRASSE", id="sharp s"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder that tells such names apart."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "A").touch()
    if (tmp_path / "a").exists():
        pytest.skip("this disk does not tell capitals")
    return tmp_path


def pair(folder: Path, first: str, second: str) -> None:
    """Write two texts of such names."""
    (folder / "in").mkdir()
    for number, name in enumerate((first, second)):
        (folder / "in" / f"{name}.txt").write_text(TEXT + f"{number}\n", "utf-8")


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_convert(folder: Path, capsys: pytest.CaptureFixture[str], first: str, second: str) -> None:
    """Refused before anything is written: one would hide the other where the files go."""
    pair(folder, first, second)
    assert run(["convert", "in", "-o", "out", "-f", "xml"]) == ExitCode.USAGE
    assert "would both be written to" in capsys.readouterr().err
    assert not (folder / "out").exists()


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_batch(folder: Path, capsys: pytest.CaptureFixture[str], first: str, second: str) -> None:
    """The second fails alone."""
    pair(folder, first, second)
    assert run(["batch", "in", "out", "-f", "xml", "-j", "1"]) == ExitCode.SOME_FAILED
    assert "1 converted, 0 unchanged, 1 failed" in capsys.readouterr().err
    assert len(list((folder / "out").glob("*.xml"))) == 1


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_bag(folder: Path, capsys: pytest.CaptureFixture[str], first: str, second: str) -> None:
    """A bag travels to other disks: two such names are refused, and no bag is left."""
    pair(folder, first, second)
    for name in (first, second):
        assert run(["convert", f"in/{name}.txt", "-o", "out", "-f", "xml"]) == ExitCode.OK
    assert run(["bag", "out", "-o", "bag"]) == ExitCode.USAGE
    assert "in other code points or capitals" in capsys.readouterr().err
    assert not (folder / "bag").exists()


def test_collect(folder: Path) -> None:
    """The books of a series get names that differ in more than capitals."""
    (folder / "in").mkdir()
    for name in ("Bridge", "bridge"):
        text = f"{name} opens\n\nThe new bridge was opened today by the mayor, {name} said.\n"
        (folder / "in" / f"{name}.txt").write_text(text, "utf-8")
    (folder / "topics.toml").write_text('"Works" = ["mayor"]\n"works" = ["opened"]\n', "utf-8")
    arguments = ["collect", "in", "-o", "b.epub", "--title", "B", "--by", "topics.toml", "--split", "-q"]
    assert run(arguments) == ExitCode.OK
    names = [path.name for path in folder.glob("*.epub")]
    assert len(names) == 2
    assert len({name.casefold() for name in names}) == 2
