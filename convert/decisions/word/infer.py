"""From an editor's document to decisions: what was accepted, rejected, rewritten, joined, parted, restyled.

deleted 一 and inserted — accepted           ->  accept the edit of the rule `dashes`
a deleted end of paragraph rejected          ->  reject the join of the rule `paragraphs`
渡口 written over by 码头                     ->  an edit of the rule `reviewer`
a comment resolved, the text left as it was  ->  reject what it proposed
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from convert.decisions.decision import ChangeKey, Decision, Verdict, words_at
from convert.decisions.gate import RuleRequest
from convert.decisions.reviewer_changes import REVIEWER_LAYOUT, REVIEWER_TEXT
from convert.decisions.word.comments import resolved
from convert.decisions.word.compare import EditStep, steps
from convert.decisions.word.free_edits import Rewriting, rewritings
from convert.decisions.word.tokens import END, Resolution, Story, Unit, flatten, parse_returned
from convert.document.changes import BOUNDARY
from convert.document.model import Document
from convert.document.roles import FURNITURE, Role
from convert.readers.docx import ROLES
from convert.readers.word.package import Package
from convert.writers.docx.tracked import ORDER, Cause, ReviewLine, TrackedChange, tracked, untracked

STYLED = {**{name: role for name, role in ROLES.items() if role not in FURNITURE}, "body": Role.BODY}
"""Roles by the names of styles; what belongs to the sheet is not read, and no paragraph becomes it."""
DONE = {Resolution.ACCEPTED: Verdict.ACCEPT, Resolution.REJECTED: Verdict.REJECT}


@dataclass(frozen=True, slots=True)
class InferredDecisions:
    """What an editor decided, and what could not be told from his document."""

    decisions: tuple[Decision, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Ledger:
    """Collects verdicts by key; two that contradict each other are none."""

    document: Document
    requests: Mapping[ChangeKey, RuleRequest]
    found: dict[ChangeKey, Verdict] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unclear: set[ChangeKey] = field(default_factory=set)

    def decide(self, keys: Iterable[ChangeKey], verdict: Verdict, what: str, at: int) -> None:
        """Note a verdict on all keys of a place."""
        keys = list(keys)
        if not keys:
            self.note(at, f"{what}, but no rule has that on record; it stays as it is")
        for key in keys:
            if key in self.unclear:
                continue
            if self.found.setdefault(key, verdict) is not verdict:
                self.note(at, f"{what} in one place and not in another; undecided")
                self.unclear.add(key)
                del self.found[key]

    def note(self, at: int, what: str) -> None:
        """Say what could not be carried over."""
        self.notes.append(f"{self.document.source.location(max(0, at))}: {what}")

    def own(self, key: ChangeKey) -> None:
        """Note a change of the editor's own; where a rule proposes the same, that is accepted."""
        same = [k for k, asked in self.requests.items() if not asked.done and _alike(k, key)]
        for known in same or [key]:
            self.found[known] = Verdict.ACCEPT


def _alike(one: ChangeKey, other: ChangeKey) -> bool:
    """Whether two keys stand for the same change, by whoever proposes it."""
    return one[1:6] == other[1:6]


def infer_decisions(
    document: Document, asked: Mapping[ChangeKey, RuleRequest], package: Package, *, review: bool = True
) -> InferredDecisions:
    """Compare an editor's document with what was written, and say what was decided.

    `document` is the repaired one, `asked` what its rules did and proposed; `review` tells whether it was
    written with tracked changes.

    Raises:
        CannotTell: it is too unlike what was written.

    """
    lines = tracked(document) if review else untracked(document)
    units = flatten(lines, review=review)
    rules = frozenset({*document.rules, ORDER})
    story = parse_returned(package, rules)
    taken = list(steps(units, story.tokens))
    ledger = _Ledger(document, asked)
    for keys, verdict, what, at in _tracked_verdicts(lines, units, taken, asked):
        ledger.decide(keys, verdict, what, at)
    for change in rewritings(lines, units, taken):
        _rewritten(ledger, change)
    for label in _restyled(lines, units, taken, story):
        _relabel(ledger, label)
    for proposal, wanted in resolved(package, asked):
        if wanted is None:
            ledger.found.setdefault(proposal, Verdict.REJECT)
        else:
            ledger.found[proposal] = wanted
    text = document.source.text
    made = [
        Decision(key, verdict, words_at(text, key.at, key.before if key.action == "edit" else ""))
        for key, verdict in sorted(ledger.found.items(), key=lambda item: (item[0].at, item[0]))
    ]
    return InferredDecisions(tuple(made), tuple(ledger.notes))


