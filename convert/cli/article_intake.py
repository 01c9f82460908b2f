"""What `collect` and `search` have in common: issues read, one after the other, into a store of articles."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from convert.cli.reporter import ConsoleReporter
from convert.collection import collect as work_on
from convert.collection.article_store import StoredIssue
from convert.errors import UnreadableSource
from convert.outcome import Outcome
from convert.system.issue_source import IssueSource
from convert.system.paths import printable_path
from convert.system.protect import OutputGuard, ProtectedOutput


class TakenIn(NamedTuple):
    """The issues that were read, and what became of each source."""

    issues: list[StoredIssue]
    outcomes: list[Outcome]


def open_article_store() -> BinaryIO:
    """Open the file in which the texts of the issues wait; it has no name, and nobody else sees it.

    Raises:
        UnwritableOutput: there is no place for it.

    """
    try:
        return tempfile.TemporaryFile()
    except OSError as error:
        raise work_on.store_error(error) from error


def take_in_all(
    files: Sequence[IssueSource], intake: work_on.Intake, reporter: ConsoleReporter, location: str
) -> TakenIn:
    """Read the sources; one that cannot be read costs itself alone.

    Raises:
        UnreadableSource: none can be read.

    """
    taken = TakenIn([], [])
    for file in files:
        reporter.begin(file.name)
        stored, outcome = work_on.take_in(file, intake)
        taken.issues.extend([stored] if stored else [])
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
