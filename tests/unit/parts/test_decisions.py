"""Decisions on a page are obeyed in the issue that it is a file of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from convert.conversion import load_decisions, load_document, review_source
from convert.decisions import Decisions, as_toml, review
from convert.decisions.listing import list_changes, write_listing
from convert.decisions.rewrite import rewrite_toml
from convert.system.issue_source import IssueSource
from tests.support.decided import decided
from tests.support.issue_files import FIRST, NAME, SETTINGS, reviewed, write_issue

PAGE = "云津日报\n\n新桥通车\n\n今天,市民走上了新桥。他说,桥很好。\n"


def listed(source: IssueSource) -> str:
    """List the changes of a source, as `backfile decisions` does."""
    document = load_document(source, SETTINGS)
    return as_toml(document, review(document, Decisions()), "x.decisions.toml")


def test_a_page_keeps_its_decisions(tmp_path: Path) -> None:
    """The file beside the page has digest and offsets of the page, and ids that another page has, too."""
    issue = write_issue(tmp_path, {"1": FIRST.encode(), "2": PAGE.encode("gb18030")})
    page = issue.parts[1].file
    text = decided(listed(page), ("今天", 'decide = "reject"'))
    beside = tmp_path / f"{NAME}_第02版.decisions.toml"
    beside.write_text(text.replace('reviewer = ""', 'reviewer = "Li"'), "utf-8")
    result = reviewed(issue)
    assert result.warnings == ()
    assert "今天,市民走上了新桥。他说，桥很好。" in result.document.text


def test_the_digest_tells_which_page_is_meant(tmp_path: Path) -> None:
    """Decisions on a page that are named with --decisions, whatever the file is called."""
    issue = write_issue(tmp_path, {"1": FIRST.encode(), "2": PAGE.encode(), "3": "完。\n".encode()})
    text = decided(listed(issue.parts[1].file), ("今天", 'decide = "reject"'))
    given = tmp_path / "any.toml"
    given.write_text(text, "utf-8")
    result = reviewed(issue, replace(SETTINGS, decisions=given))
    assert result.warnings == ()
    assert "今天,市民走上了新桥。他说，桥很好。" in result.document.text


def test_decisions_on_the_issue_count_in_the_issue(tmp_path: Path) -> None:
    """Their digest is that of the issue; those on its pages stand beside them."""
    issue = write_issue(tmp_path, {"1": PAGE.encode(), "2": "第二版,完。\n".encode()})
    whole = listed(issue)
    (tmp_path / f"{NAME}.decisions.toml").write_text(
        decided(whole, ('words = ",完', 'decide = "reject"')), "utf-8"
    )
    page = decided(listed(issue.parts[0].file), ("今天", 'decide = "reject"'))
    (tmp_path / f"{NAME}_第01版.decisions.toml").write_text(page, "utf-8")
    result = reviewed(issue)
    assert result.warnings == ()
    assert "今天,市民走上了新桥。他说，桥很好。" in result.document.text
    assert "第二版,完。" in result.document.text


def test_a_decision_without_a_place_names_its_file(tmp_path: Path) -> None:
    """The page has changed since."""
    issue = write_issue(tmp_path, {"1": FIRST.encode(), "2": PAGE.encode()})
    text = decided(listed(issue.parts[1].file), ("今天", 'decide = "reject"'))
    (tmp_path / f"{NAME}_第02版.txt").write_text("今晚，别的。\n", "utf-8")
    (tmp_path / f"{NAME}_第02版.decisions.toml").write_text(text, "utf-8")
    (warning,) = reviewed(issue).warnings
    assert warning.startswith(f"{tmp_path}/{NAME}_第02版.decisions.toml:")


def test_decisions_on_an_issue_outlive_a_change_of_another_page(tmp_path: Path) -> None:
    """Their places count in the file that they name; the list is brought up to date, and remarks stay."""
    files = {"1": FIRST.encode(), "2": PAGE.encode()}
    issue = write_issue(tmp_path, files)
    document = load_document(issue, SETTINGS)
    listing = list_changes(document, review(document, Decisions()), "x")
    text = decided(write_listing(listing), ('words = ",市民', 'decide = "reject" # as printed'))
    assert f'part = "{NAME}_第02版.txt"' in text
    (tmp_path / f"{NAME}.decisions.toml").write_text(text, "utf-8")
    write_issue(tmp_path, {**files, "1": f"新的一页。\n\n{FIRST}".encode()})
    result = reviewed(issue)
    assert result.warnings == ()
    assert "今天,市民走上了新桥。他说，桥很好。" in result.document.text
    document = load_document(issue, SETTINGS)
    again = review(document, load_decisions(issue, SETTINGS, document))
    rewritten = rewrite_toml(text, list_changes(document, again, "x"), "x")
    assert rewritten.count('decide = "reject" # as printed') == 1
    assert "Decided once" not in rewritten


def test_decisions_on_an_issue_hold_for_a_page_alone(tmp_path: Path) -> None:
    """With --by page; those on other pages are left out, not lost."""
    issue = write_issue(tmp_path, {"1": PAGE.encode(), "2": PAGE.replace("市民", "农民").encode()})
    text = decided(listed(issue), ('words = ",农民', 'decide = "reject"'))
    given = tmp_path / "any.toml"
    given.write_text(text, "utf-8")
    settings = replace(SETTINGS, decisions=given)
    first, second = (review_source(part.file, settings) for part in issue.parts)
    assert first.warnings == second.warnings == ()
    assert "今天，市民" in first.document.text
    assert "今天,农民" in second.document.text
