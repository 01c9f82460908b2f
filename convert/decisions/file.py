"""The decisions file: TOML that the program writes and a person edits."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from convert.decisions.decision import (
    ACTIONS,
    REVIEWER,
    ChangeKey,
    Decision,
    Decisions,
    Verdict,
    is_replacement,
    toml_text,
    words_at,
)
from convert.decisions.gate import RuleRequest
from convert.decisions.review import Reviewed, Shown
from convert.document.model import Document
from convert.errors import BadSetting
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
KEYS: Mapping[str, type] = {
    "decide": str,
    "replacement": str,
    "rule": str,
    "action": str,
    "at": int,
    "words": str,
    "before": str,
    "after": str,
    "behind": str,
    "nth": int,
}
TOP: Mapping[str, type] = {"version": int, "source": str, "sha256": str, "reviewer": str, "decision": list}
_TABLE = "[[decision]]"
_ESCAPES = MappingProxyType({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def read_decisions(text: str, name: str) -> Decisions:
    """Read a decisions file; entries that nothing was decided on are passed over.

    Raises:
        BadSetting: not TOML, an unknown key, a wrong type, a verdict that cannot be; says the line.

    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadSetting(
            f"not TOML: {error}", location=name, hint="make it anew: backfile decisions"
        ) from error
    _check(table, TOP, name)
    if table.get("version", VERSION) != VERSION:
        what = f"version {table['version']} of decisions, and this program reads {VERSION}"
        raise BadSetting(what, location=name, hint="make it anew: backfile decisions")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == _TABLE]
    made: dict[ChangeKey, Decision] = {}
    for number, entry in enumerate(table.get("decision", [])):
        line = lines[number] if number < len(lines) else 0
        where = f"{name}:{line}"
        if not isinstance(entry, dict):
            raise BadSetting("decision must be a table", location=where, hint=f"begin each with {_TABLE}")
        _check(entry, KEYS, where)
        if not entry.get("decide"):
            continue
        decision = _decision(entry, where, line)
        if decision.key in made:
            first = made[decision.key].line
            raise BadSetting("decided on twice", location=where, hint=f"it stands in line {first}, too")
        made[decision.key] = decision
    return Decisions(tuple(made.values()), str(table.get("reviewer", "")).strip() or REVIEWER, name)


def _check(table: Mapping[str, object], keys: Mapping[str, type], where: str) -> None:
    """Raise BadSetting for a key that is not known or holds what it cannot."""
    for key, value in table.items():
        if key not in keys:
            near = get_close_matches(key, keys, 1, 0.5)
            advice = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(keys)}"
            raise BadSetting(f"unknown key {printable(key)}", location=where, hint=advice)
        if type(value) is not keys[key]:
            wanted = {str: "a text", int: "a whole number", list: f"tables that begin with {_TABLE}"}
            raise BadSetting(f"{key} must be {wanted[keys[key]]}", location=where)


def _decision(entry: Mapping[str, str | int], where: str, line: int) -> Decision:
    """Read one decision."""
    for key in ("rule", "action", "at", "words"):
        if key not in entry:
            raise BadSetting(f"no {key}", location=where, hint="make the file anew: backfile decisions")
    texts = {key: str(entry.get(key, "")) for key, kind in KEYS.items() if kind is str}
    if texts["decide"] not in set(Verdict):
        said = f"decide cannot be {printable(texts['decide'][:40])!r}"
        raise BadSetting(said, location=where, hint='give "", "accept", "reject" or "replace"')
    verdict = Verdict(texts["decide"])
    if texts["action"] not in ACTIONS:
        raise BadSetting(
            f"no action {printable(texts['action'][:40])!r}",
            location=where,
            hint=f"one of {', '.join(ACTIONS)}",
        )
    if verdict is Verdict.REPLACE and "replacement" not in entry:
        raise BadSetting("nothing to replace it with", location=where, hint='add replacement = "..."')
    if verdict is not Verdict.REPLACE and "replacement" in entry:
        raise BadSetting("a replacement is not used", location=where, hint='write decide = "replace"')
    if verdict is Verdict.REPLACE and not is_replacement(texts["action"], texts["replacement"]):
        what = f"{printable(texts['replacement'][:40])!r} cannot replace what a {texts['action']} does"
        raise BadSetting(what, location=where, hint="an edit or join takes a text, a label takes a role")
    at, nth = int(entry.get("at", 0)), int(entry.get("nth", 1))
    names = (texts["before"], texts["after"], texts["behind"], nth)
    place = ChangeKey(texts["rule"], texts["action"], at, *names)
    return Decision(place, verdict, texts["words"], texts["replacement"], line)


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
    parts += [f"source = {_text(toml_text(document.meta.name))}", f"sha256 = {_text(source.digest)}"]
    parts += [f"reviewer = {_text(reviewed.decisions.reviewer)}"]
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
    yield f"decide = {_text(decision.verdict if decision else '')}"
    if decision and decision.verdict is Verdict.REPLACE:
        yield f"replacement = {_text(decision.replacement)}"
    yield f"rule = {_text(key.rule)}"
    yield f"action = {_text(key.action)}"
    yield f"at = {key.at}"
    yield f"words = {_text(words)}"
    for name, value in (("before", key.before), ("after", key.after), ("behind", key.behind)):
        if value:
            yield f"{name} = {_text(value)}"
    if key.nth > 1:
        yield f"nth = {key.nth}"


def _text(value: str) -> str:
    """Write a basic string (TOML 1.0, Strings); what cannot be seen is escaped."""
    return f'"{"".join(map(_char, value))}"'


def _char(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable() or char == "\u3000":
        return char
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"
