"""The notes on changes: which changes have one, and what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.document.changes import Edited, Kind
from convert.document.model import Block, Document, Segment
from convert.document.roles import Opening
from convert.text.source import decode
from convert.text.xml_safe import sanitize
from convert.typeset.notes import ChangeNote, change_notes


def of(*segments: tuple[str, str, Kind | None]) -> tuple[ChangeNote, ...]:
    """Return the notes of a block with these sources, readings and kinds of change."""
    changed = tuple(
        Segment(source, reading, 0, (Edited("a-rule", source, reading, 1.0, kind),) if kind else ())
        for source, reading, kind in segments
    )
    document = Document(decode("甲\n".encode(), "utf-8"), (Block("b.1", changed),))
    return change_notes(document).get("b.1", ())


@pytest.mark.parametrize(
    ("source", "reading", "kind", "noted"),
    [
        pytest.param("侯", "候", Kind.CORRECTION, "侯", id="a misread character"),
        pytest.param("一一", "——", Kind.CORRECTION, "一一", id="a misread dash"),
        pytest.param("一\n\n一", "——", Kind.CORRECTION, "一 一", id="over a line end"),
        pytest.param("两座桥\n", "", Kind.SURPLUS, "两座桥", id="a line that stood twice"),
        pytest.param("", "了", Kind.CORRECTION, "", id="something added"),
        pytest.param("\u200b\ufeff", "", Kind.CORRECTION, "U+200B U+FEFF", id="what nobody sees, by name"),
        pytest.param("甲" * 300, "", Kind.CORRECTION, "甲" * 199 + "…", id="a long one is cut"),
        pytest.param('"', "“", Kind.REGULARIZATION, '"', id="a mark that became another"),
        pytest.param(",", "，", Kind.REGULARIZATION, None, id="none: a mark made wide"),
        pytest.param("⼤", "大", Kind.REGULARIZATION, None, id="none: a radical for its character"),
        pytest.param(" ", "", Kind.REGULARIZATION, None, id="none: a gap closed"),
        pytest.param("一\n二", "一二", Kind.LAYOUT, None, id="none: a line end"),
        pytest.param("一", "一", Kind.CORRECTION, None, id="none: what is again as it was"),
        pytest.param("一", "一", None, None, id="none: what was never changed"),
    ],
)
def test_which_changes_have_a_note(source: str, reading: str, kind: Kind, noted: str | None) -> None:
    """Corrections and repeats always, the house's own way only where it is another character."""
    notes = of(("前", "前", None), (source, reading, kind), ("后", "后", None))
    assert [note.source for note in notes] == ([] if noted is None else [noted])
    for note in notes:
        assert (note.number, note.start, note.end, note.rules) == (1, 1, 1 + len(reading), ("a-rule",))


@given(st.lists(st.text("甲\r\n,", max_size=3), max_size=8))
def test_a_note_stands_where_its_reading_is_shown(readings: list[str]) -> None:
    """Offsets count in the text that is shown, in which a line end is one character."""
    notes = of(*((f"源{n}", reading, Kind.CORRECTION) for n, reading in enumerate(readings)))
    if "".join(readings).strip():
        assert [note.end for note in notes] == [
            len(sanitize("".join(readings[:number]))) for number in range(1, len(readings) + 1)
        ]


def test_notes_are_numbered_through_the_articles() -> None:
    """In reading order; what is not read has none."""
    misread = Edited("a-rule", "夭", "天", 1.0, Kind.CORRECTION)
    blocks = tuple(
        Block(f"b.{n}", (Segment("夭", "天", n, (misread,)),) * 2, opens=Opening.ARTICLE) for n in range(3)
    )
    document = Document(decode("夭\n".encode(), "utf-8"), blocks)
    numbers = {name: [note.number for note in notes] for name, notes in change_notes(document).items()}
    assert numbers == {"b.0": [1, 2], "b.1": [3, 4], "b.2": [5, 6]}
