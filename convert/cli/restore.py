"""`backfile restore`: the source of an archival XML, byte for byte."""

from __future__ import annotations

import os
from pathlib import Path

import click

from convert.cli import options
from convert.cli.process import print_message, run_id, write
from convert.cli.sources import load_archive, only_archive
from convert.errors import BadSetting, InvalidArchive, UnwritableOutput
from convert.system.find import STDIN, SourceFile
from convert.system.paths import printable_path
from convert.system.protect import OutputGuard
from convert.system.write import ANOTHER_FILE, write_files
from convert.tei.checksum import verify_checksum
from convert.tei.read import parse_archive
from convert.tei.restore import source_bytes

EXPLAINED = """\b
Exit status:
  0  the source is written, with the digest that the file names
  2  the command line is wrong
  3  the source cannot be rebuilt, the file is none of ours, or cannot be read
  4  the source cannot be written, or another file has its name
\b
Examples:
  backfile restore page.xml -o page.txt
  backfile restore page.xml -o - | sha256sum
"""


@click.command(epilog=EXPLAINED)
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="SOURCE",
    type=click.Path(),
    help="Where the source goes; - is standard output.",
)
@options.force
@options.trace
def restore(file: str, *, output: str, force: bool) -> None:
    """Write the source that FILE, an archival XML, was made from: byte for byte, or not at all."""
    archive = only_archive(file)
    root = parse_archive(load_archive(archive), archive.location)
    data = source_bytes(root, archive.location)
    try:
        verify_checksum(root, archive.location)
    except InvalidArchive as error:
        print_message(f"warning: {error.location}: the source is whole; of the rest, {error.message}")
    if output == STDIN:
        write(data)
        return
    target = Path(output)
    _check_target(target, archive)
    write_files(target.parent, {target.name: data}, run_id(), guard=OutputGuard(force), hint=ANOTHER_FILE)


def _check_target(target: Path, archive: SourceFile) -> None:
    """Refuse a place where writing would destroy something else."""
    if archive.path and os.path.realpath(target) == os.path.realpath(archive.path):
        raise BadSetting("the source would replace the archival XML", location=printable_path(target))
    if os.path.lexists(target) and not target.is_file():
        what = "a folder, a device or a broken link is there"
        raise UnwritableOutput(what, location=printable_path(target), hint="give another path with -o")
