"""`backfile view`, `verify` and `restore`: what an archival XML holds, whether it is whole, its source."""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from convert.cli import options
from convert.errors import BadSetting, ConvertError, ExitCode, UnwritableOutput

if TYPE_CHECKING:
    from convert.system.files import Found
    from convert.tei.verify import Proof, Schemas

# ruff: noqa: PLC0415 - `backfile --help` must not wait for what it does not need

VIEWS = ("source", "corrected", "reading")

VIEW_EXAMPLES = """\b
What to print:
  source     the text of the source file, in its order
  corrected  in reading order, misreadings mended, repeats and furniture left out; marks, spaces
             and characters as the source is used to write them
  reading    the same with the house's rules: what the other formats show
\b
Exit status:
  0  the text is printed
  2  the command line is wrong
  3  the file was altered, is none of ours, or cannot be read
\b
Examples:
  backfile view page.xml | less
  diff <(backfile view --as source page.xml) <(backfile view --as reading page.xml)
"""
VERIFY_STATUS = """\b
Exit status:
  0  every file is whole
  1  of several files at least one is not
  2  the command line is wrong, or --tei-all is no schema
  3  the only file is not whole, is none of ours, or cannot be read
\b
Examples:
  backfile verify output/*.xml
  backfile verify --tei-all tei_all.rng archive/
"""
RESTORE_STATUS = """\b
Exit status:
  0  the source is written, with the digest that the file names
  2  the command line is wrong
  3  the source cannot be rebuilt, the file is none of ours, or cannot be read
  4  the source cannot be written
\b
Examples:
  backfile restore page.xml -o page.txt
  backfile restore page.xml -o - | sha256sum
"""
_CONTROLS = re.compile("[\x7f-\x9f]")
"""What XML can hold and a terminal may act on (ECMA-48, C1)."""
_verbose = click.option("-v", "--verbose", is_flag=True, help="Show where an internal error arose.")


@click.command(epilog=VIEW_EXAMPLES, short_help="Print the text of an archival XML.")
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "--as", "view", type=click.Choice(VIEWS), default="reading", show_default=True, help="What to print."
)
@_verbose
def view(file: str, view: str, *, verbose: bool) -> None:  # noqa: ARG001 - `run` looks for --verbose
    """Print the text of FILE, an archival XML, as UTF-8.

    A character that a terminal would act on is shown as �; `restore` gives the bytes of the source.
    """
    from convert.tei.checksum import check_seal
    from convert.tei.names import read_archive
    from convert.tei.restore import source_bytes, source_text
    from convert.tei.views import View, as_text, readings
    from convert.text.xml_safe import visible

    found = _only(file)
    root = read_archive(_load(found), found.place)
    source_bytes(root, found.place)  # raises where the text was altered
    which = View(view)
    if which is View.SOURCE:
        text = source_text(root, found.place)
    else:
        check_seal(root, found.place)
        text = as_text(readings(root, found.place, which))
    options.write(_CONTROLS.sub("\ufffd", visible(text)).encode())


@click.command(epilog=VERIFY_STATUS, short_help="Prove that archival files are whole.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option(
    "--tei-all",
    envvar="BACKFILE_TEI_ALL",
    show_envvar=True,
    metavar="FILE.rng",
    type=click.Path(),
    help="The schema of TEI P5 to hold the files against, too; takes seconds to load.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing of files that are whole.")
