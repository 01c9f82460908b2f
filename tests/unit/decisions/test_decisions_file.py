"""A decisions file: beside the source or named, wrong ones, and the command that lists decisions."""

from __future__ import annotations

import io
import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.cli import run
from convert.decisions import (
    read_decisions,
)
from convert.decisions.decision import toml_text
from convert.errors import BadSetting
from convert.system.toml import toml_string
from tests.support.decided import decided
from tests.support.paths import SAMPLES


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_goes_into_toml(text: str) -> None:
    """All but half characters, which TOML has no way to write."""
    assert tomllib.loads(f"a = {toml_string(text)}")["a"] == toml_text(text)


GOOD = 'decide = "accept"\nrule = "dashes"\naction = "edit"\nat = 7\nwords = "一"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("decision", "f:1:9: not TOML: Expected '=' after a key", id="not TOML"),
        pytest.param(
            "a = " + "[" * 9999, "f:1:69: not TOML: more than 64 nested brackets", id="nested without end"
        ),
        pytest.param("version = 2", "f: decisions of version 2", id="another version"),
        pytest.param("verson = 1", "f: unknown key verson; did you mean version?", id="a key misspelt"),
        pytest.param(
            "decision = 1", "f: decision must be a list of tables, not 1; begin each with", id="no tables"
        ),
        pytest.param(
            "decision = [1]",
            "f: decision[1] must be a table, not 1; begin each with",
            id="a number for a table",
        ),
        pytest.param(
            "\n\n[[decision]]\ndecid = ''",
            "f:3: unknown key decid; did you mean decide?",
            id="an entry's key",
        ),
        pytest.param(
            f"[[decision]]\n{GOOD.replace('7', 'true')}", "f:1: at must be a whole number", id="a flag"
        ),
        pytest.param(
            f"[[decision]]\n{GOOD.replace('accept', 'acept')}",
            "f:1: decide must be one of \"\", accept, reject, replace, not 'acept'; did you mean accept?",
            id="a verdict",
        ),
        pytest.param(
            f"[[decision]]\n{GOOD.replace('edit', 'move')}", "f:1: no action 'move'", id="an action"
        ),
        pytest.param(
            f"[[decision]]\n{GOOD.replace('words', '# words')}", "f:1: no words", id="without words"
        ),
        pytest.param(
            f"[[decision]]\n{GOOD.replace('accept', 'replace')}",
            "f:1: no replacement",
            id="no replacement",
        ),
        pytest.param(
            f"[[decision]]\n{GOOD}\nreplacement = 'a'",
            "f:1: the replacement has no effect",
            id="an idle replacement",
        ),
        pytest.param(
            "[[decision]]\nreplacement = 'head'\n"
            + GOOD.replace("accept", "replace").replace("edit", "label"),
            "f:1: 'head' cannot replace what a label does",
            id="no such role",
        ),
        pytest.param(
            f"[[decision]]\n{GOOD.replace('accept', 'replace').replace('edit', 'split')}\nreplacement = 'a'",
            "f:1: 'a' cannot replace what a split does",
            id="a split has no text",
        ),
        pytest.param(
            f"[[decision]]\n{GOOD}\n\n[[decision]]\n{GOOD}",
            "f:8: decided on twice; it is also in line 1",
            id="twice",
        ),
    ],
)
def test_a_wrong_file_is_refused(text: str, said: str) -> None:
    """One line with the place, before anything is done."""
    with pytest.raises(BadSetting) as raised:
        read_decisions(text, "f")
    assert str(raised.value).startswith(said)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a sample."""
    monkeypatch.chdir(tmp_path)
    for name in ("cut-columns.txt", "cut-columns.toml"):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    return tmp_path


DECIDED = "cut-columns.decisions.toml"


def test_a_file_beside_the_source_is_obeyed(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """List, edit, convert: the correction is not made, and the XML says who saw to that."""
    assert run(["decisions", "cut-columns.txt", "--write"]) == 0
    listed = (folder / DECIDED).read_text("utf-8")
    (folder / DECIDED).write_text(
        decided(listed, ('rule = "fullwidth-punctuation"', 'decide = "reject"')), "utf-8"
    )
    assert run(["convert", "cut-columns.txt", "-f", "xml", "--strict"]) == 0
    assert capfd.readouterr() == ("", f"{DECIDED}: 51 entries: 0 decided, 1 open, 50 applied by the rules\n")
    xml = (folder / "output" / "cut-columns.xml").read_text("utf-8")
    assert xml.count('cert="0" resp="#reviewer"') == 1
    assert run(["explain", "cut-columns.txt", "--json", "-r", "fullwidth-punctuation"]) == 0
    entries = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [e["certainty"] for e in entries if not e["done"]] == [0.0]


def test_a_former_name_of_a_rule_is_obeyed(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A decisions file of before says wide-marks; so may --rule."""
    assert run(["decisions", "cut-columns.txt", "--write"]) == 0
    listed = (folder / DECIDED).read_text("utf-8")
    decisions = decided(listed, ('rule = "fullwidth-punctuation"', 'decide = "reject"'))
    (folder / DECIDED).write_text(decisions.replace("fullwidth-punctuation", "wide-marks"), "utf-8")
    assert run(["convert", "cut-columns.txt", "-f", "xml", "--strict"]) == 0
    xml = (folder / "output" / "cut-columns.xml").read_text("utf-8")
    assert xml.count('cert="0" resp="#reviewer"') == 1
    capfd.readouterr()
    assert run(["explain", "cut-columns.txt", "--json", "-r", "wide-marks"]) == 0
    entries = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert {entry["rule"] for entry in entries} == {"fullwidth-punctuation"}
    assert [entry["certainty"] for entry in entries if not entry["done"]] == [0.0]
    (folder / DECIDED).unlink()
    assert run(["decisions", "cut-columns.txt", "-r", "wide-marks"]) == 0
    assert set(re.findall(r"^rule = (.*)$", capfd.readouterr().out, re.MULTILINE)) == {
        '"fullwidth-punctuation"'
    }


