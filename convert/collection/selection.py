"""A selection file: which issues, sections and articles make an anthology, in which order.

title = "一碗面"
foreword = "foreword.md"

[[part]]
title = "第一编"
text = "*Markdown*, optional"
include = [
  { issue = "1208.txt", article = "a.1f2e3d4c", title = "another title" },
  { issue = "1209.txt", section = "本市新闻" },
  { issue = "2025-12-10" },
]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from convert.collection.plan import Choice, Part, Volume, issue_name
from convert.collection.spool import Held
from convert.errors import BadSetting
from convert.model import Opening

LARGEST = 4_000_000
"""Bytes of a file of the user's own."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What the file says."""

    where: str
    title: str
    foreword: str
    """Markdown."""
    parts: tuple[Mapping[str, Any], ...]


def read_selection(path: Path) -> Selection:
    """Read a selection file and its foreword; whether what it names exists is seen later.

    Raises:
        BadSetting: it cannot be read, is no TOML, or has an unknown key or a wrong value.

    """
    table = read_toml(path)
    where = str(path)
    _keys(table, {"title": str, "foreword": str, "part": list}, where)
    parts = table.get("part", [])
    if not parts:
        raise BadSetting("it selects nothing", where=where, advice="add a [[part]] with include = [...]")
    for part in parts:
        if not isinstance(part, Mapping):
            raise BadSetting("part must be written [[part]]", where=where)
        _keys(part, {"title": str, "text": str, "include": list}, f"{where}: part")
        for item in part.get("include", []):
            if not isinstance(item, Mapping) or "issue" not in item:
                raise BadSetting(
                    f"{item!r} names no issue",
                    where=where,
                    advice='write { issue = "page.txt", article = "a.1f2e3d4c" }',
                )
            _keys(item, {"issue": str, "section": str, "article": str, "title": str}, f"{where}: include")
    foreword = table.get("foreword", "")
    if foreword.endswith(".md"):
        foreword = _text(path.parent / foreword, where)
    return Selection(where, table.get("title", ""), foreword, tuple(parts))


def read_topics(path: Path) -> dict[str, tuple[str, ...]]:
    """Read a file of topics: each with the words that put an article into it.

        农业 = ["面条", "水稻"]

    Raises:
        BadSetting: it cannot be read, is no TOML, or holds anything else.

    """
    found: dict[str, tuple[str, ...]] = {}
    for topic, known in read_toml(path).items():
        if not (isinstance(known, list) and known and all(isinstance(w, str) and w.strip() for w in known)):
            raise BadSetting(
                f"topic {topic!r} must be a list of words",
                where=str(path),
                advice=f'write {topic} = ["word", "word"]',
            )
        found[topic] = tuple(known)
    if not found:
        raise BadSetting("it has no topic", where=str(path), advice='write topic = ["word", "word"]')
    return found


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file of the user's own.

    Raises:
        BadSetting: it cannot be read, or is no TOML.

    """
    try:
        return tomllib.loads(_text(path, ""))
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(f"not TOML: {error}", where=str(path)) from error


def chosen(selection: Selection, issues: Sequence[Held]) -> Volume:
    """Find what a selection names.

    Raises:
        BadSetting: an issue, section or article that is not there; the nearest is named.

    """
    parts: list[Part] = []
    for part in selection.parts:
        choices = [
            choice for item in part.get("include", []) for choice in _found(item, issues, selection.where)
        ]
        several = len({id(choice.issue) for choice in choices}) > 1
        parts.append(Part(part.get("title", ""), tuple(choices), text=part.get("text", ""), mixed=several))
    return Volume("", tuple(parts))


def _found(item: Mapping[str, str], issues: Sequence[Held], where: str) -> list[Choice]:
    issue = _issue(item["issue"], issues, where)
    title = item.get("title", "")
    if wanted := item.get("article"):
        entries = [entry for entry in issue.entries if entry.id == wanted]
        if not entries:
            known = [entry.id for entry in issue.entries]
            raise _unknown(f"no article {wanted!r} in {issue.place}", wanted, known, where)
        return [Choice(issue, entries[0], title)]
    if wanted := item.get("section"):
        entries = [e for e in issue.entries if e.section == wanted]
        if not entries:
            known = [entry.section for entry in issue.entries if entry.section]
            raise _unknown(f"no section {wanted!r} in {issue.place}", wanted, known, where)
        return [Choice(issue, entry, title if entry.kind is Opening.SECTION else "") for entry in entries]
    return [Choice(issue, entry) for entry in issue.entries]


def _issue(wanted: str, issues: Sequence[Held], where: str) -> Held:
    """Return the issue of that path, file name, date, or beginning of its digest."""
    tests = (
        lambda issue: wanted == issue.place,
        lambda issue: wanted in {issue.meta.name, Path(issue.place).name, Path(issue.place).stem},
        lambda issue: wanted == issue.meta.date,
        lambda issue: len(wanted) >= 8 and issue.digest.startswith(wanted),
    )
    for test in tests:
        found = [issue for issue in issues if test(issue)]
        if len(found) > 1:
            raise BadSetting(
                f"{wanted!r} means {found[0].place} and {found[1].place}", where=where, advice="give the path"
            )
        if found:
            return found[0]
    names = [name for issue in issues for name in (issue.place, Path(issue.place).name, issue_name(issue))]
    raise _unknown(f"no issue {wanted!r} among the sources", wanted, names, where)


def _unknown(what: str, wanted: str, known: Sequence[str], where: str) -> BadSetting:
    near = get_close_matches(wanted, known, 1, 0.5)
    advice = f"did you mean {near[0]}?" if near else f"there are: {', '.join(dict.fromkeys(known[:8]))}"
    return BadSetting(what, where=where, advice=advice)


def _keys(table: Mapping[str, Any], known: Mapping[str, type], where: str) -> None:
    names: dict[object, str] = {str: "a text", list: "a list"}
    for key, value in table.items():
        if key not in known:
            raise _unknown(f"unknown key {key}", key, list(known), where)
        if not isinstance(value, known[key]):
            raise BadSetting(f"{key} must be {names[known[key]]}, not {value!r}", where=where)


def _text(path: Path, named_by: str) -> str:
    try:
        if not path.is_file():
            raise BadSetting(
                "no such file", where=str(path), advice=f"{named_by} names it" if named_by else ""
            )
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise BadSetting("larger than 4 MB", where=str(path))
        return data.decode("utf-8")
    except OSError as error:
        raise BadSetting(error.strerror or "cannot be read", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise BadSetting("not UTF-8", where=str(path), advice="save it as UTF-8") from error
