"""`backfile styles`: the styles that come with the program."""

from __future__ import annotations

import click

from convert.cli import options
from convert.cli.process import print_result
from convert.typeset.styles import styles_folder


@click.command()
@options.trace
def styles() -> None:
    """List the built-in styles; --style also takes a TOML file of your own."""
    for path in sorted(styles_folder().glob("*.toml")):
        first = path.read_text("utf-8").partition("\n")[0]
        print_result(f"{path.stem:16}{first.lstrip('# ')}")
        print_result(f"{'':16}{path}")
