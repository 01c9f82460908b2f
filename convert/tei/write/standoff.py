"""Proposals that were not certain enough: beside the text, so that nothing doubtful is lost."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from convert.document.changes import Edited, Joined, Referred, SplitOff, Wording, wording
from convert.document.model import Document, Proposal
from convert.tei.characters import rend
from convert.tei.names import Attributes
from convert.tei.write.markup import EMPTY, Markup, element, empty, end, join, start, text
from convert.tei.write.rules import Rules
from convert.tei.write.zones import Zone

CONTEXT = 8
"""Characters of the source that show where in its block a proposal stands."""


def standoff(document: Document, zones: Mapping[int, Zone], rules: Rules) -> Iterator[Markup]:
    """Yield the lines of the element beside the text; none where nothing was left open."""
    if not document.proposals:
        return
    places = ProposalPlaces(document, zones)
    links: list[Markup] = []
    notes: list[Markup] = []
    for proposal in sorted(document.proposals, key=lambda p: p.at):
        ends = places.of(proposal)
        if isinstance(proposal.change, Joined) and len(ends) == 2:
            links.append(_link(proposal, proposal.change, ends, rules))
        else:
            notes.append(_note(proposal, ends, rules, places))
    yield Markup("  <standOff>")
    if links:
        yield join([Markup("    "), start("linkGrp", {"type": "continuation", "cert": "low"})])
        yield from links
        yield join([Markup("    "), end("linkGrp")])
    if notes:
        yield join([Markup("    "), start("listAnnotation", {"type": "proposal", "cert": "low"})])
        yield from notes
        yield join([Markup("    "), end("listAnnotation")])
    yield Markup("  </standOff>")


class ProposalPlaces:
    """Where the blocks that a proposal names are now: one of them may have been joined to another."""

    def __init__(self, document: Document, zones: Mapping[int, Zone]) -> None:
        """Remember the zones by their offsets."""
        self._ids = frozenset(b.id for b in document.blocks)
        self._zones = tuple(zones.values())
        self._starts = [z.offset for z in self._zones]
        self._text = document.source.text
        self._block_of_zone = {z.id: z.block for z in zones.values()}

    def of(self, proposal: Proposal) -> tuple[str, ...]:
        """Return the ids of its blocks, without repeats."""
        # a join is recorded at its second block, everything else at its first
        first, second = self._now(proposal.block), self._now(proposal.other)
        here = self._block(proposal.at)
        joined = isinstance(proposal.change, Joined)
        ends = (first, second or here) if joined else (first or here, second)
        return tuple(dict.fromkeys(e for e in ends if e))

    def around(self, proposal: Proposal) -> tuple[str, str]:
        """Return the source text before and behind the place of an edit or split, within its zone."""
        number = self._number(proposal.at)
        begin = self._starts[number]
        stop = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text)
        at, before = proposal.at, wording(proposal.change).before
        left = self._text[max(begin, at - CONTEXT) : at]
        right = ""
        if self._text.startswith(before, at):
            at += len(before)
            right = self._text[at : min(stop, at + CONTEXT)]
        return left, right

    def _now(self, block: str) -> str:
        """Return the id of a block, or of that which has its text now; empty if neither is known."""
        return block if block in self._ids else self._block_of_zone.get(f"z{block[1:]}", "")

    def _number(self, at: int) -> int:
        return max(0, bisect_right(self._starts, at) - 1)

    def _block(self, at: int) -> str:
        return self._zones[self._number(at)].block if self._zones else ""


def _link(proposal: Proposal, change: Joined, ends: Sequence[str], rules: Rules) -> Markup:
    attributes: Attributes = {"target": _target(ends), **_traces(proposal, rules)}
    if change.glue:
        attributes["rend"] = rend(change.glue)
    return join([Markup("      "), empty("link", attributes)])


def _note(proposal: Proposal, ends: Sequence[str], rules: Rules, places: ProposalPlaces) -> Markup:
    """Show what would change, in the middle of the source text around it."""
    change = proposal.change
    before, after = Wording("", "") if isinstance(change, Referred) else wording(change)
    left, right = places.around(proposal) if isinstance(change, Edited | SplitOff) else ("", "")
    choice = element(
        "choice",
        {},
        join(
            [
                element("orig", {}, text(before, opens=True, closes=True)),
                element("reg", {}, text(after, opens=True, closes=True)),
            ]
        ),
    )
    content = join(
        [text(left, opens=True) if left else EMPTY, choice, text(right, closes=True) if right else EMPTY]
    )
    attributes: Attributes = {"type": change.action, **_traces(proposal, rules)}
    if ends:
        attributes["target"] = _target(ends)
    return join([Markup("      "), element("note", attributes, content)])


def _target(ends: Sequence[str]) -> str:
    return " ".join(f"#{e}" for e in ends)


def _traces(proposal: Proposal, rules: Rules) -> Attributes:
    return rules.traces((proposal.change,))
