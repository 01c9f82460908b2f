"""`backfile restore`: the source of an archival XML, byte for byte."""

from __future__ import annotations

import os
from pathlib import Path

import click
from lxml.etree import _Element as Element

from convert.cli import options
from convert.cli.process import print_message, run_id, write
from convert.cli.sources import load_archive, only_archive
from convert.errors import BadSetting, InvalidArchive, UnwritableOutput
from convert.system.find import STDIN, SourceFile
from convert.system.paths import printable_path
from convert.system.protect import OutputGuard
from convert.system.write import ANOTHER_FILE, ANOTHER_FOLDER, write_files
from convert.tei.checksum import verify_checksum
from convert.tei.header import is_issue
from convert.tei.read import parse_archive
from convert.tei.restore import file_names, one_part, restored_parts, source_bytes

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
  backfile restore issue.xml -o pages/
  backfile restore issue.xml --part page-02.txt -o -
"""


@click.command(epilog=EXPLAINED)
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="SOURCE|FOLDER",
    type=click.Path(),
    help="Where the source goes; - is standard output; of an issue of several files a folder.",
)
@click.option("--part", metavar="NAME", help="Of an issue of several files, this one alone.")
@options.force
@options.trace
def restore(file: str, *, output: str, part: str | None, force: bool) -> None:
    """Write the source that FILE, an archival XML, was made from: byte for byte, or not at all.

    An issue of several files is written into a folder, each file under its own name; with --part, one of
    them into a file or to standard output.
    """
    archive = only_archive(file)
    root = parse_archive(load_archive(archive), archive.location)
    guard = OutputGuard(force)
    if part is None and is_issue(root):
        _write_all(root, archive, output, guard)
        return
    data = one_part(root, part, archive.location) if part else source_bytes(root, archive.location)
    _warn_of_the_rest(root, archive)
    if output == STDIN:
        write(data)
        return
    target = Path(output)
    _check_target(target, archive)
    write_files(target.parent, {target.name: data}, run_id(), guard=guard, hint=ANOTHER_FILE)


def _write_all(root: Element, archive: SourceFile, output: str, guard: OutputGuard) -> None:
    """Write the files of an issue into a folder.

    Raises:
        BadSetting: they are to go to standard output.
        UnwritableOutput: something that is no folder has its name.

    """
    parts = restored_parts(root, archive.location)
    if output == STDIN:
        hint = f"give a folder with -o, or one of them with --part: {parts[0].source.name}"
        raise BadSetting(f"an issue of {len(parts):,} files", location=archive.location, hint=hint)
    folder = Path(output)
    if os.path.lexists(folder) and not folder.is_dir():
        hint = "give a folder with -o, or one file with --part"
        raise UnwritableOutput("no folder, but a file", location=printable_path(folder), hint=hint)
    _warn_of_the_rest(root, archive)
    names = file_names(part.source.name for part in parts)
    for name, part in zip(names, parts, strict=True):
        if part.is_lost:
            lost = f"{name} could not be read, and is not in the archival XML: {part.fault}"
            print_message(f"warning: {archive.location}: {lost}")
    files = {name: part.source.data for name, part in zip(names, parts, strict=True) if not part.is_lost}
    write_files(folder, files, run_id(), guard=guard, hint=ANOTHER_FOLDER)


def _warn_of_the_rest(root: Element, archive: SourceFile) -> None:
    """Say so where the file was altered, and its source was not."""
    try:
        verify_checksum(root, archive.location)
    except InvalidArchive as error:
        print_message(f"warning: {error.location}: the source is whole; of the rest, {error.message}")


def _check_target(target: Path, archive: SourceFile) -> None:
    """Refuse a place where writing would destroy something else."""
    if archive.path and os.path.realpath(target) == os.path.realpath(archive.path):
        raise BadSetting("the source would replace the archival XML", location=printable_path(target))
    if os.path.lexists(target) and not target.is_file():
        what = "a folder, a device or a broken link is there"
        raise UnwritableOutput(what, location=printable_path(target), hint="give another path with -o")
