"""What `collect` and `search` have in common: issues read, one after the other, into a store of articles."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from convert.cli.process import cores
from convert.cli.reporter import ConsoleReporter
from convert.collection import collect as work_on
from convert.collection.article_store import Groups, StoredIssue
from convert.collection.collect import TakenSource
from convert.collection.picture_store import PictureStore
from convert.conversion import Settings
from convert.errors import UnreadableSource
from convert.outcome import Outcome
from convert.system.issue_source import IssueSource, parts_of
from convert.system.paths import printable_path
from convert.system.processes import FEW, TOGETHER, Processes, open_processes
from convert.system.protect import OutputGuard, ProtectedOutput

READ_ALONE = (".xml", ".txt")
"""Sources that are read without an OCR engine, which has threads."""


class TakenIn(NamedTuple):
    """The issues that were read, and what became of each source."""

    issues: list[StoredIssue]
    outcomes: list[Outcome]


class ArticleIntake(NamedTuple):
    """What reads the sources, and where their issues go."""

    processes: Processes[IssueSource, TakenSource]
    store: BinaryIO
    """It has no name, and nobody else sees it."""
    pictures: PictureStore | None = None
    """None: they are not wanted."""


@contextmanager
def open_intake(
    files: Sequence[IssueSource],
    settings: Settings,
    groups: Groups,
    jobs: int | None,
    *,
    takes_pictures: bool = False,
) -> Iterator[ArticleIntake]:
    """Open what reads the sources, by so many processes; with standard input among them, by this one alone.

    Open it before a bar moves: that has a thread, and processes are forked before there is one.

    Raises:
        UnwritableOutput: there is no place for the store.

    """
    parts = [part.file for file in files if not file.error for part in parts_of(file)]
    reads_stdin = any(part.path is None for part in parts)
    read = work_on.Intake(settings, groups, sys.stdin.buffer if reads_stdin else None, takes_pictures)
    jobs = 1 if reads_stdin else jobs or cores()
    plain = not files[0].error and all(part.file.exact.endswith(READ_ALONE) for part in parts_of(files[0]))
    if jobs > 1 and len(files) > FEW and plain:
        read(files[0])  # what this loads is there in all processes, which are forked of this one
    try:
        store = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed below
    except OSError as error:
        raise work_on.store_error(error) from error
    with (
        store,
        open_processes(read, jobs, len(files), together=1 if takes_pictures else TOGETHER) as processes,
    ):
        yield ArticleIntake(processes, store, PictureStore(store) if takes_pictures else None)


def take_in_all(
    files: Sequence[IssueSource], intake: ArticleIntake, reporter: ConsoleReporter, location: str
) -> TakenIn:
    """Read the sources; one that cannot be read costs itself alone.

    Raises:
        UnreadableSource: none can be read.
        UnwritableOutput: the store has no room.

    """
    taken = TakenIn([], [])
    results = intake.processes.map(files)
    for file in files:
        reporter.begin(file.name)
        issue, outcome = work_on.put_issue(next(results), intake.store, intake.pictures)
        taken.issues.extend([issue] if issue else [])
        taken.outcomes.append(outcome)
        reporter.end(outcome)
    if not taken.issues:
        failure = next(o.failure for o in taken.outcomes if o.failure)
        raise UnreadableSource("no source could be read", location=location, hint=failure.hint)
    return taken


def check_draft(path: Path, guard: OutputGuard) -> None:
    """Let no selection file be replaced that somebody may have worked on.

    Raises:
        ProtectedOutput: it is there already.

    """
    if guard.is_doubtful(path):
        raise ProtectedOutput(
            "already exists, and may have been edited",
            location=printable_path(path),
            hint="give another name, or --force to replace it",
        )
