"""Files in which rules have the names that they had before: each means the rule of today."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from convert.archive.diff import compare
from convert.cli import run
from convert.conversion import read, repair
from convert.decisions import Decisions, Verdict, review
from convert.decisions.decision import Decision
from convert.decisions.word import infer_decisions
from convert.document.former_names import FORMER_NAMES
from convert.document.model import Document, Metadata
from convert.readers.word import opened
from convert.tei.document import read_document
from tests.support.build import resealed
from tests.support.editor import ACCEPT, REJECT, Edit, by, edited, resolve, settle, written
from tests.support.paths import ROOT, SAMPLES
from tests.support.zips import rewritten

ARCHIVES = sorted((ROOT / "tests/golden/archives").glob("*.xml"))
"""Written by version 0.1.0, as they lie."""
REVIEWED = ROOT / "tests/golden/review/former-names.docx"
"""Written by it for review, of the text beside it."""
FORMER = re.compile(rf"(?<=[\"#.+])({'|'.join(FORMER_NAMES)})(?=[\"+ ])")
"""A former name where a file has the name of a rule: an attribute, or a part of one."""


def renamed(text: str) -> str:
    """Give the rules of a file the names of today."""
    return FORMER.sub(lambda match: FORMER_NAMES[match[0]], text)


def aged(data: bytes) -> bytes:
    """Give the authors of a document under review the names of before."""
    former = {new: old for old, new in FORMER_NAMES.items()}
    names = re.compile(rf"(?<=[\"+])({'|'.join(former)})(?=[\"+])")
    return rewritten(data, lambda part: names.sub(lambda match: former[match[0]], part))


@pytest.mark.parametrize("path", ARCHIVES, ids=lambda path: path.stem)
def test_a_renamed_rule_is_no_difference(
    path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither in what it did, nor in what it proposed, nor in the list of rules; only the bytes differ."""
    old = path.read_text("utf-8")
    new = resealed(renamed(old))
    assert len(FORMER.findall(old)) >= len(FORMER_NAMES)
    assert not FORMER.search(new)
    assert [each.message for each in compare(old.encode(), new.encode())] == [
        "the same in all but the layout of the file"
    ]
    (tmp_path / "new.xml").write_text(new, "utf-8")
    assert run(["diff", str(path), str(tmp_path / "new.xml"), "--fail-on", "rule-version,correction"]) == 0
    assert "\nthe two differ: 1 metadata\n" in capfd.readouterr().out


@pytest.mark.parametrize("path", ARCHIVES, ids=lambda path: path.stem)
def test_what_is_read_of_an_archive_has_the_names_of_today(path: Path) -> None:
    """Blocks, segments, proposals and tallies are those of the file with the new names."""
    old, new = path.read_text("utf-8"), resealed(renamed(path.read_text("utf-8")))
    first, second = read_document(old.encode()), read_document(new.encode())
    assert (first.blocks, first.proposals) == (second.blocks, second.proposals)
    assert first.rules == second.rules
    assert not FORMER_NAMES.keys() & first.rules.keys()


def test_every_command_shows_the_name_of_today(capfd: pytest.CaptureFixture[str]) -> None:
    """Of an archival XML of before; `--rule` takes either name."""
    archive = str(next(path for path in ARCHIVES if "former-names" in path.name))
    for name in ("strays", "stray-traditional"):
        assert run(["explain", archive, "--json", "-r", name]) == 0
        entries = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
        assert {(entry["rule"], entry["done"]) for entry in entries} == {
            ("stray-traditional", True),
            ("stray-traditional", False),
        }
    assert run(["view", archive, "--as", "corrected"]) == 0
    corrected = capfd.readouterr().out
    assert run(["view", archive, "--as", "reading"]) == 0
    marks = [text.count("，") for text in (corrected, capfd.readouterr().out)]
    assert marks[0] < marks[1]  # what fullwidth-punctuation did, by whichever name, is the house's own


def decisions_on(source: Document, data: bytes) -> tuple[Decision, ...]:
    """Return what an editor's document decides, and see that nothing in it is unclear."""
    reviewed = review(source, Decisions())
    inferred = infer_decisions(reviewed.document, reviewed.requests, opened(data, "page.docx"))
    assert inferred.notes == ()
    return inferred.decisions


def sample(name: str) -> Document:
    """Read a sample."""
    return read((SAMPLES / name).read_bytes(), Metadata(name=name))


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("edit", [None, ACCEPT, REJECT], ids=["untouched", "accepted", "rejected"])
def test_a_review_that_comes_back_late_decides_the_same(path: Path, edit: Edit | None) -> None:
    """As one whose authors are the rules by their present names."""
    source = sample(path.name)
    sent = written(repair(source))
    edits = [edit] if edit else []
    assert decisions_on(source, edited(aged(sent), *edits)) == decisions_on(source, edited(sent, *edits))
    assert edits or decisions_on(source, aged(sent)) == ()


def test_a_resolved_comment_of_before_rejects_its_proposal() -> None:
    """The author of the comment is the rule by its former name."""
    page = (SAMPLES / "misreadings.txt").read_text("utf-8").replace("雷鸣远", "雷昇远")
    source = read(page.encode(), Metadata(name="misreadings.txt"))  # a character that names keep
    sent = aged(written(repair(source)))
    rejected = {d.key.rule for d in decisions_on(source, resolve(sent)) if d.verdict is Verdict.REJECT}
    assert "stray-traditional" in rejected
    assert not rejected & FORMER_NAMES.keys()


def test_a_document_that_0_1_0_sent_out(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """By the command: what comes back as it went decides nothing, what is rejected is rejected."""
    source, docx = tmp_path / "former-names.txt", tmp_path / "former-names.docx"
    shutil.copy(REVIEWED.with_suffix(".txt"), source)
    shutil.copy(REVIEWED, docx)
    assert run(["decisions", "--from-docx", str(docx), str(source)]) == 0
    out, err = capfd.readouterr()
    assert "0 accepted, 0 rejected" in err
    assert 'decide = ""' in out
    docx.write_bytes(edited(REVIEWED.read_bytes(), settle("del", "ins", by("wide-marks"))))
    assert run(["decisions", "--from-docx", str(docx), str(source)]) == 0
    out, err = capfd.readouterr()
    assert "0 accepted, 4 rejected" in err
    entries = tomllib.loads(out)["decision"]
    assert [entry["rule"] for entry in entries if entry["decide"] == "reject"] == [
        "fullwidth-punctuation"
    ] * 4
