"""How well the fragments of a page continue one another: scores among rivals, however long the text is."""

from __future__ import annotations

import pytest

from convert.analysis.links import continuations
from convert.analysis.links.fragments import Fragment, block_views, find_fragments
from convert.analysis.links.pair_evidence import Pair, pair_evidence, pair_page
from convert.analysis.texts import text_sides
from convert.analysis.texts.text_sides import OneSide
from convert.analysis.texts.texts import page_texts
from convert.document.model import Block, Segment
from convert.language import language
from convert.language.continuations import END
from convert.language.weights import clamp

TAILS = (
    "全市今年新建改建农村公路三百公里，沿线村民出行难的问题得到解",
    "会议强调，各级干部要始终坚持以人民为中心的发展思",
    "双方一致同意在互利共赢的基础上进一步深化全面战略伙伴关",
)
HEADS = (
    "决。下一步还将完善公交线路，方便群众进城。",
    "想，不断增强群众的获得感。",
    "系，推动两国合作迈上新台阶。",
)


def fragments_of(texts: list[str]) -> list[Fragment]:
    """Return the fragments of a page of these texts."""
    blocks = [Block(str(n), (Segment(text, text, n),)) for n, text in enumerate(texts)]
    return find_fragments(block_views(blocks), page_texts(language("zh-Hans")))


def test_each_head_goes_best_with_its_own_tail() -> None:
    """By itself, among the tail's heads and among the head's tails."""
    fragments = fragments_of([*TAILS, *reversed(HEADS)])
    page = pair_page(fragments, page_texts(language("zh-Hans")))
    tails, heads = fragments[:3], fragments[:2:-1]
    for number, tail in enumerate(tails):
        evidence = [pair_evidence(Pair(tail, head), page) for head in heads]
        for name in ("continues", "continues_here", "continues_best", "continued_best"):
            best = max(range(3), key=lambda n: evidence[n][name])
            assert best == number, (name, tail.text)
        assert evidence[number]["continues_best"] > 0 > evidence[number - 1]["continues_best"]


def test_a_repeated_line_is_passed_over() -> None:
    """What stands in both is no continuation of itself: the score is that of what follows it."""
    tail = TAILS[0] + "决。下一步"
    fragments = fragments_of([tail, HEADS[0], HEADS[1]])
    page = pair_page(fragments, page_texts(language("zh-Hans")))
    overlap = len("决。下一步")
    repeated = pair_evidence(Pair(fragments[0], fragments[1], overlap), page)
    assert repeated["continues"] > pair_evidence(Pair(fragments[0], fragments[1]), page)["continues"]


def test_a_long_text_is_scored_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs where two parts meet have the scores of a short page; no more parts are kept than are allowed."""
    monkeypatch.setattr(continuations, "PARTS_REMEMBERED", 1)
    number = continuations.ENDS_AT_ONCE
    texts = [f"第{n}次会议认为这一问题至今没有得到很好的解" for n in range(number)]
    texts[number - 1 : number + 1] = [TAILS[1], HEADS[1]]
    fragments = fragments_of([*texts, *texts])
    page = pair_page(fragments, page_texts(language("zh-Hans")))
    short = fragments_of([TAILS[1], HEADS[1]])
    alone = pair_evidence(Pair(short[0], short[1]), pair_page(short, page_texts(language("zh-Hans"))))
    both = pair_evidence(Pair(fragments[number - 1], fragments[number]), page)
    assert both["continues"] == alone["continues"] > 1
    assert page.continuations is not None
    pair_evidence(Pair(fragments[number + 3], fragments[number - 30]), page)
    assert len(page.continuations.scores) == 1


def test_an_end_that_does_not_look_cut_is_scored_when_it_is_asked_for() -> None:
    """Expected or not, it has one score, and the ends that look cut have theirs, of which it is no rival."""
    whole = "双方一致同意在互利共赢的基础上进一步深化全面战略伙伴关系。"
    fragments = fragments_of([*TAILS, whole, *HEADS])
    pairs = [Pair(fragments[tail], fragments[head]) for tail in range(4) for head in range(4, 7)]
    late, early = (pair_page(fragments, page_texts(language("zh-Hans"))) for _ in range(2))
    assert late.continuations is not None
    assert early.continuations is not None
    early.continuations.expect([fragments[3].number])
    assert not fragments[3].truncated
    evidence = [pair_evidence(pair, late) for pair in pairs]
    assert evidence == [pair_evidence(pair, early) for pair in pairs]
    assert evidence == [pair_evidence(pair, late) for pair in pairs]


def test_sides_that_were_looked_at_are_forgotten_at_a_bound() -> None:
    """And what is asked for beyond it is answered all the same."""
    load = language("zh-Hans").network
    assert load is not None
    texts = [f"{number}号" for number in range(70)]
    ends, bounded = (OneSide(END, load, bound) for bound in (1000, 30))
    odds, vectors = ends.odds_of(texts), ends.vectors_of(texts)
    for first in range(0, 70, 7):
        some = texts[max(0, first - 3) : first + 7]
        assert bounded.odds_of(some) == odds[max(0, first - 3) : first + 7]
        assert (bounded.vectors_of(some) == vectors[max(0, first - 3) : first + 7]).all()
        assert len(bounded.rows) <= 30
    assert bounded.vectors_of(texts).shape == (70, END.size)
    assert (bounded.vectors_of(texts) == vectors).all()


def test_texts_that_end_alike_share_what_was_seen() -> None:
    """Only the last characters of a text count for its end."""
    load = language("zh-Hans").network
    assert load is not None
    ends = OneSide(END, load)
    ends.look_at([before + "渝" * 40 for before in ("", "川", "黔")])
    assert (len(ends.known), len(ends.rows), len(ends.odds)) == (3, 1, 1)


def test_texts_that_are_not_at_hand_keep_what_was_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the number of its row is looked up again for a text that was asked for long ago."""
    load = language("zh-Hans").network
    assert load is not None
    texts = [f"第{char}次会议今日开" for char in "一二三四五六"]
    whole = OneSide(END, load).odds_of(texts)
    monkeypatch.setattr(text_sides, "TEXTS_KNOWN", 2)
    ends = OneSide(END, load)
    assert [ends.goes_on(text) for text in [*texts, *texts]] == [clamp(odds, -4.0, 4.0) for odds in whole * 2]
    assert len(ends.known) <= 2
    assert len(ends.odds) == len(texts)


def test_other_languages_have_no_such_network() -> None:
    """A page in English is weighed as before."""
    assert text_sides.text_sides(language("en")) is None
