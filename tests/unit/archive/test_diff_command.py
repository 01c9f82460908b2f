"""`backfile diff` as a command: exit status, trouble, colour, and the last commit of a repository."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml.etree import _Element as Element

from convert.archive.diff import DiffClass, Difference
from convert.archive.diff.difference import Lines
from convert.archive.diff.folders import Comparison
from convert.archive.diff.formatters.terminal import show_comparison
from convert.cli import diff, run
from convert.cli.terminal import console
from tests.support.compared_issues import stand_beside_issues
from tests.support.paths import ROOT


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with an issue, the issue with a correction, and one with a paragraph joined."""
    return stand_beside_issues(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(["old.xml", "old.xml"], 0, id="the same"),
        pytest.param(["old.xml", "corrected.xml"], 1, id="different"),
        pytest.param(["old.xml", "corrected.xml", "--fail-on", "text,structure"], 0, id="in another class"),
        pytest.param(
            ["old.xml", "corrected.xml", "--fail-on", "structure, Correction"], 1, id="in one of the classes"
        ),
        pytest.param(["old.xml", "joined.xml", "--fail-on", "text,structure"], 1, id="in structure"),
        pytest.param(["old.xml", "joined.xml", "--fail-on", "none"], 0, id="whatever differs"),
        pytest.param(["old.xml", "missing.xml", "--fail-on", "none"], 2, id="a file missing"),
        pytest.param(["old.xml", "page.txt"], 2, id="not XML"),
        pytest.param(["old.xml", "joined.xml", "--fail-on", "structur"], 2, id="no such class"),
        pytest.param(["old.xml", "joined.xml", "--format", "pdf"], 2, id="no such form"),
        pytest.param(["old.xml"], 2, id="one file alone"),
    ],
)
def test_the_exit_status_is_that_of_diff(arguments: list[str], status: int, files: Path) -> None:
    """0 the same, 1 different, 2 trouble."""
    (files / "page.txt").write_text("山城晚报", "utf-8")
    assert run(["diff", *arguments]) == status


def test_all_differences_are_shown_whatever_fails(capfd: pytest.CaptureFixture[str]) -> None:
    """--fail-on chooses what fails, not what is seen."""
    assert run(["diff", "old.xml", "corrected.xml", "--fail-on", "text"]) == 0
    out, err = capfd.readouterr()
    assert "correction    corrected.xml:" in out
    assert "矩[一一 → ——]議題" in out
    assert out.splitlines()[-1] == "nothing that --fail-on names"
    assert err == ""


