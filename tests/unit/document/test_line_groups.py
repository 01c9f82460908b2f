"""Which blocks are lines of one list or stanza."""

from __future__ import annotations

import pytest

from convert.document.line_groups import line_groups
from convert.document.model import Block, Document, Segment
from convert.document.roles import Opening, Role
from convert.text.source import decode

VERSE, LIST, ROW, BODY, FOLIO = Role.VERSE, Role.LIST, Role.TABLE_ROW, Role.BODY, Role.FOLIO


def blocks_of(*shown: tuple[Role, str]) -> tuple[Block, ...]:
    """Return blocks that stand one behind the other in a source, each with the line ends behind it."""
    blocks: list[Block] = []
    at = 0
    for number, (role, source) in enumerate(shown):
        text, ends = source.rstrip("\r\n"), source[len(source.rstrip("\r\n")) :]
        segments = (Segment(text, text, at), Segment(ends, "", at + len(text)))
        blocks.append(Block(f"b.{number:08x}", segments, role))
        at += len(source)
    return tuple(blocks)


@pytest.mark.parametrize(
    ("shown", "groups"),
    [
        pytest.param([(BODY, "甲\n\n"), (BODY, "乙\n")], [], id="paragraphs"),
        pytest.param(
            [(VERSE, "甲\n"), (VERSE, "乙\n\n"), (VERSE, "丙\n"), (VERSE, "丁\n")],
            [(0, 2), (2, 4)],
            id="two stanzas",
        ),
        pytest.param(
            [(VERSE, "甲\r\n"), (VERSE, "乙\r\n\r\n"), (VERSE, "丙\r\n")], [(0, 2), (2, 3)], id="CR LF"
        ),
        pytest.param(
            [(VERSE, "甲\n\n"), (VERSE, "乙\n\n"), (VERSE, "丙\n")], [(0, 3)], id="a blank line between all"
        ),
        pytest.param(
            [(LIST, "甲\n"), (LIST, "乙\n\n"), (LIST, "丙\n")], [(0, 3)], id="a list has no stanzas"
        ),
        pytest.param(
            [(LIST, "甲\n"), (ROW, "乙\n"), (ROW, "丙\n")], [(0, 1), (1, 3)], id="a list, then a table"
        ),
        pytest.param(
            [(LIST, "甲\n"), (FOLIO, "3\n"), (LIST, "乙\n"), (FOLIO, "4\n")], [(0, 3)], id="a folio between"
        ),
        pytest.param(
            [(LIST, "甲\n"), (BODY, "乙\n"), (LIST, "丙\n")], [(0, 1), (2, 3)], id="a paragraph between"
        ),
    ],
)
def test_lines_are_grouped(shown: list[tuple[Role, str]], groups: list[tuple[int, int]]) -> None:
    """From the first line to the last; only furniture may stand between."""
    assert [(group.start, group.stop) for group in line_groups(blocks_of(*shown))] == groups


def test_what_opens_an_article_begins_a_group() -> None:
    """No list goes on from one article to the next."""
    first, second = blocks_of((LIST, "甲\n"), (LIST, "乙\n"))
    opened = Block(second.id, second.segments, second.role, Opening.ARTICLE)
    assert [*line_groups([first, opened])] == [range(1), range(1, 2)]


def test_a_line_that_was_moved_begins_no_stanza() -> None:
    """What does not stand there in the source says nothing of the room between two lines."""
    first, second, third = blocks_of((VERSE, "甲\n"), (VERSE, "乙\n\n\n"), (VERSE, "丙\n"))
    assert [*line_groups([third, first, second])] == [range(3)]


def test_reading_has_lines_one_under_the_other() -> None:
    """A blank line parts stanzas and all else."""
    text = "诗\n\n甲\n乙\n\n丙\n丁\n\n文\n"
    blocks = blocks_of(
        (BODY, "诗\n\n"),
        (VERSE, "甲\n"),
        (VERSE, "乙\n\n"),
        (VERSE, "丙\n"),
        (VERSE, "丁\n\n"),
        (BODY, "文\n"),
    )
    assert Document(decode(text.encode(), "utf-8"), blocks).text == text
