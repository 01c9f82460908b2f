"""The gate that obeys decisions, and keeps a record of all that it was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from convert.decisions.decision import ChangeKey, Decision, Verdict, key_of
from convert.document.actions import Action, Edit, Join, Label, Rule, by_certainty
from convert.document.changes import Edited, Labelled
from convert.document.model import Proposal
from convert.document.roles import Role


@dataclass(frozen=True, slots=True)
class RuleRequest:
    """What a rule would do, and what became of it."""

    cert: float
    done: bool
    reading: str
    """What was put there: the rule's own, or a reviewer's."""


@dataclass(slots=True)
class DecisionGate:
    """A gate: decisions go before certainty."""

    decisions: Mapping[ChangeKey, Decision]
    reviewer: str
    requests: dict[ChangeKey, RuleRequest] = field(default_factory=dict)
    """In running order."""
    _seen: Counter[ChangeKey] = field(default_factory=Counter)

    def __call__(self, rule: Rule, action: Action, proposal: Proposal) -> Action | Proposal:
        """Decide on one action."""
        key = key_of(rule.name, proposal)
        self._seen[key] += 1
        if self._seen[key] > 1:
            key = key._replace(nth=self._seen[key])
        decision = self.decisions.get(key)
        if decision is None:
            allowed = by_certainty(rule, action, proposal)
        else:
            allowed = decided(decision, action, proposal, self.reviewer)
        done = not isinstance(allowed, Proposal)
        reading = decision.replacement if done and decision and decision.replacement else key.after
        self.requests[key] = RuleRequest(proposal.change.cert, done, reading)
        return allowed


def decided(decision: Decision, action: Action, proposal: Proposal, reviewer: str) -> Action | Proposal:
    """Return what a reviewer wants: the action, another reading of it, or nothing but a record."""
    change = proposal.change
    if decision.verdict is Verdict.REJECT:
        return replace(proposal, change=replace(change, cert=0.0, by=reviewer))
    sure = replace(action, cert=1.0, by=reviewer)
    if decision.verdict is Verdict.ACCEPT:
        return sure
    if isinstance(sure, Edit):
        sure = replace(sure, reading=decision.replacement)
    elif isinstance(sure, Join):
        sure = replace(sure, glue=decision.replacement)
    elif isinstance(sure, Label):
        sure = replace(sure, role=Role(decision.replacement))
    if isinstance(change, Edited | Labelled) and change.before == decision.replacement:
        return replace(proposal, change=replace(change, cert=0.0, by=reviewer))
    return sure
