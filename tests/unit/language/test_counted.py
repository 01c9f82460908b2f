"""The table of a paper's own n-grams: what was counted is given back, and any bytes are safe to ask."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.language import language
from convert.language.counted import build_counts, count_finder, is_table
from convert.language.hashed import HEAD, MAGIC, NoTable
from convert.language.ngrams import load_ngrams


def test_counts_are_given_back_on_a_scale_of_eighths_of_a_doubling() -> None:
    """A count of 1 is 0, of 8 is 3; what was not counted is -1."""
    count = count_finder(build_counts({"": 1 << 20, "云津": 8, "津": 1, "渡口": 12}))
    assert [count(gram) for gram in ("", "云津", "津", "渡口", "渡云")] == [20.0, 3.0, 0.0, 3.625, -1.0]


def test_the_order_of_counting_changes_no_byte() -> None:
    """The table is made of what was counted alone."""
    counts = {chr(0x4E00 + n): 2 + n for n in range(300)}
    assert build_counts(counts) == build_counts(dict(reversed([*counts.items()])))


@given(
    st.binary(min_size=9, max_size=120), st.integers(0, 1 << 40), st.integers(0, 1 << 40), st.text(max_size=4)
)
def test_any_bytes_are_refused_or_give_a_number(data: bytes, span: int, segment: int, gram: str) -> None:
    """Within the scale, and without a search that has no end."""
    for head in (b"", HEAD.pack(MAGIC, span, segment), HEAD.pack(MAGIC, len(data) // 3 - 2, 1)):
        if is_table(head + data):
            assert -1.0 <= count_finder(head + data)(gram) < 32.0
        else:
            with pytest.raises(NoTable):
                count_finder(head + data)


def test_what_the_paper_has_counted_is_added_to_what_ships() -> None:
    """The sum of both counts; what neither has stays unknown, and headings are weighed as before."""
    gram = "云津渡"
    knowledge = language("zh", build_counts({"": 1000, gram: 64, "中国": 1 << 20}))
    assert knowledge.paper_ngrams is not None
    assert knowledge.ngrams is not None
    assert knowledge.paper_ngrams.count(gram) >= 6.0
    shipped = load_ngrams("zh.ngrams").value("中国")
    assert shipped is not None
    assert knowledge.paper_ngrams.count("中国") > max(20.0, shipped / 8)
    assert knowledge.paper_ngrams.count("渡津云") == -1.0
    assert knowledge.ngrams.count(gram) == -1.0
