"""A batch replaces no file that is not as it wrote it, and says so before it begins."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from convert.cli import run
from convert.errors import ExitCode
from tests.support.batches import command, issues, surroundings, trap
from tests.support.batches import run as run_process
from tests.support.your_files import PAGE, files, stand_beside_page


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a page."""
    return stand_beside_page(tmp_path, monkeypatch)


def test_a_batch_among_the_files_of_a_firm(folder: Path) -> None:
    """All are named before anything is written; with --keep-edited their issues fail alone."""
    delivery = folder / "issues"
    issues(delivery, 3)
    for name in ("1950/000.pdf", "1950/000.xml", "1952/002.xml"):
        (delivery / name).write_bytes(b"the firm's")
    before = files(delivery)
    batch = ("batch", delivery, delivery, "-f", "xml,pdf", "-j", 1)
    ended = run_process(*batch, "--dry-run")
    assert ended.returncode == 1
    assert all(
        f"would be replaced: {delivery}/{n}: not written" in ended.stdout for n in before if "txt" not in n
    )
    ended = run_process(*batch)
    assert ended.returncode == ExitCode.BAD_OUTPUT, ended.stderr
    assert ended.stderr.count("\n") == 1
    assert "3 files would be replaced: not written by backfile: " in ended.stderr
    assert all(name in ended.stderr for name in before if "txt" not in name)
    assert "--force replaces them; or give --keep-edited" in ended.stderr
    assert files(delivery) == before
    (delivery / "1952" / "002.xml").unlink()
    assert run_process(*batch, "--force", "--keep-edited").returncode == ExitCode.USAGE
    ended = run_process(*batch, "--keep-edited")
    assert ended.returncode == 1, ended.stderr
    assert "2 files would be replaced: not written by backfile: 000.xml, 000.pdf" in ended.stderr
    assert "2 converted, 0 unchanged, 1 failed" in ended.stderr
    assert (delivery / "1950" / "000.pdf").read_bytes() == (delivery / "1950" / "000.xml").read_bytes()
    assert (delivery / "1951" / "001.pdf").read_bytes().startswith(b"%PDF")
    state = json.loads(run_process("status", delivery, "--json").stdout)
    assert [error["kind"] for error in state["errors"]] == ["ProtectedOutput"]
    ended = run_process("retry", delivery, "-j", 1)
    assert (ended.returncode, "2 files would be replaced" in ended.stderr) == (ExitCode.BAD_OUTPUT, True)
    assert run_process("retry", delivery, "-j", 1, "--keep-edited").returncode == 1
    assert run_process("retry", delivery, "-j", 1, "--force").returncode == 0
    assert (delivery / "1950" / "000.pdf").read_bytes().startswith(b"%PDF")


def test_what_an_editor_wrote_survives_the_next_batch(folder: Path) -> None:
    """Night after night, whether or not the source has changed; its other files are ours all the while."""
    source, out = issues(folder / "in", 2), folder / "out"
    batch = ("batch", source, out, "-f", "xml,docx", "-j", 1)
    assert run_process(*batch).returncode == 0
    page = out / "1950" / "000.docx"
    edited = page.read_bytes() + b"an editor's paragraph"
    page.write_bytes(edited)
    for text in ("云津日报\n\n今天天晴。\n", "云津日报\n\n明天天晴。\n"):
        (source / "1950" / "000.txt").write_text(text, "utf-8")
        before = files(out)
        ended = run_process(*batch)
        assert ended.returncode == ExitCode.BAD_OUTPUT
        assert "000.docx: would be replaced: edited since it was written" in ended.stderr
        assert files(out) == before
        ended = run_process(*batch, "--keep-edited")
        assert ended.returncode == 1
        assert "000.docx: would be replaced: edited since it was written" in ended.stderr
        assert "1 failed" in ended.stderr
        assert page.read_bytes() == edited
    page.rename(folder / "kept.docx")
    assert run_process(*batch).returncode == 0
    assert "明天天晴" in (out / "1950" / "000.xml").read_text("utf-8")
    assert "0 converted, 2 unchanged" in run_process(*batch).stderr


def test_a_batch_compares_what_it_has_no_record_of(folder: Path) -> None:
    """Where the ledger is lost, the same bytes are no collision, and one other byte in one file is."""
    source, out = issues(folder / "in", 3), folder / "out"
    batch = ("batch", source, out, "-f", "xml,docx", "-j", 1)
    assert run_process(*batch).returncode == 0
    shutil.rmtree(out / ".backfile")
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.*")}
    assert run_process(*batch).returncode == 0
    assert all(path.stat().st_mtime_ns == mtime for path, mtime in before.items() if path.is_file())
    page = out / "1951" / "001.docx"
    page.write_bytes(page.read_bytes() + b"mine")
    shutil.rmtree(out / ".backfile")
    ended = run_process(*batch)
    assert ended.returncode == ExitCode.BAD_OUTPUT
    assert "001.docx: would be replaced: not written by backfile" in ended.stderr
    assert not (out / ".backfile" / "ledger.db").exists()


