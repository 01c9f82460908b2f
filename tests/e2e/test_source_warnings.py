"""Warnings on what is suspicious in a source: in every command that converts or tells of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from convert.cli import run

PAGE = "山城晚报\n\n今天云津市民走上了第一座新桥，市委要求全面提高领导能力。\n".encode()
BIDI = ":4:2: 1 bidi control, the first U+202E; the text may be displayed in the wrong order"
SUSPICIOUS = {
    "bidi": (PAGE + "甲\u202e乙\n".encode(), BIDI),
    "control": (
        PAGE + b"a\x07b\x07\n",
        ":4:2: 2 control characters, the first U+0007; it has no meaning in text",
    ),
    "cesu": (
        PAGE + "甲".encode() + b"\xed\xa1\x80\xed\xb0\x8b" + "乙\n".encode(),
        ":4:2: 1 character in CESU-8 (two surrogates per character); kept in the XML",
    ),
    "lines": (
        PAGE + b"a\r\nb\rc\n",
        ":4:2: 3 kinds of line ends: LF 4, CRLF 1, CR 1; it may be several files in one",
    ),
    "cut": (PAGE[:-2], ":3:28: the source ends within a character (2 bytes of it); it looks truncated"),
    "日报_2026-02-30": (PAGE, ": the name has a date that is not in the calendar: 2026-02-30"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a page of each kind, and one that is clean."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name, (data, _) in SUSPICIOUS.items():
        (tmp_path / "in" / f"{name}.txt").write_bytes(data)
    (tmp_path / "in" / "clean.txt").write_bytes(PAGE)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", [*SUSPICIOUS, "clean"])
def test_convert_warns_once(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    """One line with file, line and column; with --strict the exit status is 1."""
    said = f"warning: in/{name}.txt{SUSPICIOUS[name][1]}\n" if name in SUSPICIOUS else ""
    assert run(["convert", f"in/{name}.txt", "-o", "out", "-f", "xml"]) == 0
    assert capfd.readouterr().err == said
    strict = run(["convert", f"in/{name}.txt", "-o", "out", "-f", "xml", "--strict", "--json"])
    assert strict == (1 if said else 0)
    warnings = json.loads(capfd.readouterr().out)["warnings"]
    assert [w.removeprefix(": ") for w in warnings] == [
        SUSPICIOUS[name][1].removeprefix(":").strip() for _ in warnings
    ]
    assert len(warnings) == (1 if said else 0)


@pytest.mark.usefixtures("folder")
def test_batch_status_and_report_name_them(capfd: pytest.CaptureFixture[str]) -> None:
    """Each by the issue's name; a second run with --strict still knows."""
    assert run(["batch", "in", "out", "-f", "xml", "-j", "1"]) == 0
    told = [line[9:] for line in capfd.readouterr().err.splitlines() if line.startswith("warning: ")]
    said = sorted(f"{name}.txt{text}" for name, (_, text) in SUSPICIOUS.items())
    assert sorted(told) == said
    assert run(["batch", "in", "out", "-f", "xml", "-j", "1", "--strict"]) == 1
    told = [line[9:] for line in capfd.readouterr().err.splitlines() if line.startswith("warning: ")]
    assert sorted(told) == said
    assert run(["status", "out", "--json"]) == 0
    status = json.loads(capfd.readouterr().out)
    assert {Path(one["path"]).stem for one in status["warnings"]} == set(SUSPICIOUS)
    assert status["warned"] == len(SUSPICIOUS)
    assert run(["status", "out"]) == 0
    shown = capfd.readouterr().out
    assert run(["report", "out"]) == 0
    page = capfd.readouterr().out
    for _, text in SUSPICIOUS.values():
        place = text.removeprefix(":").split(";")[0].strip()
        assert place[:20] in " ".join(shown.split())
        assert place in page


@pytest.mark.usefixtures("folder")
def test_collect_warns(capfd: pytest.CaptureFixture[str]) -> None:
    """A book is made of them, and says so."""
    arguments = ["collect", "in/bidi.txt", "in/clean.txt", "-o", "book.epub", "--title", "山城", "--strict"]
    assert run(arguments) == 1
    assert f"warning: in/bidi.txt{BIDI}\n" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("stem", "metadata", "count"),
    [
        ("日报_2026-02-30", "", 1),
        ("1951-13-01", "", 1),
        ("1951年2月29日", "", 1),
        ("19510431-01", "", 1),
        ("1951-02-30_1951-03-01", "", 1),
        ("1951-02-28", "", 0),
        ("20267712-scan", "", 0),
        ("IMG_20260230", "", 0),
        ("1951-02-30", 'date = "1951-02-28"', 0),
    ],
)
def test_dates_that_cannot_be(
    tmp_path: Path, stem: str, metadata: str, count: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """In names; a date that was given otherwise is believed, and not every eight digits are a date."""
    (tmp_path / f"{stem}.txt").write_bytes(PAGE)
    if metadata:
        (tmp_path / f"{stem}.toml").write_text(metadata, "utf-8")
    assert run(["convert", str(tmp_path / f"{stem}.txt"), "-o", str(tmp_path / "out"), "-f", "xml"]) == 0
    assert capfd.readouterr().err.count("not in the calendar") == count


@pytest.mark.parametrize("day", ["2026-02-30", "2025-13", "0000-01-01"])
@pytest.mark.parametrize("place", ["page.toml", "issue.toml", "list.csv"])
def test_impossible_date_in_metadata(
    tmp_path: Path, place: str, day: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is named and left out; what else is stated is believed."""
    page, out = tmp_path / "page.txt", tmp_path / "out"
    page.write_bytes(PAGE)
    if place == "list.csv":
        (tmp_path / place).write_text(f"source,date,title\npage.txt,{day},日报\n", "utf-8")
        command = ["batch", str(tmp_path / place), str(out), "-f", "xml", "-j", "1"]
    else:
        (tmp_path / place).write_text(f'date = "{day}"\ntitle = "日报"\n', "utf-8")
        command = ["convert", str(page), "-o", str(out), "-f", "xml"]
    assert run(command) == 0
    assert f"the date {day} is not in the calendar and is ignored" in capfd.readouterr().err
    written = (out / "page.xml").read_text("utf-8")
    assert day not in written
    assert "日报" in written
    assert run([*command, "--strict", "--force"]) == 1


def test_impossible_date_on_the_command_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Who typed it can type it again."""
    (tmp_path / "page.txt").write_bytes(PAGE)
    assert (
        run(["convert", str(tmp_path / "page.txt"), "-o", str(tmp_path / "out"), "--date", "2026-02-30"]) == 2
    )
    assert "date 2026-02-30 is not in the calendar" in capfd.readouterr().err
    assert not (tmp_path / "out").exists()
