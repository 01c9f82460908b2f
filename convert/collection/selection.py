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

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from convert.collection.article_store import StoredIssue
from convert.collection.plan import Choice, Part, Volume, issue_name, same_issue
from convert.document.roles import Opening
from convert.errors import BadSetting, UnreadableSource, suggest
from convert.system.decode import decode_table
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.schema import Parsed, must_be
from convert.system.toml import LARGEST_FILE, decode_utf8, load_toml, toml_string
from convert.typeset.display import one_line
from convert.writers.epub.metadata import LONGEST_ENTRY, LONGEST_VALUE

SHORTEST_DIGEST = 8
"""Hex digits by which a digest may be named."""
HINTS = MappingProxyType(
    {
        "": "put texts in quotes, and also names with characters other than a-z",
        "part": "begin each with [[part]]",
        "part.include": 'write { issue = "page.txt", article = "a.1f2e3d4c" }',
        "part.include.issue": 'write { issue = "page.txt" }, or { issue = 2025-12-08 }',
    }
)
"""What a value looks like, by key."""
TOPIC_HINTS = MappingProxyType({"": "put names with characters other than a-z in quotes"})


def _parse_issue(value: object) -> str:
    """Take an issue's name; a date may stand there as TOML writes it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value
    raise must_be("a text", value)


def _parse_words(value: object) -> tuple[str, ...]:
    """Take the words of a topic; an empty word would put every article there."""
    if isinstance(value, list) and value and all(isinstance(word, str) and word.strip() for word in value):
        return tuple(value)
    raise must_be("a list of words", value)


LONGEST_MARKDOWN = 100_000
"""Characters of a foreword, or of the text of a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Included:
    """An issue, or a section or article of it."""

    issue: Annotated[str, Parsed(_parse_issue)]
    section: str = ""
    article: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedPart:
    """A part of the book."""

    title: str = ""
    text: str = ""
    """Markdown, or the name of a file that holds it."""
    include: tuple[Included, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _SelectionFile:
    """The keys of a selection file."""

    title: str = ""
    foreword: str = ""
    part: tuple[SelectedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """What the file says, with its texts read."""

    location: str
    title: str
    foreword: str
    """Markdown."""
    parts: tuple[SelectedPart, ...]


def read_selection(path: Path) -> Selection:
    """Read a selection file and its texts; whether what it names exists is seen later.

    Raises:
        BadSetting: it cannot be read, is no TOML, or has an unknown key or an invalid value.

    """
    toml = load_toml(path, hints=HINTS)
    file = toml.decode(_SelectionFile, HINTS)
    if not file.part:
        hint = "add a [[part]] with include = [...]"
        raise BadSetting("it selects nothing", location=toml.location, hint=hint)
    parts = tuple(
        replace(part, title=one_line(part.title, LONGEST_ENTRY), text=_markdown(part.text, path))
        for part in file.part
    )
    return Selection(
        toml.location, one_line(file.title, LONGEST_VALUE), _markdown(file.foreword, path), parts
    )


def _markdown(text: str, path: Path) -> str:
    """Return Markdown, from the file beside the selection if a file is named."""
    if not text.endswith(".md") or "\n" in text:
        return _check_length(text, printable_path(path))
    file = path.parent / text
    real = Path(os.path.realpath(file))
    if os.path.lexists(real) and not real.is_relative_to(os.path.realpath(path.parent)):
        raise BadSetting(
            f"the text {text[:80]!r} is outside of the folder",
            location=printable_path(path),
            hint="put the file beside the selection, or below it",
        )
    try:
        data = load(file, LARGEST_FILE, hint="check that it is the right file")
        return _check_length(decode_utf8(data, printable_path(file)), printable_path(file))
    except UnreadableSource as error:
        hint = f"{printable_path(path)} names it"
        raise BadSetting(error.message, location=error.location, hint=hint) from error


def _check_length(markdown: str, location: str) -> str:
    """Return Markdown that is not too long: brackets without end cost its parser quadratic time."""
    if len(markdown) > LONGEST_MARKDOWN:
        message = f"a text of {len(markdown):,} characters; the limit is {LONGEST_MARKDOWN:,}"
        raise BadSetting(message, location=location, hint="divide it among the parts of the book")
    return markdown


@dataclass(frozen=True, slots=True)
class _TopicFile:
    """A file of topics, whose names are the editor's own."""

    topics: Mapping[str, Annotated[tuple[str, ...], Parsed(_parse_words)]]


def read_topics(path: Path) -> dict[str, tuple[str, ...]]:
    """Read a file of topics: each with the words that put an article into it.

        "农业" = ["面条", "水稻"]

    Raises:
        BadSetting: it cannot be read, is no TOML, or holds anything else.

    """
    toml = load_toml(path, hints=TOPIC_HINTS)
    hints = {"topics": f'write {toml_string("农业")} = ["面条", "水稻"]'}
    topics = decode_table({"topics": toml.table}, _TopicFile, toml.location, hints=hints).topics
    if not topics:
        raise BadSetting("it has no topic", location=toml.location, hint='write topic = ["word", "word"]')
    return dict(topics)


def chosen(selection: Selection, issues: Sequence[StoredIssue]) -> Volume:
    """Find what a selection names.

    Raises:
        BadSetting: an issue, section or article that is not there; the nearest is named.

    """
    parts: list[Part] = []
    for part in selection.parts:
        choices = [choice for item in part.include for choice in _choose(item, issues, selection.location)]
        several = len({same_issue(choice.issue) for choice in choices}) > 1
        parts.append(Part(part.title, tuple(choices), text=part.text, mixed=several))
    return Volume("", tuple(parts))


def _choose(item: Included, issues: Sequence[StoredIssue], location: str) -> list[Choice]:
    """Return the articles that one entry names."""
    named = _issues(item.issue, issues, location)
    everything = [Choice(issue, entry) for issue in named for entry in issue.entries]
    title, source = one_line(item.title, LONGEST_ENTRY), named[0].location
    if wanted := item.article:
        matches = [choice for choice in everything if choice.entry.id == wanted]
        if not matches:
            names = [choice.entry.id for choice in everything]
            raise _unknown(f"no article {wanted!r:.80} in {source}", wanted, names, location)
        return [replace(matches[0], title=title)]
    if wanted := item.section:
        matches = [choice for choice in everything if choice.entry.section == wanted]
        if not matches:
            names = list(dict.fromkeys(c.entry.section for c in everything if c.entry.section))
            raise _unknown(f"no section {wanted!r:.80} in {source}", wanted, names, location)
        return [replace(c, title=title if c.entry.kind is Opening.SECTION else "") for c in matches]
    if title:
        raise BadSetting(
            f"a title for all of {source}", location=location, hint="give it to an article, or to the part"
        )
    return everything


def _issues(wanted: str, issues: Sequence[StoredIssue], location: str) -> list[StoredIssue]:
    """Return the issue of that path, file name, date, or beginning of its digest; perhaps several pages."""
    tests = (
        lambda issue: wanted == issue.location,
        lambda issue: wanted in {issue.meta.name, Path(issue.location).name, Path(issue.location).stem},
        lambda issue: wanted == issue.meta.date,
        lambda issue: (
            len(wanted) >= SHORTEST_DIGEST
            and (issue.digest.startswith(wanted) or issue.text_digest.startswith(wanted))
        ),
    )
    for test in tests:
        matches = [issue for issue in issues if test(issue)]
        if len({same_issue(issue) for issue in matches}) > 1:
            raise BadSetting(
                f"{wanted!r:.80} means {matches[0].location} and {matches[1].location}",
                location=location,
                hint="give the path",
            )
        if matches:
            return matches
    names = [
        name for issue in issues for name in (issue.location, Path(issue.location).name, issue_name(issue))
    ]
    raise _unknown(f"no issue {wanted!r:.80} among the sources", wanted, names, location)


def _unknown(problem: str, wanted: str, names: Sequence[str], location: str) -> BadSetting:
    some = ", ".join(dict.fromkeys(names[:8])) or "none"
    return BadSetting(problem, location=location, hint=suggest(wanted, names, f"choose from: {some}"))
