"""What people write by hand or by program and gets out of hand: each such file fails alone, in one line.

Metadata, styles, selections, topics and decisions in TOML, manifests in JSON lines and CSV: numbers of 5,000
digits, brackets in brackets, half characters, NUL, other encodings, files without an end.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from convert.cli import run

TEXT = "市委会议提出，要强化责任。\n\n会议要求，抓好落实。\n"
PATIENCE = 5.0
"""Seconds of processor that a bad file may cost; most cost some hundredths."""

POISON = {
    "a number of 5,000 digits": (b"number = " + b"7" * 5000, ":1:10: not TOML: a number of 5,000 digits"),
    "a hexadecimal number without end": (
        b"number = 0x" + b"f" * 100_000,
        ": number must be a text or a whole",
    ),
    "3,000 brackets": (b"title = " + b"[" * 3000, ":1:73: not TOML: more than 64 nested brackets"),
    "3,000 brackets that close": (b"title = " + b"[" * 3000 + b"]" * 3000, ":1:73: not TOML: more than 64"),
    "3,000 tables in tables": (b"title = " + b"{a=" * 3000, ":1:201: not TOML: more than 64 nested brackets"),
    "brackets over many lines": (b"title = [\n" * 2 + b"[\n" * 3000, ":65:1: not TOML: more than 64"),
    "a key of 30,000 parts": (b"a" + b".a" * 30_000 + b" = 1", ":1:130: not TOML: a key of more than 64"),
    "a table of 30,000 parts": (b"[" + b'"a". ' * 30_000 + b"a]", ":1:"),
    "half a character": (rb'title = "\ud800"', ":1:16: not TOML: Escaped character is not a Unicode scalar"),
    "an unfinished text": (b'number = 1\ntitle = "', ":2:10: not TOML: Unterminated string at the end"),
    "NUL": (b"number = 1\ntitle = \0", ":2:9: not TOML: Invalid value"),
    "NUL in a text": (b'title = "a\0b"', ":1:11: not TOML: Illegal character"),
    "an escape sequence of a terminal": (b'title = "\x1b[2J"', ":1:10: not TOML: Illegal character"),
    "a key that moves the cursor": (b'"\\u001b[2J\\u202e" = 1', ': unknown key "⟨U+001B⟩[2J⟨U+202E⟩"'),
    "a key of a megabyte": (b"k" * 1_000_000 + b" = 1", ': unknown key "kkk'),
    "another encoding": (
        'number = 3\ntitle = "重庆"'.encode("gb18030"),
        ":2:10: not UTF-8; save it as UTF-8",
    ),
    "UTF-16": ('title = "重庆"'.encode("utf-16"), ":1:1: not UTF-8; save it as UTF-8"),
    "a file of 5 MB": (b"# " + b"x" * 5_000_000, ": too large: 5.1 MB, and the limit is 4"),
    "a key twice": (b"title = 'a'\ntitle = 'b'", ":2:12: not TOML: Cannot overwrite a value"),
    "a date that is none": (
        b"number = 1\ndate = 2025-13-40",
        ":2:12: not TOML: Expected newline",
    ),
    "a text for a date": (b"date = 'Monday'", ": date 'Monday' cannot be read; give it as 2025-12-08"),
    "infinity": (b"number = inf", ": number must be a text or a whole number, not inf"),
    "quotes without end": (b"title = " + b'"""' * 400_001, ":1:"),
}
"""What stands in a metadata file, and what is said behind its name."""

