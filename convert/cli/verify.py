"""`backfile verify`: whether archival files are whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import click

from convert.archive.bag import archives, is_bag, verify_bag
from convert.cli import options
from convert.cli.process import print_error, print_message, print_result, write_json
from convert.cli.sources import XML, load_archive
from convert.errors import ConvertError, ExitCode, InvalidArchive
from convert.readers.read_again import SourceCheck, check_sources
from convert.readers.registry import Readers, load_readers
from convert.system.find import SourceFile, find
from convert.system.paths import printable_path
from convert.tei.read import parse_archive
from convert.tei.verify import Schemas, VerificationResult, schemas, verify_root

EXPLAINED = """\b
Exit status:
  0  every file is valid
  1  at least one of several files is invalid
  2  the command line is wrong, or the file of --tei-all is not a schema
  3  the only file is invalid, was not written by backfile, or cannot be read
\b
Examples:
  backfile verify output/*.xml
  backfile verify --tei-all tei_all.rng archive/
  backfile verify --strict --sources zips/ archive/
"""


class Proof(NamedTuple):
    """What is known of an archival XML."""

    result: VerificationResult | None = None
    """None: it is none of ours, or cannot be read."""
    sources: SourceCheck = SourceCheck()
    faults: tuple[ConvertError, ...] = ()
    notes: tuple[InvalidArchive, ...] = ()


class Against(NamedTuple):
    """What files are held against, and how strictly."""

    schemas: Schemas
    readers: Readers
    sources: Path | None
    strict: bool


@click.command(epilog=EXPLAINED)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option(
    "--tei-all",
    envvar="BACKFILE_TEI_ALL",
    show_envvar=True,
    metavar="FILE.rng",
    type=click.Path(),
    help="Also validate the files against this TEI P5 schema; it takes seconds to load.",
)
@options.sources
@click.option(
    "--strict",
    is_flag=True,
    help="Treat missing source files, and files that now read differently, as errors.",
)
@click.option("-q", "--quiet", is_flag=True, help="Report only invalid files.")
@click.option("--json", "json_lines", is_flag=True, help="Print one line of JSON per file.")
@options.trace
def verify(
    files: tuple[str, ...],
    *,
    tei_all: str | None,
    sources: str | None,
    strict: bool,
    quiet: bool,
    json_lines: bool,
) -> int:
    """Verify each FILE: an archival XML file, a folder of them, or a bag that `backfile bag` wrote.

    The source is rebuilt from the file alone, and its digest is compared. The file is validated against
    backfile's schemas: elements, attributes, unique ids, valid pointers, exactly one place in the source for
    every text, complete fragments. A second digest, of the whole content, reveals any other alteration. In a
    bag, the digest of every file is checked first.

    Original source files such as .docx come from NAME.sources.zip beside NAME.xml, or, in a bag, from their
    folder. Their digests are compared, and each file is read again and must give the same text.
    """
    bags = [name for name in files if is_bag(Path(name))]
    whole = {name: _bag_faults(name, quiet=quiet, json_lines=json_lines) for name in bags}
    inner = [str(path) for name, faults in whole.items() if not faults for path in archives(Path(name))]
    names = (*(name for name in files if name not in whole), *inner)
    archived = find(names, XML, follow_links=True).files
    tei = Path(tei_all) if tei_all else None
    against = Against(schemas(tei), load_readers(), Path(sources) if sources else None, strict)
    failures = [faults[0] for faults in whole.values() if faults]
    for source in archived:
        proof = _prove(source, against)
        failures += proof.faults[:1]
        if json_lines:
            write_json(_as_json(source.exact, proof))
        elif not proof.faults and not quiet:
            print_result(f"{source.location}: whole; {_in_words(proof)}")
        if not json_lines:
            _print_remarks(proof, quiet=quiet)
    if not failures:
        return ExitCode.OK
    return failures[0].exit_code if len(archived) + len(bags) == 1 else ExitCode.SOME_FAILED


def _print_remarks(proof: Proof, *, quiet: bool) -> None:
    for note in () if quiet else proof.notes:
        print_message(f"note: {note}")
    for fault in proof.faults:
        print_error(fault)


def _in_words(proof: Proof) -> str:
    """Say what a file that is whole holds."""
    result, sources = proof.result, proof.sources
    if result is None:
        return ""
    files, size, digest = result.files, result.size, result.digest
    if not sources.kept and result.files > 1:
        return f"source of {files:,} files, {size:,} bytes, sha256 {digest}"
    if not sources.kept:
        return f"source of {size:,} bytes, sha256 {digest}"
    again = (
        f"{sources.whole:,} of {sources.kept:,} kept files read again"
        if sources.whole
        else "no source file was read again"
    )
    if result.files > 1:
        return f"text of {files:,} files, {size:,} bytes, source sha256 {digest}; {again}"
    return f"text of {size:,} bytes, source sha256 {digest}; {again}"


def _bag_faults(name: str, *, quiet: bool, json_lines: bool) -> list[ConvertError]:
    """Check a bag and tell what is wrong with it."""
    faults: list[ConvertError]
    try:
        faults = list(verify_bag(Path(name)))
    except ConvertError as error:
        faults = [error]
    if json_lines:
        write_json(_as_json(name, Proof(faults=tuple(faults))))
    elif not faults and not quiet:
        print_result(f"{printable_path(name)}: whole; every file of the bag has its digests")
    for fault in [] if json_lines else faults:
        print_error(fault)
    return faults


def _prove(source: SourceFile, against: Against) -> Proof:
    """Prove one file; what is wrong with it costs no other file."""
    try:
        root = parse_archive(load_archive(source), source.location)
        result = verify_root(root, against.schemas, source.location)
        if result.faults:
            return Proof(result, faults=result.faults)
        check = check_sources(root, source.location, source.path, against.sources, against.readers)
    except ConvertError as error:
        return Proof(faults=(error,))
    if against.strict:
        return Proof(result, check, (*check.faults, *check.notes))
    return Proof(result, check, check.faults, check.notes)


def _as_json(place: str, proof: Proof) -> str:
    faults, notes = (
        [{"where": each.location, "what": each.message, "advice": each.hint} for each in remarks]
        for remarks in (proof.faults, proof.notes)
    )
    result, sources = proof.result, proof.sources
    size, digest = (result.size, result.digest) if result else (0, "")
    line = {"file": place, "whole": not faults, "bytes": size, "sha256": digest, "faults": faults}
    line |= {"kept_files": sources.kept, "read_again": sources.whole, "notes": notes}
    return json.dumps(line, ensure_ascii=False)
