"""What the ledger keeps: issues and runs, and how an issue becomes a row of its table."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import PurePath
from typing import Any, NamedTuple

from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.model import Metadata
from convert.errors import ExitCode
from convert.outcome import Failure, Outcome, Output, RuleCount
from convert.system.paths import printable_path


class State(StrEnum):
    """How far an issue has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    QUARANTINED = "quarantined"
    """It ended its worker twice, the second time with no other issue beside it."""
    ORPHANED = "orphaned"
    """Its source is gone; what was made of it is there."""


BAD = (State.FAILED, State.QUARANTINED)
TO_RETRY = (*BAD, State.WAITING, State.RUNNING)
"""What `retry` takes: also what a run that was stopped, perhaps a `retry`, had still to do."""


class Ending(StrEnum):
    """How a run ended."""

    DONE = "done"
    TOO_MANY_FAILURES = "failures"
    DISK_FULL = "full"
    INTERRUPTED = "interrupted"
    """By a signal."""
    STOPPED = "stopped"
    """By an error of its own."""


class IssuePage(NamedTuple):
    """A file of an issue of several."""

    path: bytes
    label: str
    """The printed number of its first page; empty: nothing says it."""
    sha256: str
    """Of its bytes; empty: it could not be read."""
    decisions: bytes | None = None
    """Path of the decisions file beside it, where there is one."""

    @property
    def name(self) -> str:
        """What messages call it: page 2, or the name of its file."""
        return f"page {printable_path(self.label)}" if self.label else self.file

    @property
    def file(self) -> str:
        """The name of its file, as it may be printed."""
        return printable_path(os.fsdecode(self.path).rpartition("/")[2])


@dataclass(frozen=True, slots=True)
class Issue:
    """A row of the ledger; times are seconds since 1970."""

    path: bytes
    """Of its file; of an issue of several, its folder or their folder and its name."""
    target: bytes | None
    output_key: bytes | None
    """The target as file systems compare it that ignore case: no two issues have one."""
    state: State
    outcome: Outcome
    """Of the last attempt; before it, what is known of the issue."""
    run: int = 0
    key: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    decisions: bytes | None = None
    """Path of the decisions file, where there is one."""
    began: float | None = None
    ended: float | None = None
    worker: str = ""
    tries: int = 0
    pages: tuple[IssuePage, ...] = ()
    """Its files, where they are several."""
    made: float | None = None
    """When its outputs, as they are, were first made."""

    @property
    def sources(self) -> tuple[bytes, ...]:
        """The paths of its files."""
        return tuple(page.path for page in self.pages) or (self.path,)

    @property
    def name(self) -> str:
        """Its source's path below the folder that named it, as it may be printed."""
        return self.outcome.location

    @property
    def failure(self) -> Failure | None:
        """Why it failed, where it did."""
        return self.outcome.failure

    @property
    def fault(self) -> str:
        """What is wrong, with the place where it is not the source as a whole; empty: nothing is."""
        failure = self.outcome.failure
        if failure is None or failure.location in {"", self.name}:
            return failure.message if failure else ""
        return f"{failure.location}: {failure.message}"


@dataclass(frozen=True, slots=True)
class Run:
    """A row of the ledger: one run of `backfile batch`."""

    id: int
    began: float
    ended: float | None
    ending: str
    """An `Ending`; empty while it runs, and for ever where it was killed."""
    host: str
    pid: int
    software: str
    options: Mapping[str, Any]
    sources: int
    unchanged: int
    passed_over: Mapping[str, int]
    """Files of the folders that are no sources, by ending; `hidden` is what is hidden."""


class FormerReason(StrEnum):
    """Why an output is not made any more."""

    FORMAT = "format"
    PLACE = "place"
    PAGES = "pages"
    """Its pages are of another issue now."""

    @property
    def in_words(self) -> str:
        """Say it."""
        if self is self.PAGES:
            return "its pages are grouped differently now"
        return (
            "its format is no longer requested" if self is self.FORMAT else "its issue has a new output path"
        )


class FormerOutput(NamedTuple):
    """A file that a batch wrote, and would not write again."""

    path: PurePath
    """Below OUT."""
    name: str
    """Of the source, as it may be printed."""
    output: Output
    reason: FormerReason

    @property
    def line(self) -> str:
        """Say it in a line: 03-02.docx: its format is not asked for any more."""
        return f"{printable_path(self.path)}: {self.reason.in_words}"


class Times(NamedTuple):
    """When an issue was begun and ended."""

    began: float
    ended: float


def as_mapping(metadata: Metadata) -> dict[str, str]:
    """Return what is known of an issue as plain values."""
    names = ("title", "date", "number", "language", "page")
    return {name: str(getattr(metadata, name)) for name in names if getattr(metadata, name)}


