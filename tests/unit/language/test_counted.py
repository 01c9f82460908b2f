"""The table of a paper's own n-grams: what was counted is given back, and any bytes are safe to ask."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from convert.language import language
from convert.language.counted import BUCKET, SLOT, build_counts, count_finder
from convert.language.ngrams import load_ngrams


def test_counts_are_given_back_on_a_scale_of_eighths_of_a_doubling() -> None:
    """A count of 1 is 0, of 8 is 3; what was not counted is -1."""
    count = count_finder(build_counts({"": 1 << 20, "云津": 8, "津": 1, "渡口": 12}))
    assert [count(gram) for gram in ("", "云津", "津", "渡口", "渡云")] == [20.0, 3.0, 0.0, 3.625, -1.0]


def test_nearly_all_of_many_are_given_back() -> None:
    """The rarest are left out where their bucket is full, and none of the common ones."""
    counts = {f"{chr(0x4E00 + n // 100)}{chr(0x5E00 + n % 100)}": 2 + n for n in range(5_000)}
    count = count_finder(build_counts(counts))
    lost = [gram for gram in counts if count(gram) < 0]
    assert len(lost) < 100
    assert max((counts[gram] for gram in lost), default=0) < 2_500


@given(st.binary(max_size=40 * BUCKET * SLOT), st.text(max_size=4))
def test_any_bytes_give_a_number(data: bytes, gram: str) -> None:
    """Within the scale, and without a search that has no end."""
    count = count_finder(data[: len(data) // (BUCKET * SLOT) * BUCKET * SLOT])
    assert -1.0 <= count(gram) < 32.0


def test_what_the_paper_has_counted_is_added_to_what_ships() -> None:
    """The sum of both counts; what neither has stays unknown, and headings are weighed as before."""
    gram = "云津渡"
    own = build_counts({"": 1000, gram: 64, "中国": 1 << 20})
    knowledge = language("zh", own)
    assert knowledge.continuations is not None
    assert knowledge.ngrams is not None
    assert knowledge.continuations.count(gram) >= 6.0
    shipped = load_ngrams("zh.ngrams").value("中国")
    assert shipped is not None
    assert knowledge.continuations.count("中国") > max(20.0, shipped / 8)
    assert knowledge.continuations.count("渡津云") == -1.0
    assert knowledge.ngrams.count(gram) == -1.0
