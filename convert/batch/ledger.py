"""The ledger: what became of every issue, in OUT/.backfile/ledger.db (SQLite, write-ahead log).

`run` has a row for each run: when it began and ended and how, on which host, with which options (JSON, as
the command line gave them), how many issues it found and how many it left as they were.

`issue` has a row for each source, by its absolute path (bytes, as the file system has it): its name for
people, its target (the output's path in OUT without the ending), its state, the content key with its
parts, and of the last attempt: run, times (seconds since 1970), worker, tries, outputs ({format: [bytes,
mtime in ns, sha256]}), rules ({name: [version, done, proposed]}), warnings, and the error with its traceback.

Outputs are the truth, the ledger an index: a row whose outputs are not there is not believed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import starmap
from pathlib import Path

from convert.errors import BadSetting, UnwritableOutput
from convert.system.paths import printable_path
from convert.system.write import FileState

FOLDER = ".backfile"
"""In OUT: the ledger, the lock, and files that are not finished."""
VERSION = 1
"""Of the tables (PRAGMA user_version)."""

SCHEMA = """
CREATE TABLE run (
  id INTEGER PRIMARY KEY, began REAL NOT NULL, ended REAL, ending TEXT NOT NULL DEFAULT '',
  host TEXT NOT NULL, pid INTEGER NOT NULL, software TEXT NOT NULL, options TEXT NOT NULL,
  found INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE issue (
  path BLOB PRIMARY KEY, name TEXT NOT NULL, target BLOB, claim BLOB UNIQUE, state TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES run, key TEXT NOT NULL, parts TEXT NOT NULL, meta TEXT NOT NULL,
  began REAL, ended REAL, worker TEXT NOT NULL DEFAULT '', tries INTEGER NOT NULL DEFAULT 0,
  digest TEXT NOT NULL DEFAULT '', outputs TEXT NOT NULL DEFAULT '{}', rules TEXT NOT NULL DEFAULT '{}',
  changes INTEGER NOT NULL DEFAULT 0, proposals INTEGER NOT NULL DEFAULT 0,
  warnings TEXT NOT NULL DEFAULT '[]', kind TEXT NOT NULL DEFAULT '', what TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '', advice TEXT NOT NULL DEFAULT '', trace TEXT NOT NULL DEFAULT ''
);
CREATE INDEX issue_state ON issue (state);
"""


class State(StrEnum):
    """How far an issue has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    QUARANTINED = "quarantined"
    """It ended its worker twice, the second time alone."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A row of the ledger; times are seconds since 1970."""

    path: bytes
    name: str
    target: bytes | None
    claim: bytes | None
    """The target as file systems compare it that take no notice of case: no two issues have one."""
    state: State
    run: int
    key: str
    parts: Mapping[str, str]
    meta: Mapping[str, str]
    began: float | None = None
    ended: float | None = None
    worker: str = ""
    tries: int = 0
    digest: str = ""
    outputs: Mapping[str, FileState] = field(default_factory=dict)
    rules: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    changes: int = 0
    proposals: int = 0
    warnings: tuple[str, ...] = ()
    kind: str = ""
    what: str = ""
    place: str = ""
    advice: str = ""
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A row of the ledger: one run of `backfile batch`."""

    id: int
    began: float
    ended: float | None
    ending: str
    """done, failures, stopped, interrupted; empty while it runs, and for ever where it was killed."""
    host: str
    pid: int
    software: str
    options: Mapping[str, object]
    found: int
    unchanged: int


_COLUMNS = tuple(Issue.__dataclass_fields__)
_JSON = {"parts", "meta", "outputs", "rules", "warnings"}
_PUT = f"INSERT OR REPLACE INTO issue ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - names of our own


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger; what is put is kept from `commit` on."""

    base: sqlite3.Connection
    where: Path

    def begin(self, began: float, host: str, pid: int, software: str, options: Mapping[str, object]) -> int:
        """Enter a run and return its number; issues that a killed run left running are waiting again."""
        self.base.execute(
            "UPDATE issue SET state = ? WHERE state = ?", (State.WAITING.value, State.RUNNING.value)
        )
        entered = self.base.execute(
            "INSERT INTO run (began, host, pid, software, options) VALUES (?, ?, ?, ?, ?)",
            (began, host, pid, software, _json(options)),
        )
        self.commit()
        return int(entered.lastrowid or 0)

    def planned(self, run: int, found: int, unchanged: int) -> None:
        """Enter what a run has before it."""
        self.base.execute("UPDATE run SET found = ?, unchanged = ? WHERE id = ?", (found, unchanged, run))

    def end(self, run: int, ended: float, ending: str) -> None:
        """Enter how a run ended."""
        self.base.execute("UPDATE run SET ended = ?, ending = ? WHERE id = ?", (ended, ending, run))
        self.commit()

    def put(self, issue: Issue) -> None:
        """Enter an issue in the place of what was known of it."""
        values = (getattr(issue, name) for name in _COLUMNS)
        row = [_json(v) if n in _JSON else v for n, v in zip(_COLUMNS, values, strict=True)]
        self.base.execute(_PUT, row)

    def started(self, path: bytes, began: float) -> None:
        """Enter that an issue is being converted."""
        self.base.execute(
            "UPDATE issue SET state = ?, began = ? WHERE path = ?", (State.RUNNING.value, began, path)
        )

    def remove(self, path: bytes) -> None:
        """Forget a source: its outputs belong to another path now."""
        self.base.execute("DELETE FROM issue WHERE path = ?", (path,))

    def commit(self) -> None:
        """Keep what was put, on the disk."""
        self.base.commit()

    def by_path(self, path: bytes) -> Issue | None:
        """Return what is known of a source."""
        return next(self.issues("WHERE path = ?", (path,)), None)

    def by_claim(self, claim: bytes) -> Issue | None:
        """Return what is known of the source that owns an output."""
        return next(self.issues("WHERE claim = ?", (claim,)), None)

    def issues(self, where: str = "", values: tuple[object, ...] = ()) -> Iterator[Issue]:
        """Yield issues by name; `where` is a clause of our own, never a user's text."""
        rows = self.base.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM issue {where} ORDER BY name",  # noqa: S608 - the same
            values,
        )
        for row in rows:
            yield _issue(row)

    def counts(self) -> dict[State, int]:
        """Return how many issues are in each state."""
        rows = dict(self.base.execute("SELECT state, count(*) FROM issue GROUP BY state"))
        return {state: rows.get(state.value, 0) for state in State}

    def runs(self) -> tuple[Run, ...]:
        """Return the runs, the first one first."""
        rows = self.base.execute(
            "SELECT id, began, ended, ending, host, pid, software, options, found, unchanged FROM run"
            " ORDER BY id"
        )
        return tuple(replace(run, options=json.loads(str(run.options))) for run in starmap(Run, rows))


