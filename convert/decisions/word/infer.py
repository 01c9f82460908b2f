"""From an editor's document to decisions: what was accepted, rejected, rewritten, joined, parted, restyled.

deleted 一 and inserted — accepted           ->  accept the edit of the rule `dashes`
a deleted end of paragraph rejected          ->  reject the join of the rule `paragraphs`
渡口 written over by 码头                     ->  an edit of the rule `reviewer`
a comment resolved, the text left as it was  ->  reject what it proposed
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from convert.decisions.decision import ChangeKey, Decision, Verdict, place_of, toml_text, words_at
from convert.decisions.gate import RuleRequest
from convert.decisions.reviewer_changes import REVIEWER_LAYOUT, REVIEWER_TEXT, alike, label_key, split_key
from convert.decisions.word.comments import left_open, resolved_comments
from convert.decisions.word.compare import EditStep, steps
from convert.decisions.word.free_edits import Trouble, free_edits
from convert.decisions.word.styles import role_of
from convert.decisions.word.tokens import Resolution, Story, Unit, flatten, parse_returned
from convert.document.changes import SplitOff
from convert.document.model import Document
from convert.readers.word.package import Package
from convert.writers.docx.tracked import (
    Cause,
    ReviewLine,
    TrackedChange,
    authors,
    plain_lines,
    tracked_lines,
)

VERDICTS = {Resolution.ACCEPTED: Verdict.ACCEPT, Resolution.REJECTED: Verdict.REJECT}


@dataclass(frozen=True, slots=True)
class InferredDecisions:
    """What an editor decided, and what could not be told from his document."""

    decisions: tuple[Decision, ...]
    notes: tuple[str, ...] = ()


class _PlaceVerdict(NamedTuple):
    """A verdict on all that was done in one place."""

    keys: Sequence[ChangeKey]
    verdict: Verdict
    what: str
    """In words."""
    at: int


@dataclass(slots=True)
class _Verdicts:
    """Collects verdicts by key; two that contradict each other are none."""

    document: Document
    requests: Mapping[ChangeKey, RuleRequest]
    by_key: dict[ChangeKey, Verdict] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unclear: set[ChangeKey] = field(default_factory=set)
    added: Counter[ChangeKey] = field(default_factory=Counter)
    """How many changes of the editor's own are alike."""

    def decide(self, place: _PlaceVerdict) -> None:
        """Note a verdict on all keys of a place."""
        if not place.keys:
            self.note(place.at, f"{place.what}, but no rule recorded that; nothing is changed")
        for key in place.keys:
            if key in self.unclear:
                continue
            if self.by_key.setdefault(key, place.verdict) is not place.verdict:
                self.note(place.at, f"{place.what} in one place and not in another; undecided")
                self.unclear.add(key)
                del self.by_key[key]

    def note(self, at: int, message: str) -> None:
        """Say what could not be carried over."""
        self.notes.append(f"{self.document.source.location(max(0, at))}: {message}")

    def add(self, key: ChangeKey) -> None:
        """Note a change of the editor's own; where a rule proposes the same, that is accepted."""
        place = place_of(key)._replace(nth=1)
        proposed = [
            k
            for k, request in self.requests.items()
            if not request.done and place_of(k)._replace(nth=1) == place
        ]
        if not proposed:
            self.added[alike(key)] += 1
            key = key._replace(nth=self.added[alike(key)])
        self.by_key |= dict.fromkeys(proposed or [key], Verdict.ACCEPT)

    def take_back_boundaries(self) -> None:
        """Reject the boundary of each paragraph that a reviewer had put in and now takes out again."""
        paragraphs = {
            (block.segments[0].at, toml_text(block.reading))
            for block in self.document.blocks
            if any(isinstance(c, SplitOff) and c.rule == REVIEWER_LAYOUT.name for c in block.changes)
        }
        for key, verdict in list(self.by_key.items()):
            own = key.rule == REVIEWER_TEXT.name and verdict is Verdict.REJECT
            if own and not key.before and (key.at, key.after) in paragraphs:
                boundary = split_key(key.at)
                left = [k for k in self.requests if alike(k) == boundary and k not in self.by_key]
                self.by_key |= dict.fromkeys(left[-1:], Verdict.REJECT)

    def relabel(self, key: ChangeKey) -> None:
        """Take back the rule's role where that gives the one wanted, else give a role of the editor's own."""
        wanted = (key.at, key.after, key.before)
        back = [
            k
            for k, request in self.requests.items()
            if request.done and k.action == "label" and (k.at, k.before, k.after) == wanted
        ]
        if back:
            self.decide(_PlaceVerdict(back, Verdict.REJECT, "a role is changed back", key.at))
        else:
            self.add(key)


