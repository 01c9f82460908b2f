"""`backfile why`: what became of one issue of a batch."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from convert.batch.ledger import Issue, open_ledger
from convert.batch.standing import find_issue
from convert.cli import options
from convert.cli.process import write_line
from convert.cli.terminal import local_time
from convert.errors import ExitCode
from convert.system.paths import printable_path


@click.command()
@options.batch_folder
@options.trace
@click.argument("issue")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def why(out: str, issue: str, *, as_json: bool) -> int:
    """Say all that the ledger in OUT knows of ISSUE: its name, or a part of it that only it has."""
    with open_ledger(Path(out)) as ledger:
        row = find_issue(ledger, issue)
    if as_json:
        write_line(json.dumps(_plain(row)))
    else:
        for line in _told(row):
            write_line(line)
    return ExitCode.SOME_FAILED if row.kind else ExitCode.OK


def _told(row: Issue) -> list[str]:
    """Return what is known of an issue, line by line; nothing of it may move the terminal."""
    meta = ", ".join(f"{name} {printable_path(value)}" for name, value in row.meta.items())
    lines = [f"{row.name}: {row.state.value}", f"  source    {printable_path(os.fsdecode(row.path))}"]
    if row.kind:
        lines.append(f"  error     {row.kind}: {printable_path(row.what)}")
        lines += [f"  do        {row.advice}"] if row.advice else []
    lines += [f"  known     {meta}"] if meta else []
    if row.ended is not None and row.began is not None:
        lines.append(
            f"  when      {local_time(row.began)}, {row.ended - row.began:.2f} s, run {row.run}, "
            f"worker {row.worker or '-'}, tries {row.tries}"
        )
    lines += [f"  sha256    {row.digest}"] if row.digest else []
    target = printable_path(os.fsdecode(row.target)) if row.target else ""
    lines += [
        f"  output    {target}.{form}  {o[0]:,} bytes  sha256 {o[2]}" for form, o in row.outputs.items()
    ]
    acted = ", ".join(f"{name} {done:,}" for name, (_, done, _) in row.rules.items() if done)
    if row.outputs:
        lines.append(f"  changes   {row.changes:,} ({acted or 'none'}); {row.proposals:,} only proposed")
    lines += [f"  warning   {printable_path(text)}" for text in row.warnings]
    lines += [f"    {printable_path(line)}" for line in row.trace.splitlines()]
    return lines


def _plain(row: Issue) -> dict[str, object]:
    known = {name: getattr(row, name) for name in row.__dataclass_fields__ if name != "claim"}
    known["path"] = printable_path(os.fsdecode(row.path))
    known["target"] = printable_path(os.fsdecode(row.target)) if row.target else None
    return known
