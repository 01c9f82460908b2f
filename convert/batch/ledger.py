"""The ledger: what became of every issue, in OUT/.backfile/ledger.db (SQLite, write-ahead log).

`run` has a row for each run: when it began and ended and how, on which host, with which options (JSON, as
the command line gave them), how many issues its sources held and how many it left as they were, and which
files it passed over ({ending: count}).

`issue` has a row for each issue, by its absolute path (bytes, as the file system has it; of an issue of
several files that of its folder, or their folder and its name): its name for people, its files where they
are several ([[path, page, sha256, decisions file]]), its target (the output's path in OUT without the
ending), its state, the content key with its parts, the decisions file that is obeyed, and of the last
attempt: run, times (seconds since 1970; made: of the first run that made these very outputs), worker, tries,
outputs ({format: [bytes, mtime in ns, sha256]}),
rules ({name: [version, done, proposed]}), damage ({kind: estimate}, or nothing), warnings, notes (what
follows from decisions), the error with its traceback.

`former` has a row for each file that was written and would not be written again, for its format is not
asked for any more, or its issue or its pages go elsewhere now: path below OUT, source, size, time of change,
digest.

`problem` has a row for each thing in a folder that a person should look at: the folder (an absolute path),
the kind, and the words.

Outputs are the truth, the ledger an index: a row whose outputs are not there is not believed. At the end of
each run a copy is made, ledger.copy.db, from which a ledger that was damaged is rebuilt.
"""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import starmap
from pathlib import Path, PurePath
from urllib.parse import quote_from_bytes

from convert.batch.ledger_check import find_damage, is_damage
from convert.batch.records import (
    Ending,
    FormerOutput,
    Issue,
    Run,
    State,
    Times,
    as_json,
    former_output,
    from_row,
    to_row,
)
from convert.errors import BadSetting, DamagedLedger, UnreadableSource, UnwritableOutput
from convert.issue.page_problems import FolderProblem, ProblemKind
from convert.system.lock import is_locked
from convert.system.paths import printable_path
from convert.system.staging import FOLDER

VERSION = 7
"""Of the tables (PRAGMA user_version)."""

_FORMER = """
CREATE TABLE former (
  file BLOB PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
  digest TEXT NOT NULL, reason TEXT NOT NULL
);
"""
_PROBLEM = """
CREATE TABLE problem (
  folder BLOB NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (folder, kind, message)
);
"""
SCHEMA = (
    """
CREATE TABLE run (
  id INTEGER PRIMARY KEY, began REAL NOT NULL, ended REAL, ending TEXT NOT NULL DEFAULT '',
  host TEXT NOT NULL, pid INTEGER NOT NULL, software TEXT NOT NULL, options TEXT NOT NULL,
  found INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
  passed_over TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE issue (
  path BLOB PRIMARY KEY, name TEXT NOT NULL, target BLOB, output_key BLOB UNIQUE, state TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES run, key TEXT NOT NULL, parts TEXT NOT NULL, meta TEXT NOT NULL,
  began REAL, ended REAL, worker TEXT NOT NULL DEFAULT '', tries INTEGER NOT NULL DEFAULT 0,
  digest TEXT NOT NULL DEFAULT '', outputs TEXT NOT NULL DEFAULT '{}', rules TEXT NOT NULL DEFAULT '{}',
  changes INTEGER NOT NULL DEFAULT 0, proposals INTEGER NOT NULL DEFAULT 0,
  warnings TEXT NOT NULL DEFAULT '[]', kind TEXT NOT NULL DEFAULT '', what TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '', advice TEXT NOT NULL DEFAULT '', trace TEXT NOT NULL DEFAULT '',
  encoding TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '[]', decisions BLOB,
  exit_code INTEGER NOT NULL DEFAULT 1, damage TEXT NOT NULL DEFAULT '{}',
  pages TEXT NOT NULL DEFAULT '[]', made REAL
);
CREATE INDEX issue_state ON issue (state);
"""
    + _FORMER
    + _PROBLEM
)
MIGRATIONS = {
    1: """
ALTER TABLE run ADD COLUMN passed_over TEXT NOT NULL DEFAULT '{}';
ALTER TABLE issue RENAME COLUMN claim TO output_key;
ALTER TABLE issue ADD COLUMN encoding TEXT NOT NULL DEFAULT '';
ALTER TABLE issue ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE issue ADD COLUMN decisions BLOB;
ALTER TABLE issue ADD COLUMN exit_code INTEGER NOT NULL DEFAULT 1;
""",
    2: _FORMER,
    3: "ALTER TABLE issue ADD COLUMN damage TEXT NOT NULL DEFAULT '{}';",
    4: "ALTER TABLE issue ADD COLUMN pages TEXT NOT NULL DEFAULT '[]';",
    5: _PROBLEM,
    6: "ALTER TABLE issue ADD COLUMN made REAL; UPDATE issue SET made = ended WHERE state = 'done';",
}
"""By version: what makes the tables those of the next one."""


