"""Batch, `status`, `why` and the report: warnings by name, notes on decisions, what is passed over."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from convert import cli
from convert.batch.ledger import MIGRATIONS, VERSION, ledger_path, open_ledger
from convert.batch.stale import standing
from convert.batch.status import issue_as_mapping
from tests.support.batches import run
from tests.support.decided import decided
from tests.support.paths import SAMPLES

WRONG = "日报\n\n今天".encode() + b"\xff" + "天晴。\n".encode()
BYTES = "1 byte is not utf-8, first at 3:3"
SKIPPED = "5 files skipped: without suffix 1, .pdf 2, .xml 1, hidden 1; to read .pdf too, name these files"


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """Make a delivery: a page with a wrong byte, one with a decision, and files that are no sources."""
    folder = tmp_path / "in"
    (folder / "1951").mkdir(parents=True)
    (folder / "1951" / "wrong.txt").write_bytes(WRONG)
    (folder / "issue.toml").write_text('title = "日报"\n', "utf-8")
    for name in ("page.xml", "1951/page.PDF", "scan.pdf", "LICENCE", ".hidden.pdf"):
        (folder / name).write_bytes(b"x")
    page = (SAMPLES / "cut-columns.txt").read_bytes()
    (folder / "cut-columns.txt").write_bytes(page)
    assert cli.run(["decisions", str(folder / "cut-columns.txt"), "-w"]) == 0
    file = folder / "cut-columns.decisions.toml"
    verdict = ("body → byline", 'decide = "reject"')
    file.write_text(decided(file.read_text("utf-8"), verdict), "utf-8")
    return folder


def batch(source: Path, *more: object) -> tuple[int, list[str]]:
    """Run a batch; return its status and the lines it said."""
    ended = run("batch", source, source.parent / "out", "-f", "xml", "-j", 1, *more)
    return ended.returncode, ended.stderr.splitlines()


def test_batch_names_what_has_warnings(delivery: Path) -> None:
    """On standard error, with what follows from a decision and what was passed over; a rerun is short."""
    status, lines = batch(delivery)
    assert status == 0
    assert [line for line in lines if line.startswith("warning: ")] == [
        f"warning: 1951/wrong.txt: {BYTES}; kept in the XML, shown as \ufffd elsewhere"
    ]
    (follows,) = [line for line in lines if line.startswith("follows from a decision: ")]
    assert follows.startswith("follows from a decision: cut-columns.txt:7:9: spaces: ")
    assert lines[-2:] == [
        SKIPPED,
        "2 converted, 0 unchanged, 0 failed, 1 with warnings",
    ]
    status, lines = batch(delivery)
    assert status == 0
    assert lines == [
        SKIPPED,
        "0 converted, 2 unchanged, 0 failed, 1 with warnings",
    ]


def test_strict_is_the_same_everywhere(delivery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit with 1 if there were warnings, those of issues that are left as they are among them."""
    assert batch(delivery, "--strict")[0] == 1
    status, lines = batch(delivery, "--strict")
    assert status == 1
    assert any(line.startswith(f"warning: 1951/wrong.txt: {BYTES}") for line in lines)
    wrong, good = str(delivery / "1951" / "wrong.txt"), str(delivery / "cut-columns.txt")
    book = ["-o", str(delivery.parent / "book.epub"), "--title", "日报"]
    for arguments in (["convert", "-f", "xml", "-o", str(delivery.parent / "one")], ["collect", *book]):
        assert cli.run([*arguments, wrong, "--strict"]) == 1
        assert cli.run([*arguments, wrong]) == 0
        assert cli.run([*arguments, good, "--strict"]) == 0
    file = delivery / "cut-columns.decisions.toml"
    file.write_text(file.read_text("utf-8").replace('words = "', 'words = "别'), "utf-8")
    assert cli.run(["decisions", good]) == 0
    assert cli.run(["decisions", good, "--strict"]) == 1
    assert "finds no place" in capsys.readouterr().err


def test_retry_has_strict_too(tmp_path: Path) -> None:
    """What failed before is converted with warnings."""
    page = tmp_path / "page.txt"
    page.write_bytes(b"")
    assert batch(page)[0] == 1
    page.write_bytes(WRONG)
    ended = run("retry", tmp_path / "out", "--strict")
    assert ended.returncode == 1
    assert "1 converted, 0 unchanged, 0 failed, 1 with warnings" in ended.stderr


def test_retry_counts_the_warnings_that_still_stand(delivery: Path) -> None:
    """Of issues that are not tried again: the same as `batch --strict` says."""
    batch(delivery)
    ended = run("retry", delivery.parent / "out", "--strict")
    assert ended.returncode == 1
    assert f"warning: 1951/wrong.txt: {BYTES}" in ended.stderr
    assert "0 converted, 0 unchanged, 0 failed, 1 with warnings" in ended.stderr
    assert run("retry", delivery.parent / "out").returncode == 0


def test_status_and_report_tell_the_same(delivery: Path) -> None:
    """By name, as people and machines read it."""
    batch(delivery)
    out = delivery.parent / "out"
    status = json.loads(run("status", out, "--json").stdout)
    assert [w["issue"] for w in status["warnings"]] == ["1951/wrong.txt"]
    assert status["warnings"][0]["warnings"][0].startswith(BYTES)
    assert [n["issue"] for n in status["notes"]] == ["cut-columns.txt"]
    assert status["run"]["passed_over"] == {"": 1, ".pdf": 2, ".xml": 1, "hidden": 1}
    table = " ".join(run("status", out).stdout.split())
    page = run("report", out).stdout
    for text in (table, page):
        assert SKIPPED in text
        assert BYTES in text
    assert f"warning: 1951/wrong.txt: {BYTES}" in table
    assert "follows from a decision: cut-columns.txt:7:9: spaces" in table
    assert page.count("follows from a decision: <") == 1


