"""`backfile explain`: every change that a source would undergo."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from convert import conversion
from convert import explain as view
from convert.cli import options, terminal
from convert.cli.help_texts import EXIT_CODES
from convert.cli.process import write, write_line
from convert.cli.settings import check_settings
from convert.cli.sources import only_issue, print_warnings
from convert.issue.grouping import GroupBy
from convert.outcome import exit_code

EXAMPLES = """\b
Examples:
  backfile explain page.txt | less
  backfile explain page.txt --rule roles
  backfile explain issue/ --by folder
  backfile explain page.txt --json | jq 'select(.done | not)'
"""


@click.command(epilog=f"{EXAMPLES}\n{EXIT_CODES}")
@click.argument("source", metavar="SOURCE", type=click.Path())
@options.by
@options.rules
@options.decisions
@options.house
@options.knowledge
@options.reading
@options.follow_links
@options.strict
@options.trace
@click.option("--json", "json_lines", is_flag=True, help="Print one line of JSON per change.")
def explain(
    source: str,
    *,
    by: str,
    rules: tuple[str, ...],
    json_lines: bool,
    follow_links: bool,
    strict: bool,
    **given: Any,  # noqa: ANN401 - the options that `check_settings` takes, by their names
) -> int:
    """Show every change that backfile would make to SOURCE, before and after; write nothing.

    SOURCE is one issue: a file, or a folder or pattern of its pages, such as "daily_2026-03-05_*.txt".

    [, → ，] is a change, [+，] an insertion, [-的] a deletion. Inside the brackets ⏎ is a line end, ␣ a space
    and ¶ a paragraph boundary. Each change has its place, its rule, and the certainty of the rule. Proposals
    that were not certain enough to apply are listed at the end.
    """
    settings = check_settings((), style="newspaper", follow_links=follow_links, strict=strict, **given)
    issue = only_issue(source, settings.suffixes, GroupBy(by), command="explain", follow_links=follow_links)
    reviewed = conversion.review_source(issue, settings, sys.stdin.buffer)
    document = reviewed.document
    outcome = conversion.describe(issue, reviewed)
    print_warnings(outcome)
    entries = view.entries(document, rules)
    if json_lines:
        if not rules:
            write_line(view.estimate_as_json(document, issue.exact))
        for entry in entries:
            write_line(view.as_json(entry, issue.exact))
    else:
        console = terminal.console(sys.stdout, os.environ)
        with console.capture() as screen:
            view.show(document, entries, issue.location, console)
        # a locale may lack what we show
        write(screen.get().encode(sys.stdout.encoding, "backslashreplace"))
    return exit_code([outcome], strict=strict)
