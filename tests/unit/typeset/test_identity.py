"""Who a book is: the same for a corrected word, another for another issue or edition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from convert.document.model import Document, Metadata, Page
from convert.document.roles import Role
from convert.typeset.identity import edition, identifier
from convert.typeset.styles import load_style
from tests.support.build import document

META = Metadata(title="山城晚报", date="2025-12-08", number="321", language="zh-Hans", page="3", name="3.txt")


def issue(text: str = "正文。", **stated: str) -> Document:
    """Return an issue of one paragraph."""
    meta = META
    for key, value in stated.items():
        meta = replace(meta, **{key: value})  # type: ignore[arg-type]  # all of these keys are texts
    return document([(Role.BODY, text)], meta)


def test_a_corrected_word_makes_no_other_book() -> None:
    """Nor does another name of the file."""
    assert identifier(issue()) == identifier(issue("正文！", name="4.txt"))


@pytest.mark.parametrize(
    "stated",
    [
        {"title": "云津日报"},
        {"date": "2025-12-09"},
        {"number": "322"},
        {"page": "4"},
        {"language": "zh-Hant"},
    ],
)
def test_another_issue_or_language_is_another_book(stated: dict[str, str]) -> None:
    """Each of the five alone tells two books apart."""
    assert identifier(issue(**stated)) != identifier(issue())


def test_an_issue_is_told_by_its_first_and_last_page() -> None:
    """Pages 3 to 4 are no page 3."""
    pages = (Page("3"), Page("4", 1))
    assert identifier(replace(issue(), pages=pages)) != identifier(issue())
    assert identifier(replace(issue(page=""), pages=pages)) == identifier(
        replace(issue("正文！"), pages=pages)
    )


@pytest.mark.parametrize("unknown", ["title", "date"])
def test_without_newspaper_or_date_name_and_source_tell(unknown: str) -> None:
    """Nothing else says which issue it is."""
    bare = issue(**{unknown: ""})
    assert identifier(bare) == identifier(issue(**{unknown: "", "number": "322"}))
    assert identifier(bare) != identifier(issue(**{unknown: "", "name": "4.txt"}))
    assert identifier(bare) != identifier(issue("正文！", **{unknown: ""}))


def test_every_edition_is_a_book_of_its_own() -> None:
    """Plain, large print, vertical, with notes, with tracked changes."""
    plain, large, vertical = map(load_style, ("newspaper", "large-print", "historical-vertical"))
    editions = [
        edition(plain),
        edition(large),
        edition(vertical),
        edition(plain, notes=True),
        edition(plain, review=True),
        edition(large, notes=True),
    ]
    assert editions[:3] == [(), ("large-print",), ("vertical",)]
    assert len({identifier(issue(), marks) for marks in editions}) == len(editions)
