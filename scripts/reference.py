"""The page docs/reference/cli.md: the help of all commands. `make reference` writes it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from convert.cli import SUMMARIES, cli

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "cli.md"
WIDTH = 96
HEAD = """# All commands

What `backfile COMMAND --help` prints. `make reference` writes this page. [cli.md](../cli.md) explains what
the commands have in common.
"""


def page() -> str:
    """Return the page: a heading for each command, and its help."""
    commands = [[], *([name] for name in SUMMARIES)]
    return HEAD + "".join(
        f"\n## {' '.join(['backfile', *command])}\n\n```text\n{_help(command)}\n```\n" for command in commands
    )


def _help(command: list[str]) -> str:
    """Return what a command prints for --help, without blanks at the ends of lines."""
    result = CliRunner().invoke(
        cli, [*command, "--help"], prog_name="backfile", terminal_width=WIDTH, catch_exceptions=False
    )
    return "\n".join(line.rstrip() for line in result.output.splitlines()).strip("\n")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
