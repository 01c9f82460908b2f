"""`backfile convert`: sources in, finished files out."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from convert import conversion, outcome
from convert.cli import options
from convert.cli.help_texts import EXIT_CODES
from convert.cli.issue_tree import print_issues
from convert.cli.process import run_id, write, write_json
from convert.cli.reporter import open_reporter
from convert.cli.settings import check_settings
from convert.conversion import Settings
from convert.errors import BadSetting, ExitCode
from convert.issue.group_sources import group_sources
from convert.issue.grouping import GroupBy
from convert.outcome import Outcome, Output
from convert.system.find import STDIN, find
from convert.system.gc_tuning import collect_cycles
from convert.system.issue_source import IssueSource
from convert.system.protect import Collision, OutputGuard, protected
from convert.system.write import ANOTHER_FOLDER, check_outputs
from convert.text.late import LateModule

if TYPE_CHECKING:
    from convert.batch import outputs as batch_outputs
else:
    batch_outputs = LateModule("convert.batch.outputs")

EXAMPLES = """\b
Examples:
  backfile convert page.txt
  backfile convert issues/ -o books -f epub,pdf --style large-print
  backfile convert page.txt -f pdf --show-changes --attach
  cat page.txt | backfile convert - -f xml -o - > page.xml
"""


@click.command(epilog=f"{EXAMPLES}\n{EXIT_CODES}")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path())
@click.option(
    "-o",
    "--output",
    default="output",
    show_default=True,
    metavar="FOLDER",
    type=click.Path(),
    help="Output folder; - means standard output (one source, one format).",
)
@options.formats
@options.style
@options.by
@click.option("-n", "--dry-run", is_flag=True, help="Show how files are grouped into issues; write nothing.")
@click.option("--title", metavar="TEXT", help="The newspaper's title.")
@click.option("--date", metavar="DATE", help="The issue's date: 2025-12-08, 2025-12 or 2025.")
@click.option("--number", metavar="TEXT", help="The issue's number.")
@click.option("--page", metavar="TEXT", help="The printed number of the first page.")
@options.metadata
@click.option("--show-changes", is_flag=True, help="Add notes with the source's wording to PDF and EPUB.")
@click.option("--attach", is_flag=True, help="Attach the TEI and the source to the PDF, as PDF/A-3u.")
@click.option(
    "--review", is_flag=True, help="Write the DOCX with tracked changes, and comments on doubtful places."
)
@click.option(
    "--no-widths", is_flag=True, help="With --review: apply changes of character width without tracking them."
)
@options.embed_fonts
@options.words
@options.images
@options.page_images
@options.decisions
@options.house
@options.knowledge
@options.reading
@options.verbose
@options.quiet
@click.option("--json", "json_lines", is_flag=True, help="Print one line of JSON per issue.")
@options.follow_links
@options.force
@options.strict
def convert(
    sources: tuple[str, ...],
    output: str,
    *,
    by: str,
    dry_run: bool,
    formats: tuple[str, ...],
    quiet: bool,
    verbose: bool,
    json_lines: bool,
    follow_links: bool,
    force: bool,
    strict: bool,
    **given: Any,  # noqa: ANN401 - the options that `check_settings` takes, by their names
) -> int:
    """Convert each SOURCE, and write one set of files per issue.

    A SOURCE is a text file, a file of another format that `backfile formats` lists, a folder, a pattern such
    as "1951-*.txt", or - for standard input. From a folder and its subfolders backfile reads the .txt files
    and the files of archives and OCR; if there are none, the PDFs, or else the images. With --from, it reads
    the files of that format.

    The outputs are named after the source: page.txt becomes page.docx, page.pdf, page.epub and page.xml in
    output/. If the source is not plain text, a copy of it is kept in page.sources.zip beside page.xml. A file
    that backfile wrote is replaced. A file that was edited since, or that backfile did not write, is replaced
    only with --force.

    Files whose names differ only in the page number are one issue: daily_2026-03-05_p1.txt and
    daily_2026-03-05_p2.txt become daily_2026-03-05.docx and so on. See --dry-run, --by and docs/issues.md.

    Title, date, number, language and page come from the options, else from page.toml beside page.txt, else
    from issue.toml or backfile.toml in its folder, else from the name of the file.
    """
    settings = check_settings(formats, follow_links=follow_links, strict=strict, **given)
    stdin: BinaryIO = sys.stdin.buffer
    named = find(sources, settings.suffixes, outputs=Path(output), follow_links=follow_links)
    plan = group_sources(
        named.files, GroupBy(by), follow_links=follow_links, containers=settings.asks_containers
    )
    if dry_run:
        return print_issues(plan, as_json=json_lines)
    files = plan.sources
    if settings.decisions and len(files) != 1 and not settings.decisions.is_dir():
        raise BadSetting(
            f"--decisions with {len(files)} sources",
            hint="give a folder with NAME.decisions.toml for each source",
        )
    if output == STDIN:
        _check_stream(len(files), formats, json_lines=json_lines)
        write_outputs = conversion.to_stream(write)
    else:
        folder, guard = Path(output), OutputGuard(force, _is_in_ledger)
        check_outputs(files, folder, settings.endings)
        stdin = _check_collisions(files, folder, settings, guard)
        write_outputs = conversion.to_folder(folder, run_id(), guard)
    read_source = partial(conversion.review_source, stdin=stdin)
    outcomes: list[Outcome] = []
    with open_reporter(sys.stderr, os.environ, len(files), quiet=quiet, verbose=verbose) as reporter:
        deliver = conversion.write_formats(settings, write_outputs, reporter.notify)
        reporter.warn(problem.line for problem in plan.problems)
        for source in files:
            reporter.begin(source.name)
            result = conversion.run(source, settings, deliver, read_source)
            reporter.end(result)
            outcomes.append(result)
            collect_cycles(len(outcomes))
            if json_lines:
                write_json(outcome.as_json(result, source.exact))
        reporter.close(outcomes, named.passed_over)
    if strict and plan.problems:
        return ExitCode.SOME_FAILED
    return outcome.exit_code(outcomes, strict=strict)


def _is_in_ledger(path: Path, digest: str) -> bool:
    """Return whether a batch on the file's folder has written it with that digest."""
    return batch_outputs.is_in_ledger(path, digest)