@click.option("--json", "json_lines", is_flag=True, help="Print a line of JSON for each file.")
@_verbose
def verify(
    files: tuple[str, ...],
    *,
    tei_all: str | None,
    quiet: bool,
    json_lines: bool,
    verbose: bool,  # noqa: ARG001 - `run` looks for it when something breaks
) -> int:
    """Prove each FILE, an archival XML, a folder of them, or a bag that `backfile bag` wrote.

    The source is rebuilt from the file alone and its digest compared; the file is held against our own
    schemas: elements, attributes, that every id is there once, every pointer leads to what it should,
    every text has its one place in the source, and fragments hang together. A second digest, of all that
    the file says, shows any other alteration. In a bag every file is held against its digests first.
    """
    from convert.archive.bag import archives, is_bag
    from convert.system.files import find
    from convert.tei.verify import schemas

    bags = [name for name in files if is_bag(Path(name))]
    whole = {name: _bag_faults(name, quiet=quiet, json_lines=json_lines) for name in bags}
    inner = [str(path) for name, faults in whole.items() if not faults for path in archives(Path(name))]
    names = (*(name for name in files if name not in whole), *inner)
    founds = find(names, ".xml") if names else ()
    against = schemas(Path(tei_all) if tei_all else None)
    failures = [faults[0] for faults in whole.values() if faults]
    for found in founds:
        proof, faults = _proof(found, against)
        failures += faults[:1]
        if json_lines:
            options.write_line(_as_json(found.place, proof, faults))
        elif proof and not faults and not quiet:
            options.write_line(f"{found.place}: whole; source of {proof.size:,} bytes, sha256 {proof.digest}")
        for fault in [] if json_lines else faults:
            click.echo(f"error: {fault}", err=True)
    if not failures:
        return ExitCode.OK
    return failures[0].exit_code if len(founds) + len(bags) == 1 else ExitCode.SOME_FAILED


@click.command(epilog=RESTORE_STATUS, short_help="Write the source of an archival XML, byte for byte.")
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="SOURCE",
    type=click.Path(),
    help="Where the source goes; a file there is replaced. - is standard output.",
)
@_verbose
def restore(file: str, output: str, *, verbose: bool) -> None:  # noqa: ARG001 - `run` looks for --verbose
    """Write the source that FILE, an archival XML, was made from: byte for byte, or not at all."""
    from convert.system.files import STDIN, write_set
    from convert.tei.restore import restore_xml

    found = _only(file)
    data = restore_xml(_load(found), found.place)
    if output == STDIN:
        options.write(data)
        return
    target = Path(output)
    _check_target(target, found)
    write_set(target.parent, {target.name: data}, f"{os.getpid()}-{secrets.token_hex(4)}")


def _only(file: str) -> Found:
    """Return the one file that an argument names."""
    from convert.system.files import find

    found, *more = find([file], ".xml")
    if more:
        raise BadSetting(f"{len(more) + 1} files", where=file, advice="give one")
    return found


def _load(found: Found) -> bytes:
    from convert.system.files import load
    from convert.system.xml import MOST

    return load(found, MOST, sys.stdin.buffer, advice="an archival XML of an issue is never so large")


def _bag_faults(name: str, *, quiet: bool, json_lines: bool) -> list[ConvertError]:
    """Check a bag and tell what is wrong with it."""
    from convert.archive.bag import verify_bag
    from convert.system.files import shown

    faults: list[ConvertError]
    try:
        faults = list(verify_bag(Path(name)))
    except ConvertError as error:
        faults = [error]
    if json_lines:
        options.write_line(_as_json(shown(name), None, faults))
    elif not faults and not quiet:
        options.write_line(f"{shown(name)}: whole; every file of the bag has its digests")
    for fault in [] if json_lines else faults:
        click.echo(f"error: {fault}", err=True)
    return faults


def _proof(found: Found, against: Schemas) -> tuple[Proof | None, list[ConvertError]]:
    """Prove one file; what is wrong with it costs no other file."""
    from convert.tei.verify import verify

    try:
        proof = verify(_load(found), against, found.place)
    except ConvertError as error:
        return None, [error]
    return proof, list(proof.faults)


def _as_json(place: str, proof: Proof | None, faults: list[ConvertError]) -> str:
    told = [{"where": f.where, "what": f.what, "advice": f.advice} for f in faults]
    size, digest = (proof.size, proof.digest) if proof else (0, "")
    line = {"file": place, "whole": not faults, "bytes": size, "sha256": digest, "faults": told}
    return json.dumps(line, ensure_ascii=False)


def _check_target(target: Path, found: Found) -> None:
    """Refuse a place where writing would destroy something else."""
    from convert.system.files import shown

    if found.path and os.path.realpath(target) == os.path.realpath(found.path):
        raise BadSetting("the source would replace the archival XML", where=shown(str(target)))
    if os.path.lexists(target) and not target.is_file():
        what = "a folder, a device or a broken link is there"
        raise UnwritableOutput(what, where=shown(str(target)), advice="give another path with -o")
