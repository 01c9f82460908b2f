"""From an archival XML back to the document that was written: its blocks, segments and pages.

What a reviewer accepted or rejected holds as it stands in the file; no rule runs again. Of a block the file
has role, place and the rules that gave them, and not what it was before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.changes import Assigned, BlockChange, Edited, Joined, Kind, TextChange
from convert.document.house import House
from convert.document.knowledge import Knowledge
from convert.document.model import Block, Document, Page, Segment, Tally
from convert.document.roles import Opening, Role
from convert.tei.archive import open_archive
from convert.tei.content import BlockTexts, EditorialChange
from convert.tei.header import (
    DeclaredRule,
    declared_damage,
    declared_max_harm,
    house,
    knowledge,
    metadata,
    reviewers,
)
from convert.tei.issue import ArchivedBlock, ArchivedIssue, issue_of
from convert.tei.names import START, XML_ID, rule_names, tag, text_zones
from convert.tei.proposals import ArchivedProposals, certainty_of, kind_of
from convert.tei.read import altered
from convert.tei.restore import RestoredPart, restored_parts, zone_sources
from convert.text.source import FilePart, Source, combine_sources

_NUMBER = re.compile("[0-9]{1,9}")
_OPENINGS = {opening.value: opening for opening in Opening}
_ROLES = {role.value: role for role in Role}
_BLANK_LINE = re.compile(r"\f|(?:\r\n|\n|\r)\s*?(?:\r\n|\n|\r)")
"""What parts two blocks in a source, and never stands within one."""


def read_document(data: bytes, name: str = "") -> Document:
    """Return the document of an archival XML; its segments tile the source text, as those of any document.

    It keeps the bytes of the file: nothing repairs it again, and it is written as XML by these.

    Raises:
        UnreadableSource, InvalidArchive: not an archival XML of ours, or altered.

    """
    return replace(document_of(open_archive(data, name), name), archive=data)


def document_of(root: Element, name: str = "") -> Document:
    """Return the document of a parsed file.

    Raises:
        InvalidArchive: it was altered.

    """
    meta = metadata(root)
    read = BlockTexts(name)
    texts = zone_sources(root, name, read)
    parts = restored_parts(root, name, texts)
    source = _source(parts, meta.name)
    issue = issue_of(root, name, with_statements=False)
    offsets = _zone_offsets(texts)
    tallies = {rule.name: _tally(rule) for rule in issue.rules.values()}
    rules = {rule.id: rule for rule in issue.rules.values()}
    blocks = tuple(_Blocks(issue, read, offsets, rules, reviewers(root)))
    return Document(
        source,
        blocks,
        tuple(_pages(root, parts, offsets, len(source.text))),
        meta,
        tuple(ArchivedProposals(issue, blocks, source.text, rules, reviewers(root))),
        rules=MappingProxyType(tallies),
        house=House(house(root), knowledge=Knowledge(knowledge(root))),
        ruleset=issue.ruleset,
        damage=declared_damage(root, name),
        max_harm=declared_max_harm(root, name),
    )


def _zone_offsets(texts: Mapping[str, str]) -> dict[str, int]:
    """Return where the text of each zone begins in the source text, by the zone's id."""
    return dict(zip(texts, accumulate(map(len, texts.values()), initial=0), strict=False))


def _source(parts: Sequence[RestoredPart], name: str) -> Source:
    """Return the source that the files make."""
    if not parts[0].id:
        return replace(parts[0].source, name=name)
    at = 0
    files: list[FilePart] = []
    for part in parts:
        lost = (part.digest, part.size) if part.is_lost else ()
        files.append(FilePart(part.source, at, part.fault, *lost))
        at += len(part.source.text)
    return combine_sources(files, name)


def _pages(
    root: Element, parts: Sequence[RestoredPart], offsets: Mapping[str, int], end: int
) -> Iterator[Page]:
    """Yield the pages; one without text begins where the next one does."""
    numbers = {f"#{part.id}": number for number, part in enumerate(parts)}
    surfaces = list(root.iterfind(f"{tag('facsimile')}/{tag('surface')}"))
    pages: list[Page] = []
    for surface in reversed(surfaces):
        zone = next(text_zones(surface), None)
        end = end if zone is None else offsets[zone.get(XML_ID, "")]
        pages.append(Page(surface.get("n", ""), end, numbers.get(surface.get("decls", ""), 0)))
    yield from reversed(pages or [Page("")])


