"""The real page that the program was begun for, extracted from a newspaper's PDF."""

from __future__ import annotations

from functools import cache

import pytest

from convert import conversion
from convert.document.integrity import restore
from convert.document.model import Document
from convert.document.roles import Role
from tests.support.build import needs_shared
from tests.support.paths import SHARED

PAGE = SHARED / "pages" / "newspaper_page.txt"
pytestmark = needs_shared


@cache
def page() -> Document:
    """Read and clean the page."""
    return conversion.repair(conversion.read(PAGE.read_bytes()))


@pytest.mark.parametrize(
    "text", ["以刚性制度传导政治压力", "紧盯重要节点，构建", "产业创新深度融合", "适应新阶段的新趋势"]
)
def test_certain_cuts_are_whole(text: str) -> None:
    """In the middle of a clause or of a word."""
    assert text in page().text


@pytest.mark.parametrize(
    "heading",
    [
        "完善工作体系，将政治优势转化为治理效能与发展胜势",
        "系统性重塑干部能力体系，解决“本领恐慌”问题",
        "始终保持反腐败高压态势，推进全面从严治党",
        "渝万高铁控制性工程光裕寨隧道贯通",
        "新目标：用一根面条撬动千亿元级产业",
        "系列举措",
        "找准切入口，推动产业迭代打造“云阳早面”",
    ],
)
def test_no_heading_is_glued_to_a_paragraph(heading: str) -> None:
    """It is a block of its own, and no body text."""
    found = [b for b in page().blocks if b.reading == heading]
    assert found
    assert all(b.role is not Role.BODY for b in found)


def test_nothing_else_is_run_together() -> None:
    """What breaks off at the foot of the page is not continued by another article's text."""
    assert not any("4个相关“" in b.reading for b in page().blocks)


def test_marks_are_full_width() -> None:
    """Between Han characters no half-width mark is left."""
    text = page().text
    assert not [
        c for a, c, b in zip(text, text[1:], text[2:], strict=False) if c in ",;:?!" and a > "\u4e00" < b
    ]


def test_the_source_comes_back() -> None:
    """Byte for byte."""
    assert restore(page()) == PAGE.read_bytes()
