"""A delivery that may not be written to: decisions stand elsewhere, and every command finds them there."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copy

import pytest

from convert import cli
from tests.support.batches import run as run_apart
from tests.support.batches import tree
from tests.support.decided import decided
from tests.support.paths import SAMPLES

NAME = "1951/cut-columns.decisions.toml"


def rejecting(listed: Path) -> None:
    """Reject one change of a decisions file."""
    text = listed.read_text("utf-8")
    listed.write_text(decided(text, ('rule = "fullwidth-punctuation"', 'decide = "reject"')), "utf-8")


@pytest.fixture
def delivery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a delivery, and decide on one of its pages elsewhere."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    (folder / "1951").mkdir(parents=True)
    for name in ("cut-columns.txt", "cut-columns.toml"):
        copy(SAMPLES / name, folder / "1951")
    copy(SAMPLES / "clean.txt", folder)
    assert cli.run(["decisions", "in/1951/cut-columns.txt", "-o", f"reviewed/{NAME}"]) == 0
    rejecting(tmp_path / "reviewed" / NAME)
    return folder


def rejected(xml: Path) -> int:
    """Count the changes that a reviewer has rejected."""
    return xml.read_text("utf-8").count('cert="0" resp="#reviewer"')


def test_decisions_are_written_elsewhere_and_kept(delivery: Path) -> None:
    """`-o` names a file or a folder; what was decided there is kept, and nothing is written beside FILE."""
    source, file = str(delivery / "1951" / "cut-columns.txt"), Path("reviewed") / NAME
    assert cli.run(["decisions", source, "-o", str(file)]) == 0
    assert file.read_text("utf-8").count('\ndecide = "reject"') == 1
    Path("flat").mkdir()
    assert cli.run(["decisions", source, "-o", "flat"]) == 0
    assert [path.name for path in Path("flat").iterdir()] == ["cut-columns.decisions.toml"]
    assert cli.run(["decisions", source, "-o", "not/yet/there/"]) == 0
    assert [path.name for path in Path("not/yet/there").iterdir()] == ["cut-columns.decisions.toml"]
    assert cli.run(["decisions", source, "-o", str(file), "-w"]) == 2
    assert not list(delivery.rglob("*.decisions.toml"))


def test_convert_takes_a_folder_of_decisions(delivery: Path) -> None:
    """A folder of sources by its tree, a single source by its name."""
    assert cli.run(["convert", "in", "--decisions", "reviewed", "-f", "xml", "-o", "out"]) == 0
    assert rejected(Path("out/cut-columns.xml")) == 1
    (delivery.parent / "reviewed" / NAME).rename("reviewed/cut-columns.decisions.toml")
    one = str(delivery / "1951" / "cut-columns.txt")
    assert cli.run(["convert", one, "--decisions", "reviewed", "-f", "xml", "-o", "one"]) == 0
    assert rejected(Path("one/cut-columns.xml")) == 1


def test_a_source_without_a_file_there_has_the_one_beside_it(delivery: Path) -> None:
    """Of several reviewers one may have written beside the source."""
    beside = delivery / "1951" / "cut-columns.decisions.toml"
    (delivery.parent / "reviewed" / NAME).rename(beside)
    assert cli.run(["convert", "in", "--decisions", "reviewed", "-f", "xml", "-o", "out"]) == 0
    assert rejected(Path("out/cut-columns.xml")) == 1


def test_explain_shows_what_decisions_elsewhere_do(
    delivery: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a reviewer rejected is not done."""
    source = str(delivery / "1951" / "cut-columns.txt")
    counts = []
    for more in ([], ["--decisions", f"reviewed/{NAME}"]):
        capsys.readouterr()
        assert cli.run(["explain", source, "--json", *more]) == 0
        counts.append(sum(json.loads(line)["done"] for line in capsys.readouterr().out.splitlines()))
    assert counts[0] - counts[1] == 1


def test_collect_takes_a_folder_of_decisions(delivery: Path) -> None:
    """What a reviewer rejected is not in the book."""
    arguments = ["collect", str(delivery), "--title", "日报", "-o"]
    assert cli.run([*arguments, "ruled.epub"]) == 0
    assert cli.run([*arguments, "decided.epub", "--decisions", "reviewed"]) == 0
    assert Path("ruled.epub").read_bytes() != Path("decided.epub").read_bytes()


def test_batch_takes_a_folder_of_decisions(delivery: Path) -> None:
    """The ledger knows the file: an altered one is obeyed, `retry` reads the same, `why` names it."""
    command = ("batch", "in", "out", "-f", "xml", "-j", 1, "--decisions", "reviewed")
    assert run_apart(*command).returncode == 0
    assert rejected(Path("out/1951/cut-columns.xml")) == 1
    assert "2 unchanged" in run_apart(*command).stderr
    known = json.loads(run_apart("why", "out", "cut-columns", "--json").stdout)
    assert known["decisions"] == str(delivery.parent / "reviewed" / NAME)
    file = delivery.parent / "reviewed" / NAME
    rejecting(file)
    assert "(changed: decisions)" in run_apart(*command, "-n").stdout
    file.write_text("nonsense", "utf-8")
    ended = run_apart(*command)
    assert ended.returncode == 1
    assert f"error: {file}:1:" in ended.stderr
    file.write_text("", "utf-8")
    assert "1 converted, 0 unchanged, 0 failed" in run_apart("retry", "out").stderr
    assert rejected(Path("out/1951/cut-columns.xml")) == 0


def test_a_bag_has_the_decisions_that_were_obeyed(delivery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a batch by its ledger, else from the folder that is named; what is missing is said by name."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772582400")  # both bags name the same second
    run_apart("batch", "in", "out", "-f", "xml", "-j", 1, "--decisions", "reviewed")
    assert cli.run(["bag", "out", "-o", "first"]) == 0
    inside = "data/1951/cut-columns/decisions/cut-columns.decisions.toml"
    decisions = (delivery.parent / "reviewed" / NAME).read_bytes()
    assert Path("first", inside).read_bytes() == decisions
    assert cli.run(["verify", "first"]) == 0
    (Path("out") / ".backfile" / "ledger.db").unlink()
    assert cli.run(["bag", "out", "-o", "second", "--decisions", "reviewed"]) == 0
    assert tree(Path("first")) == tree(Path("second"))


def test_a_bag_without_the_decisions_says_so(delivery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The archival XML names a reviewer: what was decided should be at hand."""
    assert delivery.is_dir()
    assert cli.run(["convert", "in", "--decisions", "reviewed", "-f", "xml", "-o", "out"]) == 0
    capsys.readouterr()
    assert cli.run(["bag", "out"]) == 0
    assert capsys.readouterr().err == (
        "warning: cut-columns: the batch used decisions that are not in the bag; see --decisions\n"
    )


def test_an_altered_file_is_not_what_was_obeyed(delivery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After a batch the ledger knows the digest."""
    run_apart("batch", "in", "out", "-f", "xml", "-j", 1, "--decisions", "reviewed")
    rejecting(delivery.parent / "reviewed" / NAME)
    assert cli.run(["bag", "out"]) == 0
    assert "warning: 1951/cut-columns: the batch used decisions" in capsys.readouterr().err
