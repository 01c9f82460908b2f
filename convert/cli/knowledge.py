"""`backfile knowledge`: what a pack holds, in plain words."""

from __future__ import annotations

import click

from convert.cli import options
from convert.cli.help_texts import EXIT_CODES
from convert.cli.process import print_result, write_json
from convert.issue.knowledge import load_knowledge_data, parse_knowledge
from convert.learning.describe import as_json, in_words

EXAMPLES = """\b
Examples:
  backfile knowledge daily.pack
  backfile knowledge daily.pack --json | jq .furniture
"""


@click.command(epilog=f"{EXAMPLES}\n{EXIT_CODES}")
@click.argument("pack", metavar="PACK", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--all", "whole", is_flag=True, help="Print every entry of each list.  [default: the most frequent]"
)
@click.option("--json", "json_lines", is_flag=True, help="Print the whole pack as one line of JSON.")
@options.trace
def knowledge(pack: str, *, whole: bool, json_lines: bool) -> None:
    """Print what PACK, which `backfile learn` wrote, holds and what --knowledge would use."""
    held = parse_knowledge(load_knowledge_data(pack), pack)
    if json_lines:
        write_json(as_json(held))
        return
    for line in in_words(held, whole=whole):
        print_result(line)
