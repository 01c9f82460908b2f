"""Aligning two texts: the shortest edit script, words as people read them, bounded work."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.archive.diff.words import compare_words, shorten
from convert.text.align import longest_rising, matches
from tests.support.examples import examples


def longest_common(old: str, new: str) -> int:
    """Return the length of a longest common subsequence, the slow and simple way."""
    rows = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a, char in enumerate(old, 1):
        for b, other in enumerate(new, 1):
            rows[a][b] = max(rows[a - 1][b], rows[a][b - 1], rows[a - 1][b - 1] + (char == other))
    return rows[-1][-1]


@given(st.text("甲乙丙", max_size=12), st.text("甲乙丙", max_size=12))
def test_the_shortest_edit_script_is_found(old: str, new: str) -> None:
    """The runs are common to both, in order, and as long as can be."""
    runs = matches(old, new)
    assert all(old[m.old : m.old + m.length] == new[m.new : m.new + m.length] for m in runs)
    ends = [(m.old + m.length, m.new + m.length) for m in runs]
    assert all(a <= m.old and b <= m.new for (a, b), m in zip(ends, runs[1:], strict=False))
    assert sum(m.length for m in runs) == longest_common(old, new)


def test_the_work_of_an_alignment_is_bounded() -> None:
    """Beyond the bound only the common beginning and end are found."""
    old, new = "頭" + "甲" * 500 + "尾", "頭" + "乙" * 500 + "尾"
    assert [(m.old, m.new, m.length) for m in matches(old, new, most=20)] == [(0, 0, 1), (501, 501, 1)]


def test_long_texts_are_aligned_with_less_patience() -> None:
    """So that a file of one endless paragraph costs seconds, not hours: thirty edits are too many there."""
    old = "甲乙" * 60_000
    new = list(old)
    for at in range(1000, 100_000, 3000):
        new[at] = "丙"
    assert len(matches(old, "".join(new))) == 2
    assert len(matches(old[:9000], "".join(new[:9000]))) == 4


@given(st.lists(st.integers(0, 30), unique=True, max_size=12))
def test_what_has_kept_its_order_rises(values: list[int]) -> None:
    """The values kept rise, and no value that rises on both its sides is left out."""
    kept = [values[n] for n in sorted(longest_rising(values))]
    assert kept == sorted(kept)
    assert bool(kept) == bool(values)


@examples(300)
@given(st.text("甲乙 ab,\n", max_size=30), st.text("甲乙 ab,\n", max_size=30))
def test_pieces_give_both_texts_again(old: str, new: str) -> None:
    """Whatever is merged for the eye, no character is lost on either side."""
    made = compare_words(old, new)
    assert "".join(p.old for p in made) == old
    assert "".join(p.new for p in made) == new


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        pytest.param("一心一一意", "一心——意", "一心[一一→——]意", id="Han character by character"),
        pytest.param(
            "甲乙丙丁戊己", "子丑寅卯辰己", "[甲乙丙丁戊→子丑寅卯辰]己", id="the last character stays"
        ),
        pytest.param("The quick fox", "The quicker fox", "The [quick→quicker] fox", id="Latin word by word"),
        pytest.param("red old fox", "big new fox", "[red old→big new] fox", id="a space alone parts nothing"),
        pytest.param(
            "長" * 60 + "甲", "長" * 60 + "乙", f"…{'長' * 24}[甲→乙]", id="only what is near is shown"
        ),
    ],
)
def test_words_are_shown_as_people_read_them(old: str, new: str, wanted: str) -> None:
    """What stood and what stands, with what is around."""
    made = shorten(compare_words(old, new))
    assert "".join(p.old if p.same else f"[{p.old}→{p.new}]" for p in made) == wanted
