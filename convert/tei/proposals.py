"""What rules only proposed, read from an archival XML: each proposal at its place in the source again.

An edit is found by the words around it. Where these stand in the block more than once, it may be put at
another of the places; certainties are as coarse as the file has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from convert.document.changes import (
    Assigned,
    Change,
    Edited,
    Joined,
    Kind,
    Labelled,
    Placed,
    Referred,
    SplitOff,
    Tabulated,
)
from convert.document.model import Block, Proposal
from convert.document.roles import Opening, Role
from convert.tei.characters import from_rend
from convert.tei.header import DeclaredRule
from convert.tei.issue import ArchivedIssue, ArchivedProposal
from convert.tei.read import altered

_CERTAINTY = re.compile(r"[01]|0?\.[0-9]{1,9}")
"""As `certainty` in tei.write.rules writes it."""
_SIZE = re.compile(r"([0-9]{1,6}) × ([0-9]{1,6})")
"""Of a table, as `wording` has it."""
_OPENINGS = {opening.value: opening for opening in Opening}
_ROLES = {role.value: role for role in Role}
_KINDS = {kind.value: kind for kind in Kind}


def certainty_of(written: str) -> float:
    """Return a certainty; 1 where the file has none."""
    return float(written) if _CERTAINTY.fullmatch(written) else 1.0


def kind_of(rule: DeclaredRule | None) -> Kind:
    """Return the kind of a rule; that of a correction where the file does not know it."""
    return _KINDS.get(rule.kind if rule else "", Kind.CORRECTION)


@dataclass(frozen=True, slots=True)
class ArchivedProposals:
    """The proposals of a file."""

    issue: ArchivedIssue
    blocks: Sequence[Block]
    text: str
    """Of the source."""
    rules: Mapping[str, DeclaredRule]
    """By id."""
    reviewers: Mapping[str, str]
    """Who decided, by what `@resp` calls them."""

    def __iter__(self) -> Iterator[Proposal]:
        """Yield them in the order of the file."""
        blocks = {block.id: block for block in self.blocks}
        before = {b.id: a.id for a, b in zip(self.blocks, self.blocks[1:], strict=False)}
        taken: set[int] = set()
        for item in self.issue.proposals:
            first, other = (*(target[1:] for target in item.target.split()), "", "")[:2]
            joined = item.action == "join" and other
            here = blocks.get(other if joined else first)
            at = here.segments[0].at if here and here.segments else 0
            content = self.issue.content(item)
            change = next(iter(content.changes), None)
            old, new = (change.source, change.reading) if change else ("", "")
            if item.action in {"edit", "split"} and here and change:
                left, right = content.source[: change.offset], content.source[change.offset + len(old) :]
                at = self._find(here, (left, old if right else "", right), taken, at)
                taken.add(at)
            made = self._change(item, (old, new), other, before.get(first, ""))
            if made:
                yield Proposal(made, first, at, other)

    def _change(
        self, item: ArchivedProposal, words: tuple[str, str], other: str, before: str
    ) -> Change | None:
        """Return what a rule would do."""
        old, new = words
        rule = self.rules.get(item.rule)
        name, kind = rule.name if rule else item.rule, kind_of(rule)
        get = item.element.get
        cert = certainty_of(get("cert", ""))
        by = self.reviewers.get(get("resp", ""), "")
        match item.action:
            case "edit":
                return Edited(name, old, new, cert, kind, by)
            case "join":
                return Joined(name, self._glue(item) if item.is_link else new, cert, kind, by)
            case "split" | "ref" | "table":
                return self._bare(item.action, new, other, Assigned(name, Role.BODY, cert, kind, by))
            case "label" if old in _ROLES and new in _ROLES:
                return Labelled(name, _ROLES[old], _ROLES[new], cert, kind, by)
            case "place":
                opens = (_OPENINGS.get(old), _OPENINGS.get(new))
                return Placed(name, *opens, other, other != before, cert, kind, by)
        return None

    @staticmethod
    def _bare(action: str, new: str, other: str, of: Assigned) -> Change | None:
        """Return a change of which the file says no more than its kind, a block or a size."""
        common = of.cert, of.kind, of.by
        if action == "split":
            return SplitOff(of.rule, *common)
        if action == "ref":
            return Referred(of.rule, "", other, *common)
        size = _SIZE.fullmatch(new)
        return Tabulated(of.rule, int(size[1]), int(size[2]), *common) if size else None

    def _glue(self, item: ArchivedProposal) -> str:
        try:
            return from_rend(item.glue)
        except ValueError as error:
            raise altered(f"a glue of unknown characters: {item.glue[:40]}", self.issue.name) from error

    def _find(self, block: Block, words: tuple[str, str, str], taken: set[int], otherwise: int) -> int:
        """Return the place between the words left and right of it, in the source of a block."""
        left, old, right = words
        for start, stop in _stretches(block):
            place = self.text.find(left + old + right, start, stop)
            while place >= 0:
                if place + len(left) not in taken:
                    return place + len(left)
                place = self.text.find(left + old + right, place + 1, stop)
        return otherwise


def _stretches(block: Block) -> Iterator[tuple[int, int]]:
    """Yield where the source of a block stands without a gap."""
    start = stop = -1
    for segment in block.segments:
        if not segment.source:
            continue
        if segment.at != stop:
            if stop > start:
                yield start, stop
            start = segment.at
        stop = segment.at + len(segment.source)
    if stop > start:
        yield start, stop
