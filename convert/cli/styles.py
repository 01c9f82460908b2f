"""`backfile styles`: the styles that come with the program."""

from __future__ import annotations

from pathlib import Path

import click

from convert.cli import options
from convert.cli.language import current_translate
from convert.cli.process import print_data
from convert.typeset.styles import styles_folder


@click.command()
@options.trace
def styles() -> None:
    """List the built-in styles; --style also takes a TOML file of your own."""
    for path in sorted(styles_folder().glob("*.toml")):
        print_data(f"{path.stem:20}  {current_translate()(style_summary(path))}")
        print_data(f"{'':20}  {path}")


def style_summary(path: Path) -> str:
    """Return what a style is for: the first line of its file."""
    return path.read_text("utf-8").partition("\n")[0].lstrip("# ")
