"""Titles, issue lines and names of articles, as all reading copies show them."""

from __future__ import annotations

import pytest

from convert.document.model import Metadata
from convert.document.roles import Role
from convert.typeset.display import (
    iso_date,
    issue_line,
    language_tag,
    name_of,
    one_line,
    spoken_date,
    title,
)
from tests.support.build import document

NAMELESS = Metadata(language="zh-Hans", name="1951-03-02.txt")


@pytest.mark.parametrize(
    ("meta", "line"),
    [
        pytest.param(
            Metadata(title="山城晚报", date="2025-12-08", number="321", language="zh-Hans", page="3"),
            "2025年12月8日\u3000第321号\u3000第3版",
            id="simplified",
        ),
        pytest.param(
            Metadata(title="", date="1951-03", number="321", language="zh-TW"),
            "1951年3月\u3000第321號",
            id="traditional",
        ),
        pytest.param(
            Metadata(title="", date="1951-03-02", number="77", language="en", page="A1"),
            "2 March 1951 · No. 77 · Page A1",
            id="English",
        ),
        pytest.param(
            Metadata(title="", date="民国廿年春", number="第三期", language="zh-Hans"),
            "民国廿年春\u3000第三期",
            id="words stay",
        ),
        pytest.param(Metadata(title="", date="", number="", language="zh-Hans"), "", id="nothing known"),
    ],
)
def test_issue_line_speaks_the_language_of_the_issue(meta: Metadata, line: str) -> None:
    """Date, number and page stand in the order and words of the language."""
    assert issue_line(meta) == line


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        pytest.param("zh-Hans", "zh-Hans", id="script"),
        pytest.param("zh-Hant-HK", "zh-Hant-HK", id="script and region"),
        pytest.param("", "und", id="unknown"),
        pytest.param('en"><script>', "und", id="tags"),
        pytest.param("Chinese, I think", "und", id="words"),
    ],
)
def test_language_tag_is_well_formed(given: str, tag: str) -> None:
    """What is no language tag does not get into a file."""
    assert language_tag(Metadata(language=given)) == tag


@pytest.mark.parametrize(
    "given", ["2025-02-30", "0000", "2025-1-1", "25-12-08", "２０２５", "2025-12-08\n", ""]
)
def test_no_iso_date_where_there_is_none(given: str) -> None:
    """Only a day, month or year that exists is a date; the page still shows what was given."""
    assert not iso_date(Metadata(date=given))
    assert spoken_date(Metadata(date=given)) == given.strip()


def test_title_is_newspaper_then_headline_then_text() -> None:
    """A document always has some title; the name of its file is none."""
    blocks = [(Role.BODY, "正文。"), (Role.HEADLINE, "立冬\n过后")]
    assert title(document(blocks)) == "山城晚报"
    assert title(document(blocks, NAMELESS)) == "立冬 过后"
    assert title(document(blocks[:1], NAMELESS)) == "正文。"
    assert title(document([(Role.RUNNING_HEAD, "3")], NAMELESS)) == "-"


def test_article_without_headline_is_named_by_its_start() -> None:
    """A fragment gets a name that a reader can find it by."""
    made = document([(Role.BODY, "传导政治压力、夯实政治根基，" * 9), (Role.HEADLINE, "立冬")])
    assert [name_of(a) for a in made.articles] == ["传导政治压力、夯实政治根基，传导政治压力、夯实…", "立冬"]


def test_one_line_is_clean_and_cut() -> None:
    """A name holds no line end, no control character, and no more than asked for."""
    assert one_line("甲\x00乙\r\n\t 丙\udc80") == "甲\ufffd乙 丙\ufffd"
    assert one_line("一二三四", 3) == "一二…"
    assert one_line("一二三", 3) == "一二三"
