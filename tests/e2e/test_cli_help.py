"""What the command says of itself: help, version, formats and styles, completion."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from convert import __version__
from convert.cli import run
from convert.cli.help_texts import EXIT_CODES
from convert.errors import ExitCode
from convert.readers.registry import READERS
from convert.writers.registry import WRITERS
from tests.support.paths import ROOT

PAGE = "山城晚报\n\n市委六届八次全会强调,要强化党建统领。\n\n渝万高铁控制性工程贯通。\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with one page, in an environment without settings."""
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    return tmp_path


def test_lists_of_formats_and_styles(capfd: pytest.CaptureFixture[str]) -> None:
    """What -f and --style take."""
    assert run(["formats"]) == 0
    listed = [line.split()[0] for line in capfd.readouterr().out.splitlines() if line[:1].strip()]
    assert listed == ["Read", *READERS, "Written", *WRITERS]
    assert run(["styles"]) == 0
    assert {"newspaper", "large-print"} <= set(capfd.readouterr().out.split())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str, capfd: pytest.CaptureFixture[str]) -> None:
    """It calls the command back with our variable."""
    assert run(["completion", shell]) == 0
    assert f"_BACKFILE_COMPLETE={shell}_complete" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("convert --style ", "large-print"),
        ("convert -f docx,e", "docx,epub"),
        ("convert --ver", "--verbose"),
        ("expl", "explain"),
    ],
)
def test_completion_offers(
    typed: str, offered: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Commands, options, styles, and the last of several formats."""
    words = f"backfile {typed}"
    monkeypatch.setenv("_BACKFILE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    with pytest.raises(SystemExit):
        run([])
    assert f"plain,{offered}" in capfd.readouterr().out.splitlines()


def test_help_lists_every_status(capfd: pytest.CaptureFixture[str]) -> None:
    """The table is a contract, in the help and in docs/cli.md."""
    assert run(["--help"]) == 0
    text = capfd.readouterr().out
    document = (ROOT / "docs/cli.md").read_text("utf-8")
    for code in (*map(int, ExitCode), 130):
        assert f"\n    {code:<3}  " in text
        assert f"\n| {code} |" in document
    assert EXIT_CODES


def test_version(capfd: pytest.CaptureFixture[str]) -> None:
    """The package's own."""
    assert run(["--version"]) == 0
    assert __version__ in capfd.readouterr().out


def test_help_imports_nothing_it_does_not_need() -> None:
    """Neither the writers' libraries nor ours: that is what makes it quick."""
    code = "import sys; from convert.cli import run; run(['-h']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stderr.split())
    assert "click" in loaded
    heavy = {
        "rich",
        "numpy",
        "lxml",
        "docx",
        "reportlab",
        "ebooklib",
        "uharfbuzz",
        "_hashlib",
        "convert.conversion",
        "convert.typeset.styles",
    }
    assert not heavy & loaded
