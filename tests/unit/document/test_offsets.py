"""Places in a reading, and where they are in the source."""

from __future__ import annotations

import pytest

from convert.document.actions import Action, Edit, Join, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.document.offsets import Offsets, end_offset
from convert.readers.text import read_text
from convert.text.source import decode

RULE = Rule("rule", Kind.CORRECTION)


def done(text: str, *actions: Action) -> Document:
    """Read a text and let a rule act on it."""
    return rewrite(read_text(decode(text.encode(), "utf-8"), Metadata()), RULE, actions)


@pytest.mark.parametrize(
    ("document", "offsets"),
    [
        pytest.param(done("甲一一乙"), [0, 1, 2, 3, 4], id="as the source has it"),
        pytest.param(done("甲一一乙", Edit(0, 1, 3, "——")), [0, 1, 1, 3, 4], id="within what was changed"),
        pytest.param(done("甲乙\n\n丙"), [0, 1, 2], id="the end is before what parts two blocks"),
        pytest.param(done("甲乙\n\n丙", Join(0, 1)), [0, 1, 4, 5], id="over a seam"),
        pytest.param(done("甲乙", Edit(0, 1, 2, "")), [0, 1], id="what was dropped is behind the end"),
        pytest.param(done("甲", Edit(0, 1, 1, "乙")), [0, 1, 1], id="behind what was put in"),
    ],
)
def test_each_place_has_its_offset(document: Document, offsets: list[int]) -> None:
    """The end of the reading, too."""
    block = document.blocks[0]
    found = Offsets(document.blocks)
    assert [found.of(0, at) for at in range(len(block.reading) + 1)] == offsets
    assert end_offset(block) == offsets[-1]
