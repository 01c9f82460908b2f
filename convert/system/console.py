"""Lines on a terminal, as every command and a batch write them."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

LONGEST_NAME = 32
"""Characters of a name beside a progress bar."""


def print_line(console: Console, label: str, line: str, style: str = "") -> None:
    """Print a line behind its label; whatever is in it is no markup, and it is not wrapped."""
    console.print(Text.assemble((label, style), line), soft_wrap=True)


def short_name(name: str) -> str:
    """Return a name that leaves room for the bar; its middle is left out."""
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME // 2 - 1]}…{name[-LONGEST_NAME // 2 :]}"
