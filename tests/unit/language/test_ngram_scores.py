"""N-grams that are looked up together: the same as one by one, to the last bit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.language.ngram_scores import LARGEST_CHARACTER, Scored
from convert.language.ngrams import FEWEST_AT_ONCE, START, Ngrams, build_ngrams, fold, load_ngrams

SHIPPED = load_ngrams("zh.ngrams")
PRINT = fold(
    "市城管局2026年3月12日表示，入冬以来已经清理落叶三百余吨，比去年同期多清运了“一成”。Über éа PM2.5"
)
PIECES = st.builds(
    lambda start, size, before: (PRINT[start : start + size], PRINT[max(0, start - before) : start]),
    st.integers(0, len(PRINT)),
    st.integers(0, 9),
    st.integers(0, 5),
)


@given(st.lists(PIECES, min_size=FEWEST_AT_ONCE, max_size=40))
def test_scores_are_those_of_each_text_by_itself(texts: list[Scored]) -> None:
    """Behind nothing, behind a paragraph's beginning, and behind other characters, of one to three bytes."""
    texts += [(text, START) for text, _ in texts]
    ngrams = Ngrams(SHIPPED)
    assert ngrams.scores(texts) == [ngrams.score(text, context) for text, context in texts]


def test_many_scores_are_worked_out_in_parts() -> None:
    """More characters than are laid out at once, a text longer than all of them among them."""
    texts = [(PRINT * 60, ""), *((PRINT[at % 40 :], START) for at in range(100))]
    ngrams = Ngrams(SHIPPED)
    assert ngrams.scores(texts) == [ngrams.score(text, context) for text, context in texts]


@pytest.mark.parametrize("strange", ["𠀀", "\U0010ffff", chr(LARGEST_CHARACTER)])
def test_characters_of_four_bytes_are_scored_as_they_are(strange: str) -> None:
    """Of a table that has them, too."""
    ngrams = Ngrams(build_ngrams({"": 4096, strange: 64, f"报{strange}": 16, "报": 512}))
    texts = [(strange, "报")] * FEWEST_AT_ONCE
    assert ngrams.scores(texts) == [ngrams.score(strange, "报")] * FEWEST_AT_ONCE
    assert ngrams.score(strange, "报") == 4.0 - 9.0


def test_counts_are_those_of_each_ngram_by_itself() -> None:
    """Counted or not, and the empty one."""
    ngrams = Ngrams(SHIPPED)
    grams = ["", "𠀀", "报", "报纸", "人民日报", "报人民", *(PRINT[at : at + 4] for at in range(40))]
    assert ngrams.counts_of(grams) == [ngrams.count(gram) for gram in grams]


def test_the_papers_own_counts_are_counted_together_too() -> None:
    """What was counted in its issues is no part of the table that is looked up at once."""
    own = Ngrams(SHIPPED, lambda gram: 9.0 if gram == "云津" else -1.0)
    texts = [("津", "云")] * FEWEST_AT_ONCE
    assert own.scores(texts) == [own.score("津", "云")] * FEWEST_AT_ONCE
    assert own.scores(texts)[0] > Ngrams(SHIPPED).scores(texts)[0]
    assert own.counts_of(["云津"] * FEWEST_AT_ONCE) == [own.count("云津")] * FEWEST_AT_ONCE
