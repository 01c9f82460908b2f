"""The options that several commands share, with their completion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from convert.document.former_names import present_name
from convert.issue.grouping import GroupBy
from convert.issue.metadata import IMAGES, MOST_HARM
from convert.ocr.engines import AUTO, ENGINES
from convert.passes.harm import MAX_HARM
from convert.readers.registry import load_readers
from convert.typeset.styles import styles_folder
from convert.writers.registry import find_writers

FORMATS = ("docx", "pdf", "epub", "xml")
"""What is written unless -f says otherwise."""

Command = TypeVar("Command", bound=Callable[..., Any])


def _formats(_context: click.Context, _option: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """Take `-f docx,pdf` and `-f docx -f pdf` alike."""
    names = [name.strip().lower() for value in values for name in value.split(",")]
    return tuple(dict.fromkeys(filter(None, names))) or FORMATS


def _complete_format(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Complete the last of the formats typed so far."""
    before, comma, begun = typed.rpartition(",")
    names = (*FORMATS, *(plugin.name for plugin in find_writers()))
    return [f"{before}{comma}{name}" for name in names if name.startswith(begun)]


def _complete_reader(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Complete the name of a reader."""
    return [name for name in load_readers() if name.startswith(typed)]


def _complete_style(_context: click.Context, _option: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete a style's name, or else the path of a file."""
    names = sorted(path.stem for path in styles_folder().glob("*.toml"))
    matches = [CompletionItem(name) for name in names if name.startswith(typed)]
    return matches or [CompletionItem(typed, type="file")]


def _note_verbose(context: click.Context, _option: click.Parameter, verbose: bool) -> bool:  # noqa: FBT001 - click's signature
    """Keep the flag where the handler of errors finds it, however the command ends."""
    if verbose:
        context.ensure_object(dict)["verbose"] = True
    return verbose


formats = click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    callback=_formats,
    shell_complete=_complete_format,
    metavar="LIST",
    help="Formats, separated by commas.  [default: docx,pdf,epub,xml]",
)
style = click.option(
    "--style",
    default="newspaper",
    show_default=True,
    metavar="NAME|FILE.toml",
    shell_complete=_complete_style,
    help="Style of the pages; `backfile styles` lists them.",
)
metadata = click.option(
    "--metadata",
    multiple=True,
    metavar="KEY=TEXT",
    help="Other metadata, as in page.toml: issn, publisher, rights, call-number ...",
)
house = click.option(
    "--house",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="House pack: a TOML file with the newspaper's running heads and other recurring lines.  "
    "[default: from page.toml]",
)
knowledge = click.option(
    "--knowledge",
    metavar="PACK",
    type=click.Path(exists=True, dir_okay=False),
    help="Pack that `backfile learn` wrote for this newspaper.  [default: from page.toml]",
)
by = click.option(
    "--by",
    type=click.Choice([each.value for each in GroupBy]),
    default=GroupBy.NAME.value,
    show_default=True,
    help="How files are grouped into issues: by names that differ only in the page number, by folder, "
    "or not at all (page).",
)


def _split_by(
    _context: click.Context, _option: click.Parameter, values: Sequence[str]
) -> tuple[GroupBy, str]:
    """Tell what makes files one issue from what puts articles together; each may be given once."""
    names = [each.value for each in GroupBy]
    issues = [value for value in values if value in names]
    parts = [value for value in values if value not in names]
    if len(issues) > 1 or len(parts) > 1:
        again = (issues if len(issues) > 1 else parts)[1]
        raise click.BadParameter(f"give only one of {again!r} and its alternatives")
    return GroupBy(issues[0]) if issues else GroupBy.NAME, parts[0] if parts else ""


