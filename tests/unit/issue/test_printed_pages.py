"""Pages take their numbers from their folios where nothing else says them."""

from __future__ import annotations

import pytest

from convert.document.model import Block, Document, Page, Segment
from convert.document.roles import Role
from convert.issue.printed_pages import with_printed_pages
from convert.text.source import Source

HEAD, FOLIO, BODY = Role.RUNNING_HEAD, Role.FOLIO, Role.BODY


def labels(*pages: tuple[str, Role, str], files: str = "") -> list[str]:
    """Return the labels of pages that have a label, and a block of a role and a text each."""
    at = 0
    blocks: list[Block] = []
    listed: list[Page] = []
    for number, (label, role, text) in enumerate(pages):
        blocks.append(Block(f"b.{number:08}", (Segment(text, text, at),), role))
        listed.append(Page(label, at, int(files[number]) if files else 0))
        at += len(text)
    source = "".join(block.source for block in blocks)
    document = Document(Source(source.encode(), source, "utf-8"), tuple(blocks), tuple(listed))
    return [page.label for page in with_printed_pages(document).pages]


@pytest.mark.parametrize(
    ("role", "text", "label"),
    [
        (FOLIO, "第5版", "5"),
        (FOLIO, "— 5 —", "5"),
        (FOLIO, "A05", "A5"),
        (FOLIO, "2026年3月5日 第五版", "5"),
        (HEAD, "云津日报 05版：要闻", "5"),
        (HEAD, "THE COURIER, Page 5", "5"),
        (HEAD, "1911", ""),
        (BODY, "第5版", ""),
    ],
)
def test_a_folio_says_the_number(role: Role, text: str, label: str) -> None:
    """A running head says it where it calls it so; running text never does."""
    assert labels(("3", BODY, "甲"), ("", role, text), files="01") == ["3", label]


@pytest.mark.parametrize(
    ("pages", "wanted"),
    [
        ((("", BODY, "甲"), ("", FOLIO, "2"), ("", BODY, "乙")), ["1", "2", "3"]),
        ((("1", FOLIO, "7"), ("2", FOLIO, "8")), ["1", "2"]),
        ((("3", BODY, "甲"), ("", FOLIO, "2")), ["3", "4"]),
        ((("", FOLIO, "4"), ("", FOLIO, "4")), ["", ""]),
        ((("", BODY, "甲"), ("", BODY, "乙")), ["", ""]),
    ],
)
def test_pages_of_one_file_are_counted(pages: tuple[tuple[str, Role, str], ...], wanted: list[str]) -> None:
    """From the first that is known; what is known goes before, and what is out of order is not believed."""
    assert labels(*pages) == wanted


def test_pages_of_other_files_are_not_counted() -> None:
    """Between two files pages may be missing."""
    assert labels(("", BODY, "甲"), ("", FOLIO, "2"), ("", BODY, "乙"), files="012") == ["", "2", ""]


def test_a_single_page_stays_as_it_is() -> None:
    """Its number is that of the issue's metadata."""
    assert labels(("", FOLIO, "第3版")) == [""]