def test_logs_have_notes_and_what_was_passed_over(delivery: Path) -> None:
    """One object a line."""
    _, lines = batch(delivery, "--log-json", "--strict")
    events = [json.loads(line) for line in lines]
    notes = {e["issue"]: len(e["notes"]) for e in events if e["event"] == "converted"}
    assert notes == {"1951/wrong.txt": 0, "cut-columns.txt": 1}
    assert (events[-1]["warned"], events[-1]["passed_over"][".pdf"]) == (1, 2)
    _, lines = batch(delivery, "--log-json", "--strict")
    assert [json.loads(line)["event"] for line in lines] == ["remark", "remark", "ended"]


def test_dry_run_counts_what_is_passed_over(delivery: Path) -> None:
    """Before anything is done."""
    status, lines = batch(delivery, "--dry-run")
    assert status == 0
    assert lines == [
        SKIPPED,
        "would convert 2, skip 0 unchanged; 0 cannot be converted",
    ]


def test_what_convert_wrote_is_not_passed_over(delivery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The output folder may lie among the sources."""
    for _ in range(2):
        assert cli.run(["convert", str(delivery), "-f", "docx", "-o", str(delivery / "output")]) == 0
        assert capsys.readouterr().err.splitlines()[-1] == (SKIPPED)


def test_collect_tells_what_it_passes_over(delivery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a folder of archival XML nothing: what stands beside it was made with it."""
    book = str(delivery.parent / "book.epub")
    assert cli.run(["collect", str(delivery), "-o", book, "--title", "日报"]) == 0
    assert f"{SKIPPED}\n" in capsys.readouterr().err
    out = delivery.parent / "finished"
    assert cli.run(["convert", str(delivery / "cut-columns.txt"), "-f", "xml,docx", "-o", str(out)]) == 0
    capsys.readouterr()
    assert cli.run(["collect", str(out), "-o", book, "--title", "日报"]) == 0
    assert "files skipped" not in capsys.readouterr().err


def test_a_ledger_of_the_first_version_is_read_on(delivery: Path) -> None:
    """Nothing is converted anew because the tables have more columns now."""
    batch(delivery)
    out = delivery.parent / "out"
    with open_ledger(out) as ledger:
        before = [issue_as_mapping(issue) for issue in ledger.issues()]
    with sqlite3.connect(ledger_path(out)) as base:
        base.executescript(
            "DROP TABLE former; DROP TABLE problem;"
            "ALTER TABLE run DROP COLUMN passed_over; ALTER TABLE issue DROP COLUMN encoding;"
            "ALTER TABLE issue DROP COLUMN notes; ALTER TABLE issue DROP COLUMN decisions;"
            "ALTER TABLE issue DROP COLUMN exit_code; ALTER TABLE issue DROP COLUMN damage;"
            "ALTER TABLE issue DROP COLUMN pages; ALTER TABLE issue DROP COLUMN made;"
            "ALTER TABLE issue RENAME COLUMN output_key TO claim;"
            "PRAGMA user_version = 1;"
        )
    base.close()
    assert VERSION - 1 in MIGRATIONS
    assert "0 converted, 2 unchanged" in batch(delivery)[1][-1]
    with open_ledger(out) as ledger:
        after = [issue_as_mapping(issue) for issue in ledger.issues()]
    lost: dict[str, object] = {"encoding": "", "notes": [], "decisions": None, "damage": {}}
    assert after == [{**issue, **lost} for issue in before]


def test_the_ledger_knows_when_outputs_were_first_made(delivery: Path) -> None:
    """Another run that makes the same bytes alters nothing; a corrected source is newer."""
    out = delivery.parent / "out"
    batch(delivery)
    with sqlite3.connect(ledger_path(out)) as base:
        base.execute("UPDATE issue SET made = 1000, key = 'x'")
    base.close()
    (delivery / "1951" / "wrong.txt").write_bytes(WRONG + "又一段。\n".encode())
    assert "2 converted" in batch(delivery)[1][-1]
    times = sorted(time.timestamp() for time in standing(out).made.values())
    assert times[0] == 1000
    assert times[1] > 1_700_000_000


def test_every_command_says_which_file_is_wrong(tmp_path: Path) -> None:
    """A metadata file, by its path below the folder that was named, and with what a date looks like."""
    folder = tmp_path / "in"
    (folder / "1951").mkdir(parents=True)
    (folder / "1951" / "page.txt").write_text("日报\n", "utf-8")
    (folder / "1951" / "issue.toml").write_text("date = 2026-13-45\n", "utf-8")
    status, lines = batch(folder)
    assert status == 1
    (error,) = [line for line in lines if line.startswith("error: ")]
    assert error.startswith("error: 1951/issue.toml:1:")
    assert error.endswith("give it as 2025-12-08, 2025-12 or 2025 (ISO 8601)")
    out = tmp_path / "out"
    for text in (run("why", out, "page").stdout, run("status", out).stdout, run("report", out).stdout):
        assert "1951/issue.toml:1:" in text
    assert "1951/page.txt: 1951/issue.toml:1:" in run("batch", folder, out, "-f", "xml", "-n").stdout
