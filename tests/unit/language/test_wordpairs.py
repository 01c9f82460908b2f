"""The table of words that follow one another."""

from __future__ import annotations

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


def test_only_chinese_knows_the_pairs() -> None:
    """Other languages have no table."""
    assert language("ja").pairs is None