ROWS: dict[str, tuple[str | bytes, str]] = {
    "a number of 5,000 digits": (
        '{"source": "a.txt", "number": ' + "7" * 5000 + "}",
        ":1:31: a number of 5,000",
    ),
    "3,000 brackets": ('{"source": "a.txt", "title": ' + "[" * 3000, ":1:93: more than 64 nested brackets"),
    "half a character": (r'{"source": "a.txt", "title": "\ud800"}', r":1:31: half a character: \ud800"),
    "the other half": (r'{"source": "a\udfff.txt"}', r":1:14: half a character: \udfff"),
    "half a character in a key": (r'{"\ud83d\ud83d": 1}', r":1:3: half a character: \ud83d"),
    "NUL": ('{"source": "\0"}', ":1:13: a NUL character"),
    "NUL in a path": (r'{"source": "a\u0000.txt"}', ":1: no path to a source; fill in source"),
    "no number": ('{"source": "a.txt", "number": NaN}', ":1:31: not JSON: NaN"),
    "a key twice": ('{"source": "a.txt", "source": "b.txt"}', ":1:1: the key source occurs twice"),
    "no JSON": ("{source: 1}", ":1:2: not JSON: Expecting property name"),
    "a list": ("[1]", ':1:1: not an object; write one object per line: {"source": "page.txt"}'),
    "a list for a text": ('{"source": "a.txt", "title": [1]}', ":1: title must be a text, not a list"),
    "nothing for a text": (
        '{"source": "a.txt", "titel": "日报"}',
        ":1: unknown key titel; did you mean title?",
    ),
    "another encoding": ('{"source": "重庆.txt"}'.encode("gb18030"), ":1:13: not UTF-8"),
    "a line without end": ('{"source": "' + "a" * 1_000_001, ":1:1000001: more than 1,000,000 characters"),
}
"""A row of a manifest, and what is said behind the manifest's name."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with three sources; the metadata of one of them is to be poisoned."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "in" / f"{name}.txt").write_text(f"{name}{TEXT}", "utf-8")
    return tmp_path


@pytest.fixture
def timed() -> Callable[[list[str]], int]:
    """Return a `run` that may take no long time."""

    def run_within(arguments: list[str]) -> int:
        begin = process_time()
        status = run(arguments)
        assert process_time() - begin < PATIENCE
        return status

    return run_within


@pytest.mark.parametrize("name", POISON)
def test_convert_loses_one_source(
    name: str, timed: Callable[[list[str]], int], capfd: pytest.CaptureFixture[str]
) -> None:
    """Its metadata's file, line and column are named; the others are converted."""
    data, message = POISON[name]
    Path("in/b.toml").write_bytes(data)
    assert timed(["convert", "in", "-f", "xml", "-o", "out", "-q"]) == 1
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith(f"error: in/b.toml{message}")
    assert sorted(path.name for path in Path("out").glob("[!.]*")) == ["a.xml", "c.xml"]


@pytest.mark.parametrize("name", ["a number of 5,000 digits", "3,000 brackets", "half a character", "NUL"])
def test_batch_loses_one_source(
    name: str, timed: Callable[[list[str]], int], capfd: pytest.CaptureFixture[str]
) -> None:
    """The others are converted, and the next run does them not again."""
    data, message = POISON[name]
    Path("in/b.toml").write_bytes(data)
    assert timed(["batch", "in", "out", "-f", "xml", "-j", "1"]) == 1
    assert f"b.toml{message}" in capfd.readouterr().err
    assert sorted(path.stem for path in Path("out").glob("*.xml")) == ["a", "c"]


@pytest.mark.parametrize("name", POISON)
def test_collect_loses_one_source(
    name: str, timed: Callable[[list[str]], int], capfd: pytest.CaptureFixture[str]
) -> None:
    """The book is made of the others."""
    data, message = POISON[name]
    Path("in/b.toml").write_bytes(data)
    assert timed(["collect", "in", "-o", "b.epub", "--title", "雾", "-q"]) == 1
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith(f"error: in/b.toml{message}")
    assert Path("b.epub").is_file()


SYNTAX = [name for name, (_, message) in POISON.items() if message.startswith((":1:", ":2:", ":65:"))]


@pytest.mark.parametrize("name", SYNTAX)
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["convert", "in/a.txt", "--style", "bad.toml"], id="style"),
        pytest.param(["convert", "in/a.txt", "--decisions", "bad.toml"], id="decisions"),
        pytest.param(["collect", "in", "-o", "b.epub", "--selection", "bad.toml"], id="selection"),
        pytest.param(["collect", "in", "-o", "b.epub", "--by", "bad.toml"], id="topics"),
    ],
)
def test_a_file_for_the_whole_run_is_refused(
    name: str, arguments: list[str], timed: Callable[[list[str]], int], capfd: pytest.CaptureFixture[str]
) -> None:
    """By the same decoder: with its line and column, in one line, before anything is written."""
    data, message = POISON[name]
    place = message.partition(" ")[0]
    Path("bad.toml").write_bytes(data)
    assert timed(arguments) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith(f"error: bad.toml{place}")
    assert ": not TOML: " in line or ": not UTF-8; " in line
    assert not Path("output").exists()


