"""Archival files of single pages, put together as if they were one of an issue: to be held against one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.tei.archive import open_archive
from convert.tei.header import DeclaredRule, HeaderPath
from convert.tei.issue import ArchivedBlock, ArchivedIssue, issue_of
from convert.tei.names import XML_ID


class NamedArchive(NamedTuple):
    """An archival file and what messages call it."""

    data: bytes
    name: str


_OF_CONTENT = re.compile(r"([a-z]\.[0-9a-f]{8})(?:\.[0-9]+)?")
"""An id that is made of what is marked: b.8f3a2c11, b.8f3a2c11.2."""
OF_FILES = frozenset(
    {
        HeaderPath.PAGE,
        HeaderPath.SOURCE_NAME,
        HeaderPath.SOURCE_DIGEST,
        HeaderPath.SOURCE_ENCODING,
        HeaderPath.SOURCE_BOM,
        HeaderPath.SOURCE_SIZE,
        HeaderPath.ISSUE_NAME,
        HeaderPath.ISSUE_DIGEST,
    }
)
"""What a header says of files, and not of the newspaper's issue."""


def merge_pages(archives: Sequence[NamedArchive]) -> ArchivedIssue:
    """Return the archival files of single pages, in the order of the pages, as those of one issue.

    An id that two of them have is told apart as in the archival file of an issue: b.8f3a, b.8f3a.2.

    Raises:
        UnreadableSource, InvalidArchive: one of them is not an archival XML of ours.

    """
    taken: dict[str, int] = {}
    pages: list[ArchivedIssue] = []
    for data, name in archives:
        root = open_archive(data, name)
        _rename(root, taken)
        pages.append(issue_of(root, name))
    return replace(
        of_an_issue(pages[0]),
        rules=_rules(pages),
        pages=tuple(label for page in pages for label in page.pages),
        page_files=tuple(f"part.{n}" for n, page in enumerate(pages, 1) for _ in page.pages),
        files=tuple(page.files[0]._replace(id=f"part.{n}") for n, page in enumerate(pages, 1)),
        zones={zone: number for number, zone in enumerate(zone for page in pages for zone in page.zones)},
        divisions=tuple(division for page in pages for division in page.divisions),
        blocks=tuple(_blocks(pages)),
        proposals=tuple(proposal for page in pages for proposal in page.proposals),
    )


def of_an_issue(issue: ArchivedIssue) -> ArchivedIssue:
    """Return an issue without what its header says of the page, or of the issue as a whole of files."""
    statements = {path: said for path, said in issue.statements.items() if path not in OF_FILES}
    return replace(issue, statements=statements)


def _blocks(pages: Sequence[ArchivedIssue]) -> Iterator[ArchivedBlock]:
    """Yield the blocks of all pages, with pages, zones and divisions counted through."""
    before = first_zone = first_division = 0
    for page in pages:
        yield from (
            block._replace(
                division=first_division + block.division,
                page=before + block.page if block.page >= 0 else -1,
                zone=first_zone + block.zone if block.zone >= 0 else -1,
            )
            for block in page.blocks
        )
        before += len(page.pages)
        first_zone += len(page.zones)
        first_division += len(page.divisions)


def _rules(pages: Sequence[ArchivedIssue]) -> Mapping[str, DeclaredRule]:
    """Return the rules of all pages, each with what it did on all, in an order that all pages have."""
    rules: dict[str, DeclaredRule] = {}
    order: list[str] = []
    for page in pages:
        place = 0
        for name, rule in page.rules.items():
            known = rules.get(name)
            if known is None:
                rules[name] = rule
                order.insert(place, name)
            else:
                done, proposed = _sum(known.done, rule.done), _sum(known.proposed, rule.proposed)
                rules[name] = known._replace(done=done, proposed=proposed)
            place = order.index(name) + 1
    return {name: rules[name] for name in order}


def _sum(first: str, second: str) -> str:
    return str(int(first) + int(second)) if first.isdigit() and second.isdigit() else first


def _rename(root: Element, taken: dict[str, int]) -> None:
    """Give ids that other pages have already a number, and the pointers to them."""
    renamed: dict[str, str] = {}
    for element in root.iter():
        key = element.get(XML_ID)
        match = _OF_CONTENT.fullmatch(key) if key else None
        if match is None:
            continue
        stem = match[1]
        taken[stem] = count = taken.get(stem, 0) + 1
        own = stem if count == 1 else f"{stem}.{count}"
        if own != key:
            renamed[f"#{key}"] = f"#{own}"
    if not renamed:
        return
    for element in root.iter():
        if f"#{element.get(XML_ID)}" in renamed:
            element.set(XML_ID, renamed[f"#{element.get(XML_ID)}"][1:])
        for name, value in element.items():
            tokens = str(value).split(" ")
            if any(token in renamed for token in tokens):
                element.set(name, " ".join(renamed.get(token, token) for token in tokens))
