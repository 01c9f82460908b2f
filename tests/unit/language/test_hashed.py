"""Tables of small numbers by text: what is laid out is given back, from the file, too."""

from __future__ import annotations

import random
import sys
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.language import hashed, language
from convert.language.hashed import HEAD, HashedTable, NoTable, build_table, load_table, table_from
from convert.language.lexicon import LEXICONS, load_lexicon
from convert.language.ngrams import Ngrams, load_ngrams
from convert.language.wordpairs import load_word_pairs
from convert.text.memo import Memo

Damage = Callable[[bytes], bytes]
NGRAMS = load_ngrams("zh.ngrams")
ASKED_BEFORE = Ngrams(NGRAMS)
SHIPPED = [NGRAMS, load_word_pairs("zh.wordpairs"), *map(load_lexicon, LEXICONS)]
FEW = {"报": 3, "纸": 0, "人": 255, "": 7, "人民日报社论全文": 1}
NOT_WRITABLE = "\udce5报"
"""An escape of a byte that was no text."""


def test_what_was_laid_out_is_given_back(tmp_path: Path) -> None:
    """And what was not is absent; a file of the table says the same."""
    table = build_table(FEW.items())
    (tmp_path / "table").write_bytes(table.packed())
    for each in (table, load_table(tmp_path / "table")):
        assert {text: each.value(text) for text in FEW} == FEW
        assert each.value("民") is None
        assert each.value(NOT_WRITABLE) is None
        assert each.scaled_finder([n / 2 for n in range(256)], -1.0)("人") == 127.5


@pytest.mark.parametrize("number", [0, 1, 2, 3, 40, 7_000])
def test_any_number_of_texts_fits(number: int) -> None:
    """None and a few, too; of those that were not laid out one in 65,536 is taken for another."""
    draw = random.Random(number)
    texts = {f"{at}{chr(draw.randrange(0x4E00, 0x9FFF))}": at % 256 for at in range(number)}
    table = build_table(texts.items())
    assert {text: table.value(text) for text in texts} == texts
    assert sum(table.value(f"x{at}") is not None for at in range(20_000)) <= 3
    assert table.slots.number <= 1.4 * number + 100


def test_the_bytes_are_those_of_the_entries_alone() -> None:
    """Not of their order; and of two values of one text the first counts."""
    entries = [(f"{at}年", at % 256) for at in range(2_000)]
    assert build_table(entries).packed() == build_table([*reversed(entries), ("7年", 9)]).packed()
    assert build_table([("报", 1), ("报", 2)]).value("报") == 1


def test_a_text_takes_the_same_places_on_every_machine() -> None:
    """The code of a text and the file of a table are what they were when the shipped ones were made."""
    assert hashed.code_of("人民日报") == 0xDE18E89A986D3F8
    table = build_table([("报", 3)])
    assert HEAD.unpack_from(table.packed()) == (hashed.MAGIC, *table.slots)
    first = table.slots.places(hashed.code_of("报"))
    prints = array("H", table.prints)
    assert prints[first[0]] ^ prints[first[1]] ^ prints[first[2]] == hashed.code_of("报") >> hashed.PRINT


def test_a_machine_that_writes_numbers_the_other_way_round_reads_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fingerprints are turned round when they are read, and again when they are written."""
    packed = build_table(FEW.items()).packed()
    monkeypatch.setattr(sys, "byteorder", "big")
    turned = table_from(memoryview(packed))
    swapped = array("H", turned.prints)
    swapped.byteswap()
    assert swapped.tobytes() == packed[HEAD.size : HEAD.size + 2 * turned.slots.number]
    assert turned.packed() == packed


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda packed: packed[:20], "is not a table"),
        (lambda packed: b"PK\3\4" + packed[4:], "is not a table"),
        (lambda packed: packed[:-1], "its header states"),
        (lambda packed: packed + b"\0", "its header states"),
        (lambda packed: HEAD.pack(hashed.MAGIC, 2**60, 2**13) + packed[HEAD.size :], "its header states"),
        (lambda packed: HEAD.pack(hashed.MAGIC, 12, 3) + packed[HEAD.size :], "an invalid header"),
        (lambda packed: HEAD.pack(hashed.MAGIC, 0, 8) + packed[HEAD.size :], "an invalid header"),
        (lambda _packed: b"", "is empty"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, damage: Damage, message: str) -> None:
    """Whatever is wrong with it, in one sentence that names it."""
    path = tmp_path / "zh.ngrams"
    path.write_bytes(damage(build_table(FEW.items()).packed()))
    with pytest.raises(NoTable, match=f"^zh.ngrams .*{message}"):
        load_table(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """As what it is: half an installation."""
    with pytest.raises(NoTable, match=r"^zh\.ngrams is missing"):
        load_table(tmp_path / "zh.ngrams")


@pytest.mark.parametrize("table", SHIPPED)
def test_shipped_tables_hold_no_more_than_they_need(table: HashedTable) -> None:
    """Nearly all slots are taken: the others are nought."""
    assert bytes(table.values).count(0) < 0.25 * table.slots.number
    assert array("H", table.prints).count(0) < 0.15 * table.slots.number


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
