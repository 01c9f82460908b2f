"""The table of commands, and what all of them have in common."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from convert import read, repair
from convert.cli import SUMMARIES, cli, run
from convert.cli.lazy import LazyGroup
from convert.errors import ExitCode
from tests.support.paths import ROOT, SAMPLES


def commands() -> dict[str, click.Command]:
    """Import them all."""
    assert isinstance(cli, LazyGroup)
    return {name: cli.load(name) for name in SUMMARIES}


def test_every_command_has_a_module_and_every_module_with_a_command_is_listed() -> None:
    """A file a command, named as the command."""
    names = {path.stem for path in Path(ROOT / "convert/cli").glob("*.py")}
    helpers = {
        name for name in names if "@click.command" not in (ROOT / f"convert/cli/{name}.py").read_text("utf-8")
    }
    assert names - helpers == set(SUMMARIES)
    assert all(command.name == name for name, command in commands().items())


def test_every_command_takes_verbose() -> None:
    """For every internal error says that -v shows more."""
    for name, command in commands().items():
        flags = {flag for option in command.params for flag in option.opts}
        assert {"-v", "--verbose"} <= flags, name


@pytest.mark.parametrize("flags", [["-v"], ["--verbose"], ["-qv"], ["-vq"]])
def test_verbose_is_seen_however_it_is_written(
    flags: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Alone, or among other letters."""
    folder = tmp_path / "in"
    folder.mkdir()

    def fault(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("convert.cli.bag.write_bag", fault)
    assert run(["bag", str(folder), *flags]) == ExitCode.INTERNAL
    assert "Traceback" in capfd.readouterr().err
    assert run(["bag", str(folder), "-q"]) == ExitCode.INTERNAL
    assert "Traceback" not in capfd.readouterr().err


def test_a_command_imports_no_other() -> None:
    """Its own module, what that needs, and no more of the command line."""
    code = (
        "import sys; from convert.cli import run; run(['styles', '-h']); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stderr.split())
    assert "convert.cli.styles" in loaded
    assert not loaded & {f"convert.cli.{name}" for name in SUMMARIES if name != "styles"}


def test_a_misspelt_command_is_told_its_neighbour(capfd: pytest.CaptureFixture[str]) -> None:
    """Though no command was imported for it."""
    assert run(["colect"]) == ExitCode.USAGE
    assert "collect" in capfd.readouterr().err


def test_what_reads_sources_takes_the_name_of_a_reader() -> None:
    """And nothing else does."""
    taking = {
        name for name, command in commands().items() for option in command.params if "--from" in option.opts
    }
    assert taking == {"convert", "batch", "explain", "inspect", "collect", "search", "decisions", "learn"}


def test_the_harm_that_is_allowed_stands_in_the_archival_file(tmp_path: Path) -> None:
    """`--max-harm` is a setting of the rules, as every reader of the file can see; it is not below 0."""
    source = str(SAMPLES / "clean.txt")
    for more, stated in (([], "2"), (["--max-harm", "0.5"], "0.5")):
        folder = tmp_path / stated
        assert run(["convert", source, "-f", "xml", "-o", str(folder), *more]) == 0
        text = (folder / "clean.xml").read_text("utf-8")
        assert f'<desc type="setting"><num type="max-harm">{stated}</num></desc>' in text
        assert '<desc type="damage"><num type="any">' in text
    assert run(["explain", source, "--max-harm", "-1"]) == ExitCode.USAGE


def test_the_harm_that_is_allowed_may_stand_beside_the_source(tmp_path: Path) -> None:
    """In a metadata file or a manifest's row; the option goes before it."""
    stated = '<num type="max-harm">{}</num>'
    source = tmp_path / "in" / "page.txt"
    source.parent.mkdir()
    source.write_text("今天天晴。\n", "utf-8")
    (tmp_path / "in" / "issue.toml").write_text("max-harm = 0.25\n", "utf-8")
    for more, harm in (([], "0.25"), (["--max-harm", "7"], "7")):
        folder = tmp_path / harm
        assert run(["convert", str(source), "-f", "xml", "-o", str(folder), *more]) == 0
        assert stated.format(harm) in (folder / "page.xml").read_text("utf-8")
    rows = tmp_path / "rows.csv"
    rows.write_text("source,max-harm\nin/page.txt,3\n", "utf-8")
    assert run(["batch", str(rows), str(tmp_path / "out"), "-f", "xml", "-j", "1", "-q"]) == 0
    assert run(["batch", str(rows)]) == 2
    assert stated.format(3) in next((tmp_path / "out").rglob("page.xml")).read_text("utf-8")
    assert repair(read(source)).max_harm == 0.25
    assert repair(read(source), max_harm=None).max_harm is None


def test_what_reads_sources_takes_what_makes_them_issues() -> None:
    """And nothing else does: `retry` goes by what `batch` was told."""
    taking = {
        name for name, command in commands().items() for option in command.params if "--by" in option.opts
    }
    assert taking == {"convert", "batch", "explain", "inspect", "collect", "decisions", "learn"}


def test_a_folder_is_an_issue_where_that_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Pages of which nothing says which issue they are: explained, decided on and collected as one."""
    folder = tmp_path / "spring"
    folder.mkdir()
    for page, text in (("1", "渡口今天通车,市民们都来看了。\n"), ("2", "夜校今天开课,大家都来听了。\n")):
        (folder / f"page_{page}.txt").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["explain", "spring"]) == ExitCode.USAGE
    assert "2 issues; explain takes one, so name its files; --by folder makes" in capfd.readouterr().err
    assert run(["explain", "spring", "--by", "folder"]) == 0
    assert "page_2.txt" in capfd.readouterr().out
    assert run(["decisions", "spring", "--by", "folder", "-w"]) == 0
    assert "page_2.txt" in (tmp_path / "spring.decisions.toml").read_text("utf-8")
    capfd.readouterr()
    for more, issues in ((["--by", "folder"], 1), ([], 2), (["--by", "folder", "--by", "author"], 1)):
        book = tmp_path / f"{len(more)}.epub"
        assert run(["collect", "spring", "-o", str(book), "--title", "渡口报", *more]) == 0
        assert f"({issues} issue" in capfd.readouterr().err
    assert run(["collect", "spring", "-o", "x.epub", "--by", "folder", "--by", "page"]) == ExitCode.USAGE