def _check_collisions(
    files: Sequence[IssueSource], folder: Path, settings: Settings, guard: OutputGuard
) -> BinaryIO:
    """Refuse to replace what is not as we wrote it, before anything is written; return standard input.

    Where a file is there that we do not know, its source is converted once to see whether it would have
    these very bytes.

    Raises:
        ProtectedOutput: every file that would be lost is told.

    """
    collisions: list[Collision] = []
    stdin: BinaryIO = sys.stdin.buffer

    def compare(stem: str, files: Mapping[str, bytes]) -> Mapping[str, Output]:
        digests = {f"{stem}.{form}": sha256(data).hexdigest() for form, data in files.items()}
        collisions.extend(guard.collisions(folder, digests))
        return {}

    for source in files:
        if source.error or not any(
            guard.is_doubtful(folder / f"{source.stem}.{form}") for form in settings.endings
        ):
            continue
        if source.path is None:
            stdin = BytesIO(sys.stdin.buffer.read(settings.limit + 1))
        read_source = partial(conversion.review_source, stdin=stdin)
        conversion.run(source, settings, conversion.write_formats(settings, compare), read_source)
        if source.path is None:
            stdin.seek(0)
    if collisions:
        raise protected(collisions, ANOTHER_FOLDER)
    return stdin


def _check_stream(sources: int, formats: Sequence[str], *, json_lines: bool) -> None:
    """Refuse what standard output cannot take."""
    if sources != 1 or len(formats) != 1:
        raise BadSetting(
            "-o - takes one source and one format",
            hint="give one source and one format with -f, or a folder with -o",
        )
    if json_lines:
        raise BadSetting("-o - and --json cannot share standard output", hint="leave out one of them")
    if formats[0] != "xml" and sys.stdout.isatty():
        raise BadSetting(f"{formats[0]} cannot be shown on a terminal", hint="redirect it to a file with >")
