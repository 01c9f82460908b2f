"""What is told on standard error while sources are converted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from convert.cli.language import current_translate
from convert.cli.process import is_live
from convert.outcome import Failure, Outcome, in_words, passed_over_in_words, remarks, summary
from convert.text.printable import short_name

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from convert.system.console import SafeConsole


@dataclass(frozen=True, slots=True)
class ConsoleReporter:
    """Tells how a run goes: a bar on a terminal, warnings and errors everywhere."""

    stream: TextIO
    environment: Mapping[str, str]
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
            self.progress.update(self.task, description=current_translate()(line))
        elif self.talkative and not self.quiet:
            self._print("", line)

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
            self._print("", line)

    def warn(self, lines: Iterable[str]) -> None:
        """Warn of what concerns no single source."""
        for line in () if self.quiet else lines:
            self._print("warning", line, "yellow")

    def end(self, outcome: Outcome) -> None:
        """Say what became of a source."""
        if outcome.failure:
            self.fail(outcome.failure)
        elif self.talkative and not self.quiet:
            self._print("", in_words(outcome, verbose=self.verbose))
        if not self.quiet:
            for remark in remarks(outcome):
                self._print(remark.label, remark.line(outcome.location), "yellow")
        if self.progress and self.task is not None:
            self.progress.advance(self.task)

    def fail(self, failure: Failure) -> None:
        """Say what went wrong in one line, and where in our program if that is wanted."""
        self._screen().print_error(failure)
        if self.verbose and failure.trace:
            self._print("", failure.trace.rstrip())

    def close(self, outcomes: Sequence[Outcome], passed_over: Mapping[str, int]) -> None:
        """Sum up a run over several sources, and say what files of their folders were no sources."""
        if passed_over and not self.quiet:
            self._print("", passed_over_in_words(passed_over))
        if len(outcomes) > 1 and not self.quiet and (self.talkative or any(o.failure for o in outcomes)):
            self._print("", summary(outcomes), "bold")

    def _print(self, label: str, line: str, style: str = "") -> None:
        """Print a line, above the bar where there is one; most runs have nothing to say."""
        self._screen().print_line(label, line, style)

    def _screen(self) -> SafeConsole:
        """Return what is printed on."""
        from convert.cli.terminal import SafeConsole, console  # noqa: PLC0415 - loads rich, for what is seldom said

        screen = self.progress.console if self.progress else None
        return screen if isinstance(screen, SafeConsole) else console(self.stream, self.environment)


@contextmanager
def open_reporter(
    stream: TextIO, environment: Mapping[str, str], total: int, *, quiet: bool, verbose: bool
) -> Iterator[ConsoleReporter]:
    """Open what tells of a run over `total` sources; a bar only where a line can move."""
    talkative = verbose or stream.isatty()
    if quiet or not is_live(stream, environment):
        yield ConsoleReporter(stream, environment, quiet, verbose, talkative)
        return
    from convert.cli.terminal import console, progress_bar  # noqa: PLC0415 - the same

    with progress_bar(console(stream, environment)) as progress:
        task = progress.add_task("", total=total)
        yield ConsoleReporter(stream, environment, quiet, verbose, talkative, progress, task)
