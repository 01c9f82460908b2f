"""The header of the archival XML, and the pages it speaks of."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

import pytest

from convert import __version__
from convert.document.actions import Edit, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Metadata, Page, Tally
from convert.passes.registry import PASSES, Pass, repair
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


NEW = Pass(Rule("new", Kind.LAYOUT), lambda *_: ())
"""A rule that finds nothing to do."""


@pytest.mark.parametrize("at", range(len(PASSES) + 1))
def test_a_new_rule_that_finds_nothing_alters_no_byte(at: int) -> None:
    """Wherever it runs: the header names the set of rules, and those of them that left a trace."""
    page = read_text(decode((ROOT / "samples/overlap.txt").read_bytes(), "utf-8"), Metadata())
    more = (*PASSES[:at], NEW, *PASSES[at:])
    assert archived(repair(page, passes=more)) == archived(repair(page))


def test_a_clean_page_names_the_rules_that_found_nothing() -> None:
    """So it differs from a page that no rule has seen."""
    page = read_text(decode("甲".encode(), "utf-8"), Metadata())
    assert f'<taxonomy xml:id="rules" n="backfile {__version__}">' in archived(repair(page))
    assert "rule.dashes" not in archived(repair(page))
    assert "taxonomy" not in archived(page)


def test_rules_of_somebodys_own_choice_are_all_listed() -> None:
    """They are no set that has a name."""
    page = read_text(decode("甲".encode(), "utf-8"), Metadata())
    text_of = archived(repair(page, passes=(NEW, *PASSES[:-1])))
    assert ' n="backfile' not in text_of
    assert text_of.count("<category ") == len(PASSES)


def test_a_rule_names_the_distribution_that_brings_it() -> None:
    """So that whoever reads the file later knows whom to ask."""
    page = read_text(decode("甲乙".encode(), "utf-8"), Metadata())
    rule = Rule("mine", Kind.LAYOUT, distribution="plugin <1> 2.0")
    page = replace(page, rules={"mine": Tally(1, Kind.LAYOUT, distribution=rule.distribution)})
    made = rewrite(page, rule, [Edit(0, 0, 1, "")])
    assert '<name type="distribution">plugin &lt;1&gt; 2.0</name><num type="version">1</num>' in archived(
        made
    )
