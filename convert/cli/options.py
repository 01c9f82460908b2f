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
    help="How the pages look; see `backfile styles`.",
)
metadata = click.option(
    "--metadata",
    multiple=True,
    metavar="KEY=TEXT",
    help="What else page.toml may say: issn, publisher, rights, call-number ...",
)
house = click.option(
    "--house",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="The paper's own running heads and the like, in TOML.  [default: as page.toml says]",
)
knowledge = click.option(
    "--knowledge",
    metavar="PACK",
    type=click.Path(exists=True, dir_okay=False),
    help="What `backfile learn` has counted in the paper's issues.  [default: as page.toml says]",
)
by = click.option(
    "--by",
    type=click.Choice([each.value for each in GroupBy]),
    default=GroupBy.NAME.value,
    show_default=True,
    help="What makes files one issue: names that differ in the page alone, their folder, or nothing.",
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
        raise click.BadParameter(f"{again!r} and another of its kind: give one")
    return GroupBy(issues[0]) if issues else GroupBy.NAME, parts[0] if parts else ""


by_of_collection = click.option(
    "--by",
    multiple=True,
    callback=_split_by,
    metavar="month|year|newspaper|section|author|TOPICS.toml|name|folder|page",
    help="Put together what belongs together.  [default: issue after issue]  With name, folder or page: what "
    "makes files one issue, as `convert --by`; --by may be given for both.  [default: name]",
)
words = click.option(
    "--words", is_flag=True, help="In the XML: the place of each word, where the source knows it."
)
images = click.option(
    "--images",
    type=click.Choice(IMAGES),
    metavar="none|small|full",
    help="Pictures of the source: left out, up to 1,200 pixels, or as large as they are.  "
    "[default: as page.toml says, else small]",
)
page_images = click.option(
    "--page-images", is_flag=True, help="Behind the text an image of each printed page, where it is at hand."
)
embed_fonts = click.option(
    "--embed-fonts", is_flag=True, help="In the EPUB: fonts that hold the characters it shows."
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
verbose = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    is_eager=True,
    callback=_note_verbose,
    help="Say more; show where an internal error arose.",
)
trace = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_note_verbose,
    help="Show where an internal error arose.",
)
"""The same, for a command that has no more to say."""
force = click.option(
    "--force", is_flag=True, help="Replace files that were edited, or that backfile has not written."
)
keep_edited = click.option(
    "--keep-edited",
    is_flag=True,
    help="Leave issues with such files as they are; convert the others, and exit with 1.",
)
follow_links = click.option(
    "--follow-links", is_flag=True, help="Read sources through links.  [default: links are passed over]"
)
include_stale = click.option(
    "--include-stale", is_flag=True, help="Take outputs, too, whose source has failed since, or is gone."
)
strict = click.option(
    "--strict",
    is_flag=True,
    help="Exit with 1 if there were warnings; an issue fails where a page of it cannot be read.",
)
sources = click.option(
    "--sources",
    metavar="ZIP|FOLDER",
    type=click.Path(exists=True),
    help="Where the files are that texts were read out of.  [default: NAME.sources.zip]",
)
decisions = click.option(
    "--decisions",
    metavar="FILE|FOLDER",
    help="What was decided; of a folder NAME.decisions.toml.  [default: beside each source]",
)
decisions_folder = click.option(
    "--decisions",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False),
    help="Decisions on IN/1951/x.txt: FOLDER/1951/x.decisions.toml.  [default: beside it]",
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
    help="Only what this rule did or would do.",
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
            help="Read images, and PDFs as images, by rapidocr, tesseract or auto: the first that is "
            "installed.  [default: images and scans alone, by auto]",
        ),
        click.option(
            "--encoding", default="", metavar="NAME", help="Encoding of the text.  [default: detected]"
        ),
        click.option("--language", metavar="TAG", help="zh-Hans, zh-Hant, en ...  [default: detected]"),
        click.option(
            "--max-size",
            default=16.0,
            metavar="MB",
            help="Size limit per source, in million bytes.  [default: 16]",
        ),
        click.option(
            "--max-harm",
            type=click.FloatRange(0, MOST_HARM),
            metavar="N",
            help="Characters in 100,000 that rules may change wrongly.  "
            f"[default: as page.toml says, else {MAX_HARM}]",
        ),
    )
    return _all(options, command)


def running(command: Command) -> Command:
    """Add the options for how a batch runs."""
    options = (
        click.option("-j", "--jobs", type=click.IntRange(1, 1024), help="Workers.  [default: one a core]"),
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
        click.option("--max-failures", default="", metavar="N|N%", help="End the run after more failures."),
        click.option("--wait", is_flag=True, help="Wait for another run on OUT to end."),
        click.option(
            "--executor",
            type=click.Choice(["local", "dask"]),
            default="local",
            show_default=True,
            help="Where the workers are; dask: see docs/scaling.md.",
        ),
        click.option(
            "--scheduler",
            default="",
            metavar="ADDRESS",
            help="Address of the Dask scheduler: tcp://host:8786.",
        ),
        quiet,
        click.option("--log-json", is_flag=True, help="On standard error a line of JSON for each event."),
    )
    return _all(options, command)


def _all(options: Sequence[Callable[[Command], Command]], command: Command) -> Command:
    """Add several options, which the help lists in this order."""
    for option in reversed(options):
        command = option(command)
    return command
