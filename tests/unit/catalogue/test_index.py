"""The index of the full text: cut into words, gathered on disk, put into shards."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.catalogue.index import DIGITS, TokenCollector, as_script, pack_numbers, shards
from convert.catalogue.words import find_run, runs_of, token_hash, tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", set(), id="nothing"),
        pytest.param("报", {"报"}, id="a single character"),
        pytest.param("重庆日报", {"重", "庆", "日", "报", "重庆", "庆日", "日报"}, id="pairs"),
        pytest.param("重慶後", {"重", "庆", "后", "重庆", "庆后"}, id="traditional characters"),
        pytest.param("日，报", {"日", "报"}, id="no pair over a mark"),
        pytest.param("Café Ｎｏ.7", {"cafe", "no", "7"}, id="capitals, accents, full width"),
        pytest.param("1951年", {"1951", "年"}, id="figures beside characters"),
        pytest.param("𠀋𠀋", {"𠀋", "𠀋𠀋"}, id="characters of two code units"),
        pytest.param("x" * 10_000, {"x" * 40}, id="a word without end"),
        pytest.param("\x00\u202e\ufffd</script>", {"script"}, id="what is no word"),
    ],
)
def test_words(text: str, found: set[str]) -> None:
    """A text gives these tokens."""
    assert tokens([text]) == found


@pytest.mark.parametrize("count", [1, 8, 64, 256])
@pytest.mark.parametrize("on_disk", [False, True])
def test_every_token_is_in_its_shard(tmp_path: Path, count: int, *, on_disk: bool) -> None:
    """However many shards there are: each token in the one its number says, with just its issues."""
    gathered = TokenCollector(tmp_path)
    texts = [f"{chr(0x4E00 + n * 7)}日报 word{n % 9} tail{n}" for n in range(120)]
    for number, text in enumerate(texts):
        gathered.add(number, tokens([text]))
        if on_disk and number % 50 == 49:
            gathered.flush()
    expected: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for token in tokens([text]):
            expected.setdefault(token, []).append(number)
    seen: dict[str, list[int]] = {}
    for number, entries in shards(gathered, count):
        for token, numbers in zip(entries[::2], entries[1::2], strict=True):
            assert token_hash(token) % count == number
            seen[token] = unpacked(numbers)
    gathered.close()
    assert seen == expected
    assert list(tmp_path.iterdir()) == []


def unpacked(text: str) -> list[int]:
    """Read the issues of a token."""
    numbers, last, step, weight = [], -1, 0, 1
    for letter in text:
        digit = DIGITS.index(letter)
        step += digit % 32 * weight
        weight *= 32
        if digit < 32:
            last += step
            numbers.append(last)
            step, weight = 0, 1
    return numbers


def test_packed_numbers_come_back() -> None:
    """Steps of one, two and three letters."""
    numbers = [0, 1, 31, 32, 33, 64, 1088, 9999, 100_000]
    assert unpacked(pack_numbers(numbers)) == numbers


def test_a_script_is_one_call() -> None:
    """Line separators, which older engines take for line ends, are escaped."""
    assert as_script("a", ["\u2028'\"</script>"]) == b'backfile("a",["\\u2028\'\\"</script>"])\n'


@pytest.mark.parametrize(
    ("text", "question", "places"),
    [
        pytest.param("今天重慶有雾", "重庆", [2], id="wide characters anywhere"),
        pytest.param("The Weir and weirs", "WEIR", [4], id="the beginning of a word"),
        pytest.param("outcast", "cast", [-1], id="not its middle"),
        pytest.param("Café 重庆", "cafe 庆", [0, 6], id="each run by itself"),
    ],
)
def test_where_a_question_stands(text: str, question: str, places: list[int]) -> None:
    """As the page marks it."""
    assert [find_run(text, run) for run in runs_of(question)] == places
