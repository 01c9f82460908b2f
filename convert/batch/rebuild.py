"""A ledger that was damaged: set aside, never removed, and rebuilt from what the outputs prove.

The rows that can still be read, and those of the copy that the last run made, are believed where every file
that they name is there with the digest that they name, and where their key is that of its parts. An issue
of which this holds is not converted again; any other is, and its files stay untouched where they come out the
same.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any, TypeVar

from convert.batch.fingerprint import fingerprint
from convert.batch.ledger import Ledger, copy_path, ledger_path, open_database, open_ledger
from convert.batch.ledger_check import former_fault, is_damage, issue_fault
from convert.batch.outputs import has_digest, output_states
from convert.batch.records import BAD, Issue, State, former_output, from_row
from convert.errors import DamagedLedger, UnwritableOutput
from convert.outcome import Outcome
from convert.system.paths import printable_path

Row = TypeVar("Row")
PARTS_OF_A_DATABASE = ("", "-wal", "-shm")
"""What SQLite adds to the name of a database for its log."""


def mend_ledger(out: Path, now: float, notify: Callable[[str], None]) -> None:
    """Set a damaged ledger aside, and put one in its place that has what the outputs prove.

    `now`, in seconds since 1970, names the day in the name of the file. Whoever calls this holds the lock.

    Raises:
        UnwritableOutput: it cannot be set aside, or the new one cannot be written.

    """
    damage = _damage(out) and _damage(out)  # a disk that failed to read once is no damage
    if damage is None:
        return
    aside = set_aside(ledger_path(out), f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d}")
    with open_ledger(out, make=True) as ledger:
        count = rebuild(ledger, out, (aside, copy_path(out)))
        ledger.commit()
    issues = "1 issue" if count == 1 else f"{count:,} issues"
    name = printable_path(aside.name)
    notify(
        f"warning: {damage.location}: {damage.message}; set aside as {name}, {issues} known by the outputs"
    )


def _damage(out: Path) -> DamagedLedger | None:
    try:
        with open_ledger(out, make=True):
            return None
    except DamagedLedger as error:
        return error


def set_aside(path: Path, date: str) -> Path:
    """Give a ledger and its log other names: ledger.db.damaged-2026-11-28, and with -2 where that is taken.

    Raises:
        UnwritableOutput: it cannot be renamed.

    """
    stem = f"{path.name}.damaged-{date}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 10_000)))
    free = next(
        n for n in names if not any(os.path.lexists(path.with_name(n + p)) for p in PARTS_OF_A_DATABASE)
    )
    try:
        for part in PARTS_OF_A_DATABASE:
            if os.path.lexists(path.with_name(path.name + part)):
                path.with_name(path.name + part).rename(path.with_name(free + part))
    except OSError as error:
        message = f"a damaged ledger that cannot be set aside: {error.strerror}"
        raise UnwritableOutput(
            message, location=printable_path(path), hint="grant write permission"
        ) from error
    return path.with_name(free)


def rebuild(ledger: Ledger, out: Path, remains: Iterable[Path]) -> int:
    """Enter the issues that the remains of ledgers name and the outputs prove; return how many.

    Of the others it is entered that they are to be converted, so that `retry` takes them.
    """
    count = 0
    unproved: list[Issue] = []
    for path in remains:
        for issue in _readable_rows(path, "issue", issue_fault, from_row):
            proved = _prove(issue, out)
            key = issue.output_key or b""
            if proved is None:
                unproved.append(_waiting(issue))
            elif not ledger.by_path(issue.path) and not ledger.by_output_key(key):
                ledger.put(proved)
                count += 1
        for former in _readable_rows(path, "former", former_fault, lambda row: former_output(**row)):
            if has_digest(out / former.path, former.output):
                ledger.put_former(former)
    for issue in unproved:
        if not ledger.by_path(issue.path):
            ledger.put(issue)
    return count


def _waiting(issue: Issue) -> Issue:
    """Return an issue of which nothing is believed but that it failed, or was to be converted."""
    state = issue.state if issue.state in BAD else State.WAITING
    outcome = Outcome(issue.name, failure=issue.failure if issue.state in BAD else None)
    return Issue(issue.path, None, None, state, outcome)


def _prove(issue: Issue, out: Path) -> Issue | None:
    """Return an issue as it stands in OUT; none where its files are not those of its row."""
    if issue.state not in {State.DONE, State.ORPHANED} or not issue.target or not issue.outcome.outputs:
        return None
    if fingerprint(issue.parts) != issue.key:
        return None
    states = output_states(out, PurePath(os.fsdecode(issue.target)), issue.outcome.outputs)
    if states is None:
        return None
    return replace(issue, run=0, outcome=replace(issue.outcome, outputs=states))


def _readable_rows(
    path: Path, table: str, fault: Callable[[Mapping[str, Any]], str], make: Callable[[dict[str, Any]], Row]
) -> Iterator[Row]:
    """Yield the rows of a database that may be damaged, as far as it can be read and they can be."""
    if not path.is_file() or path.is_symlink():
        return
    try:
        with closing(open_database(path, pending=path.with_name(f"{path.name}-wal").exists())) as base:
            base.text_factory = _text
            rows = base.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of our own
            names = [column[0] for column in rows.description]
            for values in rows:
                row = dict(zip(names, values, strict=True))
                if not fault(row):
                    yield make(row)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
