"""Changes that a reviewer made and no rule proposed: kept as decisions, carried out after all rules.

rule = "reviewer"         action = "edit"    before = "渡口", after = "码头"
rule = "reviewer-layout"  action = "join", "split" or "label"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

from convert.decisions.decision import Decision, Key, Verdict
from convert.model import Document, Kind, Role, Tally
from convert.rewrite import Action, Edit, Gate, Join, Label, Offsets, Rule, Split, rewrite

WORDS = Rule("reviewer", Kind.CORRECTION)
LAYOUT = Rule("reviewer-layout", Kind.LAYOUT)
NAMES = frozenset({WORDS.name, LAYOUT.name})


def carried_out(document: Document, decisions: Iterable[Decision], gate: Gate) -> Document:
    """Carry out a reviewer's own changes on a document that the rules have repaired.

    A change knows its place by the reading there; where that is another one now, nothing is done, and
    the gate is not asked.
    """
    own = [d.key for d in decisions if d.key.rule in NAMES and d.verdict is not Verdict.REJECT]
    for rule in (WORDS, LAYOUT):
        keys = [key for key in own if key.rule == rule.name]
        if keys:
            rules = {**document.rules, rule.name: Tally(rule.version, rule.kind)}
            document = replace(document, rules=MappingProxyType(rules))
            document = rewrite(document, rule, list(_actions(document, keys)), gate)
    return document


def _actions(document: Document, keys: Iterable[Key]) -> Iterator[Action]:
    """Yield what the keys ask for, where the document still has what they name."""
    offsets = Offsets(document.blocks)
    starts = {b.segments[0].at: number for number, b in enumerate(document.blocks)}
    names = {b.id: number for number, b in enumerate(document.blocks)}
    for key in keys:
        number = starts.get(key.at, -1)
        if key.action == "edit":
            found = next(_places(document, offsets, key), None)
            if found is not None:
                yield Edit(found[1], found[1] + len(key.before), key.after, 1.0, found[0])
        elif key.action == "split":
            found = next(_places(document, offsets, key), None)
            if found is not None and found[1]:
                yield Split(found[0], found[1])
        elif key.action == "join" and number >= 0 and key.behind in names and names[key.behind] != number:
            yield Join(names[key.behind], number, key.after)
        elif key.action == "label" and key.after in set(Role) and _role(document, number) == key.before:
            yield Label(number, Role(key.after))


def _role(document: Document, number: int) -> str:
    return document.blocks[number].role if number >= 0 else ""


def _places(document: Document, offsets: Offsets, key: Key) -> Iterator[tuple[int, int]]:
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
