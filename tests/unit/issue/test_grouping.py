"""Which files are one issue: what names, folders, lists and manifests say, and what does not fit."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.issue.grouping import GroupBy, IssuePlan, plan_issues
from convert.issue.page_label import double_pages, missing_pages, page_order
from convert.issue.page_list import PageList, load_page_lists, parse_page_list
from convert.issue.page_problems import ProblemKind
from convert.system.find import SourceFile
from convert.system.issue_source import SourceIssue, parts_of

TOP = Path("/in")


def files(names: Sequence[str], rows: Mapping[str, Mapping[str, str]] | None = None) -> list[SourceFile]:
    """Return files below a folder, as `find` returns them."""
    rows = rows or {}
    return [SourceFile(TOP / name, PurePath(name), rows.get(name, {})) for name in names]


def groups(plan: IssuePlan) -> dict[str, list[str]]:
    """Return the issues of several files by their paths in the tree, each with its files and pages."""
    return {
        str(source.mirrored): [f"{part.file.name} {part.page}".rstrip() for part in source.parts]
        for source in plan.sources
        if isinstance(source, SourceIssue)
    }


def kinds(plan: IssuePlan) -> list[str]:
    """Return the kinds of all problems."""
    inside = [problem.kind.value for issue in plan.issues for problem in issue.problems]
    return inside + [problem.kind.value for problem in plan.problems]


ONE_ISSUE = {
    "版": (
        ["云津日报_2026-03-05_第4821号_第02版.txt", "云津日报_2026-03-05_第4821号_第01版.txt"],
        "云津日报_2026-03-05_第4821号",
    ),
    "heading after the page": (
        ["日报_2026-03-05_第01版_要闻.txt", "日报_2026-03-05_第02版_本地.txt"],
        "日报_2026-03-05",
    ),
    "p": (["courier-1911-03-07-p1.txt", "courier-1911-03-07-p2.txt"], "courier-1911-03-07"),
    "page": (["The Times 1911-03-07 page 1.txt", "The Times 1911-03-07 page 2.txt"], "The Times 1911-03-07"),
    "trailing number": (["日报_2026-03-05_01.txt", "日报_2026-03-05_02.txt"], "日报_2026-03-05"),
    "after the number": (
        ["日报_2026-03-05_第4821号_1.txt", "日报_2026-03-05_第4821号_2.txt"],
        "日报_2026-03-05_第4821号",
    ),
    "paper after the date": (["20260305_cqrb_01.txt", "20260305_cqrb_02.txt"], "20260305_cqrb"),
    "page first": (["p1_courier_1911-03-07.txt", "p2_courier_1911-03-07.txt"], "courier_1911-03-07"),
    "other separators": (["日报 2026-03-05 第1版.txt", "日报_2026-03-05_第2版.txt"], "日报 2026-03-05"),
    "four digits": (["日报_2026-03-05_第0001版.txt", "日报_2026-03-05_第0002版.txt"], "日报_2026-03-05"),
    "sections": (["日报_2026-03-05_A01.txt", "日报_2026-03-05_A02.txt"], "日报_2026-03-05"),
    "numerals": (["日报2026年3月5日第一版.txt", "日报2026年3月5日第二版.txt"], "日报2026年3月5日"),
    "dated folder": (["2026-03-05/01.txt", "2026-03-05/02.txt"], "2026-03-05"),
    "dated folder, headings": (["2026-03-05/第01版_要闻.txt", "2026-03-05/第02版.txt"], "2026-03-05"),
    "year, month, day": (["1951/03/02/1.txt", "1951/03/02/2.txt"], "1951/03/1951-03-02"),
    "numbered folder": (["第4821号/1.txt", "第4821号/2.txt"], "第4821号"),
    "a name without the number": (
        ["日报_2026-03-05_第4821号_第02版.txt", "日报_2026-03-05_第01版.txt"],
        "日报_2026-03-05_第4821号",
    ),
    "paper in a dated folder": (
        ["2026-03-05/日报_p1.txt", "2026-03-05/日报_p2.txt"],
        "2026-03-05/日报_2026-03-05",
    ),
}


@pytest.mark.parametrize("case", ONE_ISSUE)
def test_names_that_agree_but_for_the_page_are_one_issue(case: str) -> None:
    """Whatever marks the page; the issue has their name without it."""
    names, issue = ONE_ISSUE[case]
    plan = plan_issues(files(names))
    assert list(groups(plan)) == [issue]
    assert [part.page.lstrip("A") for part in parts_of(plan.sources[0])] == ["1", "2"]


APART = {
    "days of a month": ["1951/03/01.txt", "1951/03/02.txt", "1951/03/03.txt"],
    "month and day": ["1951/03-02.txt", "1951/03-03.txt"],
    "two dates": ["日报_2026-03-05_01.txt", "日报_2026-03-06_01.txt"],
    "two papers": ["日报_2026-03-05_01.txt", "晚报_2026-03-05_02.txt"],
    "two numbers": ["日报_2026-03-05_第1号_01版.txt", "日报_2026-03-05_第2号_02版.txt"],
    "a name without the number, of either": [
        "日报_2026-03-05_第1号_01版.txt",
        "日报_2026-03-05_第2号_02版.txt",
        "日报_2026-03-05_03版.txt",
    ],
    "two editions": ["日报_2026-03-05_晨刊_01.txt", "日报_2026-03-05_晚刊_02.txt"],
    "versions": ["日报_2026-03-05_v1.txt", "日报_2026-03-05_v2.txt"],
    "numbers and no date": ["in/000.txt", "in/001.txt", "in/002.txt"],
    "chapters": ["letters_1.txt", "letters_2.txt"],
    "archival files": ["日报_2026-03-05_01.xml", "日报_2026-03-05_02.xml"],
    "scans": ["IMG_20260305_01.txt", "IMG_20260305_02.txt"],
    "folders": ["a/日报_2026-03-05_01.txt", "b/日报_2026-03-05_02.txt"],
}


@pytest.mark.parametrize("case", APART)
def test_anything_else_is_an_issue_of_its_own(case: str) -> None:
    """Nothing is put together on a guess."""
    plan = plan_issues(files(APART[case]))
    assert groups(plan) == {}
    assert kinds(plan) == []


def test_supplements_stand_after_the_pages_in_the_order_of_their_letters() -> None:
    """1, 2, 10, A1, B1: as they are printed, not as disks sort them."""
    names = [f"日报_2026-03-05_{page}版.txt" for page in ("B1", "10", "A2", "2", "A1", "1")]
    plan = plan_issues(files(names))
    assert [part.page for part in parts_of(plan.sources[0])] == ["1", "2", "10", "A1", "A2", "B1"]


PROBLEMS = {
    "missing": (
        ["日报_2026-03-05_01.txt", "日报_2026-03-05_02.txt", "日报_2026-03-05_04.txt"],
        "page 3 is missing",
    ),
    "double": (
        ["日报_2026-03-05_第01版.txt", "日报_2026-03-05_p1.txt", "日报_2026-03-05_02.txt"],
        "page 1 occurs several times: 日报_2026-03-05_p1.txt, 日报_2026-03-05_第01版.txt",
    ),
    "no-page": (
        ["日报_2026-03-05_01.txt", "日报_2026-03-05_02.txt", "日报_2026-03-05.txt"],
        "日报_2026-03-05.txt has no page number, and has been left out of the issue",
    ),
    "no-page in a folder": (
        ["2026-03-05/01.txt", "2026-03-05/02.txt", "2026-03-05/readme.txt"],
        "readme.txt has no page number, and has been left out of the issue",
    ),
    "contradiction": (
        ["2026-03-05/日报_2026-03-06_01.txt", "2026-03-05/日报_2026-03-06_02.txt"],
        "the folder says 2026-03-05, and the names of 2 files say 2026-03-06",
    ),
}


@pytest.mark.parametrize("kind", PROBLEMS)
def test_what_does_not_fit_is_named(kind: str) -> None:
    """By its kind, and with the files."""
    names, message = PROBLEMS[kind]
    (issue,) = [issue for issue in plan_issues(files(names)).issues if issue.problems]
    assert [(problem.kind.value, problem.message) for problem in issue.problems] == [
        (kind.partition(" ")[0], message)
    ]
    assert isinstance(issue.source, SourceIssue)
    assert issue.source.warnings == (message,)


def test_a_file_without_a_page_does_not_take_the_name_of_the_issue() -> None:
    """It fails by itself, and the pages beside it are converted."""
    plan = plan_issues(files(["日报_2026-03-05.txt", "日报_2026-03-05_01.txt", "日报_2026-03-05_02.txt"]))
    alone, issue = plan.sources
    assert issue.error is None
    assert "has no page number, and its name is that of an issue of 2 pages" in str(alone.error)


def test_two_whole_sets_of_the_same_pages_are_two_issues() -> None:
    """The text files of an issue, and the Word files of the same."""
    names = [f"日报_2026-03-05_{page}.{end}" for page in ("01", "02") for end in ("txt", "docx")]
    assert groups(plan_issues(files(names))) == {
        "日报_2026-03-05_txt": ["日报_2026-03-05_01.txt 1", "日报_2026-03-05_02.txt 2"],
        "日报_2026-03-05_docx": ["日报_2026-03-05_01.docx 1", "日报_2026-03-05_02.docx 2"],
    }
    names = [f"日报_2026-03-05_{page}版_{end}.txt" for page in ("01", "02") for end in ("ocr", "clean")]
    assert list(groups(plan_issues(files(names)))) == ["日报_2026-03-05_ocr", "日报_2026-03-05_clean"]


def test_a_spread_is_both_of_its_pages() -> None:
    """No page is missing between 3 and 6."""
    plan = plan_issues(files([f"日报_2026-03-05_第{page}版.txt" for page in ("01-03", "04-05", "06")]))
    assert [part.page for part in parts_of(plan.sources[0])] == ["1-3", "4-5", "6"]
    assert kinds(plan) == []


def test_each_file_is_an_issue_where_that_is_asked_for() -> None:
    """By page."""
    named = files(ONE_ISSUE["版"][0])
    assert plan_issues(named, by=GroupBy.PAGE).sources == tuple(named)


def test_a_folder_is_an_issue_where_that_is_asked_for() -> None:
    """By folder: those with pages first, the others as people sort names; two dates are refused."""
    plan = plan_issues(files(["a/10.txt", "a/9.txt", "a/p1.txt", "b/x.txt"]), by=GroupBy.FOLDER)
    assert groups(plan) == {"a": ["p1.txt 1", "9.txt", "10.txt"]}
    assert kinds(plan) == ["no-page"]
    two = plan_issues(
        files(["a/日报_2026-03-05_1.txt", "a/日报_2026-03-06_1.txt"]), by=GroupBy.FOLDER
    ).sources[0]
    assert "two dates: 2026-03-05 (1 file), 2026-03-06 (1 file)" in str(two.error)


def test_a_list_has_the_last_word() -> None:
    """issue.toml names files and order; what contradicts it, and what it leaves out, is told."""
    toml = {
        "date": "2026-03-05",
        "pages": ["back.txt", {"file": "日报_2026-03-06_第03版.txt", "page": 2}, "gone.txt"],
    }
    lists = {TOP / "x": parse_page_list(toml, "x/issue.toml")}
    plan = plan_issues(files(["x/back.txt", "x/other.txt", "x/日报_2026-03-06_第03版.txt"]), lists)
    assert groups(plan) == {"x": ["back.txt", "日报_2026-03-06_第03版.txt 2", "gone.txt"]}
    assert [problem.message for problem in plan.issues[0].problems] == [
        "issue.toml says that 日报_2026-03-06_第03版.txt is page 2",
        "issue.toml says 2026-03-05, and the name of a file says 2026-03-06",
        "page 1 is missing",
        "no page number in back.txt, gone.txt; placed after the other pages",
    ]
    assert [problem.line for problem in plan.problems] == ["/in/x: issue.toml does not list other.txt"]
    assert "does not exist" in str(parts_of(plan.sources[0])[2].file.error)


def test_a_list_out_of_order_is_told() -> None:
    """The list is obeyed."""
    lists = {TOP: parse_page_list({"pages": ["日报_2026-03-05_2.txt", "日报_2026-03-05_1.txt"]}, "")}
    plan = plan_issues(files(["日报_2026-03-05_1.txt", "日报_2026-03-05_2.txt"]), lists)
    assert [part.page for part in parts_of(plan.sources[0])] == ["2", "1"]
    assert kinds(plan) == ["order"]


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ('"a.txt"', "pages must be a list of files"),
        ("[]", "pages must be a list of files"),
        ('["a.txt", "a.txt"]', "pages names a.txt twice"),
        ('["../a.txt"]', "outside of its folder"),
        ('["/etc/passwd"]', "outside of its folder"),
        ("[1]", "an entry of the list is not a file"),
        ('[{file = "a.txt", titel = "x"}]', "an entry of the list is not a file"),
        ('[{file = "a.txt", page = 1.5}]', "must be a text or a whole number"),
    ],
)
def test_a_list_that_cannot_be_fails_the_files_of_its_folder(
    tmp_path: Path, pages: str, message: str
) -> None:
    """With the reason, and no other folder."""
    (tmp_path / "issue.toml").write_text(f"pages = {pages}", "utf-8")
    lists = load_page_lists({tmp_path: "", tmp_path / "other": ""})
    plan = plan_issues([SourceFile(tmp_path / "a.txt"), SourceFile(tmp_path / "other" / "b.txt")], lists)
    assert [message in str(source.error) for source in plan.sources] == [True, False]


def test_rows_of_a_manifest_say_what_names_do_not() -> None:
    """By title, date and page; or by the name of the issue, in whatever folders."""
    rows = {
        "a.txt": {"title": "日报", "date": "2026-03-05", "page": "2"},
        "b.txt": {"title": "日报", "date": "2026-03-05", "page": "1"},
        "c.txt": {"title": "日报", "date": "2026-03-06"},
        "x/d.txt": {"issue": "1951/spring", "page": "A1"},
        "y/e.txt": {"issue": "1951/spring", "page": "1"},
    }
    plan = plan_issues(files(list(rows), rows))
    assert groups(plan) == {"日报_2026-03-05": ["b.txt 1", "a.txt 2"], "1951/spring": ["e.txt 1", "d.txt A1"]}
    assert plan.sources[0].metadata == {"title": "日报", "date": "2026-03-05", "page": "1"}
    assert kinds(plan) == ["order"]


def test_pages_of_which_nothing_says_the_day_stay_apart_and_are_told_of() -> None:
    """They may be of as many days; one word makes them one issue."""
    named = files(["spring/page_001.txt", "spring/page_002.txt", "spring/page_003.txt"])
    plan = plan_issues(named)
    assert plan.sources == tuple(named)
    (problem,) = plan.problems
    assert "3 files look like pages, but nothing says of which issue" in problem.message
    assert "--by folder makes them one" in problem.message
    assert len(plan_issues(named, by=GroupBy.FOLDER).sources) == 1


def test_ten_thousand_files_without_dates_stay_apart_and_are_told_of() -> None:
    """In a second, and in one line."""
    for name in ("page_{:04}", "scan_{:05}"):
        named = files([f"{name.format(number)}.txt" for number in range(1, 10_000)])
        began = time.process_time()
        plan = plan_issues(named)
        assert time.process_time() - began < 5
        assert plan.sources == tuple(named)
        assert kinds(plan) == ["undated"]


PAPERS = st.sampled_from(["云津日报_", "渡口晚报-", "courier ", ""])
DAYS = st.sampled_from(["2026-03-05", "20260306", "1951年3月2日", "", "2026-02-30"])
PAGES = st.sampled_from(
    ["_第01版", "_第2版_要闻", "-p3", "_04", " page 5", "_A01", "_B2版", "_04-05版", "", "_v2"]
)
FOLDERS = st.sampled_from(["", "2026-03-05/", "1951/03/", "spring/"])
NAMES = st.lists(
    st.tuples(FOLDERS, PAPERS, DAYS, PAGES).map(
        lambda parts: f"{''.join(parts)}x.txt".replace("x.txt", ".txt")
    ),
    unique=True,
    max_size=25,
)


@given(NAMES, st.randoms(use_true_random=False), st.sampled_from(GroupBy))
def test_every_file_is_in_one_issue_whatever_the_order(names: list[str], random: Random, by: GroupBy) -> None:
    """No file is lost or taken twice, and the plan is that of the set."""
    named = files(names)
    plan = plan_issues(named, by=by)
    taken = [part.file.path for source in plan.sources for part in parts_of(source)]
    assert sorted(map(str, taken)) == sorted(str(file.path) for file in named)
    shuffled = list(named)
    random.shuffle(shuffled)
    again = plan_issues(shuffled, by=by)
    assert sorted(map(repr, again.issues)) == sorted(map(repr, plan.issues))
    paths = [source.path for source in plan.sources if isinstance(source, SourceIssue)]
    assert len(set(paths)) == len(paths)


@given(NAMES)
def test_files_of_one_issue_agree_in_what_their_names_say(names: list[str]) -> None:
    """No issue has two dates or two folders, and its pages are in order; what is there twice is told."""
    for issue in plan_issues(files(names)).issues:
        if isinstance(issue.source, SourceIssue):
            parts = issue.source.parts
            assert len({part.file.mirrored.parent for part in parts}) == 1
            assert (
                len(
                    {
                        day
                        for day in ("2026-03-05", "20260306", "1951年")
                        for part in parts
                        if day in part.file.name
                    }
                )
                <= 1
            )
            labels = [part.page for part in parts]
            assert labels == sorted(labels, key=page_order)
            told = {problem.kind for problem in issue.problems}
            assert (ProblemKind.DOUBLE in told) == bool(double_pages(labels))
            assert (ProblemKind.MISSING in told) == bool(missing_pages(labels))


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_missing_pages_are_those_between(numbers: list[int]) -> None:
    """Against a plain count."""
    missing: set[int] = set()
    for run in missing_pages([str(number) for number in numbers]):
        first, _, last = run.partition("-")
        missing |= set(range(int(first), int(last or first) + 1))
    assert missing == set(range(1, max(numbers))) - set(numbers)


def test_sections_may_go_on_counting() -> None:
    """A1 to A4, then B5: nothing is missing; B1, B3: B2 is."""
    assert missing_pages(["A1", "A2", "B3", "B4"]) == ()
    assert missing_pages(["A1", "A2", "B1", "B3"]) == ("B2",)


def test_an_empty_list_is_no_list() -> None:
    """issue.toml without pages says what it says of the issue."""
    lists = {TOP / "x": PageList(date="2026-03-05")}
    assert groups(plan_issues(files(["x/01.txt", "x/02.txt"]), lists)) == {"x": ["01.txt 1", "02.txt 2"]}
