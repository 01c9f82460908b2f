"""The command: thin, and quick to say what it can do; each command imports its work when it is run."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from convert import __version__
from convert.cli.archival import restore, verify, view
from convert.cli.bagging import bag
from convert.cli.batching import batch, retry
from convert.cli.cataloguing import catalogue
from convert.cli.collecting import collect
from convert.cli.comparing import diff
from convert.cli.converting import convert
from convert.cli.deciding import decisions
from convert.cli.options import CODES, ENVIRONMENT, NAME
from convert.cli.showing import completion, explain, formats, styles
from convert.cli.standing import report, status, why
from convert.errors import ConvertError
from convert.system.gc_tuning import look_seldom

INTERRUPTED, TERMINATED = 130, 143
"""128 and the signal's number, as shells say it."""

EXAMPLES = """\b
Begin with:
  backfile convert page.txt    four finished files in output/
  backfile explain page.txt    every change, before and after
"""


@click.group(
    commands=[
        convert,
        collect,
        batch,
        status,
        why,
        report,
        retry,
        explain,
        decisions,
        diff,
        view,
        verify,
        restore,
        bag,
        catalogue,
        formats,
        styles,
        completion,
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog=f"{EXAMPLES}\n{CODES}\n{ENVIRONMENT}",
)
@click.version_option(__version__, "-V", "--version", prog_name=NAME)
def cli() -> None:
    """Repair the damaged text of newspapers and write it as DOCX, PDF, EPUB and archival XML."""


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status; every error is one line on standard error."""
    try:
        status = cli.main(list(arguments), prog_name=NAME, standalone_mode=False)
        return int(status or 0)
    except Exception as error:  # noqa: BLE001 - a user gets one line, not a traceback
        return _explained(error, verbose=bool({"-v", "--verbose"} & set(arguments)))
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        return INTERRUPTED


def _explained(error: Exception, *, verbose: bool) -> int:
    """Say what went wrong, and return the exit status for it."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return error.exit_code
    if isinstance(error, click.ClickException):
        said = error.format_message().rstrip(".")
        path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else NAME
        click.echo(f"error: {said[:1].lower()}{said[1:]}; see {path} --help", err=True)
        return error.exit_code
    if isinstance(error, ConvertError):
        click.echo(f"error: {error}", err=True)
        return error.exit_code
    if isinstance(error, click.Abort):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    from convert.conversion import internal  # noqa: PLC0415 - `backfile --help` must not wait for it

    failure = internal(error)
    click.echo(f"error: {failure}", err=True)
    if verbose:
        click.echo(failure.trace, err=True)
    return failure.exit_code


def main() -> NoReturn:
    """Run the command as a program."""
    signal.signal(signal.SIGTERM, _terminate)
    look_seldom()
    sys.exit(run(sys.argv[1:]))


def _terminate(_number: int, _frame: object) -> NoReturn:
    """Leave through every `finally`, so that no file is left half written."""
    raise SystemExit(TERMINATED)
