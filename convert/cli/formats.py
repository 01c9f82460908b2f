"""`backfile formats`: the formats that can be read and written."""

from __future__ import annotations

from collections.abc import Sequence

import click

from convert.cli import options
from convert.cli.listing import BUILT_IN, Entry, print_entries, print_json
from convert.cli.process import print_result
from convert.readers.registry import load_readers
from convert.system.entry_points import summary_of
from convert.writers.registry import SUMMARIES, find_writers, load_writer


@click.command()
@click.option("--json", "json_lines", is_flag=True, help="Print one line of JSON per format.")
@options.trace
def formats(*, json_lines: bool) -> None:
    """List the formats that backfile reads (--from) and writes (-f), and the package that provides each.

    backfile recognises most formats by their first bytes. If it recognises none, an installed reader that
    claims the suffix of the file is used, else the file is read as text.
    """
    readers = [
        _entry(name, "read", entry.suffixes, entry.distribution, entry.summary)
        for name, entry in load_readers().items()
    ]
    writers = [_entry(name, "write", (f".{name}",), "", summary) for name, summary in SUMMARIES.items()]
    writers += [
        _entry(p.name, "write", (f".{p.name}",), p.distribution, summary_of(load_writer(p)))
        for p in find_writers()
    ]
    if json_lines:
        print_json([*readers, *writers])
        return
    print_entries(readers, "Read (--from):")
    print_result("")
    print_entries(writers, "Written (-f):")


def _entry(name: str, use: str, suffixes: Sequence[str], distribution: str, summary: str) -> Entry:
    origin = distribution or BUILT_IN
    files = ", ".join(f"*{suffix}" for suffix in suffixes)
    fields = {"use": use, "suffixes": list(suffixes), "origin": origin}
    return Entry(name, summary, f"{files}; {origin}" if files else origin, fields)
