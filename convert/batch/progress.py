"""The progress of a run: a bar on a terminal, plain lines elsewhere, JSON lines for machines."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
)

from convert.batch.records import Issue
from convert.outcome import remarks
from convert.system.console import SafeConsole
from convert.text.printable import short_name

EVERY = 10.0
"""Seconds between two plain lines."""


@dataclass(slots=True)
class Pace:
    """How fast a run goes."""

    total: int
    tick: Callable[[], float]
    began: float
    ended: int = 0
    failed: int = 0

    @property
    def rate(self) -> float:
        """Issues per second since the run began."""
        return self.ended / max(self.tick() - self.began, 0.001)

    @property
    def left(self) -> float:
        """Seconds that the rest will take."""
        return (self.total - self.ended) / self.rate if self.ended else 0.0

    def __str__(self) -> str:
        """Return it in words: 17.2/s, 3 failed, 1 min 50 s left."""
        failed = f", {self.failed:,} failed" if self.failed else ""
        left = f", {duration(self.left)} left" if 0 < self.ended < self.total else ""
        return f"{self.rate:.1f}/s{failed}{left}"


@dataclass(slots=True)
class ConsoleProgress:
    """Tells people how a run goes, on standard error."""

    console: SafeConsole
    pace: Pace
    quiet: bool = False
    verbose: bool = False
    bar: Progress | None = None
    task: TaskID | None = None
    printed: float = 0.0
    """When the last plain line was printed."""

    def started(self, name: str) -> None:
        """Name the issue that was begun last."""
        if self.bar and self.task is not None:
            self.bar.update(self.task, issue=short_name(name), pace=self.console.translate(str(self.pace)))

    def finished(self, issue: Issue) -> None:
        """Count an issue; say what went wrong, and what the user should know."""
        self.pace.ended += 1
        failure = issue.failure
        if failure:
            self.pace.failed += 1
            self.console.print_error(failure)
            if self.verbose and failure.trace:
                self.console.print_line("", failure.trace.rstrip())
        else:
            self.remark(issue)
        self._advance()

    def remark(self, issue: Issue) -> None:
        """Say what the user should know of an issue that was converted."""
        for remark in () if self.quiet else remarks(issue.outcome):
            self.console.print_line(remark.label, remark.line(issue.name), "yellow")

    def suspected(self, issue: Issue) -> None:
        """Say that an issue has ended its worker."""
        if not self.quiet and issue.failure:
            line = f"{issue.name}: {issue.failure.message}; retrying it alone"
            self.console.print_line("warning", line, "yellow")

    def _advance(self) -> None:
        if self.bar and self.task is not None:
            self.bar.update(self.task, completed=self.pace.ended, pace=self.console.translate(str(self.pace)))
        elif not self.quiet and self.pace.tick() - self.printed >= EVERY:
            self.printed = self.pace.tick()
            self.console.print_line("", f"{self.pace.ended:,} of {self.pace.total:,}: {self.pace}")


@dataclass(frozen=True, slots=True)
class JsonProgress:
    """Tells machines the same: one JSON object a line."""

    stream: TextIO
    clock: Callable[[], float]

    def started(self, name: str) -> None:
        """Log that an issue was begun."""
        self.log("begun", issue=name)

    def finished(self, issue: Issue) -> None:
        """Log what became of an issue."""
        outcome, failure = issue.outcome, issue.failure
        if failure:
            self.log(
                "failed",
                issue=issue.name,
                state=issue.state.value,
                kind=failure.kind,
                what=failure.message,
                where=failure.location,
                worker=issue.worker,
            )
        else:
            self.log(
                "converted",
                issue=issue.name,
                seconds=round((issue.ended or 0) - (issue.began or 0), 3),
                changes=outcome.changes,
                warnings=list(outcome.warnings),
                notes=list(outcome.notes),
                worker=issue.worker,
            )

    def remark(self, issue: Issue) -> None:
        """Log what the user should know of an issue that was converted before."""
        outcome = issue.outcome
        self.log("remark", issue=issue.name, warnings=list(outcome.warnings), notes=list(outcome.notes))

    def suspected(self, issue: Issue) -> None:
        """Log that an issue has ended its worker."""
        kind, message = (issue.failure.kind, issue.failure.message) if issue.failure else ("", "")
        self.log("suspected", issue=issue.name, kind=kind, what=message, worker=issue.worker)

    def log(self, event: str, **values: object) -> None:
        """Write a line."""
        self.stream.write(json.dumps({"time": round(self.clock(), 3), "event": event, **values}) + "\n")
        self.stream.flush()


def bar(console: SafeConsole) -> Progress:
    """Return the bar of a run: how many of how many, rate, time left, the present issue."""
    return Progress(
        SpinnerColumn("line"),
        BarColumn(24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}", markup=False),
        TextColumn("{task.fields[issue]}", markup=False, style="dim"),
        console=console,
        transient=True,
    )


def duration(seconds: float) -> str:
    """Return a time in words: 110 -> 1 min 50 s."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole // 60 % 60:02} min"
