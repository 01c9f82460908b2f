"""The damage of a document: intact ones show none, cut and misread ones show theirs and no other."""

from __future__ import annotations

import re

from convert import conversion
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.model import Metadata
from tests.support.paths import SAMPLES

PAGE = """
市图书馆延长开放时间

本报讯 市图书馆昨天宣布，从下个月起，每天的开放时间延长两个小时，以方便上班的读者。馆长说，\
去年有六十万人次到馆，其中三分之一是在傍晚以后。

延长开放以后，图书馆将增加二十名工作人员，并且在周末举办讲座。有关费用由市财政负担，读者不必另外付费。

读者对此表示欢迎。一位在附近工厂工作的青年说，他下班以后终于有时间到图书馆看书学习了。

新铁路明年通车

连接东部两个城市的新铁路已经铺完最后一段轨道，预计明年春天通车。工程师们说，列车的速度可以达到每小时二百五十公里，\
路上的时间缩短一半。

沿线的农民希望把蔬菜和水果更快地运到城里。当地政府计划在车站附近修建市场和仓库，并且改善道路。

铁路部门提醒说，试车期间任何人不得进入线路，以免发生危险。

小学生参观天文台

三百名小学生星期六参观了山上的天文台，用望远镜观看月亮和土星。老师说，孩子们提出了许多问题，有的连专家也难以回答。

天文台每个月开放一次，参观不收门票，但是必须提前报名。今年的名额已经全部报满，明年将增加开放的次数。
"""
"""Three articles of our own, as they should be read."""


def damage_of(text: str, code: str = "zh-Hans") -> Damage:
    """Repair a text, and return what was estimated of its damage."""
    document = conversion.read(text.encode(), Metadata(language=code), encoding="utf-8")
    return conversion.repair(document).damage


def cut(text: str) -> str:
    """Cut each paragraph of more than 45 characters in two, behind the fortieth."""
    return re.sub(r"^(.{40})(?=.{6})", "\\1\n\n", text, flags=re.MULTILINE)


def test_intact_text_shows_no_damage() -> None:
    """Of three whole articles each kind of damage is less likely than not, and most are unlikely."""
    damage = damage_of(PAGE)
    assert max(damage.any, damage.orphans, damage.misreadings) < 0.3
    assert max(damage.cuts, damage.repeats, damage.order) < 0.2


def test_half_width_marks_foretell_no_cuts() -> None:
    """A text that is typed with half-width marks is as whole as it is with full-width ones."""
    half = PAGE.translate(str.maketrans("，：；（）", ",:;()"))
    assert half != PAGE
    whole, typed = damage_of(PAGE), damage_of(half)
    assert abs(typed.cuts - whole.cuts) < 0.1
    assert abs(typed.order - whole.order) < 0.1
    assert abs(typed.orphans - whole.orphans) < 0.1


def test_cut_paragraphs_show() -> None:
    """Paragraphs that stand as two, cut in mid-sentence, are seen, and are no repeated lines."""
    damage = damage_of(cut(PAGE))
    assert min(damage.any, damage.cuts) > 0.9
    assert damage.repeats < 0.5


def test_gaps_between_characters_are_misreadings() -> None:
    """A recogniser's gaps say that characters are misread, and nothing of the order of columns."""
    gaps = re.sub(r"([\u4e00-\u9fff]{9})(?=[\u4e00-\u9fff])", r"\1 ", PAGE)
    damage = damage_of(gaps)
    assert damage.misreadings > 0.9
    assert abs(damage.order - damage_of(PAGE).order) < 0.2


def test_a_sample_of_cut_columns_is_shattered() -> None:
    """The sample whose columns are cut and exchanged shows it, and the clean one does not."""
    cut_columns, clean = (
        conversion.repair(conversion.read((SAMPLES / name).read_bytes())).damage
        for name in ("cut-columns.txt", "clean.txt")
    )
    assert min(cut_columns.any, cut_columns.cuts) > 0.8
    assert max(clean.cuts, clean.order, clean.repeats) < 0.2


def test_a_few_words_and_other_languages_are_not_estimated() -> None:
    """Where there is too little to go by, or no model, no decision is moved."""
    assert damage_of("今天没有报纸。") == NOT_ESTIMATED
    assert damage_of("The library will open longer. " * 40, "en") == NOT_ESTIMATED
