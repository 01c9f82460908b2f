"""`backfile apply`: the issues made anew that decisions have changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from convert.batch.status import last_options
from convert.cli import options
from convert.cli.batch_run import ProgressOptions, convert_batch
from convert.cli.help_texts import EXIT_CODES


@click.command(epilog=EXIT_CODES)
@options.batch_folder
@options.running
@options.force
@options.keep_edited
@options.strict
@options.verbose
def apply(
    out: str,
    *,
    wait: bool,
    quiet: bool,
    verbose: bool,
    log_json: bool,
    **given: Any,  # noqa: ANN401 - the options that `BatchOptions` has, by their names
) -> int:
    """Reconvert the issues of the last batch in OUT whose decisions have changed, with its options.

    No other source is read; new sources and other changes wait for the next `backfile batch`. All formats of
    an issue are made from one document.
    """
    batch_options = replace(last_options(Path(out)), **given)
    return convert_batch(
        Path(out), batch_options, ProgressOptions(quiet, verbose, log_json), wait=wait, decided=True
    )
