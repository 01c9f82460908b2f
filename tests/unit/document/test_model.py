"""Ids made from content, and the views of a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.document.model import Block, Segment, block_ids
from convert.document.roles import Opening, Role
from tests.support.build import document


def ids(*texts: str, taken: frozenset[str] = frozenset()) -> list[str]:
    """Return the ids of texts, in order."""
    return list(block_ids(iter(texts), taken))


@given(st.lists(st.sampled_from(["甲", "乙", "丙", "甲\n", ""])), st.integers(0, 20))
def test_a_new_paragraph_changes_no_other_id(texts: list[str], at: int) -> None:
    """Ids come from the text, not from where it stands."""
    more = [*texts[:at], "new paragraph", *texts[at:]]
    assert [name for name, text in zip(ids(*more), more, strict=True) if text != "new paragraph"] == ids(
        *texts
    )


@given(st.lists(st.sampled_from(["甲", "乙", "丙", " 甲 "])), st.lists(st.sampled_from(["甲", "乙"])))
def test_ids_are_unique(first: list[str], later: list[str]) -> None:
    """Equal texts are numbered, also those that a split makes of a document's blocks later on."""
    found = ids(*first)
    both = found + ids(*later, taken=frozenset(found))
    assert len(set(both)) == len(both)


@pytest.mark.parametrize(
    ("texts", "same"),
    [
        pytest.param(("甲", "甲\n\n"), True, id="white space around it does not count"),
        pytest.param(("甲乙", "甲 乙"), False, id="white space within does"),
        pytest.param(("é", "e\u0301"), False, id="the source is not normalised"),
        pytest.param(("\udcff", "\udcfe"), False, id="bytes that are no character differ"),
    ],
)
def test_an_id_is_a_hash_of_the_stripped_source(texts: tuple[str, str], *, same: bool) -> None:
    """The same text has the same id in another document."""
    one, other = (ids(text)[0] for text in texts)
    assert (one == other) is same


def test_a_numbered_id_that_is_taken_is_passed_over() -> None:
    """`.2` may be in use although the first of the texts is gone."""
    (name,) = ids("甲")
    assert ids("甲", "甲", taken=frozenset({f"{name}.2"})) == [name, f"{name}.3"]


def test_an_article_goes_from_one_opening_to_the_next() -> None:
    """What stands before the first opening is an article too."""
    made = document([(Role.BODY, "残篇"), (Role.HEADLINE, "标题"), (Role.BODY, "正文"), (Role.FOLIO, "03")])
    first, second = made.articles
    assert [b.reading for b in first.blocks] == ["残篇"]
    assert [b.reading for b in second.readable] == ["标题", "正文"]
    assert second.kind is Opening.ARTICLE
    assert second.id == "a." + second.blocks[0].id[2:]
    assert made.text == "残篇\n\n标题\n\n正文\n"


def test_a_block_reads_as_its_segments() -> None:
    """Source and reading are both there, whole."""
    block = Block("b.1", (Segment("甲", "甲", 0), Segment(",\n", "，", 1), Segment("", "乙", 3)))
    assert (block.source, block.reading) == ("甲,\n", "甲，乙")
    assert not block.segments[1].untouched