@pytest.mark.parametrize("name", ROWS)
def test_a_row_of_a_manifest_fails_alone(
    name: str, timed: Callable[[list[str]], int], capfd: pytest.CaptureFixture[str]
) -> None:
    """The other rows are converted."""
    row, message = ROWS[name]
    good = json.dumps({"source": "b.txt", "title": "山城晚报"}, ensure_ascii=False).encode()
    data = row if isinstance(row, bytes) else row.encode()
    Path("in/list.jsonl").write_bytes(data + b"\n" + good + b"\n")
    assert timed(["batch", "in/list.jsonl", "out", "-f", "xml", "-j", "1"]) == 1
    assert f"in/list.jsonl{message}" in capfd.readouterr().err
    assert [path.name for path in Path("out").glob("*.xml")] == ["b.xml"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param(b"a.txt,\xd6\xd8\xc7\xec", "in/list.csv:2: not UTF-8; save it as UTF-8", id="encoding"),
        pytest.param(b"a.txt,\0", "in/list.csv:2: a NUL character", id="NUL"),
        pytest.param(b'a.txt,"b"c', "in/list.csv:2: not CSV: ", id="a quote within quotes"),
        pytest.param(b"a.txt,b,c", "in/list.csv:2: more cells than columns", id="too many cells"),
        pytest.param(
            b"a.txt," + b"x" * 200_000, "in/list.csv:2: not CSV: field larger", id="a cell without end"
        ),
    ],
)
def test_a_row_of_a_table_fails_alone(row: bytes, message: str, capfd: pytest.CaptureFixture[str]) -> None:
    """In CSV, too."""
    Path("in/list.csv").write_bytes(b"\xef\xbb\xbfsource,title\n" + row + b"\nb.txt,\n\nc.txt,\xe6\x97\xa5\n")
    assert run(["batch", "in/list.csv", "out", "-f", "xml", "-j", "1"]) == 1
    assert message in capfd.readouterr().err
    assert sorted(path.name for path in Path("out").glob("*.xml")) == ["b.xml", "c.xml"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b'source,title\na.txt,"b\nc.txt,d\n', "list.csv:2: not CSV: ", id="an open quote"),
        pytest.param("source,title\n".encode("utf-16"), "list.csv:1: not UTF-8", id="UTF-16"),
        pytest.param(b"source,titel\na.txt,b\n", "did you mean title?", id="a column misspelt"),
        pytest.param(b"source,source\na.txt,b\n", "column 'source' occurs twice", id="a column twice"),
        pytest.param(b"title\nb\n", "no column 'source'", id="no sources"),
    ],
)
def test_a_table_that_cannot_be_read_stops_the_run(
    data: bytes, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """No one knows where its rows end, or which sources it names: one line says why."""
    Path("in/list.csv").write_bytes(data)
    assert run(["batch", "in/list.csv", "out", "-f", "xml", "-j", "1"]) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert message in line


def test_a_line_separator_within_a_cell_ends_no_row(capfd: pytest.CaptureFixture[str]) -> None:
    """U+2028 and a form feed are characters of a title; rows end where lines do."""
    Path("in/list.csv").write_text("source,title\na.txt,山城\u2028晚\x0c报\n", "utf-8")
    assert run(["batch", "in/list.csv", "out", "-f", "xml", "-j", "1"]) == 0
    assert [path.name for path in Path("out").glob("*.xml")] == ["a.xml"]
    assert "failed" not in capfd.readouterr().err.replace("0 failed", "")


def test_toml_with_a_byte_order_mark_is_read(capfd: pytest.CaptureFixture[str]) -> None:
    """Editors on Windows put one there; faults keep their columns."""
    bom = b"\xef\xbb\xbf"
    Path("in/a.toml").write_bytes(bom + 'title = "山城晚报"\n'.encode())
    Path("style.toml").write_bytes(bom + b"[roles.body]\nsize = 12\n")
    Path("topics.toml").write_bytes(bom + '"会" = ["会议"]\n'.encode())
    assert run(["convert", "in/a.txt", "-f", "xml", "--style", "style.toml", "-q"]) == 0
    assert "山城晚报" in Path("output/a.xml").read_text("utf-8")
    assert run(["collect", "in", "-o", "b.epub", "--title", "雾", "--by", "topics.toml", "-q"]) == 0
    assert run(["decisions", "in/a.txt", "-w"]) == 0
    decisions = Path("in/a.decisions.toml")
    decisions.write_bytes(bom + decisions.read_bytes())
    assert run(["convert", "in/a.txt", "-f", "xml", "-q"]) == 0
    capfd.readouterr()
    Path("in/a.toml").write_bytes(bom + b"title = nothing")
    assert run(["convert", "in/a.txt", "-f", "xml", "-q"]) == 2
    assert capfd.readouterr().err.startswith("error: in/a.toml:1:9: not TOML")


@pytest.mark.parametrize("option", [["--style", "pipe.toml"], ["--decisions", "pipe.toml"]])
def test_a_pipe_is_no_file(option: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    """Nobody writes to it, and nobody waits for it."""
    os.mkfifo("pipe.toml")
    assert run(["convert", "in/a.txt", *option]) == 2
    assert "pipe.toml: a pipe, not a file" in capfd.readouterr().err
