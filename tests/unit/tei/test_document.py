"""An archival XML read back is the document that was written: an honest one, that tiles its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.conversion import read, repair
from convert.decisions import read_decisions, review
from convert.document.actions import Edit, Join, Place, Rule
from convert.document.changes import Edited, Joined, Kind
from convert.document.engine import rewrite
from convert.document.integrity import check, restore
from convert.document.model import Document, Segment
from convert.document.roles import Opening, Role
from convert.errors import InvalidArchive
from convert.issue.metadata import load_metadata
from convert.tei.document import read_document
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.epub import write_epub
from tests.support.build import archived, document
from tests.support.paths import SAMPLES
from tests.support.random_issue import random_issue

FILES = sorted(SAMPLES.glob("*.txt"))


def pieces(segments: Sequence[Segment]) -> Iterator[tuple[str, str, int, int]]:
    """Yield source, reading, offset and number of rules, with untouched text in one piece."""
    waiting: Segment | None = None
    for segment in segments:
        if waiting and segment.untouched and waiting.at + len(waiting.source) == segment.at:
            text = waiting.source + segment.source
            waiting = replace(waiting, source=text, reading=text)
            continue
        if waiting:
            yield waiting.source, waiting.reading, waiting.at, 0
            waiting = None
        if segment.untouched and segment.source:
            waiting = segment
        elif segment.source or segment.reading or segment.changes:
            # where nothing stood in the source, any place between its neighbours is the right one
            at = segment.at if segment.source else -1
            yield segment.source, segment.reading, at, len({c.rule for c in segment.changes})
    if waiting:
        yield waiting.source, waiting.reading, waiting.at, 0


def assert_same(written: Document, again: Document) -> None:
    """Compare what was written with what was read."""
    check(again)
    assert restore(again) == written.source.data
    assert (again.source.text, again.source.encoding) == (written.source.text, written.source.encoding)
    assert replace(again.meta, language=written.meta.language) == written.meta
    assert (again.damage, again.max_harm) == (written.damage, written.max_harm)
    assert again.meta.language in {written.meta.language, ""}  # what is no language is not named in the file
    assert again.pages == written.pages
    assert [(b.id, b.role, b.opens, b.reading) for b in again.blocks] == [
        (b.id, b.role, b.opens, b.reading) for b in written.blocks
    ]
    assert [(a.id, a.kind, [b.id for b in a.readable]) for a in again.articles] == [
        (a.id, a.kind, [b.id for b in a.readable]) for a in written.articles
    ]
    assert [list(pieces(b.segments)) for b in again.blocks] == [
        list(pieces(b.segments)) for b in written.blocks
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_samples_come_back(path: Path) -> None:
    """Offsets, readings, roles, articles, pages, and what was changed; and the same EPUB from it."""
    written = repair(read(path.read_bytes(), load_metadata(path, {}, path.name)))
    again = read_document(archived(written).encode(), "page.xml")
    assert_same(written, again)
    places = [(p.change.action, p.change.rule, p.block, p.at, p.other) for p in written.proposals]
    assert sorted(
        (p.change.action, p.change.rule, p.block, p.at, p.other) for p in again.proposals
    ) == sorted(places)
    acted = {name: tally for name, tally in written.rules.items() if tally.done or tally.proposed}
    assert dict(again.rules) == acted
    style = load_style("newspaper")
    noted = replace(style, epub=replace(style.epub, corrections=True))
    assert write_epub(again, noted, WriteContext()).data == write_epub(written, noted, WriteContext()).data


@given(st.integers(0, 10_000))
def test_random_issues_come_back(seed: int) -> None:
    """Of any structure."""
    written = random_issue(seed)
    assert_same(written, read_document(archived(written).encode()))


def test_pages_without_text_keep_their_place() -> None:
    """A page of nothing begins where the next one does."""
    issue = document([(Role.BODY, "甲。"), (Role.BODY, "乙。")])
    pages = (replace(issue.pages[0], label="1", at=0), replace(issue.pages[0], label="2", at=4))
    issue = replace(issue, pages=(*pages, replace(pages[1], label="3"), replace(pages[1], label="4", at=6)))
    again = read_document(archived(issue).encode())
    check(again)
    assert again.pages == issue.pages


def test_changes_know_their_rule_kind_certainty_and_reviewer() -> None:
    """Of two blocks that were joined the white space between them reads as what joined them."""
    issue = document([(Role.BODY, "矩一一議"), (Role.BODY, "題。")])
    issue = rewrite(issue, Rule("dashes", Kind.CORRECTION), [Edit(0, 1, 3, "——", cert=0.97, by="陳")])
    issue = rewrite(issue, Rule("paragraphs", Kind.LAYOUT), [Join(0, 1, " ", cert=0.96)])
    (block,) = read_document(archived(issue).encode()).blocks
    changes = [change for segment in block.segments for change in segment.changes]
    assert changes == [
        Edited("dashes", "一一", "——", 0.97, Kind.CORRECTION, "陳"),
        Joined("paragraphs", " ", 0.9, Kind.LAYOUT),
    ]


def test_a_join_across_the_source_is_a_join() -> None:
    """Nothing stood in the source where the two meet now."""
    issue = read("甲。\n\n乙。\n\n丙".encode())
    issue = rewrite(issue, Rule("order", Kind.LAYOUT), [Place(2, -1)])
    issue = rewrite(issue, Rule("paragraphs", Kind.LAYOUT), [Join(0, 1, "", cert=0.96)])
    again = read_document(archived(issue).encode())
    assert [change for s in again.blocks[0].segments for change in s.changes] == [
        Joined("paragraphs", "", 0.9, Kind.LAYOUT)
    ]
    assert_same(issue, again)


def test_moved_blocks_keep_their_place_in_the_source() -> None:
    """The reading has another order than the source."""
    issue = document([(Role.BODY, text) for text in ("甲。", "乙。", "丙。")])
    issue = rewrite(issue, Rule("order", Kind.LAYOUT), [Place(2, -1, opens=Opening.ARTICLE)])
    again = read_document(archived(issue).encode())
    assert [block.reading for block in again.blocks] == ["丙。", "甲。", "乙。"]
    assert_same(issue, again)


def test_a_decided_document_comes_back() -> None:
    """What a reviewer accepted stands in the file."""
    written = repair(read((SAMPLES / "cut-columns.txt").read_bytes()))
    assert written.proposals
    reviewed = review(read((SAMPLES / "cut-columns.txt").read_bytes()), read_decisions("", "none.toml"))
    assert_same(reviewed.document, read_document(archived(reviewed.document).encode()))


def test_a_role_that_is_unknown_is_an_altered_file() -> None:
    """The file may have been made by a newer program."""
    text = archived(document([(Role.BRIEF, "短。")]))
    assert 'type="brief"' in text
    with pytest.raises(InvalidArchive):
        read_document(text.replace('type="brief"', 'type="poem"').encode(), "page.xml")
