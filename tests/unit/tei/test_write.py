"""The archival XML: which element for which change, canonical form, validity against TEI."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from convert.document.actions import Action, Edit, Join, Label, Place, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.readers.text import read_text
from convert.tei.names import BLOCKS, TEI, XML_ID
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


def inside(made: Document) -> str:
    """Return what stands in the first block, with who and how certain told only where it is not 1."""
    found = re.search(r'<(p|ab|head|byline|fw) xml:id="b[^>]*>(.*)</\1>\n', archived(made))
    assert found
    return TRACES.sub(lambda m: f" {m[1]}" + (f" {m[2]}" if m[2] != "1" else ""), found[2])


CORRECTION, REGULARIZATION, SURPLUS, LAYOUT = (RULES[kind] for kind in Kind)


@pytest.mark.parametrize(
    ("source", "rule", "actions", "expected"),
    [
        pytest.param(
            "他一一我",
            CORRECTION,
            [Edit(0, 1, 3, "——", 0.95)],
            "他<choice><sic>一一</sic><corr #rule.correction 0.95>——</corr></choice>我",
            id="a misreading of the print",
        ),
        pytest.param(
            "他,我",
            REGULARIZATION,
            [Edit(0, 1, 2, "，")],
            '他<pc orig="," #rule.regularization>，</pc>我',
            id="the house writes it otherwise",
        ),
        pytest.param(
            "甲甲乙",
            SURPLUS,
            [Edit(0, 0, 1, "")],
            '<surplus reason="repeated" #rule.surplus>甲</surplus>甲乙',
            id="twice in the source",
        ),
        pytest.param(
            "甲乙",
            CORRECTION,
            [Edit(0, 1, 1, "丙")],
            "甲<supplied #rule.correction>丙</supplied>乙",
            id="missing in the source",
        ),
        pytest.param(
            "甲丙乙",
            CORRECTION,
            [Edit(0, 1, 2, "")],
            "甲<choice><sic>丙</sic><corr #rule.correction/></choice>乙",
            id="a character that was never printed",
        ),
        pytest.param(
            "以刚\n性",
            LAYOUT,
            [Edit(0, 2, 3, "")],
            '以刚<lb rend="lf" break="no" #rule.layout/>性',
            id="Han lines joined",
        ),
        pytest.param(
            "the\r\nend",
            LAYOUT,
            [Edit(0, 3, 5, " ")],
            'the <lb rend="crlf" break="yes" #rule.layout/>end',
            id="Latin lines joined",
        ),
        pytest.param(
            "exam-\nple",
            LAYOUT,
            [Edit(0, 4, 6, "")],
            'exam<lb rend="- lf" break="no" #rule.layout/>ple',
            id="a word cut by a hyphen",
        ),
        pytest.param(
            "重 庆",
            REGULARIZATION,
            [Edit(0, 1, 2, "")],
            "重<space #rule.regularization/>庆",
            id="a space between Han",
        ),
        pytest.param(
            "甲\u3000\u3000乙",
            REGULARIZATION,
            [Edit(0, 1, 3, " ")],
            '甲 <space quantity="1" rend="idsp idsp" #rule.regularization/>乙',
            id="wide spaces to one",
        ),
        pytest.param(
            "甲 乙",
            REGULARIZATION,
            [Edit(0, 1, 2, "\u3000")],
            '甲<choice><orig> <space rend="sp"/></orig><reg #rule.regularization>'
            ' <space rend="idsp"/></reg></choice>乙',
            id="another kind of space",
        ),
        pytest.param(
            "甲\x00乙",
            CORRECTION,
            [Edit(0, 1, 2, "")],
            '甲<choice><sic><g n="U+0000"/></sic><corr #rule.correction/></choice>乙',
            id="a control character",
        ),
        pytest.param("甲\n乙", LAYOUT, [], '甲 <lb rend="lf"/>乙', id="a line end that stands"),
        pytest.param(
            "甲\t乙  丙",
            LAYOUT,
            [],
            '甲 <space rend="tab"/>乙 <space rend="sp sp"/>丙',
            id="white space that stands",
        ),
        pytest.param("\u3000\u3000甲 乙", LAYOUT, [], "\u3000\u3000甲 乙", id="an indent, a single space"),
        pytest.param(
            "甲\udcff\ufeff", LAYOUT, [], '甲<g type="byte" n="FF"/><g n="U+FEFF"/>', id="a byte that is none"
        ),
        pytest.param("<a>&]]>\"'", LAYOUT, [], "&lt;a&gt;&amp;]]&gt;\"'", id="markup in the source"),
        pytest.param(
            "甲\n\n乙",
            LAYOUT,
            [],
            '甲<space dim="vertical"/>',
            id="white space between two blocks",
        ),
    ],
)
def test_each_change_has_its_element(source: str, rule: Rule, actions: list[Action], expected: str) -> None:
    """What was, what is, which rule, how certain."""
    assert inside(read(source, (rule, actions))) == expected


def test_all_rules_are_named_in_order_with_the_least_certainty() -> None:
    """Two passes over one place: both answer for it; a misreading outweighs a habit."""
    made = read(
        "一一",
        (REGULARIZATION, [Edit(0, 0, 2, "--", 0.99)]),
        (CORRECTION, [Edit(0, 0, 2, "——", 0.93)]),
        (REGULARIZATION, [Edit(0, 0, 2, "⸺")]),
    )
    expected = "<choice><sic>一一</sic><corr #rule.regularization #rule.correction 0.93>⸺</corr></choice>"
    assert inside(made) == expected


def fragments(made: Document) -> str:
    """Return what stands in the first block, ids and pointers of its fragments in short."""
    found = inside(made)
    ids = dict.fromkeys(re.findall(r"[zf]\.([0-9a-f]{8})", found))
    for number, name in enumerate(ids, 1):
        found = found.replace(name, str(number))
    return found


def test_a_joined_paragraph_has_a_fragment_for_each_place() -> None:
    """Each says where it stood and what it continues; the seam between them tells rule and certainty."""
    made = read("以刚性制度\n\n插话\n\n传导压力", (LAYOUT, [Join(0, 2, "", 0.98)]))
    root = etree.fromstring(archived(made).encode())
    ids = [z.get(XML_ID) for z in root.iter(f"{TEI}zone")]
    assert fragments(made) == (
        '<seg xml:id="f.1" type="fragment" facs="#z.1" part="I" next="#f.2">以刚性制度</seg>'
        '<lb rend="lf lf" break="no" #rule.layout 0.9/>'
        '<seg xml:id="f.2" type="fragment" facs="#z.2" part="F" prev="#f.1">传导压力</seg>'
    )
    first, second = (e for e in root.iter(*BLOCKS) if e.get(XML_ID))
    assert [e.get("facs") for e in first.iter(f"{TEI}seg")] == [f"#{ids[0]}", f"#{ids[2]}"]
    assert [first.get("facs"), second.get("facs")] == [None, f"#{ids[1]}"]


def test_a_paragraph_of_three_fragments_is_one_chain() -> None:
    """The middle one has two neighbours; what joined them may be no line end at all."""
    made = read("甲\n\n乙\n\n丙", (LAYOUT, [Join(0, 2, "，"), Join(2, 1)]))
    assert fragments(made) == (
        '<seg xml:id="f.1" type="fragment" facs="#z.1" part="I" next="#f.2">甲<choice><orig>'
        ' <lb rend="lf lf"/></orig><reg #rule.layout>，</reg></choice></seg>'
        '<seg xml:id="f.2" type="fragment" facs="#z.2" part="M" prev="#f.1" next="#f.3">丙</seg>'
        '<lb break="no" #rule.layout/>'
        '<seg xml:id="f.3" type="fragment" facs="#z.3" part="F" prev="#f.2">乙'
        '<space dim="vertical"/></seg>'
    )


def test_a_paragraph_joined_where_it_stands_needs_one_zone() -> None:
    """Source without a gap is one run."""
    made = read("以刚性制度\n\n传导压力", (LAYOUT, [Join(0, 1)]))
    assert archived(made).count("<zone ") == 1
    assert inside(made) == '以刚性制度<lb rend="lf lf" break="no" #rule.layout/>传导压力'


def test_a_paragraph_over_two_pages_has_a_page_beginning_in_it() -> None:
    """Each page has its surface, each zone lies on one page."""
    made = read("甲\n\f乙", (LAYOUT, [Join(0, 1)]))
    text_of = archived(made)
    assert re.findall(r"<(?:surface|zone)[^>/]*", text_of[: text_of.index("<body>")]) == [
        '<surface xml:id="page.1"',
        '<zone xml:id="z.33e3580c"',
        '<surface xml:id="page.2"',
        '<zone xml:id="z.71530d4c"',
    ]
    assert fragments(made) == (
        '<seg xml:id="f.1" type="fragment" facs="#z.1" part="I" next="#f.2">甲</seg>'
        '<lb rend="lf ff" break="no" #rule.layout/><pb facs="#page.2"/>'
        '<seg xml:id="f.2" type="fragment" facs="#z.2" part="F" prev="#f.1">乙</seg>'
    )


def outline(made: Document) -> str:
    """Return the tags of the body, types behind them, milestones and text left out."""
    root = etree.fromstring(archived(made).encode())

    def tags(parent: Element) -> str:
        found = []
        for child in parent:
            name = child.tag.removeprefix(TEI) + (f":{child.get('type')}" if child.get("type") else "")
            if child.tag in BLOCKS:
                found.append(name)
            elif child.tag != f"{TEI}pb":
                found.append(f"{name}({tags(child)})")
        return " ".join(found)

    body = root.find(f"{TEI}text/{TEI}body")
    assert body is not None
    return tags(body)


R = Role


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        pytest.param(
            [R.KICKER, R.HEADLINE, R.SUBTITLE, R.BYLINE, R.BODY],
            "head:kicker head:main head:sub byline p",
            id="an article in its usual order",
        ),
        pytest.param([R.BODY, R.BODY, R.BYLINE], "p p byline", id="a byline at the end"),
        pytest.param([R.BODY, R.BYLINE, R.BODY], "p ab:byline p", id="a byline between paragraphs"),
        pytest.param(
            [R.HEADLINE, R.DATELINE, R.BYLINE, R.BODY, R.DATELINE], "head:main dateline byline p dateline"
        ),
        pytest.param([R.BODY, R.DATELINE, R.BODY], "p ab:dateline p", id="a dateline between paragraphs"),
        pytest.param(
            [R.BODY, R.SUBHEAD, R.BODY, R.SUBHEAD, R.BODY],
            "p div:part(head:inner p) div:part(head:inner p)",
            id="subheads part an article",
        ),
        pytest.param(
            [R.SUBHEAD, R.SUBHEAD, R.BODY], "div:part(head:inner head:inner p)", id="a subhead of two lines"
        ),
        pytest.param([R.BODY, R.HEADLINE, R.BODY], "p div:part(head:main p)", id="a headline behind text"),
        pytest.param(
            [R.SUBHEAD, R.BODY, R.BYLINE, R.SUBHEAD, R.BODY, R.BYLINE],
            "div:part(head:inner p byline) div:part(head:inner p byline)",
            id="a byline closes its part",
        ),
        pytest.param(
            [R.LABEL, R.HEADLINE, R.LABEL, R.HOST, R.LABEL, R.PARTICIPANT, R.BODY],
            "head:label head:main ab:label ab:host ab:label ab:participant p",
            id="a column's name over the headline, labels under it",
        ),
        pytest.param(
            [R.BODY, R.CAPTION, R.CREDIT, R.CAPTION, R.BODY, R.CREDIT],
            "p figure(ab:caption byline) figure(ab:caption) p figure(byline)",
            id="captions and credits",
        ),
        pytest.param(
            [R.BODY, R.BYLINE, R.FOLIO, R.JUMP],
            "p byline fw:pageNum fw:jump",
            id="furniture behind the byline",
        ),
        pytest.param([R.BRIEF, R.EDITORS], "ab:brief fw:editors", id="briefs"),
        pytest.param([R.RUNNING_HEAD], "fw:header", id="nothing but furniture"),
    ],
)
def test_roles_in_any_order_find_their_elements(roles: list[Role], expected: str) -> None:
    """Headings come before the text of a division, bylines before or after it."""
    made = read("\n\n".join("甲乙丙丁戊己庚"[n] for n in range(len(roles))))
    made = rewrite(made, LAYOUT, [Label(n, role) for n, role in enumerate(roles)])
    assert outline(made) == f"div:article({expected})"


def test_divisions_are_sections_articles_and_fragments() -> None:
    """A sheet's running head stands outside of them."""
    opens: list[Action] = [Place(n, n - 1, opens=kind) for n, kind in enumerate(Opening, 1)]
    made = read("眉\n\n甲\n\n乙\n\n丙\n\n丁", (LAYOUT, [Label(0, Role.RUNNING_HEAD), *opens]))
    assert outline(made) == "fw:header div:section(p) div:article(p) div:advertisement(p) div:unplaced(p)"