by_of_collection = click.option(
    "--by",
    multiple=True,
    callback=_split_by,
    metavar="month|year|newspaper|section|author|TOPICS.toml|name|folder|page",
    help="How articles are grouped.  [default: by issue]  Give --by again with name, folder or page to "
    "say how files are grouped into issues, as in `convert --by`.  [default: name]",
)
words = click.option(
    "--words", is_flag=True, help="Record the position of each word in the XML, if the source has it."
)
images = click.option(
    "--images",
    type=click.Choice(IMAGES),
    metavar="none|small|full",
    help="Pictures from the source: none, reduced to 1,200 pixels, or in full size.  [default: from "
    "page.toml, else small]",
)
page_images = click.option(
    "--page-images", is_flag=True, help="Add an image of each printed page after the text, if there is one."
)
embed_fonts = click.option(
    "--embed-fonts", is_flag=True, help="Embed fonts in the EPUB, reduced to the characters that it uses."
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
verbose = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    is_eager=True,
    callback=_note_verbose,
    help="Print more details, and the traceback of an internal error.",
)
trace = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_note_verbose,
    help="Print the traceback of an internal error.",
)
"""The same, for a command that has no more to say."""
force = click.option(
    "--force", is_flag=True, help="Replace files even if they were edited or were not written by backfile."
)
keep_edited = click.option(
    "--keep-edited",
    is_flag=True,
    help="Skip issues with such files, convert the others, and exit with status 1.",
)
jobs = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 1024),
    help="Number of processes that read the issues.  [default: one per core]",
)
follow_links = click.option(
    "--follow-links", is_flag=True, help="Follow symbolic links.  [default: skip them]"
)
include_stale = click.option(
    "--include-stale", is_flag=True, help="Include outputs whose source has since failed or disappeared."
)
strict = click.option(
    "--strict",
    is_flag=True,
    help="Exit with status 1 if there are warnings; an issue with an unreadable page fails.",
)
sources = click.option(
    "--sources",
    metavar="ZIP|FOLDER",
    type=click.Path(exists=True),
    help="Zip or folder with the original source files.  [default: NAME.sources.zip]",
)
decisions = click.option(
    "--decisions",
    metavar="FILE|FOLDER",
    help="Decisions file, or a folder with NAME.decisions.toml for each source.  [default: beside each "
    "source]",
)
decisions_folder = click.option(
    "--decisions",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False),
    help="Folder with the decisions; those on IN/1951/x.txt are in FOLDER/1951/x.decisions.toml.  "
    "[default: beside each source]",
)


def _present_names(
    _context: click.Context, _option: click.Parameter, names: Sequence[str]
) -> tuple[str, ...]:
    """Return what rules are called now, where they are named as they were before."""
    return tuple(present_name(name) for name in names)


rules = click.option(
    "-r",
    "--rule",
    "rules",
    multiple=True,
    metavar="RULE",
    callback=_present_names,
    help="Show only the changes and proposals of this rule.",
)
batch_folder = click.argument("out", metavar="OUT", type=click.Path())


def reading(command: Command) -> Command:
    """Add the options for how a source is read."""
    options = (
        click.option(
            "--from",
            "form",
            default="",
            metavar="FORMAT",
            shell_complete=_complete_reader,
            help="Read the source as FORMAT; see `backfile formats`.  [default: detected]",
        ),
        click.option(
            "--ocr",
            default="",
            metavar="ENGINE",
            type=click.Choice(["", AUTO, *ENGINES]),
            help="Read images, and PDFs as images, with this OCR engine: rapidocr, tesseract, or auto "
            "for the first that is installed.  [default: auto, for images and scanned PDFs only]",
        ),
        click.option("--encoding", default="", metavar="NAME", help="Text encoding.  [default: detected]"),
        click.option(
            "--language",
            metavar="TAG",
            help="Language of the text: zh-Hans, zh-Hant, en ...  [default: detected]",
        ),
        click.option(
            "--max-size",
            default=16.0,
            metavar="MB",
            help="Size limit per source, in megabytes.  [default: 16]",
        ),
        click.option(
            "--max-harm",
            type=click.FloatRange(0, MOST_HARM),
            metavar="N",
            help="How many characters in 100,000 the rules may change wrongly.  "
            f"[default: from page.toml, else {MAX_HARM}]",
        ),
    )
    return _all(options, command)


def running(command: Command) -> Command:
    """Add the options for how a batch runs."""
    options = (
        click.option(
            "-j",
            "--jobs",
            type=click.IntRange(1, 1024),
            help="Number of worker processes.  [default: one per core]",
        ),
        click.option(
            "--timeout",
            default=120.0,
            show_default=True,
            type=click.FloatRange(min=0),
            metavar="SECONDS",
            help="Time limit per issue (0: no limit).",
        ),
        click.option(
            "--max-memory",
            default=1000,
            show_default=True,
            type=click.IntRange(min=0),
            metavar="MB",
            help="Memory limit per worker (0: no limit).",
        ),
        click.option(
            "--max-failures", default="", metavar="N|N%", help="Stop the run if more issues than this fail."
        ),
        click.option("--wait", is_flag=True, help="Wait until another run on OUT has ended."),
        click.option(
            "--executor",
            type=click.Choice(["local", "dask"]),
            default="local",
            show_default=True,
            help="Where the workers run; for dask see docs/scaling.md.",
        ),
        click.option(
            "--scheduler",
            default="",
            metavar="ADDRESS",
            help="Address of the Dask scheduler: tcp://host:8786.",
        ),
        quiet,
        click.option("--log-json", is_flag=True, help="Write one line of JSON per event to standard error."),
    )
    return _all(options, command)


def _all(options: Sequence[Callable[[Command], Command]], command: Command) -> Command:
    """Add several options, which the help lists in this order."""
    for option in reversed(options):
        command = option(command)
    return command
