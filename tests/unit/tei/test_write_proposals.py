"""What a rule only proposed, in the archival XML: beside the text, at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from lxml import etree

from convert.document.actions import Action, Edit, Join, Label, Place, Rule, Split
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.readers.text import read_text
from convert.tei.content import content
from convert.tei.names import TEI
from convert.tei.read import parse_archive
from convert.text.source import decode
from tests.support.build import archived

RULES = {kind: Rule(kind.value, kind) for kind in Kind}


TRACES = re.compile(r' ana="([^"]*)" cert="([^"]*)"')


def read(source: str, *passes: tuple[Rule, Sequence[Action]]) -> Document:
    """Read a text and apply passes."""
    made = read_text(decode(source.encode("utf-8", "surrogateescape"), "utf-8"), Metadata())
    for rule, actions in passes:
        made = rewrite(made, rule, actions)
    return made


CORRECTION, REGULARIZATION, SURPLUS, LAYOUT = (RULES[kind] for kind in Kind)


def test_doubtful_proposals_stand_beside_the_text() -> None:
    """Joins are links, the rest are notes that show the change in the text around it."""
    doubts: list[Action] = [
        Join(0, 1, " ", 0.6),
        Edit(0, 6, 8, "——", 0.5),
        Split(0, 2, 0.3),
        Label(1, Role.HEADLINE, 0.4),
        Place(1, -1, 0.2, Opening.ARTICLE),
    ]
    made = read("零一二三四五一一八九十甲乙丙丁戊己\n\n丙丁", (RULES[Kind.CORRECTION], doubts))
    lines = [line.strip() for line in archived(made).split("<standOff>\n")[1].splitlines()]
    one, two = (f"#{b.id}" for b in made.blocks)
    found = [TRACES.sub(lambda m: f" {m[2]}", line) for line in lines[:-2]]
    edit = "零一二三四五<choice><orig>一一</orig><reg>——</reg></choice>八九十甲乙丙丁戊"
    split = "零一<choice><orig/><reg>¶</reg></choice>二三四五一一八九"
    place = "<choice><orig/><reg>article</reg></choice>"
    assert found == [
        '<linkGrp type="continuation" cert="low">',
        f'<link target="{one} {two}" rend="sp" 0.6/>',
        "</linkGrp>",
        '<listAnnotation type="proposal" cert="low">',
        f'<note type="split" target="{one}" 0.3>{split}</note>',
        f'<note type="edit" target="{one}" 0.5>{edit}</note>',
        f'<note type="label" target="{two}" 0.4><choice><orig>body</orig><reg>headline</reg></choice></note>',
        f'<note type="place" target="{two}" 0.2>{place}</note>',
        "</listAnnotation>",
    ]


def test_a_space_at_the_edge_of_a_proposal_is_kept() -> None:
    """Of the text around it, and of what it would change: a tool may strip it there."""
    doubts: list[Action] = [Edit(0, 11, 12, "Y", 0.5), Edit(0, 19, 23, " und", 0.4)]
    made = read("one abcdefgXhijklmn and two", (RULES[Kind.CORRECTION], doubts))
    text = archived(made)
    space = ' <space rend="sp"/>'
    assert re.findall(r'<note type="edit"[^>]*>(.*)</note>', text) == [
        f"{space}abcdefg<choice><orig>X</orig><reg>Y</reg></choice>hijklmn{space}",
        f"Xhijklmn<choice><orig>{space}and</orig><reg>{space}und</reg></choice> two",
    ]
    laid_out = etree.fromstring(text.encode())
    etree.indent(laid_out, space="\t")
    root = parse_archive(etree.tostring(laid_out))
    notes = [note for note in root.iter(f"{TEI}note") if note.get("target")]
    assert [content(note).source for note in notes] == [" abcdefgXhijklmn ", "Xhijklmn and two"]


@pytest.mark.parametrize(
    ("doubt", "element_name", "targets"),
    [
        pytest.param(Label(1, Role.BYLINE, 0.1), "note", [0], id="the block itself"),
        pytest.param(Join(2, 1, "", 0.1), "link", [2, 0], id="the second of a join"),
        pytest.param(Join(1, 2, "", 0.1), "note", [2], id="the first of a join"),
        pytest.param(Join(0, 1, "", 0.1), "note", [0], id="a join that was made after all"),
        pytest.param(Place(2, 1, 0.1, Opening.ARTICLE), "note", [2], id="the block to follow"),
    ],
)
def test_a_proposal_points_to_blocks_that_are_there(
    doubt: Action, element_name: str, targets: list[int]
) -> None:
    """A block that was joined to another later on is to be found in that one."""
    before = read("甲\n\n乙\n\n丙", (LAYOUT, [doubt]))
    root = etree.fromstring(archived(rewrite(before, LAYOUT, [Join(0, 1)])).encode())
    found = [e.get("target") for e in root.iter(f"{TEI}{element_name}") if e.get("target")]
    assert found == [" ".join(f"#{before.blocks[n].id}" for n in targets)]
