"""Decisions on the review page, in the files that keep them, beside those of other people."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from convert.cli import run
from convert.decisions.decision import Manner
from convert.decisions.verdicts import UNDECIDED
from convert.errors import BadSetting
from convert.review.journal import ReviewStep
from convert.review.store import Conflict, Wish
from tests.support.paths import SAMPLES
from tests.support.reviewing import converted, decision, first, order_of, reviewing


def decisions_files(out: Path) -> dict[str, Any]:
    """Return the decisions files beside the sources."""
    files = (out.parent / "in").glob("*.decisions.toml")
    return {file.name: tomllib.loads(file.read_text("utf-8")) for file in files}


def test_a_decision_stands_in_the_file_with_who_and_when(out: Path) -> None:
    """At once, and the entry is one that the next run obeys."""
    with reviewing(out) as service:
        doubt = first(service, done=False, action="edit")
        answer = service.decide(decision(doubt, "accept"))
        name = Path(service.store.issues[doubt["issue"]].decisions_file).name
        left = order_of(service)
    (entry,) = decisions_files(out)[name]["decision"]
    assert answer["states"][doubt["id"]]["reviewer"] == "Lin"
    assert (entry["decide"], entry["rule"], entry["before"], entry["after"]) == (
        "accept",
        doubt["rule"],
        doubt["before"],
        doubt["after"],
    )
    assert (entry["reviewer"], entry["manner"]) == ("Lin", "alone")
    assert entry["time"].startswith("2026-11-28T")
    assert doubt["id"] not in left


def test_a_step_is_taken_back_and_the_one_before_it(out: Path) -> None:
    """Of oneself alone; when nothing is left, nothing happens."""
    with reviewing(out) as service:
        one = first(service, done=False, action="edit")
        service.decide(decision(one, "accept"))
        two = first(service, done=False)
        service.decide(decision(two, "reject"))
        assert service.undo()["states"].keys() == {two["id"]}
        assert service.undo()["states"].keys() == {one["id"]}
        assert service.undo() == {"undone": 0, "states": {}}
        assert {one["id"], two["id"]} <= set(order_of(service))
    assert all(entry["decide"] == "" for file in decisions_files(out).values() for entry in file["decision"])
    assert run(["apply", str(out), "--quiet"]) == 0


def test_all_alike_is_one_step(out: Path) -> None:
    """Over several issues, and one undo takes it back."""
    with reviewing(out, below=1.01) as service:
        kinds = service.queue({})["kinds"]
        kind = max(kinds, key=lambda each: each["waiting"])
        answer = service.decide_alike({"kind": kind["kind"], "decide": "reject", "filter": {}})
        assert answer["count"] == kind["waiting"] > 3
        after = {each["kind"]: each for each in service.queue({})["kinds"]}[kind["kind"]]
        assert (after["waiting"], after["decided"]) == (0, kind["waiting"])
        assert len(service.undo()["states"]) == kind["waiting"]
        assert {each["kind"]: each["waiting"] for each in service.queue({})["kinds"]} == {
            each["kind"]: each["waiting"] for each in kinds
        }


def test_a_stale_tab_writes_nothing(out: Path) -> None:
    """It sees what stands there; having seen it, it may write."""
    with reviewing(out) as service:
        doubt = first(service, done=False, action="edit")
        service.decide(decision(doubt, "accept"))
        with pytest.raises(Conflict) as raised:
            service.decide(decision(doubt, "reject"))
        there = raised.value.states[doubt["id"]]
        assert (there.decide, there.mark.reviewer) == ("accept", "Lin")
        assert service.store.files.state(doubt["id"]).decide == "accept"
        service.decide(decision(service.doubts([doubt["id"]])[0], "reject"))
        assert service.store.files.state(doubt["id"]).decide == "reject"


def test_another_person_is_not_written_over(out: Path) -> None:
    """Even where one has seen the decision; only by taking it over."""
    with reviewing(out) as lin:
        doubt = first(lin, done=False, action="edit")
        lin.decide(decision(doubt, "accept"))
    with reviewing(out, "Zhou") as zhou:
        seen = zhou.doubts([doubt["id"]])[0]
        with pytest.raises(Conflict):
            zhou.decide(decision(seen, "reject"))
        other = first(zhou, done=False)
        zhou.decide(decision(other, "accept"))
        zhou.decide({**decision(seen, "reject"), "take_over": True})
        assert zhou.store.files.state(doubt["id"]).mark.reviewer == "Zhou"
    with reviewing(out) as lin, pytest.raises(Conflict):
        lin.undo()


def test_what_an_editor_decides_in_the_file_is_seen(out: Path) -> None:
    """Between two looks at the page; comments in the file stay."""
    with reviewing(out) as service:
        doubt = first(service, done=False, action="edit")
        service.decide(decision(doubt, "accept"))
        path = service.store.issues[doubt["issue"]].decisions_file
        text = path.read_text("utf-8").replace('\ndecide = "accept"', '\ndecide = "reject" # sure')
        path.write_text(f"{text}\n# a remark of mine\n", "utf-8")
        with pytest.raises(Conflict):
            service.decide(decision({**doubt, "state": {"decide": "accept"}}, ""))
        (other, *_) = service.doubts(order_of(service, issue=str(doubt["issue"]), below="1.01"))
        service.decide(decision(other, "accept"))
        after = path.read_text("utf-8")
    assert 'decide = "reject" # sure' in after
    assert "# a remark of mine" in after
    assert after.count("[[decision]]") == 2


def test_a_step_that_was_cut_off_is_finished(out: Path) -> None:
    """The journal was written, the decisions files were not: the process was killed in between."""
    with reviewing(out) as service:
        doubt = first(service, done=False, action="edit")
        wish = Wish(doubt["id"], "accept", "", UNDECIDED)
        step = service.store.decide([wish], "Lin", "2026-11-28T17:00:00Z", Manner.ALONE)
        path = service.store.issues[doubt["issue"]].decisions_file
        path.unlink()
    with reviewing(out) as service:
        assert not path.exists()  # the step was finished: what a person does to the file later holds
    journal = out / ".backfile/review/journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    assert b"FinishedStep" in lines[-1]
    journal.write_bytes(b"".join(lines[:-1]) + b'{"type": "ReviewStep", "num')  # and the next was cut off
    with reviewing(out) as service:
        assert path.exists()
        assert service.store.files.state(doubt["id"]).decide == "accept"
        service.decide(decision(first(service, done=False), "reject"))
        steps = service.store.journal.steps()
    assert [type(each) for each in steps] == [ReviewStep, ReviewStep]
    assert [each.number for each in steps] == [step.number, step.number + 1]


def test_what_cannot_be_decided_so_is_refused(out: Path) -> None:
    """And nothing of the step is written."""
    with reviewing(out, below=1.01) as service:
        doubt = first(service, action="join")
        label = first(service, action="edit")
        for body in (
            {"changes": [{"id": 10**9, "decide": "accept", "seen": {}}]},
            {"changes": [{"id": doubt["id"], "decide": "maybe", "seen": {}}]},
            {"changes": [{"id": doubt["id"]}]},
            {"changes": 7},
            {
                "changes": [
                    *decision(label, "accept")["changes"],
                    {"id": 10**9, "decide": "accept", "seen": {}},
                ]
            },
            {**decision(label, "accept"), "manner": "blindly"},
        ):
            with pytest.raises(BadSetting):
                service.decide(body)
    assert decisions_files(out) == {}


def test_a_link_is_not_written_through(out: Path) -> None:
    """A decisions file that is a link into another folder."""
    with reviewing(out) as service:
        doubt = first(service, done=False, action="edit")
        path = service.store.issues[doubt["issue"]].decisions_file
        other = out.parent / "elsewhere.toml"
        other.write_text("", "utf-8")
        path.symlink_to(other)
        with pytest.raises(BadSetting, match="a link"):
            service.decide(decision(doubt, "accept"))
    assert other.read_text("utf-8") == ""


def test_decisions_that_exclude_each_other_can_be_altered(out: Path) -> None:
    """The issue fails, and is shown all the same."""
    with reviewing(out) as service:
        doubt = first(service, done=False, action="edit")
        service.decide(decision(doubt, "accept"))
        path = service.store.issues[doubt["issue"]].decisions_file
    text = path.read_text("utf-8")
    entry = text[text.index("[[decision]]") :].replace("accept", "reject").replace(doubt["rule"], "spaces")
    path.write_text(f"{text}\n{entry}", "utf-8")
    assert run(["apply", str(out), "--quiet"]) == 1
    with reviewing(out) as service:
        again = service.doubts([doubt["id"]])[0]
        assert again["state"]["decide"] == "accept"
        service.decide(decision(again, ""))
    assert run(["apply", str(out), "--quiet"]) == 0


def test_decisions_go_into_the_folder_that_the_batch_named(tmp_path: Path) -> None:
    """Where the delivery may not be written to; nothing is written beside the sources."""
    out = converted(tmp_path, ("misreadings.txt",))
    inside, reviewed = tmp_path / "in", tmp_path / "reviewed"
    reviewed.mkdir()
    batch = ["batch", str(inside), str(out), "-f", "xml", "--jobs", "1", "--quiet"]
    assert run([*batch, "--decisions", str(reviewed)]) == 0
    with reviewing(out) as service:
        service.decide(decision(first(service, done=False, action="edit"), "accept"))
    assert [file.name for file in reviewed.iterdir() if file.is_file()] == ["misreadings.decisions.toml"]
    assert [file.name for file in inside.iterdir()] == ["misreadings.txt"]
    assert run(["apply", str(out), "--quiet"]) == 0
    assert 'resp="#reviewer"' in (out / "misreadings.xml").read_text("utf-8")


def test_decisions_beside_a_page_of_an_issue_are_seen_and_altered_there(tmp_path: Path) -> None:
    """Places count in the page there, and blocks have their ids in it; what is new goes beside the issue."""
    inside = tmp_path / "in" / "issue"
    shutil.copytree(SAMPLES / "four-pages", inside)
    page = sorted(inside.glob("*.txt"))[1]
    assert run(["decisions", str(page), "-w"]) == 0
    file = page.with_name(f"{page.stem}.decisions.toml")
    text = file.read_text("utf-8")
    listed = [e for e in tomllib.loads(text)["decision"] if e["action"] in ("edit", "place", "label")]
    chosen = {e["action"]: e for e in listed}
    out = tmp_path / "out"
    assert run(["batch", str(inside.parent), str(out), "-f", "xml", "--jobs", "1", "--quiet"]) == 0
    with reviewing(out, below=1.01) as service:
        (row,) = service.store.issues.values()
        doubts = service.doubts(order_of(service))
        own = [d for d in doubts if d["part"] == page.name]
        for entry in chosen.values():
            doubt = next(
                d for d in own if all(d[k] == entry.get(k, "") for k in ("rule", "action", "at", "after"))
            )
            service.decide(decision(doubt, "accept"))
        other = next(doubt for doubt in doubts if doubt["part"] not in ("", page.name))
        service.decide(decision(other, "accept"))
    decided = [e for e in tomllib.loads(file.read_text("utf-8"))["decision"] if e["decide"]]
    assert {e["action"] for e in decided} == set(chosen)
    assert all("part" not in e and e["reviewer"] == "Lin" for e in decided)
    (whole,) = tomllib.loads(row.decisions_file.read_text("utf-8"))["decision"]
    assert whole["part"] == other["part"]
    assert run(["apply", str(out), "--quiet", "--strict"]) == 0
    with reviewing(out, below=1.01) as service:
        assert service.queue({"decided": "1"})["decided"] == len(chosen) + 1
        for _ in range(len(chosen) + 1):
            service.undo()
    assert not [e for e in tomllib.loads(file.read_text("utf-8"))["decision"] if e["decide"]]


def test_a_decisions_file_that_cannot_be_read_costs_its_issue(out: Path) -> None:
    """The others can be decided on; whoever decides on this one is told."""
    with reviewing(out) as service:
        doubts = service.doubts(order_of(service, below="1.01"))
        broken = doubts[0]
        other = next(doubt for doubt in doubts if doubt["issue"] != broken["issue"])
        path = service.store.issues[broken["issue"]].decisions_file
        path.write_text("[[decision", "utf-8")
        assert len(order_of(service, below="1.01")) == len(doubts)
        service.decide(decision(other, "accept"))
        with pytest.raises(BadSetting, match="not TOML"):
            service.decide(decision(broken, "accept"))
    assert path.read_text("utf-8") == "[[decision"