def plain_rules(outcome: Outcome) -> dict[str, tuple[int, int, int]]:
    """Return what the rules did as plain values; those that did nothing are left out."""
    return {name: count for name, count in outcome.rules.items() if count.done or count.proposed}


def plain_damage(outcome: Outcome) -> dict[str, float]:
    """Return how damaged the source was as plain values; nothing where that was not estimated."""
    return {} if outcome.damage == NOT_ESTIMATED else asdict(outcome.damage)


def plain_outputs(outcome: Outcome) -> dict[str, tuple[int, int, str]]:
    """Return the outputs as plain values: by format their size, time of change and digest."""
    return {form: (o.size, o.mtime, o.sha256) for form, o in outcome.outputs.items()}


def plain_pages(issue: Issue) -> list[list[str]]:
    """Return the files of an issue of several as plain values: path, page, digest, decisions file."""
    return [
        [os.fsdecode(page.path), page.label, page.sha256, os.fsdecode(page.decisions or b"")]
        for page in issue.pages
    ]


def as_json(value: object) -> str:
    """Return a value as JSON that every database takes: lone surrogates stay escapes."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, default=dict)


def to_row(issue: Issue) -> dict[str, object]:
    """Return the row of an issue by the names of its columns."""
    outcome, failure = issue.outcome, issue.outcome.failure
    return {
        "path": issue.path,
        "name": issue.name,
        "target": issue.target,
        "output_key": issue.output_key,
        "state": issue.state.value,
        "run": issue.run,
        "key": issue.key,
        "parts": as_json(issue.parts),
        "meta": as_json(as_mapping(outcome.metadata)),
        "began": issue.began,
        "ended": issue.ended,
        "made": issue.made,
        "worker": issue.worker,
        "tries": issue.tries,
        "digest": outcome.digest,
        "encoding": outcome.encoding,
        "outputs": as_json(plain_outputs(outcome)),
        "rules": as_json(plain_rules(outcome)),
        "damage": as_json(plain_damage(outcome)),
        "changes": outcome.changes,
        "proposals": outcome.proposals,
        "warnings": as_json(outcome.warnings),
        "notes": as_json(outcome.notes),
        "decisions": issue.decisions,
        "pages": as_json(plain_pages(issue)),
        "kind": failure.kind if failure else "",
        "what": failure.message if failure else "",
        "place": failure.location if failure else "",
        "advice": failure.hint if failure else "",
        "trace": failure.trace if failure else "",
        "exit_code": int(failure.exit_code) if failure else 0,
    }


def from_row(row: Mapping[str, Any]) -> Issue:
    """Return the issue of a row."""
    target = printable_path(os.fsdecode(row["target"])) if row["target"] else ""
    failure = Failure(
        row["kind"], row["what"], row["place"], row["advice"], ExitCode(row["exit_code"]), row["trace"]
    )
    outcome = Outcome(
        row["name"],
        {form: Output(f"{target}.{form}", *state) for form, state in json.loads(row["outputs"]).items()},
        Metadata(**json.loads(row["meta"])),
        row["digest"],
        row["encoding"],
        {name: RuleCount(*counts) for name, counts in json.loads(row["rules"]).items()},
        Damage(**damage) if (damage := json.loads(row["damage"])) else NOT_ESTIMATED,
        tuple(json.loads(row["warnings"])),
        tuple(json.loads(row["notes"])),
        failure if row["kind"] else None,
    )
    return Issue(
        row["path"],
        row["target"],
        row["output_key"],
        State(row["state"]),
        outcome,
        row["run"],
        row["key"],
        json.loads(row["parts"]),
        row["decisions"],
        row["began"],
        row["ended"],
        row["worker"],
        row["tries"],
        tuple(
            IssuePage(os.fsencode(path), label, digest, os.fsencode(decisions) or None)
            for path, label, digest, decisions in json.loads(row["pages"])
        ),
        row.get("made"),
    )


def former_output(file: bytes, name: str, size: int, mtime: int, digest: str, reason: str) -> FormerOutput:
    """Return what a row of the table `former` says."""
    path = PurePath(os.fsdecode(file))
    output = Output(printable_path(path), size, mtime, digest)
    return FormerOutput(path, name, output, FormerReason(reason))


def former_outputs(issue: Issue, forms: Iterable[str], reason: FormerReason) -> Iterator[FormerOutput]:
    """Yield the files of an issue in some formats that would not be written again."""
    target = os.fsdecode(issue.target or b"")
    for form in forms:
        yield FormerOutput(PurePath(f"{target}.{form}"), issue.name, issue.outcome.outputs[form], reason)
