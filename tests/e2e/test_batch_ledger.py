"""A ledger that was damaged: batch sets it aside and goes on, the commands that only read say so."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from convert.batch.ledger import copy_path, ledger_path, open_ledger
from convert.batch.rebuild import mend_ledger, set_aside
from convert.batch.records import State
from convert.cli import run as run_command
from convert.system.staging import FOLDER
from tests.support.batches import issues, run, touched, tree


def sql(statements: str) -> Callable[[Path], None]:
    """Return what alters a ledger by SQL."""

    def alter(path: Path) -> None:
        with closing(sqlite3.connect(path)) as base:
            base.executescript(statements)

    return alter


def cut(path: Path) -> None:
    """Leave the first half of a file."""
    os.truncate(path, path.stat().st_size // 2)


def garble(path: Path) -> None:
    """Write noise over all but the first page."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))


def replace_by_folder(path: Path) -> None:
    """Put a folder with a file in it into its place."""
    path.unlink()
    path.mkdir()
    (path / "note.txt").write_text("x")


def replace_by_pipe(path: Path) -> None:
    """Put a pipe into its place: who opens it waits for ever."""
    path.unlink()
    os.mkfifo(path)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "cut": cut,
    "garbled": garble,
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("no database\n" * 1000),
    "zeros": lambda path: path.write_bytes(bytes(8192)),
    "a folder": replace_by_folder,
    "a pipe": replace_by_pipe,
    "no table issue": sql("DROP TABLE issue"),
    "no table run": sql("DROP TABLE run"),
    "no column": sql("ALTER TABLE issue DROP COLUMN rules"),
    "a column of another type": sql(
        "ALTER TABLE issue DROP COLUMN tries; ALTER TABLE issue ADD COLUMN tries TEXT"
    ),
    "another version": sql("PRAGMA user_version = 99"),
    "no version": sql("PRAGMA user_version = 0"),
    "a negative count": sql("UPDATE issue SET changes = -1"),
    "a count that is a word": sql("UPDATE issue SET proposals = 'many'"),
    "a state unknown": sql("UPDATE issue SET state = 'dreaming'"),
    "a state that is none": sql("UPDATE issue SET state = 7"),
    "JSON that is none": sql("UPDATE issue SET outputs = '{'"),
    "JSON that is something else": sql("UPDATE issue SET outputs = '[1]'"),
    "JSON that is nested": sql("UPDATE issue SET warnings = replace(hex(zeroblob(50000)), '0', '[')"),
    "an output of negative size": sql(
        """UPDATE issue SET outputs = '{"xml": [-1, 1, "' || replace(hex(zeroblob(32)), '0', 'a') || '"]}'"""
    ),
    "a format with a path": sql("""UPDATE issue SET outputs = replace(outputs, '"xml"', '"/../../x"')"""),
    "a target out of the folder": sql(
        "UPDATE issue SET target = x'2e2e2f78', output_key = x'2e2e2f78' WHERE name LIKE '%000%'"
    ),
    "an absolute target": sql(
        "UPDATE issue SET target = x'2f78', output_key = x'2f78' WHERE name LIKE '%000%'"
    ),
    "a path that is text": sql("UPDATE issue SET path = 'x' WHERE name LIKE '%000%'"),
    "a time beyond all": sql("UPDATE issue SET began = 9e99"),
    "text that is no UTF-8": sql("UPDATE issue SET worker = CAST(x'ff' AS TEXT)"),
    "an exit status unknown": sql("UPDATE issue SET exit_code = 77"),
    "options that are none": sql("UPDATE run SET options = '[]'"),
    "options without sources": sql('UPDATE run SET options = \'{"formats": ["xml"]}\''),
    "an ending unknown": sql("UPDATE run SET ending = 'bliss'"),
    "a problem of no kind we know": sql("INSERT INTO problem VALUES (x'2f78', 'gloom', 'x')"),
    "a problem of no folder": sql("INSERT INTO problem VALUES ('x', 'double', 'x')"),
    "metadata unknown": sql("""UPDATE issue SET meta = '{"weather": "fine"}'"""),
}


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Convert three issues, once for all tests here."""
    top = tmp_path_factory.mktemp("ledger")
    issues(top / "in", 3)
    ended = run("batch", top / "in", top / "out", "-f", "xml", "-j", 1)
    assert ended.returncode == 0, ended.stderr
    return top


@pytest.fixture
def batch(delivery: Path, tmp_path: Path) -> Path:
    """Return a folder with a tree `in`, and `out` that was made of it, under the same paths in the ledger."""
    out = tmp_path / "out"
    shutil.copytree(delivery / "out", out, symlinks=True)
    return out


def state(folder: Path) -> dict[str, object]:
    """Return all that a folder holds, hidden files too: mode, time, and digest of what is a file."""
    return {
        str(path): (path.lstat().st_mode, path.lstat().st_mtime_ns, path.is_file() and digest(path))
        for path in sorted(folder.rglob("*"))
    }


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def invoke(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run a command in this process: its status, what it wrote, what it said."""
    status = run_command([str(each) for each in arguments])
    captured = capfd.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_ledger_is_named_and_left_alone_by_what_reads(
    batch: Path, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Status 3, one line that names the file and what mends it, and not a byte of OUT altered."""
    DAMAGE[kind](ledger_path(batch))
    before = state(batch)
    for command in (["status", batch], ["status", batch, "--json"], ["why", batch, "000"], ["report", batch]):
        status, written, message = invoke(capfd, *command)
        assert (status, written) == (3, ""), (command, message)
        assert message.count("\n") == 1
        assert "a damaged ledger" in message
        assert "`backfile batch` with the same IN and OUT" in message
    for command in (["retry", batch], ["bag", batch], ["catalogue", batch, "--no-covers"]):
        assert invoke(capfd, *command)[0] == 3, command
    assert state(batch) == before


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_ledger_stops_no_batch(
    delivery: Path, batch: Path, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is set aside, the outputs prove what is done, and nothing is converted or touched."""
    path = ledger_path(batch)
    outputs = touched(batch)
    DAMAGE[kind](path)
    damaged = None if path.is_dir() or path.is_fifo() else digest(path)
    status, _, message = invoke(capfd, "batch", delivery / "in", batch, "-f", "xml", "-j", 1)
    assert status == 0, message
    assert "0 converted, 3 unchanged, 0 failed" in message
    assert message.count("a damaged ledger") == 1
    assert touched(batch) == outputs
    (aside,) = (p for p in path.parent.glob("ledger.db.damaged-*") if not p.name.endswith(("-wal", "-shm")))
    assert aside.name in message
    assert damaged is None or digest(aside) == damaged
    assert invoke(capfd, "status", batch)[0] == 0
    assert "0 converted, 3 unchanged" in invoke(capfd, "batch", delivery / "in", batch, "-f", "xml")[2]


def test_without_a_copy_all_is_converted_again_and_stays(
    delivery: Path, batch: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Where nothing is left to go by, the outputs come out the same and are not touched."""
    outputs = touched(batch)
    garble(ledger_path(batch))
    garble(copy_path(batch))
    status, _, message = invoke(capfd, "batch", delivery / "in", batch, "-f", "xml", "-j", 1)
    assert (status, "3 converted, 0 unchanged" in message) == (0, True), message
    assert touched(batch) == outputs


def test_only_what_the_outputs_prove_is_taken_over(
    delivery: Path, batch: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A file that is not what its row says is made again, whatever its size and time are."""
    first = tree(batch)
    garble(ledger_path(batch))
    (output,) = batch.rglob("001.xml")
    output.unlink()
    _, _, message = invoke(capfd, "batch", delivery / "in", batch, "-f", "xml", "-j", 1)
    assert "1 converted, 2 unchanged" in message
    assert tree(batch) == first


def test_a_log_goes_with_its_ledger(tmp_path: Path) -> None:
    """What is set aside can be opened with its log, and nothing that was set aside before is replaced."""
    names = []
    for number in range(2):
        for part in ("", "-wal", "-shm"):
            (tmp_path / f"ledger.db{part}").write_text(f"{number}{part}")
        names.append(set_aside(tmp_path / "ledger.db", "2026-11-28").name)
    assert names == ["ledger.db.damaged-2026-11-28", "ledger.db.damaged-2026-11-28-2"]
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {
        f"{name}{part}": f"{number}{part}"
        for number, name in enumerate(names)
        for part in ("", "-wal", "-shm")
    }


def test_the_dry_run_says_so_and_writes_nothing(
    delivery: Path, batch: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nobody needs to fear that asking alters anything."""
    garble(ledger_path(batch))
    before = state(batch)
    status, _, message = invoke(capfd, "batch", delivery / "in", batch, "-f", "xml", "--dry-run")
    assert (status, "a damaged ledger" in message) == (3, True)
    assert state(batch) == before


@pytest.mark.parametrize("log", [False, True], ids=["quiet", "json"])
def test_bits_that_have_turned_are_found(
    delivery: Path, batch: Path, capfd: pytest.CaptureFixture[str], *, log: bool
) -> None:
    """Under an unchanged size and time only --check sees it; the file is kept aside, and made again."""
    first = tree(batch)
    (output,) = batch.rglob("001.xml")
    times = output.stat().st_atime_ns, output.stat().st_mtime_ns
    data = bytearray(output.read_bytes())
    data[-9] ^= 1
    output.write_bytes(data)
    os.utime(output, ns=times)
    command = ["batch", delivery / "in", batch, "-f", "xml", "-j", 1, *(["--log-json"] if log else [])]
    assert invoke(capfd, *command)[0] == 0
    status, listed, _ = invoke(capfd, *command, "--check", "--dry-run")
    assert (status, "1951/001.xml has different bytes" in listed) == (1, True)
    status, _, message = invoke(capfd, *command, "--check")
    assert status == 1
    assert "1951/001.xml" in message
    assert log or "1 converted, 2 unchanged, 0 failed" in message
    assert tree(batch) == first
    assert (batch / FOLDER / "rotten" / "1951" / "001.xml").read_bytes() == data
    assert invoke(capfd, *command, "--check")[0] == 0


def test_a_source_that_fails_keeps_its_outputs_on_record(
    delivery: Path, batch: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What was written before is still known by its digest, so that a later run may replace it."""
    copy = batch.parent / "in"
    shutil.copytree(delivery / "in", copy)
    command = ["batch", copy, batch.parent / "own", "-f", "xml", "-j", 1]
    assert invoke(capfd, *command)[0] == 0
    source = copy / "1951" / "001.txt"
    source.write_bytes(bytes(range(256)) * 9)
    assert invoke(capfd, *command)[0] == 1
    with open_ledger(batch.parent / "own") as ledger:
        (issue,) = ledger.issues(State.FAILED)
    assert issue.outcome.outputs["xml"].sha256 == digest(batch.parent / "own" / "1951" / "001.xml")


def test_what_failed_is_still_known_after_a_ledger_was_rebuilt(tmp_path: Path) -> None:
    """And what no file proves is to be converted: `retry` would take both."""
    source, out = issues(tmp_path / "in", 3), tmp_path / "out"
    (source / "1951" / "001.toml").write_text("date = 5\n")
    assert run("batch", source, out, "-f", "xml", "-j", 1).returncode == 1
    (out / "1950" / "000.xml").write_bytes(b"mine")
    ledger_path(out).write_bytes(b"garbled")
    told: list[str] = []
    mend_ledger(out, 0.0, told.append)
    with open_ledger(out) as ledger:
        states = {issue.name: issue.state for issue in ledger.issues()}
        (failed,) = ledger.issues(State.FAILED)
    assert states == {
        "1950/000.txt": State.WAITING,
        "1951/001.txt": State.FAILED,
        "1952/002.txt": State.DONE,
    }
    assert failed.failure
    assert failed.failure.location.startswith("1951/001.toml")
    assert "1 issue known by the outputs" in told[0]
