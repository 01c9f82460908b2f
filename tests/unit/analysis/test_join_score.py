"""What the words on both sides of a seam gain by standing together."""

from __future__ import annotations

import pytest

from convert.analysis.texts.join_score import JoinScore, cuts_before, cuts_behind, join_score
from convert.language import language
from convert.language.wordpairs import WordPairs, build_word_pairs

WORDS = (("创新", -12.0), ("产业", -11.0), ("发展", -10.0), ("的", -6.5), ("业", -14.0), ("产", -14.0))
TOGETHER = ((("产业", "创新"), 6.0), (("产业", "创新", "发展"), 9.0), (("创新", "发展"), 4.0))


@pytest.fixture
def pairs() -> WordPairs:
    """Return a table of a few words."""
    return WordPairs(build_word_pairs(WORDS, TOGETHER))


def score(before: str, behind: str, pairs: WordPairs) -> JoinScore:
    """Weigh one text behind another."""
    return join_score(cuts_before(pairs, before), cuts_behind(pairs, behind), pairs)


def test_word_across_a_seam_joins_it(pairs: WordPairs) -> None:
    """创新 cut in two is worth more than two characters that make no word."""
    found = score("产业创", "新发展", pairs)
    assert found.word_across
    assert found.bits > score("产业创", "的发展", pairs).bits + 10


def test_word_that_follows_another_joins_a_seam(pairs: WordPairs) -> None:
    """创新 behind 产业 gains the pair's bits, and 发展 behind both the triple's."""
    found = score("产业", "创新发展", pairs)
    assert not found.word_across
    assert found.bits == pytest.approx(6.0 + 9.0 - 4.0)


@pytest.mark.parametrize(("before", "behind"), [("产业，", "创新"), ("产业", "a创新"), ("", "")])
def test_marks_and_letters_join_nothing(before: str, behind: str, pairs: WordPairs) -> None:
    """Where no Han character stands beside the seam nothing is gained and nothing lost."""
    assert score(before, behind, pairs) == JoinScore(0.0, word_across=False)


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        ("推进科技创新和产业创", "新深度融合，打造新高地", "共识，为乡亲们办实事"),
        ("日前，国家主", "席会见了来访的客人", "果园里的苹果熟了"),
        ("这座城市的地铁线", "路总长已经超过五百公里", "今天上午在人民大会堂"),
    ],
)
def test_shipped_table_prefers_the_continuation(before: str, right: str, wrong: str) -> None:
    """With the package's own table the paragraph's own continuation gains more than another one."""
    shipped = language("zh-Hans").pairs
    assert shipped is not None
    assert score(before, right, shipped).bits > score(before, wrong, shipped).bits + 3
