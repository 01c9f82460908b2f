"""One run of a batch for the terminal: signals, progress, the last line and the exit status."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from convert.batch.batch_plan import BatchPlan
from convert.batch.options import BatchOptions
from convert.batch.outputs import ROTTEN
from convert.batch.plan import path_key
from convert.batch.progress import ConsoleProgress, JsonProgress, Pace, bar
from convert.batch.records import Ending
from convert.batch.run import Clock, Stop, Watch, disk_full_error
from convert.batch.start import Batch, Host, Summary, doubtful_files, plan_batch, run_batch
from convert.cli import terminal
from convert.cli.issue_tree import issue_as_mapping, issue_lines, summary
from convert.cli.process import cores, is_live, print_message, print_result, write_json
from convert.cli.settings import check_settings
from convert.conversion import Settings
from convert.errors import ExitCode
from convert.issue.page_problems import FolderProblem, ProblemKind
from convert.outcome import passed_over_in_words
from convert.system.issue_source import SourceIssue
from convert.system.paths import printable_path
from convert.system.protect import Collision
from convert.system.staging import FOLDER

SIGNALLED = 128
"""And the signal's number: how shells say that a signal ended a command."""
SHOWN = 10
"""Of files that would not be written again: a format that is dropped leaves one for each issue."""
CLOCK = Clock(time.time, time.monotonic, time.sleep)


class ProgressOptions(NamedTuple):
    """How the progress of a run is shown."""

    quiet: bool
    verbose: bool
    log_json: bool


def list_work(out: Path, options: BatchOptions, *, check: bool = False, as_json: bool = False) -> int:
    """Say what a run would do."""
    settings = batch_settings(options)
    plan = plan_batch(out, options, settings, check=check)
    planned = {path_key(issue.source): issue for issue in plan.issues.issues}
    bad = 0
    for step in plan.steps:
        issue = planned[step.path]
        known = step.before.fault if step.before and step.fails_again else ""
        fault = str(step.error or known)
        bad += bool(fault)
        if as_json:
            target = os.fsdecode(step.target) if step.target else ""
            values = {"target": target, "why": step.why, **issue_as_mapping(issue), "error": fault}
            write_json(json.dumps(values, ensure_ascii=False))
        elif step.to_do and step.target:
            heading = f"{step.source.location} -> {printable_path(step.target)} ({step.why})"
            for line in issue_lines(issue, heading):
                print_result(line)
        elif fault:
            print_result(f"{step.source.location}: {fault}")
    doubts = doubtful_files(plan, out, options, settings)
    _list_others(plan, doubts)
    work = sum(step.to_do for step in plan.steps)
    if any(isinstance(source, SourceIssue) for source in plan.issues.sources):
        print_message(summary(plan.issues))
    print_message(f"would convert {work:,}, skip {plan.unchanged:,} unchanged; {bad:,} cannot be converted")
    wrong = bad or plan.faults or plan.issues.problems or doubts
    return ExitCode.SOME_FAILED if wrong else ExitCode.OK


def _list_others(plan: BatchPlan, doubts: Sequence[Collision]) -> None:
    """Say what a run would find besides the issues that it converts."""
    for problem in plan.issues.problems:
        print_message(f"warning: {problem.line}")
    for fault in plan.faults:
        print_result(f"{printable_path(fault.path)} {fault.reason}")
    for orphan in plan.existing_orphans:
        print_result(f"orphaned: {orphan.line}")
    for former in plan.former:
        print_result(f"stale: {former.line}")
    if line := plan.regrouped_line:
        print_message(line)
    for path, reason in doubts:
        print_result(f"would be replaced: {printable_path(path)}: {reason}")
    _say_passed_over(plan.passed_over)


def convert_batch(
    out: Path,
    options: BatchOptions,
    progress: ProgressOptions,
    *,
    wait: bool,
    retry: bool = False,
    decided: bool = False,
    check: bool = False,
    prune: bool = False,
    learn: bool = False,
) -> int:
    """Run, and return the exit status."""
    host = Host(socket.gethostname(), os.getpid(), cores())
    with _signals() as stop:
        batch = Batch(
            out,
            options,
            batch_settings(options),
            host,
            CLOCK,
            lambda total: _watch(progress, total),
            stop,
            retry,
            decided,
            check,
            prune,
            learn,
        )
        summary = run_batch(batch, partial(_notify, progress), wait=wait)
    _sum_up(summary, progress)
    if learn and not progress.quiet:
        pack = printable_path(options.knowledge or "")
        _notify(progress, f"wrote the pack {pack}; `backfile knowledge` prints it")
    if stop.signal:
        print_message("stopped; run the same command again to resume")
        return SIGNALLED + stop.signal
    if summary.result.disk_full:
        raise disk_full_error(summary.result.disk_full)
    failed = summary.result.counts.failed or summary.plan.faults or (options.strict and summary.strictly_bad)
    return ExitCode.SOME_FAILED if failed else ExitCode.OK


def batch_settings(options: BatchOptions) -> Settings:
    """Return what holds for every source of a batch."""
    return check_settings(
        options.formats,
        style=options.style,
        form=options.form,
        ocr=options.ocr,
        encoding=options.encoding,
        max_size=options.max_size,
        max_harm=options.max_harm,
        words=options.words,
        images=options.images,
        page_images=options.page_images,
        decisions=options.decisions,
        house=options.house,
        knowledge=options.knowledge,
        title=options.title,
        language=options.language,
        metadata=options.metadata,
        follow_links=options.follow_links,
        strict=options.strict,
    )


