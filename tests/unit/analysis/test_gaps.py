"""Gaps where an article may open: chains of rare words, and the habits of an issue's headings."""

from __future__ import annotations

import pytest

from convert.analysis import chains
from convert.analysis.chains import count_chains, weigh_chains
from convert.analysis.habits import HeadingGroup, echoes, weigh_habits
from convert.language import language

NGRAMS = language("zh-Hans").ngrams
WEIR = (
    "渡口的堰坝垮塌了，谈季同连夜赶到堰坝。",
    "谈季同说，堰坝三年前就有裂缝。",
    "堰坝的裂缝一直没有人补，谈季同摇头。",
)
FAIR = (
    "花灯会在巷子里开场，灯笼挂满骑楼。",
    "骑楼下的灯笼是老人扎的，花灯会只办三天。",
    "看完花灯会，孩子提着灯笼回家。",
)


def group(text: str, *, byline: bool = False, under: str = "步道开放了，沿线新增座椅。") -> HeadingGroup:
    """Return a heading with what stands about it."""
    return HeadingGroup((text,), under, byline, dateline=False, texts_above=4, characters_above=400)


def test_chains_cross_an_article_and_not_its_end() -> None:
    """Names and terms that come back hold an article together."""
    assert NGRAMS is not None
    weights = count_chains([*WEIR, *FAIR], NGRAMS)
    assert weights[3] < min(weights[1], weights[2], weights[4], weights[5])
    between = weigh_chains(weights, 3)
    assert between["chains_least"] == 1.0
    assert between["chains_beyond"] < weigh_chains(weights, 2)["chains_beyond"]


def test_chains_of_a_long_document_are_those_of_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the pairs of a text are kept or made anew alters no weight."""
    assert NGRAMS is not None
    weights = count_chains([*WEIR, *FAIR], NGRAMS)
    for kept in (0, 1):
        monkeypatch.setattr(chains, "TEXTS_KEPT", kept)
        assert count_chains([*WEIR, *FAIR], NGRAMS) == weights


def test_a_pair_that_comes_back_too_far_on_is_no_chain() -> None:
    """What an article on the first page says is no bond to one on the last."""
    assert NGRAMS is not None
    filler = [f"{char}　" for char in "甲乙丙丁戊己庚辛"]
    assert count_chains(["谈季同来了", *filler, "谈季同走了"], NGRAMS)[1] == pytest.approx(0.0)
    assert count_chains(["谈季同来了", "谈季同走了"], NGRAMS)[1] > 0.0


def test_a_heading_is_held_against_the_others() -> None:
    """Without a byline where all others have one, and without one where none has."""
    with_bylines = [group(f"第{n}条步道建成开放", byline=True) for n in "一二三"]
    alone = group("领航定向")
    lacking = weigh_habits([*with_bylines, alone])[-1]
    assert lacking["byline_share"] == 1.0
    assert lacking["byline_beyond"] == -1.0
    plain = [group(f"第{n}条步道建成开放") for n in "一二三"]
    assert weigh_habits([*plain, alone])[-1]["byline_beyond"] == 0.0
    assert lacking["size_beyond"] < 0.0


def test_headings_of_one_length_are_parallel() -> None:
    """As the subheads of an article are."""
    even, odd = weigh_habits([group("守堰坝的人"), group("扎灯笼的人"), group("三年前就有的一道裂缝")])[1:]
    assert even["parallel"] == 1.0
    assert odd["parallel"] == 0.0


def test_the_first_text_says_the_headline_again() -> None:
    """Its words are looked for there, in the rest of its section, and above."""
    found = echoes("堰坝垮塌", WEIR[0], "".join(WEIR[1:]), FAIR[0])
    assert found["echo_first"] > found["echo_behind"] > found["echo_before"] == 0.0
    assert echoes("2025", "", "", "") == {}
