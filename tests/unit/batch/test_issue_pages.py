"""Issues of several files in a plan and its ledger: names that collide, pages that change, bad rows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from convert.batch.fingerprint import run_parts
from convert.batch.inputs import changed_inputs
from convert.batch.ledger import Ledger, open_ledger
from convert.batch.ledger_check import issue_fault
from convert.batch.options import BatchOptions
from convert.batch.plan import BatchStep, Planner
from convert.batch.records import Issue, IssuePage, State, from_row, to_row
from convert.batch.stale import find_orphans, find_regrouped
from convert.batch.status_pages import find_page
from convert.batch.worklist import work_list
from convert.conversion import Settings
from convert.errors import BadSetting
from convert.issue.group_sources import group_sources
from convert.issue.grouping import GroupBy
from convert.outcome import Outcome
from convert.typeset.styles import load_style

SETTINGS = Settings(("xml",), load_style("newspaper"), {})
PAGE = IssuePage(b"/in/p\xff1.txt", "A1", "0" * 64, b"/in/p1.decisions.toml")


def row(path: bytes = b"/in/x", pages: tuple[IssuePage, ...] = (PAGE,), **parts: str) -> Issue:
    """Return a row of the ledger."""
    return Issue(path, None, None, State.DONE, Outcome("x"), parts=parts, pages=pages)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Begin a ledger."""
    (tmp_path / "out" / ".backfile").mkdir(parents=True)
    with open_ledger(tmp_path / "out", make=True) as base:
        base.begin(0.0, "host", 1, "0", {})
        yield base


def plan(ledger: Ledger, folder: Path, by: GroupBy = GroupBy.NAME, template: str = "") -> list[BatchStep]:
    """Compare the issues of a folder with a ledger."""
    out = folder.parent / "out"
    planner = Planner(ledger, out, SETTINGS, run_parts(SETTINGS), template)
    return list(planner.steps(group_sources(work_list([str(folder)], out).files, by).sources))


def pages(folder: Path, *names: str) -> Path:
    """Write some pages."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"日报_2026-03-{name}.txt").write_text(f"{name}\n", "utf-8")
    return folder


def test_a_row_keeps_its_pages(ledger: Ledger) -> None:
    """Names that are no text, too; and they are counted."""
    ledger.put(row())
    assert list(ledger.issues()) == [row()]
    ledger.put(row(b"/in/y", ()))
    ledger.put(row(b"/in/z", (PAGE, PAGE, PAGE)))
    assert ledger.pages() == 5


@pytest.mark.parametrize(
    "pages",
    [
        "",
        "{}",
        '["x"]',
        '[["/in/a.txt", "1", ""]]',
        '[["in/a.txt", "1", "", ""]]',
        '[["/in/a.txt", 1, "", ""]]',
        '[["/in/a.txt", "1", "abc", ""]]',
        '[["/in/a.txt", "1", "", "b.toml"]]',
        '[["/in/\\ud800.txt", "1", "", ""]]',
    ],
)
def test_pages_that_cannot_be_are_damage(pages: str) -> None:
    """As any other value of the ledger."""
    values = to_row(row())
    assert issue_fault(values) == ""
    assert issue_fault({**values, "pages": pages}).startswith("impossible pages")
    assert from_row(values) == row()


def test_two_issues_of_one_name_are_not_both_converted(ledger: Ledger, tmp_path: Path) -> None:
    """Names that a template makes the same: the second says who has it."""
    folder = pages(tmp_path / "in", "05_p1", "05_p2", "06_p1", "06_p2")
    first, second = plan(ledger, folder, template="{title}")
    assert first.error is None
    assert "would write 日报, as 日报_2026-03-05 does" in str(second.error)


def test_a_page_that_comes_finds_the_row_of_its_issue(ledger: Ledger, tmp_path: Path) -> None:
    """The key is the name, whatever the first page is."""
    folder = pages(tmp_path / "in", "05_p2", "05_p3")
    (step,) = plan(ledger, folder)
    ledger.put(step.row)
    pages(folder, "05_p1")
    (again,) = plan(ledger, folder)
    assert (again.path, again.why) == (step.path, "changed: a new page 1")
    (folder / "日报_2026-03-05_p3.txt").unlink()
    (less,) = plan(ledger, folder)
    assert less.why == "changed: a new page 1, no page 3 any more"


def test_rows_whose_pages_are_elsewhere_now_are_neither_orphans_nor_in_the_way(
    ledger: Ledger, tmp_path: Path
) -> None:
    """From pages to issues and back; a row of files that this run has not is left alone."""
    folder = pages(tmp_path / "in", "05_p1", "05_p2")
    other = pages(tmp_path / "other", "07_p1", "07_p2")
    for step in (*plan(ledger, folder, GroupBy.PAGE), *plan(ledger, other)):
        ledger.put(step.row)
    for by, count in ((GroupBy.NAME, 2), (GroupBy.PAGE, 1)):
        steps = plan(ledger, folder, by)
        assert [step.error for step in steps] == [None] * len(steps)
        current = {step.path for step in steps}
        files = {os.fsencode(path) for path in folder.iterdir()}
        regrouped = find_regrouped(ledger, current, files)
        assert len(regrouped) == count
        assert find_orphans(ledger, tmp_path / "out", current) == ()
        for issue in regrouped:
            ledger.remove(issue.path)
        for step in steps:
            ledger.put(step.row)
    assert len([issue for issue in ledger.issues() if issue.pages]) == 1


def test_an_issue_is_an_orphan_when_all_its_files_are_gone(ledger: Ledger, tmp_path: Path) -> None:
    """Not before."""
    folder = pages(tmp_path / "in", "05_p1", "05_p2")
    (step,) = plan(ledger, folder)
    ledger.put(step.row)
    (folder / "日报_2026-03-05_p1.txt").unlink()
    assert find_orphans(ledger, tmp_path / "out", set()) == ()
    (folder / "日报_2026-03-05_p2.txt").unlink()
    assert [orphan.issue.path for orphan in find_orphans(ledger, tmp_path / "out", set())] == [step.path]


def test_what_changed_is_named_by_page_or_by_file() -> None:
    """Beside what else did; without pages by the parts of the key."""
    unnamed = PAGE._replace(label="", path=b"/in/back.txt")
    before = row(pages=(PAGE, unnamed), source="1", pages_="1", rules="1")
    now = row(pages=(PAGE, unnamed._replace(sha256="1" * 64)), source="2", rules="2")
    assert changed_inputs(before, now) == ["back.txt", "rules"]
    assert changed_inputs(row(pages=(), source="1"), row(pages=(), source="2")) == ["source"]


def test_a_page_is_found_by_its_number_or_file() -> None:
    """Else those that there are are named."""
    unnamed = PAGE._replace(label="", path=b"/in/back.txt")
    issue = row(pages=(PAGE, unnamed))
    assert (find_page(issue, "a1"), find_page(issue, "back.txt")) == (PAGE, unnamed)
    with pytest.raises(BadSetting, match=r"no page '3' in x; choose from: A1, back.txt"):
        find_page(issue, "3")
    with pytest.raises(BadSetting, match="x is one file"):
        find_page(row(pages=()), "1")


def test_a_ledger_of_before_is_tried_again_by_page() -> None:
    """What failed page by page is retried page by page; an impossible value is refused."""
    values = BatchOptions(("/in",), ("xml",)).as_mapping()
    assert BatchOptions.from_mapping(values).by == "name"
    del values["by"]
    assert BatchOptions.from_mapping(values).by == "page"
    with pytest.raises(BadSetting):
        BatchOptions.from_mapping({**values, "by": "moon"})
