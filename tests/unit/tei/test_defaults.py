"""What the header says for all marks, and the form of archival files before it did."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from convert.archive.diff import compare
from convert.archive.diff.difference import DiffClass
from convert.conversion import read, repair
from convert.document.actions import Edit, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Metadata
from convert.errors import InvalidArchive
from convert.readers.text import read_text
from convert.tei.archive import open_archive
from convert.tei.content import content
from convert.tei.defaults import USUAL
from convert.tei.document import read_document
from convert.tei.names import BLOCKS
from convert.tei.restore import restore_xml
from convert.tei.views import block_texts
from convert.text.source import decode
from tests.support.build import archived, needs_shared
from tests.support.paths import ROOT, SHARED

FORMER = sorted((ROOT / "tests/golden/archives").rglob("*.xml"))
"""Files of the profiles 1 and 2."""
CUT = "江面上的灯一盏一盏地\n亮 起来,桥上的人慢慢地走,谁也不说话。\n"
"""A line end, a space between Han, two marks of half width."""
LINES, SPACES = Rule("lines", Kind.LAYOUT), Rule("spaces", Kind.REGULARIZATION)
MARKS, OTHER = Rule("fullwidth-punctuation", Kind.REGULARIZATION), Rule("others", Kind.REGULARIZATION)


def marked() -> str:
    """Write a mark of each usual rule, one that is less certain, and one by another rule."""
    document = read_text(decode(CUT.encode(), "utf-8"), Metadata(language="zh-Hans"))
    for rule, edit in (
        (LINES, Edit(0, 10, 11, "", 0.93)),
        (SPACES, Edit(0, 11, 12, "", 0.97)),
        (MARKS, Edit(0, 13, 14, "，", 0.99)),
        (MARKS, Edit(0, 22, 23, "，", 0.9)),
        (OTHER, Edit(0, 28, 29, "．", 0.99)),
    ):
        document = rewrite(document, rule, [edit])
    return archived(document)


def test_marks_of_the_usual_rules_say_only_what_is_theirs() -> None:
    """The header has the rest; whoever opens the file finds all of it at each mark."""
    text = marked()
    assert re.findall(r"<(?:pc|lb|space)[ /][^>]*>", text)[:-1] == [
        '<lb rend="lf" break="no"/>',
        "<space/>",
        '<pc orig=",">',
        '<pc orig="," cert="0.9">',
        '<pc orig="。" ana="#rule.others" cert="0.99">',
    ]
    root = open_archive(text.encode())
    changes = [change for block in root.iter(*BLOCKS) for change in content(block).changes]
    assert [(c.form, *c.rules, c.cert, c.resp) for c in changes] == [
        ("lb", "lines", "0.9", "#backfile"),
        ("space", "spaces", "0.97", "#backfile"),
        ("orig", "fullwidth-punctuation", "0.99", "#backfile"),
        ("orig", "fullwidth-punctuation", "0.9", "#backfile"),
        ("orig", "others", "0.99", "#backfile"),
    ]
    assert {kind for kind in USUAL if f'gi="{kind}"' in text} == set(USUAL)


def test_what_the_header_says_is_under_the_digest() -> None:
    """The rule behind all marks cannot be changed in one place."""
    text = marked()
    assert 'gi="pc" ana="#rule.fullwidth-punctuation"' in text
    with pytest.raises(InvalidArchive, match="digest does not match"):
        open_archive(
            text.replace('gi="pc" ana="#rule.fullwidth-punctuation"', 'gi="pc" ana="#rule.others"').encode()
        )


@pytest.mark.parametrize("path", FORMER, ids=lambda path: path.stem)
def test_files_of_former_profiles_are_read_as_ever(path: Path) -> None:
    """Written anew they differ in profile, program and names of rules, and in nothing that a text has."""
    data = path.read_bytes()
    profile = b"urn:backfile:archive:2" if path.parent.name == "profile-2" else b"urn:backfile:archive:1"
    assert profile in data
    again = archived(replace(read_document(data), archive=b"")).encode()
    assert b"urn:backfile:archive:3" in again
    assert [*block_texts(open_archive(again))] == [*block_texts(open_archive(data))]
    assert restore_xml(again) == restore_xml(data)
    differences = compare(data, again)
    places = {DiffClass.GEOMETRY, DiffClass.METADATA} if path.stem == "alto" else set()  # a document has none
    assert {difference.kind for difference in differences} <= {DiffClass.RULE_VERSION, *places}
    assert "profile of the archival XML" in {difference.message for difference in differences}
    assert "the same text in other markup" not in {difference.message for difference in differences}


@needs_shared
def test_a_text_page_takes_two_and_a_half_times_its_source() -> None:
    """All that is known of a page of 17,697 bytes, every mark with its rule."""
    source = (SHARED / "pages/newspaper_page.txt").read_bytes()
    meta = Metadata(title="重庆日报", date="2025-12-08", page="3", language="zh-Hans", name="page.txt")
    assert len(archived(repair(read(source, meta))).encode()) <= 2.5 * len(source)
