"""`backfile bag`: a folder of finished issues as a BagIt bag, to be handed to an archive."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePath

import click

from convert.archive.bag import FAILED, BagNotes, write_bag
from convert.archive.bag.info import FILE, read_bag_info, read_profile
from convert.archive.bag.issue_files import SampleEvent
from convert.batch.ledger import ledger_path, open_ledger
from convert.batch.stale import Standing
from convert.batch.status import obeyed_decisions
from convert.cli import options
from convert.cli.process import print_message, print_result, run_id
from convert.cli.standing import read_standing
from convert.decisions.receipt import SampleReceipt
from convert.errors import ExitCode
from convert.review.receipts import read_receipts
from convert.system.find import DECISIONS, walk
from convert.system.paths import printable_path
from convert.typeset.timestamp import epoch

EXPLAINED = """\b
Examples:
  backfile bag output                    writes output-bag
  backfile bag output -o /mnt/1951-03
  backfile verify output-bag
\b
Exit status:
  0  the bag is written
  1  the bag is written without some stale outputs
  2  the command line is wrong, or the folder contains something that cannot go into a bag
  3  an .xml file in the folder is not valid archival XML, or the ledger is damaged
  4  the bag cannot be written, or its name is taken: a bag never replaces anything
"""


@click.command(epilog=EXPLAINED)
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option(
    "-o", "--output", metavar="BAG", type=click.Path(), help="Folder of the bag.  [default: DIR-bag]"
)
@click.option(
    "--decisions",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False),
    help="Folder with the decisions; those on DIR/1951/x.xml are in FOLDER/1951/x.decisions.toml.  "
    "[default: those that `batch` used]",
)
@click.option(
    "--info",
    metavar="FILE.toml",
    type=click.Path(path_type=Path),
    help="TOML file whose table [bag] names the sender: contact-name ...  [default: DIR/backfile.toml]",
)
@click.option(
    "--profile",
    metavar="FILE.json",
    type=click.Path(path_type=Path),
    help="BagIt profile: the bag names it, and must state every tag that it requires.",
)
@options.include_stale
@options.quiet
@options.trace
def bag(
    folder: str,
    *,
    output: str | None,
    decisions: str | None,
    info: Path | None,
    profile: Path | None,
    include_stale: bool,
    quiet: bool,
) -> int:
    """Pack the contents of DIR, a folder that `convert` or `batch` wrote, into a BagIt 1.0 bag.

    Each archival XML file gets a folder with the files of its source (restored from the XML, or copied from
    NAME.sources.zip), the decisions and the other formats of the same name. The folder also has a METS file
    (pages, articles) and a PREMIS file (what was done and checked, and when). DIR is not altered. If
    SOURCE_DATE_EPOCH is set, it is the only time in the bag, and the same DIR and decisions give the same
    bag, byte for byte. Outputs that the ledger of a batch calls stale are left out, and failed sources are
    listed in the bag.
    """
    source = Path(folder)
    target = Path(output) if output else source.with_name(f"{source.resolve().name}-bag")
    own = info or source / FILE
    entries = read_bag_info(own, printable_path(own), must_exist=info is not None)
    asked = read_profile(profile) if profile else {}
    stated = epoch(os.environ.get("SOURCE_DATE_EPOCH", ""))
    state = read_standing(source, include_stale=include_stale)
    files = decisions_in(Path(decisions)) if decisions else decisions_of_batch(source, state)
    notes = (
        BagNotes(failed=state.failed, made=state.made)
        if include_stale
        else BagNotes(state.stale, state.stale_files, state.failed, state.made)
    )
    samples = sample_events(read_receipts(source, print_message))
    timestamp = stated or datetime.fromtimestamp(time.time(), UTC)
    notes = replace(notes, only=stated, info=entries, profile=asked, samples=samples)
    summary = write_bag(source, target, timestamp, run_id(), files, notes)
    for stem in summary.left_out:
        print_message(f"left out: {printable_path(stem)}: {printable_path(notes.reason(stem))}")
    for name in () if quiet else summary.without_decisions:
        text = "the batch used decisions that are not in the bag; see --decisions"
        print_message(f"warning: {name}: {text}")
    for name in () if quiet else summary.without_files:
        text = "the bag has the text of some files, but not the files: NAME.sources.zip is missing"
        print_message(f"warning: {name}: {text}")
    for fault in () if quiet else summary.faults:
        print_message(f"warning: {fault}")
    if not quiet:
        issues = "1 issue" if summary.issues == 1 else f"{summary.issues:,} issues"
        pages = "1 page" if summary.pages == 1 else f"{summary.pages:,} pages"
        held = f"{issues}, {pages}, {summary.files:,} files, {summary.size:,} bytes"
        print_result(f"{printable_path(target)}: {held}")
        if state.failed:
            print_message(f"{len(state.failed):,} failed and listed in {FAILED}")
    return ExitCode.SOME_FAILED if summary.left_out else ExitCode.OK


def sample_events(receipts: Iterable[SampleReceipt]) -> dict[str, list[SampleEvent]]:
    """Return the samples that were looked at to their end, by the paths of the issues that they are of."""
    events: dict[str, list[SampleEvent]] = {}
    for receipt in receipts:
        issues = "1 issue" if len(receipt.issues) == 1 else f"{len(receipt.issues):,} issues"
        detail = f"acceptance sampling of “{receipt.title or 'all changes'}”, drawn at random from {issues}"
        for target, drawn in receipt.issues.items() if receipt.whole else ():
            event = SampleEvent(
                receipt.number,
                detail,
                receipt.in_words,
                drawn,
                receipt.wrong == 0,
                receipt.decided,
                receipt.reviewers,
            )
            events.setdefault(PurePath(os.fsdecode(target)).as_posix(), []).append(event)
    return events


def decisions_in(folder: Path) -> dict[str, tuple[Path, ...]]:
    """Return the decisions files of a folder by their paths in it, without the ending."""
    return {
        entry.relative.as_posix().removesuffix(DECISIONS): (entry.path,)
        for entry in walk(folder)
        if not entry.is_folder and entry.path.name.endswith(DECISIONS)
    }


def decisions_of_batch(out: Path, state: Standing) -> dict[str, tuple[Path, ...]]:
    """Return the decisions files that a batch obeyed, by the paths of outputs without their endings.

    One that was altered since is not what was obeyed.
    """
    if state.damaged or not os.path.lexists(ledger_path(out)):
        return {}
    with open_ledger(out, check=False) as ledger:  # who read its state has looked at its values
        obeyed = obeyed_decisions(ledger)
        return {PurePath(os.fsdecode(target)).as_posix(): paths for target, paths in obeyed}
