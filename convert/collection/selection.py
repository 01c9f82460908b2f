"""A selection file: which issues, sections and articles make an anthology, in which order.

title = "一碗面"
foreword = "foreword.md"

[[part]]
title = "第一编"
text = "*Markdown*, optional"
include = [
  { issue = "1208.txt", article = "a.1f2e3d4c", title = "another title" },
  { issue = "1209.txt", section = "本市新闻" },
  { issue = 2025-12-10 },
]

An issue is named by its path, its file's name, its date, or the beginning of its digest.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from convert.collection.plan import Choice, Part, Volume, issue_name, same_issue
from convert.collection.spool import Held
from convert.document.roles import Opening
from convert.errors import BadSetting
from convert.system.paths import printable_path
from convert.typeset.display import one_line
from convert.writers.epub.metadata import LONGEST_ENTRY, LONGEST_VALUE

LARGEST = 4_000_000
"""Bytes of a file of the user's own."""
SHORTEST = 8
"""Hex digits by which a digest may be named."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What the file says."""

    where: str
    title: str
    foreword: str
    """Markdown."""
    parts: tuple[Mapping[str, Any], ...]


def read_selection(path: Path) -> Selection:
    """Read a selection file and its texts; whether what it names exists is seen later.

    Raises:
        BadSetting: it cannot be read, is no TOML, or has an unknown key or a wrong value.

    """
    table = read_toml(path)
    where = printable_path(path)
    _keys(table, {"title": str, "foreword": str, "part": list}, where)
    parts = table.get("part", [])
    if not parts:
        raise BadSetting("it selects nothing", location=where, hint="add a [[part]] with include = [...]")
    read = tuple(_part(part, path, where) for part in parts)
    foreword = _markdown(table.get("foreword", ""), path)
    return Selection(where, one_line(table.get("title", ""), LONGEST_VALUE), foreword, read)


def _part(part: object, path: Path, where: str) -> Mapping[str, Any]:
    """Check a part and make its texts ready."""
    if not isinstance(part, Mapping):
        raise BadSetting("part must be written [[part]]", location=where)
    _keys(part, {"title": str, "text": str, "include": list}, f"{where}: part")
    return {
        "title": one_line(part.get("title", ""), LONGEST_ENTRY),
        "text": _markdown(part.get("text", ""), path),
        "include": [_item(item, where) for item in part.get("include", [])],
    }


def _item(item: object, where: str) -> Mapping[str, str]:
    """Check what is to be included; a date may stand there as TOML writes it."""
    if not isinstance(item, Mapping) or "issue" not in item:
        raise BadSetting(
            f"{item!r:.80} names no issue",
            location=where,
            hint='write { issue = "page.txt", article = "a.1f2e3d4c" }',
        )
    known = {key: value.isoformat() if isinstance(value, date) else value for key, value in item.items()}
    _keys(known, {"issue": str, "section": str, "article": str, "title": str}, f"{where}: include")
    return {**known, "title": one_line(known.get("title", ""), LONGEST_ENTRY)}


def _markdown(text: str, path: Path) -> str:
    """Return Markdown, from the file beside the selection if a file is named."""
    named = text.endswith(".md") and "\n" not in text
    return _text(path.parent / text, printable_path(path)) if named else text


