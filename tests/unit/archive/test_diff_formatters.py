"""`backfile diff` as a command: exit status, colour, and the forms that CI systems take."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from convert.archive.diff import DiffClass, Difference
from convert.archive.diff.difference import Lines
from convert.archive.diff.folders import Comparison
from convert.archive.diff.formatters import FORMATTERS
from convert.archive.diff.formatters.html import STYLE
from convert.archive.diff.formatters.markdown import LONGEST_COMMENT
from convert.archive.diff.formatters.sarif import LONGEST_MESSAGE, MAX_RESULTS
from convert.archive.diff.report import DiffReport, locate
from convert.cli import run
from tests.support.compared_issues import stand_beside_issues
from tests.support.paths import ROOT

HOSTILE = "<script>alert(1)</script>\u202e]]>```\n```@everyone [x](y)\x00\x1b[31m\udcff￾\"'&|"
"""What a source may hold, and no report may let through."""


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with an issue, the issue with a correction, and one with a paragraph joined."""
    return stand_beside_issues(tmp_path, monkeypatch)


def hostile_report(*classes: DiffClass) -> DiffReport:
    """Make a report in which everything that comes from a file is hostile."""
    difference = Difference(DiffClass.TEXT, HOSTILE, HOSTILE, f"{HOSTILE}甲", "b.1", Lines(3, 4), (HOSTILE,))
    compared = (
        Comparison(
            HOSTILE,
            "old/a b.xml",
            "new/a b.xml",
            (difference, replace(difference, kind=DiffClass.ROLE)),
        ),
        Comparison("b.xml", "old/b.xml", "new/b.xml", (), HOSTILE),
        Comparison("c.xml", "old/c.xml", "new/c.xml"),
    )
    return DiffReport(HOSTILE, "new", compared, frozenset(classes))


@pytest.mark.parametrize("form", FORMATTERS)
def test_every_form_takes_any_text(form: str) -> None:
    """Controls, half characters, markup of all kinds; and nothing invisible is left in what is told."""
    written = FORMATTERS[form](hostile_report(DiffClass.TEXT)).encode("utf-8", "backslashreplace").decode()
    assert "甲" in written
    if form != "json":  # the data itself, escaped by JSON's own rules
        assert not set(written) & {"\x00", "\x1b", "\u202e"}


