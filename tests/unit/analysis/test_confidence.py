"""How sure the recogniser was, as evidence for and against corrections."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from convert import api
from convert.analysis.characters.confidence import Confidences, read_confidences
from convert.document.changes import Edited
from convert.document.layout import NOWHERE, Layout, WordBox
from convert.document.model import Document
from convert.explain.entries import ChangeEntry, entries
from tests.support.paths import SAMPLES

PAGE = SAMPLES / "archives/alto/yunjin-daily-2026-03-12-p1.xml"


def layout(values: list[float | None], engine: str = "tesseract 5.3.0") -> Layout:
    """Return a layout of words of one character, each with a confidence."""
    words = tuple(WordBox(at, at + 1, NOWHERE, value) for at, value in enumerate(values))
    return Layout(words=words, engine=engine)


def spread(number: int = 100) -> list[float | None]:
    """Return as many confidences, from the least to the best."""
    return [at / number for at in range(number)]


def confidences(values: list[float | None], engine: str = "tesseract 5.3.0") -> Confidences:
    """Return what the confidences of words say."""
    known = read_confidences(layout(values, engine))
    assert known is not None
    return known


def odds(known: Confidences, at: int, stop: int, text: str = "己") -> float:
    """Return the log of the ratio for a correction."""
    witness = known.witness(at, stop, text)
    assert witness is not None
    return witness.odds


def test_a_word_of_low_rank_speaks_for_a_correction_and_one_of_high_rank_against_it() -> None:
    """By the least certain of its words; not by more than threefold, for what was printed it does not say."""
    known = confidences(spread())
    assert [round(odds(known, at, at + 1), 2) for at in (0, 3, 7, 15, 30, 45, 90)] == [
        *(1.1, 1.1, 0.55, -0.25, -0.7, -1.0, -1.65)
    ]
    assert odds(known, 3, 91) == odds(known, 3, 4)


def test_ranks_count_and_not_values() -> None:
    """A recogniser that is always sure, and one that never is."""
    low, high = (
        confidences([at / 1000 for at in range(100)]),
        confidences([0.9 + at / 1000 for at in range(100)]),
    )
    assert [odds(low, at, at + 1) for at in range(100)] == [odds(high, at, at + 1) for at in range(100)]


def test_equal_confidences_have_the_rank_between() -> None:
    """Half of the words have the best one: none of them is at the top."""
    known = confidences([*spread(50), *[1.0] * 50])
    assert odds(known, 99, 100) == odds(confidences(spread()), 70, 71)


def test_sure_marks_and_letters_are_weighed_less_than_han() -> None:
    """And all less where nothing was counted of the recogniser."""
    known, other = confidences(spread()), confidences(spread(), "FineReader")
    assert odds(known, 90, 91) < odds(known, 90, 91, "-") < odds(other, 90, 91, "-") < 0
    assert odds(known, 1, 2, "-") > odds(other, 1, 2) > 0


@pytest.mark.parametrize(
    "values",
    [
        [],
        [None] * 100,
        spread(30),
        [1.0] * 100,
        [0.5, 0.6, 0.7, 0.8, *[1.0] * 96],
        [0.0, 1.0] * 50,
    ],
)
def test_confidences_that_do_not_vary_say_nothing(values: list[float | None]) -> None:
    """Nor do those of a few words."""
    assert read_confidences(layout(values)) is None


def test_words_without_a_confidence_say_nothing() -> None:
    """Those beside them do."""
    known = confidences([*spread(), None])
    assert known.witness(100, 101, "己") is None
    assert known.witness(99, 101, "己") == known.witness(99, 100, "己")
    assert read_confidences(None) is None


def of_rule(document: Document, rule: str) -> ChangeEntry:
    """Return the one change or proposal of a rule."""
    (entry,) = [entry for entry in entries(api.repair(document)) if entry.change.rule == rule]
    return entry


def test_a_correction_is_weighed_and_says_so_and_a_dash_never_is() -> None:
    """As on a page of the samples, where 己 has .41 and 一一 nearly the best."""
    document = api.read(PAGE)
    bare = replace(document, layout=None)
    weighed = of_rule(document, "confusables")
    assert weighed.done
    assert weighed.change.cert > of_rule(bare, "confusables").change.cert
    assert weighed.why == "OCR confidence 0.41, lower than that of 99% of the words"
    assert of_rule(document, "dashes").change == of_rule(bare, "dashes").change


def test_a_sure_reading_holds_a_correction_back(tmp_path: Path) -> None:
    """The same page, on which the recogniser was as sure of 己 as of any word."""
    path = tmp_path / PAGE.name
    path.write_bytes(PAGE.read_bytes().replace(b'WC="0.41"', b'WC="0.995"'))
    document = api.read(path)
    change = of_rule(document, "confusables").change
    assert isinstance(change, Edited)
    assert change.why == "OCR confidence 0.99, higher than that of 99% of the words"
    assert change.cert < of_rule(replace(document, layout=None), "confusables").change.cert
