"""What is stale does not travel: outputs whose sources are gone, have failed, or were not converted again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from convert.archive.bag import FAILED, verify_bag
from convert.batch.stale import standing
from convert.cli import run as run_command
from convert.system.staging import FOLDER
from tests.support.batches import issues, run, tree

NOISE = bytes(range(256)) * 9
"""No text in any encoding."""


def invoke(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run a command in this process: its status, what it wrote, what it said."""
    status = run_command([str(each) for each in arguments])
    captured = capfd.readouterr()
    return status, captured.out, captured.err


def to_folder(source: Path) -> None:
    """Put a folder into the place of a source."""
    source.unlink()
    source.mkdir()


STALE: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (Path.unlink, "its source is gone"),
    "no text": (lambda source: source.write_bytes(NOISE), "its source has failed since"),
    "empty": (lambda source: source.write_bytes(b""), "its source has failed since"),
    "a folder": (to_folder, "its source has failed since"),
    "too large": (lambda source: source.write_text("新" * 60_000), "its source has failed since"),
    "wrong metadata": (
        lambda source: source.with_suffix(".toml").write_text("date = 5\n"),
        "its source has failed since",
    ),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Convert four issues once, and keep a copy: a ledger names its sources by their place."""
    place = tmp_path_factory.mktemp("stale")
    issues(place / "work" / "in", 4)
    ended = run(*batch(place / "work"))
    assert ended.returncode == 0, ended.stderr
    shutil.copytree(place / "work", place / "kept")
    return place


@pytest.fixture
def delivery(place: Path) -> Path:
    """Return the four issues, converted and untouched since."""
    shutil.rmtree(place / "work")
    return Path(shutil.copytree(place / "kept", place / "work"))


def batch(delivery: Path, *options: object) -> list[object]:
    """Return the command that converts the issues."""
    top = delivery
    return ["batch", top / "in", top / "out", "-f", "xml,docx", "-j", 1, "--max-size", "0.1", *options]


@pytest.mark.parametrize("kind", STALE)
def test_bag_and_catalogue_leave_out_what_is_stale(
    delivery: Path, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """They name it and end with 1; the bag is valid, and says what failed and why."""
    alter, reason = STALE[kind]
    alter(delivery / "in" / "1951" / "001.txt")
    invoke(capfd, *batch(delivery))
    out, bag = delivery / "out", delivery / "bag"
    status, written, message = invoke(capfd, "bag", out, "-o", bag)
    assert status == 1, message
    assert "3 issues" in written
    assert f"left out: 1951/001: {reason}" in message
    assert not list(bag.rglob("001*"))
    assert not verify_bag(bag)
    listed = json.loads((bag / FAILED).read_text())
    assert [each["issue"] for each in listed["left_out"]] == ["1951/001"]
    assert [each["issue"] for each in listed["failed"]] == ([] if kind == "gone" else ["1951/001.txt"])
    assert all(each["what"] and each["state"] == "failed" for each in listed["failed"])
    assert f"{FAILED}\n" in (bag / "tagmanifest-sha256.txt").read_text()
    status, written, message = invoke(capfd, "catalogue", out, "--no-covers")
    assert (status, "3 issues" in written) == (1, True)
    assert "1951/001" in message
    assert reason in message
    assert "001" not in (out / "catalogue" / "index.html").read_text()


@pytest.mark.parametrize("kind", STALE)
def test_what_is_stale_may_be_asked_for(delivery: Path, kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    """With --include-stale it is taken, and the status is 0."""
    STALE[kind][0](delivery / "in" / "1951" / "001.txt")
    invoke(capfd, *batch(delivery))
    out = delivery / "out"
    status, written, _ = invoke(capfd, "bag", out, "-o", delivery / "bag", "--include-stale")
    assert (status, "4 issues" in written) == (0, True)
    assert (delivery / "bag" / "data" / "1951" / "001" / "001.xml").is_file()
    status, written, _ = invoke(capfd, "catalogue", out, "--no-covers", "--include-stale")
    assert (status, "4 issues" in written) == (0, True)


def test_parts_of_a_delivery_know_its_ledger(delivery: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A folder in OUT, and one around it, ask the same ledger."""
    (delivery / "in" / "1951" / "001.txt").write_bytes(NOISE)
    invoke(capfd, *batch(delivery))
    assert list(standing(delivery / "out" / "1951").stale) == ["001"]
    assert list(standing(delivery).stale) == ["out/1951/001"]
    assert not standing(delivery / "out" / "1950").stale
    assert not standing(delivery / "in").stale


