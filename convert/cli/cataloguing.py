"""`backfile catalogue`: feeds and a page for a folder of converted issues."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import click

from convert.cli import options

# ruff: noqa: PLC0415 - `backfile --help` must not wait for what it does not need

EXPLAINED = """\b
Example:
  backfile catalogue output     writes output/catalogue
\b
Exit status:
  0  the catalogue is written, with every issue
  1  it is written; files that cannot be read were left out
  4  it cannot be written
"""


@click.command(epilog=EXPLAINED, short_help="Write OPDS feeds and a page for a folder of issues.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def catalogue(folder: Path, *, quiet: bool) -> int:
    """Write DIR/catalogue: OPDS 2.0 and 1.2 feeds (new, by year, by title) and a plain index.html.

    The files of the issues are not altered. The same DIR makes the same catalogue, byte for byte.
    """
    from convert.catalogue.making import FOLDER, make
    from convert.files import shown

    count, faults = make(folder, f"{os.getpid()}-{secrets.token_hex(4)}")
    for fault in faults:
        click.echo(f"left out: {fault}", err=True)
    if not quiet:
        issues = "1 issue" if count == 1 else f"{count:,} issues"
        options.write_line(f"{shown(str(folder / FOLDER))}: {issues}")
    return 1 if faults else 0
