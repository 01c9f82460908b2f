"""The gate that obeys decisions, and keeps a record of all that the rules would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from convert.decisions.decision import ChangeKey, Decision, Verdict, key_of, place_of
from convert.decisions.reviewer_changes import alike, is_taken_back
from convert.document.actions import Action, Candidate, Edit, Join, Label, Refer, by_certainty
from convert.document.changes import Edited, Labelled
from convert.document.model import Proposal
from convert.document.roles import Role


@dataclass(frozen=True, slots=True)
class RuleRequest:
    """What a rule would do, and what became of it."""

    cert: float
    done: bool
    turn: int = 0
    """In which turn of its rule it was done, or asked for first."""


class DecisionGate:
    """A gate: decisions go before certainty, and a person has the last word.

    A rejection holds for every rule that would do the same in the same place. What was accepted or
    replaced, no later rule changes, unless that was decided on, too. Such a change is not even put on
    record: as an open proposal it would ask again what was answered, and nobody has turned it down.
    """

    def __init__(
        self,
        decisions: Mapping[ChangeKey, Decision],
        reviewer: str,
        bare: Mapping[ChangeKey, RuleRequest] = MappingProxyType({}),
    ) -> None:
        """Take the decisions, who decided, and what the rules do of themselves.

        What a rule does in a later turn, when its neighbours have their places, is done in that turn if it
        is accepted: done earlier, it would be evidence for all that comes between.
        """
        self.requests: dict[ChangeKey, RuleRequest] = {}
        """What was to be decided on, in running order."""
        self.answered: set[ChangeKey] = set()
        """What was not put on record, because a person's word stands there."""
        self.waiting: set[ChangeKey] = set()
        """What was accepted, and waits for the turn in which the rule does it of itself."""
        self._decisions = decisions
        self._bare = bare
        self._reviewer = reviewer
        self._rejected = {
            place_of(key): decision.mark.reviewer or reviewer
            for key, decision in decisions.items()
            if decision.verdict is Verdict.REJECT and not is_taken_back(decision)
        }
        self._confirmed: set[tuple[str, int]] = set()  # where what stands there was to stay, by action
        self._seen: Counter[tuple[int, ChangeKey]] = Counter()  # by the turn of their rule

    def __call__(self, candidate: Candidate) -> Action | Proposal | None:
        """Decide on one action."""
        proposal = candidate.proposal
        key = key_of(candidate.rule.name, proposal)
        same = candidate.turn, alike(key)
        self._seen[same] += 1
        key = key._replace(nth=self._seen[same])
        decision = self._decisions.get(key)
        result: Action | Proposal | None
        if decision is not None and self._comes_later(decision, candidate):
            self.waiting.add(key)
            result = proposal
        elif decision is not None:
            self.waiting.discard(key)
            result = self._obey(decision, candidate)
        elif place_of(key) in self._rejected:
            result = turned_down(proposal, self._rejected[place_of(key)])
        elif (key.action, key.at) in self._confirmed:
            result = None
        else:
            result = by_certainty(candidate)
        if result is None:
            self.answered.add(key)
            return None
        before, done = self.requests.get(key), not isinstance(result, Proposal)
        if before is None or (done and not before.done):
            self.requests[key] = RuleRequest(proposal.change.cert, done, candidate.turn)
        return result

    def _comes_later(self, decision: Decision, candidate: Candidate) -> bool:
        """Whether the rule does of itself, in a later turn, what was accepted or replaced."""
        own = self._bare.get(decision.key)
        wanted = decision.verdict is not Verdict.REJECT
        return wanted and own is not None and own.done and own.turn > candidate.turn

    def _obey(self, decision: Decision, candidate: Candidate) -> Action | Proposal:
        """Return what a reviewer wants: the action, another reading of it, or nothing but a record."""
        change = candidate.proposal.change
        reviewer = decision.mark.reviewer or self._reviewer
        if decision.verdict is Verdict.REJECT:
            return turned_down(candidate.proposal, reviewer)
        action = replace(candidate.action, cert=1.0, by=reviewer)
        if isinstance(action, Label):
            action = replace(action, rule_cert=_own_certainty(candidate, decision.verdict))
        if decision.verdict is Verdict.ACCEPT:
            return action
        if isinstance(change, Edited | Labelled) and change.before == decision.replacement:
            self._confirmed.add((change.action, candidate.proposal.at))
            return turned_down(candidate.proposal, reviewer)
        return _replaced(action, decision.replacement)


def _own_certainty(candidate: Candidate, verdict: Verdict) -> float | None:
    """Return how certain a rule was of a role that a person accepts; None: it had not acted by itself."""
    action = candidate.action
    if verdict is not Verdict.ACCEPT or not isinstance(action, Label):
        return None
    if action.cert < candidate.rule.threshold:
        return None
    return action.cert if action.rule_cert is None else action.rule_cert


def _replaced(action: Action, text: str) -> Action:
    """Return an action with another reading, glue, role or part; another place or boundary there is not."""
    match action:
        case Edit():
            return replace(action, reading=text)
        case Join():
            return replace(action, glue=text)
        case Label():
            return replace(action, role=Role(text))
        case Refer():  # the jump lines of the part that it would have continued lead elsewhere
            return replace(action, to=text, onward=())
        case _:
            return action


def turned_down(proposal: Proposal, reviewer: str) -> Proposal:
    """Return a proposal as it stands on record where a reviewer rejects it."""
    return replace(proposal, change=replace(proposal.change, cert=0.0, by=reviewer))
