"""Changes that a reviewer made and no rule proposed: kept as decisions, carried out after all rules.

rule = "reviewer"         action = "edit"    before = "渡口", after = "码头"
rule = "reviewer-layout"  action = "join", "split" or "label"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

from convert.decisions.decision import ChangeKey, Decision, Verdict
from convert.document.actions import Action, Edit, Gate, Join, Label, Rule, Split
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Tally
from convert.document.offsets import Offsets
from convert.document.roles import Role

REVIEWER_TEXT = Rule("reviewer", Kind.CORRECTION)
REVIEWER_LAYOUT = Rule("reviewer-layout", Kind.LAYOUT)
NAMES = frozenset({REVIEWER_TEXT.name, REVIEWER_LAYOUT.name})
ACTIONS = frozenset({"edit", "join", "split", "label"})
"""What a reviewer can add; to place a block is for the rules alone."""


def is_taken_back(decision: Decision) -> bool:
    """Whether a reviewer rejects what only a reviewer had wanted."""
    return decision.key.rule in NAMES and decision.verdict is Verdict.REJECT


def apply_reviewer_changes(document: Document, decisions: Iterable[Decision], gate: Gate) -> Document:
    """Carry out a reviewer's own changes on a document that the rules have repaired.

    A change knows its place by the reading there; where that is another one now, nothing is done, and
    the gate is not asked. One that was rejected is simply not there: no rule proposes it.
    """
    own = [d.key for d in decisions if d.key.rule in NAMES and not is_taken_back(d)]
    for rule in (REVIEWER_TEXT, REVIEWER_LAYOUT):
        waiting = [key for key in own if key.rule == rule.name]
        if waiting:
            rules = {**document.rules, rule.name: Tally(rule.version, rule.kind)}
            document = replace(document, rules=MappingProxyType(rules))
        # a reviewer who came back changes what he had written: each round makes readings for the next
        while found := _apart(_actions(document, waiting)):
            document = rewrite(document, rule, list(found.values()), gate)
            waiting = [key for key in waiting if key not in found]
    return document


def _apart(found: Iterable[tuple[ChangeKey, Action]]) -> dict[ChangeKey, Action]:
    """Leave out edits that overlap one before them: they are for a later round."""
    kept: dict[ChangeKey, Action] = {}
    taken: set[tuple[int, int]] = set()
    for key, action in found:
        if isinstance(action, Edit):
            places = {(action.block, at) for at in range(action.start, max(action.end, action.start + 1))}
            if places & taken:
                continue
            taken |= places
        kept[key] = action
    return kept


def _actions(document: Document, keys: Iterable[ChangeKey]) -> Iterator[tuple[ChangeKey, Action]]:
    """Yield what the keys ask for, where the document has what they name."""
    offsets = Offsets(document.blocks)
    starts = {b.segments[0].at: number for number, b in enumerate(document.blocks)}
    names = {b.id: number for number, b in enumerate(document.blocks)}
    for key in keys:
        number = starts.get(key.at, -1)
        if key.action == "edit":
            found = next(_places(document, offsets, key), None)
            if found is not None:
                yield key, Edit(found[0], found[1], found[1] + len(key.before), key.after, 1.0)
        elif key.action == "split":
            found = next(_places(document, offsets, key), None)
            if found is not None and found[1]:
                yield key, Split(found[0], found[1])
        elif key.action == "join" and number >= 0 and key.behind in names and names[key.behind] != number:
            yield key, Join(names[key.behind], number, key.after)
        elif key.action == "label" and key.after in set(Role) and _role(document, number) == key.before:
            yield key, Label(number, Role(key.after))


def _role(document: Document, number: int) -> str:
    return document.blocks[number].role if number >= 0 else ""


def _places(document: Document, offsets: Offsets, key: ChangeKey) -> Iterator[tuple[int, int]]:
    """Yield block and offset in its reading of each place that a key may mean."""
    before = key.before if key.action == "edit" else ""
    for number, block in enumerate(document.blocks):
        start = 0
        for segment in block.segments:
            if segment.at <= key.at <= segment.at + len(segment.source):
                inside = start + (key.at - segment.at if segment.untouched else 0)
                right = inside < len(block.reading) and offsets.of(number, inside) == key.at
                if right and block.reading.startswith(before, inside):
                    yield number, inside
            start += len(segment.reading)
