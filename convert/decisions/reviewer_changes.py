"""Changes that a reviewer made and no rule proposed: kept as decisions, carried out after all rules.

rule = "reviewer"         action = "edit"    before = "渡口", after = "码头"
rule = "reviewer-layout"  action = "join", "split", "label", or "place": before = "", after = "article"
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from convert.decisions.decision import OWN_LAYOUT, ChangeKey, Decision, Verdict, toml_text
from convert.document.actions import Action, Edit, Gate, Join, Label, Place, Rule, Split
from convert.document.changes import BOUNDARY, Edited, Joined, Kind, Labelled, Placed, SplitOff
from convert.document.engine import rewrite
from convert.document.model import Document, Tally
from convert.document.offsets import end_offset
from convert.document.roles import Opening, Role

REVIEWER_TEXT = Rule("reviewer", Kind.CORRECTION)
REVIEWER_LAYOUT = Rule(OWN_LAYOUT, Kind.LAYOUT)
NAMES = frozenset({REVIEWER_TEXT.name, REVIEWER_LAYOUT.name})
ACTIONS = frozenset({"edit", "join", "split", "label", "place"})
"""What a reviewer can add; to move a block is for the rules alone."""


class _Place(NamedTuple):
    """A place in the reading of a block."""

    block: int
    at: int


def text_key(at: int, before: str, after: str) -> ChangeKey:
    """Name a change of text; with nothing before it, text is put in."""
    return ChangeKey(REVIEWER_TEXT.name, Edited.action, at, toml_text(before), toml_text(after), "")


def join_key(at: int, behind: str) -> ChangeKey:
    """Name a join: the block that begins at an offset goes on with the text of another."""
    return ChangeKey(REVIEWER_LAYOUT.name, Joined.action, at, BOUNDARY, "", behind)


def split_key(at: int) -> ChangeKey:
    """Name a split: a block begins at an offset."""
    return ChangeKey(REVIEWER_LAYOUT.name, SplitOff.action, at, "", BOUNDARY, "")


def label_key(at: int, before: Role, after: Role) -> ChangeKey:
    """Name another role for the block that begins at an offset."""
    return ChangeKey(REVIEWER_LAYOUT.name, Labelled.action, at, before.value, after.value, "")


def opening_key(at: int, before: Opening | None, after: Opening | None) -> ChangeKey:
    """Name what begins with the block that begins at an offset: an article, nothing, ..."""
    return ChangeKey(REVIEWER_LAYOUT.name, Placed.action, at, before or "", after or "", "")


def alike(key: ChangeKey) -> ChangeKey:
    """Return what keys that only their number tells apart have in common; of texts put in, their place."""
    key = key._replace(nth=1)
    return key._replace(after="") if key.rule == REVIEWER_TEXT.name and not key.before else key


def is_confirmation(key: ChangeKey) -> bool:
    """Whether a key is on words that no rule would change, which may be right as they are."""
    return key.rule == REVIEWER_TEXT.name and key.action == Edited.action and key.before == key.after


def word_decision(decision: Decision) -> Decision:
    """Return a decision on words that no rule would change as the reviewer's own change of them.

    before = after = "末来", decide = "replace", replacement = "未来"   ->   "末来" → "未来", accepted
    """
    if not is_confirmation(decision.key) or decision.verdict is not Verdict.REPLACE:
        return decision
    key = decision.key._replace(after=toml_text(decision.replacement))
    return replace(decision, key=key, verdict=Verdict.ACCEPT, replacement="")


def is_taken_back(decision: Decision) -> bool:
    """Whether a reviewer rejects what only a reviewer had wanted."""
    return decision.key.rule in NAMES and decision.verdict is Verdict.REJECT


def renumber(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Number a reviewer's own changes anew, as far as they are alike, where one of them was taken back."""
    count: Counter[ChangeKey] = Counter()
    renumbered: list[Decision] = []
    for decision in sorted(decisions, key=lambda d: d.key.nth):
        key = decision.key
        if key.rule in NAMES:
            count[alike(key)] += 1
            key = key._replace(nth=count[alike(key)])
        renumbered.append(replace(decision, key=key))
    return tuple(renumbered)


def apply_reviewer_changes(document: Document, decisions: Iterable[Decision], gate: Gate) -> Document:
    """Carry out a reviewer's own changes on a document that the rules have repaired.

    A change knows its place by the reading there; where that is another one now, nothing is done, and
    the gate is not asked. One that was rejected is simply not there: no rule proposes it.
    """
    own = [d.key for d in decisions if d.key.rule in NAMES and not is_taken_back(d)]
    own.sort(key=lambda key: key.nth)  # paragraphs that were put in at one place, in their order
    for rule in (REVIEWER_TEXT, REVIEWER_LAYOUT):
        waiting = [key for key in own if key.rule == rule.name]
        if waiting:
            rules = {**document.rules, rule.name: Tally(rule.version, rule.kind)}
            document = replace(document, rules=MappingProxyType(rules))
        # a reviewer who came back changes what he had written: each round makes readings for the next
        while actions := _disjoint(_actions(document, waiting)):
            document = rewrite(document, rule, list(actions.values()), gate)
            waiting = [key for key in waiting if key not in actions]
    return document


