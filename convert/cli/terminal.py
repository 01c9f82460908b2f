"""The terminal as commands write on it: plain text in a pipe, colours where somebody looks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from convert.cli.language import current_translate
from convert.cli.process import is_live
from convert.system.console import SafeConsole

__all__ = ["SafeConsole", "console", "local_time", "progress_bar"]


def console(stream: TextIO, environment: Mapping[str, str]) -> SafeConsole:
    """Return a console for a stream: colour on a terminal, unless the environment says otherwise.

    NO_COLOR (no-color.org) goes before FORCE_COLOR (force-color.org); TERM=dumb means plain text.
    In a pipe lines are made for COLUMNS, else 80.
    """
    live = is_live(stream, environment)
    coloured = not environment.get("NO_COLOR") and (live or bool(environment.get("FORCE_COLOR")))
    columns = environment.get("COLUMNS", "")
    fixed = int(columns) if columns.isascii() and columns.isdigit() and 20 <= int(columns) <= 1000 else None
    return SafeConsole(
        translate=current_translate(),
        file=stream,
        force_terminal=coloured or live,
        color_system="standard" if coloured else None,
        width=fixed or (None if stream.isatty() else 80),
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )


def progress_bar(screen: Console) -> Progress:
    """Return the bar of a run over several sources."""
    columns = (SpinnerColumn("line"), TextColumn("{task.description}", markup=False), BarColumn(24))
    return Progress(*columns, MofNCompleteColumn(), console=screen, transient=True)


def local_time(seconds: float) -> str:
    """Return a time as people of this place write it."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M:%S")