def _json(value: object) -> str:
    """Return a value as JSON that every database takes: lone surrogates stay escapes."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, default=dict)


def _issue(row: tuple[object, ...]) -> Issue:
    known = dict(zip(_COLUMNS, row, strict=True))
    for name in _JSON:
        known[name] = json.loads(str(known[name]))
    pairs = {name: FileState(*values) for name, values in known["outputs"].items()}  # type: ignore[attr-defined]
    rules = {name: tuple(values) for name, values in known["rules"].items()}  # type: ignore[attr-defined]
    known |= {"outputs": pairs, "rules": rules, "warnings": tuple(known["warnings"])}  # type: ignore[arg-type]
    known["state"] = State(str(known["state"]))
    return Issue(**known)  # type: ignore[arg-type]


def ledger_path(out: Path) -> Path:
    """Return where the ledger of an output folder is."""
    return out / FOLDER / "ledger.db"


def lock_path(out: Path) -> Path:
    """Return the file by which a run holds an output folder."""
    return out / FOLDER / "lock"


@contextmanager
def open_ledger(out: Path, *, make: bool = False) -> Iterator[Ledger]:
    """Open the ledger of an output folder; with `make`, begin one where there is none.

    Raises:
        BadSetting: there is none, or it is no ledger, or one of a newer version.
        UnwritableOutput: it cannot be written; the disk is full.

    """
    path = ledger_path(out)
    if not make and not path.is_file():
        raise BadSetting(
            "no ledger", location=printable_path(out), hint="name an output folder of `backfile batch`"
        )
    try:
        base = sqlite3.connect(path, timeout=30, isolation_level="DEFERRED")
        try:
            _check(base, path)
            yield Ledger(base, path)
        finally:
            base.close()
    except sqlite3.DatabaseError as error:
        hint = "make room, or give write permission, and run again: nothing done is lost"
        raise UnwritableOutput(f"ledger: {error}", location=printable_path(path), hint=hint) from error


def _check(base: sqlite3.Connection, path: Path) -> None:
    """Make the tables of a new ledger; refuse one of a version that we do not know."""
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version == VERSION:
        base.execute("PRAGMA synchronous = FULL")
        return
    if version or base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise BadSetting(
            f"a ledger of version {version}, and we know {VERSION}",
            location=printable_path(path),
            hint="use the backfile that made it, or another output folder",
        )
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")
    base.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
