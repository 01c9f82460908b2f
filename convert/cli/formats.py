"""`backfile formats`: the formats that can be written."""

from __future__ import annotations

from importlib.metadata import entry_points

import click

from convert.cli import options

ABOUT = {
    "docx": "for word processors: named styles, headings in the navigation pane",
    "epub": "for e-readers: EPUB 3, a chapter an article",
    "pdf": "for reading and printing: fonts embedded, outline, page numbers",
    "xml": "for the archive: TEI P5, holds the source and every change of it",
}
"""What a format is for."""


@click.command()
@options.trace
def formats() -> None:
    """List the formats that can be written."""
    about = {**{point.name: point.value for point in entry_points(group="convert.writers")}, **ABOUT}
    for name, what in sorted(about.items()):
        click.echo(f"{name:8}{what}")
