"""What the terminal sees while sources are converted; all of it goes to standard error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn

from convert.outcome import Failure, Outcome, in_words, passed_over_in_words, remarks, summary
from convert.system.console import SafeConsole, print_line, short_name


def console(stream: TextIO, environment: Mapping[str, str]) -> Console:
    """Return a console for a stream: colour on a terminal, unless the environment says otherwise.

    NO_COLOR (no-color.org) goes before FORCE_COLOR (force-color.org); TERM=dumb means plain text.
    In a pipe lines are made for COLUMNS, else 80.
    """
    live = is_live(stream, environment)
    coloured = not environment.get("NO_COLOR") and (live or bool(environment.get("FORCE_COLOR")))
    columns = environment.get("COLUMNS", "")
    fixed = int(columns) if columns.isascii() and columns.isdigit() and 20 <= int(columns) <= 1000 else None
    return SafeConsole(
        file=stream,
        force_terminal=coloured or live,
        color_system="standard" if coloured else None,
        width=fixed or (None if stream.isatty() else 80),
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )


def is_live(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether a line can move on this stream."""
    return stream.isatty() and environment.get("TERM") != "dumb"


@dataclass(frozen=True, slots=True)
class ConsoleReporter:
    """Tells how a run goes: a bar on a terminal, warnings and errors everywhere."""

    console: Console
    quiet: bool
    """Errors only."""
    verbose: bool
    talkative: bool
    """Somebody watches: name what went well, too."""
    progress: Progress | None = None
    task: TaskID | None = None

    def begin(self, name: str) -> None:
        """Name the source that is being converted."""
        if self.progress and self.task is not None:
            self.progress.update(self.task, description=short_name(name))

    def notify(self, line: str) -> None:
        """Take a writer's word on something slow."""
        if self.progress and self.task is not None:
            self.progress.update(self.task, description=line)
        elif self.talkative and not self.quiet:
            print_line(self.console, "", line)

    def reset(self, total: int) -> None:
        """Begin another stage of the run, of so many steps."""
        if self.progress and self.task is not None:
            self.progress.reset(self.task, total=total)

    def advance(self, name: str) -> None:
        """Name what comes next in this stage, and count it."""
        if self.progress and self.task is not None:
            self.progress.update(self.task, description=short_name(name), advance=1)

    def message(self, line: str) -> None:
        """Say what was made."""
        if not self.quiet:
            print_line(self.console, "", line)

    def warn(self, lines: Iterable[str]) -> None:
        """Warn of what concerns no single source."""
        for line in () if self.quiet else lines:
            print_line(self.console, "warning: ", line, "yellow")

    def end(self, outcome: Outcome) -> None:
        """Say what became of a source."""
        if outcome.failure:
            self.fail(outcome.failure)
        elif self.talkative and not self.quiet:
            print_line(self.console, "", in_words(outcome, verbose=self.verbose))
        if not self.quiet:
            for remark in remarks(outcome):
                print_line(self.console, f"{remark.label}: ", remark.line(outcome.location), "yellow")
        if self.progress and self.task is not None:
            self.progress.advance(self.task)

    def fail(self, failure: Failure) -> None:
        """Say what went wrong in one line, and where in our program if that is wanted."""
        print_line(self.console, "error: ", str(failure), "bold red")
        if self.verbose and failure.trace:
            print_line(self.console, "", failure.trace.rstrip())

    def close(self, outcomes: Sequence[Outcome], passed_over: Mapping[str, int]) -> None:
        """Sum up a run over several sources, and say what files of their folders were no sources."""
        if passed_over and not self.quiet:
            print_line(self.console, "", passed_over_in_words(passed_over))
        if len(outcomes) > 1 and not self.quiet and (self.talkative or any(o.failure for o in outcomes)):
            print_line(self.console, summary(outcomes), "", "bold")


@contextmanager
def open_reporter(
    stream: TextIO, environment: Mapping[str, str], total: int, *, quiet: bool, verbose: bool
) -> Iterator[ConsoleReporter]:
    """Open what tells of a run over `total` sources; a bar only where a line can move."""
    screen = console(stream, environment)
    talkative = verbose or stream.isatty()
    if quiet or not is_live(stream, environment):
        yield ConsoleReporter(screen, quiet, verbose, talkative)
        return
    columns = (SpinnerColumn("line"), TextColumn("{task.description}", markup=False), BarColumn(24))
    with Progress(*columns, MofNCompleteColumn(), console=screen, transient=True) as progress:
        yield ConsoleReporter(screen, quiet, verbose, talkative, progress, progress.add_task("", total=total))


def local_time(seconds: float) -> str:
    """Return a time as people of this place write it."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M:%S")
