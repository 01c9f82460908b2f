"""Counting n-grams: exact, bounded, and the same in any order."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from convert.learning.grams import FoldedIssue, IssueTexts, count_grams


@given(st.lists(st.text("春江花月", max_size=12), max_size=4))
def test_counts_are_those_of_a_plain_loop(texts: list[str]) -> None:
    """No n-gram lies over two texts; one of two characters and more that stands once is left out."""
    counts: dict[str, int] = {}
    for text in texts:
        for size in range(1, 5):
            for at in range(len(text) - size + 1):
                gram = text[at : at + size]
                counts[gram] = counts.get(gram, 0) + 1
    wanted = {gram: count for gram, count in counts.items() if count > 1 or len(gram) == 1}
    counted = count_grams(texts)
    assert counted.pop("") == max(1, sum(map(len, texts)))
    assert counted == wanted


def test_of_too_many_the_commonest_are_kept() -> None:
    """All characters are; then by count, then by the text."""
    assert count_grams(["春江春江花月花月花月"], most=6).keys() == {"", *"春江花月", "花月", "春江"}
    assert len(count_grams(["春江春江花月花月花月"], most=0)) == 5


def test_which_issues_count_depends_on_no_order() -> None:
    """Those whose digests come first, until the bound is reached."""
    issues = [FoldedIssue(digest, digest * 10) for digest in "dacbe"]
    kept = set()
    for order in permutations(issues):
        texts = IssueTexts(most=25)
        for issue in order:
            texts.add(issue)
        kept.add((texts.size, "".join(issue.digest for issue in texts.texts)))
    assert kept == {(30, "abc")}
