"""`backfile bag`: a folder of finished issues as a BagIt bag, to be handed to an archive."""

from __future__ import annotations

import os
from pathlib import Path

import click

from convert.archive.bag import write_bag
from convert.cli import options
from convert.cli.process import run_id, write_line
from convert.conversion import epoch
from convert.system.paths import printable_path

EXPLAINED = """\b
Examples:
  backfile bag output                    writes output-bag
  backfile bag output -o /mnt/1951-03
  backfile verify output-bag
\b
Exit status:
  0  the bag is written
  2  the command line is wrong, or the folder holds what a bag cannot take
  3  an .xml file in the folder is no archival XML, or not whole
  4  the bag cannot be written
"""


@click.command(epilog=EXPLAINED)
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option("-o", "--output", metavar="BAG", type=click.Path(), help="Its folder.  [default: DIR-bag]")
@options.quiet
@options.trace
def bag(folder: str, *, output: str | None, quiet: bool) -> None:
    """Put all of DIR, a folder that `convert` wrote, into a BagIt 1.0 bag.

    Each archival XML gets a folder with its source, restored from it, the reading copies of its name,
    a METS file (pages, articles) and a PREMIS file (what was done). DIR is not altered. The same DIR
    makes the same bag, byte for byte; SOURCE_DATE_EPOCH is the only time in it.
    """
    source = Path(folder)
    target = Path(output) if output else source.with_name(f"{source.resolve().name}-bag")
    made = epoch(os.environ.get("SOURCE_DATE_EPOCH", ""))
    summary = write_bag(source, target, made, run_id())
    if not quiet:
        issues = "1 issue" if summary.issues == 1 else f"{summary.issues:,} issues"
        write_line(f"{printable_path(target)}: {issues}, {summary.files:,} files, {summary.size:,} bytes")