def _disjoint(actions: Iterable[tuple[ChangeKey, Action]]) -> dict[ChangeKey, Action]:
    """Leave out edits that overlap one before them: they are for a later round."""
    kept: dict[ChangeKey, Action] = {}
    taken: set[tuple[int, int]] = set()
    for key, action in actions:
        if isinstance(action, Edit):
            places = {(action.block, at) for at in range(action.start, max(action.end, action.start + 1))}
            if places & taken:
                continue
            taken |= places
        kept[key] = action
    return kept


def _actions(document: Document, keys: Sequence[ChangeKey]) -> Iterator[tuple[ChangeKey, Action]]:
    """Yield what the keys ask for, where the document has what they name."""
    finder = _Finder(document)
    parted = {key.at for key in keys if key.action == "split"}
    for key in keys:
        action: Action | None = None
        if key.action == "edit":
            action = finder.edit(key)
        elif key.action == "split":
            action = finder.split(key)
        elif key.action == "join":
            action = finder.join(key)
        elif key.at in parted:
            continue  # what is parted first may be what a label or place means
        elif key.action == "label":
            action = finder.label(key)
        elif key.action == "place":
            action = finder.place(key)
        if action is not None:
            yield key, action


class _Finder:
    """Finds what the keys of a reviewer's own changes mean in a document."""

    def __init__(self, document: Document) -> None:
        """Take the document as it is before the changes."""
        self._blocks = document.blocks
        self._numbers = {block.id: number for number, block in enumerate(document.blocks)}

    def edit(self, key: ChangeKey) -> Edit | None:
        """Find the text that is to be read otherwise, or the place where text is put in."""
        place = self._gap(key.at) if not key.before else self._text(key)
        return Edit(*place, place.at + len(key.before), key.after) if place else None

    def split(self, key: ChangeKey) -> Split | None:
        """Find the place where a block is parted: several boundaries of one offset stand in order."""
        places = [place for place in self._places(key.at) if place.at]
        return Split(*places[key.nth - 1]) if 0 < key.nth <= len(places) else None

    def join(self, key: ChangeKey) -> Join | None:
        """Find the two blocks that become one."""
        first, second = self._numbers.get(key.behind), next(self._starting(key.at), None)
        if first is None or second is None or first == second:
            return None
        return Join(first, second, key.after)

    def label(self, key: ChangeKey) -> Label | None:
        """Find the block that has the role, or of several that begin there the one that is meant."""
        if key.after not in set(Role):
            return None
        blocks = [number for number in self._starting(key.at) if self._blocks[number].role == key.before]
        return Label(blocks[key.nth - 1], Role(key.after)) if 0 < key.nth <= len(blocks) else None

    def place(self, key: ChangeKey) -> Place | None:
        """Find the block with which something begins that a reviewer sets or takes away; it is not moved."""
        if key.behind or key.after not in ("", *Opening):
            return None
        blocks = [
            number for number in self._starting(key.at) if (self._blocks[number].opens or "") == key.before
        ]
        if not 0 < key.nth <= len(blocks):
            return None
        number = blocks[key.nth - 1]
        return Place(number, number - 1, opens=Opening(key.after) if key.after else None)

    def _starting(self, at: int) -> Iterator[int]:
        """Yield the blocks that begin at an offset in the source."""
        return (number for number, block in enumerate(self._blocks) if block.segments[0].at == at)

    def _text(self, key: ChangeKey) -> _Place | None:
        """Return the first place that reads as the key says."""
        for place in self._places(key.at):
            reading = self._blocks[place.block].reading
            if toml_text(reading[place.at : place.at + len(key.before)]) == key.before:
                return place
        return None

    def _gap(self, at: int) -> _Place | None:
        """Return where text is put in: in a block, behind what was put in there; else at its end or start."""
        ends = [
            _Place(number, len(block.reading))
            for number, block in enumerate(self._blocks)
            if block.reading and end_offset(block) == at
        ]
        places = list(self._places(at))
        inside = [place for place in places if place.at]
        if inside and all(end.block != inside[0].block for end in ends):
            return [place for place in inside if place.block == inside[0].block][-1]
        return next(iter([*ends, *places]), None)

    def _places(self, at: int) -> Iterator[_Place]:
        """Yield each place whose text begins at an offset in the source, in reading order."""
        for number, block in enumerate(self._blocks):
            start = 0
            for segment in block.segments:
                inside = at - segment.at if segment.untouched else 0
                begins = segment.at + inside == at and inside < len(segment.reading)
                if begins and inside >= 0:
                    yield _Place(number, start + inside)
                start += len(segment.reading)
