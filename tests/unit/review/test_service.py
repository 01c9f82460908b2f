"""The queue of a converted folder, its samples and pages, and what becomes of them in the outputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from convert.batch.status import last_options
from convert.cli import run
from convert.cli.batch_run import batch_settings
from convert.conversion import read
from convert.decisions.decision import ChangeKey
from convert.decisions.gate import RuleRequest
from convert.decisions.listing import ListedChange
from convert.decisions.verdicts import UNDECIDED, EntryVerdict
from convert.document.changes import wording
from convert.document.model import Metadata
from convert.errors import BadSetting, UnreadableSource
from convert.review.build import converted_issues, look_at
from convert.review.doubts import one_per_place
from tests.support.batches import touched
from tests.support.reviewing import converted, decision, first, order_of, reviewing


def test_what_is_likely_to_be_wrong_most_often_comes_first(ready: Path) -> None:
    """Chance times number of equal cases; what was done surely is not asked for, unless one wants it."""
    with reviewing(ready) as service:
        queue = service.queue({})
        doubts = service.doubts(queue["order"])
        sure = [doubt for doubt in doubts if doubt["done"] and doubt["cert"] >= 0.9]
        gains = [kind["gain"] for kind in queue["kinds"]]
        everything = order_of(service, below="1.01")
        rule = doubts[0]["rule"]
        of_rule = {doubt["rule"] for doubt in service.doubts(order_of(service, rule=rule))}
    assert doubts
    assert sure == []
    assert gains == sorted(gains, reverse=True)
    assert len(everything) > len(doubts)
    assert of_rule == {rule}


def test_apply_makes_anew_what_was_decided_and_nothing_else(out: Path) -> None:
    """The archival XML names the reviewer; the files of other issues stay as they are, inode and time."""
    before = touched(out)
    with reviewing(out) as service:
        doubt = first(service, done=False, action="edit")
        service.decide(decision(doubt, "replace", replacement="“某”"))
        issue = service.store.issues[doubt["issue"]]
    for source in (out.parent / "in").glob("*.txt"):
        if source.stem != issue.target.decode():  # what has changed otherwise is for the next batch
            source.write_text(source.read_text("utf-8") + "\n又一段。\n", "utf-8")
    assert run(["apply", str(out), "--quiet"]) == 0
    after = touched(out)
    changed = {Path(name).name for name in after if after[name] != before.get(name)}
    path = out / f"{issue.target.decode()}.xml"
    assert changed == {path.name}
    text = path.read_text("utf-8")
    assert 'resp="#reviewer"' in text
    assert "“某”" in text
    assert "<name>Lin</name>" in text
    with reviewing(out) as service:
        assert service.queue({"decided": "1", "below": "1.01"})["decided"] == 1


def test_a_page_is_validated_by_a_second_person(out: Path) -> None:
    """After one has seen it."""
    with reviewing(out) as lin:
        page = {"issue": first(lin)["issue"], "page": 0}
        with pytest.raises(BadSetting):
            lin.mark_page({**page, "state": "validated"})
        assert lin.mark_page({**page, "state": "seen"})["pages"][0]["state"] == "seen"
        with pytest.raises(BadSetting, match="second person"):
            lin.mark_page({**page, "state": "validated"})
    with reviewing(out, "Zhou") as zhou:
        assert zhou.mark_page({**page, "state": "validated"})["pages"] == [
            {**page, "state": "validated", "reviewer": "Zhou"}
        ]


def test_a_sample_proves_something_when_it_is_decided(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of what nobody has looked at, and not before its end."""
    with reviewing(out, below=1.01) as service:
        kinds = [k for k in service.queue({})["kinds"] if k["waiting"] > 5]
        kind = next(k for k in kinds if service.doubts(order_of(service, kind=str(k["kind"])))[0]["done"])
        drawn = service.sample({"filter": {"kind": kind["kind"]}, "size": 5, "title": "x"})
        assert len(set(drawn["order"])) == 5
        assert drawn["population"] == kind["waiting"]
        drawn_from = {service.store.issues[service.rows[n].issue].target for n in drawn["order"]}
        for number, doubt in enumerate(service.doubts(drawn["order"])):
            assert service.summary()["samples"][0]["words"] == ""
            verdict = "accept" if number else "reject"
            service.decide({**decision(doubt, verdict), "manner": "sample"})
        (proof,) = service.summary()["samples"]
        assert (proof["looked_at"], proof["wrong"]) == (5, 1)
        assert f"5 of {kind['waiting']:,} looked at, 1 wrong: with 95 % confidence at most" in proof["words"]
        with pytest.raises(BadSetting):
            service.sample({"filter": {"rule": "no such rule"}, "size": 5})
    assert run(["apply", str(out), "--quiet"]) == 0
    with reviewing(out, below=1.01) as service:  # the rejected one is undone, and was wrong
        assert service.summary()["samples"] == [proof]
        service.sample({"filter": {"kind": kind["kind"]}, "size": 1, "title": "y"})
    capsys.readouterr()
    assert run(["status", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["samples"]
    assert told[0] == proof
    assert (told[1]["title"], told[1]["words"], told[1]["most_wrong"]) == ("y", "", None)
    assert run(["report", str(out), "-o", str(out.parent / "report.html")]) == 0
    assert proof["words"] in (out.parent / "report.html").read_text("utf-8")
    bag = out.parent / "bag"
    assert run(["bag", str(out), "-o", str(bag)]) == 0
    events = {file: file.read_text("utf-8").count(proof["words"]) for file in bag.rglob("*.premis.xml")}
    # in that of each issue of the population, of which some may have none that was drawn
    assert proof["issues"] == sum(events.values()) >= len(drawn_from)
    assert set(events.values()) <= {0, 1}
    (event,) = (
        element
        for element in etree.parse(next(f for f, n in events.items() if n)).iterfind("{*}event")
        if element.findtext("{*}eventType") == "validation"
    )
    assert event.findtext("{*}eventIdentifier/{*}eventIdentifierValue") == "sample.1"
    assert event.findtext("{*}eventDateTime") == proof["decided"]
    assert event.findtext("{*}eventOutcomeInformation/{*}eventOutcome") == "warning"
    assert event.findtext("{*}linkingAgentIdentifier/{*}linkingAgentIdentifierValue") == "reviewer/Lin"


def test_the_index_knows_what_was_converted_since(out: Path) -> None:
    """An issue that has not changed is not looked at again; one whose source has, is left out."""
    with reviewing(out) as service:
        before = service.store.issues
    source = out.parent / "in" / "misreadings.txt"
    source.write_text(source.read_text("utf-8") + "\n\n又一段新的话。\n", "utf-8")
    with reviewing(out) as service:
        assert service.store.issues == before  # what the batch has made is what is reviewed
    assert run(["batch", str(source.parent), str(out), "-f", "xml", "--jobs", "1", "--quiet"]) == 0
    with reviewing(out) as service:
        changed = {i for i in before if service.store.issues.get(i) != before[i]}
    assert [before[number].name for number in changed] == ["misreadings.txt"]


def test_texts_of_an_issue(ready: Path) -> None:
    """Source, corrected and reading."""
    with reviewing(ready) as service:
        issue = next(i for i in service.store.issues.values() if i.name == "misreadings.txt")
        source = (ready.parent / "in" / "misreadings.txt").read_text("utf-8")
        assert service.text(issue.id, "source") == source
        assert service.text(issue.id, "reading") != source
        with pytest.raises(BadSetting):
            service.text(issue.id, "../x")
        with pytest.raises(BadSetting):
            service.text(10**6, "reading")


def test_an_issue_that_cannot_be_looked_at_costs_itself(out: Path) -> None:
    """Its source was altered between the batch and the review."""
    options = last_options(out)
    settings = batch_settings(options)
    issues = converted_issues(out, options, settings)
    (out.parent / "in" / "overlap.txt").write_text("别的文字。", "utf-8")
    results = {issue.source.name: look_at(issue, settings) for issue in issues}
    assert isinstance(results["overlap.txt"], UnreadableSource)
    assert not isinstance(results["misreadings.txt"], Exception)
    assert EntryVerdict() == UNDECIDED


def test_the_archival_xml_names_each_reviewer_at_what_he_decided(out: Path) -> None:
    """And is valid; read again, the changes have their reviewers."""
    names = ("Zhou", "Lin")
    texts = {name: f"“{name}”" for name in names}
    for name in names:
        with reviewing(out, name, below=1.01) as service:
            issue = next(i for i in service.store.issues.values() if i.name == "misreadings.txt")
            doubts = service.doubts(order_of(service, issue=str(issue.id)))
            doubt = next(doubt for doubt in doubts if doubt["action"] == "edit" and doubt["done"])
            service.decide(decision(doubt, "replace", replacement=texts[name]))
    assert run(["apply", str(out), "--quiet"]) == 0
    path = out / "misreadings.xml"
    text = path.read_text("utf-8")
    assert [text.count(f'xml:id="{xml_id}"') for xml_id in ("reviewer", "reviewer.2", "reviewer.3")] == [
        1,
        1,
        0,
    ]
    assert run(["verify", str(path)]) == 0
    document = read(path.read_bytes(), Metadata(name="misreadings.xml"))
    changes = [
        change for block in document.blocks for segment in block.segments for change in segment.changes
    ]
    assert {change.by: wording(change).after for change in changes if change.by} == texts


def test_words_that_an_engine_was_unsure_of_come_last(tmp_path: Path) -> None:
    """Right as it is, or written anew: both are kept, and the reading has what was written."""
    page = "yunjin-daily-2026-03-12-p1.xml"
    out = converted(tmp_path, (f"archives/alto/{page}",))
    source, xml = tmp_path / "in" / page, out / page
    source.write_text(source.read_text("utf-8").replace(' WC="0.99"', ' WC="0.31"', 1), "utf-8")
    assert run(["batch", str(source.parent), str(out), "-f", "xml", "--jobs", "1", "--quiet"]) == 0
    with reviewing(out) as service:
        order = order_of(service)
        (word,) = [d for d in service.doubts(order) if d["rule"] == "reviewer"]
        assert order[-1] == word["id"]
        assert word["before"] == word["after"] != ""
        assert 0 < word["cert"] < 0.7
        assert word["boxes"]
        service.decide(decision(word, "accept"))
        path = service.store.issues[word["issue"]].decisions_file
    before = xml.read_bytes()
    assert run(["apply", str(out), "--quiet", "--strict"]) == 0  # no warning of a decision without a place
    assert xml.read_bytes() == before
    with reviewing(out) as service:
        everything = service.doubts(order_of(service, decided="1", below="1.01"))
        (word,) = [doubt for doubt in everything if doubt["state"]["decide"]]
        assert word["state"]["decide"] == "accept"
        service.decide(decision(word, "replace", replacement="“新”"))
    assert run(["apply", str(out), "--quiet", "--strict"]) == 0
    assert "“新”" in xml.read_text("utf-8")
    assert 'decide = "replace"' in path.read_text("utf-8")
    assert run(["decisions", str(source), "--write"]) == 0
    assert "“新”" in path.read_text("utf-8")
    assert run(["apply", str(out), "--quiet", "--strict"]) == 0
    assert "“新”" in xml.read_text("utf-8")


def test_two_rules_that_want_the_same_are_one_doubt() -> None:
    """The one that was decided on, else the one that was done, else that of the surest rule."""
    keys = [
        ChangeKey(rule, "label", 7, "body", "headline", "") for rule in ("roles", "late-roles", "structure")
    ]
    requests = {key: RuleRequest(cert, done=False) for key, cert in zip(keys, (0.6, 0.8, 0.7), strict=True)}
    entries = [ListedChange(key, done=False, decided=False, comment=("", ""), table={}) for key in keys]
    assert one_per_place(entries, requests) == [entries[1]]
    done = [entries[0]._replace(done=True), *entries[1:]]
    assert one_per_place(done, requests) == [done[0]]
    decided = [*done[:2], entries[2]._replace(decided=True)]
    assert one_per_place(decided, requests) == [decided[2]]
    elsewhere = entries[0]._replace(key=keys[0]._replace(at=8))
    assert one_per_place([elsewhere, entries[1]], {**requests, elsewhere.key: requests[keys[0]]}) == [
        elsewhere,
        entries[1],
    ]


def test_the_page_needs_what_serves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without it the command says what to install, and what goes without."""
    monkeypatch.setattr("convert.cli.review.NEEDED", ("no_such_package",))
    assert run(["review", str(tmp_path)]) == 2
    assert "pip install 'backfile[review]'" in capsys.readouterr().err