def test_a_file_that_is_named_goes_before_the_one_beside(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """And one that finds no place is a warning."""
    (folder / DECIDED).write_text("nonsense", "utf-8")
    entry = GOOD.replace("dashes", "gone").replace("7", "0").replace("一", "老城")
    (folder / "mine.toml").write_text(f"[[decision]]\n{entry}\n", "utf-8")
    arguments = ["convert", "cut-columns.txt", "-f", "xml", "--decisions", "mine.toml"]
    assert run(arguments) == 0
    said = capfd.readouterr().err
    assert said == (
        "warning: cut-columns.txt: mine.toml:1: the decision on gone at character 0 finds no place:"
        " there is no rule gone\n"
    )
    assert run([*arguments, "--strict"]) == 1


def test_what_follows_is_told_and_is_no_warning(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is in the JSON, too."""
    assert run(["decisions", "cut-columns.txt", "-w"]) == 0
    listed = (folder / DECIDED).read_text("utf-8")
    verdict = ("body → byline", 'decide = "reject"')
    (folder / DECIDED).write_text(decided(listed, verdict), "utf-8")
    assert run(["convert", "cut-columns.txt", "-f", "xml", "--strict", "--json"]) == 0
    out, err = capfd.readouterr()
    (note,) = json.loads(out)["notes"]
    assert "spaces" in note
    assert note.endswith("now only proposed")
    assert err.splitlines()[1:] == [f"follows from a decision: cut-columns.txt:{note}"]


def test_an_archive_lists_what_its_source_would(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The source is restored from it, with its metadata and encoding."""
    assert run(["convert", "cut-columns.txt", "-f", "xml", "-o", "."]) == 0
    assert run(["decisions", "cut-columns.txt"]) == 0
    of_source = capfd.readouterr().out
    (folder / "cut-columns.txt").unlink()
    (folder / "cut-columns.toml").unlink()
    assert run(["decisions", "cut-columns.xml"]) == 0
    assert capfd.readouterr().out == of_source


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        pytest.param(["decisions", "missing.txt"], 3, "missing.txt: no such file", id="no such source"),
        pytest.param(
            ["decisions", "cut-columns.txt", "-r", "dash"], 2, "no rule named 'dash'", id="no such rule"
        ),
        pytest.param(
            ["decisions", "-", "-w"], 2, "standard input has no folder to write to", id="nowhere to write"
        ),
        pytest.param(
            ["decisions", "."], 2, "2 issues; decisions takes one, so name its files", id="a folder of two"
        ),
        pytest.param(["decisions", "bad.xml"], 3, "bad.xml: HTML, not the text of a page", id="not XML"),
        pytest.param(
            ["convert", "cut-columns.txt", "--decisions", "none.toml"],
            2,
            "none.toml: no such file",
            id="no such file",
        ),
        pytest.param(
            ["convert", "cut-columns.txt", "--decisions", "latin.toml"],
            2,
            "latin.toml:1:1: not UTF-8",
            id="not UTF-8",
        ),
        pytest.param(
            ["convert", ".", "--decisions", "mine.toml"],
            2,
            "--decisions with 2 sources",
            id="for two sources",
        ),
    ],
)
def test_mistakes_are_told_in_one_line(
    arguments: list[str], status: int, said: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """And nothing is written."""
    (folder / "bad.xml").write_text("<a", "utf-8")
    (folder / "other.txt").write_text("甲", "utf-8")
    (folder / "latin.toml").write_bytes(b"\xff")
    assert run(arguments) == status
    err = capfd.readouterr().err
    assert said in err
    assert len(err.splitlines()) == 1
    assert not (folder / "output").exists()


def test_standard_input_can_be_listed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """From a pipe."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("市委强调,要强化。\n".encode())))
    assert run(["decisions", "-"]) == 0
    listed = tomllib.loads(capfd.readouterr().out)["decision"]
    assert [e["before"] for e in listed if e["rule"] == "fullwidth-punctuation"] == [","]


def test_decisions_of_another_source_are_told_in_one_line(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not one line for each of them; a place behind the end is called so."""
    (folder / DECIDED).unlink(missing_ok=True)
    assert run(["decisions", "cut-columns.txt", "-o", "mine.toml"]) == 0
    mine = folder / "mine.toml"
    mine.write_text(mine.read_text("utf-8").replace('\ndecide = ""', '\ndecide = "accept"'), "utf-8")
    (folder / "other.txt").write_text("桥头修好了。\n", "utf-8")
    capfd.readouterr()
    assert run(["convert", "other.txt", "-f", "xml", "--decisions", "mine.toml"]) == 0
    (said,) = capfd.readouterr().err.splitlines()
    assert said.startswith("warning: other.txt: mine.toml: none of its ")
    assert "they are of another source, or this one has changed; the first: the source ends before" in said
