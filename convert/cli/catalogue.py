"""`backfile catalogue`: feeds and a searchable page for a folder of converted issues."""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from convert.catalogue.build import CatalogueName, StaleOutputs, build_catalogue
from convert.catalogue.history import CatalogueTimes
from convert.catalogue.messages import LANGUAGES
from convert.catalogue.server import make_server
from convert.catalogue.store import FOLDER
from convert.cli import options
from convert.cli.process import cores, print_message, print_result, run_id
from convert.cli.reporter import ConsoleReporter, open_reporter
from convert.cli.standing import read_standing
from convert.system.paths import printable_path
from convert.typeset.styles import load_style
from convert.typeset.timestamp import epoch

EXPLAINED = """\b
Examples:
  backfile catalogue output             writes output/catalogue
  backfile catalogue output --serve     serves it at http://127.0.0.1:8090/
\b
Exit status:
  0  the catalogue is written and includes every file
  1  the catalogue is written without some files that are unreadable or stale
  3  two issues have the same newspaper, date, number and pages; or the ledger is damaged
  4  the catalogue cannot be written, or one of its pages was edited
"""


@click.command(epilog=EXPLAINED)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--title",
    default="",
    metavar="TEXT",
    help="Title of the catalogue.  [default: the newspaper's title, if there is only one newspaper]",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=None,
    help="Language of the pages.  [default: the language of most issues]",
)
@click.option(
    "--covers/--no-covers", default=True, help="Draw covers and thumbnails, or not.  [default: --covers]"
)
@click.option("--serve", is_flag=True, help="Serve the catalogue to this computer only, until Ctrl-C.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8090,
    help="Port for --serve (0: any free port).  [default: 8090]",
)
@options.jobs
@options.include_stale
@options.force
@options.quiet
@options.trace
def catalogue(
    folder: Path,
    *,
    title: str,
    lang: str | None,
    covers: bool,
    serve: bool,
    port: int,
    jobs: int | None,
    include_stale: bool,
    force: bool,
    quiet: bool,
) -> int:
    """Write DIR/catalogue: OPDS 2.0 and 1.2 feeds, a search page, and a page to read each issue.

    The files of the issues are not altered. The same DIR gives the same catalogue, byte for byte. An
    unchanged issue keeps its time in the feeds, and a corrected one gets a newer time; issues added last are
    listed as new. Outputs that the ledger of a batch calls stale are left out.
    """
    now = epoch(os.environ.get("SOURCE_DATE_EPOCH", "")) or datetime.fromtimestamp(time.time(), UTC)
    standing = read_standing(folder, include_stale=include_stale)
    stale = StaleOutputs() if include_stale else StaleOutputs(standing.stale, standing.stale_files)
    fonts = load_style("newspaper").font("heading") if covers else None
    with ExitStack() as opened:
        reporter: ConsoleReporter | None = None

        def tick(name: str, total: int) -> None:
            nonlocal reporter
            if reporter is None:  # a bar has a thread, and processes are forked before there is one
                bar = open_reporter(sys.stderr, os.environ, total, quiet=quiet, verbose=False)
                reporter = opened.enter_context(bar)
            reporter.advance(name)

        count, faults = build_catalogue(
            folder,
            run_id(),
            fonts,
            tick,
            stale,
            times=CatalogueTimes(now, standing.made),
            name=CatalogueName(title, lang or ""),
            force=force,
            jobs=jobs or cores(),
        )
    for fault in faults:
        print_message(f"left out: {fault}")
    if not quiet:
        issues = "1 issue" if count == 1 else f"{count:,} issues"
        print_result(f"{printable_path(folder / FOLDER)}: {issues}")
    if serve:
        _serve(folder, port, quiet=quiet)
    return 1 if faults else 0


def _serve(folder: Path, port: int, *, quiet: bool) -> None:
    """Show the catalogue till somebody stops it."""
    report = partial(print_message, lines=True)
    with make_server(folder, port, time.monotonic, report) as running:
        try:
            address = f"http://127.0.0.1:{running.server_address[1]}/"
            print_result(address)
            if not quiet:
                print_message(f"feeds: {address}{FOLDER}/root-1.atom")
            running.serve_forever()
        except KeyboardInterrupt:
            print_message("stopped")
