"""What several commands share: options, their checks and completion, the texts under the help."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from convert.errors import BadSetting

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from convert.conversion import Settings
    from convert.typeset.styles import StyleSheet
    from convert.typeset.writer import Writer

# ruff: noqa: PLC0415 - `backfile --help` must not wait for what it does not need

NAME = "backfile"
FORMATS = ("docx", "pdf", "epub", "xml")
"""What is written unless -f says otherwise."""

PIPE_CLOSED = 141
"""128 and the number of SIGPIPE, as shells say it."""
MOST = 2000
"""Megabytes; beyond that a single document would need more memory than machines have."""

CODES = """\b
Exit status:
  0    every source was converted, perhaps with warnings
  1    of several sources at least one failed; with --strict: there were warnings
  2    the command line, a style or a metadata file is wrong
  3    no source was found, or the only source cannot be read
  4    the output cannot be written
  5    internal error: a promise of the program is broken
  130  interrupted (141: the reader of our output has gone; 143: terminated)
"""
ENVIRONMENT = """\b
Environment:
  SOURCE_DATE_EPOCH  the time that goes into the files, in seconds since 1970
  NO_COLOR, FORCE_COLOR, TERM=dumb and COLUMNS as elsewhere
"""
Command = TypeVar("Command", bound=Callable[..., Any])


def reading_options(command: Command) -> Command:
    """Add the options for how a source is read."""
    options = (
        click.option("--encoding", default="", metavar="NAME", help="Of the text.  [default: found out]"),
        click.option("--language", metavar="TAG", help="zh-Hans, zh-Hant, en ...  [default: found out]"),
        click.option(
            "--max-size",
            default=16.0,
            metavar="MB",
            help="Refuse sources of more million bytes.  [default: 16]",
        ),
        click.option("-v", "--verbose", is_flag=True, help="Say more; show where an internal error arose."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def embed_fonts(command: Command) -> Command:
    """Add the option for fonts inside the EPUB."""
    told = "In the EPUB: the characters that it shows, as fonts of its own."
    return click.option("--embed-fonts", is_flag=True, help=told)(command)


def formats(_context: click.Context, _option: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """Take `-f docx,pdf` and `-f docx -f pdf` alike."""
    names = [name.strip().lower() for value in values for name in value.split(",")]
    return tuple(dict.fromkeys(filter(None, names))) or FORMATS


def complete_format(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Complete the last of the formats typed so far."""
    before, comma, begun = typed.rpartition(",")
    return [f"{before}{comma}{name}" for name in FORMATS if name.startswith(begun)]


def complete_style(_context: click.Context, _option: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete a style's name, or else the path of a file."""
    from click.shell_completion import CompletionItem

    from convert.typeset.styles import styles_folder

    names = sorted(path.stem for path in styles_folder().glob("*.toml"))
    known = [CompletionItem(name) for name in names if name.startswith(typed)]
    return known or [CompletionItem(typed, type="file")]


def settings(
    formats: tuple[str, ...],
    *,
    style: str,
    encoding: str,
    max_size: float,
    show_changes: bool = False,
    attach: bool = False,
    review: bool = False,
    embed_fonts: bool = False,
    decisions: str | None = None,
    **flags: str | None,
) -> Settings:
    """Check all that holds for the whole run, before anything is read or written.

    Raises:
        BadSetting: a format, style, encoding, date or language that cannot be; a wrong SOURCE_DATE_EPOCH.

    """
    from convert.conversion import Settings, epoch
    from convert.issue.metadata import checked
    from convert.text.encoding import known_encoding
    from convert.writers.registry import writer

    if not 0 < max_size <= MOST:
        raise BadSetting(f"--max-size {max_size:g} cannot be", advice=f"give a number up to {MOST}")
    for name in formats:
        writer(name)
    _possible(formats, show_changes=show_changes, attach=attach, review=review, embed_fonts=embed_fonts)
    asked = "pdf" in formats and (show_changes or attach)
    instead = asked_of_pdf(show_changes=show_changes, attach=attach) if asked else {}
    if review:
        instead = {**instead, **asked_of_docx()}
    if encoding:
        known_encoding(encoding)
    known = checked({key: value for key, value in flags.items() if value is not None}, "")
    made = epoch(os.environ.get("SOURCE_DATE_EPOCH", ""))
    sheet = styled(style, show_changes=show_changes, embed_fonts=embed_fonts)
    limit = round(max_size * 1_000_000)
    file = Path(decisions) if decisions else None
    return Settings(formats, sheet, known, encoding, limit, made, instead, file)


def _possible(
    formats: Sequence[str], *, show_changes: bool, attach: bool, review: bool, embed_fonts: bool
) -> None:
    """Refuse what is asked of a format that is not written."""
    for flag, given, takers in (
        ("--show-changes", show_changes, ("pdf", "epub")),
        ("--attach", attach, ("pdf",)),
        ("--review", review, ("docx",)),
        ("--embed-fonts", embed_fonts, ("epub",)),
    ):
        if given and not set(takers) & set(formats):
            names = " or ".join(takers)
            raise BadSetting(f"{flag} needs {names}", advice=f"add {takers[0]} to -f, or leave it out")


def styled(name: str, *, show_changes: bool, embed_fonts: bool) -> StyleSheet:
    """Return a style, with what was asked of the EPUB beside it.

    Raises:
        StyleError: as `load_style` raises.

    """
    from convert.typeset.styles import load_style

    sheet = load_style(name)
    own = sheet.epub
    asked = replace(
        own, corrections=own.corrections or show_changes, embed_fonts=own.embed_fonts or embed_fonts
    )
    return replace(sheet, epub=asked)


def asked_of_pdf(*, show_changes: bool, attach: bool) -> Mapping[str, Writer]:
    """Return the writer of a PDF that is asked for more than the reading."""
    from convert.writers.pdf.asked import PdfWriter

    return {"pdf": PdfWriter(show_changes=show_changes, attach=attach)}


def asked_of_docx() -> Mapping[str, Writer]:
    """Return the writer of a Word document with tracked changes."""
    from convert.writers.docx import DocxWriter

    return {"docx": DocxWriter()}


def write_line(text: str) -> None:
    """Write a line of data as UTF-8, whatever the locale; a byte that is no character stays an escape."""
    write(text.encode("utf-8", "backslashreplace") + b"\n")


def write(data: bytes) -> None:
    """Write to standard output; where its reader has gone (`| head`), end the program in silence."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # what is still in the buffer has nowhere to go; without this Python complains at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(PIPE_CLOSED) from None