def test_trouble_is_told_on_standard_error(files: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """One line, and the report stays a report."""
    (files / "bad.xml").write_text("<TEI>", "utf-8")
    assert run(["diff", "old.xml", "bad.xml", "--format", "json"]) == 2
    out, err = capfd.readouterr()
    assert json.loads(out)["differing"][0]["trouble"].startswith("bad.xml:1:")
    assert err.startswith("error: bad.xml:1:")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param(
            "structur", "; did you mean structure? choose from: text, correction,", id="a slip of the pen"
        ),
        pytest.param("words", "; choose from: text, correction,", id="another word"),
    ],
)
def test_a_class_that_is_none_is_told_which_there_are(
    name: str, hint: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the nearest, where one is near."""
    assert run(["diff", "old.xml", "old.xml", "--fail-on", name]) == 2
    assert hint in capfd.readouterr().err


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        pytest.param({}, False, id="a pipe"),
        pytest.param({"FORCE_COLOR": "1"}, True, id="colour wanted"),
        pytest.param({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="no colour wanted"),
    ],
)
def test_words_are_coloured_where_colour_is_wanted(environment: dict[str, str], *, coloured: bool) -> None:
    """What stood is red, what stands is green; in plain text both are there all the same."""
    command = [sys.executable, "-m", "convert", "diff", "old.xml", "corrected.xml"]
    clean = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR"}}
    path = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, env={**clean, **path, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert ("\x1b[31m一一\x1b[0m" in done.stdout) is coloured
    assert ("\x1b[1;32m——\x1b[0m" in done.stdout) is coloured
    assert "[一一 → ——]" in re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


def test_no_line_is_wider_than_the_terminal() -> None:
    """Han text is cut anywhere, other text at spaces."""
    words = "The quick brown fox jumps over the lazy dog and goes home again. " * 3
    texts = ("甲一一" * 30, "甲——" * 30), (words, words.replace("fox", "hare"))
    found = tuple(Difference(DiffClass.TEXT, "what", *pair, "b.1", Lines(1, 1)) for pair in texts)
    screen = io.StringIO()
    show_comparison(Comparison("n", "o", "n", found), frozenset(), console(screen, {"COLUMNS": "60"}))
    body = [line for line in screen.getvalue().splitlines() if line.startswith("    ")]
    assert len(body) > 6
    assert all(sum(2 if c >= "\u2e80" else 1 for c in line) <= 60 for line in body)
    assert any(line.rstrip().endswith("jumps over the") or " fox" in line for line in body)


def test_the_help_explains_every_class() -> None:
    """A line each."""
    assert all(f"\n  {kind} " in diff.EXPLAINED for kind in DiffClass)


def texts(page: Element, style: str) -> list[str]:
    """Return the texts of all elements of a class."""
    return ["".join(map(str, e.itertext())) for e in page.iterfind(f".//*[@class='{style}']")]


@pytest.fixture
def repository(files: Path) -> Path:
    """Put the folder under version control."""
    name = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "a"]):
        subprocess.run(["git", *name, *command], cwd=files, check=True)
    return files


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(["HEAD", "old.xml", "corrected.xml"], 0, id="nothing has changed"),
        pytest.param(["HEAD", "old.xml", "changed.xml"], 0, id="a new file passes"),
        pytest.param(["HEAD", "joined.xml", "old.xml"], 1, id="one of two has changed"),
        pytest.param(["main^", "old.xml"], 2, id="no such revision"),
        pytest.param(["--output=x", "old.xml"], 2, id="an option in the place of a revision"),
        pytest.param(["HEAD", "missing.xml"], 2, id="no such file"),
    ],
)
def test_files_are_held_against_the_last_commit(
    arguments: list[str], status: int, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the hook does before a commit, with git's own settings of that moment in the environment."""
    (repository / "changed.xml").write_bytes((repository / "joined.xml").read_bytes())
    if status == 1:
        (repository / "joined.xml").write_bytes((repository / "old.xml").read_bytes())
    monkeypatch.setenv("GIT_DIR", "nowhere")
    assert run(["diff", "--fail-on", "text,structure", "--against", *arguments]) == status


def test_a_folder_is_held_against_the_last_commit(
    repository: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its files, new ones, and those that are gone; subfolders, too."""
    below = repository / "1951"
    below.mkdir()
    (below / "03.xml").write_bytes((repository / "old.xml").read_bytes())
    name = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["add", "."], ["commit", "-q", "-m", "b"]):
        subprocess.run(["git", *name, *command], cwd=repository, check=True)
    assert run(["diff", "--against", "HEAD", ".", "1951"]) == 0
    (below / "04.xml").write_bytes((repository / "old.xml").read_bytes())
    assert run(["diff", "--against", "HEAD", "."]) == 0
    (below / "03.xml").unlink()
    capfd.readouterr()
    assert run(["diff", "--against", "HEAD", "."]) == 1
    out = capfd.readouterr().out
    assert out.startswith("text ")
    assert "1951/03.xml" in out
    assert "the issue is no longer here" in out
    assert run(["diff", "--against", "HEAD", "1951", "--fail-on", "structure"]) == 0
    (repository / "empty").mkdir()
    assert run(["diff", "--against", "HEAD", "empty"]) == 2
    assert "empty: no .xml file in this folder" in capfd.readouterr().err


def test_outside_of_a_repository_there_is_nothing_to_hold_against(capfd: pytest.CaptureFixture[str]) -> None:
    """One line says so."""
    assert run(["diff", "--against", "HEAD", "old.xml"]) == 2
    assert "no revision 'HEAD' here (fatal: not a git repository" in capfd.readouterr().err
