"""`backfile diff` as a command: exit status, colour, and the forms that CI systems take."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import subprocess
import sys
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
from convert.archive.diff.formatters.terminal import show_comparison
from convert.archive.diff.report import DiffReport, locate
from convert.cli import diff, run
from convert.cli.terminal import console
from convert.document.actions import Edit, Join, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.roles import Role
from tests.support.build import archived, document
from tests.support.paths import ROOT

HOSTILE = "<script>alert(1)</script>\u202e]]>```\n```@everyone [x](y)\x00\x1b[31m\udcff￾\"'&|"
"""What a source may hold, and no report may let through."""


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with an issue, the issue with a correction, and one with a paragraph joined."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.chdir(tmp_path)
    made = document([(Role.HEADLINE, "磅秤"), (Role.BODY, "矩一一議題"), (Role.BODY, "由居民提。")])
    (tmp_path / "old.xml").write_text(archived(made), "utf-8")
    corrected = rewrite(made, Rule("dashes", Kind.CORRECTION), [Edit(1, 1, 3, "——")])
    (tmp_path / "corrected.xml").write_text(archived(corrected), "utf-8")
    joined = rewrite(made, Rule("paragraphs", Kind.LAYOUT), [Join(1, 2)])
    (tmp_path / "joined.xml").write_text(archived(joined), "utf-8")
    return tmp_path


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


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(["old.xml", "old.xml"], 0, id="the same"),
        pytest.param(["old.xml", "corrected.xml"], 1, id="different"),
        pytest.param(["old.xml", "corrected.xml", "--fail-on", "text,structure"], 0, id="in another class"),
        pytest.param(
            ["old.xml", "corrected.xml", "--fail-on", "structure, Correction"], 1, id="in one of the classes"
        ),
        pytest.param(["old.xml", "joined.xml", "--fail-on", "text,structure"], 1, id="in structure"),
        pytest.param(["old.xml", "joined.xml", "--fail-on", "none"], 0, id="whatever differs"),
        pytest.param(["old.xml", "missing.xml", "--fail-on", "none"], 2, id="a file missing"),
        pytest.param(["old.xml", "page.txt"], 2, id="not XML"),
        pytest.param(["old.xml", "joined.xml", "--fail-on", "structur"], 2, id="no such class"),
        pytest.param(["old.xml", "joined.xml", "--format", "pdf"], 2, id="no such form"),
        pytest.param(["old.xml"], 2, id="one file alone"),
    ],
)
def test_the_exit_status_is_that_of_diff(arguments: list[str], status: int, files: Path) -> None:
    """0 the same, 1 different, 2 trouble."""
    (files / "page.txt").write_text("山城晚报", "utf-8")
    assert run(["diff", *arguments]) == status


def test_all_differences_are_shown_whatever_fails(capfd: pytest.CaptureFixture[str]) -> None:
    """--fail-on chooses what fails, not what is seen."""
    assert run(["diff", "old.xml", "corrected.xml", "--fail-on", "text"]) == 0
    out, err = capfd.readouterr()
    assert "correction    corrected.xml:" in out
    assert "矩[一一 → ——]議題" in out
    assert out.splitlines()[-1] == "nothing that --fail-on names"
    assert err == ""


def test_trouble_is_told_on_standard_error(files: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """One line, and the report stays a report."""
    (files / "bad.xml").write_text("<TEI>", "utf-8")
    assert run(["diff", "old.xml", "bad.xml", "--format", "json"]) == 2
    out, err = capfd.readouterr()
    assert json.loads(out)["differing"][0]["trouble"].startswith("bad.xml:1:")
    assert err.startswith("error: bad.xml:1:")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param(
            "structur", "; did you mean structure? choose from: text, correction,", id="a slip of the pen"
        ),
        pytest.param("words", "; choose from: text, correction,", id="another word"),
    ],
)
def test_a_class_that_is_none_is_told_which_there_are(
    name: str, hint: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the nearest, where one is near."""
    assert run(["diff", "old.xml", "old.xml", "--fail-on", name]) == 2
    assert hint in capfd.readouterr().err


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        pytest.param({}, False, id="a pipe"),
        pytest.param({"FORCE_COLOR": "1"}, True, id="colour wanted"),
        pytest.param({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="no colour wanted"),
    ],
)
def test_words_are_coloured_where_colour_is_wanted(environment: dict[str, str], *, coloured: bool) -> None:
    """What stood is red, what stands is green; in plain text both are there all the same."""
    command = [sys.executable, "-m", "convert", "diff", "old.xml", "corrected.xml"]
    clean = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR"}}
    path = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, env={**clean, **path, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert ("\x1b[31m一一\x1b[0m" in done.stdout) is coloured
    assert ("\x1b[1;32m——\x1b[0m" in done.stdout) is coloured
    assert "[一一 → ——]" in re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


def test_no_line_is_wider_than_the_terminal() -> None:
    """Han text is cut anywhere, other text at spaces."""
    words = "The quick brown fox jumps over the lazy dog and goes home again. " * 3
    texts = ("甲一一" * 30, "甲——" * 30), (words, words.replace("fox", "hare"))
    found = tuple(Difference(DiffClass.TEXT, "what", *pair, "b.1", Lines(1, 1)) for pair in texts)
    screen = io.StringIO()
    show_comparison(Comparison("n", "o", "n", found), frozenset(), console(screen, {"COLUMNS": "60"}))
    body = [line for line in screen.getvalue().splitlines() if line.startswith("    ")]
    assert len(body) > 6
    assert all(sum(2 if c >= "\u2e80" else 1 for c in line) <= 60 for line in body)
    assert any(line.rstrip().endswith("jumps over the") or " fox" in line for line in body)


def test_the_help_explains_every_class() -> None:
    """A line each."""
    assert all(f"\n  {kind} " in diff.EXPLAINED for kind in DiffClass)


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


@pytest.fixture
def repository(files: Path) -> Path:
    """Put the folder under version control."""
    name = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "a"]):
        subprocess.run(["git", *name, *command], cwd=files, check=True)
    return files


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(["HEAD", "old.xml", "corrected.xml"], 0, id="nothing has changed"),
        pytest.param(["HEAD", "old.xml", "changed.xml"], 0, id="a new file passes"),
        pytest.param(["HEAD", "joined.xml", "old.xml"], 1, id="one of two has changed"),
        pytest.param(["main^", "old.xml"], 2, id="no such revision"),
        pytest.param(["--output=x", "old.xml"], 2, id="an option in the place of a revision"),
        pytest.param(["HEAD", "missing.xml"], 2, id="no such file"),
    ],
)
def test_files_are_held_against_the_last_commit(
    arguments: list[str], status: int, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the hook does before a commit, with git's own settings of that moment in the environment."""
    (repository / "changed.xml").write_bytes((repository / "joined.xml").read_bytes())
    if status == 1:
        (repository / "joined.xml").write_bytes((repository / "old.xml").read_bytes())
    monkeypatch.setenv("GIT_DIR", "nowhere")
    assert run(["diff", "--fail-on", "text,structure", "--against", *arguments]) == status


def test_a_folder_is_held_against_the_last_commit(
    repository: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its files, new ones, and those that are gone; subfolders, too."""
    below = repository / "1951"
    below.mkdir()
    (below / "03.xml").write_bytes((repository / "old.xml").read_bytes())
    name = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["add", "."], ["commit", "-q", "-m", "b"]):
        subprocess.run(["git", *name, *command], cwd=repository, check=True)
    assert run(["diff", "--against", "HEAD", ".", "1951"]) == 0
    (below / "04.xml").write_bytes((repository / "old.xml").read_bytes())
    assert run(["diff", "--against", "HEAD", "."]) == 0
    (below / "03.xml").unlink()
    capfd.readouterr()
    assert run(["diff", "--against", "HEAD", "."]) == 1
    out = capfd.readouterr().out
    assert out.startswith("text ")
    assert "1951/03.xml" in out
    assert "the issue is no longer here" in out
    assert run(["diff", "--against", "HEAD", "1951", "--fail-on", "structure"]) == 0
    (repository / "empty").mkdir()
    assert run(["diff", "--against", "HEAD", "empty"]) == 2
    assert "empty: no .xml file in this folder" in capfd.readouterr().err


def test_outside_of_a_repository_there_is_nothing_to_hold_against(capfd: pytest.CaptureFixture[str]) -> None:
    """One line says so."""
    assert run(["diff", "--against", "HEAD", "old.xml"]) == 2
    assert "no revision 'HEAD' here (fatal: not a git repository" in capfd.readouterr().err
