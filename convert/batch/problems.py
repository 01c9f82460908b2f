"""Problems of folders in the ledger: what does not fit together in a run's files, kept for afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from convert.batch.ledger import Ledger
from convert.batch.records import Issue
from convert.issue.grouping import IssuePlan
from convert.issue.page_problems import FolderProblem
from convert.system.issue_source import parts_of


def enter_problems(ledger: Ledger, issues: IssuePlan, arguments: Iterable[str]) -> None:
    """Enter the problems of the folders that a run looks at, in the place of those that they had before.

    `arguments` are what names its sources. Folders that are gone have none any more.
    """
    current = {
        part.file.path.parent for issue in issues.sources for part in parts_of(issue) if part.file.path
    }
    trees = [Path(argument) for argument in arguments if Path(argument).is_dir()]
    for folder in {problem.folder for problem in ledger.problems()}:
        if folder in current or any(map(folder.is_relative_to, trees)) or not folder.is_dir():
            ledger.remove_problems(folder)
    for problem in issues.problems:
        ledger.put_problem(problem)


def problems_of(issue: Issue, problems: Iterable[FolderProblem]) -> Sequence[FolderProblem]:
    """Return the problems of the folders that the files of an issue stand in."""
    folders = {Path(os.fsdecode(path)).parent for path in issue.sources}
    return [problem for problem in problems if problem.folder in folders]


def plain_problems(problems: Iterable[FolderProblem]) -> Iterator[dict[str, str]]:
    """Yield problems as plain values; the keys are a contract, see docs/batch.md."""
    for problem in problems:
        yield {"folder": str(problem.folder), "kind": problem.kind.value, "what": problem.message}