def _tally(rule: DeclaredRule) -> Tally:
    """Return what a rule did, as the header counts it."""
    counts = (rule.version, rule.done, rule.proposed)
    version, done, proposed = (int(n) if _NUMBER.fullmatch(n) else 0 for n in counts)
    return Tally(version, kind_of(rule), done, proposed, rule.distribution)


class RuleAct(NamedTuple):
    """What a file says of a rule in a change."""

    name: str
    cert: float
    kind: Kind
    by: str
    """Who decided on it; empty: nobody did."""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks of a file, in reading order."""

    issue: ArchivedIssue
    read: BlockTexts
    offsets: Mapping[str, int]
    """By zone."""
    rules: Mapping[str, DeclaredRule]
    """By id."""
    reviewers: Mapping[str, str]
    acts: dict[tuple[tuple[str, ...], str, str], tuple[RuleAct, ...]] = field(default_factory=dict)
    """What is said of many changes alike: rules, certainty and who answers."""

    def __iter__(self) -> Iterator[Block]:
        """Yield the blocks, each with what opens there."""
        division = -1
        first_blocks: dict[str, str] = {}
        for block in self.issue.blocks:
            first_blocks.setdefault(self.issue.divisions[block.division].id, block.id)
        for block in self.issue.blocks:
            own = self.issue.divisions[block.division]
            begins = block.division != division
            opens = _OPENINGS.get(own.kind) if begins and own.id != START else None
            division = block.division
            if block.role not in _ROLES:
                message, hint = f"a block of unknown kind: {block.role}", "a newer backfile may have made it"
                raise altered(message, self.issue.name, block.element, hint=hint)
            role = _ROLES[block.role]
            jump = block.element.find(tag("ref"))
            yield Block(
                block.id,
                tuple(self._segments(block)),
                role,
                opens,
                tuple(self._assigned(block, role)),
                continues=first_blocks.get(own.previous, "") if begins and own.previous else "",
                refers="" if jump is None else first_blocks.get(jump.get("target", "")[1:], ""),
                cell=block.cell,
            )

    def _assigned(self, block: ArchivedBlock, role: Role) -> Iterator[BlockChange]:
        """Yield the rules that gave a block its role or place."""
        get = block.element.get
        by = self.reviewers.get(get("resp", ""), "")
        for rule_id in rule_names(get("ana", "")):
            rule = self.rules.get(rule_id)
            name = rule.name if rule else rule_id
            yield Assigned(name, role, certainty_of(get("cert", "")), kind_of(rule), by)

    def _segments(self, block: ArchivedBlock) -> Iterator[Segment]:
        """Yield the segments of a block, each where its source stands."""
        zone, offset = "", 0
        plain, at = "", 0  # untouched text may go on: a character that has an element of its own
        for place, source, reading, change in self.read.text_parts(block.element):
            if place != zone:
                zone, offset = place, self.offsets.get(place, 0)
            if not (source or reading or change):
                continue
            changes = tuple(self._changes(change)) if change else ()
            is_plain = not changes and source == reading
            if plain and not (is_plain and at + len(plain) == offset):
                yield Segment(plain, plain, at)
                plain = ""
            if not is_plain:
                yield Segment(source, reading, offset, changes)
            elif source:
                plain, at = (plain + source, at) if plain else (source, offset)
            offset += len(source)
        if plain:
            yield Segment(plain, plain, at)

    def _changes(self, change: EditorialChange) -> Iterator[TextChange]:
        """Yield what each rule did there; the file has the outcome of all.

        Where two blocks were joined, what parted them in the source has the glue as its reading.
        """
        key = change.rules, change.cert, change.resp
        acts = self.acts.get(key)
        if acts is None:
            acts = self.acts[key] = tuple(self._acts(change))
        source = change.source
        joined = change.form == "lb" if not source else source.isspace() and _BLANK_LINE.search(source)
        for number, (name, cert, kind, by) in enumerate(acts):
            if joined and not number:
                yield Joined(name, change.reading, cert, kind, by)
            else:
                yield Edited(name, change.source, change.reading, cert, kind, by)

    def _acts(self, change: EditorialChange) -> Iterator[RuleAct]:
        """Yield what is said of each rule that acted in a change."""
        cert = certainty_of(change.cert)
        by = self.reviewers.get(change.resp, "")
        for rule_id in change.rules:
            rule = self.rules.get(rule_id)
            yield RuleAct(rule.name if rule else rule_id, cert, kind_of(rule), by)
