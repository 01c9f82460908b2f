"""`backfile rules`: the rules in running order."""

from __future__ import annotations

import click

from convert.cli import options
from convert.cli.listing import BUILT_IN, Entry, print_entries, print_json
from convert.passes.installed import load_passes

EXPLAINED = """\b
Kinds of changes:
  correction      a misreading of the print
  regularization  the house's way of writing
  surplus         text that the source has twice
  layout          line ends, roles, order, articles
"""


@click.command(epilog=EXPLAINED)
@click.option("--json", "json_lines", is_flag=True, help="Print a line of JSON for each rule.")
@options.trace
def rules(*, json_lines: bool) -> None:
    """List the rules in running order, and the package that brings each.

    A rule acts from its threshold on; what it is less certain of it only proposes. docs/passes.md shows
    what each does, before and after.
    """
    entries = [
        Entry(
            step.rule.name,
            step.summary,
            f"{step.rule.kind.value}; acts from {step.rule.threshold:g} on; version {step.rule.version}; "
            f"{step.rule.distribution or BUILT_IN}",
            {
                "kind": step.rule.kind.value,
                "threshold": step.rule.threshold,
                "version": step.rule.version,
                "origin": step.rule.distribution or BUILT_IN,
            },
        )
        for step in load_passes()
    ]
    if json_lines:
        print_json(entries)
    else:
        print_entries(entries, "In running order:")
