"""`backfile review`: what the rules left open or were least sure of, decided on in the browser."""

from __future__ import annotations

import getpass
import importlib
import importlib.util
import secrets
import socket
import time
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType

import click

from convert.batch.status import last_options
from convert.cli import options
from convert.cli.batch_run import batch_settings
from convert.cli.help_texts import EXIT_CODES
from convert.cli.process import cores, print_message, print_result, run_id
from convert.errors import BadSetting, ExitCode
from convert.review.build import converted_issues, update_index
from convert.review.html_file import MOST_DOUBTS, as_html, take_decisions
from convert.review.index import open_index, review_folder
from convert.review.page_images import PageImages
from convert.review.queue import BELOW
from convert.review.service import ReviewService
from convert.review.store import DecisionStore
from convert.review.verdict_files import LARGEST_FILE
from convert.review.watch_list import WatchedText, read_watch_lists
from convert.system.load import load
from convert.system.lock import locked
from convert.system.paths import printable_path
from convert.system.protect import OutputGuard
from convert.system.toml import decode_utf8
from convert.system.write import ANOTHER_FILE, write_files

EXAMPLES = """\b
Examples:
  backfile batch issues/ books/
  backfile review books/                      opens the page in the browser
  backfile review books/ --reviewer "Lin Zhiyuan" --below 0.95
  backfile apply books/                       reconverts what the decisions change
  backfile review books/ --html queue.html --reviewer Chen    for a colleague, who returns a file:
  backfile review books/ --take decisions.json
"""
NEEDED = ("starlette", "uvicorn")


@click.command(epilog=f"{EXAMPLES}\n{EXIT_CODES}")
@options.batch_folder
@click.option(
    "--reviewer",
    metavar="NAME",
    help="Name of the reviewer, recorded with each decision.  [default: your user name]",
)
@click.option(
    "--below",
    type=click.FloatRange(0, 1.01),
    default=BELOW,
    show_default=True,
    help="Ask about changes below this certainty; proposals that were not applied are always asked about.",
)
@click.option("--no-browser", is_flag=True, help="Print the address, and do not open a browser.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port on 127.0.0.1 (0: any free port).  [default: 0]",
)
@options.jobs
@click.option(
    "--html",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the page as one file for a colleague, and do not serve it.",
)
@click.option(
    "--take",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Import the decisions that a colleague made on such a page.",
)
@click.option(
    "--watch",
    metavar="FILE.toml",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="Also ask about the misreadings in your own list; it is used until you give another list.",
)
@options.force
@click.option(
    "--report", is_flag=True, help="Print how often each rule was right, according to the decisions."
)
@options.trace
def review(
    out: str,
    *,
    reviewer: str | None,
    below: float,
    no_browser: bool,
    port: int,
    jobs: int | None,
    html: Path | None,
    take: Path | None,
    watch: tuple[Path, ...],
    force: bool,
    report: bool,
) -> int:
    """Decide in the browser what the rules left open, or were least certain of, in the batch in OUT.

    Each decision is saved at once to NAME.decisions.toml beside its source, or in the folder given to `batch
    --decisions`. Only this computer can open the page, and nobody can guess its address. Ctrl-C ends the
    review; nothing is lost. Then `backfile apply OUT` reconverts the issues whose decisions have changed.

    With --report, no page is served. The command prints how often each rule was right at each level of
    certainty, and the certainty from which it was right in 95 of 100 cases, if there are enough decisions to
    tell. It changes no threshold.

    A list for --watch has a table [[misreading]] for each misreading, with before, after and, if you like,
    why.
    """
    folder = Path(out)
    watched = read_watch_lists(watch) if watch else None
    opened = partial(open_service, folder, reviewer or _user(), below, jobs or cores(), watched)
    if report or html or take:
        with opened() as service:
            status = _take(service, take) if take else ExitCode.OK
            if report:
                print_precision(service)
            if html:
                _write_html(service, html, force=force)
        return status
    server = _server()
    try:
        with opened() as service:
            listener = server.open_port(port)
            token = secrets.token_urlsafe(24)
            address = f"http://127.0.0.1:{listener.getsockname()[1]}/{token}/"
            print_result(address)
            if not no_browser:
                webbrowser.open(address)
            server.serve(service, listener, token)
    except KeyboardInterrupt:  # at any moment of it: what was decided is written already
        print_message("stopped; `backfile apply` reconverts the issues whose decisions have changed")
    return ExitCode.OK


def _server() -> ModuleType:
    """Import what serves the page.

    Raises:
        BadSetting: it is not installed.

    """
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise BadSetting(
            f"the page needs {', '.join(missing)}",
            hint="install it with pip install 'backfile[review]', or use --html FILE",
        )
    return importlib.import_module("convert.review.server")


@contextmanager
def open_service(
    out: Path, reviewer: str, below: float, jobs: int, watched: Sequence[WatchedText] | None = None
) -> Iterator[ReviewService]:
    """Bring the index up to date, and return what answers the page."""
    batch_options = last_options(out)
    settings = batch_settings(batch_options)
    issues = converted_issues(out, batch_options, settings)
    with open_index(out) as index:
        update_index(index, issues, settings, jobs, print_message, watched)
        lock = partial(
            locked,
            review_folder(out) / "lock",
            out,
            socket.gethostname(),
            print_message,
            time.sleep,
            wait=True,
        )
        store = DecisionStore(index, out, run_id(), lock)
        images = PageImages({issue.target: issue.source for issue in issues}, settings)
        yield ReviewService(out, store, images, reviewer, _now, secrets.SystemRandom(), below)


def _write_html(service: ReviewService, target: Path, *, force: bool) -> None:
    """Write the page as one file, and say what is in it."""
    page = as_html(service)
    guard = OutputGuard(force)
    write_files(target.parent, {target.name: page}, run_id(), guard=guard, hint=ANOTHER_FILE)
    count = len(service.queue({})["order"])
    shown = f"the first {MOST_DOUBTS:,} of {count:,} doubts" if count > MOST_DOUBTS else f"{count:,} doubts"
    print_message(f"{printable_path(target)}: {shown}, {len(page) / 1e6:.1f} MB")


def _take(service: ReviewService, file: Path) -> ExitCode:
    """Take decisions that came back, and say which were not taken."""
    location = printable_path(file)
    taken = take_decisions(service, decode_utf8(load(file, LARGEST_FILE), location), location)
    for line in taken.lost:
        print_message(f"not imported: {line}")
    print_message(f"{location}: {taken.written:,} decisions written")
    return ExitCode.SOME_FAILED if taken.lost else ExitCode.OK


def print_precision(service: ReviewService) -> None:
    """Print what the decisions tell of the rules, and what samples have proved."""
    report = service.precision()
    print_result("rule                      certainty     right  wrong  precision")
    for band in report.bands:
        counts = f"{band.right:>8,} {band.wrong:>6,} {band.precision:>10.3f}"
        print_result(f"{band.rule:<25} {band.least:>5.2f} and up {counts}")
    for each in report.proposals:
        sure = f"{each.right:,} of {each.decided:,} right"
        sure += f", with 95 % confidence at least {each.least_precision:.3f}"
        if each.threshold is None:
            print_result(f"{each.rule}: no threshold can be proposed: {sure}")
        else:
            print_result(f"{each.rule}: right often enough from certainty {each.threshold:g}: {sure}")
    if report.not_looked_at:
        print_result(f"{report.not_looked_at:,} were decided as one kind, and do not count here")
    for receipt in service.receipts():
        if receipt.whole:
            print_result(f"sample of {receipt.title or 'all'}: {receipt.in_words}")


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name is known for the user's number
        return "reviewer"
