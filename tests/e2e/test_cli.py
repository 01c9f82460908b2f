"""The command as a user runs it: options, streams, colour, exit status."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from convert import outcome
from convert.cli import run
from convert.cli.reporter import open_reporter
from convert.document.model import Document, Metadata
from convert.errors import BadSetting, ExitCode
from convert.typeset.styles import StyleSheet
from convert.typeset.timestamp import epoch, issue_day
from convert.typeset.writer import Rendered, WriteContext
from convert.writers.registry import WRITERS
from tests.support.paths import ROOT

PAGE = "山城晚报\n\n市委六届八次全会强调,要强化党建统领。\n\n渝万高铁控制性工程贯通。\n"


COMMAND = [sys.executable, "-m", "convert"]


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with one page, in an environment without settings."""
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    return tmp_path


def outputs(folder: Path) -> list[str]:
    """Return the names of what was written; what the program keeps for itself is hidden."""
    if not folder.exists():
        return []
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def broken_writer(_document: Document, _style: StyleSheet, _around: WriteContext) -> Rendered:
    """Fail as a program fails."""
    return Rendered(bytes([1 // len("")]))


def warning_writer(document: Document, _style: StyleSheet, context: WriteContext) -> Rendered:
    """Warn of something, and write the time it was given."""
    context.notify("working")
    return Rendered(str(context.timestamp).encode(), (f"{document.meta.page or 'nothing'} cannot be shown",))


def test_all_formats_are_written_by_default(folder: Path) -> None:
    """Four files named after the source, in output/."""
    assert run(["convert", "page.txt"]) == 0
    assert outputs(folder / "output") == ["page.docx", "page.epub", "page.pdf", "page.xml"]


def test_a_pipe_hears_nothing_of_success(capfd: pytest.CaptureFixture[str]) -> None:
    """No news is good news."""
    assert run(["convert", "page.txt", "-f", "xml"]) == 0
    assert capfd.readouterr() == ("", "")


def test_formats_are_listed_with_commas_or_one_by_one(folder: Path) -> None:
    """Capitals and blanks do no harm, nor does naming one twice."""
    assert run(["convert", "page.txt", "-f", "XML, docx", "-f", "xml", "-o", "out"]) == 0
    assert outputs(folder / "out") == ["page.docx", "page.xml"]


def test_metadata_of_the_command_line_reaches_the_files() -> None:
    """Title, date and number are in the XML."""
    options = ["--title", "重庆日报", "--date", "2025-12-08", "--number", "26543", "--page", "3"]
    assert run(["convert", "page.txt", "-f", "xml", *options]) == 0
    text = Path("output/page.xml").read_text("utf-8")
    assert all(word in text for word in ("重庆日报", "2025-12-08", "26543"))


def test_json_describes_each_source(capfd: pytest.CaptureFixture[str]) -> None:
    """One object a line, for failures too; what is said to people goes elsewhere."""
    assert run(["convert", "page.txt", "missing.txt", "-f", "xml", "--json", "--language", "zh"]) == 1
    good, bad = map(json.loads, capfd.readouterr().out.splitlines())
    assert (good["source"], good["ok"], good["outputs"]) == ("page.txt", True, {"xml": "output/page.xml"})
    assert (good["language"], good["encoding"], good["error"]) == ("zh", "utf-8", None)
    assert good["changes"] == sum(rule["done"] for rule in good["rules"].values())
    assert bad["error"] == {
        "kind": "UnreadableSource",
        "what": "no such file",
        "where": "missing.txt",
        "advice": "check the path",
        "exit_code": 3,
    }


def test_standard_input_and_output(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """`-` reads, `-o -` writes, and nothing is left on the disk."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode("gb18030"))))
    assert run(["convert", "-", "-f", "xml", "-o", "-"]) == 0
    out, err = capfdbinary.readouterr()
    assert out.startswith(b"<?xml")
    assert (err, Path("output").exists()) == (b"", False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["page.txt", "-o", "-"], "-o - takes one source and one format"),
        (["page.txt", "-o", "-", "-f", "xml", "--json"], "-o - and --json cannot share"),
        (["page.txt", "--max-size", "nan"], "invalid --max-size nan"),
        (["page.txt", "--date", "8 December"], "date '8 December' cannot be read; give it as 2025-12-08"),
        (["page.txt", "-f", "doc"], "no writer named 'doc'; choose from: docx, epub, pdf, xml"),
        (["page.txt", "--style", "newspapr"], "no style named 'newspapr'; choose from: historical"),
        (["page.txt", "--encoding", "utf9"], "encoding 'utf9' is not known; did you mean"),
        (["page.txt", "--titel", "x"], "no such option '--titel'"),
        ([], "missing argument 'SOURCE...'; see backfile convert --help"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """It says what is wrong and what would be right; nothing is written."""
    assert run(["convert", *arguments]) == ExitCode.USAGE
    out, err = capfd.readouterr()
    assert (out, err.count("\n"), Path("output").exists()) == ("", 1, False)
    assert err.startswith(f"error: {said}")


def test_one_bad_source_costs_one_source(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The others are converted; the status says that one was not."""
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    (folder / "toml.txt").write_text(PAGE, "utf-8")
    (folder / "toml.toml").write_text("titel = 1")
    assert run(["convert", ".", "-f", "xml"]) == ExitCode.SOME_FAILED
    assert outputs(folder / "output") == ["page.xml"]
    assert capfd.readouterr().err.splitlines() == [
        "error: picture.txt: an image that cannot be read; open it and save it again",
        "error: toml.toml: unknown key titel; did you mean title?",
        "1 converted, 2 failed",
    ]


def test_a_single_source_has_its_own_status() -> None:
    """A script can tell what went wrong."""
    assert run(["convert", "missing.txt"]) == ExitCode.BAD_INPUT
    assert run(["convert", "page.txt", "-o", "page.txt"]) == ExitCode.BAD_OUTPUT


def test_a_fault_of_the_program_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It names the place in our code; the traceback is for -v; no format of the source is written."""
    monkeypatch.setitem(WRITERS, "broken", "tests.e2e.test_cli:broken_writer")
    assert run(["convert", "page.txt", "-f", "xml,broken"]) == ExitCode.INTERNAL
    err = capfd.readouterr().err
    assert err.startswith("error: page.txt: internal error: ZeroDivisionError")
    assert (err.count("\n"), Path("output").exists()) == (1, False)
    assert run(["convert", "page.txt", "-f", "broken", "-v"]) == ExitCode.INTERNAL
    assert "Traceback" in capfd.readouterr().err


def test_warnings_fail_only_when_strict(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """They are told to people unless --quiet, and are in the JSON."""
    monkeypatch.setitem(WRITERS, "warning", "tests.e2e.test_cli:warning_writer")
    assert run(["convert", "page.txt", "-f", "warning"]) == 0
    assert capfd.readouterr().err == "warning: page.txt: nothing cannot be shown\n"
    assert run(["convert", "page.txt", "-f", "warning", "--strict", "--quiet", "--json"]) == 1
    out, err = capfd.readouterr()
    assert (json.loads(out)["warnings"], err) == (["nothing cannot be shown"], "")


def test_undecodable_bytes_are_a_warning(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """How many, where the first is, and what became of them."""
    (folder / "page.txt").write_bytes("报纸\n重庆".encode() + b"\xff" + "日报，今天的消息。\n".encode())
    assert run(["convert", "page.txt", "-f", "xml"]) == 0
    assert capfd.readouterr().err.startswith("warning: page.txt: 1 byte is not utf-8, first at 2:3; kept")


def test_the_time_in_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH, else the issue's date, else none."""
    monkeypatch.setitem(WRITERS, "warning", "tests.e2e.test_cli:warning_writer")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1765152000")
    for arguments in (["-o", "a"], ["-o", "b", "--date", "2001-02-03"]):
        assert run(["convert", "page.txt", "-f", "warning", *arguments]) == 0
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert run(["convert", "page.txt", "-f", "warning", "-o", "c"]) == 0
    made = [Path(name, "page.warning").read_text()[:10] for name in "abc"]
    assert made == ["2025-12-08", "2001-02-03", "None"]


def test_the_day_of_an_issue() -> None:
    """A month has its first day; what is no date is no day."""
    assert issue_day(Metadata(date="1951-03-02")) == datetime(1951, 3, 2, tzinfo=UTC)
    assert issue_day(Metadata(date="2025-12")) == datetime(2025, 12, 1, tzinfo=UTC)
    assert issue_day(Metadata(date="民国廿年春")) is None
    assert epoch("0") == datetime(1970, 1, 1, tzinfo=UTC)
    assert epoch("") is None


@pytest.mark.parametrize("value", ["abc", "-1", "1e9", "99999999999", "1" * 400, "１"])
def test_a_wrong_source_date_epoch_is_refused(value: str) -> None:
    """Whole seconds within what a zip can hold."""
    with pytest.raises(BadSetting, match=r"SOURCE_DATE_EPOCH is .*give whole seconds since 1970"):
        epoch(value)


def test_a_terminal_sees_a_bar_and_what_was_made() -> None:
    """The bar goes away at the end; the lines stay."""
    screen = Screen()
    done = outcome.Outcome("page.txt", {form: outcome.Output(f"out/page.{form}") for form in ("pdf", "xml")})
    with open_reporter(screen, {"COLUMNS": "80"}, 2, quiet=False, verbose=False) as reporter:
        reporter.begin("page.txt")
        reporter.notify("preparing a font")
        reporter.end(done)
        reporter.close([done, done], {})
    text = screen.getvalue()
    assert "out/page.pdf .xml (0 changes)" in text
    assert "2 converted" in text
    assert "\x1b[?25h" in text  # the cursor is shown again


@pytest.mark.parametrize(
    ("environment", "bar", "colour"),
    [
        ({}, True, True),
        ({"NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, False, True),
    ],
    ids=["plain terminal", "no colour", "dumb", "dumb but forced"],
)
def test_what_a_terminal_can_show(environment: dict[str, str], *, bar: bool, colour: bool) -> None:
    """A line moves only where it can, and colours are the user's choice."""
    screen = Screen()
    failure = outcome.Failure("UnreadableSource", "no such file", "a.txt", "", ExitCode.BAD_INPUT)
    with open_reporter(screen, environment, 1, quiet=False, verbose=False) as reporter:
        reporter.end(outcome.Outcome("a.txt", failure=failure))
    assert ("\x1b[?25l" in screen.getvalue()) is bar
    assert ("\x1b[1;31merror: \x1b[0m" in screen.getvalue()) is colour


def test_quiet_says_errors_only() -> None:
    """On a terminal, too."""
    screen = Screen()
    failure = outcome.Failure("UnreadableSource", "no such file", "a.txt", "check it", ExitCode.BAD_INPUT)
    with open_reporter(screen, {"NO_COLOR": "1"}, 2, quiet=True, verbose=False) as reporter:
        reporter.notify("preparing a font")
        reporter.end(outcome.Outcome("b.txt", {"pdf": outcome.Output("b.pdf")}, warnings=("no glyph",)))
        reporter.end(outcome.Outcome("a.txt", failure=failure))
        reporter.close([outcome.Outcome("a.txt", failure=failure)] * 2, {})
    assert screen.getvalue() == "error: a.txt: no such file; check it\n"


def test_verbose_says_what_is_known(capfd: pytest.CaptureFixture[str]) -> None:
    """Encoding, language, metadata and what each rule did."""
    assert run(["convert", "page.txt", "-f", "xml", "-v", "--date", "2025-12-08", "--page", "3"]) == 0
    first, second, third = capfd.readouterr().err.splitlines()
    assert first.startswith("output/page.xml (")
    assert second == "  page.txt, utf-8, zh-Hans, 2025-12-08, page 3"
    assert third.startswith("  ")


def test_explain_writes_nothing_to_the_disk(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It shows the changes and the sums."""
    (folder / "page.txt").write_text("甲\u200b乙丙丁戊己庚辛壬癸，今天。\n", "utf-8")
    assert run(["explain", "page.txt"]) == 0
    assert "甲[-⟨U+200B⟩]乙丙" in capfd.readouterr().out
    assert outputs(folder) == ["page.txt"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["explain", "missing.txt"], 3, "error: missing.txt: no such file"),
        (["explain", "empty"], 3, "error: empty: no .txt file in this folder"),
        (["explain", "two"], 2, "error: two: 2 issues; explain takes one, so name its files; --by folder"),
        (["explain", "page.txt", "--rule", "xyz"], 2, "error: --rule: no rule named 'xyz'; rules: "),
    ],
)
def test_explain_refuses_as_convert_does(
    folder: Path, arguments: list[str], status: int, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The same lines, the same statuses."""
    (folder / "empty").mkdir()
    (folder / "two").mkdir()
    for name in "ab":
        (folder / "two" / f"{name}.txt").write_text("x")
    assert run(arguments) == status
    assert capfd.readouterr().err.startswith(said)


def test_explain_in_json_has_a_line_a_change(capfd: pytest.CaptureFixture[str]) -> None:
    """Every line is an object with the same keys."""
    Path("page.txt").write_text("甲\u200b乙丙丁戊己庚辛壬癸，今\u200b天。\n", "utf-8")
    assert run(["explain", "page.txt", "--json", "--rule", "invisible-characters"]) == 0
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [(line["source"], line["line"], line["before"]) for line in lines] == [
        ("page.txt", 1, "\u200b")
    ] * 2


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["int", "term"]
)
def test_a_signal_ends_the_run(number: signal.Signals, status: int, folder: Path) -> None:
    """With the shell's status for it, and nothing on the disk."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [*COMMAND, "convert", "page.txt", "-", "-f", "xml", "--json"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["ok"]  # it waits for standard input now
        process.send_signal(number)
        _, err = process.communicate()
    assert process.returncode == status
    assert b"Traceback" not in err
    assert outputs(folder / "output") == ["page.xml"]


@pytest.mark.parametrize(
    "arguments", ["explain page.txt", "explain page.txt --json", "convert page.txt -f xml -o -"]
)
def test_a_reader_that_goes_away_is_no_error(arguments: str) -> None:
    """Left early, as `less` and `head` do, the command ends without a word."""
    Path("page.txt").write_text("甲\u200b乙丙丁戊己庚辛壬癸，今天。\n", "utf-8")
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m convert {arguments} | true; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.stdout, done.stderr) == ("141\n", "")


def test_a_locale_without_han_does_not_stop_the_run(folder: Path) -> None:
    """What standard output cannot show is escaped; files and JSON are UTF-8 anyway."""
    (folder / "page.txt").write_text("甲\u200b乙丙丁戊己庚辛壬癸，今天。\n", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(
        [*COMMAND, "explain", "page.txt"], capture_output=True, check=False, env=environment
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"\u7532[-" in done.stdout


def test_the_zip_files_have_the_time_that_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """No member of a DOCX or EPUB knows when it was really made."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1765152000")
    assert run(["convert", "page.txt", "-f", "docx,epub"]) == 0
    for name in ("page.docx", "page.epub"):
        with ZipFile(Path("output", name)) as archive:
            assert {member.date_time[:3] for member in archive.infolist()} == {(2025, 12, 8)}
