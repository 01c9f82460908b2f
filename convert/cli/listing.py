"""Lists of what there is to choose from: for people in two columns, for programs as lines of JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from convert.cli.process import write, write_json
from convert.cli.terminal import console

BUILT_IN = "built in"


class Entry(NamedTuple):
    """Something to choose."""

    name: str
    summary: str
    details: str
    fields: Mapping[str, object]
    """The same for programs."""


def print_entries(entries: Sequence[Entry], heading: str) -> None:
    """Print a heading and, for each entry, its name, what it does, and the details."""
    screen = console(sys.stdout, os.environ)
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True, min_width=15)
    table.add_column(overflow="fold")
    for entry in entries:
        table.add_row(Text(entry.name, "bold"), Text(screen.translate(entry.summary)))
        table.add_row("", Text(screen.translate(entry.details), "dim"))
    with screen.capture() as capture:
        screen.print(Text(screen.translate(heading), "bold"))
        screen.print(table)
    lines = (line.rstrip() for line in capture.get().splitlines())
    # a locale may lack what we show
    write("".join(f"{line}\n" for line in lines).encode(sys.stdout.encoding, "backslashreplace"))


def print_json(entries: Sequence[Entry]) -> None:
    """Print each entry as a JSON object."""
    for entry in entries:
        write_json(
            json.dumps({"name": entry.name, **entry.fields, "summary": entry.summary}, ensure_ascii=False)
        )