@pytest.mark.parametrize("form", FORMATTERS)
def test_every_form_tells_that_nothing_differs(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The same bytes each time, and a file that is complete."""
    outs = []
    for _ in range(2):
        assert run(["diff", "old.xml", "old.xml", "--format", form]) == 0
        outs.append(capfd.readouterr().out)
    assert outs[0] == outs[1]
    assert outs[0].endswith("\n")


def html_page(report: DiffReport) -> Element:
    """Write a report as a page, and parse it as browsers do."""
    return etree.fromstring(FORMATTERS["html"](report), etree.HTMLParser())


def texts(page: Element, style: str) -> list[str]:
    """Return the texts of all elements of a class."""
    return ["".join(map(str, e.itertext())) for e in page.iterfind(f".//*[@class='{style}']")]


def test_html_loads_and_runs_nothing() -> None:
    """No script, no address, a policy that allows its own style sheet alone."""
    page = html_page(hostile_report(DiffClass.TEXT))
    assert {e.tag for e in page.iter()} <= {
        "html", "head", "meta", "title", "style", "body", "header", "h1", "p", "bdi", "main", "fieldset",
        "legend", "label", "input", "span", "details", "summary", "h2", "section", "div", "del", "ins",
    }  # fmt: skip
    names = {name for e in page.iter() for name in e.attrib}
    assert names <= {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "type",
        "id",
        "checked",
        "open",
    }
    policy = next(e.get("content", "") for e in page.iter("meta") if e.get("http-equiv"))
    digest = base64.b64encode(sha256(STYLE.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert page.findtext(".//style") == STYLE
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_html_shows_both_sides_whole() -> None:
    """What stood is in `del`, what stands in `ins`; all of it as text."""
    difference = Difference(CORRECTED, "dashes: altered", "矩一一議題", "矩——議題", "b.1", Lines(3, 4))
    report = DiffReport(
        "o", "n", (Comparison("a.xml", "o/a.xml", "n/a.xml", (difference,)),), frozenset({CORRECTED})
    )
    page = html_page(report)
    assert texts(page, "side") == ["矩一一議題", "矩——議題"]
    assert [e.text for e in page.iter("del", "ins")] == ["一一", "——"]
    assert texts(page, "lines") == ["line 3 → 4"]


CORRECTED = DiffClass.CORRECTION


def test_markdown_keeps_foreign_text_in_code() -> None:
    """The fence is longer than any run of ticks in it, so nothing gets out."""
    written = FORMATTERS["markdown"](hostile_report(DiffClass.TEXT))
    fence = ""
    for line in written.splitlines():
        ticks = re.fullmatch(r"(`{3,})(diff)?", line)
        if ticks and not fence:
            fence = ticks[1]
        elif fence and line == fence:
            fence = ""
        elif not fence:
            assert "script" not in line
            assert "everyone" not in line
    assert fence == ""


def test_markdown_is_no_longer_than_a_comment() -> None:
    """What does not go in is counted."""
    difference = Difference(DiffClass.TEXT, "body: other words", "甲" * 100, "乙" * 100)
    compared = tuple(Comparison(f"{n}.xml", "o", "n", (difference,) * 20) for n in range(100))
    written = FORMATTERS["markdown"](DiffReport("o", "n", compared, frozenset(DiffClass)))
    assert len(written) < LONGEST_COMMENT + 5000
    assert re.search(r"and [0-9]+ more issues\n\Z", written)


def junit(report: DiffReport) -> Element:
    """Write a report as JUnit XML that both common schemas take."""
    root = etree.fromstring(FORMATTERS["junit"](report).encode("utf-8", "backslashreplace"))
    etree.XMLSchema(etree.parse(ROOT / "tests" / "support" / "junit.xsd")).assertValid(root)
    return root


def test_junit_has_a_case_for_each_issue() -> None:
    """Failed by a class that fails; trouble is an error; all else is the output of the suite."""
    root = junit(hostile_report(DiffClass.TEXT))
    (suite,) = root
    assert [suite.get(key) for key in ("tests", "failures", "errors")] == ["3", "1", "1"]
    cases = list(root.iter("testcase"))
    assert [[e.tag for e in case] for case in cases] == [["failure"], ["error"], []]
    assert cases[0][0].get("message") == "1 text"
    assert (suite.findtext("system-out") or "").startswith("role  new/a b.xml:4  ")
    assert suite.findtext("system-err") == cases[1][0].text


def test_junit_has_a_time_where_one_is_given() -> None:
    """No clock is read; the schema of Ant wants a time."""
    report = hostile_report()
    assert junit(report)[0].get("timestamp") == "1970-01-01T00:00:00"
    dated = replace(report, timestamp=datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC))
    assert junit(dated)[0].get("timestamp") == "2026-03-14T15:09:26"


def many(*kinds: DiffClass) -> DiffReport:
    """Make a report of issues with a difference of each of these classes, more than SARIF may list."""
    differences = tuple(Difference(kind, f"{n}", times=n + 1) for n, kind in enumerate(kinds))
    compared = tuple(Comparison(f"{n}.xml", "o", "n", differences) for n in range(MAX_RESULTS // 2))
    return DiffReport("o", "n", compared, frozenset({DiffClass.CORRECTION}))


def test_sarif_lists_no_more_than_is_taken() -> None:
    """The worst come first, those that fail before all; the last result counts what is left out."""
    written = json.loads(FORMATTERS["sarif"](many(DiffClass.ROLE, DiffClass.TEXT, DiffClass.CORRECTION)))
    (run_made,) = written["runs"]
    results = run_made["results"]
    kinds = [r["ruleId"] for r in results]
    half = MAX_RESULTS // 2
    assert kinds == ["correction"] * half + ["text"] * (half - 1) + ["left-out"]
    assert [r["level"] for r in results] == ["error"] * half + ["note"] * half
    counted = "2,502 differences in 2,500 issues are not listed here: 2 text, 2,500 role"
    assert results[-1]["message"]["text"].startswith(counted)
    invocation = run_made["invocations"][0]
    assert invocation["executionSuccessful"] is True
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == counted
    assert "left-out" in {rule["id"] for rule in run_made["tool"]["driver"]["rules"]}


def test_sarif_leaves_nothing_out_that_it_can_list() -> None:
    """5,000 results are all there; what is left out of the classes that fail is an error."""
    (run_made,) = json.loads(FORMATTERS["sarif"](many(DiffClass.TEXT, DiffClass.ROLE)))["runs"]
    assert len(run_made["results"]) == MAX_RESULTS
    assert "left-out" not in {r["ruleId"] for r in run_made["results"]}
    (run_made,) = json.loads(FORMATTERS["sarif"](many(*[DiffClass.CORRECTION] * 3)))["runs"]
    assert {r["level"] for r in run_made["results"]} == {"error"}


def test_the_text_of_a_sarif_result_is_bounded() -> None:
    """A block of a million marks is not told whole, and is said to be cut."""
    difference = Difference(DiffClass.TEXT, "甲" * 10 * LONGEST_MESSAGE)
    report = DiffReport("o", "n", (Comparison("a", "o", "n", (difference,)),), frozenset())
    (run_made,) = json.loads(FORMATTERS["sarif"](report))["runs"]
    text = run_made["results"][0]["message"]["text"]
    assert text == "甲" * LONGEST_MESSAGE + f"… ({9 * LONGEST_MESSAGE:,} more characters)"


def test_sarif_points_into_the_repository() -> None:
    """To the new file; to the old one where only that is in the repository."""
    run_made = json.loads(
        FORMATTERS["sarif"](hostile_report(DiffClass.TEXT)).encode("utf-8", "backslashreplace")
    )["runs"][0]
    assert [r["level"] for r in run_made["results"]] == ["error", "note"]
    assert {r["ruleId"] for r in run_made["results"]} <= {
        rule["id"] for rule in run_made["tool"]["driver"]["rules"]
    }
    where = run_made["results"][0]["locations"][0]["physicalLocation"]
    assert where == {
        "artifactLocation": {"uri": "new/a%20b.xml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 4},
    }
    assert run_made["invocations"][0]["executionSuccessful"] is False
    difference = Difference(DiffClass.TEXT, "other words", "甲", "乙", "b.1", Lines(3, 4))
    outside = Comparison("a.xml", "golden/a.xml", "/elsewhere/a.xml", (difference,))
    made = json.loads(
        FORMATTERS["sarif"](DiffReport("golden", "/elsewhere", (outside,), frozenset(DiffClass)))
    )
    where = made["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert (where["artifactLocation"]["uri"], where["region"]["startLine"]) == ("golden/a.xml", 3)


def test_json_tells_all(capfd: pytest.CaptureFixture[str]) -> None:
    """The keys are a contract."""
    assert run(["diff", "old.xml", "corrected.xml", "--format", "json", "--fail-on", "correction"]) == 1
    told = json.loads(capfd.readouterr().out)
    assert (told["exit_status"], told["fail_on"], told["issues"]) == (1, ["correction"], 1)
    assert told["counts"]["correction"] == 1
    (one,) = told["differing"]
    first = one["differences"][0]
    assert first == {
        "class": "correction",
        "what": "dashes: altered",
        "times": 1,
        "block": first["block"],
        "old_line": first["old_line"],
        "new_line": first["new_line"],
        "rules": ["dashes"],
        "old": "矩一一議題",
        "new": "矩——議題",
    }
    assert first["block"] in (Path("corrected.xml").read_text("utf-8").splitlines()[first["new_line"] - 1])


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(Lines(3, 4), "n:4", id="in both"),
        pytest.param(Lines(3, 0), "o:3", id="in the old file alone"),
        pytest.param(Lines(0, 0), "n", id="nowhere in particular"),
    ],
)
def test_a_place_is_in_the_file_that_has_it(lines: Lines, said: str) -> None:
    """Where to look first."""
    assert locate(Comparison("a", "o", "n"), Difference(DiffClass.TEXT, "", lines=lines)) == said
