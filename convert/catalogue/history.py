"""When issues came into a catalogue, and when what is in them was first made: the catalogue's own record.

A file in the catalogue's folder, .history.json, has for each issue, by its identifier, the digest of its
contents, the number of the build that first had it, and the time when these contents were first made: as the
ledger of a batch says it, else as the clock said it when the catalogue first saw them. So an unchanged issue
keeps its time, a corrected one has a later one than before, and the same folder makes the same catalogue on
any later day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from convert.catalogue.inventory import CatalogueEntry
from convert.errors import ConvertError, DuplicateIssue, UnreadableSource
from convert.system.json_object import parse_object
from convert.system.load import load
from convert.system.paths import printable_path
from convert.text.time_text import utc_text

NAME = ".history.json"
LARGEST = 200_000_000
"""Bytes of the record: of a million issues."""
MOST_BUILDS = 10**9
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_FAULT = "is not a record of a catalogue; all issues get new times"


class IssueHistory(NamedTuple):
    """What a catalogue remembers of an issue."""

    digest: str
    """SHA-256 of its contents."""
    build: int
    """Number of the build that first had it."""
    updated: str
    """When these contents were first made, as RFC 3339 has it."""


@dataclass(frozen=True, slots=True)
class CatalogueTimes:
    """What is known of time when a catalogue is made."""

    now: datetime
    made: Mapping[str, datetime] = field(default_factory=dict)
    """When the files of an issue, as they are, were first made, by path without an ending: from a ledger."""


@dataclass(frozen=True, slots=True)
class CatalogueHistory:
    """What a catalogue remembers."""

    builds: int = 0
    """How many times issues came in."""
    changed: str = ""
    """When issues last came, went or changed."""
    issues: Mapping[str, IssueHistory] = field(default_factory=dict)
    """By identifier."""

    def followed_by(
        self, entries: Sequence[CatalogueEntry], digests: Sequence[str], times: CatalogueTimes
    ) -> CatalogueHistory:
        """Return the history with these issues; `digests` are those of their contents, in the same order."""
        build = self.builds + any(entry.id not in self.issues for entry in entries)
        issues = {
            entry.id: self._issue(entry, digest, build, times)
            for entry, digest in zip(entries, digests, strict=True)
        }
        is_same = self.changed and self._contents(issues) == self._contents(self.issues)
        changed = self.changed if is_same else _later(times.now, self.changed)
        return CatalogueHistory(build, changed, issues)

    def _issue(self, entry: CatalogueEntry, digest: str, build: int, times: CatalogueTimes) -> IssueHistory:
        former = self.issues.get(entry.id)
        if former and former.digest == digest:
            return former
        made = times.made.get(entry.stem, times.now)
        if former is None:
            return IssueHistory(digest, build, utc_text(made))
        return IssueHistory(digest, former.build, _later(made, former.updated))

    @staticmethod
    def _contents(issues: Mapping[str, IssueHistory]) -> set[tuple[str, str]]:
        return {(key, issue.digest) for key, issue in issues.items()}

    def dated(self, entries: Iterable[CatalogueEntry]) -> tuple[CatalogueEntry, ...]:
        """Return issues with the times that are known of them."""
        return tuple(
            replace(entry, build=known.build, updated=known.updated)
            for entry in entries
            for known in (self.issues[entry.id],)
        )


def check_unlike(entries: Iterable[CatalogueEntry]) -> None:
    """See that no two issues are one and the same.

    Raises:
        DuplicateIssue: two are; a reader would replace one by the other.

    """
    seen: dict[str, str] = {}
    for entry in entries:
        other = seen.setdefault(entry.id, entry.stem)
        if other != entry.stem:
            names = " and ".join(map(printable_path, (other, entry.stem)))
            raise DuplicateIssue(
                f"{names} are the same issue by their metadata ({entry.label})",
                hint="give each its page or number in its .toml file and convert it again, or move one "
                "elsewhere",
            )


def _later(time: datetime, former: str) -> str:
    """Return a time, or one second after the former one where it is not later: every client sees a change."""
    text = utc_text(time)
    return text if text > former else utc_text(_parsed_time(former) + timedelta(seconds=1))


def _parsed_time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def format_history(history: CatalogueHistory) -> bytes:
    """Return the record: the same history makes the same bytes."""
    issues = {key: list(history.issues[key]) for key in sorted(history.issues)}
    values = {"builds": history.builds, "changed": history.changed, "issues": issues}
    return (json.dumps(values, indent=0) + "\n").encode()


def read_history(folder: Path, faults: list[ConvertError]) -> CatalogueHistory:
    """Return what a catalogue remembers; nothing where it has no record. One of other making is a fault."""
    path = folder / NAME
    if not path.is_file():
        return CatalogueHistory()
    location = printable_path(path)
    try:
        return _parsed(parse_object(load(path, LARGEST).decode("utf-8"), location, "remove it"))
    except (ConvertError, ValueError, TypeError, KeyError, AttributeError):
        faults.append(UnreadableSource(_FAULT, location=location, hint="nothing else is lost"))
        return CatalogueHistory()


def _parsed(values: Mapping[str, object]) -> CatalogueHistory:
    """Return the history that a record has.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is none.

    """
    builds, changed, issues = values["builds"], values["changed"], values["issues"]
    if not (_is_number(builds) and _is_time(changed) and isinstance(issues, dict)):
        raise ValueError(_FAULT)
    read = {key: IssueHistory(*issue) for key, issue in issues.items()}
    for issue in read.values():
        if not (isinstance(issue.digest, str) and _is_number(issue.build) and _is_time(issue.updated)):
            raise ValueError(_FAULT)
    return CatalogueHistory(int(str(builds)), str(changed), read)


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value <= MOST_BUILDS


def _is_time(value: object) -> bool:
    """Whether a value is a time that a calendar has."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    return bool(_parsed_time(value))
