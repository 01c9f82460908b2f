"""The commands that only show: what would be changed, what there is to choose from."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from convert.cli import options
from convert.errors import BadSetting

# ruff: noqa: PLC0415 - `backfile --help` must not wait for what it does not need

EXAMPLES = """\b
Examples:
  backfile explain page.txt | less
  backfile explain page.txt --rule roles
  backfile explain page.txt --json | jq 'select(.done | not)'
"""
PLACES = """\b
Where to put it:
  bash  backfile completion bash > ~/.local/share/bash-completion/completions/backfile
  zsh   backfile completion zsh > _backfile, in a folder of $fpath
  fish  backfile completion fish > ~/.config/fish/completions/backfile.fish
"""
ABOUT = {
    "docx": "for word processors: named styles, headings in the navigation pane",
    "epub": "for e-readers: EPUB 3, a chapter an article",
    "pdf": "for reading and printing: fonts embedded, outline, page numbers",
    "xml": "for the archive: TEI P5, holds the source and every change of it",
}
"""What a format is for."""


@click.command(epilog=f"{EXAMPLES}\n{options.CODES}", short_help="Show every change, before and after.")
@click.argument("source", metavar="SOURCE", type=click.Path())
@click.option("-r", "--rule", "rules", multiple=True, metavar="RULE", help="Only what this rule did.")
@options.reading_options
@click.option("--json", "json_lines", is_flag=True, help="Print a line of JSON for each change.")
def explain(
    source: str,
    *,
    rules: tuple[str, ...],
    json_lines: bool,
    verbose: bool,  # noqa: ARG001 - `run` looks for it when something breaks
    **given: Any,  # noqa: ANN401 - the options that `settings` takes, by their names
) -> None:
    """Show every change that SOURCE would undergo, before and after; nothing is written.

    [, → ，] is a change, [+，] an insertion, [-的] a deletion. In them ⏎ is a line end, ␣ a space and
    ¶ the boundary between two paragraphs. Each has its place, its rule, and how certain the rule was.
    What a rule was not certain enough to do stands at the end.
    """
    from convert import conversion
    from convert import explain as view
    from convert.cli import terminal
    from convert.system import files

    settings = options.settings((), style="newspaper", **given)
    found, *more = files.find([source])
    if more:
        raise BadSetting(f"{len(more) + 1} sources", where=source, advice="explain takes one")
    document = conversion.read_source(found, settings, sys.stdin.buffer)
    entries = view.entries(document, rules)
    if json_lines:
        for entry in entries:
            options.write_line(view.as_json(entry, found.place))
    else:
        console = terminal.console(sys.stdout, os.environ)
        with console.capture() as screen:
            view.show(document, entries, found.place, console)
        # a locale may lack what we show
        options.write(screen.get().encode(sys.stdout.encoding, "backslashreplace"))


@click.command()
def formats() -> None:
    """List the formats that can be written."""
    from importlib.metadata import entry_points

    about = {**{point.name: point.value for point in entry_points(group="convert.writers")}, **ABOUT}
    for name, what in sorted(about.items()):
        click.echo(f"{name:8}{what}")


@click.command(short_help="List the styles that come with the program.")
def styles() -> None:
    """List the styles that come with the program; --style takes a TOML file of your own, too."""
    from convert.typeset.styles import styles_folder

    for path in sorted(styles_folder().glob("*.toml")):
        first = path.read_text("utf-8").partition("\n")[0]
        click.echo(f"{path.stem:16}{first.lstrip('# ')}\n{'':16}{path}")


@click.command(epilog=PLACES, short_help="Print the completion script of a shell.")
@click.argument("shell", metavar="bash|zsh|fish", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes our commands and options in a shell."""
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made is not None:
        click.echo(made(context.find_root().command, {}, options.NAME, "_BACKFILE_COMPLETE").source())