_RUN = "id, began, ended, ending, host, pid, software, options, found, unchanged, passed_over"


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger; what is put is kept from `commit` on."""

    base: sqlite3.Connection
    path: Path

    def begin(self, began: float, host: str, pid: int, software: str, options: Mapping[str, object]) -> int:
        """Enter a run and return its number; issues that a killed run left running are waiting again."""
        self.reset_running()
        entered = self.base.execute(
            "INSERT INTO run (began, host, pid, software, options) VALUES (?, ?, ?, ?, ?)",
            (began, host, pid, software, as_json(options)),
        )
        self.commit()
        return int(entered.lastrowid or 0)

    def reset_running(self) -> None:
        """Have what is being converted wait again."""
        self.base.execute(
            "UPDATE issue SET state = ? WHERE state = ?", (State.WAITING.value, State.RUNNING.value)
        )

    def planned(self, run: int, sources: int, unchanged: int, passed_over: Mapping[str, int]) -> None:
        """Enter what a run has before it."""
        self.base.execute(
            "UPDATE run SET found = ?, unchanged = ?, passed_over = ? WHERE id = ?",
            (sources, unchanged, as_json(passed_over), run),
        )

    def end(self, run: int, ended: float, ending: Ending) -> None:
        """Enter how a run ended."""
        self.base.execute("UPDATE run SET ended = ?, ending = ? WHERE id = ?", (ended, ending.value, run))
        self.commit()

    def put(self, issue: Issue) -> None:
        """Enter an issue in the place of what was known of it."""
        row = to_row(issue)
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        self.base.execute(
            f"INSERT OR REPLACE INTO issue ({names}) VALUES ({marks})",  # noqa: S608 - names of our own
            list(row.values()),
        )

    def started(self, path: bytes, began: float) -> None:
        """Enter that an issue is being converted."""
        self.base.execute(
            "UPDATE issue SET state = ?, began = ? WHERE path = ?", (State.RUNNING.value, began, path)
        )

    def remove(self, path: bytes) -> None:
        """Forget a source: its outputs belong to another path now."""
        self.base.execute("DELETE FROM issue WHERE path = ?", (path,))

    def put_former(self, former: FormerOutput) -> None:
        """Enter a file that would not be written again."""
        path, output = os.fsencode(former.path), former.output
        self.base.execute(
            "INSERT OR REPLACE INTO former (file, name, size, mtime, digest, reason)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (path, former.name, output.size, output.mtime, output.sha256, former.reason.value),
        )

    def remove_former(self, path: PurePath) -> None:
        """Forget such a file: it is gone, or written again."""
        self.base.execute("DELETE FROM former WHERE file = ?", (os.fsencode(path),))

    def former(self) -> tuple[FormerOutput, ...]:
        """Return the files that would not be written again, by path."""
        rows = self.base.execute("SELECT file, name, size, mtime, digest, reason FROM former ORDER BY file")
        return tuple(starmap(former_output, rows))

    def put_problem(self, problem: FolderProblem) -> None:
        """Enter what does not fit together in a folder."""
        self.base.execute(
            "INSERT OR REPLACE INTO problem (folder, kind, message) VALUES (?, ?, ?)",
            (os.fsencode(problem.folder), problem.kind.value, problem.message),
        )

    def remove_problems(self, folder: Path) -> None:
        """Forget what did not fit together in a folder: it was looked at again."""
        self.base.execute("DELETE FROM problem WHERE folder = ?", (os.fsencode(folder),))

    def problems(self) -> tuple[FolderProblem, ...]:
        """Return what does not fit together in the folders of the sources, by folder."""
        rows = self.base.execute("SELECT folder, kind, message FROM problem ORDER BY folder, kind, message")
        return tuple(
            FolderProblem(Path(os.fsdecode(folder)), ProblemKind(kind), message)
            for folder, kind, message in rows
        )

    def commit(self) -> None:
        """Keep what was put, on the disk."""
        self.base.commit()

    def by_path(self, path: bytes) -> Issue | None:
        """Return what is known of a source."""
        return next(self._issues("WHERE path = ?", path), None)

    def by_output_key(self, output_key: bytes) -> Issue | None:
        """Return what is known of the source that owns an output."""
        return next(self._issues("WHERE output_key = ?", output_key), None)

    def issues(self, *states: State) -> Iterator[Issue]:
        """Yield issues by name: all, or those in some states."""
        if not states:
            return self._issues("")
        return self._issues(f"WHERE state IN ({', '.join('?' * len(states))})", *states)

    def remarked(self) -> Iterator[Issue]:
        """Yield the issues with warnings, or with notes on what follows from decisions."""
        return self._issues("WHERE warnings != '[]' OR notes != '[]'")

    def running(self) -> tuple[str, ...]:
        """Return the names of the issues that are being converted, the one begun first in front."""
        rows = self.base.execute(
            "SELECT name FROM issue WHERE state = ? ORDER BY began", (State.RUNNING.value,)
        )
        return tuple(name for (name,) in rows)

    def last_done(self, run: int, limit: int) -> tuple[Times, ...]:
        """Return the times of the issues that a run has done last."""
        rows = self.base.execute(
            "SELECT began, ended FROM issue WHERE state = ? AND run = ? ORDER BY ended DESC LIMIT ?",
            (State.DONE.value, run, limit),
        )
        return tuple(starmap(Times, rows))

    def counts(self) -> dict[State, int]:
        """Return how many issues are in each state."""
        rows = dict(self.base.execute("SELECT state, count(*) FROM issue GROUP BY state"))
        return {state: rows.get(state.value, 0) for state in State}

    def pages(self) -> int:
        """Return of how many files the issues are."""
        counted = self.base.execute("SELECT coalesce(sum(max(1, json_array_length(pages))), 0) FROM issue")
        return int(counted.fetchone()[0])

    def runs(self) -> tuple[Run, ...]:
        """Return the runs, the first one first."""
        rows = self.base.execute(f"SELECT {_RUN} FROM run ORDER BY id")  # noqa: S608 - names of our own
        return tuple(
            replace(run, options=json.loads(str(run.options)), passed_over=json.loads(str(run.passed_over)))
            for run in starmap(Run, rows)
        )

    def copy_to(self, path: Path) -> None:
        """Write a copy of the ledger, whole under its name at any time.

        Raises:
            OSError, sqlite3.Error: it cannot be written.

        """
        temporary = path.with_name(f"{path.name}.tmp")
        temporary.unlink(missing_ok=True)
        with closing(sqlite3.connect(temporary)) as copy:
            self.base.backup(copy)
        temporary.replace(path)

    def _issues(self, clause: str, *values: object) -> Iterator[Issue]:
        """Yield issues by name; the clause is our own, never a user's text."""
        rows = self.base.execute(f"SELECT * FROM issue {clause} ORDER BY name", values)  # noqa: S608 - the same
        names = [column[0] for column in rows.description]
        for row in rows:
            yield from_row(dict(zip(names, row, strict=True)))