def test_orphans_are_named(delivery: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """By batch, its dry run, its log, status, report and why; with --strict the status is 1."""
    source = delivery / "in" / "1951" / "001.txt"
    text = source.read_bytes()
    source.unlink()
    line = "1951/001.txt: its source is gone"
    files = ["1951/001.xml", "1951/001.docx"]
    assert line in invoke(capfd, *batch(delivery, "--dry-run"))[1]
    status, _, message = invoke(capfd, *batch(delivery))
    assert (status, line in message, "1 orphaned" in message) == (0, True, True)
    assert all(name in message for name in files)
    assert invoke(capfd, *batch(delivery, "--strict"))[0] == 1
    log = [json.loads(line) for line in invoke(capfd, *batch(delivery, "--log-json"))[2].splitlines()]
    assert [e["files"] for e in log if e["event"] == "orphaned"] == [files]
    out = delivery / "out"
    assert line in invoke(capfd, "status", out)[1]
    known = json.loads(invoke(capfd, "status", out, "--json")[1])
    assert (known["orphaned"], known["orphans"]) == (1, [{"issue": "1951/001.txt", "stale": files}])
    assert "Outputs whose sources are gone" in invoke(capfd, "report", out)[1]
    assert "its source is gone" in invoke(capfd, "why", out, "001")[1]
    source.write_bytes(text)
    assert "1 converted, 3 unchanged" in invoke(capfd, *batch(delivery))[2]
    assert json.loads(invoke(capfd, "status", out, "--json")[1])["orphaned"] == 0


def test_prune_moves_aside_and_deletes_nothing(delivery: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What somebody has altered stays where it is; what was moved before is not replaced."""
    out, name = delivery / "out", "1951/001"
    before = tree(out)
    (delivery / "in" / f"{name}.txt").unlink()
    with (out / f"{name}.docx").open("ab") as file:
        file.write(b"edited")
    standing_there = out / FOLDER / "orphans" / f"{name}.xml"
    standing_there.parent.mkdir(parents=True)
    standing_there.write_text("of a former run")
    archive = sha256((out / f"{name}.xml").read_bytes()).hexdigest()
    status, _, message = invoke(capfd, *batch(delivery, "--prune"))
    assert status == 0, message
    assert "1 file moved to .backfile/orphans in OUT" in message
    assert "not moved, because they were altered since they were written: 1951/001.docx" in message
    assert (out / f"{name}.docx").read_bytes().endswith(b"edited")
    assert not (out / f"{name}.xml").exists()
    assert standing_there.read_text() == "of a former run"
    assert sha256(standing_there.with_name("001-2.xml").read_bytes()).hexdigest() == archive
    assert len(tree(out)) == len(before) - 1


def test_a_source_that_cannot_be_reached_is_not_gone(
    delivery: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that may not be opened is an error of its own; its outputs are not taken for orphans."""
    lstat = os.lstat
    folder = os.fsencode(delivery / "in" / "1951") + b"/"

    def refuse(path: bytes | str) -> os.stat_result:
        if isinstance(path, bytes) and path.startswith(folder):
            raise PermissionError(13, "Permission denied")
        return lstat(path)

    for file in (delivery / "in" / "1951").iterdir():
        file.unlink()
    monkeypatch.setattr(os, "lstat", refuse)
    _, _, message = invoke(capfd, *batch(delivery, "--prune"))
    assert "orphaned" not in message
    assert (delivery / "out" / "1951" / "001.xml").is_file()


def test_a_source_that_failed_and_went_is_forgotten(
    delivery: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing is left of it, so nothing is said of it."""
    (delivery / "in" / "bad.txt").write_bytes(NOISE)
    assert invoke(capfd, *batch(delivery))[0] == 1
    (delivery / "in" / "bad.txt").unlink()
    assert invoke(capfd, *batch(delivery))[0] == 0
    assert invoke(capfd, "status", delivery / "out")[0] == 0


def test_what_waits_for_another_run_is_stale(delivery: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A run that ended before an issue's turn leaves the output of its former source."""
    (delivery / "in" / "1950" / "000.txt").write_bytes(NOISE)
    for name in ("1950/003", "1951/001", "1952/002"):
        (delivery / "in" / f"{name}.txt").write_text("别的\n\n今天天晴。\n")
    invoke(capfd, *batch(delivery, "--max-failures", "0"))
    state = standing(delivery / "out").stale
    assert state["1950/000"].startswith("its source has failed since")
    assert "its source has changed and was not converted again" in state.values()


def test_a_failure_without_outputs_is_in_the_list(delivery: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The bag is whole, and says what it lacks."""
    (delivery / "in" / "bad.txt").write_bytes(NOISE)
    invoke(capfd, *batch(delivery))
    status, written, message = invoke(capfd, "bag", delivery / "out", "-o", delivery / "bag")
    assert (status, "4 issues" in written) == (0, True)
    assert f"1 failed and listed in {FAILED}" in message
    listed = json.loads((delivery / "bag" / FAILED).read_text())
    assert (listed["failed"][0]["issue"], listed["left_out"]) == ("bad.txt", [])
    assert listed["failed"][0]["what"]


def test_a_folder_without_a_ledger_is_taken_as_it_is(
    delivery: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What convert wrote has no ledger to ask."""
    out = delivery / "plain"
    assert invoke(capfd, "convert", delivery / "in" / "1950" / "000.txt", "-o", out, "-f", "xml")[0] == 0
    assert invoke(capfd, "bag", out)[0] == 0
    assert not (delivery / "plain-bag" / FAILED).exists()


def documents(out: Path) -> list[str]:
    """Return the Word documents of a folder, what is kept aside left out."""
    paths = (path.relative_to(out) for path in out.rglob("*.docx"))
    return sorted(path.as_posix() for path in paths if FOLDER not in path.parts)


def without(delivery: Path, *options: object) -> list[object]:
    """Return the command that converts the issues into XML alone."""
    return ["xml" if each == "xml,docx" else each for each in batch(delivery, *options)]


def test_formats_that_are_dropped_are_stale(delivery: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """They are named by each command, stay out of bag and catalogue, and can be pruned."""
    out = delivery / "out"
    status, _, message = invoke(capfd, *without(delivery))
    assert status == 0
    line = "stale: 1951/001.docx: its format is no longer requested"
    assert line in message.splitlines()
    assert "4 stale (--prune moves them aside)" in message
    assert line in invoke(capfd, *without(delivery, "--dry-run"))[1].splitlines()
    assert line in invoke(capfd, "status", out)[1].splitlines()
    listed = json.loads(invoke(capfd, "status", out, "--json")[1])["stale"]
    assert {each["file"] for each in listed} == set(documents(out))
    page = invoke(capfd, "report", out)[1]
    assert all(page.count(f"<td><bdi>{file}</bdi></td>") == 1 for file in documents(out))
    assert invoke(capfd, *without(delivery, "--strict"))[0] == 1
    status, _, message = invoke(capfd, "bag", out, "-o", delivery / "bag")
    assert (status, "left out: 1951/001.docx: its format is no longer requested" in message) == (1, True)
    assert not list((delivery / "bag").rglob("*.docx"))
    assert len(list((delivery / "bag" / "data").rglob("00?.xml"))) == 4
    status, written, message = invoke(capfd, "catalogue", out, "--no-covers")
    assert (status, "4 issues" in written, "1951/001.docx" in message) == (1, True, True)
    assert ".docx" not in (out / "catalogue" / "index.html").read_text()
    edited = out / "1950" / "000.docx"
    edited.write_bytes(edited.read_bytes() + b"mine")
    status, _, message = invoke(capfd, *without(delivery, "--prune", "--strict"))
    assert (status, "3 files moved to .backfile/former in OUT" in message) == (1, True)
    assert "not moved, because they were altered since they were written: 1950/000.docx" in message
    assert documents(out) == ["1950/000.docx"]
    assert len(list((out / FOLDER / "former").rglob("*.docx"))) == 3


def test_a_format_that_comes_back_is_not_stale(delivery: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Its files are ours to replace, whatever has become of the sources meanwhile."""
    out = delivery / "out"
    invoke(capfd, *without(delivery))
    (delivery / "in" / "1951" / "001.txt").write_text("明天天晴。\n", "utf-8")
    invoke(capfd, *without(delivery))
    status, _, message = invoke(capfd, *batch(delivery))
    assert (status, "stale" in message) == (0, False)
    assert invoke(capfd, "bag", out, "-o", delivery / "bag")[0] == 0


def test_what_convert_wrote_since_is_not_stale(delivery: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """One page of a dropped format done by hand."""
    out = delivery / "out"
    invoke(capfd, *without(delivery))
    source = delivery / "in" / "1951" / "001.txt"
    assert invoke(capfd, "convert", source, "-o", out / "1951", "-f", "docx", "--title", "报")[0] == 0
    assert "1951/001.docx" not in invoke(capfd, *without(delivery))[2]
    assert "1950/000.docx" in invoke(capfd, *without(delivery))[2]


def test_files_of_a_former_template_are_stale(delivery: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """They are told and pruned; back at the first template they are ours again."""
    out = delivery / "out"
    status, _, message = invoke(capfd, *batch(delivery, "--template", "by/{stem}"))
    assert (status, "8 stale" in message) == (0, True)
    assert "stale: 1951/001.xml: its issue has a new output path" in message
    assert (
        "1951/001.xml: its issue has a new output path" in invoke(capfd, "bag", out, "-o", delivery / "b")[2]
    )
    assert {path.parts[-2] for path in (delivery / "b" / "data").rglob("00?.docx")} == {
        "000", "001", "002", "003"
    }  # fmt: skip
    assert len(list((delivery / "b" / "data").rglob("00?.docx"))) == 4
    (delivery / "in" / "1951" / "001.txt").write_text("明天天晴。\n", "utf-8")
    status, _, message = invoke(capfd, *batch(delivery))
    assert (status, "8 stale" in message) == (0, True), message
    assert "stale: by/001.xml" in message
    status, _, message = invoke(capfd, *batch(delivery, "--prune"))
    assert (status, "8 files moved to .backfile/former in OUT" in message) == (0, True)
    assert sorted(path.name for path in out.iterdir()) == [".backfile", "1950", "1951", "1952", "by"]
    assert not list((out / "by").iterdir())
    assert invoke(capfd, "bag", out, "-o", delivery / "bag")[0] == 0


def test_a_ledger_that_was_damaged_knows_what_is_stale(
    delivery: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """By its copy."""
    invoke(capfd, *without(delivery))
    (delivery / "out" / FOLDER / "ledger.db").write_bytes(b"garbled")
    assert "4 stale" in invoke(capfd, *without(delivery))[2]


def test_collect_asks_the_ledger(delivery: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An archival XML that is stale is left out and named, however it is given; the status is 1."""
    out, source = delivery / "out", delivery / "in"
    (source / "1951" / "001.txt").write_bytes(NOISE)
    (source / "1952" / "002.txt").unlink()
    invoke(capfd, *batch(delivery))
    archives = sorted(out.rglob("*.xml"))
    for number, given in enumerate(([out], archives, [out / "1951", out / "1950", out / "1952"])):
        book = delivery / f"{number}.epub"
        status, _, message = invoke(capfd, "collect", *given, "-o", book, "--title", "书")
        assert status == 1, message
        assert f"{out}/1951/001.xml: its source has failed since" in message
        assert f"{out}/1952/002.xml: its source is gone" in message
        assert book.is_file()
    arguments = ("collect", out, "-o", delivery / "all.epub", "--title", "书", "--include-stale")
    assert invoke(capfd, *arguments)[0] == 0
    (out / FOLDER / "ledger.db").write_bytes(b"garbled")
    collect = ("collect", out, "-o", delivery / "x.epub", "--title", "书")
    status, _, message = invoke(capfd, *collect)
    assert (status, "--include-stale" in message) == (3, True)
    assert invoke(capfd, *collect, "--include-stale")[0] == 0
