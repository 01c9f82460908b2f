"""Cutting and joining segments: most edits stand within untouched text, and are made in one go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.document import segments as module
from convert.document.actions import Rule
from convert.document.changes import Kind
from convert.document.model import Segment
from convert.document.segments import Span, edit_segments
from tests.support.examples import examples

RULE = Rule("rule", Kind.CORRECTION)
PLACES = st.lists(st.integers(0, 12), min_size=2, max_size=8)
READINGS = st.lists(st.sampled_from(["", "，", "丙丁"]), min_size=4, max_size=4)


def spans_at(places: list[int], readings: list[str], size: int) -> list[Span]:
    """Return disjoint spans of a reading of so many characters."""
    inside = sorted(min(place, size) for place in places)
    return [Span(*two) for two in zip(inside[::2], inside[1::2], readings, strict=False)]


@examples(200)
@given(PLACES, READINGS, PLACES, READINGS)
def test_edits_made_in_one_go_are_those_made_from_the_last_to_the_first(
    first: list[int], first_readings: list[str], second: list[int], second_readings: list[str]
) -> None:
    """Whatever was changed before: the same segments, with the same changes."""
    text = "甲,乙，丙，丁,戊,己"
    before = edit_segments((Segment(text, text, 7),), spans_at(first, first_readings, len(text)), RULE)
    spans = spans_at(second, second_readings, sum(len(s.reading) for s in before))
    made = edit_segments(before, spans, RULE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_edit_inside", lambda *_: None)
        assert edit_segments(before, spans, RULE) == made


def test_edits_of_an_untouched_text_leave_it_in_pieces() -> None:
    """What stands between two edits is untouched still, and stands where it stood."""
    segments = edit_segments((Segment("甲,乙,", "甲,乙,", 7),), [Span(1, 2, "，"), Span(3, 4, "。")], RULE)
    assert [(s.source, s.reading, s.at) for s in segments] == [
        ("甲", "甲", 7),
        (",", "，", 8),
        ("乙", "乙", 9),
        (",", "。", 10),
    ]
