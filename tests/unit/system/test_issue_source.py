"""An issue of several files has the properties of one file."""

from __future__ import annotations

from pathlib import Path, PurePath

from convert.system.find import SourceFile
from convert.system.issue_source import SourceIssue, SourcePart, parts_of


def test_one_file_is_its_own_only_part() -> None:
    """One file is the special case of an issue with one part."""
    file = SourceFile(Path("in/page.txt"))
    assert parts_of(file) == (SourcePart(file),)


def test_parts_keep_their_order_and_numbers() -> None:
    """The order is that of the pages, whatever their names are."""
    parts = tuple(SourcePart(SourceFile(Path(f"in/{name}.txt")), page) for name, page in ("bA", "aB"))
    assert [part.page for part in parts_of(SourceIssue(Path("in"), parts))] == ["A", "B"]


def test_a_name_may_have_full_stops() -> None:
    """A name has no ending, so that nothing behind a full stop is cut off."""
    issue = SourceIssue(Path("in/1951.03.02"), ())
    assert (issue.name, issue.stem) == ("1951.03.02", "1951.03.02")
    assert issue.mirrored == PurePath("1951.03.02")


def test_messages_name_it_by_its_label_or_path() -> None:
    """As for a file."""
    assert SourceIssue(Path("in/x"), ()).location == "in/x"
    assert SourceIssue(Path("in/x"), (), label="manifest.csv:2").location == "manifest.csv:2"
