"""The table of words that follow one another, and the bridge that it builds across a seam."""

from __future__ import annotations

import pytest

from convert.analysis.bridge import bridge, left_of, right_of
from convert.language import language
from convert.language.wordpairs import APART, WordPairs, build_word_pairs

WORDS = (("创新", -12.0), ("产业", -11.0), ("发展", -10.0), ("的", -6.5), ("业", -14.0), ("产", -14.0))
TOGETHER = ((("产业", "创新"), 6.0), (("产业", "创新", "发展"), 9.0), (("创新", "发展"), 4.0))


def small() -> WordPairs:
    """Return a table of a few words."""
    return WordPairs(build_word_pairs(WORDS, TOGETHER))


def test_table_gives_back_what_was_laid_out() -> None:
    """Words, pairs and triples are found with their bits, to an eighth."""
    table = small()
    assert {word: table.word(word) for word, _ in WORDS} == dict(WORDS)
    assert table.association("产业", "创新") == 6.0
    assert table.association_of_three("产业", "创新", "发展") == 9.0


def test_what_was_not_laid_out_is_not_known() -> None:
    """An unknown word has no bits, an unknown pair a little less than chance, an unknown triple none."""
    table = small()
    assert table.word("报亭") is None
    assert table.association("发展", "产业") == APART
    assert table.association_of_three("发展", "产业", "创新") is None


def test_word_across_a_seam_builds_a_bridge() -> None:
    """创新 cut in two is worth more than two characters that make no word."""
    table = small()
    bits, across = bridge(left_of("产业创", table), right_of("新发展", table), table)
    apart, _ = bridge(left_of("产业创", table), right_of("的发展", table), table)
    assert across
    assert bits > apart + 10


def test_word_that_follows_another_builds_a_bridge() -> None:
    """创新 behind 产业 gains the pair's bits, and 发展 behind both the triple's."""
    table = small()
    bits, across = bridge(left_of("产业", table), right_of("创新发展", table), table)
    assert not across
    assert bits == pytest.approx(6.0 + 9.0 - 4.0)


def test_marks_and_letters_build_no_bridge() -> None:
    """Where no Han character stands beside the seam nothing is gained and nothing lost."""
    table = small()
    assert bridge(left_of("产业，", table), right_of("创新", table), table) == (0.0, False)
    assert bridge(left_of("", table), right_of("", table), table) == (0.0, False)


@pytest.mark.parametrize(
    ("tail", "right", "wrong"),
    [
        ("推进科技创新和产业创", "新深度融合，打造新高地", "共识，为乡亲们办实事"),
        ("日前，国家主", "席会见了来访的客人", "果园里的苹果熟了"),
        ("这座城市的地铁线", "路总长已经超过五百公里", "今天上午在人民大会堂"),
    ],
)
def test_shipped_table_prefers_the_continuation(tail: str, right: str, wrong: str) -> None:
    """With the package's own table the paragraph's own continuation gains more than another one."""
    table = language("zh-Hans").pairs
    assert table is not None
    left = left_of(tail, table)
    assert bridge(left, right_of(right, table), table)[0] > bridge(left, right_of(wrong, table), table)[0] + 3


def test_only_chinese_knows_the_pairs() -> None:
    """Other languages have no table."""
    assert language("ja").pairs is None
