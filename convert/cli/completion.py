"""`backfile completion`: the completion script of a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from convert.cli import options
from convert.cli.help_texts import NAME
from convert.cli.process import write_line

PLACES = """\b
Where to put it:
  bash  backfile completion bash > ~/.local/share/bash-completion/completions/backfile
  zsh   backfile completion zsh > _backfile, in a folder of $fpath
  fish  backfile completion fish > ~/.config/fish/completions/backfile.fish
"""


@click.command(epilog=PLACES)
@click.argument("shell", metavar="bash|zsh|fish", type=click.Choice(["bash", "zsh", "fish"]))
@options.trace
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script that completes the commands and options of backfile in your shell."""
    completion_class = get_completion_class(shell)
    if completion_class is not None:
        write_line(completion_class(context.find_root().command, {}, NAME, "_BACKFILE_COMPLETE").source())
