"""Texts that are learnt from: how they are parted, damaged and dressed."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from training import chinese_text, corpus, draw_pages, house_styles, loose_ends, ngrams

ARTICLE = {
    "title": "渡口开航",
    "paragraphs": ["今天上午渡口开航。", {"role": "caption", "text": "图为渡口。"}],
}
LONG = "江上的雾散得很慢，第一班渡船在九点整离开石门渡，船上坐着三十二位乘客和一名水情员。"


def test_the_month_is_parted_into_articles() -> None:
    """A heading behind text begins an article; a second heading is a subtitle, a byline is none."""
    lines = [
        "石门渡昨日开航",
        "本报记者 陆远",
        "渡船在九点整离开。",
        "雾散得很慢。",
        "水情员的一天",
        "他擦了标尺。",
    ]
    assert list(corpus.articles(iter(lines))) == [
        {
            "title": "石门渡昨日开航",
            "byline": "本报记者 陆远",
            "paragraphs": ["渡船在九点整离开。", "雾散得很慢。"],
        },
        {"title": "水情员的一天", "paragraphs": ["他擦了标尺。"]},
    ]


def test_digits_of_the_month_are_those_of_print() -> None:
    """１２月３０日 -> 12月30日; marks of Chinese text stay."""
    assert corpus.half_digits("１２月３０日，２．５％。") == "12月30日，2.5%。"


def test_paragraphs_lose_their_stops() -> None:
    """Some, or none of an article; other marks, captions and the article itself stay as they are."""
    drawn = [loose_ends.loosen(ARTICLE, Random(seed))["paragraphs"] for seed in range(60)]
    assert {text for text, _ in drawn} == {"今天上午渡口开航。", "今天上午渡口开航", "今天上午渡口开航，"}
    assert all(caption == ARTICLE["paragraphs"][1] for _, caption in drawn)
    asked = {"title": "问", "paragraphs": ["开航了吗？"]}
    assert all(loose_ends.loosen(asked, Random(seed)) == asked for seed in range(60))


def test_rates_of_damage_are_drawn_one_by_one() -> None:
    """A third of the pages have none, none is above its highest, and no two kinds go together."""
    drawn = [draw_pages.draw_rates(Random(seed)) for seed in range(600)]
    most = draw_pages.LAYOUT | draw_pages.DAMAGE | {"noblank": 0.95}
    assert all(0 <= rate <= most[name] for rates in drawn for name, rate in rates.items())
    undamaged = [rates for rates in drawn if not rates.keys() & draw_pages.DAMAGE.keys()]
    assert 0.3 < len(undamaged) / len(drawn) < 0.42
    damaged = [rates for rates in drawn if rates.keys() & draw_pages.DAMAGE.keys()]
    orphans = [rates for rates in damaged if "orphan" in rates]
    half_width = [sum("halfwidth" in rates for rates in some) / len(some) for some in (damaged, orphans)]
    assert half_width[1] == pytest.approx(half_width[0], abs=0.08)


def test_articles_of_a_page_stood_together() -> None:
    """Those that are too short are left out."""
    row: dict[str, Any] = {"title": "一", "paragraphs": [LONG * 2, LONG * 2]}
    rows = [row | {"title": str(number)} for number in range(20)]
    corpus_of_days = [[*rows[:10], ARTICLE], rows[10:]]
    for seed in range(20):
        titles = [int(one["title"]) for one in draw_pages.draw_articles(corpus_of_days, Random(seed))]
        assert titles == [(titles[0] + step) % 20 for step in range(len(titles))]


def test_a_house_dresses_an_article() -> None:
    """Each house by its habits; all of the article is in it, its lead exchanged."""
    house = house_styles.draw_house(Random(3))
    article = {"title": "渡口开航", "paragraphs": [f"云津网消息：{LONG}", LONG, LONG, LONG]}
    dressed = house_styles.dress(article, house, ["另一个小标题"], Random(4))
    assert "渡口开航" in dressed["title"]
    assert house_styles.dress(article, house, ["另一个小标题"], Random(4)) == dressed
    assert house_styles.without_lead(article["paragraphs"][0]) == LONG
    assert house_styles.without_lead(LONG) == LONG


def test_a_short_line_between_paragraphs_is_a_subhead() -> None:
    """But the last line, and one that ends with a stop, is text."""
    parts = [LONG, "久久为功", LONG, "他笑了。", LONG, "完"]
    roles = [role for role, _ in house_styles.texts_of({"paragraphs": parts})]
    assert roles == ["paragraph", "subhead", *["paragraph"] * 4]


def test_lines_of_manuals_are_joined_without_blanks_beside_han() -> None:
    """And what is code, or not Chinese, is no prose."""
    assert chinese_text.joined(["中文 手册", "页 of Debian"]) == "中文手册页of Debian"
    assert chinese_text.is_prose("这个命令会列出所有文件。")
    assert not chinese_text.is_prose("运行 apt-get install 之后再运行 apt-get update")
    assert not chinese_text.is_prose("这个函数返回一个值 foo();")


def test_counts_of_what_is_held_back_are_taken_off() -> None:
    """As if it had never been counted; what is not among the counts stays out."""
    held, both = ngrams.count(["渡口"]), ngrams.count(["渡口", "渡船"])
    ngrams.take_off(both, held + ngrams.count(["标尺"]) - ngrams.count(["标尺"]))
    assert +both == ngrams.count(["渡船"])
    ngrams.take_off(both, ngrams.count(["尺"]))
    assert "尺" not in both
