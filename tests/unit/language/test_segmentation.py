"""Words are cut alike with the part of the dictionary that a text asks for, and with all of it."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from convert.language import cut_words, segmentation, tag_words
from convert.language.hashed import NoTable
from convert.language.segmentation import (
    FIRST_PAGES,
    HEAD,
    WORDS_FILE,
    Dictionary,
    DictionaryWord,
    Segmenter,
    load_segmenter,
    open_dictionary,
    pack_dictionary,
)
from tests.support.paths import SAMPLES

FILE = open_dictionary(WORDS_FILE)
WHOLE = rjieba.Jieba()
FEW = [
    ("报纸", 7, "n"),
    ("报", 3, "n"),
    ("A股", 2, "n"),
    ("人民日报", 5, "nz"),
]


def entries(dictionary: Dictionary) -> Iterator[DictionaryWord]:
    """Yield all words of a dictionary."""
    return chain.from_iterable(map(dictionary.shelf, range(dictionary.shelves)))


@pytest.fixture(scope="module")
def words() -> list[str]:
    """Return all words of the dictionary."""
    return sorted(word for word, _, _ in entries(FILE))


def test_what_was_laid_out_is_given_back(tmp_path: Path) -> None:
    """All words, wherever they lie, and the sum of their frequencies."""
    (tmp_path / "words").write_bytes(pack_dictionary(FEW, 5))
    dictionary = open_dictionary(tmp_path / "words")
    assert sorted(entries(dictionary)) == sorted(FEW)
    assert dictionary.total == 17


@pytest.mark.parametrize(
    "data", [b"", b"x" * 100, pack_dictionary(FEW, 5)[:-1], pack_dictionary(FEW, 5)[:40]]
)
def test_another_file_is_refused(tmp_path: Path, data: bytes) -> None:
    """And one that is cut off, and one that is missing."""
    with pytest.raises(NoTable):
        open_dictionary(tmp_path / "missing")
    (tmp_path / "words").write_bytes(data)
    with pytest.raises(NoTable):
        open_dictionary(tmp_path / "words")


def test_rjieba_has_the_same_words(words: list[str]) -> None:
    """With the same frequencies, on which the one that it suggests depends, and the same tags.

    A word that rjieba does not cut out of itself says nothing of its tag.
    """
    whole, filled = WHOLE, Segmenter(FILE).jieba
    for entry in entries(FILE):
        filled.add_word(*entry)
    assert len(words) == len(set(words)) == 349_045
    assert [whole.suggest_freq(word) for word in words] == [filled.suggest_freq(word) for word in words]
    assert [whole.tag(word) for word in words] == [filled.tag(word) for word in words]


def test_each_text_is_cut_as_with_all_words(words: list[str]) -> None:
    """One after another by one process: lines of all samples, and words in a row that nobody wrote."""
    draw = random.Random(25)
    texts = [line for path in sorted(SAMPLES.glob("*.txt")) for line in _text(path).splitlines()]
    texts += ["".join(draw.choices(words, k=draw.randrange(1, 9))) for _ in range(1_500)]
    segmenter = Segmenter(FILE)
    for text in texts:
        assert segmenter.cut(text) == WHOLE.cut(text)
        assert segmenter.tag(text) == WHOLE.tag(text)
    assert segmenter.dictionary is FILE
    assert segmenter.rest < FILE.total


def _text(path: Path) -> str:
    """Return what can be read of a sample, whatever its encoding is."""
    return path.read_bytes().decode(errors="replace")


@given(st.lists(st.text(st.sampled_from("中国人民日报第一二三十百AB1.&-\0\r\n ,，。龘𠮷"))))
def test_any_text_is_cut_as_with_all_words(texts: list[str]) -> None:
    """With marks, control characters, letters and rare Han among the words, too."""
    segmenter = Segmenter(FILE)
    for text in texts:
        assert segmenter.tag(text) == WHOLE.tag(text)


def test_after_some_pages_all_words_are_loaded() -> None:
    """Sooner when a process is to be forked; texts are cut alike before and after."""
    text = "新华社记者在云津水库看到,口袋公园已经完工。"
    for much in (False, True):
        segmenter = Segmenter(FILE)
        before = segmenter.tag(text)
        assert segmenter.dictionary is FILE
        if much:
            segmenter.cut("无" * FIRST_PAGES)
        else:
            segmenter.load_all()
        assert segmenter.dictionary is None
        assert segmenter.tag(text) == before == WHOLE.tag(text)


def test_an_interrupt_while_words_are_loaded_changes_no_later_text() -> None:
    """Whatever was loaded by then: with some words only, or with one counted twice, others are cut wrong."""

    class Interrupted(Dictionary):
        """A dictionary whose reader is stopped at its third shelf."""

        def shelf(self, number: int) -> Iterator[DictionaryWord]:
            """Yield the words of a shelf."""
            taken.append(number)
            if len(taken) == 3:
                raise KeyboardInterrupt
            return FILE.shelf(number)

    taken: list[int] = []
    segmenter = Segmenter(Interrupted(*FILE))
    text = "新华社记者在云津水库看到,口袋公园已经完工。"
    before = segmenter.rest
    with pytest.raises(KeyboardInterrupt):
        segmenter.cut(text)
    assert (segmenter.rest, segmenter.known) == (before, set())
    for later in (text, "结婚的和尚未结婚的", text):
        assert segmenter.tag(later) == WHOLE.tag(later)
    assert segmenter.rest == FILE.total - sum(
        frequency for number in segmenter.known for _, frequency, _ in FILE.shelf(number)
    )


def test_the_file_serves_no_other_rjieba(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose dictionary may be another: its own is loaded then."""
    assert load_segmenter().dictionary is not None
    monkeypatch.setattr(segmentation, "MADE_FROM", "rjieba-0.0.0.dist-info")
    assert load_segmenter().dictionary is None


def test_traditional_text_is_cut_as_the_simplified_one() -> None:
    """And the words are those of the text, escapes of wrong bytes among them."""
    assert cut_words("北京的記者來到臺灣") == ["北京", "的", "記者", "來到", "臺灣"]
    assert tag_words("記者\udce5報紙") == [("記者", "n"), ("\udce5", "x"), ("報紙", "n")]


def test_a_process_does_not_load_rjieba_for_a_line() -> None:
    """The package, which loads its dictionary, is not imported; and whoever imports it later gets it."""
    code = (
        "import sys; from convert.language import cut_words; words = cut_words('我们中出了一个叛徒');"
        "assert 'rjieba' not in sys.modules; import rjieba; assert rjieba.cut('我们中出了一个叛徒') == words"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_head_is_of_a_fixed_size() -> None:
    """The same on all machines, as the file is."""
    assert HEAD.size == 28
