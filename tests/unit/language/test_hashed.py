"""Tables of small numbers by text: what is laid out is given back, from the file, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.language import language
from convert.language.hashed import HashedTable, Layout, build_table, load_table
from convert.language.ngrams import Ngrams, load_ngrams
from convert.language.wordpairs import load_word_pairs
from convert.text.memo import Memo

NARROW = Layout(64, width=1, hash=lambda key: (key[1] ^ key[2]) << 8 | 5, shift=8)
WIDE = Layout(64, width=2, hash=lambda key: int.from_bytes(key[1:3]) << 8 | 63, shift=8)
"""All texts want one slot, which is the last one here."""
NGRAMS = load_ngrams("zh.ngrams")
ASKED_BEFORE = Ngrams(NGRAMS)


@pytest.mark.parametrize("layout", [NARROW, WIDE], ids=["a byte", "two bytes"])
def test_what_was_laid_out_is_given_back(layout: Layout, tmp_path: Path) -> None:
    """Though all texts want the same slot; a file of the table says the same."""
    entries = {"报": 3, "纸": 0, "人": 255}
    table = build_table(entries.items(), layout)
    (tmp_path / "table").write_bytes(table.packed())
    for each in (table, load_table(tmp_path / "table", layout)):
        assert {text: each.value(text) for text in entries} == entries
        assert each.value("民") is None


@pytest.mark.parametrize(("table", "size"), [(NGRAMS, 1 << 23), (load_word_pairs("zh.wordpairs"), 3 << 21)])
def test_shipped_tables_fill_their_slots(table: HashedTable, size: int) -> None:
    """The file has a fingerprint and a value for each slot, and empty slots are left to stop at."""
    assert len(table.prints) * table.prints.itemsize + len(table.values) == size
    assert table.prints.count(0) > len(table.prints) / 10


def test_tables_are_read_once_in_a_process() -> None:
    """Two languages that are written alike share them, and nothing of what was looked up in them."""
    one, other = language("zh-Hans"), language("zh-Hant")
    assert one.models is other.models
    for first, second in ((one.ngrams, other.ngrams), (one.pairs, other.pairs)):
        assert first is not None
        assert second is not None
        assert first.table is second.table
        assert first is not second


@given(st.text(alphabet="报纸今天下雨，的", max_size=12), st.text(alphabet="报纸今天下雨，的", max_size=3))
def test_what_was_looked_up_before_changes_no_answer(text: str, context: str) -> None:
    """A table that remembers says what a fresh one says."""
    assert ASKED_BEFORE.score(text, context) == Ngrams(NGRAMS).score(text, context)


@given(st.lists(st.integers(0, 20)))
def test_memo_gives_what_its_function_gives(numbers: list[int]) -> None:
    """Whatever was asked before, and never keeping more than its bound."""
    calls: list[int] = []

    def square(number: int) -> int:
        calls.append(number)
        return number * number

    memo = Memo(square, bound=5)
    for number in numbers:
        assert memo[number] == number * number
        assert len(memo) <= 5
    if len(set(numbers)) <= 5:
        assert sorted(calls) == sorted(set(numbers))
