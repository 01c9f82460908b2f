"""The decisions file: TOML that the program writes and a person edits."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal

from convert.decisions.decision import (
    ACTIONS,
    REVIEWER,
    ChangeKey,
    Decision,
    DecisionMark,
    Decisions,
    Verdict,
    is_replacement,
)
from convert.document.former_names import present_name
from convert.errors import BadSetting, suggest
from convert.system.schema import Bounds, show_value
from convert.system.toml import parse_toml

VERSION = 1
HINTS = MappingProxyType(
    {"": "create a new one with `backfile decisions`", "decision": "begin each with [[decision]]"}
)
MISSING_KEY = "create a new file with `backfile decisions`"
MOST_CHARACTERS = 10**12
"""More than any source has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """The keys of an entry; those by which a decision finds its place are needed once it is decided on."""

    decide: Literal["", "accept", "reject", "replace"] = ""
    replacement: str | None = None
    rule: str | None = None
    action: str | None = None
    at: Annotated[int, Bounds(0, MOST_CHARACTERS)] | None = None
    words: str | None = None
    before: str = ""
    after: str = ""
    behind: str = ""
    nth: Annotated[int, Bounds(1, MOST_CHARACTERS)] = 1
    part: str = ""
    reviewer: str = ""
    time: str = ""
    manner: Literal["", "alone", "alike", "sample"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _DecisionsFile:
    """The keys of a decisions file."""

    version: int = VERSION
    source: str = ""
    sha256: str = ""
    reviewer: str = ""
    decision: tuple[_Entry, ...] = ()


def read_decisions(text: str, name: str) -> Decisions:
    """Read a decisions file; entries that nothing was decided on are passed over.

    Raises:
        BadSetting: not TOML, an unknown key, a wrong type, an impossible verdict; says the line.

    """
    toml = parse_toml(text, name, hints=HINTS)
    file = toml.decode(_DecisionsFile, HINTS)
    if file.version != VERSION:
        problem = f"decisions of version {file.version}; this program reads version {VERSION}"
        raise BadSetting(problem, location=name, hint="create a new one with `backfile decisions`")
    lines = toml.entry_lines("decision")
    decisions: dict[tuple[str, ChangeKey], Decision] = {}
    for number, entry in enumerate(file.decision):
        if not entry.decide:
            continue
        line = lines[number] if number < len(lines) else 0
        location = f"{name}:{line}" if line else f"{name}: decision[{number + 1}]"
        decision = _decision(entry, location, line)
        if first := decisions.get((decision.part, decision.key)):
            hint = f"it is also in line {first.line}"
            raise BadSetting("decided on twice", location=location, hint=hint)
        decisions[decision.part, decision.key] = decision
    return Decisions(tuple(decisions.values()), file.reviewer.strip() or REVIEWER, name, file.sha256.strip())


def _decision(entry: _Entry, location: str, line: int) -> Decision:
    """Read one decision.

    Raises:
        BadSetting: a key is missing, or the verdict cannot be on such an action.

    """
    for key in ("rule", "action", "at", "words"):
        if getattr(entry, key) is None:
            raise BadSetting(f"no {key}", location=location, hint=MISSING_KEY)
    verdict, action, replacement = Verdict(entry.decide), entry.action or "", entry.replacement
    if action not in ACTIONS:
        hint = suggest(action, ACTIONS, f"one of {', '.join(ACTIONS)}")
        raise BadSetting(f"no action {show_value(action)}", location=location, hint=hint)
    if verdict is Verdict.REPLACE and replacement is None:
        raise BadSetting("no replacement", location=location, hint='add replacement = "..."')
    if verdict is not Verdict.REPLACE and replacement is not None:
        raise BadSetting("the replacement has no effect", location=location, hint='write decide = "replace"')
    if verdict is Verdict.REPLACE and not is_replacement(action, replacement or ""):
        problem = f"{show_value(replacement)} cannot replace what a {action} does"
        hint = "an edit or join takes a text, a label takes a role, a ref the id of a block"
        raise BadSetting(problem, location=location, hint=hint)
    place = ChangeKey(
        present_name(entry.rule or ""),
        action,
        entry.at or 0,
        entry.before,
        entry.after,
        entry.behind,
        entry.nth,
    )
    mark = DecisionMark(entry.reviewer.strip(), entry.time, entry.manner)
    return Decision(place, verdict, entry.words or "", replacement or "", line, entry.part, mark=mark)
