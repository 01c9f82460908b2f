"""The index of what there is to decide on in a folder of issues: OUT/.backfile/review/index.db (SQLite).

`issue` has a row for each issue: its target, its name, what is known of it, the key by which the ledger knew
it when it was looked at, its decisions file, its pages. `doubt` has a row for each change and proposal, with
the keys of its entry in a decisions file and what a person sees of it (JSON). `kind` has what alike ones have
in common, `watch` the misreadings that are watched for, `blocks` the blocks of each issue (JSON, compressed).
It is made of the sources alone, and can be made anew at any time: no decision stands in it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from zlib import compress, decompress

from convert.decisions.rewrite import EntryKey, entry_key
from convert.errors import UnreadableSource
from convert.review.doubts import DoubtKind, PageExtent, ReviewItem
from convert.review.issue_blocks import IssueBlock
from convert.review.watch_list import WatchedText
from convert.system.paths import printable_path
from convert.system.staging import FOLDER

REVIEW = "review"
"""The folder of the review below OUT/.backfile."""
VERSION = 5
"""Of the tables (PRAGMA user_version); those of another are made anew."""
TABLES = """
CREATE TABLE issue (id INTEGER PRIMARY KEY, target BLOB UNIQUE NOT NULL, key TEXT NOT NULL,
  name TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT NULL, source TEXT NOT NULL, sha256 TEXT NOT NULL,
  decisions BLOB NOT NULL, part_files TEXT NOT NULL, pages TEXT NOT NULL);
CREATE TABLE kind (id INTEGER PRIMARY KEY, rule TEXT NOT NULL, action TEXT NOT NULL, before TEXT NOT NULL,
  after TEXT NOT NULL, why TEXT NOT NULL, UNIQUE (rule, action, before, after, why));
CREATE TABLE watch (misreading TEXT NOT NULL);
CREATE TABLE doubt (id INTEGER PRIMARY KEY, issue INTEGER NOT NULL, kind INTEGER NOT NULL,
  done INTEGER NOT NULL, cert REAL NOT NULL, wrong REAL NOT NULL, page INTEGER NOT NULL,
  entry_key TEXT NOT NULL, entry TEXT NOT NULL, comment TEXT NOT NULL, detail TEXT NOT NULL);
