"""Nothing that others wrote reaches the terminal raw: names, keys, texts, in any message of any command."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import click
import pytest

from convert import errors
from convert.batch.progress import ConsoleProgress, Pace, bar
from convert.cli import SUMMARIES, run
from convert.cli.lazy import LazyGroup
from convert.cli.listing import Entry, print_entries, print_json
from convert.cli.reporter import open_reporter
from convert.cli.terminal import console
from convert.document.model import Metadata
from convert.document.roles import Role
from convert.errors import ConvertError, ExitCode
from convert.outcome import Failure, Outcome, Output
from convert.review.store import Conflict
from tests.support.build import archived, document

HOSTILE = "甲\x1b[2J\x1b]0;owned\x07\x9b31m\x85\u202e\u2066\u200f\x7f\r乙"
"""Clears the screen, names the window, turns text around: CSI, OSC, BEL, C1, NEL, bidi, DEL, CR."""
NAME = "甲\x1b[2J\x07\x9b31m\u202e乙"
"""The same in what a file's name can hold."""
COLOURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\[\?25[lh]|\x1b\[[0-9]*[AK]|\r")
"""What rich itself sends: colours, the cursor off and on, a line up, a line cleared."""


def hostile_characters(text: str) -> set[str]:
    """Return what in a text acts on a terminal or cannot be seen: controls, formats, line separators."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp", "Cs"}}


def every_error() -> Iterator[type[ConvertError]]:
    """Yield each class of errors that a user can meet."""
    waiting = [ConvertError]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one.__subclasses__()


def test_errors_of_every_package_are_tried() -> None:
    """Those of packages that few commands load, too."""
    assert {Conflict, errors.UnreadableSource, errors.UnknownFormat} <= {*every_error()}


def make_errors() -> dict[str, Callable[[], Exception]]:
    """Return what makes an error with hostile words, by name: ours, click's, Python's."""
    ours = {
        one.__name__: lambda one=one: one(HOSTILE, location=HOSTILE, hint=HOSTILE) for one in every_error()
    }
    theirs: dict[str, Callable[[], Exception]] = {
        "UsageError": lambda: click.UsageError(HOSTILE),
        "BadParameter": lambda: click.BadParameter(HOSTILE, param_hint=HOSTILE),
        "NoSuchOption": lambda: click.NoSuchOption(HOSTILE, possibilities=[HOSTILE]),
        "FileError": lambda: click.FileError(HOSTILE, HOSTILE),
        "ValueError": lambda: ValueError(HOSTILE),
        "OSError": lambda: OSError(5, HOSTILE, HOSTILE),
        "no room": lambda: OSError(28, HOSTILE, HOSTILE),
        "KeyError": lambda: KeyError(HOSTILE),
    }
    return {**ours, **theirs}


ERRORS = make_errors()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("command", SUMMARIES)
def test_every_error_of_every_command(
    command: str, name: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever an error's words are, it is one line; with -v the traceback is as clean."""

    def fail() -> None:
        error = ERRORS[name]()
        raise error

    option = click.option("-v", "--verbose", is_flag=True, expose_value=False, is_eager=True, callback=note)
    monkeypatch.setattr(LazyGroup, "load", lambda _self, one: option(click.command(one)(fail)))
    assert run([command]) != 0
    plain = capfd.readouterr().err
    assert plain.startswith("error: ")
    assert plain.count("\n") == 1
    assert "甲" in plain
    assert run([command, "-v"]) != 0
    assert hostile_characters(plain + capfd.readouterr().err) == set()


def note(context: click.Context, _option: click.Parameter, verbose: bool) -> bool:  # noqa: FBT001 - click's signature
    """Keep the flag, as the commands do."""
    context.ensure_object(dict)["verbose"] = verbose
    return verbose


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", [*SUMMARIES, HOSTILE])
@pytest.mark.parametrize(
    "arguments",
    [
        (HOSTILE,),
        (f"--{HOSTILE}",),
        (f"-{HOSTILE}",),
        (HOSTILE, HOSTILE),
        (HOSTILE, "-o", HOSTILE),
    ],
    ids=["name", "option", "letter", "two names", "output"],
)
def test_hostile_command_lines(
    command: str, arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    """A name or an option that the caller did not choose, such as one of a pattern."""
    status = run([command, *arguments])
    out, err = capfd.readouterr()
    assert hostile_characters(out + err) == set()
    assert status not in {ExitCode.OK, ExitCode.INTERNAL} or command == "decisions"
    assert err.count("\n") >= 1


HOSTILE_FILES: dict[str, tuple[str, tuple[str, ...]]] = {
    "metadata, key": ("{page}.toml", ('"{h}" = 1',)),
    "metadata, value": ("{page}.toml", ('date = "{h}"',)),
    "metadata, broken": ("{page}.toml", ("{h} = = 1",)),
    "metadata, title": ("{page}.toml", ('title = "{h}"',)),
    "decisions": ("{page}.decisions.toml", ('[[change]]\n"{h}" = "{h}"',)),
    "style, key": ("style.toml", ('[page]\n"{h}" = 1',)),
    "style, value": ("style.toml", ('[page]\nsize = "{h}"',)),
}


@pytest.mark.parametrize("form", ["raw", "escaped"])
@pytest.mark.parametrize("name", HOSTILE_FILES)
@pytest.mark.parametrize("command", ["convert", "explain", "decisions", "collect", "batch"])
def test_hostile_settings(
    folder: Path, command: str, name: str, form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Keys and values of files that came with the sources."""
    (folder / f"{NAME}.txt").write_text(f"日报\n\n今天{HOSTILE}天晴。\n", "utf-8")
    file, (text,) = HOSTILE_FILES[name]
    h = json.dumps(HOSTILE)[1:-1] if form == "escaped" else HOSTILE
    (folder / file.format(page=NAME)).write_text(text.replace("{h}", h), "utf-8")
    more = {"convert": ["-v", "-f", "xml"], "collect": ["-v", "-o", "b.epub"], "batch": ["out", "-f", "xml"]}
    style = ["--style", "style.toml"] if "style" in name and command in more else []
    if command == "decisions":
        style = ["-o", "decided.toml"]
    run([command, f"{NAME}.txt", *more.get(command, []), *style])
    out, err = capfd.readouterr()
    assert hostile_characters(out + err) == set()


@pytest.fixture
def delivery(folder: Path) -> Path:
    """Make a folder with a page of a hostile name, and one that cannot be converted."""
    (folder / "in").mkdir()
    (folder / "in" / f"{NAME}.txt").write_bytes(f"日报\n\n今天{HOSTILE}天晴，\n\n明天".encode() + b"\xff\n")
    (folder / "in" / f"{NAME}-bad.txt").write_bytes(b"")
    (folder / "in" / os.fsdecode(b"\xff\x9b.txt")).write_text("日报\n\n今天天晴。\n", "utf-8")
    (folder / "in" / f"scan.{NAME}").write_bytes(b"x")
    return folder


@pytest.mark.usefixtures("delivery")
def test_hostile_names_all_the_way(capfd: pytest.CaptureFixture[str]) -> None:
    """Through every command that reads or makes a file of such a name."""
    page, xml = f"in/{NAME}.txt", f"out/{NAME}.xml"
    commands = (
        ("convert", "in", "-o", "out", "-f", "xml", "-v"),
        ("convert", "in", "-o", "out2", "-f", "xml", "--json"),
        ("collect", "in", "-o", f"{NAME}.epub", "--title", HOSTILE, "-v"),
        ("collect", "in", "-o", f"{NAME}.toml", "-v"),
        ("explain", page),
        ("explain", page, "--rule", HOSTILE),
        ("decisions", page, "-w"),
        ("verify", xml, "missing.xml", page),
        ("verify", xml, "--json"),
        ("diff", xml, xml.replace("out", "out2")),
        ("diff", xml, f"out/{NAME}-missing.xml"),
        ("batch", "in", NAME, "-f", "xml", "-j", "1", "-v"),
        ("batch", "in", NAME, "-f", "xml", "--dry-run"),
        ("status", NAME),
        ("status", NAME, "--json"),
        ("why", NAME, f"{NAME}.txt"),
        ("why", NAME, f"{NAME}-bad.txt"),
        ("why", NAME, f"{NAME}-bad.txt", "--json"),
        ("why", NAME, HOSTILE),
        ("retry", NAME, "-j", "1", "-v"),
        ("bag", "out", "-o", f"{NAME}-bag"),
        ("verify", f"{NAME}-bag"),
        ("catalogue", "out", "--no-covers"),
        ("formats",),
        ("rules",),
        ("styles",),
    )
    for command in commands:
        status = run(command)
        out, err = capfd.readouterr()
        assert hostile_characters(out + err) == set(), command
        assert status != ExitCode.INTERNAL, (command, err)
        assert out + err or command[0] == "retry", command


@pytest.mark.usefixtures("delivery")
def test_json_has_the_names_exactly(capfd: pytest.CaptureFixture[str]) -> None:
    """As escapes of JSON, which a terminal does not act on."""
    run(["convert", "in", "-o", "out", "-f", "xml", "--json", "-q"])
    run(["verify", "out", "--json"])
    run(["batch", "in", "books", "-f", "xml", "-q", "-j", "1"])
    capfd.readouterr()
    run(["convert", "in", "-o", "out", "-f", "xml", "--json", "-q"])
    results = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    paths = {str(path) for path in Path("in").glob("*.txt")}
    assert {one["source"] for one in results} == paths
    run(["verify", "out", "--json"])
    assert {json.loads(line)["file"] for line in capfd.readouterr().out.splitlines()} == {
        str(path) for path in Path("out").glob("*.xml")
    }
    run(["why", "books", "bad.txt", "--json"])
    assert json.loads(capfd.readouterr().out)["path"] == str(Path(f"in/{NAME}-bad.txt").absolute())
    run(["status", "books", "--json"])
    error = json.loads(capfd.readouterr().out)["errors"][0]
    assert error["path"] == str(Path(f"in/{NAME}-bad.txt").absolute())


class Terminal(StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


FAILURE = Failure("internal", HOSTILE, HOSTILE, HOSTILE, ExitCode.INTERNAL, f"Traceback\n  {HOSTILE}\n")


def test_progress_bar_and_what_stands_above_it() -> None:
    """On a terminal, where colours are wanted and everything else is not."""
    stream = Terminal()
    with open_reporter(stream, {"TERM": "xterm"}, 2, quiet=False, verbose=True) as reporter:
        reporter.begin(HOSTILE)
        reporter.notify(HOSTILE)
        reporter.advance(HOSTILE)
        reporter.message(HOSTILE)
        reporter.fail(FAILURE)
        reporter.end(
            Outcome(
                HOSTILE, {"xml": Output(HOSTILE)}, warnings=(HOSTILE,), notes=(HOSTILE,), encoding=HOSTILE
            )
        )
        reporter.close([Outcome(HOSTILE, failure=FAILURE)] * 2, {HOSTILE: 2})
    text = stream.getvalue()
    assert "\x1b[" in text
    assert hostile_characters(COLOURS.sub("", text)) == set()


def test_bar_of_a_batch() -> None:
    """The same for a batch, whose bar has fields."""
    stream = Terminal()
    screen = console(stream, {"TERM": "xterm"})
    with bar(screen) as live:
        task = live.add_task(HOSTILE, total=1, issue=HOSTILE, pace=HOSTILE)
        ConsoleProgress(screen, Pace(1, lambda: 0.0, 0.0), bar=live, task=task).started(HOSTILE)
        live.refresh()
    assert "甲" in stream.getvalue()
    assert hostile_characters(COLOURS.sub("", stream.getvalue())) == set()


def test_lists_of_what_others_installed(capfd: pytest.CaptureFixture[str]) -> None:
    """Readers, writers and rules have names and summaries that we did not write."""
    entry = Entry(HOSTILE, HOSTILE, HOSTILE, {"origin": HOSTILE})
    print_entries([entry], HOSTILE)
    print_json([entry])
    out = capfd.readouterr().out
    assert hostile_characters(out) == set()
    assert json.loads(out.splitlines()[-1])["origin"] == HOSTILE


def test_what_explain_and_diff_quote(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Texts and headers of files are quoted printably; the data commands give them as they are."""
    for name, title in (("a", "山城"), ("b", HOSTILE.translate(dict.fromkeys((27, 7, 13))))):
        made = document([(Role.BODY, f"今天{title}天晴。")], Metadata(title=title, date="1951", name=title))
        (folder / f"{name}.xml").write_text(archived(made), "utf-8")
    assert run(["diff", "a.xml", "b.xml"]) == 1
    out = capfd.readouterr().out
    assert "\\u202e" in out or "⟨U+202E⟩" in out
    assert hostile_characters(out) == set()
    assert run(["restore", "b.xml", "-o", "-"]) == 0
    assert "\u202e" in capfd.readouterr().out


def test_all_printing_goes_one_way() -> None:
    """Nothing in the package prints but through `cli.process` and the console that makes text safe."""
    own = {
        "cli/process.py",
        "system/console.py",
        "archive/bag/verify.py",
    }  # the last has no package beside it
    wrong = re.compile(
        r"click\.s?echo\(|(?<![\w.])print\(|(?<![\w.])Console\(\s*\w|sys\.std(out|err)\.write|rich\.print\b"
    )
    package = Path(errors.__file__).parent
    prints = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if wrong.search(path.read_text("utf-8"))
    }
    assert prints - own == set()
