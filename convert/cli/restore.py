"""`backfile restore`: the source of an archival XML, byte for byte."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePath

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
from convert.tei.restore import LONGEST_NAME, RestoredPart, one_part, restored_parts
from convert.tei.source_files import (
    TEXT,
    KeptFile,
    RestoredFile,
    SourceFiles,
    find_source_files,
    kept_files,
    restored_files,
    sources_path,
)

EXPLAINED = """\b
Exit status:
  0  the source is written, and has the digest recorded in the file
  2  the command line is wrong
  3  the source cannot be rebuilt, or the file was not written by backfile or cannot be read
  4  the source cannot be written, or its name is taken
\b
Examples:
  backfile restore page.xml -o page.txt
  backfile restore page.xml -o - | sha256sum
  backfile restore issue.xml -o pages/
  backfile restore issue.xml --part page-02.txt -o -
  backfile restore issue.xml --sources zips/ -o pages/
"""


@click.command(epilog=EXPLAINED)
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="SOURCE|FOLDER",
    type=click.Path(),
    help="Where to write the source; - means standard output. For an issue of several files, a folder.",
)
@click.option("--part", metavar="NAME", help="Write only this file of an issue of several files.")
@options.sources
@options.force
@options.trace
def restore(file: str, *, output: str, part: str | None, sources: str | None, force: bool) -> None:
    """Rebuild the source of FILE, an archival XML file: byte for byte, or not at all.

    An issue of several files is written into a folder, each file under its own name; with --part, one of them
    is written to a file or to standard output.

    Original source files such as .docx come from NAME.sources.zip beside NAME.xml. If that zip is missing,
    their text is written to a .txt file instead, with a warning.
    """
    archive = only_archive(file)
    root = parse_archive(load_archive(archive), archive.location)
    kept = kept_files(root, archive.location)
    files = find_source_files(archive.path, kept, Path(sources) if sources else None) if kept else None
    guard = OutputGuard(force)
    if part is None and is_issue(root):
        _write_all(root, archive, Path(output), guard, kept, files)
        return
    restored = one_part(root, part, archive.location) if part else restored_parts(root, archive.location)[0]
    own = [file for file in kept if file.declared.id == restored.id]
    given = next(restored_files([restored], own, files), None)
    if given is None:
        message = f"{_lost(restored)}: {restored.fault}"
        raise BadSetting(message, location=archive.location, hint="look for the file where you received it")
    _warn_of_the_rest(root, archive)
    target = Path(output)
    if given.instead_of:
        _check_text_name(given, target, archive)
        _warn_of_texts([given], archive)
    if output == STDIN:
        write(given.data)
        return
    _check_target(target, archive)
    write_files(target.parent, {target.name: given.data}, run_id(), guard=guard, hint=ANOTHER_FILE)


def _write_all(
    root: Element,
    archive: SourceFile,
    folder: Path,
    guard: OutputGuard,
    kept: Sequence[KeptFile],
    sources: SourceFiles | None,
) -> None:
    """Write the files of an issue into a folder.

    Raises:
        BadSetting: they are to go to standard output.
        UnwritableOutput: something that is no folder has its name.

    """
    parts = restored_parts(root, archive.location)
    if str(folder) == STDIN:
        hint = f"give a folder with -o, or choose one file with --part, such as {parts[0].source.name}"
        raise BadSetting(f"this issue has {len(parts):,} files", location=archive.location, hint=hint)
    if os.path.lexists(folder) and not folder.is_dir():
        hint = "give a folder with -o, or choose one file with --part"
        raise UnwritableOutput("a file, not a folder", location=printable_path(folder), hint=hint)
    restored = tuple(restored_files(parts, kept, sources))
    _warn_of_the_rest(root, archive)
    given = {file.declared.id for file in kept} if sources else set()
    for part in parts:
        if part.is_lost and part.id not in given:
            print_message(f"warning: {archive.location}: {_lost(part)}: {part.fault}")
    _warn_of_texts([file for file in restored if file.instead_of], archive)
    files = {file.name: file.data for file in restored if file.name}
    write_files(folder, files, run_id(), guard=guard, hint=ANOTHER_FOLDER)


def _lost(part: RestoredPart) -> str:
    return f"{part.source.name[:LONGEST_NAME]} could not be read, and the archival XML does not contain it"


def _warn_of_the_rest(root: Element, archive: SourceFile) -> None:
    """Say so where the file was altered, and its source was not."""
    try:
        verify_checksum(root, archive.location)
    except InvalidArchive as error:
        print_message(f"warning: {error.location}: the source is intact, but not the rest: {error.message}")


def _warn_of_texts(files: Sequence[RestoredFile], archive: SourceFile) -> None:
    """Say of which files the texts alone are given back."""
    wanted = sources_path(archive.path).name if archive.path else "the zip of its source files"
    for file in files:
        what = f"its text is written to {file.name}" if file.name else "it has no text"
        line = f"{file.instead_of} is missing, because there is no {printable_path(wanted)}; {what}"
        print_message(f"warning: {archive.location}: {line}; see --sources")


def _check_text_name(file: RestoredFile, target: Path, archive: SourceFile) -> None:
    """Refuse to write a text as if it were the file that it was read out of.

    Raises:
        BadSetting: it would have the ending of that file, or there is no text.

    """
    suffix = PurePath(file.instead_of).suffix
    if not file.name or (suffix and target.suffix.lower() == suffix.lower() != TEXT):
        text = f"; or write its text with -o {target.stem}{TEXT}" if file.name else ""
        raise BadSetting(
            f"{file.instead_of} is missing",
            location=archive.location,
            hint=f"give its folder, or its zip, with --sources{text}",
        )


def _check_target(target: Path, archive: SourceFile) -> None:
    """Refuse a place where writing would destroy something else."""
    if archive.path and os.path.realpath(target) == os.path.realpath(archive.path):
        raise BadSetting("the source would replace the archival XML", location=printable_path(target))
    if os.path.lexists(target) and not target.is_file():
        what = "a folder, a device or a broken link is there"
        raise UnwritableOutput(what, location=printable_path(target), hint="give another path with -o")