CREATE TABLE blocks (issue INTEGER PRIMARY KEY, list BLOB NOT NULL);
CREATE INDEX doubt_entry ON doubt (issue, entry_key);
CREATE INDEX doubt_kind ON doubt (kind);
"""


class PartDecisions(NamedTuple):
    """A decisions file on one file of an issue."""

    path: str
    part: str
    """The name of that file; empty: the decisions are on the issue all the same."""
    ids: Mapping[str, str]
    """How it calls blocks, by their ids in the issue."""


@dataclass(frozen=True, slots=True)
class IssueDoubts:
    """An issue, and all that a run did and proposed on it."""

    target: bytes
    """Path of its files below OUT, without an ending."""
    key: str
    """By which the ledger knew it."""
    name: str
    title: str
    date: str
    source: str
    """The name of its source, as a decisions file has it."""
    sha256: str
    decisions: bytes
    """Path of its decisions file, which need not be there."""
    part_files: tuple[PartDecisions, ...] = ()
    """The decisions files on single files of it."""
    pages: tuple[PageExtent, ...] = ()
    doubts: tuple[ReviewItem, ...] = ()
    blocks: tuple[IssueBlock, ...] = ()


class IndexedIssue(NamedTuple):
    """A row of `issue`."""

    id: int
    target: bytes
    key: str
    name: str
    title: str
    date: str
    source: str
    sha256: str
    decisions: bytes
    part_files: Sequence[PartDecisions]
    pages: Sequence[Sequence[Any]]

    @property
    def decisions_file(self) -> Path:
        """Its decisions file, which need not be there."""
        return Path(os.fsdecode(self.decisions))


class QueueRow(NamedTuple):
    """A row of `doubt`, as far as its place in the queue depends on it."""

    id: int
    issue: int
    kind: int
    done: bool
    cert: float
    wrong: float
    """How likely what stands now is not what should."""
    page: int


class IndexedEntry(NamedTuple):
    """The entry of a doubt in a decisions file."""

    issue: int
    table: Mapping[str, Any]
    comment: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReviewIndex:
    """The open index of a folder."""

    base: sqlite3.Connection = field(repr=False)

    def keys(self) -> dict[bytes, str]:
        """Return by which key each issue was known when it was looked at, by target."""
        return dict(self.base.execute("SELECT target, key FROM issue"))

    def put(self, issue: IssueDoubts) -> None:
        """Enter an issue in the place of what is there of it."""
        self.remove(issue.target)
        pages = json.dumps(issue.pages)
        values = (issue.target, issue.key, issue.name, issue.title, issue.date, issue.source, issue.sha256)
        cursor = self.base.execute(
            "INSERT INTO issue (target, key, name, title, date, source, sha256, decisions, part_files, pages)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, issue.decisions, json.dumps(issue.part_files), pages),
        )
        rows = [(cursor.lastrowid, self._kind(doubt.kind), *_row(doubt)) for doubt in issue.doubts]
        self.base.executemany(
            "INSERT INTO doubt (issue, kind, done, cert, wrong, page, entry_key, entry, comment, detail)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        self.base.execute("INSERT INTO blocks VALUES (?, ?)", (cursor.lastrowid, _packed(issue.blocks)))
        self.base.commit()

    def remove(self, target: bytes) -> None:
        """Remove an issue."""
        of_issue = "WHERE issue IN (SELECT id FROM issue WHERE target = ?)"
        self.base.execute(f"DELETE FROM doubt {of_issue}", (target,))  # noqa: S608 - words of our own
        self.base.execute(f"DELETE FROM blocks {of_issue}", (target,))  # noqa: S608 - words of our own
        self.base.execute("DELETE FROM issue WHERE target = ?", (target,))

    def issues(self) -> dict[int, IndexedIssue]:
        """Return the issues by their numbers."""
        names = ", ".join(IndexedIssue._fields)
        rows = self.base.execute(f"SELECT {names} FROM issue ORDER BY date, target")  # noqa: S608 - names of our own
        return {row[0]: _indexed_issue(row) for row in rows}

    def kinds(self) -> dict[int, DoubtKind]:
        """Return the kinds by their numbers."""
        rows = self.base.execute("SELECT id, rule, action, before, after, why FROM kind")
        return {row[0]: DoubtKind(*row[1:]) for row in rows}

    def rows(self) -> list[QueueRow]:
        """Return all doubts in the order of the issues."""
        query = "SELECT id, issue, kind, done, cert, wrong, page FROM doubt ORDER BY id"
        return [QueueRow._make((*row[:3], bool(row[3]), *row[4:])) for row in self.base.execute(query)]

    def entry(self, doubt: int) -> IndexedEntry | None:
        """Return the entry of a doubt; None: there is no such doubt."""
        query = "SELECT issue, entry, comment FROM doubt WHERE id = ?"
        row = self.base.execute(query, (doubt,)).fetchone()
        return IndexedEntry(row[0], json.loads(row[1]), json.loads(row[2])) if row else None

    def find(self, issue: int, key: EntryKey) -> int | None:
        """Return the number of the doubt that an entry of a decisions file is on."""
        query = "SELECT id FROM doubt WHERE issue = ? AND entry_key = ?"
        row = self.base.execute(query, (issue, _key_text(key))).fetchone()
        return int(row[0]) if row else None

    def detail(self, doubt: int) -> dict[str, Any]:
        """Return what a person sees of a doubt; nothing where there is no such doubt."""
        row = self.base.execute("SELECT detail FROM doubt WHERE id = ?", (doubt,)).fetchone()
        detail: dict[str, Any] = json.loads(row[0]) if row else {}
        return detail

    def blocks(self, issue: int) -> tuple[IssueBlock, ...]:
        """Return the blocks of an issue in reading order; none where there is no such issue."""
        row = self.base.execute("SELECT list FROM blocks WHERE issue = ?", (issue,)).fetchone()
        return tuple(IssueBlock(*block) for block in json.loads(decompress(row[0]))) if row else ()

    def watched(self) -> tuple[WatchedText, ...]:
        """Return the misreadings that were watched for last."""
        rows = self.base.execute("SELECT misreading FROM watch ORDER BY rowid")
        return tuple(WatchedText(**json.loads(row[0])) for row in rows)

    def watch(self, misreadings: Sequence[WatchedText]) -> None:
        """Watch for others from now on."""
        self.base.execute("DELETE FROM watch")
        rows = [(_json(asdict(each)),) for each in misreadings]
        self.base.executemany("INSERT INTO watch VALUES (?)", rows)
        self.base.commit()

    def _kind(self, kind: DoubtKind) -> int:
        row = self.base.execute(
            "SELECT id FROM kind WHERE rule = ? AND action = ? AND before = ? AND after = ? AND why = ?", kind
        ).fetchone()
        if row:
            return int(row[0])
        cursor = self.base.execute(
            "INSERT INTO kind (rule, action, before, after, why) VALUES (?, ?, ?, ?, ?)", kind
        )
        return int(cursor.lastrowid or 0)


def _indexed_issue(row: Sequence[Any]) -> IndexedIssue:
    *values, part_files, pages = row
    files = [PartDecisions(*file) for file in json.loads(part_files)]
    return IndexedIssue._make((*values, files, json.loads(pages)))


def _row(doubt: ReviewItem) -> tuple[object, ...]:
    """Return the row of a doubt; half a character, which no file of text holds, is U+FFFD."""
    detail = {
        "place": doubt.place,
        "left": doubt.left,
        "right": doubt.right,
        "other": doubt.other,
        "lines": doubt.lines._asdict(),
        "other_lines": doubt.other_lines and doubt.other_lines._asdict(),
        "boxes": doubt.boxes,
        "candidates": doubt.candidates,
    }
    return (
        doubt.listed.done,
        doubt.cert,
        doubt.chance_wrong,
        doubt.page,
        _key_text(entry_key(doubt.listed.table)),
        _json(dict(doubt.listed.table)),
        _json(doubt.listed.comment),
        _json(detail),
    )


def _packed(blocks: Sequence[IssueBlock]) -> bytes:
    return compress(_json(blocks).encode(), 6)


def _key_text(key: EntryKey) -> str:
    return _json([key.part, *key.change])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()


def review_folder(out: Path) -> Path:
    """Return where the review of a folder has its own files."""
    return out / FOLDER / REVIEW


@contextmanager
def open_index(out: Path) -> Iterator[ReviewIndex]:
    """Open the index of a folder; one that is not there, damaged or of another version is made anew.

    Raises:
        UnreadableSource: it cannot be made.

    """
    path = review_folder(out) / "index.db"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        base = _open(path)
    except (OSError, sqlite3.Error) as error:
        raise UnreadableSource(f"cannot be opened: {error}", location=printable_path(path)) from error
    with closing(base):
        yield ReviewIndex(base)


@contextmanager
def read_index(out: Path) -> Iterator[ReviewIndex | None]:
    """Open the index of a folder to be read alone; None: there is none, or none of this version."""
    path = review_folder(out) / "index.db"
    try:
        base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        yield None
        return
    with closing(base):
        try:
            current = base.execute("PRAGMA user_version").fetchone() == (VERSION,)
        except sqlite3.Error:
            current = False
        yield ReviewIndex(base) if current else None


def _open(path: Path) -> sqlite3.Connection:
    try:
        base = _connect(path)
        if base.execute("PRAGMA user_version").fetchone() == (VERSION,):
            return base
        base.close()
    except sqlite3.DatabaseError:
        pass  # whatever is there is no index of ours; it holds nothing that cannot be made anew
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    base = _connect(path)
    base.executescript(TABLES)
    base.execute(f"PRAGMA user_version = {VERSION}")
    base.commit()
    return base


def _connect(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, check_same_thread=False)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    return base
