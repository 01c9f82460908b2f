"""docs/archival-xml.md: its examples are what the writer writes, and it leaves nothing of the schema out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from convert.api import repair
from convert.conversion import read
from convert.document.actions import Label, Rule, Split
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.language import language
from convert.passes.registry import PASSES, run
from convert.tei.characters import NAMES
from convert.tei.verify import SCHEMA_FOLDER, schemas, verify
from convert.tei.write import write_tei
from convert.tei.write.markup import LONGEST_TEXT, text
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import WriteContext
from tests.support.build import archived
from tests.support.issue_files import issue_specimen
from tests.support.paths import ROOT
from tests.support.placed import placed_page
from tests.support.specimen import second_specimen, specimen, third_specimen

PAGE = (ROOT / "docs/archival-xml.md").read_text("utf-8")
LINES = Rule("line-groups", Kind.LAYOUT)
RNG = "{http://relaxng.org/ns/structure/1.0}"
SECTION = re.compile(r"^### (.+)\n((?:(?!^##).*\n)*)", re.MULTILINE)
EXAMPLE = re.compile(r"^```xml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def lines_specimen() -> Document:
    """Make a page of two lines of verse and two rows of a table."""
    source = "落日孤帆一水长，\n万里长风送客航。\n\n上证指数 3052.33 +0.45%\n深证成指 9501.10 -0.12%\n"
    page = read(source.encode(), Metadata(name="lines.txt", language="zh-Hans"))
    ends = [Split(n, b.reading.index("\n"), 0.9) for n, b in enumerate(page.blocks)]
    page = rewrite(page, LINES, ends)
    roles = (Role.VERSE, Role.VERSE, Role.TABLE_ROW, Role.TABLE_ROW)
    return rewrite(page, LINES, [Label(n, role, 0.9) for n, role in enumerate(roles)])


def table_specimen() -> Document:
    """Make a page of a table with a caption, of whose last row one place is empty."""
    names = {"tables", "table-captions"}
    source = "表1 联赛积分榜\n\n球队\t胜\t积分\n红星\t10\t32\n前进\t9\n"
    page = read(source.encode(), Metadata(name="table.txt", language="zh-Hans"))
    return run(page, language("zh-Hans"), [step for step in PASSES if step.rule.name in names])


def dateline_specimen() -> Document:
    """Make a page of a report under where and when it was written."""
    source = "新华社云津12月7日电\n\n昨日，云津市第三座新桥通车。\n"
    page = read(source.encode(), Metadata(name="report.txt", language="zh-Hans"))
    return rewrite(page, Rule("roles", Kind.LAYOUT), [Label(0, Role.DATELINE, 0.95)])


def library_specimen() -> Document:
    """Make a page of a newspaper of which a library knows all that it can say."""
    meta = Metadata(
        title="云津晚报",
        date="1951-03-08",
        language="zh-Hans",
        name="page.txt",
        issn="1234-5679",
        publisher="云津日报社",
        place="云津",
        rights="云津日报社保留权利",
        licence="https://creativecommons.org/licenses/by/4.0/",
        creator="云津日报社",
        call_number="N 12/3",
        collection="旧报",
        holding_institution="云津图书馆",
    )
    return read("今天天晴。\n".encode(), meta)


SPECIMENS = (
    *(specimen(), second_specimen(), third_specimen(), lines_specimen(), table_specimen()),
    library_specimen(),
    dateline_specimen(),
    issue_specimen(),
)
PLACED = write_tei(repair(placed_page()), StyleSheet("none"), WriteContext(words=True)).data.decode()
WRITTEN = (*(archived(made) for made in SPECIMENS), PLACED)


class Declared(NamedTuple):
    """An attribute of the schema."""

    element: str
    attribute: str
    values: frozenset[str]
    """Those that the schema lists; empty: a type says what it takes."""


def declared() -> Iterator[Declared]:
    """Yield the attributes of every element of the closer schema, in each place where it may stand."""
    root = etree.parse(SCHEMA_FOLDER / "archive.rng").getroot()
    definitions = {d.get("name", ""): d for d in root.iter(f"{RNG}define")}

    def below(node: Element) -> Iterator[Element]:
        for child in node:
            if child.tag == f"{RNG}ref":
                yield from below(definitions[child.get("name", "")])
            elif child.tag == f"{RNG}attribute":
                yield child
            elif child.tag != f"{RNG}element":
                yield from below(child)

    for element in root.iter(f"{RNG}element"):
        for attribute in below(element):
            values = frozenset(v.text or "" for v in attribute.iter(f"{RNG}value"))
            yield Declared(element.get("name", ""), attribute.get("name", ""), values)


def sections() -> Mapping[str, str]:
    """Return the text about each element."""
    return {name: body for head, body in SECTION.findall(PAGE) for name in re.findall(r"`(\w+)`", head)}


def unlaid(markup: str) -> str:
    """Return markup without what lays it out, and without what another version would write otherwise."""
    flat = re.sub(r"\s*\n\s*", "", markup)
    return re.sub(
        r'(?<=<note type="sha256">)\w+|(?<=ident="backfile" version=")[^"]+|(?<= n="backfile )[^"]+', "", flat
    )


@pytest.mark.parametrize("example", EXAMPLE.findall(PAGE), ids=lambda e: unlaid(e)[:40])
def test_the_examples_are_what_is_written(example: str) -> None:
    """Each stands in a file, as it is on the page but for its layout."""
    cut = text("甲" * (LONGEST_TEXT + 1))
    assert any(unlaid(example.strip()) in unlaid(made) for made in (*WRITTEN, cut))


def test_the_files_of_the_examples_are_whole() -> None:
    """And they prove themselves."""
    against = schemas()
    assert [verify(made.encode(), against).faults for made in WRITTEN] == [()] * len(WRITTEN)


def test_every_element_is_explained() -> None:
    """No more and no fewer than the schema has."""
    root = etree.parse(SCHEMA_FOLDER / "archive.rng").getroot()
    assert sections().keys() == {e.get("name") for e in root.iter(f"{RNG}element")}


def test_every_attribute_is_explained() -> None:
    """In the section of its element, with all values that the schema lists."""
    told = sections()
    for element, attribute, values in declared():
        missing = {f"`@{attribute}`", *(f"`{value}`" for value in values)} - set(quoted(told[element]))
        assert not missing, (element, missing)


def test_no_attribute_is_explained_that_does_not_exist() -> None:
    """A page that says more than the schema is wrong, too."""
    known = {f"`@{d.attribute}`" for d in declared()}
    assert set(re.findall(r"`@[\w:]+`", PAGE)) <= known


def test_every_element_is_shown() -> None:
    """At least one example of each has it."""
    shown = set(re.findall(r"<(\w+)", "".join(EXAMPLE.findall(PAGE))))
    wrapping = {"TEI", "teiHeader", "fileDesc", "editorialDecl", "classDecl", "correction", "hyphenation"}
    wrapping |= {"segmentation", "interpretation", "facsimile", "text", "body"}
    assert sections().keys() - shown == wrapping


def test_every_name_of_white_space_is_listed() -> None:
    """As the program knows them."""
    table = PAGE.split("## Names of white space")[1]
    assert sorted(re.findall(r"`(\w+)` \| (?:U\+|both)", table)) == sorted(NAMES.values())


def quoted(body: str) -> list[str]:
    """Return what stands in code in a text."""
    return re.findall(r"`[^`\n]+`", body)
