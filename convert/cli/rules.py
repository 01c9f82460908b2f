"""`backfile rules`: the rules in running order."""

from __future__ import annotations

import click

from convert.cli import options
from convert.cli.listing import BUILT_IN, Entry, print_entries, print_json
from convert.passes.installed import load_passes

EXPLAINED = """\b
Kinds of changes:
  correction      a misreading is corrected
  regularization  marks and spaces are written in house style
  surplus         text that occurs twice in the source is left out
  layout          line ends, roles, reading order, articles
"""


@click.command(epilog=EXPLAINED)
@click.option("--json", "json_lines", is_flag=True, help="Print one line of JSON per rule.")
@options.trace
def rules(*, json_lines: bool) -> None:
    """List the repair rules in the order in which they run, and the package that provides each.

    A rule acts if its certainty reaches the threshold; otherwise it only makes a proposal. docs/passes.md
    shows what each rule does, before and after.
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
