"""A group of commands that imports the module of the one that runs, and of no other."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from convert.cli.language import current_help_page


class HelpContext(click.Context):
    """A context whose help speaks the language of the terminal."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what lays the help out."""
        return current_help_page()(width=self.terminal_width, max_width=self.max_content_width)


class LazyGroup(click.Group):
    """Lists its commands from a table of name and summary; the command `bag` is `bag` in the module `bag`.

    The recipe of click's documentation ("Complex Applications", Lazily Loading Subcommands), with one
    difference: the summaries stand in the table, so that `--help`, completion and the suggestions for a
    misspelt name import no command at all.
    """

    context_class = HelpContext
    """Whose help speaks the language of the terminal; also that of its commands."""

    def __init__(self, *args: Any, package: str, summaries: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401 - what click.Group takes
        """Take the package that holds the modules, and what each command does in one line."""
        super().__init__(*args, **kwargs)
        self.package = package
        for name, summary in summaries.items():
            self.add_command(click.Command(name, short_help=summary))

    def load(self, name: str) -> click.Command:
        """Import a command."""
        command = getattr(import_module(f"{self.package}.{name}"), name)
        assert isinstance(command, click.Command)  # noqa: S101 - a mistake in our own table
        command.context_class = self.context_class
        return command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the table, which is that of the work."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that runs, and import it."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, listed and self.load(listed.name or ""), rest
