"""The command: one module for each command, imported when it runs."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from convert import __version__
from convert.cli import language
from convert.cli.help_texts import ENVIRONMENT, EXIT_CODES, NAME
from convert.cli.lazy import LazyGroup
from convert.cli.process import open_standard_streams, print_error, print_message, use_one_thread
from convert.errors import ConvertError
from convert.system.gc_tuning import reduce_gc

INTERRUPTED, TERMINATED = 130, 143
"""128 and the signal's number, as shells say it."""

EXAMPLES = """\b
Start with:
  backfile convert page.txt    four finished files in output/
  backfile explain page.txt    every change, before and after
"""
SUMMARIES = {
    "convert": "Convert sources to DOCX, PDF, EPUB and archival XML.",
    "collect": "Combine many issues into one book.",
    "search": "List the articles that contain certain words, or select them for a book.",
    "batch": "Convert many issues unattended.",
    "status": "Show the progress of a batch.",
    "why": "Show what a batch did with one issue.",
    "report": "Write an HTML report on a batch.",
    "retry": "Retry the issues that failed in a batch.",
    "learn": "Learn a newspaper's habits from many of its issues.",
    "knowledge": "Print what `backfile learn` has learned about a newspaper.",
    "explain": "Show every change, before and after.",
    "inspect": "Draw columns, blocks and reading order over the image of a page.",
    "review": "Decide open questions in the browser.",
    "apply": "Reconvert the issues whose decisions have changed.",
    "decisions": "List changes and proposals for a person to decide on.",
    "diff": "Compare two archival XML files or folders, and classify the differences.",
    "view": "Print the text of an archival XML file.",
    "verify": "Verify archival XML files and bags.",
    "restore": "Rebuild the source from an archival XML file, byte for byte.",
    "bag": "Pack finished issues into a BagIt bag.",
    "catalogue": "Build a searchable catalogue and OPDS feeds for a folder of issues.",
    "formats": "List the formats that backfile reads and writes.",
    "rules": "List the repair rules in the order in which they run.",
    "styles": "List the built-in styles.",
    "completion": "Print a completion script for your shell.",
}
"""What each command does, in the order of the work."""


@click.group(
    cls=LazyGroup,
    package=__name__,
    summaries=SUMMARIES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog=f"{EXAMPLES}\n{EXIT_CODES}\n{ENVIRONMENT}",
)
@language.option
@click.version_option(__version__, "-V", "--version", prog_name=NAME)
def cli() -> None:
    """Repair the damaged text of newspapers, and write it as DOCX, PDF, EPUB and archival TEI XML."""


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status; every error is one line on standard error."""
    flags: dict[str, bool] = {}
    try:
        language.use_language(language.terminal_language(os.environ, sys.stderr))
        status = cli.main(list(arguments), prog_name=NAME, standalone_mode=False, obj=flags)
        sys.stdout.flush()
        return int(status or 0)
    except Exception as error:  # noqa: BLE001 - a user gets one line, not a traceback
        return _explained(error, verbose=flags.get("verbose", False))
    except KeyboardInterrupt:
        print_message("interrupted")
        return INTERRUPTED
    finally:
        language.use_language("en")


def _explained(error: Exception, *, verbose: bool) -> int:
    """Say what went wrong, and return the exit status for it."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return error.exit_code
    if isinstance(error, click.ClickException):
        message = " ".join(error.format_message().split()).rstrip(".")
        path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else NAME
        print_error(ConvertError(f"{message[:1].lower()}{message[1:]}", hint=f"see {path} --help"))
        return error.exit_code
    if isinstance(error, ConvertError):
        print_error(error)
        return error.exit_code
    if isinstance(error, click.Abort):
        print_message("interrupted")
        return INTERRUPTED
    from convert.outcome import internal_failure  # noqa: PLC0415 - `backfile --help` must not wait for it

    failure = internal_failure(error)
    print_error(failure)
    if verbose and failure.trace:
        print_message(failure.trace.rstrip(), lines=True)
    return failure.exit_code


def main() -> NoReturn:
    """Run the command as a program."""
    open_standard_streams()
    signal.signal(signal.SIGTERM, _terminate)
    reduce_gc()
    use_one_thread()
    sys.exit(run(sys.argv[1:]))


def _terminate(_number: int, _frame: object) -> NoReturn:
    """Leave through every `finally`, so that no file is left half written."""
    raise SystemExit(TERMINATED)
