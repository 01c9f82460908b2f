"""`backfile inspect`: what was understood of a page, drawn over it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from convert import conversion
from convert.cli import options
from convert.cli.help_texts import EXIT_CODES
from convert.cli.process import print_result, run_id, write
from convert.cli.settings import check_settings
from convert.cli.sources import only_issue
from convert.errors import ExitCode
from convert.inspection.drawing import draw
from convert.inspection.pictures import page_pictures
from convert.issue.grouping import GroupBy
from convert.system.protect import OutputGuard
from convert.system.write import ANOTHER_FILE, write_files

EXAMPLES = """\b
Examples:
  backfile inspect page.pdf                    page.inspect.html
  backfile inspect 1882-02-08/mets.xml -o - > issue.html
"""


@click.command(epilog=f"{EXAMPLES}\n{EXIT_CODES}")
@click.argument("source", metavar="SOURCE", type=click.Path())
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write the page to FILE; - means standard output.  [default: NAME.inspect.html]",
)
@click.option("--no-pictures", is_flag=True, help="Draw the boxes without the page images.")
@options.by
@options.decisions
@options.house
@options.knowledge
@options.reading
@options.follow_links
@options.force
@options.trace
def inspect(
    source: str,
    *,
    output: str | None,
    no_pictures: bool,
    by: str,
    follow_links: bool,
    force: bool,
    **given: Any,  # noqa: ANN401 - the options that `check_settings` takes, by their names
) -> int:
    """Draw how backfile understands SOURCE, a file with positions: ALTO, PAGE, hOCR, PDF ...

    One HTML page shows columns, blocks, roles and articles in colour, with arrows in reading order. They are
    drawn over the image of each page, if there is one: the page of the PDF, or the image that the file names,
    if it is in the same folder. The HTML page loads nothing and runs no script.
    """
    settings = check_settings((), style="newspaper", follow_links=follow_links, **given)
    issue = only_issue(source, settings.suffixes, GroupBy(by), command="inspect", follow_links=follow_links)
    document = conversion.review_source(issue, settings, sys.stdin.buffer).document
    folder = Path(source) if Path(source).is_dir() else Path(source).parent
    pictures = {} if no_pictures else page_pictures(document, folder)
    page = draw(document, pictures).encode("utf-8", "replace")
    if output == "-":
        write(page)
        return ExitCode.OK
    place = Path(output) if output else Path(f"{issue.stem}.inspect.html")
    write_files(place.parent, {place.name: page}, run_id(), guard=OutputGuard(force), hint=ANOTHER_FILE)
    print_result(str(place))
    return ExitCode.OK
