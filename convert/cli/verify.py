"""`backfile verify`: whether archival files are whole."""

from __future__ import annotations

import json
from pathlib import Path

import click

from convert.archive.bag import archives, is_bag, verify_bag
from convert.cli import options
from convert.cli.process import print_message, print_result, write_json
from convert.cli.sources import XML, load_archive
from convert.errors import ConvertError, ExitCode
from convert.system.find import SourceFile, find
from convert.system.paths import printable_path
from convert.tei import verify as verification
from convert.tei.verify import Schemas, VerificationResult, schemas

EXPLAINED = """\b
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


@click.command(epilog=EXPLAINED)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option(
    "--tei-all",
    envvar="BACKFILE_TEI_ALL",
    show_envvar=True,
    metavar="FILE.rng",
    type=click.Path(),
    help="The schema of TEI P5 to hold the files against, too; takes seconds to load.",
)
@click.option("-q", "--quiet", is_flag=True, help="Report only invalid files.")
@click.option("--json", "json_lines", is_flag=True, help="Print a line of JSON for each file.")
@options.trace
def verify(
    files: tuple[str, ...],
    *,
    tei_all: str | None,
    quiet: bool,
    json_lines: bool,
) -> int:
    """Prove each FILE, an archival XML, a folder of them, or a bag that `backfile bag` wrote.

    The source is rebuilt from the file alone and its digest compared; the file is held against our own
    schemas: elements, attributes, that every id is there once, every pointer leads to what it should,
    every text has its one place in the source, and fragments hang together. A second digest, of all that
    the file says, shows any other alteration. In a bag every file is held against its digests first.
    """
    bags = [name for name in files if is_bag(Path(name))]
    whole = {name: _bag_faults(name, quiet=quiet, json_lines=json_lines) for name in bags}
    inner = [str(path) for name, faults in whole.items() if not faults for path in archives(Path(name))]
    names = (*(name for name in files if name not in whole), *inner)
    sources = find(names, XML, follow_links=True).files
    against = schemas(Path(tei_all) if tei_all else None)
    failures = [faults[0] for faults in whole.values() if faults]
    for source in sources:
        proof, faults = _verified(source, against)
        failures += faults[:1]
        if json_lines:
            write_json(_as_json(source.exact, proof, faults))
        elif proof and not faults and not quiet:
            several = f"{proof.files:,} files, " if proof.files > 1 else ""
            what = f"source of {several}{proof.size:,} bytes, sha256 {proof.digest}"
            print_result(f"{source.location}: whole; {what}")
        for fault in [] if json_lines else faults:
            print_message(f"error: {fault}")
    if not failures:
        return ExitCode.OK
    return failures[0].exit_code if len(sources) + len(bags) == 1 else ExitCode.SOME_FAILED


def _bag_faults(name: str, *, quiet: bool, json_lines: bool) -> list[ConvertError]:
    """Check a bag and tell what is wrong with it."""
    faults: list[ConvertError]
    try:
        faults = list(verify_bag(Path(name)))
    except ConvertError as error:
        faults = [error]
    if json_lines:
        write_json(_as_json(name, None, faults))
    elif not faults and not quiet:
        print_result(f"{printable_path(name)}: whole; every file of the bag has its digests")
    for fault in [] if json_lines else faults:
        print_message(f"error: {fault}")
    return faults


def _verified(source: SourceFile, against: Schemas) -> tuple[VerificationResult | None, list[ConvertError]]:
    """Prove one file; what is wrong with it costs no other file."""
    try:
        proof = verification.verify(load_archive(source), against, source.location)
    except ConvertError as error:
        return None, [error]
    return proof, list(proof.faults)


def _as_json(place: str, proof: VerificationResult | None, faults: list[ConvertError]) -> str:
    fault_list = [{"where": f.location, "what": f.message, "advice": f.hint} for f in faults]
    size, digest = (proof.size, proof.digest) if proof else (0, "")
    line = {"file": place, "whole": not faults, "bytes": size, "sha256": digest, "faults": fault_list}
    return json.dumps(line, ensure_ascii=False)