def ledger_path(out: Path) -> Path:
    """Return where the ledger of an output folder is."""
    return out / FOLDER / "ledger.db"


def lock_path(out: Path) -> Path:
    """Return the file by which a run holds an output folder."""
    return out / FOLDER / "lock"


def copy_path(out: Path) -> Path:
    """Return where the copy is that was made at the end of the last run."""
    return out / FOLDER / "ledger.copy.db"


@contextmanager
def open_ledger(out: Path, *, make: bool = False, check: bool = True) -> Iterator[Ledger]:
    """Open the ledger of a folder to read it; with `make` to write, and begin one where there is none.

    Reading alters nothing in OUT. Without `check` the values are believed: they were looked at before.

    Raises:
        BadSetting: there is none.
        DamagedLedger: it is cut, garbled, of an unknown version, lacks a part, or holds what cannot be.
        UnreadableSource: it cannot be read now.
        UnwritableOutput: it cannot be written; the disk is full.

    """
    path = ledger_path(out)
    if not os.path.lexists(path) and not make:
        raise BadSetting(
            "no ledger", location=printable_path(out), hint="give an output folder of `backfile batch`"
        )
    if os.path.lexists(path):
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            hint = "remove it; then `backfile batch` with the same IN and OUT starts a new ledger"
            raise DamagedLedger("the ledger is a link", location=printable_path(path), hint=hint)
        if not stat.S_ISREG(status.st_mode):
            raise damaged(path, "not a file")
        if not status.st_size:
            raise damaged(path, "empty")
    try:
        with (
            closing(_connect(out, make=make)) as disk,
            closing(_prepare(disk, path, make=make)) as base,
        ):
            if check and (fault := find_damage(base, SCHEMA)):
                raise damaged(path, fault)
            yield Ledger(base, path)
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            raise damaged(path, str(error)) from error
        location, message = printable_path(path), f"ledger: {error}"
        if make:
            hint = "free some disk space or grant write permission, and run again"
            raise UnwritableOutput(message, location=location, hint=hint) from error
        raise UnreadableSource(message, location=location, hint="try again") from error