def test_role_and_place_of_a_block_have_rule_and_certainty() -> None:
    """On the block's own element."""
    made = read("标题\n\n正文", (CORRECTION, [Label(0, Role.HEADLINE, 0.97)]), (LAYOUT, [Place(0, 1, 0.91)]))
    traces = 'ana="#rule.correction #rule.layout" cert="0.9"'
    assert re.search(f'<head xml:id="b.[0-9a-f]{{8}}" type="main" facs="[^"]*" {traces}>标题', archived(made))


def test_a_seam_under_a_later_change_keeps_its_place() -> None:
    """Sources that do not touch are never merged, so the second fragment has a place to begin."""
    made = read("甲乙\n\n丙\n\n丁戊", (LAYOUT, [Join(0, 2)]), (CORRECTION, [Edit(0, 1, 3, "己")]))
    assert re.findall(r"<seg [^>]*>(.*?)</seg>", inside(made)) == [
        '甲<choice><sic>乙 <lb rend="lf lf"/></sic><corr #rule.layout #rule.correction>己</corr></choice>',
        "<choice><sic>丁</sic><corr #rule.correction/></choice>戊",
    ]


def test_a_page_begins_in_front_of_its_figure() -> None:
    """A milestone stands between blocks, not among the parts of one."""
    made = read("甲\n\f乙\n\n丙", (LAYOUT, [Label(1, Role.CAPTION), Label(2, Role.CREDIT)]))
    lines = [line.strip().split(" ")[0] for line in archived(made).split("<body>\n")[1].splitlines()]
    assert lines[1:8] == ["<pb", "<p", "<pb", "<figure>", "<ab", "<byline", "</figure>"]
