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
  source     the text of the source file, in its original order
  corrected  the text in reading order, with misreadings corrected, and without repeats, running
             heads and folios; marks, spaces and characters as in the source
  reading    the corrected text in house style, as in the other formats
\b
Exit status:
  0  the text is printed
  2  the command line is wrong
  3  the file was altered, was not written by backfile, or cannot be read
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
    "--as", "view", type=click.Choice(VIEWS), default="reading", show_default=True, help="Text to print."
)
@options.trace
def view(file: str, view: str) -> None:
    """Print the text of FILE, an archival XML file, as UTF-8.

    Characters that a terminal would interpret are shown as �; `restore` gives the exact bytes of the source.
    """
    archive = only_archive(file)
    root = open_archive(load_archive(archive), archive.location)
    which = View(view)
    if which is View.SOURCE:
        text = source_text(root, archive.location)
    else:
        text = as_text(block_texts(root, archive.location, which))
    write(_CONTROLS.sub("\ufffd", sanitize(text)).encode())
