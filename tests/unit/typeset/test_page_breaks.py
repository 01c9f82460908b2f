"""What the pages of an output are called by the printed pages that they show."""

from __future__ import annotations

import pytest

from convert.typeset.page_breaks import sheet_labels


@pytest.mark.parametrize(
    ("printed", "labels"),
    [
        (["1", "1", "1 2", "3 4", "4 A1", ""], ("1", "1.2", "2", "3-4", "A1", "A1.2")),
        (["1", "4", "1 2", "4"], ("1", "4", "2", "4.2")),
        (["", "1"], ("1", "2")),
        ([], ()),
    ],
)
def test_sheets_are_called_by_their_printed_pages(printed: list[str], labels: tuple[str, ...]) -> None:
    """Every page is named, each sheet by itself; where the first has no printed page they are counted."""
    assert sheet_labels(pages.split() for pages in printed) == labels