def test_an_edit_that_kept_size_and_time_is_noticed(folder: Path) -> None:
    """Of what is to be replaced every byte counts."""
    source, out = issues(folder / "in", 2), folder / "out"
    batch = ("batch", source, out, "-f", "xml", "-j", 1)
    assert run_process(*batch).returncode == 0
    page = out / "1950" / "000.xml"
    status = page.stat()
    edited = page.read_bytes().replace("桥".encode(), "路".encode())
    page.write_bytes(edited)
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert run_process(*batch).returncode == 0
    (source / "1950" / "000.txt").write_text("云津日报\n\n今天天晴。\n", "utf-8")
    assert run_process(*batch).returncode == ExitCode.BAD_OUTPUT
    assert page.read_bytes() == edited


def test_an_argument_that_names_nothing_makes_no_folder(folder: Path) -> None:
    """Nor does an option that cannot be."""
    (folder / "in").mkdir()
    for arguments in (
        ("missing", "out"),
        ("in", "out", "--template", "{none}"),
        ("in", "out", "--max-failures", "x"),
        ("in", "out", "--scheduler", "tcp://here:1"),
        ("in", "out", "--force", "--keep-edited"),
    ):
        assert run_process("batch", *arguments).returncode in {2, 3}, arguments
        assert not (folder / "out").exists(), arguments


def test_formats_that_a_batch_leaves_out_stay_known(folder: Path) -> None:
    """A DOCX of the first run is ours in the third, though the second wrote none."""
    source, out = issues(folder / "in", 2), folder / "out"
    batch = ("batch", source, out, "-j", 1)
    assert run_process(*batch, "-f", "xml,docx").returncode == 0
    (source / "1950" / "000.txt").write_text("云津日报\n\n今天天晴。\n", "utf-8")
    assert run_process(*batch, "-f", "xml").returncode == 0
    (source / "1950" / "000.txt").write_text("云津日报\n\n明天天晴。\n", "utf-8")
    ended = run_process(*batch, "-f", "xml,docx")
    assert ended.returncode == 0, ended.stderr


def test_a_batch_that_was_killed_knows_its_own_files(folder: Path) -> None:
    """What was planned and not done leaves on record what stands there."""
    source, out, traps = folder / "in" / "a.txt", folder / "out", trap(folder / "traps")
    source.parent.mkdir()
    batch = ("batch", source.parent, out, "-f", "trap", "-j", 1)
    source.write_text("今天天晴。\n", "utf-8")
    assert run_process(*batch, traps=traps).returncode == 0
    source.write_text("SLEEP\n", "utf-8")
    with subprocess.Popen(command(*batch), env=surroundings(traps), stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while "SLEEP" not in state_of(out) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.kill()
    source.write_text("明天天晴。\n", "utf-8")
    ended = run_process(*batch, traps=traps)
    assert ended.returncode == 0, ended.stderr
    assert (out / "a.trap").read_text("utf-8") == "明天天晴。"


def state_of(out: Path) -> str:
    """Return SLEEP while an issue is being converted."""
    return "SLEEP" if json.loads(run_process("status", out, "--json").stdout)["running"] else ""


def test_convert_and_batch_know_each_others_files(folder: Path) -> None:
    """One page of a batch done again by hand is no collision, nor is the next batch."""
    (folder / "in").mkdir()
    (folder / "in" / "page.txt").write_text(PAGE, "utf-8")
    batch = ("batch", folder / "in", folder / "out", "-f", "xml", "-j", 1)
    assert run_process(*batch).returncode == 0
    assert run(["convert", "in/page.txt", "-o", "out", "-f", "xml", "--title", "报"]) == 0
    assert run_process(*batch).returncode == 0


@pytest.mark.parametrize("name", [".backfile/outputs", ".backfile/outputs.new", ".backfile/lock", "page.xml"])
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(folder: Path, name: str) -> None:
    """The run ends, and says so where it cannot write."""
    out = folder / "out"
    (out / ".backfile").mkdir(parents=True)
    if name.endswith(".new"):
        assert run_process("convert", "page.txt", "-f", "xml,docx", "-o", out).returncode == 0
        (out / "page.docx").unlink()
    os.mkfifo(out / name)
    for arguments in (("convert", "page.txt", "-o"), ("batch", "page.txt")):
        ended = subprocess.run(
            command(*arguments, out, "-f", "xml", *(["--title", "报"] if "-o" in arguments else ["-j", "1"])),
            env=surroundings(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode in {0, ExitCode.BAD_OUTPUT}, ended.stderr
        assert "internal" not in ended.stderr
