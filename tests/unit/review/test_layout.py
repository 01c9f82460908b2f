"""Roles and articles that a person sets on the page: what stands in the file, and what becomes of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from convert.cli import run
from convert.errors import BadSetting
from convert.review.service import ReviewService
from convert.review.store import Conflict
from tests.support.reviewing import converted, reviewing


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one converted issue; each test takes back what it has set."""
    return converted(tmp_path_factory.mktemp("layout"), ("cut-columns.txt", "cut-columns.toml"))


def blocks(service: ReviewService) -> list[dict[str, Any]]:
    """Return the blocks of the one issue."""
    found: list[dict[str, Any]] = service.layout.blocks(1)["blocks"]
    return found


def setting(service: ReviewService, block: int, action: str, value: str, **more: object) -> dict[str, Any]:
    """Return what the page sends when something is set on a block."""
    was = blocks(service)[block]["role" if action == "label" else "opens"]
    return {"issue": 1, "block": block, "action": action, "value": value, "was": was, **more}


def entries(out: Path) -> list[dict[str, Any]]:
    """Return the decisions of the one issue."""
    file = out.parent / "in" / "cut-columns.decisions.toml"
    text = file.read_text("utf-8") if file.exists() else "decision = []"
    decided: list[dict[str, Any]] = [e for e in tomllib.loads(text)["decision"] if e["decide"]]
    return decided


def test_a_role_and_an_article_are_set_and_stand_in_the_archival_xml(out: Path) -> None:
    """Each is a step and an entry with who and when; the same issue looks the same when it was made anew."""
    with reviewing(out) as service:
        before = blocks(service)
        number = next(n for n, b in enumerate(before) if n > 1 and (b["role"], b["opens"]) == ("body", ""))
        service.layout.put(setting(service, number, "label", "headline"))
        answer = service.layout.put(setting(service, number, "place", "article"))
        text = before[number]["text"]
        set_blocks = blocks(service)
    assert (answer["block"]["role"], answer["block"]["opens"]) == ("headline", "article")
    assert [(e["action"], e.get("before", ""), e["after"], e["reviewer"]) for e in entries(out)] == [
        ("label", "body", "headline", "Lin"),
        ("place", "", "article", "Lin"),
    ]
    assert run(["apply", str(out), "--quiet"]) == 0
    xml = (out / "cut-columns.xml").read_text("utf-8")
    assert 'resp="#reviewer"' in xml
    articles = xml.count('type="article"')
    with reviewing(out) as service:
        assert blocks(service) == set_blocks
        # what was set before is taken back, and nothing is left of it
        service.layout.put(setting(service, number, "place", ""))
        service.layout.put(setting(service, number, "label", "body"))
        assert blocks(service) == before
    assert entries(out) == []
    assert run(["apply", str(out), "--quiet"]) == 0
    xml = (out / "cut-columns.xml").read_text("utf-8")
    assert xml.count('type="article"') == articles - 1
    assert 'resp="#reviewer"' not in xml
    assert text[:6] in xml


def test_another_role_takes_the_place_of_the_first_and_one_step_takes_it_back(out: Path) -> None:
    """A block has one role at a time."""
    with reviewing(out) as service:
        service.layout.put(setting(service, 2, "label", "caption"))
        service.layout.put(setting(service, 2, "label", "byline"))
        assert [e["after"] for e in entries(out)] == ["byline"]
        service.undo()
        assert [e["after"] for e in entries(out)] == ["caption"]
        assert blocks(service)[2]["role"] == "caption"
        service.undo()
        assert not blocks(service)[2]["set"]


def test_what_was_accepted_since_counts(out: Path) -> None:
    """A role that a rule proposed and a person has accepted is where his own begins."""
    with reviewing(out, below=1.01) as service:
        doubts = service.doubts(service.queue({"decided": "1"})["order"])
        labels = [doubt for doubt in doubts if doubt["action"] == "label" and doubt["done"]]
        label, number = next(
            (label, number)
            for label in labels
            for number, block in enumerate(blocks(service))
            if (block["at"], block["role"]) == ([label["part"], label["at"]], label["after"])
        )
        change = {"id": label["id"], "decide": "reject", "seen": label["state"]}
        service.decide({"changes": [change]})
        assert blocks(service)[number]["role"] == label["before"]
        service.layout.put(setting(service, number, "label", "editors"))
        own = [e for e in entries(out) if e["rule"] == "reviewer-layout"]
        assert [e["before"] for e in own] == [label["before"]]
        assert run(["apply", str(out), "--quiet", "--strict"]) == 0  # and no decision without a place
        assert [service.undo()["undone"] > 0 for _ in range(2)] == [True, True]
    assert entries(out) == []


def test_what_another_person_set_is_not_written_over_unseen(out: Path) -> None:
    """Nor what has changed since it was shown; who says so may replace it."""
    with reviewing(out) as lin, reviewing(out, "Zhou") as zhou:
        stale = setting(lin, 2, "label", "byline")
        lin.layout.put(setting(lin, 2, "label", "caption"))
        with pytest.raises(Conflict):
            lin.layout.put(stale)
        with pytest.raises(Conflict) as conflict:
            zhou.layout.put(setting(zhou, 2, "label", "byline"))
        assert conflict.value.states[0].mark.reviewer == "Lin"
        zhou.layout.put(setting(zhou, 2, "label", "byline", take_over=True))
        assert [(e["after"], e["reviewer"]) for e in entries(out)] == [("byline", "Zhou")]
        zhou.undo()
        lin.undo()
    assert entries(out) == []


@pytest.mark.parametrize(
    "change",
    [
        {"issue": 7},
        {"issue": "1"},
        {"block": -1},
        {"block": 99999},
        {"value": "table-cell"},
        {"action": "edit"},
    ],
)
def test_what_cannot_be_set_is_refused(out: Path, change: dict[str, object]) -> None:
    """And nothing is written."""
    with reviewing(out) as service:
        with pytest.raises(BadSetting):
            service.layout.put({**setting(service, 2, "label", "byline"), **change})
        with pytest.raises(BadSetting):
            service.layout.blocks(7)
    assert entries(out) == []
