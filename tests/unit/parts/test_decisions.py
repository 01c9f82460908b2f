"""Decisions on a page are obeyed in the issue that it is a file of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from convert.conversion import load_document
from convert.decisions import Decisions, as_toml, review
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
