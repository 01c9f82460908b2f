"""What belongs together, for a person as a tree and for machines as lines of JSON; nothing is converted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

from convert.cli.process import print_message, print_result, write_json
from convert.errors import ExitCode
from convert.issue.grouping import IssuePlan, PlannedIssue
from convert.system.issue_source import SourceIssue, parts_of
from convert.system.paths import printable_path


def print_issues(plan: IssuePlan, *, as_json: bool) -> int:
    """Print the issues of a plan; return the exit status: 1 where something does not fit together."""
    if as_json:
        for line in _json_lines(plan):
            write_json(line)
    else:
        for line in tree(plan):
            print_result(line)
        print_message(summary(plan))
    wrong = plan.problems or any(issue.problems or issue.source.error for issue in plan.issues)
    return ExitCode.SOME_FAILED if wrong else ExitCode.OK


def tree(plan: IssuePlan) -> Iterator[str]:
    """Yield the lines of a tree: folders, in them issues, in these pages, and what does not fit.

    1951/
      日报_1951-03-02  4 pages
          1  日报_1951-03-02_p1.txt
          ...
        ! page 3 is missing
      letters.txt
    """
    ordered = sorted(plan.issues, key=lambda issue: issue.source.mirrored.parent.parts)
    for folder, issues in groupby(ordered, key=lambda issue: issue.source.mirrored.parent):
        indent = ""
        if folder.parts:
            yield f"{printable_path(folder)}/"
            indent = "  "
        for issue in issues:
            yield from (indent + line for line in issue_lines(issue))
    yield from (f"! {problem.line}" for problem in plan.problems)


def issue_lines(issue: PlannedIssue, heading: str = "") -> Iterator[str]:
    """Yield the lines of one issue."""
    source = issue.source
    if isinstance(source, SourceIssue):
        yield heading or f"{source.name}  {_pages(len(source.pages))}"
        width = max(3, *(len(part.page) for part in source.parts))
        for part in source.parts:
            why = f"  ! {part.file.error.message}" if part.file.error else ""
            page = "" if part.is_container else printable_path(part.page or "-")
            yield f"  {page:>{width}}  {part.file.name}{why}"
    else:
        yield heading or source.name
    yield from (f"  ! {problem.message}" for problem in issue.problems)
    if source.error:
        yield f"  ! {source.error.message}"


def summary(plan: IssuePlan) -> str:
    """Sum a plan up: 30 issues of 120 files; 3 problems."""
    files = sum(len(parts_of(source)) for source in plan.sources)
    problems = len(plan.problems) + sum(len(issue.problems) for issue in plan.issues)
    issues = "1 issue" if len(plan.issues) == 1 else f"{len(plan.issues):,} issues"
    line = f"{issues} of {files:,} file{'' if files == 1 else 's'}"
    return f"{line}; {problems:,} problem{'' if problems == 1 else 's'}" if problems else line


def issue_as_mapping(issue: PlannedIssue) -> dict[str, object]:
    """Return an issue as plain values; the keys are a contract, see docs/issues.md."""
    source = issue.source
    parts = parts_of(source)
    containers = [part.file.exact for part in parts if part.is_container]
    return {
        "issue": source.exact,
        "pages": [{"page": part.page, "file": part.file.exact} for part in parts if not part.is_container],
        **({"containers": containers} if containers else {}),
        "problems": [{"kind": problem.kind.value, "what": problem.message} for problem in issue.problems],
        "error": str(source.error) if source.error else "",
    }


def _json_lines(plan: IssuePlan) -> Iterator[str]:
    for issue in plan.issues:
        yield json.dumps(issue_as_mapping(issue), ensure_ascii=False)
    for problem in plan.problems:
        values = {"folder": str(problem.folder), "kind": problem.kind.value, "what": problem.message}
        yield json.dumps(values, ensure_ascii=False)


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"
