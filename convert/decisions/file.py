"""The decisions file: TOML that the program writes and a person edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal

from convert.decisions.decision import (
    ACTIONS,
    REVIEWER,
    ChangeKey,
    Decision,
    Decisions,
    Verdict,
    is_replacement,
    words_at,
)
from convert.decisions.gate import RuleRequest
from convert.decisions.review import Reviewed, Shown
from convert.document.model import Document
from convert.errors import BadSetting, suggest
from convert.system.decode import Bounds, show_value
from convert.system.toml import parse_toml, toml_string
from convert.text.printable import printable

VERSION = 1
HEAD = """\
# Decisions on {name}
#
# decide = ""         nothing decided: the rule's certainty decides
# decide = "accept"   do it, however uncertain the rule is
# decide = "reject"   do not do it, however certain the rule is
# decide = "replace"  do it otherwise: add replacement = "..." with the text (edit, join) or role (label)
#
# backfile convert obeys this file if it is called {beside} and stands beside the source,
# or if it is given with --decisions. What is left undecided may be deleted. Leave the other keys
# as they are: by them a decision finds its place.
"""
HINTS = MappingProxyType({"": "make it anew: backfile decisions", "decision": "begin each with [[decision]]"})
MISSING_KEY = "make the file anew: backfile decisions"
MOST_CHARACTERS = 10**12
"""More than any source has."""
_TABLE = "[[decision]]"


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
        problem = f"version {file.version} of decisions, and this program reads {VERSION}"
        raise BadSetting(problem, location=name, hint="make it anew: backfile decisions")
    lines = toml.entry_lines("decision")
    decisions: dict[ChangeKey, Decision] = {}
    for number, entry in enumerate(file.decision):
        if not entry.decide:
            continue
        line = lines[number] if number < len(lines) else 0
        location = f"{name}:{line}" if line else f"{name}: decision[{number + 1}]"
        decision = _decision(entry, location, line)
        if first := decisions.get(decision.key):
            hint = f"it stands in line {first.line}, too"
            raise BadSetting("decided on twice", location=location, hint=hint)
        decisions[decision.key] = decision
    return Decisions(tuple(decisions.values()), file.reviewer.strip() or REVIEWER, name)


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
        raise BadSetting("nothing to replace it with", location=location, hint='add replacement = "..."')
    if verdict is not Verdict.REPLACE and replacement is not None:
        raise BadSetting("a replacement is not used", location=location, hint='write decide = "replace"')
    if verdict is Verdict.REPLACE and not is_replacement(action, replacement or ""):
        problem = f"{show_value(replacement)} cannot replace what a {action} does"
        hint = "an edit or join takes a text, a label takes a role"
        raise BadSetting(problem, location=location, hint=hint)
    place = ChangeKey(
        entry.rule or "", action, entry.at or 0, entry.before, entry.after, entry.behind, entry.nth
    )
    return Decision(place, verdict, entry.words or "", replacement or "", line)


def as_toml(
    document: Document, reviewed: Reviewed, beside: str, *, rules: Iterable[str] = (), only_open: bool = False
) -> str:
    """Write what a run did and what it only proposed as a decisions file, with what was decided before.

    `document` is the source as it was read; `rules` and `only_open` leave out what nothing was decided on.
    """
    wanted = frozenset(rules)
    shown = Shown(document, reviewed.document)
    known = {d.key: d for d in reviewed.decisions.entries}
    groups: tuple[list[str], list[str]] = ([], [])
    for key, asked in sorted(reviewed.requests.items(), key=lambda item: (item[0].at, item[0])):
        decision = known.get(key)
        if not decision and ((wanted and key.rule not in wanted) or (only_open and asked.done)):
            continue
        entry = "\n".join(_entry(document, key, asked, decision, shown))
        groups[asked.done].append(entry)
    name = printable(document.meta.name or "standard input")
    source = document.source
    parts = [HEAD.format(name=name, beside=printable(beside)), f"version = {VERSION}"]
    parts += [f"source = {toml_string(document.meta.name)}", f"sha256 = {toml_string(source.digest)}"]
    parts += [f"reviewer = {toml_string(reviewed.decisions.reviewer)}"]
    titles = ("Proposed, not done", "Done")
    for title, group in zip(titles, groups, strict=True):
        parts += ["", f"# {title}: {len(group):,}", *(f"\n{entry}" for entry in group)]
    if reviewed.lost:
        parts += ["", f"# Decided once, and without a place now: {len(reviewed.lost):,}"]
        for key, why in reviewed.lost.items():
            lines = (f"# {why}", *_table(key, known[key].words, known[key]))
            parts += ["", *(f"# {line.removeprefix('# ')}" for line in lines)]
    return "\n".join(parts) + "\n"


def _entry(
    document: Document, key: ChangeKey, asked: RuleRequest, decision: Decision | None, shown: Shown
) -> Iterator[str]:
    """Write one change or proposal: in words, then as a table."""
    yield f"# {shown.place(key)}  {printable(key.rule)}  {asked.cert:.2f}"
    yield f"#   {shown.words(key)}"
    words = (
        decision.words
        if decision
        else words_at(document.source.text, key.at, key.before if key.action == "edit" else "")
    )
    yield from _table(key, words, decision)


def _table(key: ChangeKey, words: str, decision: Decision | None) -> Iterator[str]:
    yield _TABLE
    yield f"decide = {toml_string(decision.verdict if decision else '')}"
    if decision and decision.verdict is Verdict.REPLACE:
        yield f"replacement = {toml_string(decision.replacement)}"
    yield f"rule = {toml_string(key.rule)}"
    yield f"action = {toml_string(key.action)}"
    yield f"at = {key.at}"
    yield f"words = {toml_string(words)}"
    for name, value in (("before", key.before), ("after", key.after), ("behind", key.behind)):
        if value:
            yield f"{name} = {toml_string(value)}"
    if key.nth > 1:
        yield f"nth = {key.nth}"
