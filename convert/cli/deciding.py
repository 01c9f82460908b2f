"""`backfile decisions`: what the rules did and only proposed, as a file in which a person decides."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterable
from typing import Any

import click

from convert.cli import options
from convert.errors import BadSetting

# ruff: noqa: PLC0415 - `backfile --help` must not wait for what it does not need

EXAMPLES = """\b
Examples:
  backfile decisions page.txt --write    writes page.decisions.toml: edit it, then
  backfile convert page.txt              obeys it
  backfile decisions page.txt --open -r paragraphs | less
  backfile decisions --from-docx page.docx --write    what an editor did in a word processor
"""


@click.command(epilog=f"{EXAMPLES}\n{options.CODES}", short_help="List changes and proposals, to decide on.")
@click.argument("source", metavar="[FILE]", required=False, type=click.Path())
@click.option(
    "--from-docx",
    "edited",
    metavar="DOCX",
    type=click.Path(),
    help="Decide as an editor did in a DOCX of ours.",
)
@click.option("-r", "--rule", "rules", multiple=True, metavar="RULE", help="Only what this rule would do.")
@click.option("--open", "only_open", is_flag=True, help="Only what was proposed and not done.")
@click.option("-w", "--write", is_flag=True, help="Write NAME.decisions.toml beside FILE.")
@options.reading_options
def decisions(
    source: str | None,
    *,
    edited: str | None,
    rules: tuple[str, ...],
    only_open: bool,
    write: bool,
    verbose: bool,  # noqa: ARG001 - `run` looks for it when something breaks
    **given: Any,  # noqa: ANN401 - the options that `settings` takes, by their names
) -> None:
    """List every change and open proposal of FILE as TOML.

    FILE is a source, or an archival XML (.xml), whose source is then restored from it. A person
    decides in the TOML: accept, reject, replace. The next run obeys. What was decided before, in
    NAME.decisions.toml beside FILE, is kept.

    With --from-docx the decisions are those of an editor: changes accepted and rejected, words
    written over, paragraphs joined, parted or restyled, comments resolved. FILE is then the source
    that the DOCX was made of; by default, the file of that name beside it or here.
    """
    from convert import conversion
    from convert.conversion import reread
    from convert.decisions import as_toml, review
    from convert.system import files
    from convert.system.xml import MOST

    settings = options.settings((), style="newspaper", **given)
    if edited is not None:
        from convert.decisions import docx

        returned = docx.loaded(edited)
        source = source or docx.source_of(returned)
    if source is None:
        raise click.UsageError("Missing argument 'FILE'.")
    found, *more = files.find([source])
    if more:
        raise BadSetting(f"{len(more) + 1} files", where=source, advice="decisions takes one")
    if write and found.path is None:
        raise BadSetting(
            "standard input has no place beside it", where="-w", advice="leave it out, or name a file"
        )
    if found.path and found.path.suffix.lower() == ".xml":
        document = reread(files.load(found, MOST, sys.stdin.buffer), found.place)
        made = conversion.decisions_on(found, settings)
    else:
        document, made = conversion.unrepaired(found, settings, sys.stdin.buffer)
    reviewed = review(document, made)
    if edited is not None:
        reviewed = docx.redecided(returned, document, reviewed, lambda line: click.echo(line, err=True))
    _check_rules(rules, reviewed.document.rules)
    beside = conversion.decisions_beside(found)
    listed = as_toml(document, reviewed, beside.name, rules=rules, only_open=only_open).encode()
    for warning in reviewed.warnings:
        click.echo(f"warning: {warning}", err=True)
    if write:
        files.write_set(beside.parent, {beside.name: listed}, f"{os.getpid()}-{secrets.token_hex(4)}")
    else:
        options.write(listed)


def _check_rules(names: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a rule that did not run."""
    known = list(known)
    for name in names:
        if name not in known:
            raise BadSetting(f"no rule named {name!r}", where="--rule", advice=f"rules: {', '.join(known)}")