def damaged(path: Path, fault: str) -> DamagedLedger:
    """Describe a ledger that cannot be believed."""
    hint = "`backfile batch` with the same IN and OUT sets it aside and rebuilds it from the outputs"
    return DamagedLedger(f"a damaged ledger: {fault}", location=printable_path(path), hint=hint)


def open_database(path: Path, *, pending: bool) -> sqlite3.Connection:
    """Open a database of SQLite to read it; without a log that is `pending` no file is made."""
    address = quote_from_bytes(os.fsencode(os.path.abspath(path)))  # noqa: PTH100 - resolve() follows links
    mode = "mode=ro" if pending else "immutable=1"
    return sqlite3.connect(f"file:{address}?{mode}", uri=True, timeout=30)


def _connect(out: Path, *, make: bool) -> sqlite3.Connection:
    path = ledger_path(out)
    if make:
        return sqlite3.connect(path, timeout=30, isolation_level="DEFERRED")
    log = path.with_name(f"{path.name}-wal")
    return open_database(path, pending=log.exists() or is_locked(lock_path(out)))


def _prepare(base: sqlite3.Connection, path: Path, *, make: bool) -> sqlite3.Connection:
    """Make the tables of a new ledger, bring older ones up to date: to read, in memory alone.

    Raises:
        DamagedLedger: a version that we do not know.

    """
    version = base.execute("PRAGMA user_version").fetchone()[0]
    is_new = not version and not base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if version != VERSION and version not in MIGRATIONS and not (make and is_new):
        raise damaged(path, f"of version {version}, and this program knows {VERSION}")
    if not make:
        if version == VERSION:
            return base
        disk, base = base, sqlite3.connect(":memory:")
        disk.backup(base)
    else:
        if version != VERSION:
            base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
    if version != VERSION:
        script = SCHEMA if is_new else "".join(MIGRATIONS[step] for step in range(version, VERSION))
        base.executescript(f"BEGIN; {script} PRAGMA user_version = {VERSION}; COMMIT;")
    return base
