"""Roles and articles set by a person on the page of an issue, as decisions of his own.

"渡口改建工程完工": body -> headline, an article begins   ->   two entries of the rule reviewer-layout
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from convert.decisions.decision import OWN_LAYOUT, ChangeKey, DecisionMark, Manner
from convert.decisions.listing import Table
from convert.decisions.rewrite import EntryKey
from convert.decisions.verdicts import UNDECIDED, EntryVerdict
from convert.document.roles import Opening, Role
from convert.errors import BadSetting
from convert.review.issue_blocks import IssueBlock
from convert.review.journal import VerdictChange
from convert.review.store import Conflict, DecisionStore, is_of_another
from convert.text.printable import printable

ROLES = tuple(role.value for role in Role if role is not Role.TABLE_CELL)
OPENINGS = ("", *(opening.value for opening in Opening))
CHOICES: Mapping[str, tuple[str, ...]] = {"label": ROLES, "place": OPENINGS}
"""What a block may become, by the action that makes it so."""


class BlockState(NamedTuple):
    """What a block is now, as far as decisions tell."""

    base: str
    """What the rules make of it, and what was decided on them."""
    value: str
    """The same, or what a reviewer has set."""
    own: Mapping[EntryKey, EntryVerdict]
    """The reviewers' entries that say so."""

    @property
    def reviewer(self) -> str:
        """Who has set it; empty: nobody."""
        return next((verdict.mark.reviewer for verdict in self.own.values()), "")


@dataclass(slots=True)
class LayoutService:
    """What the page asks for of the blocks of an issue, and what is set there by one person."""

    store: DecisionStore
    reviewer: str
    now: Callable[[], str]

    def blocks(self, issue: int) -> dict[str, Any]:
        """Return the blocks of an issue in reading order, each with what it is and what begins with it.

        Raises:
            BadSetting: no such issue.

        """
        if issue not in self.store.issues:
            raise BadSetting("no such issue")
        verdicts = self.store.files.seen(issue).verdicts
        return {
            "roles": ROLES,
            "openings": OPENINGS,
            "blocks": [_plain(block, verdicts) for block in self.store.index.blocks(issue)],
        }

    def put(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Set the role of a block, or what begins with it, as one step.

        Raises:
            BadSetting: no such block, or it cannot be that.
            Conflict: something else stands there than was seen, or another person has set it.
            UnwritableOutput: a decisions file cannot be written.

        """
        issue, number = body.get("issue"), body.get("block")
        action, value = str(body.get("action")), str(body.get("value"))
        blocks = self.store.index.blocks(issue) if type(issue) is int else ()
        if type(issue) is not int or type(number) is not int or not 0 <= number < len(blocks):
            raise BadSetting("no such block", hint="reload the page")
        if value not in CHOICES.get(action, ()):
            raise BadSetting(f"no block can be {value!r}", hint="reload the page")
        block, take_over = blocks[number], bool(body.get("take_over"))

        def changes() -> list[VerdictChange]:
            now = state_of(block, action, self.store.files.read(issue).verdicts)
            if now.value != body.get("was"):
                raise Conflict(states={0: next(iter(now.own.values()), UNDECIDED)})
            return self._changes(issue, block, action, value, now, take_over=take_over)

        step = self.store.change(changes, self.reviewer, self.now())
        return {"step": step.number, "block": _plain(block, self.store.files.seen(issue).verdicts)}

    def _changes(
        self, issue: int, block: IssueBlock, action: str, value: str, now: BlockState, *, take_over: bool
    ) -> list[VerdictChange]:
        """Return what is to be written: the reviewers' former entries taken back, and a new one."""
        target = self.store.issues[issue].target
        mark = DecisionMark(self.reviewer, self.now(), Manner.ALONE.value)
        new = EntryVerdict("accept", "", mark)
        wanted = _own_key(block, action, now.base, value)
        changes = [
            VerdictChange(target, _table(block, key), (), verdict, UNDECIDED)
            for key, verdict in now.own.items()
            if key != wanted
        ]
        if value != now.base and wanted not in now.own:
            comment = (
                f"# {block.place}  {OWN_LAYOUT}  1.00",
                f"#   “{printable(block.text[:16])}”: {now.base or 'nothing'} → {value or 'nothing'}",
            )
            before = self.store.files.read(issue).verdicts.get(wanted, UNDECIDED)
            changes.append(VerdictChange(target, _table(block, wanted), comment, before, new))
        if not take_over:
            theirs = [c.old for c in changes if is_of_another(c.old, c.new, self.reviewer)]
            if theirs:
                raise Conflict(states={0: theirs[0]})
        return changes


def state_of(block: IssueBlock, action: str, verdicts: Mapping[EntryKey, EntryVerdict]) -> BlockState:
    """Return what a block is, or what begins with it, by the rules and by what was decided on it since."""
    base = block.role if action == "label" else block.opens
    own: dict[EntryKey, EntryVerdict] = {}
    for key, verdict in verdicts.items():
        change = key.change
        if (key.part, change.at, change.action) != (block.part, block.at, action):
            continue
        if change.rule == OWN_LAYOUT:
            nth = block.nth_role if action == "label" else block.nth_opens
            if verdict.decide == "accept" and change.nth == nth:
                own[key] = verdict
        elif verdict.decide == "accept" and change.before == base:
            base = change.after
        elif verdict.decide == "reject" and change.after == base:
            base = change.before
        elif verdict.decide == "replace" and base in (change.before, change.after):
            base = verdict.replacement
    return BlockState(base, next((key.change.after for key in own), base), own)


def _own_key(block: IssueBlock, action: str, before: str, after: str) -> EntryKey:
    nth = block.nth_role if action == "label" else block.nth_opens
    return EntryKey(block.part, ChangeKey(OWN_LAYOUT, action, block.at, before, after, "", nth))


def _table(block: IssueBlock, key: EntryKey) -> Table:
    """Return the keys of an entry on a block."""
    change = key.change
    table: dict[str, str | int] = {"decide": ""}
    table |= {"part": key.part} if key.part else {}
    table |= {"rule": change.rule, "action": change.action, "at": change.at, "words": block.words}
    table |= {name: text for name in ("before", "after") if (text := getattr(change, name))}
    return table | ({"nth": change.nth} if change.nth > 1 else {})


def _plain(block: IssueBlock, verdicts: Mapping[EntryKey, EntryVerdict]) -> dict[str, Any]:
    """Return a block as the page has it."""
    role, opens = (state_of(block, action, verdicts) for action in ("label", "place"))
    return {
        "place": block.place,
        "page": block.page,
        "text": block.text,
        "boxes": block.boxes,
        "role": role.value,
        "opens": opens.value,
        "set": bool(role.own or opens.own),
        "reviewer": role.reviewer or opens.reviewer,
        "at": [block.part, block.at],
    }
