"""Batch: the work list, where files go, what is skipped, and sources of every bad kind."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path, PurePath

import pytest

from convert.batch.fingerprint import ruleset
from convert.batch.targets import check_template, output_key, target
from convert.batch.worklist import work_list
from convert.document.model import Metadata
from convert.errors import BadSetting, UnreadableSource
from convert.passes.registry import PASSES
from tests.support.batches import issues, run, touched, tree
from tests.support.paths import ROOT


@pytest.mark.parametrize(
    ("template", "meta", "wanted"),
    [
        pytest.param("", Metadata(), "1951/03.02", id="mirrored"),
        pytest.param(
            "{title}/{year}/{date}",
            Metadata(title="日报", date="1951-03-02"),
            "日报/1951/1951-03-02",
            id="known",
        ),
        pytest.param("{title}/{date}", Metadata(), "untitled/undated", id="nothing known"),
        pytest.param("{title}/{page}", Metadata(title="../../etc", page=".."), "_.._etc/_", id="a way out"),
        pytest.param("{title}", Metadata(title="/etc\0/x"), "_etc__x", id="absolute"),
        pytest.param("{title}", Metadata(title=".hidden"), "hidden", id="hidden"),
        pytest.param("{title}", Metadata(title="-rf"), "rf", id="an option"),
    ],
)
def test_targets_stay_in_the_output_folder(template: str, meta: Metadata, wanted: str) -> None:
    """Whatever metadata say, no path leaves OUT."""
    assert str(target(PurePath("1951/03.02.txt"), meta, template)) == wanted


@pytest.mark.parametrize(
    "template", ["", "x", "../{date}", "/{date}", "{date}/", "{nope}", "{date!r}", "{", "{0}"]
)
def test_templates_that_cannot_be(template: str) -> None:
    """A template that names no file below OUT is refused before any work."""
    with pytest.raises(BadSetting):
        check_template(template)


def test_long_names_leave_room_for_an_ending() -> None:
    """Two names of 255 bytes that differ at the end stay two names."""
    one, two = (target(PurePath("日" * 83 + end + ".txt"), Metadata()) for end in ("a", "b"))
    assert one != two
    assert max(len(os.fsencode(f"{path}.docx")) for path in (one, two)) <= 255


def test_output_keys_take_no_notice_of_case_and_composition() -> None:
    """What is one file on some disks has one key."""
    assert output_key(PurePath("Caf\u00e9")) == output_key(PurePath("CAFE\u0301"))


def test_the_version_of_the_rules_is_the_same_in_every_process() -> None:
    """Whatever seeds the hashes of a process; a rule that is left out makes another version."""
    program = (
        "from convert.batch.fingerprint import ruleset\n"
        "from convert.passes.registry import PASSES\n"
        "print(ruleset(PASSES), end='')"
    )
    versions = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    }
    assert versions == {ruleset(PASSES)}
    assert ruleset(PASSES) != ruleset(PASSES[1:])


def test_manifests(tmp_path: Path) -> None:
    """CSV and JSON lines say what is known of each issue; a wrong value costs its row."""
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "list.csv").write_text(
        "\ufeffSource,date,title\na.txt,1951-03-02,日报\nb.txt,next spring,\n,,\n"
    )
    (tmp_path / "list.jsonl").write_text('{"source": "a.txt", "number": 7}\n\n')
    good, bad, empty = work_list([str(tmp_path / "list.csv")], tmp_path / "out").files
    assert (good.location, dict(good.metadata), good.error) == (
        "a.txt",
        {"date": "1951-03-02", "title": "日报"},
        None,
    )
    assert "next spring" in str(bad.error)
    assert "list.csv:4" in str(empty.error)
    assert [s.metadata for s in work_list([str(tmp_path / "list.jsonl")], tmp_path).files] == [
        {"number": "7"}
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("list.csv", "source,titel\na.txt,x\n", id="unknown column"),
        pytest.param("list.csv", "path\na.txt\n", id="no source"),
        pytest.param("list.jsonl", "[1]\n", id="no object"),
        pytest.param("list.jsonl", "{", id="no JSON"),
    ],
)
def test_manifests_that_are_none(tmp_path: Path, name: str, text: str) -> None:
    """A manifest that cannot be read stops the run before it begins."""
    (tmp_path / name).write_text(text)
    with pytest.raises(BadSetting):
        work_list([str(tmp_path / name)], tmp_path / "out")


def test_nothing_to_do(tmp_path: Path) -> None:
    """A pattern or folder without sources is said, not passed over."""
    for argument in (tmp_path, tmp_path / "*.txt", tmp_path / "none.txt"):
        with pytest.raises(UnreadableSource):
            work_list([str(argument)], tmp_path / "out")


def test_a_rerun_touches_nothing(tmp_path: Path) -> None:
    """Inode and time stay; what has changed is done again, and that alone; what is lost comes back."""
    source, out = issues(tmp_path / "in", 4), tmp_path / "out"
    dry = run("batch", source, out, "-f", "xml", "--dry-run")
    assert dry.returncode == 0
    assert dry.stdout.count("(new)") == 4
    assert not out.exists()
    assert run("batch", source, out, "-f", "xml,docx", "-j", 1).returncode == 0
    first, before = tree(out), touched(out)
    assert sorted(p.name for p in (out / "1950").iterdir()) == ["000.docx", "000.xml", "003.docx", "003.xml"]
    again = run("batch", source, out, "-f", "xml,docx", "-j", 1)
    assert "0 converted, 4 unchanged, 0 failed" in again.stderr
    assert touched(out) == before
    (out / "1950" / "003.xml").unlink()
    (source / "1951" / "001.txt").write_text("新的一天\n")
    dry = run("batch", source, out, "-f", "xml,docx", "--dry-run")
    assert "1950/003.txt -> 1950/003 (output missing or changed)" in dry.stdout
    assert "1951/001.txt -> 1951/001 (changed: source)" in dry.stdout
    assert "2 converted, 2 unchanged" in run("batch", source, out, "-f", "xml,docx", "-j", 1).stderr
    after = touched(out)
    assert {Path(name).name for name in before if after[name] != before[name]} == {
        "003.xml",
        "001.docx",
        "001.xml",
    }
    assert {name for name, whole in tree(out).items() if first[name] != whole} == {
        os.fsencode(f"1951/001.{form}").hex() for form in ("docx", "xml")
    }


def test_another_rule_set_replaces_what_it_changes(tmp_path: Path) -> None:
    """Issues made by other rules are made again; files that come out the same are not touched."""
    source, out = issues(tmp_path / "in", 2), tmp_path / "out"
    run("batch", source, out, "-f", "xml", "-j", 1)
    before = touched(out)
    with sqlite3.connect(out / ".backfile" / "ledger.db") as base:
        base.execute(
            "UPDATE issue SET key = 'old', parts = json_set(parts, '$.rules', 'old') WHERE name LIKE '%000%'"
        )
    base.close()
    assert "(changed: rules)" in run("batch", source, out, "-f", "xml", "-n").stdout
    assert "1 converted, 1 unchanged" in run("batch", source, out, "-f", "xml", "-j", 1).stderr
    assert touched(out) == before


def test_bad_sources_among_good_ones(tmp_path: Path) -> None:
    """Each is reported by name, none stops the run, none overwrites another."""
    source, out = issues(tmp_path / "in", 2), tmp_path / "out"
    good = "云津日报\n\n今天天晴。\n"
    odd = ["a\nb.txt", "quo'te\".txt", "-rf.txt", os.fsdecode(b"bytes\xff.txt"), "日" * 83 + "xx.txt"]
    for name in odd:
        (source / name).write_text(good)
    (source / "empty.txt").touch()
    (source / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (source / "nowhere.txt").symlink_to("gone.txt")
    (source / "loop.txt").symlink_to("loop.txt")
    (source / "folder.txt").mkdir()
    (source / "linked").symlink_to(source / "1950")
    os.mkfifo(source / "pipe.txt")
    (source / "Case.txt").write_text(good)
    (source / "case.TXT").write_text("别的\n")
    (source / "same.txt").write_text(good)
    (source / "same.Txt").write_text("别的\n")
    (source / "large.txt").write_text(good * 9_000)
    ended = run("batch", source, out, "-f", "xml", "-j", 1, "--max-size", "0.1")
    assert ended.returncode == 1, ended.stderr
    state = json.loads(run("status", out, "--json").stdout)
    wrong = {error["issue"]: error["what"] for error in state["errors"]}
    assert state["done"] == 2 + len(odd) + 2
    assert set(wrong) == {
        *("empty.txt", "binary.txt", "nowhere.txt", "loop.txt", "folder.txt", "linked", "pipe.txt"),
        *("case.TXT", "same.txt", "large.txt"),
    }
    assert wrong["pipe.txt"] == "a pipe, not a file"
    assert "Case.txt does" in wrong["case.TXT"]
    assert all(name in ended.stderr for name in wrong)
    for name in odd[:4]:
        assert (out / Path(name).with_suffix(".xml")).is_file()


def test_two_trees_into_one(tmp_path: Path) -> None:
    """What one tree has written another does not replace; a tree that was moved is known again."""
    one, two, out = issues(tmp_path / "one", 2), issues(tmp_path / "two", 2, "别的"), tmp_path / "out"
    run("batch", one, out, "-f", "xml", "-j", 1)
    before = touched(out)
    ended = run("batch", two, out, "-f", "xml", "-j", 1)
    assert ended.returncode == 1
    assert "would write 1950/000" in ended.stderr
    assert touched(out) == before
    moved = one.rename(tmp_path / "moved")
    assert "0 converted, 2 unchanged" in run("batch", moved, out, "-f", "xml", "-j", 1).stderr
    assert touched(out) == before


def test_a_link_in_the_output_folder_leads_nowhere(tmp_path: Path) -> None:
    """A link in OUT does not take files out of it."""
    source, out = issues(tmp_path / "in", 1), tmp_path / "out"
    (tmp_path / "elsewhere").mkdir()
    out.mkdir()
    (out / "1950").symlink_to(tmp_path / "elsewhere")
    ended = run("batch", source, out, "-f", "xml", "-j", 1)
    assert ended.returncode == 1
    assert "leads out of the output folder" in ended.stderr
    assert not list((tmp_path / "elsewhere").iterdir())


def test_templates_and_why(tmp_path: Path) -> None:
    """Files go where metadata say, and the ledger tells of each."""
    (tmp_path / "a.txt").write_text("云津日报\n\n今天,天晴。\n")
    (tmp_path / "list.csv").write_text("source,title,date\na.txt,日报,1951-03-02\n")
    out = tmp_path / "out"
    more = ["--metadata", "call-number=D 12/3"]
    template = ["--template", "{title}/{year}/{date}"]
    run("batch", tmp_path / "list.csv", out, "-f", "xml", *template, "-j", 1, *more)
    assert (out / "日报" / "1951" / "1951-03-02.xml").is_file()
    told = run("why", out, "a.txt")
    assert "a.txt: done" in told.stdout
    assert "日报/1951/1951-03-02.xml" in told.stdout
    known = json.loads(run("why", out, "a", "--json").stdout)
    assert known["meta"]["title"] == "日报"
    assert "D 12/3" in (out / "日报" / "1951" / "1951-03-02.xml").read_text("utf-8")
    assert known["rules"]["fullwidth-punctuation"][1] == 1
    assert run("why", out, "b.txt").returncode == 2
