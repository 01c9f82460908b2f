"""From an archival XML back to a document that can be read: its blocks as a reader should see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from convert.document.changes import Edited, Kind
from convert.document.model import Block, Document, Metadata, Page, Segment
from convert.document.roles import Opening, Role
from convert.errors import InvalidArchive
from convert.tei.content import content
from convert.tei.issue import ArchivedBlock, ArchivedIssue, issue_of
from convert.tei.names import TEI
from convert.tei.read import read_archive
from convert.tei.restore import source_bytes
from convert.text.source import Source

PRINTED = f"{TEI}teiHeader/{TEI}fileDesc/{TEI}sourceDesc/{TEI}biblStruct/{TEI}monogr/{TEI}"
FILE = f"{TEI}teiHeader/{TEI}fileDesc/{TEI}sourceDesc/{TEI}bibl[@type='file']/{TEI}title"


def read_archived(data: bytes, name: str = "") -> Document:
    """Return the document of an archival XML: each block with its reading, and what the source has instead.

    What a reviewer accepted or rejected holds, as it stands in the file; no rule runs again. Offsets
    count pages, not characters. The source has the bytes of the source file, and so its identifier.

    Raises:
        UnreadableSource, InvalidArchive: not an archival XML of ours, or altered.

    """
    root = read_archive(data, name)
    issue = issue_of(root, name)
    source = Source(source_bytes(root, name), "", "utf-8", name=name)
    pages = tuple(Page(label, number) for number, label in enumerate(issue.pages)) or (Page(""),)

    def said(path: str) -> str:
        return root.findtext(PRINTED + path) or ""

    meta = Metadata(
        title=said("title[@level='j']"),
        date=said(f"imprint/{TEI}date"),
        number=said("biblScope[@unit='issue']"),
        language=said("textLang"),
        page=said("biblScope[@unit='page']"),
        name=root.findtext(FILE) or "",
    )
    return Document(source, tuple(_blocks(issue)), pages, meta)


def _blocks(issue: ArchivedIssue) -> Iterator[Block]:
    """Yield the blocks in reading order, each with what opens there."""
    openings = {kind.value: kind for kind in Opening}
    roles = {role.value: role for role in Role}
    known = {kind.value: kind for kind in Kind}
    kinds = {name: known.get(rule.kind, Kind.CORRECTION) for name, rule in issue.rules.items()}
    begun = -1
    for block in issue.blocks:
        opens = openings.get(issue.divisions[block.division].kind) if block.division != begun else None
        begun = block.division
        if block.role not in roles:
            raise InvalidArchive(
                f"a block of unknown kind: {block.role}",
                location=f"{issue.name or '-'}:{block.line}",
                hint="it was altered, or made by a newer backfile",
            )
        yield Block(block.id, tuple(_segments(block, issue, kinds)), roles[block.role], opens)


def _segments(block: ArchivedBlock, issue: ArchivedIssue, kinds: Mapping[str, Kind]) -> Iterator[Segment]:
    """Yield text as it stands in the source, and in between what rules of these kinds have changed."""
    found = content(block.element, issue.name)
    page = max(block.page, 0)
    done = 0
    for place in found.changes:
        if place.reading_offset > done:
            yield _untouched(found.reading[done : place.reading_offset], page)
        changes = (
            Edited(rule, place.source, place.reading, 1.0, kinds.get(rule, Kind.CORRECTION))
            for rule in place.rules or ("",)
        )
        yield Segment(place.source, place.reading, page, tuple(changes))
        done = place.reading_offset + len(place.reading)
    if done < len(found.reading):
        yield _untouched(found.reading[done:], page)


def _untouched(text: str, page: int) -> Segment:
    return Segment(text, text, page)
