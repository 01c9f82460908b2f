"""Headings by their shape, and ends that look cut: columns, list numbers, brackets."""

from __future__ import annotations

import pytest

from convert.analysis.links.fragments import block_views, find_fragments
from convert.analysis.links.links import candidates
from convert.analysis.links.pair_evidence import pair_page
from convert.analysis.texts.ends import looks_truncated
from convert.analysis.texts.heading_shape import NUMBERED, heading_shape, without_column
from convert.analysis.texts.texts import page_texts
from convert.document.model import Block, Segment
from convert.language import language

TAIL = "市城管局今天表示，入冬以来已经清理落叶三百余吨，比去年同期多清运了"


def may_go_on(head: str) -> bool:
    """Whether a block is weighed as the continuation of a cut one above it."""
    texts = page_texts(language("zh-Hans"))
    blocks = [Block(str(n), (Segment(text, text, n),)) for n, text in enumerate((TAIL, head))]
    fragments = find_fragments(block_views(blocks), texts)
    return bool([*candidates(fragments, pair_page(fragments, texts))])


@pytest.mark.parametrize("text", ["0.9个百分点，", "50.2%，", "3.36万吨，"])
def test_a_decimal_is_no_list_number(text: str) -> None:
    """It may continue a cut paragraph."""
    assert not NUMBERED.match(text)
    assert may_go_on(f"{text}主干道基本做到随落随扫。")


@pytest.mark.parametrize("text", ["一、总则", "（二）目标", "3.步骤", "12、附则"])
def test_a_list_number_is_one(text: str) -> None:
    """With whatever stands behind it."""
    assert NUMBERED.match(text)
    assert not may_go_on(f"{text}，主干道基本做到随落随扫。")


def test_a_dateline_continues_nothing() -> None:
    """A report's beginning is the beginning of a paragraph, of whatever paper."""
    assert not may_go_on("云津网消息（午间播报）：主干道基本做到随落随扫。")


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("渡口边上守灯塔的一家三代人（寻访）", "渡口边上守灯塔的一家三代人"),
        ("【老街新灯】守灯塔的一家人", "守灯塔的一家人"),
        ("守灯塔的一家人【老街新灯】", "守灯塔的一家人"),
        ("守 灯 塔 的 一 家 人 （ 寻 访 ）", "守灯塔的一家人"),
        ("（寻访）", "（寻访）"),
        ("守灯塔的人", "守灯塔的人"),
    ],
)
def test_a_heading_is_judged_without_its_column(text: str, bare: str) -> None:
    """Before it or behind it, and without an OCR program's blanks."""
    assert without_column(text) == bare
    shape = heading_shape(language("zh-Hans"), text)
    assert shape["length"] == heading_shape(language("zh-Hans"), bare)["length"]


def test_a_closing_bracket_can_be_a_cut_end() -> None:
    """Inside a sentence; a signature behind a stop is none."""
    assert looks_truncated("环保部门昨天公布了全市十二个监测点入冬以来测到的大气中细颗粒物浓度(PM2.5)")
    assert not looks_truncated(
        "环保部门昨天公布了全市十二个监测点入冬以来测到的细颗粒物浓度。（记者 周晓岚）"
    )
    assert not looks_truncated("守灯塔的一家三代人（寻访）")
