"""A run that obeys decisions: what came of it, which found no place, what follows from the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from convert.decisions.agreement import check_agreement
from convert.decisions.decision import (
    WORDS_LENGTH,
    ChangeKey,
    Decision,
    Decisions,
    Verdict,
    place_of,
    toml_text,
)
from convert.decisions.gate import DecisionGate, RuleRequest
from convert.decisions.reviewer_changes import (
    ACTIONS,
    NAMES,
    apply_reviewer_changes,
    is_confirmation,
    is_taken_back,
    word_decision,
)
from convert.document.actions import Gate
from convert.document.model import Document
from convert.document.roles import Opening
from convert.errors import BadSetting, InvariantError
from convert.text.late import LateModule
from convert.text.printable import printable, show_whitespace

if TYPE_CHECKING:
    from convert.passes import registry
else:
    registry = LateModule("convert.passes.registry")

AROUND = 12
"""Characters of the source that are shown on each side of a place."""
START = 16
"""Characters by which a block is named."""

FOREIGN = 3
"""So many decisions, none of which finds a place, are told in one line."""

NONE = Decisions()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A repaired document, and what became of the decisions on it."""

    document: Document
    requests: Mapping[ChangeKey, RuleRequest]
    """All that the rules would do, in running order, and whether it was done."""
    decisions: Decisions = NONE
    lost: Mapping[ChangeKey, str] = field(default_factory=lambda: MappingProxyType({}))
    """The decisions that found no place, and why."""
    follows: tuple[str, ...] = ()
    """What else differs from a run without decisions."""
    notices: tuple[str, ...] = ()
    """What else the user should know."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """The decisions that were not obeyed, in words, and what else the user should know."""
        entries = self.decisions.entries
        if len(entries) >= FOREIGN and len(self.lost) == len(entries):
            name, why = entries[0].file or self.decisions.name, self.lost[entries[0].key]
            line = (
                f"{name}: none of its {len(entries):,} decisions finds a place; "
                f"they are of another source, or this one has changed; the first: {why}"
            )
            return (*self.notices, line)
        places = {d.key: f"{d.file or self.decisions.name}:{d.line}" for d in entries}
        return self.notices + tuple(
            f"{places[key]}: the decision on {key.rule} at character {key.at:,} finds no place: {why}"
            for key, why in self.lost.items()
        )


Repair = Callable[[Document, Gate], Document]
"""Runs passes over a document."""


def review(document: Document, decisions: Decisions, repair: Repair | None = None) -> Reviewed:
    """Repair a document, obeying decisions; then once more without them, to see what follows from them.

    Without `repair` all passes run.

    Raises:
        BadSetting: decisions that cannot be obeyed together.

    """
    repair = repair or registry.repair
    decisions = replace(decisions, entries=tuple(map(word_decision, decisions.entries)))
    check_agreement(decisions)
    text = document.source.text
    valid: dict[ChangeKey, Decision] = {}
    confirmed: dict[ChangeKey, Decision] = {}  # there is nothing to do but to keep them on record
    lost: dict[ChangeKey, str] = {}
    for decision in decisions.entries:
        words, at = decision.words, decision.key.at
        there = toml_text(text[at : at + max(len(words), WORDS_LENGTH)])
        if there.startswith(words) and (words or at == len(text)):
            (confirmed if is_confirmation(decision.key) else valid)[decision.key] = decision
        else:
            why = f"the source has “{printable(there)}” in that place, not “{printable(words)}”"
            if not there:
                why = f"the source ends before that place, where it should have “{printable(words)}”"
            lost[decision.key] = why
    bare = DecisionGate({}, "")
    if valid:
        repair(document, bare)
    try:
        repaired, gate = _obey(document, valid, decisions.reviewer, bare.requests, repair)
    except InvariantError as error:
        if not valid:
            raise
        raise BadSetting(
            f"these decisions exclude each other: {error.message}",
            location=decisions.name,
            hint="if you accept one, reject those that it excludes",
        ) from error
    places = frozenset(place_of(key) for key in gate.requests if key in valid)
    for key in valid.keys() - gate.requests.keys():
        # where another rule was asked to do the same, that was decided on alike
        if place_of(key) not in places and not _is_obeyed(valid[key], bare.requests):
            lost[key] = _why(key, repaired, gate.requests)
    follows: tuple[str, ...] = ()
    if valid:
        describer = Describer(document, repaired)
        follows = tuple(_following(bare.requests, gate, valid, describer))
    ordered = {d.key: lost[d.key] for d in decisions.entries if d.key in lost}
    requests = {**gate.requests, **dict.fromkeys(confirmed, RuleRequest(1.0, done=True))}
    return Reviewed(repaired, requests, decisions, ordered, follows)


def _obey(
    document: Document,
    decisions: Mapping[ChangeKey, Decision],
    reviewer: str,
    bare: Mapping[ChangeKey, RuleRequest],
    repair: Repair,
) -> tuple[Document, DecisionGate]:
    """Repair a document, obeying decisions, each in the turn in which the rules do it of themselves.

    Where one does not come up in that turn, because of other decisions, all are obeyed at their first chance.
    """
    gate = DecisionGate(decisions, reviewer, bare)
    repaired = apply_reviewer_changes(repair(document, gate), decisions.values(), gate)
    if not gate.waiting:
        return repaired, gate
    gate = DecisionGate(decisions, reviewer)
    return apply_reviewer_changes(repair(document, gate), decisions.values(), gate), gate


def _is_obeyed(decision: Decision, bare: Mapping[ChangeKey, RuleRequest]) -> bool:
    """Whether a decision that nothing asks for is obeyed: what it rejects, no rule proposes any more."""
    rejected = decision.verdict is Verdict.REJECT and decision.key in bare
    return rejected or is_taken_back(decision)


def _why(key: ChangeKey, repaired: Document, requests: Mapping[ChangeKey, RuleRequest]) -> str:
    """Say why nothing was there to be decided on."""
    if key.rule in NAMES:
        return "the reading is another one there" if key.action in ACTIONS else f"no reviewer's {key.action}"
    if key.rule not in repaired.rules:
        return f"there is no rule {key.rule}"
    others = [k for k in requests if (k.rule, k.action, k.at) == (key.rule, key.action, key.at)]
    if others:
        now, was = (f"{show_whitespace(k.before)} → {show_whitespace(k.after)}" for k in (others[0], key))
        return f"the rule would do something else there: {now}, not {was}"
    return "the rule proposes nothing there"


def _following(
    bare: Mapping[ChangeKey, RuleRequest],
    gate: DecisionGate,
    valid: Mapping[ChangeKey, Decision],
    describer: Describer,
) -> Iterator[str]:
    """Yield in words what differs between the two runs beside what was decided."""
    decided = frozenset(map(place_of, valid))
    obeyed = gate.requests
    keys = sorted(bare.keys() | obeyed.keys(), key=lambda k: (k.at, k))
    for key in keys:
        if place_of(key) in decided:
            continue
        was, now = bare.get(key), obeyed.get(key)
        if was and now and was.done == now.done:
            continue
        if now is None and was and not was.done and key in gate.answered:
            continue  # it would have asked again what was answered
        if now is None:
            fate = "no longer done" if was and was.done else "no longer proposed"
        else:
            fate = "now done" if now.done else "now only proposed"
        yield f"{describer.place(key)}: {key.rule}: {describer.words(key)}: {fate}"


class Describer:
    """Puts what rules do in words."""

    def __init__(self, document: Document, repaired: Document) -> None:
        """Remember how blocks begin: they are named by their first words."""
        self._source = document.source
        blocks = (*document.blocks, *repaired.blocks)
        self._starts = {b.id: start for b in blocks if (start := " ".join(b.reading.split()))}

    def place(self, key: ChangeKey) -> str:
        """Return line and column in the source."""
        return self._source.location(key.at).removeprefix(f"{self._source.name or '-'}:")

    def words(self, key: ChangeKey) -> str:
        """Return what would be done, with the source around it."""
        text, at = self._source.text, key.at
        if key.action in {"edit", "split"}:
            left = text[max(0, at - AROUND) : at]
            right = text[at + len(key.before) :][:AROUND]
            parts = [show_whitespace(part) for part in (key.before, key.after)]
            middle = " → ".join(parts) if all(parts) else f"-{parts[0]}" if parts[0] else f"+{parts[1]}"
            return f"{printable(left)}[{middle}]{printable(right)}"
        block = _quoted(text[at : at + 10 * START].strip().partition("\n")[0])
        other = _quoted(self._starts.get(key.behind, ""))
        if key.action == "join":
            glue = f" with {show_whitespace(key.after)} between" if key.after else ""
            return f"{block} joined to {other}{glue}"
        if key.action == "label":
            return f"{block}: {key.before} → {key.after}"
        if key.action == "table":
            return f"{block} begins a table, {key.after}"
        if key.action == "ref":
            return f"{block} continues {_quoted(self._starts.get(key.after, ''))}"
        return f"{block}: {_placed(key)}, {f'behind {other}' if key.behind else 'in the first place'}"


def _quoted(text: str) -> str:
    start = " ".join(text.split())
    return f"“{printable(start[:START])}{'…' if len(start) > START else ''}”"


def _placed(key: ChangeKey) -> str:
    """Say what begins with a block that is placed."""
    if key.before == key.after:
        return "moved"
    begins = {
        Opening.ARTICLE.value: "begins an article",
        Opening.SECTION.value: "begins a section",
        Opening.ADVERTISEMENT.value: "begins an advertisement",
        Opening.UNPLACED.value: "belongs to no article",
    }
    return begins.get(key.after, f"begins no {key.before}")
