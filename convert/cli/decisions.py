"""`backfile decisions`: what the rules did and only proposed, as a file in which a person decides."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from convert import conversion
from convert.cli import options
from convert.cli.help_texts import EXIT_CODES
from convert.cli.process import print_message, run_id, write
from convert.cli.settings import check_settings
from convert.cli.sources import only_issue, print_warnings
from convert.conversion import repair_by
from convert.conversion.reread import reread
from convert.decisions import docx, review
from convert.decisions.find import decisions_beside
from convert.decisions.listing import Listing, list_changes, write_listing
from convert.decisions.rewrite import rewrite_toml
from convert.errors import BadSetting, suggest
from convert.issue.grouping import GroupBy
from convert.outcome import exit_code
from convert.system.issue_source import IssueSource
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.protect import Collision, protected
from convert.system.toml import decode_utf8
from convert.system.write import ANOTHER_FILE, write_files

EXAMPLES = """\b
Examples:
  backfile decisions page.txt --write    writes page.decisions.toml: edit it, then
  backfile convert page.txt              obeys it
  backfile decisions page.txt -o reviewed/    if the folder of page.txt is read-only; then
  backfile convert page.txt --decisions reviewed/
  backfile decisions page.txt --open -r paragraphs | less
  backfile decisions --from-docx page.docx --write    the changes that an editor made in Word
"""

_OF_DECISIONS = re.compile(rb"^\s*(?:\[\[\s*decision\s*\]\]|version\s*=)|\A\s*\Z", re.MULTILINE)
"""What a decisions file holds; one that is empty may become one."""


@click.command(epilog=f"{EXAMPLES}\n{EXIT_CODES}")
@click.argument("source", metavar="[FILE]", required=False, type=click.Path())
@click.option(
    "--from-docx",
    "edited",
    metavar="DOCX",
    type=click.Path(),
    help="Take the decisions from a DOCX that backfile wrote and an editor changed.",
)
@options.by
@options.rules
@click.option("--open", "only_open", is_flag=True, help="List only proposals that were not applied.")
@click.option(
    "-o",
    "--output",
    metavar="FILE|FOLDER",
    type=click.Path(),
    help="Write this file, or NAME.decisions.toml in this folder.",
)
@click.option("-w", "--write", "beside", is_flag=True, help="Write NAME.decisions.toml beside FILE.")
@options.force
@options.strict
@options.reading
@options.house
@options.knowledge
@options.follow_links
@options.trace
def decisions(
    source: str | None,
    *,
    by: str,
    edited: str | None,
    rules: tuple[str, ...],
    only_open: bool,
    beside: bool,
    output: str | None,
    force: bool,
    strict: bool,
    follow_links: bool,
    **given: Any,  # noqa: ANN401 - the options that `check_settings` takes, by their names
) -> int:
    """List every change and open proposal of FILE as TOML.

    FILE is one issue: a source, a folder or pattern of its pages, or an archival XML file (.xml), from which
    the source is restored. Edit the TOML: write accept, reject or replace for each entry. The next run obeys.
    Earlier decisions, in the file to be written or in NAME.decisions.toml beside FILE, are kept, and so are
    your comments. A file with other content is replaced only with --force.

    With --from-docx the decisions come from an edited document: changes accepted and rejected, words
    rewritten, paragraphs joined, split or restyled, comments resolved. FILE is then the source of that DOCX;
    by default, the file of that name beside the DOCX or in the current folder.
    """
    settings = check_settings((), style="newspaper", follow_links=follow_links, strict=strict, **given)
    if edited is not None:
        returned = docx.open_docx(edited)
        source = source or docx.find_source(returned)
    if source is None:
        raise click.UsageError("Missing argument 'FILE'.")
    file = only_issue(source, settings.suffixes, GroupBy(by), command="decisions", follow_links=follow_links)
    target = _target(file, output, beside=beside)
    is_update = target is not None and _is_update(target, settings.limit, force=force)
    if is_update:
        settings = replace(settings, decisions=target)
    document = conversion.load_document(file, settings, sys.stdin.buffer)
    if document.archive:
        document = reread(document.archive, file.location, file.path, settings.readers)
    before = conversion.load_decisions(file, settings, document)
    repair = repair_by(settings, document)
    reviewed = review(document, before, repair)
    if edited is not None:
        reviewed = docx.add_docx_decisions(returned, document, reviewed, print_message, repair)
    _check_rules(rules, reviewed.document.rules)
    name = target.name if target else decisions_beside(file).name
    listing = list_changes(document, reviewed, name, rules=rules, only_open=only_open)
    outcome = conversion.describe(file, reviewed)
    print_warnings(outcome)
    if target:
        kept = {decision.key for decision in before.entries} - reviewed.lost.keys()
        _write(target, listing, len(kept), settings.limit if is_update else 0)
    else:
        write(write_listing(listing).encode())
    return exit_code([outcome], strict=strict)


def _is_update(target: Path, limit: int, *, force: bool) -> bool:
    """Return whether a decisions file is there, which is brought up to date and keeps what a person wrote.

    Raises:
        ProtectedOutput: something else is there, and `force` is not set.

    """
    if not os.path.lexists(target):
        return False
    reason = "a link" if target.is_symlink() else "not a decisions file"
    if target.is_file() and not target.is_symlink() and _OF_DECISIONS.search(load(target, limit)):
        return True
    if not force:
        raise protected([Collision(target, reason)], ANOTHER_FILE)
    return False


def _write(target: Path, listing: Listing, kept: int, limit: int) -> None:
    """Write a decisions file, or with a limit bring one up to date, and say what is in it."""
    location = printable_path(target)
    text = decode_utf8(load(target, limit), location) if limit else ""
    write_files(target.parent, {target.name: rewrite_toml(text, listing, location).encode()}, run_id())
    print_message(f"{location}: {_summary(listing, kept)}")


def _target(file: IssueSource, output: str | None, *, beside: bool) -> Path | None:
    """Return the file to write, in a folder that is there or that ends in a slash; None: standard output.

    Raises:
        BadSetting: there is no place beside standard input, or two places are named.

    """
    if output and beside:
        raise BadSetting("-o and -w", hint="give only one of them")
    if beside and file.path is None:
        raise BadSetting(
            "standard input has no folder to write to", location="-w", hint="give -o FILE, or name a source"
        )
    standard = decisions_beside(file)
    if output and (output.endswith("/") or Path(output).is_dir()):
        return Path(output) / standard.name
    return Path(output) if output else standard if beside else None


def _summary(listing: Listing, kept: int) -> str:
    """Return the counts of a decisions file: 12 entries: 3 decided (2 from before), 4 open."""
    decided = listing.count(decided=True)
    parts = [f"{decided:,} decided" + (f" ({kept:,} from before)" if kept else "")]
    parts += [f"{listing.count(done=False, decided=False):,} open"]
    parts += [f"{listing.count(done=True, decided=False):,} applied by the rules"]
    if rest := len(listing.entries) - listing.count():
        parts.append(f"{rest:,} not listed")
    if listing.lost:
        parts.append(f"{len(listing.lost):,} without a place, kept as comments")
    count = listing.count()
    return f"{count:,} {'entry' if count == 1 else 'entries'}: {', '.join(parts)}"


def _check_rules(names: Iterable[str], rules_run: Iterable[str]) -> None:
    """Refuse a rule that did not run."""
    run = list(rules_run)
    for name in names:
        if name not in run:
            hint = suggest(name, run, f"rules: {', '.join(run)}")
            raise BadSetting(f"no rule named {name!r}", location="--rule", hint=hint)
