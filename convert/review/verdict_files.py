"""What the decisions files of a folder's issues say; each is read anew when it has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from convert.decisions.rewrite import EntryKey, entry_key
from convert.decisions.verdicts import UNDECIDED, EntryVerdict, verdicts_in
from convert.errors import ConvertError
from convert.review.index import IndexedIssue, ReviewIndex
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.toml import decode_utf8

LARGEST_FILE = 64_000_000
"""Bytes of a decisions file."""


class FileStamp(NamedTuple):
    """By what a file is known to be the same as before; zeros: it was not there."""

    inode: int = 0
    size: int = 0
    time: int = 0


@dataclass(frozen=True, slots=True)
class FileVerdicts:
    """What a decisions file said when it was read."""

    stamp: FileStamp
    text: str
    verdicts: Mapping[EntryKey, EntryVerdict]


NO_FILE = FileStamp()
UNREADABLE = FileVerdicts(NO_FILE, "", {})


@dataclass(slots=True)
class VerdictFiles:
    """The verdicts on all issues of a folder, as their files have them."""

    index: ReviewIndex
    issues: Mapping[int, IndexedIssue] = field(init=False)
    _files: dict[int, FileVerdicts] = field(init=False, default_factory=dict)
    _states: dict[int, tuple[FileVerdicts, dict[int, EntryVerdict]]] = field(init=False, default_factory=dict)
    _targets: Mapping[bytes, int] = field(init=False)

    def __post_init__(self) -> None:
        """Read which issues there are."""
        self.issues = self.index.issues()
        self._targets = {issue.target: number for number, issue in self.issues.items()}

    def issue_number(self, target: bytes) -> int | None:
        """Return the number of an issue; None: it is not in the index any more."""
        return self._targets.get(target)

    def states(self, issue: int) -> dict[int, EntryVerdict]:
        """Return what was decided on an issue, by the numbers of its doubts."""
        file = self.seen(issue)
        before = self._states.get(issue)
        if before is None or before[0] is not file:
            numbers = ((self.index.find(issue, key), v) for key, v in file.verdicts.items() if v.decide)
            before = file, {doubt: verdict for doubt, verdict in numbers if doubt is not None}
            self._states[issue] = before
        return before[1]

    def state(self, doubt: int) -> EntryVerdict:
        """Return what was decided on a doubt."""
        entry = self.index.entry(doubt)
        if entry is None:
            return UNDECIDED
        return self.seen(entry.issue).verdicts.get(entry_key(entry.table), UNDECIDED)

    def verdict(self, target: bytes, table: Mapping[str, Any]) -> EntryVerdict:
        """Return what was decided on an entry."""
        issue = self.issue_number(target)
        return UNDECIDED if issue is None else self.seen(issue).verdicts.get(entry_key(table), UNDECIDED)

    def seen(self, issue: int) -> FileVerdicts:
        """Return what a decisions file says; one that cannot be read says nothing till somebody mends it."""
        try:
            return self.read(issue)
        except ConvertError:
            return UNREADABLE  # whoever decides on the issue is told what is wrong with it

    def read(self, issue: int) -> FileVerdicts:
        """Return what a decisions file says.

        Raises:
            ConvertError: it cannot be read.

        """
        path = self.issues[issue].decisions_file
        before, stamp = self._files.get(issue), _stamp(path)
        if before is None or before.stamp != stamp:
            text = decode_utf8(load(path, LARGEST_FILE), printable_path(path)) if stamp != NO_FILE else ""
            before = FileVerdicts(stamp, text, verdicts_in(text, printable_path(path)))
            self._files[issue] = before
        return before


def _stamp(path: Path) -> FileStamp:
    try:
        status = path.stat()
    except FileNotFoundError:
        return NO_FILE
    return FileStamp(status.st_ino, status.st_size, status.st_mtime_ns)
