"""What the decisions files of a folder's issues say; each is read anew when it has changed.

An issue of several files may have decisions on single ones of them, in files of their own: there places count
in that file, and blocks have the ids that they have where it is read alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from convert.decisions.listing import Table
from convert.decisions.rewrite import EntryKey, entry_key
from convert.decisions.verdicts import UNDECIDED, EntryVerdict, verdicts_in
from convert.errors import ConvertError
from convert.review.index import IndexedIssue, PartDecisions, ReviewIndex
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

    path: Path
    stamp: FileStamp
    text: str
    verdicts: Mapping[EntryKey, EntryVerdict]


class EntryHome(NamedTuple):
    """Where an entry stands, and as what."""

    file: FileVerdicts
    key: EntryKey

    @property
    def table(self) -> Table:
        """The keys by which it finds its place there."""
        change = self.key.change._asdict()
        return {"decide": "", "part": self.key.part, **change}


@dataclass(frozen=True, slots=True)
class IssueVerdicts:
    """What the decisions files of an issue said when they were read."""

    whole: FileVerdicts
    """The file on the issue as a whole, into which new entries go."""
    parts: tuple[FileVerdicts, ...]
    """Those on single files of it."""
    verdicts: Mapping[EntryKey, EntryVerdict]
    """All of them, by the keys that entries have in the issue."""
    homes: Mapping[EntryKey, EntryHome]
    """Where an entry stands that is in none but a file of `parts`."""


NO_FILE = FileStamp()


@dataclass(slots=True)
class VerdictFiles:
    """The verdicts on all issues of a folder, as their files have them."""

    index: ReviewIndex
    issues: Mapping[int, IndexedIssue] = field(init=False)
    _files: dict[int, IssueVerdicts] = field(init=False, default_factory=dict)
    _states: dict[int, tuple[IssueVerdicts, dict[int, EntryVerdict]]] = field(
        init=False, default_factory=dict
    )
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
        now = self.seen(issue)
        before = self._states.get(issue)
        if before is None or before[0] is not now:
            numbers = ((self.index.find(issue, key), v) for key, v in now.verdicts.items() if v.decide)
            before = now, {doubt: verdict for doubt, verdict in numbers if doubt is not None}
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

    def seen(self, issue: int) -> IssueVerdicts:
        """Return what decisions files say; one that cannot be read says nothing till somebody mends it."""
        try:
            return self.read(issue)
        except ConvertError:  # whoever decides on the issue is told what is wrong with it
            nothing = FileVerdicts(self.issues[issue].decisions_file, NO_FILE, "", {})
            return IssueVerdicts(nothing, (), {}, {})

    def read(self, issue: int) -> IssueVerdicts:
        """Return what the decisions files of an issue say.

        Raises:
            ConvertError: one cannot be read.

        """
        row, before = self.issues[issue], self._files.get(issue)
        paths = [row.decisions_file, *(Path(file.path) for file in row.part_files)]
        if before:
            files = (before.whole, *before.parts)
            if [file.stamp for file in files] == [_stamp(path) for path in paths]:
                return before
        whole, *parts = map(_read, paths)
        self._files[issue] = _put_together(whole, parts, row.part_files)
        return self._files[issue]


def _put_together(
    whole: FileVerdicts, parts: Iterable[FileVerdicts], names: Iterable[PartDecisions]
) -> IssueVerdicts:
    """Give all entries the keys that they have in the issue."""
    homes: dict[EntryKey, EntryHome] = {}
    parts = tuple(parts)
    for file, name in zip(parts, names, strict=True):
        in_issue = {alone: block for block, alone in name.ids.items()}
        for key in file.verdicts:
            homes.setdefault(_in_issue(key, name.part, in_issue), EntryHome(file, key))
    homes = {key: home for key, home in homes.items() if key not in whole.verdicts}
    verdicts = {key: home.file.verdicts[home.key] for key, home in homes.items()}
    return IssueVerdicts(whole, parts, {**verdicts, **whole.verdicts}, homes)


def _in_issue(key: EntryKey, part: str, ids: Mapping[str, str]) -> EntryKey:
    if not part:
        return key
    change = key.change
    behind = change.behind
    if behind or change.action == "place":
        behind = ids.get(behind, behind)
    after = ids.get(change.after, change.after) if change.action == "ref" else change.after
    return EntryKey(part, change._replace(behind=behind, after=after))


def _read(path: Path) -> FileVerdicts:
    stamp = _stamp(path)
    text = decode_utf8(load(path, LARGEST_FILE), printable_path(path)) if stamp != NO_FILE else ""
    return FileVerdicts(path, stamp, text, verdicts_in(text, printable_path(path)))


def _stamp(path: Path) -> FileStamp:
    try:
        status = path.stat()
    except FileNotFoundError:
        return NO_FILE
    return FileStamp(status.st_ino, status.st_size, status.st_mtime_ns)
