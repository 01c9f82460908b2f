"""The header of the archival XML, and the pages it speaks of."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

from convert import __version__
from convert.document.actions import Edit, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Metadata, Page
from convert.readers.text import read_text
from convert.text.source import decode
from tests.support.build import archived
from tests.support.paths import ROOT


def test_the_header_says_what_was_made_of_what_by_which_rules() -> None:
    """Issue, source file, program, rules with version, kind and counts."""
    meta = Metadata(
        title="山城晚报", date="2025-12-08", number="321", language="zh-Hans", page="3", name="a<b>.txt"
    )
    source = decode("\ufeff甲,乙".encode(), "utf-8", bom=b"\xef\xbb\xbf")
    made = rewrite(
        read_text(source, meta), Rule("my rule", Kind.LAYOUT), [Edit(0, 1, 2, ""), Edit(0, 0, 1, "", 0.1)]
    )
    text_of = archived(made)
    for line in (
        '<title level="j">山城晚报</title>',
        '<imprint><date when="2025-12-08">2025-12-08</date></imprint>',
        '<biblScope unit="issue">321</biblScope>',
        '<biblScope unit="page">3</biblScope>',
        '<title level="u">a&lt;b&gt;.txt</title>',
        f'<idno type="sha256">{source.digest}</idno>',
        '<note type="encoding">utf-8</note>',
        '<note type="bom">EFBBBF</note>',
        '<extent><measure unit="byte" quantity="10"/></extent>',
        f'<application ident="backfile" version="{__version__}">',
        '<language ident="zh-Hans"/>',
        '<surface xml:id="page.1" n="3">',
        '<category xml:id="rule.my_20_rule" n="my rule"><catDesc><term type="kind">layout</term>',
        '<num type="version">1</num><num type="done">1</num><num type="proposed">1</num></catDesc>',
    ):
        assert line in text_of


def test_two_rules_whose_names_look_alike_have_two_ids() -> None:
    """Names of installed passes are not ours to choose."""
    made = read_text(decode("甲乙".encode(), "utf-8"), Metadata())
    for name in ("a b", "a_20_b"):
        made = rewrite(made, Rule(name, Kind.LAYOUT), [Edit(0, 0, 1, "")])
    assert re.findall(r'xml:id="(rule\.[^"]*)"', archived(made)) == ["rule.a_20_b", "rule.a_20_b.2"]


def test_the_version_is_that_of_the_package() -> None:
    """The header names the program that made the file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert __version__ == project["version"]


def test_a_page_without_text_has_its_surface() -> None:
    """Pages are those of the source, not those of the text."""
    made = replace(read_text(decode("甲".encode(), "utf-8"), Metadata()), pages=(Page("01"), Page("02", 1)))
    assert '<surface xml:id="page.2" n="02"/>' in archived(made)
