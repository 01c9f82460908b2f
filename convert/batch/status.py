"""How a batch stands, from its ledger: in numbers, in words, as JSON."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median

from convert.batch.ledger import Ledger, lock_path, open_ledger
from convert.batch.options import BatchOptions
from convert.batch.problems import plain_problems
from convert.batch.records import (
    BAD,
    FormerOutput,
    Issue,
    Run,
    State,
    as_mapping,
    plain_damage,
    plain_outputs,
    plain_rules,
)
from convert.batch.stale import existing_former
from convert.decisions.receipt import SampleReceipt
from convert.errors import BadSetting
from convert.issue.page_problems import FolderProblem
from convert.system.lock import is_locked
from convert.system.paths import printable_path

RECENT = 200
"""Issues from which the present rate is taken."""


@dataclass(frozen=True, slots=True)
class BatchStatus:
    """How a batch stands."""

    counts: Mapping[State, int]
    run: Run | None
    """The last one."""
    at_work: bool
    """Whether a run holds the lock."""
    rate: float
    """Issues per second, of the last ones."""
    seconds: float
    """The median that one issue took."""
    running: tuple[str, ...]
    remarked: tuple[Issue, ...]
    """Issues with warnings, or with notes on what follows from decisions."""
    bad: tuple[Issue, ...]
    """What failed, and what is in quarantine."""
    orphans: tuple[Issue, ...] = ()
    """What was made of sources that are gone."""
    former: tuple[FormerOutput, ...] = ()
    """Files that would not be written again."""
    problems: tuple[FolderProblem, ...] = ()
    """What does not fit together in the folders of the sources."""
    pages: int = 0
    """Of how many files all issues are."""
    samples: tuple[SampleReceipt, ...] = ()
    """What was looked at by sample, and what that proves."""

    @property
    def total(self) -> int:
        """All issues that the sources ever held."""
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """What is still to be done."""
        return self.counts[State.WAITING] + self.counts[State.RUNNING]

    @property
    def warned(self) -> int:
        """How many issues have warnings."""
        return sum(bool(issue.outcome.warnings) for issue in self.remarked)

    @property
    def ending(self) -> str:
        """How the last run ended, in a word."""
        if self.run is None:
            return "none"
        return "at work" if self.at_work else self.run.ending or "killed"


def batch_status(ledger: Ledger, out: Path) -> BatchStatus:
    """Read how a batch stands."""
    runs = ledger.runs()
    recent = ledger.last_done(runs[-1].id, RECENT) if runs else ()
    span = max((t.ended for t in recent), default=0) - min((t.began for t in recent), default=0)
    return BatchStatus(
        ledger.counts(),
        runs[-1] if runs else None,
        is_locked(lock_path(out)),
        len(recent) / span if span > 0 else 0.0,
        median(t.ended - t.began for t in recent) if recent else 0.0,
        ledger.running(),
        tuple(ledger.remarked()),
        tuple(ledger.issues(*BAD)),
        tuple(ledger.issues(State.ORPHANED)),
        existing_former(ledger, out),
        ledger.problems(),
        ledger.pages(),
    )


def last_options(out: Path) -> BatchOptions:
    """Return the options of the last run on a folder.

    Raises:
        BadSetting: there was none.

    """
    with open_ledger(out) as ledger:
        runs = ledger.runs()
    if not runs:
        raise BadSetting("no run yet", location=printable_path(out), hint="start one with `backfile batch`")
    return BatchOptions.from_mapping(runs[-1].options)


def status_as_mapping(status: BatchStatus) -> dict[str, object]:
    """Return it as plain values; the keys are a contract, see docs/batch.md."""
    run = status.run
    return {
        "issues": status.total,
        "pages": status.pages,
        **{state.value: count for state, count in status.counts.items()},
        "warned": status.warned,
        "rate": round(status.rate, 3),
        "seconds": round(status.seconds, 3),
        "current": list(status.running),
        "run": run
        and {
            "id": run.id,
            "state": status.ending,
            "began": run.began,
            "ended": run.ended,
            "host": run.host,
            "pid": run.pid,
            "software": run.software,
            "found": run.sources,
            "unchanged": run.unchanged,
            "passed_over": dict(run.passed_over),
        },
        "warnings": [
            {"issue": issue.name, "path": os.fsdecode(issue.path), "warnings": list(issue.outcome.warnings)}
            for issue in status.remarked
            if issue.outcome.warnings
        ],
        "notes": [
            {"issue": issue.name, "path": os.fsdecode(issue.path), "notes": list(issue.outcome.notes)}
            for issue in status.remarked
            if issue.outcome.notes
        ],
        "errors": [
            {
                "issue": issue.name,
                "path": os.fsdecode(issue.path),
                "state": issue.state.value,
                "kind": failure.kind,
                "what": failure.message,
                "where": failure.location,
                "advice": failure.hint,
                "stale": _paths(issue),
            }
            for issue in status.bad
            if (failure := issue.failure)
        ],
        "problems": list(plain_problems(status.problems)),
        "orphans": [{"issue": issue.name, "stale": _paths(issue)} for issue in status.orphans],
        "stale": [
            {"issue": former.name, "file": former.output.path, "why": former.reason.in_words}
            for former in status.former
        ],
        "samples": [receipt.as_mapping() for receipt in status.samples],
    }


def _paths(issue: Issue) -> list[str]:
    """Return the files that were written of an issue before it failed, or lost its source."""
    return [output.path for output in issue.outcome.outputs.values()]


def issue_as_mapping(issue: Issue) -> dict[str, object]:
    """Return all that is known of an issue as plain values; the keys are a contract, see docs/batch.md."""
    outcome, failure = issue.outcome, issue.failure
    return {
        "path": os.fsdecode(issue.path),
        "name": issue.name,
        "pages": [
            {"page": page.label, "path": os.fsdecode(page.path), "sha256": page.sha256}
            for page in issue.pages
        ],
        "target": os.fsdecode(issue.target) if issue.target else None,
        "state": issue.state.value,
        "run": issue.run,
        "key": issue.key,
        "parts": dict(issue.parts),
        "meta": as_mapping(outcome.metadata),
        "began": issue.began,
        "ended": issue.ended,
        "worker": issue.worker,
        "tries": issue.tries,
        "digest": outcome.digest,
        "encoding": outcome.encoding,
        "outputs": plain_outputs(outcome),
        "rules": plain_rules(outcome),
        "damage": plain_damage(outcome),
        "changes": outcome.changes,
        "proposals": outcome.proposals,
        "warnings": list(outcome.warnings),
        "notes": list(outcome.notes),
        "decisions": os.fsdecode(issue.decisions) if issue.decisions else None,
        "kind": failure.kind if failure else "",
        "what": failure.message if failure else "",
        "place": failure.location if failure else "",
        "advice": failure.hint if failure else "",
        "trace": failure.trace if failure else "",
    }


def obeyed_decisions(ledger: Ledger) -> Iterator[tuple[bytes, tuple[Path, ...]]]:
    """Yield the target of each issue with decisions, and their files, unless one was altered since."""
    for issue in ledger.issues(State.DONE):
        if issue.target and issue.decisions:
            beside = (page.decisions for page in issue.pages if page.decisions)
            files = tuple(Path(os.fsdecode(path)) for path in dict.fromkeys((issue.decisions, *beside)))
            if all(file.is_file() for file in files):
                data = b"".join(file.read_bytes() for file in files)
                if sha256(data).hexdigest() == issue.parts.get("decisions"):
                    yield issue.target, files


def find_issue(ledger: Ledger, name: str) -> Issue:
    """Return the issue that a name means: its whole name, else one that has it in its path, or a file's.

    Raises:
        BadSetting: none, or several.

    """
    issues = list(ledger.issues())
    exact = [issue for issue in issues if issue.name == name]
    matches = exact or [issue for issue in issues if name in issue.name]
    matches = matches or [issue for issue in issues if any(name in page.file for page in issue.pages)]
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise BadSetting(f"no issue {name!r} in the ledger", hint="`backfile status` lists some")
    some = ", ".join(issue.name for issue in matches[:4])
    raise BadSetting(f"{name!r} matches {len(matches):,} issues: {some}", hint="give the whole name")
