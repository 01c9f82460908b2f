"""Korean lines that end between words, or between any two syllables; Japanese lines."""

from __future__ import annotations

from random import Random

import pytest

from convert.analysis.latin.asian_line_ends import (
    Script,
    WrappedLines,
    end_between_words,
    judge_asian,
    squares,
    wrapped_lines,
)
from convert.analysis.latin.latin_line_ends import (
    FULL_LINE,
    STOP_AT_THE_MARGIN,
    STOP_WITH_ROOM,
    UNDER_INDENT,
    LineEnd,
)

ENDINGS = ("은", "는", "이", "가", "을", "를", "에서", "으로", "까지", "에는", "했다", "하기로", "한다고", "")
STEMS = (
    "시의회",
    "강",
    "새로운",
    "주민",
    "건설",
    "홍수",
    "이야기",
    "예정",
    "그",
    "월요일",
    "보",
    "오래전",
    "정부",
)


def prose(random: Random, words: int) -> list[str]:
    """Return words of one to six syllables, as Korean has them."""
    return [random.choice(STEMS) + random.choice(ENDINGS) for _ in range(words)]


def by_words(words: list[str], width: float) -> list[str]:
    """Fill lines with whole words."""
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if squares(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def by_syllables(words: list[str], width: float) -> list[str]:
    """Fill lines with syllables; a space at the end of one is lost."""
    lines = [""]
    for character in " ".join(words):
        if squares(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character if lines[-1] or character != " " else ""
    return [line.strip() for line in lines]


def test_lines_tell_how_they_were_broken() -> None:
    """Of forty long texts each: filled by syllables none is taken for one filled by words, which most are."""
    found = 0
    for seed in range(40):
        random = Random(seed)
        words, width = prose(random, 150), random.randrange(12, 30)
        found += end_between_words([by_words(words, width)])
        assert not end_between_words([by_syllables(words, width)])
    assert found >= 35


def test_a_few_lines_tell_nothing() -> None:
    """Not even if all of them end between words."""
    words = prose(Random(1), 8)
    assert not end_between_words([by_words(words, 13)])
    assert not end_between_words([])
    assert not end_between_words([["한 줄"]])
    assert wrapped_lines([["한", "줄"]], "ko") == WrappedLines()


def test_lines_of_two_widths_tell_nothing() -> None:
    """A word that would have found room was not parted from the line for want of it."""
    words = prose(Random(2), 200)
    assert not end_between_words([by_words(words, 12), by_words(words, 30)])


@pytest.mark.parametrize(
    ("tail", "head", "words", "judged"),
    [
        pytest.param("알고 보니 그 봉", "지 안에", False, None, id="a word, or two"),
        pytest.param("회의에서 정한 새로운", "보를", True, LineEnd(FULL_LINE, " "), id="two words"),
        pytest.param("있던 것은 모두,", "레몬이었던", False, LineEnd(FULL_LINE, " "), id="a comma"),
        pytest.param(
            "레몬이었던 것이다.", "마을 사람들은", False, LineEnd(STOP_AT_THE_MARGIN, " "), id="a stop"
        ),
        pytest.param(
            "그는 갔다.", "마을 사람", False, LineEnd(STOP_WITH_ROOM), id="a stop, and room for a word"
        ),
        pytest.param("비용은 1,", "500원이다", False, LineEnd(FULL_LINE, ""), id="a number"),
        pytest.param("데비안 (", "리눅스)", False, LineEnd(FULL_LINE, ""), id="a bracket"),
        pytest.param("데비안 GNU", "는", False, None, id="a particle of a Latin word"),
        pytest.param("말했다.”", "고 한다", False, None, id="a particle of a quotation"),
    ],
)
def test_korean_line_ends(tail: str, head: str, words: bool, judged: LineEnd | None) -> None:  # noqa: FBT001 - a parameter of the test
    """Where nothing decides, nothing is decided."""
    wrapped = WrappedLines(11, between_words=words)
    assert judge_asian(Script.KOREAN, tail, head, wrapped, indented=False) == judged
    assert judge_asian(Script.KOREAN, tail, head, wrapped, indented=True) == LineEnd(UNDER_INDENT)


@pytest.mark.parametrize(
    ("tail", "head", "spaced", "judged"),
    [
        pytest.param("新しい堰の建設", "を決めた", False, LineEnd(FULL_LINE), id="Han and kana"),
        pytest.param("講座はLinux", "の入門", False, LineEnd(FULL_LINE), id="a Latin word"),
        pytest.param("講座は Linux", "の入門", True, LineEnd(FULL_LINE, " "), id="a Latin word, with spaces"),
        pytest.param("講座は Linux", "、午後", True, LineEnd(FULL_LINE), id="a mark behind it"),
        pytest.param("決めた。", "工事は", False, LineEnd(STOP_WITH_ROOM), id="a sentence on a short line"),
        pytest.param("堰の建設を決めた。", "工事は", False, LineEnd(STOP_AT_THE_MARGIN), id="on a full one"),
    ],
)
def test_japanese_line_ends(tail: str, head: str, spaced: bool, judged: LineEnd) -> None:  # noqa: FBT001 - a parameter of the test
    """Nothing stands between two lines, and what ends a paragraph is the room behind its last sentence."""
    wrapped = WrappedLines(9, spaced=spaced)
    assert judge_asian(Script.JAPANESE, tail, head, wrapped, indented=False) == judged


def test_spaces_beside_latin_words_are_a_habit_of_the_page() -> None:
    """Three and more, and four in five."""
    with_spaces = ["講座は Linux の入門", "Debian の歴史", "定員は 30 名"]
    assert wrapped_lines([with_spaces], "ja").spaced
    assert not wrapped_lines([[*with_spaces, "講座はLinuxの入門と応用とGNUの歴史"]], "ja").spaced
    assert not wrapped_lines([["駅前の書店", "来月から"]], "ja").spaced
