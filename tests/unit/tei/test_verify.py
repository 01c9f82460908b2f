"""Proving an archival XML: what is whole is left in peace, what was altered is found and named."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from lxml import etree

from convert.errors import BadSetting, InvalidArchive, UnreadableSource
from convert.tei.verify import FEW_ELEMENTS, MAX_FAULTS, Schemas, schemas, verify
from tests.support.build import archived, needs_shared
from tests.support.paths import SHARED
from tests.support.programmes import Programme, programmes
from tests.support.specimen import SOURCE, second_specimen, specimen

WHOLE = archived(specimen())
OURS = schemas()


def faults(text: str, against: Schemas = OURS) -> list[str]:
    """Return what is wrong with a file, with its line."""
    return [
        f"{f.location.removeprefix('p.xml')} {f.message}"
        for f in verify(text.encode(), against, "p.xml").faults
    ]


def line_of(part: str, text: str = WHOLE) -> int:
    """Return the number of the first line that has a text."""
    return text[: text.index(part)].count("\n") + 1


@given(programmes)
def test_what_the_writer_writes_is_whole(programme: Programme) -> None:
    """Whatever the text and the passes, the file proves itself."""
    *_, (document, _) = programme.documents()
    proof = verify(archived(document).encode(), OURS)
    assert proof.faults == ()
    assert (proof.size, proof.digest) == (len(document.source.data), document.source.digest)


def test_a_file_with_all_there_is_is_whole() -> None:
    """Roles, fragments, repeats, proposals, two pages, a byte that is no character."""
    assert faults(WHOLE) == []
    assert verify(WHOLE.encode(), OURS).size == len(SOURCE)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param(' type="main"', ' type="big"', "head has the wrong value in type: big", id="a value"),
        pytest.param(' cert="0.9"', ' cert="1.01"', "wrong value in cert: 1.01", id="more than certain"),
        pytest.param(' cert="0.9">', ">", "fw needs cert", id="a change without certainty"),
        pytest.param('<tagsDecl resp="#backfile">', "<tagsDecl>", "tagsDecl needs resp", id="nobody answers"),
        pytest.param(' gi="lb"', ' gi="p"', "wrong value in gi: p", id="what no element has by default"),
        pytest.param(' part="I"', ' n="I"', "seg takes no attribute n", id="an attribute of TEI alone"),
        pytest.param('rend="crlf crlf" dim', 'rend="" dim', "wrong value in rend", id="no white space"),
        pytest.param("<figure>", "<figure><p/>", "p may not stand in figure", id="a paragraph in a figure"),
        pytest.param("</body>", "<p>x</p></body>", "p may not stand in body", id="a paragraph in the body"),
        pytest.param("<facsimile>", "<facsimile>x", "facsimile takes no text there: x", id="stray text"),
        pytest.param("<facsimile>", "<facsimile><x:a xmlns:x='u'/>", "a may not stand in facsimile",
                     id="an element of others"),
    ],
)  # fmt: skip
def test_a_file_out_of_form_is_told_apart(old: str, new: str, what: str) -> None:
    """The first fault has the line of its element, and what is wrong with it."""
    assert old in WHOLE
    first = faults(WHOLE.replace(old, new, 1))[0]
    assert what in first
    assert re.match(rf":{line_of(old)} ", first)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param("utf-8</note>", "utf 8</note>", "encoding or a mark of more than one", id="no encoding"),
        pytest.param("#rule.dashes", "#rule.dash", "ana leads to no rule", id="an unknown rule"),
        pytest.param("#rule.dashes", "#page.1", "ana leads to no rule", id="a rule that is a page"),
        pytest.param(
            "#rule.roles #rule.articles", "#rule.roles #rule.roles", "or twice to the same", id="a rule twice"
        ),
        pytest.param(
            'cert="0.95">——', 'cert="1" resp="#rules">——', "no responsibility statement", id="nobody"
        ),
        pytest.param(
            '<tagsDecl resp="#backfile"', '<tagsDecl resp="#rules"', "no responsibility", id="no one"
        ),
        pytest.param('gi="lb"', 'gi="space"', "no rule is behind this change", id="a line end by no rule"),
        pytest.param(
            'gi="lb" ana="#rule.lines"', 'gi="lb" ana="#page.1"', "leads to no rule", id="a page by default"
        ),
        pytest.param('facs="#z.c1e52d88"', 'facs="#b.c1e52d88"', "facs leads to no zone", id="no zone"),
        pytest.param('facs="#z.c1e52d88"', "", "does not have exactly one text", id="a zone without text"),
        pytest.param(
            'facs="#z.c1e52d88"', 'facs="#z.3fa50877"', "does not have exactly one text", id="a zone twice"
        ),
        pytest.param('<pb n="5" facs="#page.2"', '<pb n="5" facs="#z.4eaca51c"', "no surface", id="no page"),
        pytest.param(
            'next="#f.994eb3b9"', 'next="#f.ec669e08"', "next is not the fragment that", id="a ring"
        ),
        pytest.param(
            'prev="#f.ec669e08"', 'prev="#f.994eb3b9"', "prev is not the fragment in", id="a false one"
        ),
        pytest.param('part="F"', 'part="M"', "part does not fit to prev and next: M", id="no end"),
        pytest.param(' prev="#f.ec669e08"', "", "but prev does not lead to it", id="one way only"),
        pytest.param(
            'target="#b.ec669e08 #b.4eaca51c"', 'target="#b.ec669e08 #f.ec669e08"', "no block", id="no block"
        ),
        pytest.param(
            '<num type="done">',
            '<num type="version">',
            "or has a count twice",
            id="no count",
        ),
        pytest.param('unit="issue"', 'unit="page"', "two numbers or two pages", id="two pages"),
        pytest.param('<note type="encoding">utf-8</note>', "", "does not have one encoding", id="none"),
    ],
)
def test_a_file_that_makes_no_sense_is_told_apart(old: str, new: str, what: str) -> None:
    """Pointers lead where they should, zones and chains are whole."""
    assert old in WHOLE
    assert what in "\n".join(faults(WHOLE.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('<num type="cuts">0.97', '<num type="order">0.97', id="a kind twice"),
        pytest.param('<num type="cuts">0.97', '<num type="cuts">97', id="no probability"),
        pytest.param('<num type="max-harm">2</num>', "", id="no setting"),
        pytest.param('<desc type="setting">', "<desc>", id="no type"),
    ],
)
def test_numbers_of_the_rules_that_make_no_sense_are_told(old: str, new: str) -> None:
    """All kinds of damage, each a probability, and the harm that was allowed."""
    whole = archived(second_specimen())
    assert old in whole
    found = faults(whole.replace(old, new, 1))
    assert "other numbers than those of the damage, or of the allowed harm" in "\n".join(found)


def test_an_id_given_twice_is_refused() -> None:
    """The parser itself finds it (xml:id, 4.1)."""
    with pytest.raises(UnreadableSource, match=r"p\.xml:\d+:\d+: .*b\.3fa50877 already defined"):
        faults(WHOLE.replace('xml:id="b.c1e52d88"', 'xml:id="b.3fa50877"'))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param("卖花的人", "买花的人", "rebuilt do not have the digest", id="the source"),
        pytest.param(">——<", ">……<", "its digest does not match its header", id="a correction"),
        pytest.param(
            "</supplied>", "过</supplied>", "its digest does not match its header", id="a restored word"
        ),
        pytest.param(
            ' type="unplaced"', ' type="article"', "its digest does not match its header", id="a doubt"
        ),
        pytest.param('cert="0.3"', 'cert="0.9"', "its digest does not match its header", id="a certainty"),
        pytest.param(
            ">云津晚报</title>", ">云津早报</title>", "its digest does not match its header", id="a title"
        ),
        pytest.param("<reg>她", "<reg>它", "its digest does not match its header", id="a proposal"),
    ],
)
def test_tampering_under_an_unchanged_digest_is_found(old: str, new: str, what: str) -> None:
    """In form and in sense the file is right, but something was altered."""
    assert old in WHOLE
    found = faults(WHOLE.replace(old, new, 1))
    assert len(found) == 1
    assert what in found[0]


def test_one_seal_is_for_one_file() -> None:
    """The digest of another file does not do, nor does none."""
    seal = re.search(r'<note type="sha256">([0-9a-f]{64})', WHOLE)
    assert seal
    assert "its digest does not match its header" in faults(WHOLE.replace(seal[1], "0" * 64))[0]


def test_a_file_that_was_only_laid_out_anew_is_whole() -> None:
    """Line ends, indents, comments and the encoding of the file are no part of what it says."""
    root = etree.fromstring(WHOLE.encode())
    etree.indent(root, space="\t")
    root.insert(0, etree.Comment("seen by a person"))
    text = etree.tostring(root, encoding="unicode").replace("\n", "\r\n")
    assert verify(text.encode("utf-16"), OURS).faults == ()


def test_no_more_faults_are_told_than_can_be_read() -> None:
    """A file may be wrong in a million places."""
    many = WHOLE.replace("桥上的灯", "桥上的灯" + "<lb/>" * 200_000, 1)
    assert len(faults(many)) == MAX_FAULTS
    worse = WHOLE.replace("桥上的灯", "桥上的灯" + '<lb break="no" ana="#a" cert="1" resp="#b"/>' * 20_000, 1)
    assert len(faults(worse)) == MAX_FAULTS


def test_a_file_that_libxml2_alone_refuses_is_not_whole() -> None:
    """Were the two readings of the grammar ever to differ, its message stands in for ours."""
    other = etree.RelaxNG(
        etree.fromstring('<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>')
    )
    (fault,) = faults(WHOLE, replace(OURS, relax_ng=other))
    assert fault.startswith(":3 ")
    assert "TEI" in fault


def test_many_attributes_cost_no_time() -> None:
    """To read a hundred thousand attributes of one element takes libxml2 minutes; they are not read."""
    many = " ".join(f'a{number}=""' for number in range(100_000))
    start = process_time()
    with pytest.raises(InvalidArchive, match="an element with more than 42 attributes"):
        faults(WHOLE.replace("<facsimile>", f"<facsimile {many}>"))
    assert process_time() - start < 2


@pytest.mark.parametrize("count", [FEW_ELEMENTS - 1000, FEW_ELEMENTS])
def test_a_file_that_is_wrong_everywhere_takes_little_time(count: int) -> None:
    """On both sides of the number of elements up to which libxml2 is asked."""
    wrong = WHOLE.replace("桥上的灯", "桥上的灯" + "<lb/>" * count, 1)
    start = process_time()
    assert len(faults(wrong)) == MAX_FAULTS
    assert process_time() - start < 8


def test_white_space_asked_for_is_limited() -> None:
    """A small file must not ask for much memory."""
    found = faults(WHOLE.replace("<space ", '<space quantity="999999999" ', 1))
    assert "space has the wrong value in quantity" in found[0]


def test_a_block_within_a_block_is_refused() -> None:
    """Its text would count as often as it is nested."""
    nested = WHOLE.replace("卖花的人收了摊", "<p>卖花</p>的人收了摊")
    assert [f.partition(" ")[2] for f in faults(nested)] == ["p may not stand in p", "a block within a block"]


def test_a_namespace_that_is_no_uri_is_refused() -> None:
    """Canonical XML (1.0, 2.4) knows no relative namespace."""
    (found,) = faults(WHOLE.replace("<TEI ", "<TEI xmlns:a='b' "))
    assert "no canonical form" in found


@needs_shared
def test_a_schema_of_the_tei_finds_what_it_finds() -> None:
    """A file is held against it where one is given; without the whole of TEI, a part of it."""
    small = SHARED / "schemas/tei/dtabf_ohne_header.rng"  # loads at once, and knows no standOff
    found = faults(WHOLE, schemas(small))
    assert len(found) == 1
    assert "not valid by TEI P5" in found[0]


@pytest.mark.parametrize("text", [None, "no schema", "<a/>"])
def test_what_is_no_schema_is_refused(text: str | None, tmp_path: Path) -> None:
    """One clear line, before any file is looked at."""
    path = tmp_path / "tei_all.rng"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(BadSetting, match="not a RELAX NG schema") as caught:
        schemas(path)
    assert "\n" not in str(caught.value)
