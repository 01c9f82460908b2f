"""What an engine has read is kept as a file, from which the run is repeated."""

from __future__ import annotations

import pytest

from convert.document.layout import Box
from convert.errors import UnreadableSource
from convert.ocr.answer import read_answer, write_answer
from tests.support.scans import answer_of, recognized, upright


def test_an_answer_comes_back_as_it_was() -> None:
    """Lines, upright ones too, rules, and which engine it was."""
    answer = answer_of([recognized("渡口改造", 10, 20), upright("完成", 900, 20)], [Box(1, 2, 3, 400)])
    assert read_answer(write_answer(answer)) == answer


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"format": "other"}',
        b'{"format": "backfile-ocr-1"}',
        b"[" * 100_000,
        write_answer(answer_of([])).replace(b'"width":1000', b'"width":"wide"'),
    ],
    ids=["nothing", "a list", "another format", "no pages", "deep", "no number"],
)
def test_what_is_no_answer_is_refused(data: bytes) -> None:
    """With one error."""
    with pytest.raises(UnreadableSource):
        read_answer(data, "page.png.ocr.json")
