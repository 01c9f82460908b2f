"""Gaps where an article may open: chains of rare words, and the habits of an issue's headings."""

from __future__ import annotations

import pytest

from convert.analysis.headings.gaps import gaps
from convert.analysis.headings.habits import HeadingGroup, echoes, weigh_habits
from convert.analysis.texts import chains
from convert.analysis.texts.chains import count_chains, weigh_chains
from convert.analysis.texts.seam import Evidence
from convert.analysis.texts.texts import page_texts
from convert.document.model import Block, Segment
from convert.document.roles import Role
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
    """Whether texts are laid out together or part by part alters no weight, nor whether a pair is common."""
    assert NGRAMS is not None
    texts = [*WEIR, *["谈季同说花灯会开场了"] * 4, *FAIR, *["没有别的话"] * 2]
    weights = count_chains(texts, NGRAMS)
    for together in (1, 3, 5):
        monkeypatch.setattr(chains, "TEXTS_AT_ONCE", together)
        assert count_chains(texts, NGRAMS) == weights


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
    lacking = [*weigh_habits([*with_bylines, alone])][-1]
    assert lacking["byline_share"] == 1.0
    assert lacking["byline_beyond"] == -1.0
    plain = [group(f"第{n}条步道建成开放") for n in "一二三"]
    assert [*weigh_habits([*plain, alone])][-1]["byline_beyond"] == 0.0
    assert lacking["size_beyond"] < 0.0


def test_headings_of_one_length_are_parallel() -> None:
    """As the subheads of an article are."""
    even, odd = [*weigh_habits([group("守堰坝的人"), group("扎灯笼的人"), group("三年前就有的一道裂缝")])][1:]
    assert even["parallel"] == 1.0
    assert odd["parallel"] == 0.0


def test_the_first_text_says_the_headline_again() -> None:
    """Its words are looked for there, in the rest of its section, and above."""
    found = echoes("堰坝垮塌", WEIR[0], "".join(WEIR[1:]), FAIR[0])
    assert found["echo_first"] > found["echo_behind"] > found["echo_before"] == 0.0
    assert echoes("2025", "", "", "") == {}


def weighed(*blocks: Block) -> list[Evidence]:
    """Return the evidence of the gaps of a page."""
    return [gap.evidence for gap in gaps(blocks, page_texts(language("zh-Hans")))]


def block(number: int, text: str, role: Role = Role.BODY) -> Block:
    """Return a block of one segment."""
    return Block(str(number), (Segment(text, text, 100 * number),), role)


def test_a_jump_line_parts_what_stands_on_its_two_sides() -> None:
    """下转 ends a part there, 上接 begins one."""
    onward = weighed(block(0, WEIR[0]), block(1, "（下转第4版）", Role.JUMP), block(2, FAIR[0]))[-1]
    back = weighed(block(0, WEIR[0]), block(1, "（上接第1版）", Role.JUMP), block(2, FAIR[0]))[-1]
    assert (onward["under_jump_on"], onward["under_jump_back"]) == (1.0, 0.0)
    assert (back["under_jump_on"], back["under_jump_back"]) == (0.0, 1.0)
    assert weighed(block(0, WEIR[0]), block(1, FAIR[0]))[-1]["under_jump_on"] == 0.0


def test_a_text_without_a_stop_may_be_a_headline_that_was_not_seen() -> None:
    """It says what the text below says again; a text with a stop is none."""
    line = "花灯会在巷子里开场，灯笼挂满骑楼"
    seen = weighed(block(0, WEIR[0]), block(1, line), block(2, FAIR[0]))[1]
    assert seen["stopless_short"] == 1.0
    assert seen["echo_below"] > 0.9
    assert "stopless" not in weighed(block(0, WEIR[0]), block(1, f"{line}。"), block(2, FAIR[0]))[1]


CUT_LINE = "谈季同说，今年入冬以前渡口的堰坝"
"""The end of a column, without a stop."""


@pytest.mark.parametrize(
    ("line", "group", "below"),
    [
        pytest.param(CUT_LINE, (2,), 2, id="a cut end above a headline"),
        pytest.param(f"{CUT_LINE}。", None, -1, id="a line with a stop"),
    ],
)
def test_the_first_of_several_headings_may_be_the_end_of_a_text(
    line: str, group: tuple[int, ...] | None, below: int
) -> None:
    """Then the gap below it is weighed, too, as if that line were text."""
    blocks = [
        block(0, WEIR[0]),
        block(1, line, Role.HEADLINE),
        block(2, "花灯会在巷子里开场", Role.HEADLINE),
        block(3, FAIR[0]),
    ]
    gap = [*gaps(blocks, page_texts(language("zh-Hans")))][1]
    assert gap.group == (1, 2)
    assert (gap.below.at if gap.below else -1) == below
    assert (gap.below.group if gap.below else None) == group
    if gap.below:
        assert gap.below.evidence["heading_size"] != gap.evidence["heading_size"]
        assert gap.below.evidence["above_cut"] == 1.0
