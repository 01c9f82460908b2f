"""Datelines: the forms of any paper, site and agency, and those that an issue teaches."""

from __future__ import annotations

import pytest

from convert.analysis.lines.datelines import Datelines, begins_report, closed_up, learn_datelines

REPORT = "云津{}的步道昨天开放，沿线新增座椅三百个，市民可以一路走到渡口，夏天不用打伞。"


@pytest.mark.parametrize(
    "text",
    [
        "本报讯 12月5日，滨江步道开放。",
        "新华社维也纳3月14日电 乐团开幕演出。",
        "云津网消息（午间播报）：步道开放。",
        "云津网络电视台消息(午间播报)：步道开放。",
        "云津科技报渡口12月3日电（记者 周晓岚）步道开放。",
        "云津晚报讯（记者 周晓岚）步道开放。",
        "云津网渡口12月3日消息（记者 周晓岚）步道开放。",
        "【路透社伦敦3日电】步道开放。",
        "云 津 网 消 息 （ 午 间 播 报 ） ： 步 道",
    ],
)
def test_reports_begin_so(text: str) -> None:
    """Whatever paper it is, and whatever an OCR program left between its characters."""
    assert Datelines().begins(text)
    assert begins_report(text)


@pytest.mark.parametrize(
    "text",
    [
        "记者从报社得到的消息：步道开放。",
        "步道最新消息：今天开放",
        "他在电视上说：步道开放。",
        "3月14日电话打不通。",
    ],
)
def test_sentences_do_not(text: str) -> None:
    """A word for news in a sentence is no dateline."""
    assert not Datelines().begins(text)


def test_an_issue_teaches_its_own() -> None:
    """What stands under three headings begins reports, and nothing else does."""
    lead = "渡口快讯员发来："
    texts = [t for n in "东西南" for t in (f"{n}岸步道建成", lead + REPORT.format(n))]
    assert learn_datelines(texts).formulas == (lead,)
    assert learn_datelines(texts).begins(f"{lead}北岸")
    assert learn_datelines(texts[:4]).formulas == ()
    assert learn_datelines([text for text in texts if text.startswith(lead)]).formulas == ()


def test_only_blanks_of_an_ocr_program_are_closed() -> None:
    """A gap between the halves of a headline is none."""
    assert closed_up("步 道 建 成 开 放") == "步道建成开放"
    assert closed_up("步道建成 今天开放") == "步道建成 今天开放"
