"""The network of continuations over a gap: texts of one article go on in one another, those of two do not."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest

from convert.analysis.headings import topic_flow
from convert.analysis.headings.topic_flow import TopicFlow
from convert.analysis.texts.text_sides import TextSides, text_sides
from convert.language import language
from convert.language.continuations import STEPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[Any]

MATCH = (
    "北京队昨晚在主场以三比一战胜上海队，联赛积分升到第二位。",
    "主教练赛后说，球员在下半场加强了防守，门将的两次扑救保住了领先。",
    "上海队前锋在第七十分钟受伤离场，球队医生表示他将缺席三场比赛。",
    "两队的下一场比赛定于周六晚上在上海举行，球迷已经买完了球票。",
)
RAIN = (
    "气象台今天上午发布暴雨预警，南部山区未来两天有大到暴雨。",
    "水利部门要求各水库降低水位，沿河村庄的居民做好转移准备。",
    "预报员介绍，这次降雨由冷空气和暖湿气流共同造成，雨量将超过一百毫米。",
    "气象台提醒，雨天路滑，山区公路可能发生滑坡，请司机减速慢行。",
)


def sides() -> TextSides:
    """Return a page, none of whose texts was looked at."""
    made = text_sides(language("zh-Hans"))
    assert made is not None
    return made


def mean(scores: Scores, ends: Sequence[int], beginnings: Sequence[int]) -> float:
    """Return the mean score of ends with beginnings."""
    return sum(float(scores[a, b]) for a in ends for b in beginnings) / (len(ends) * len(beginnings))


def test_the_flow_is_least_where_the_matter_changes() -> None:
    """Between the match and the rain; inside, whatever stands on either side, there is more."""
    flow = TopicFlow([*MATCH, *RAIN], sides())
    means = {number: flow.evidence(number)["flow"] for number in range(2, 7)}
    assert min(means, key=means.__getitem__) == len(MATCH)
    between = flow.evidence(len(MATCH))
    assert between["flow_behind"] > 0 < between["flow_before"]


def test_there_is_no_gap_before_the_first_text() -> None:
    """Nor behind the last one, nor on a page without any."""
    flow = TopicFlow(MATCH, sides())
    assert flow.evidence(0) == flow.evidence(len(MATCH)) == {}
    assert TopicFlow((), sides()).evidence(0) == {}


def test_a_lone_text_agrees_with_itself_neither_more_nor_less() -> None:
    """What stands alone before a gap, or behind it, says nothing of how its like go on in one another."""
    flow = TopicFlow(RAIN[:3], sides())
    assert flow.evidence(1)["flow_before"] == flow.evidence(2)["flow_behind"] == 0.0
    assert flow.evidence(1)["flow_behind"] != 0.0 != flow.evidence(2)["flow_before"]


def test_a_long_document_is_weighed_as_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Part by part or all at once: but for what is usual around it, each gap has the same evidence."""
    texts = [*MATCH, *RAIN] * 4
    whole = TopicFlow(texts, sides())
    shown = [whole.evidence(number) for number in range(1, len(texts))]
    monkeypatch.setattr(topic_flow, "GAPS_AT_ONCE", 5)
    parted = TopicFlow(texts, sides())
    for number, evidence in enumerate(shown, 1):
        near = parted.evidence(number)
        assert near["flow_behind"] == pytest.approx(evidence["flow_behind"])
        assert near["flow_before"] == pytest.approx(evidence["flow_before"])


def test_the_means_are_those_of_the_pairs() -> None:
    """Sums over rectangles are taken from running sums; counted pair by pair they are the same.

    Each is shown less the one in the middle of all gaps.
    """
    texts = [*MATCH, *RAIN]
    scores = topic_flow._scores(texts, sides()) / STEPS  # noqa: SLF001 - what the means are of
    ends, beginnings = range(len(texts)), range(1, len(texts))
    nexts = [scores[n - 1, n] for n in beginnings]
    flows = [mean(scores, ends[max(0, n - 5) : n], ends[n : n + 5]) for n in beginnings]
    backs = [mean(scores, ends[n : n + 5], ends[max(0, n - 5) : n]) for n in beginnings]
    flow = TopicFlow(texts, sides())
    shown = flow.evidence(3)
    assert shown["flow_next"] == pytest.approx(nexts[2] - median(nexts))
    assert shown["flow"] == pytest.approx(flows[2] - median(flows))
    assert shown["flow_back"] == pytest.approx(backs[2] - median(backs))
    inside = [scores[a, b] for a in ends[3:8] for b in ends[3:8] if a < b]
    assert shown["flow_behind"] == pytest.approx(sum(inside) / len(inside) - flows[2])
