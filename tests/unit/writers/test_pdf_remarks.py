"""Remarks of the editor in the PDF, and how headings stand to what they belong to."""

from __future__ import annotations

import pytest

from convert.document.model import Metadata
from convert.document.roles import Role
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.pdf import write_pdf
from convert.writers.pdf.remarks import breaks_off
from tests.support.build import document
from tests.support.read_pdf import elements, readable


def shown(blocks: list[tuple[Role, str]], language: str = "zh-Hans") -> tuple[list[str], list[str]]:
    """Return the remarks of a PDF, and the texts of its reading."""
    data = write_pdf(
        document(blocks, Metadata(language=language)), load_style("newspaper"), WriteContext()
    ).data
    return [text for tag, text in elements(data) if tag == "Note"], [text for _, text in readable(data)]


@pytest.mark.parametrize(
    ("language", "remark"),
    [("zh-Hans", "（原文至此）"), ("zh-Hant", "（原文至此）"), ("en", "[The source breaks off here.]")],
)
def test_an_article_that_breaks_off_says_so(language: str, remark: str) -> None:
    """The remark stands behind its last paragraph, and is no part of the reading."""
    blocks = [(Role.HEADLINE, "甲"), (Role.BODY, "县人大常委会主任牵头，4个相关"), (Role.CREDIT, "韩叙 摄")]
    remarks, texts = shown(blocks, language)
    assert remarks[0] == remark
    assert texts == [text for _, text in blocks]


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("4个相关", True),
        ("为制度，", True),
        ("来了。", False),
        ("“来了。”", False),
        ("开幕。（记者 金鑫）", False),
        ("a third of the cost", True),
        ('"I want a wall."', False),
        ("", False),
    ],
)
def test_what_ends_within_a_sentence_breaks_off(text: str, *, breaks: bool) -> None:
    """A stop, with the marks that close behind it, or a writer's name in brackets ends a text."""
    assert breaks_off(text) is breaks


def test_a_caption_without_its_picture_says_so() -> None:
    """Once before caption and credit."""
    remarks, texts = shown([(Role.BODY, "甲。"), (Role.CAPTION, "通车现场。"), (Role.CREDIT, "韩叙 摄")])
    assert remarks == ["［图略］"]
    assert texts == ["甲。", "通车现场。", "韩叙 摄"]