def _tracked_verdicts(
    lines: Sequence[ReviewLine],
    units: Sequence[Unit],
    taken: Sequence[EditStep],
    asked: Mapping[ChangeKey, RuleRequest],
) -> Iterator[tuple[list[ChangeKey], Verdict, str, int]]:
    """Yield the keys that stand behind each tracked place that was decided on."""
    done: dict[int, list[ChangeKey]] = {}
    for key, how in asked.items():
        if how.done:
            done.setdefault(key.at, []).append(key)
    for step in taken:
        verdict = DONE.get(step.state) if step.state else None
        if verdict is None:
            continue
        unit = units[step.unit]
        line, said = lines[unit.line], f"{verdict}ed"
        if unit.spot is None:
            if line.next_at >= 0:  # an end that a join has deleted; other ends go with their text
                joins = [key for key in done.get(line.next_at, ()) if key.action == "join"]
                yield joins, verdict, f"a join is {said}", line.next_at
            continue
        keys = _behind(unit.spot, line, done)
        if keys or "".join([s.text for s in unit.spot.stretches]).strip():
            # white space without a key goes with the paragraphs that it parts
            yield keys, verdict, f"a change by {'+'.join(unit.spot.rules)} is {said}", unit.spot.at


def _behind(
    spot: TrackedChange, line: ReviewLine, done: Mapping[int, Sequence[ChangeKey]]
) -> list[ChangeKey]:
    """Return the keys of what was done at a tracked place."""
    here = [key for at in range(spot.at, spot.at + max(1, spot.length)) for key in done.get(at, ())]
    edits = [key for key in here if key.action == "edit" and key.rule in spot.rules]
    if spot.why is Cause.CHANGED:
        return edits
    if spot.why is not Cause.FURNITURE:
        return [key for key in here if key.action in {"place", "join"}]
    if not line.block.is_furniture:
        return edits
    labels = [key for key in here if key.action == "label" and key.after == line.block.role]
    start = line.block.segments[0].at
    return labels or [key for key in done.get(start, ()) if key.action == "label"]


def _rewritten(ledger: _Ledger, change: Rewriting) -> None:
    """Turn what an editor wrote into a decision."""
    if change.trouble:
        ledger.note(change.at, change.trouble)
    elif change.action == "edit":
        ledger.own(ChangeKey(REVIEWER_TEXT.name, "edit", change.at, change.before, change.after, ""))
    elif change.action == "join":
        ledger.own(ChangeKey(REVIEWER_LAYOUT.name, "join", change.at, BOUNDARY, "", change.behind))
    else:
        ledger.own(ChangeKey(REVIEWER_LAYOUT.name, "split", change.at, "", BOUNDARY, ""))


def _restyled(
    lines: Sequence[ReviewLine], units: Sequence[Unit], taken: Sequence[EditStep], story: Story
) -> Iterator[ChangeKey]:
    """Yield a label for each paragraph that has another role's style now."""
    ends = [0]
    for token in story.tokens:
        ends.append(ends[-1] + (token.char == END))
    seen: set[str] = set()
    for step in taken:
        if not step.kept or ends[step.token] >= len(story.styles):
            continue
        block = lines[units[step.unit].line].block
        if block.id in seen:
            continue
        seen.add(block.id)
        styles = story.styles[ends[step.token]]
        role = next((STYLED[name] for name in styles if name in STYLED), block.role)
        if role is not block.role:
            yield ChangeKey(REVIEWER_LAYOUT.name, "label", block.segments[0].at, block.role, role, "")


def _relabel(ledger: _Ledger, key: ChangeKey) -> None:
    """Take back the rule's role where that gives the one wanted, else give a role of the editor's own."""
    back = [
        k
        for k, how in ledger.requests.items()
        if how.done and k.action == "label" and (k.at, k.before, k.after) == (key.at, key.after, key.before)
    ]
    if back:
        ledger.decide(back, Verdict.REJECT, "a role is changed back", key.at)
    else:
        ledger.own(key)
