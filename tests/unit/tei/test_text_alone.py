"""A program that takes the text nodes alone, as docs/archival-xml.md shows it, has the reading."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from lxml import etree

from convert.document.actions import Edit, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.readers.text import read_text
from convert.tei.archive import open_archive
from convert.tei.characters import INVISIBLE
from convert.tei.content import content
from convert.tei.names import BLOCKS, XML_ID, tag
from convert.tei.read import body
from convert.tei.restore import restore_xml
from convert.text.source import decode
from tests.support.build import archived
from tests.support.paths import ROOT
from tests.support.programmes import Programme, programmes

PAGE = (ROOT / "docs/archival-xml.md").read_text("utf-8").split("## The text without its markup")[1]
GOLDEN = sorted((ROOT / "output/golden").rglob("*.xml"))
UNSEEN = re.compile(f"[{INVISIBLE}]")
"""What no program shows; `g` stands for it."""
LINES = Rule("lines", Kind.LAYOUT)


def fenced(language: str) -> str:
    """Return the example in this language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def in_python(data: bytes) -> list[str]:
    """Run the recipe in Python."""
    names: dict[str, Callable[[io.BytesIO], Iterator[str]]] = {}
    exec(fenced("python"), names)  # noqa: S102 - the page's own example
    return list(names["reading"](io.BytesIO(data)))


def in_xslt(data: bytes) -> list[str]:
    """Run the recipe in XSLT; white space that is none to XML is reduced as Python does it."""
    made = etree.XSLT(etree.XML(fenced("xslt")))(etree.XML(data))
    return [" ".join(line.split()) for line in str(made).split("\n")[:-1]]


def in_xpath(data: bytes) -> list[str]:
    """Run the recipe in XPath: the lines of what it selects."""
    (path,) = re.findall(r"^    (//tei:.*)$", PAGE, re.MULTILINE)
    nodes = cast("list[str]", etree.XML(data).xpath(path, namespaces={"tei": tag("TEI")[1:-4]}))
    lines = ["".join(line.split()) for line in "".join(nodes).split("\n")]
    return [line for line in lines if line]


def blocks(data: bytes) -> list[str]:
    """Return the reading of each block in the order of the file, without the sheet's furniture."""
    found = [b for b in body(open_archive(data)).iter(*BLOCKS) if b.get(XML_ID) and b.tag != tag("fw")]
    return [content(block).reading for block in found]


def readings(data: bytes) -> list[str]:
    """Return the same, its white space reduced, and without what cannot be seen."""
    return [" ".join(UNSEEN.sub("", text).split()) for text in blocks(data)]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_recipes_give_the_reading(path: Path) -> None:
    """Of every sample, in each of the three languages."""
    data = path.read_bytes()
    expected = readings(data)
    assert in_python(data) == expected
    assert in_xslt(data) == expected
    assert in_xpath(data) == ["".join(text.split()) for text in expected if text]


@given(programmes)
def test_so_they_do_with_any_text_and_any_change(programme: Programme) -> None:
    """White space of all kinds beside changes, joins, pages and divisions."""
    *_, (document, _) = programme.documents()
    data = archived(document).encode()
    if (
        "\x1f" not in document.source.text + document.text
    ):  # Python takes it for white space, XML cannot have it
        assert in_python(data) == readings(data)


def joined(source: str, *edits: Edit) -> Document:
    """Read a text, and change it as `lines` would."""
    return rewrite(read_text(decode(source.encode(), "utf-8"), Metadata(name="p.txt")), LINES, edits)


@pytest.mark.parametrize(
    ("source", "edits", "markup", "read"),
    [
        pytest.param(
            "now at\neighteen",
            [Edit(0, 6, 7, " ")],
            'now at <lb rend="lf" break="yes"/>eighteen',
            "now at eighteen",
            id="between words",
        ),
        pytest.param(
            "explo-\nsion",
            [Edit(0, 5, 7, "")],
            'explo<lb rend="- lf" break="no"/>sion',
            "explosion",
            id="within one",
        ),
        pytest.param("以刚\n性", [Edit(0, 2, 3, "")], '以刚<lb rend="lf" break="no"/>性', "以刚性", id="Han"),
        pytest.param("桥\n灯", [], '桥 <lb rend="lf"/>灯', "桥 灯", id="a line that stands"),
        pytest.param(
            "at \neighteen",
            [Edit(0, 3, 4, " ")],
            'at <space rend="sp"/> <lb rend="lf" break="yes"/>eighteen',
            "at eighteen",
            id="a space of the text in front",
        ),
        pytest.param(
            "at \neighteen",
            [Edit(0, 3, 4, "")],
            'at <lb rend="lf" break="no"/>eighteen',
            "at eighteen",
            id="a space of the text, and nothing else",
        ),
        pytest.param("a\t1", [], 'a <space rend="tab"/>1', "a 1", id="a tab"),
    ],
)
def test_white_space_of_the_reading_is_text_once(
    source: str, edits: list[Edit], markup: str, read: str
) -> None:
    """In front of what stands for it; the source is exact, and the reading as well."""
    data = archived(joined(source, *edits)).encode()
    found = re.sub(r' ana="[^"]*"| cert="[^"]*"', "", data.decode())
    assert f">{markup}</p>" in found
    assert in_python(data) == [read]
    assert restore_xml(data).decode() == source
    assert blocks(data) == [joined(source, *edits).blocks[0].reading]


def test_a_tool_may_remove_the_space_or_break_the_line_there() -> None:
    """The digest holds, and the source and the reading are the same."""
    data = archived(joined("now at\neighteen  men", Edit(0, 6, 7, " ")))
    for other in (
        data.replace(" <lb", "<lb"),
        data.replace(" <space", "\n   <space"),
        data.replace(" <lb", " \n<lb"),
    ):
        assert other != data
        assert blocks(other.encode()) == ["now at eighteen  men"]
        assert restore_xml(other.encode()) == b"now at\neighteen  men"