def infer_decisions(
    document: Document,
    requests: Mapping[ChangeKey, RuleRequest],
    package: Package,
    *,
    review: bool = True,
    widths: bool = True,
) -> InferredDecisions:
    """Compare an editor's document with what was written, and say what was decided.

    `document` is the repaired one, `requests` what its rules did and proposed; `review` tells whether it was
    written with tracked changes, `widths` whether with those of width alone.

    Raises:
        CannotTell: it is too unlike what was written.

    """
    lines = tracked_lines(document, widths=widths) if review else plain_lines(document)
    units = flatten(lines, review=review)
    story = parse_returned(package, authors(lines) if review else frozenset())
    taken = list(steps(units, story.tokens))
    verdicts = _Verdicts(document, requests)
    verdicts.added.update(alike(key) for key, request in requests.items() if request.done)
    for place in _tracked_verdicts(lines, units, taken, requests):
        verdicts.decide(place)
    for edit in free_edits(lines, units, taken, story):
        if isinstance(edit, Trouble):
            verdicts.note(edit.at, edit.message)
        else:
            verdicts.add(edit)
    for label in _restyled(lines, units, taken, story):
        verdicts.relabel(label)
    verdicts.take_back_boundaries()
    for proposal, answer in resolved_comments(package, requests):
        if answer is None:
            verdicts.by_key.setdefault(proposal, Verdict.REJECT)
        else:
            verdicts.by_key[proposal] = answer
    unanswered = left_open(package)
    text = document.source.text
    decisions = [
        Decision(key, verdict, words_at(text, key.at, key.before if key.action == "edit" else ""))
        for key, verdict in sorted(verdicts.by_key.items(), key=lambda item: (item[0].at, item[0]))
        if verdict is not Verdict.REJECT or not (_is_done(key, requests) and key[:3] in unanswered)
    ]
    return InferredDecisions(tuple(decisions), tuple(verdicts.notes))


def _is_done(key: ChangeKey, requests: Mapping[ChangeKey, RuleRequest]) -> bool:
    return key in requests and requests[key].done


def _tracked_verdicts(
    lines: Sequence[ReviewLine],
    units: Sequence[Unit],
    taken: Sequence[EditStep],
    requests: Mapping[ChangeKey, RuleRequest],
) -> Iterator[_PlaceVerdict]:
    """Yield a verdict for each tracked place that was decided on."""
    done: dict[int, list[ChangeKey]] = {}
    for key, request in requests.items():
        if request.done:
            done.setdefault(key.at, []).append(key)
    for step in taken:
        verdict = VERDICTS.get(step.resolution) if step.resolution else None
        if verdict is None:
            continue
        unit = units[step.unit]
        line, change = lines[unit.line], unit.change
        if change is None:
            if line.next_at >= 0:  # an end that a join has deleted; other ends go with their text
                joins = [key for key in done.get(line.next_at, ()) if key.action == "join"]
                yield _PlaceVerdict(joins, verdict, f"a join is {verdict}ed", line.next_at)
            continue
        keys = _keys_behind(change, line, done)
        if keys or "".join([run.text for run in change.runs]).strip():
            # white space without a key goes with the paragraphs that it parts
            what = f"a change by {'+'.join(change.rules)} is {verdict}ed"
            yield _PlaceVerdict(keys, verdict, what, change.at)


def _keys_behind(
    change: TrackedChange, line: ReviewLine, done: Mapping[int, Sequence[ChangeKey]]
) -> Sequence[ChangeKey]:
    """Return the keys of what was done at a tracked place."""
    here = [key for at in range(change.at, change.at + max(1, change.length)) for key in done.get(at, ())]
    edits = [key for key in here if key.action == "edit" and key.rule in change.rules]
    if not change.length:  # of several texts put in at one place, the one that stands here
        inserted = toml_text("".join([run.text for run in change.runs]))
        edits = [key for key in edits if key.after == inserted] or edits
    if change.cause is Cause.CHANGED:
        return edits
    if change.cause is not Cause.FURNITURE:
        return [key for key in here if key.action in {"place", "join"}]
    if not line.block.is_furniture:
        return edits
    labels = [key for key in here if key.action == "label" and key.after == line.block.role]
    start = line.block.segments[0].at
    return labels or [key for key in done.get(start, ()) if key.action == "label"]


def _restyled(
    lines: Sequence[ReviewLine], units: Sequence[Unit], taken: Iterable[EditStep], story: Story
) -> Iterator[ChangeKey]:
    """Yield a label for each paragraph that has another role's style now."""
    seen: set[str] = set()
    for step in taken:
        if not step.kept or story.paragraphs[step.token] >= len(story.styles):
            continue
        block = lines[units[step.unit].line].block
        if block.id in seen:
            continue
        seen.add(block.id)
        role = role_of(story.style_of(story.paragraphs[step.token])) or block.role
        if role is not block.role:
            yield label_key(block.segments[0].at, block.role, role)
