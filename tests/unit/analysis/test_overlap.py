"""Lines read twice: where the end of one text is the beginning of another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.analysis.lines import overlap as module
from convert.analysis.lines.overlap import (
    LONGEST_OVERLAP,
    SHORTEST_LATIN_OVERLAP,
    SHORTEST_OVERLAP,
    find_overlaps,
    fold_marks,
    folded_edges,
    overlap,
)
from convert.language.han import is_wide

LINE = "言论自由传统和新闻自由，在《得梅"
WORDS = st.text(alphabet="言论自,， (（", max_size=12)
READ_TWICE = st.sampled_from(["", LINE, LINE.replace("，", ",")])
TEXTS = st.lists(st.one_of(WORDS, st.tuples(WORDS, READ_TWICE, WORDS).map("".join)), max_size=12)
"""Texts that often begin or end with the same line."""


def slowly(first: str, second: str) -> int:
    """Try every length, the longest first."""
    end, start = fold_marks(first)[-LONGEST_OVERLAP:], fold_marks(second)
    for size in range(min(len(end), len(start)), SHORTEST_OVERLAP - 1, -1):
        if end.endswith(start[:size]) and (size >= SHORTEST_LATIN_OVERLAP or is_wide(start[0])):
            return next(n for n in range(len(second) + 1) if len(fold_marks(second[:n])) == size)
    return 0


@given(TEXTS, st.integers(1, 5))
def test_overlaps_are_those_that_every_length_is_tried_for(texts: list[str], reach: int) -> None:
    """Half- and full-width marks agree, blanks count nothing, and no text is compared with itself."""
    pairs = {(i, j): slowly(texts[i], texts[j]) for i in range(len(texts)) for j in range(len(texts))}
    near = {(i, j): size for (i, j), size in pairs.items() if size and i != j and abs(i - j) <= reach}
    assert find_overlaps(texts, reach) == near


@given(WORDS, WORDS)
def test_two_texts_overlap_alone_as_they_do_among_others(first: str, second: str) -> None:
    """What is asked of neighbours alone is what the table says."""
    first, second = first + LINE, LINE + second
    assert overlap(first, second) == find_overlaps([first, second]).get((0, 1), 0) > 0


@pytest.mark.parametrize("at_once", [1, 2, 7])
def test_long_texts_are_compared_part_by_part(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """However many beginnings are laid out at once, the same overlaps come out."""
    texts = [f"第{n}段。{LINE}" if n % 3 else f"{LINE}因纪事报》上说{n}" for n in range(40)]
    whole = find_overlaps(texts, 4)
    assert whole
    monkeypatch.setattr(module, "TEXTS_AT_ONCE", at_once)
    assert find_overlaps(texts, 4) == whole


@pytest.mark.parametrize("strange", ["\0", " " * 300, "，" * 300, ""])
def test_strange_texts_leave_the_edges_of_others_alone(strange: str) -> None:
    """What stands between texts that are folded together may stand in one; one may be half white space."""
    texts = ["老街,", f"{LINE}{strange}{LINE}", *([LINE * 20] * 3), strange]
    for text, edges in zip(texts, folded_edges(texts), strict=True):
        folded = fold_marks(text)
        assert edges == (folded[:LONGEST_OVERLAP], folded[-LONGEST_OVERLAP:])
