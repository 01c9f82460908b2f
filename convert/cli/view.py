"""`backfile view`: the text that an archival XML holds."""

from __future__ import annotations

import re

import click

from convert.cli import options
from convert.cli.process import write
from convert.cli.sources import load_archive, only_archive
from convert.tei.archive import open_archive
from convert.tei.restore import source_text
from convert.tei.views import View, as_text, block_texts
from convert.text.xml_safe import sanitize

VIEWS = ("source", "corrected", "reading")

EXPLAINED = """\b
What to print:
  source     the text of the source file, in its order
  corrected  in reading order, misreadings mended, repeats and furniture left out; marks, spaces
             and characters as the source is used to write them
  reading    the same with the house's rules: what the other formats show
\b
Exit status:
  0  the text is printed
  2  the command line is wrong
  3  the file was altered, is none of ours, or cannot be read
\b
Examples:
  backfile view page.xml | less
  diff <(backfile view --as source page.xml) <(backfile view --as reading page.xml)
"""
_CONTROLS = re.compile("[\x7f-\x9f]")
"""What XML can hold and a terminal may act on (ECMA-48, C1)."""


@click.command(epilog=EXPLAINED)
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "--as", "view", type=click.Choice(VIEWS), default="reading", show_default=True, help="What to print."
)
@options.trace
def view(file: str, view: str) -> None:
    """Print the text of FILE, an archival XML, as UTF-8.

    A character that a terminal would act on is shown as �; `restore` gives the bytes of the source.
    """
    archive = only_archive(file)
    root = open_archive(load_archive(archive), archive.location)
    which = View(view)
    if which is View.SOURCE:
        text = source_text(root, archive.location)
    else:
        text = as_text(block_texts(root, archive.location, which))
    write(_CONTROLS.sub("\ufffd", sanitize(text)).encode())
