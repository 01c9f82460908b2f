"""`backfile retry`: what failed in a batch, once more."""

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
@click.option("--failed", is_flag=True, expose_value=False, help="Has no effect; kept for older scripts.")
@options.running
@options.force
@options.keep_edited
@options.strict
@options.verbose
def retry(
    out: str,
    *,
    wait: bool,
    quiet: bool,
    verbose: bool,
    log_json: bool,
    **given: Any,  # noqa: ANN401 - the options that `BatchOptions` has, by their names
) -> int:
    """Retry the issues that failed in OUT, with the formats, style and sources of its last run.

    This includes issues in quarantine, and issues that an interrupted run had not reached.
    """
    batch_options = replace(last_options(Path(out)), **given)
    return convert_batch(
        Path(out), batch_options, ProgressOptions(quiet, verbose, log_json), wait=wait, retry=True
    )