def _notify(progress: ProgressOptions, line: str) -> None:
    """Say something about the folder as a whole."""
    if progress.log_json:
        JsonProgress(sys.stderr, time.time).log("notice", text=line)
    elif not (progress.quiet and line.startswith("warning: ")):
        print_message(line)


def _sum_up(summary: Summary, progress: ProgressOptions) -> None:
    """Say the last lines."""
    counts, ending = summary.result.counts, summary.result.ending
    passed_over = summary.plan.passed_over
    if progress.log_json:
        log = JsonProgress(sys.stderr, time.time).log
        for fault in summary.plan.faults:
            log("damaged", file=printable_path(fault.path), what=fault.reason)
        for orphan in summary.plan.existing_orphans:
            log("orphaned", issue=orphan.issue.name, files=[printable_path(path) for path in orphan.files])
        for former in summary.former:
            log("stale", file=printable_path(former.path), issue=former.name, why=former.reason.in_words)
        for pruned in summary.pruned:
            log(
                "pruned",
                **{name: list(map(printable_path, paths)) for name, paths in pruned._asdict().items()},
            )
        log(
            "ended",
            how=ending.value,
            converted=counts.converted,
            unchanged=summary.plan.unchanged,
            failed=counts.failed,
            left=summary.left,
            warned=summary.warned,
            problems=len(summary.plan.issues.problems),
            passed_over=dict(passed_over),
            orphaned=len(summary.plan.existing_orphans),
            stale=len(summary.former),
        )
        return
    for fault in summary.plan.faults:
        aside = f"; it was moved to {FOLDER}/{ROTTEN} in OUT" if fault.is_rotten else ""
        print_message(f"error: {printable_path(fault.path)}: {fault.reason}{aside}")
    if not progress.quiet:
        if ending is Ending.TOO_MANY_FAILURES:
            print_message("error: too many failures; `backfile status` lists them")
        _say_orphans(summary)
        _say_passed_over(passed_over)
        parts = [f"{counts.converted:,} converted", f"{summary.plan.unchanged:,} unchanged"]
        parts.append(f"{counts.failed:,} failed")
        parts += [f"{summary.left:,} left"] if summary.left else []
        parts += [f"{summary.warned:,} with warnings"] if summary.warned else []
        parts += _problems(summary.plan.issues.problems)
        orphans = len(summary.plan.existing_orphans)
        parts += (
            [f"{orphans:,} orphaned{'' if summary.pruned else ' (--prune moves them aside)'}"]
            if orphans
            else []
        )
        stale = len(summary.former)
        parts += (
            [f"{stale:,} stale{'' if summary.pruned else ' (--prune moves them aside)'}"] if stale else []
        )
        print_message(", ".join(parts))


def _problems(problems: Sequence[FolderProblem]) -> Iterator[str]:
    """Yield how many problems of folders there were, and what may help."""
    if not problems:
        return
    undated = any(problem.kind is ProblemKind.UNDATED for problem in problems)
    hint = "--by folder makes the files of a folder one issue" if undated else "`backfile status` lists them"
    yield f"{len(problems):,} problem{'' if len(problems) == 1 else 's'} in folders ({hint})"


def _say_orphans(summary: Summary) -> None:
    """Name the outputs that no source stands behind any more, and what became of them."""
    for orphan in summary.plan.existing_orphans:
        print_message(f"orphaned: {orphan.line}")
    for former in summary.former[:SHOWN]:
        print_message(f"stale: {former.line}")
    if (more := len(summary.former) - SHOWN) > 0:
        print_message(f"stale: and {more:,} more; see `backfile status --json`")
    moved = sum(len(pruned.moved) for pruned in summary.pruned)
    left = [printable_path(path) for pruned in summary.pruned for path in pruned.left]
    if moved:
        files = "1 file" if moved == 1 else f"{moved:,} files"
        folders = dict.fromkeys(path.parts[1] for pruned in summary.pruned for path in pruned.moved)
        places = " and ".join(f"{FOLDER}/{folder}" for folder in folders)
        print_message(f"{files} moved to {places} in OUT")
    if left:
        print_message(f"not moved, because they were altered since they were written: {', '.join(left)}")


def _say_passed_over(passed_over: Mapping[str, int]) -> None:
    """Say which files of the folders were no sources."""
    if line := passed_over_in_words(passed_over):
        print_message(line)


@contextmanager
def _watch(progress: ProgressOptions, total: int) -> Iterator[Watch]:
    """Open what tells of the run, on standard error."""
    if progress.log_json:
        yield JsonProgress(sys.stderr, time.time)
        return
    console = terminal.console(sys.stderr, os.environ)
    now = time.monotonic()
    pace = Pace(total, time.monotonic, now)
    if progress.quiet or not is_live(sys.stderr, os.environ):
        yield ConsoleProgress(console, pace, progress.quiet, progress.verbose, printed=now)
        return
    with bar(console) as live:
        task = live.add_task("", total=total, issue="", pace="")
        yield ConsoleProgress(console, pace, progress.quiet, progress.verbose, live, task)


@contextmanager
def _signals() -> Iterator[Stop]:
    """Turn Ctrl-C and SIGTERM into a wish to stop."""
    stop = Stop()

    def wish(number: int, _frame: object) -> None:
        stop.signal, stop.times = stop.signal or number, stop.times + 1

    before = {number: signal.signal(number, wish) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