def read_topics(path: Path) -> dict[str, tuple[str, ...]]:
    """Read a file of topics: each with the words that put an article into it.

        "农业" = ["面条", "水稻"]

    Raises:
        BadSetting: it cannot be read, is no TOML, or holds anything else.

    """
    found: dict[str, tuple[str, ...]] = {}
    for topic, known in read_toml(path).items():
        if not (isinstance(known, list) and known and all(isinstance(w, str) and w.strip() for w in known)):
            raise BadSetting(
                f"topic {topic!r:.80} must be a list of words",
                location=printable_path(path),
                hint=f'write "{topic:.40}" = ["word", "word"]',
            )
        found[topic] = tuple(known)
    if not found:
        raise BadSetting(
            "it has no topic", location=printable_path(path), hint='write topic = ["word", "word"]'
        )
    return found


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file of the user's own.

    Raises:
        BadSetting: it cannot be read, or is no TOML.

    """
    try:
        return tomllib.loads(_text(path, ""))
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(
            f"not TOML: {error}",
            location=printable_path(path),
            hint="names in other letters than a-z need quotes",
        ) from error


def chosen(selection: Selection, issues: Sequence[Held]) -> Volume:
    """Find what a selection names.

    Raises:
        BadSetting: an issue, section or article that is not there; the nearest is named.

    """
    parts: list[Part] = []
    for part in selection.parts:
        choices = [choice for item in part["include"] for choice in _found(item, issues, selection.where)]
        several = len({same_issue(choice.issue) for choice in choices}) > 1
        parts.append(Part(part["title"], tuple(choices), text=part["text"], mixed=several))
    return Volume("", tuple(parts))


def _found(item: Mapping[str, str], issues: Sequence[Held], where: str) -> list[Choice]:
    """Return the articles that one entry names."""
    held = _issues(item["issue"], issues, where)
    everything = [Choice(issue, entry) for issue in held for entry in issue.entries]
    title, place = item["title"], held[0].place
    if wanted := item.get("article"):
        found = [choice for choice in everything if choice.entry.id == wanted]
        if not found:
            known = [choice.entry.id for choice in everything]
            raise _unknown(f"no article {wanted!r:.80} in {place}", wanted, known, where)
        return [replace(found[0], title=title)]
    if wanted := item.get("section"):
        found = [choice for choice in everything if choice.entry.section == wanted]
        if not found:
            known = list(dict.fromkeys(c.entry.section for c in everything if c.entry.section))
            raise _unknown(f"no section {wanted!r:.80} in {place}", wanted, known, where)
        return [replace(c, title=title if c.entry.kind is Opening.SECTION else "") for c in found]
    if title:
        raise BadSetting(
            f"a title for all of {place}", location=where, hint="give it to an article, or to the part"
        )
    return everything


def _issues(wanted: str, issues: Sequence[Held], where: str) -> list[Held]:
    """Return the issue of that path, file name, date, or beginning of its digest; perhaps several pages."""
    tests = (
        lambda issue: wanted == issue.place,
        lambda issue: wanted in {issue.meta.name, Path(issue.place).name, Path(issue.place).stem},
        lambda issue: wanted == issue.meta.date,
        lambda issue: len(wanted) >= SHORTEST and issue.digest.startswith(wanted),
    )
    for test in tests:
        found = [issue for issue in issues if test(issue)]
        if len({same_issue(issue) for issue in found}) > 1:
            raise BadSetting(
                f"{wanted!r:.80} means {found[0].place} and {found[1].place}",
                location=where,
                hint="give the path",
            )
        if found:
            return found
    names = [name for issue in issues for name in (issue.place, Path(issue.place).name, issue_name(issue))]
    raise _unknown(f"no issue {wanted!r:.80} among the sources", wanted, names, where)


def _unknown(what: str, wanted: str, known: Sequence[str], where: str) -> BadSetting:
    near = get_close_matches(wanted[:200], known, 1, 0.5)
    some = ", ".join(dict.fromkeys(known[:8])) or "none"
    advice = f"did you mean {near[0]}?" if near else f"there are: {some}"
    return BadSetting(what, location=where, hint=advice)


def _keys(table: Mapping[str, Any], known: Mapping[str, type], where: str) -> None:
    names: dict[object, str] = {str: "a text", list: "a list"}
    for key, value in table.items():
        if key not in known:
            raise _unknown(f"unknown key {key}", key, list(known), where)
        if not isinstance(value, known[key]):
            raise BadSetting(f"{key} must be {names[known[key]]}, not {value!r:.80}", location=where)


def _text(path: Path, named_by: str) -> str:
    try:
        if not path.is_file():
            raise BadSetting(
                "no such file", location=printable_path(path), hint=f"{named_by} names it" if named_by else ""
            )
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise BadSetting("larger than 4 MB", location=printable_path(path))
        return data.decode("utf-8")
    except OSError as error:
        raise BadSetting(error.strerror or "cannot be read", location=printable_path(path)) from error
    except UnicodeDecodeError as error:
        raise BadSetting("not UTF-8", location=printable_path(path), hint="save it as UTF-8") from error
