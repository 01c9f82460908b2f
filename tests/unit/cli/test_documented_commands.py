"""The commands that the documentation shows: each of them, and each of its options, is there."""

from __future__ import annotations

import re

from tests.support.paths import ROOT

REFERENCE = (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")
HELP = dict(re.findall(r"^## backfile (\w+)\n\n```text\n(.*?)^```", REFERENCE, re.MULTILINE | re.DOTALL))
CODE = re.compile(r"^```sh\n(.*?)^```|^((?: {4}[^\n]*\n)+)", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"^(?: *| *- run: )backfile ([a-z]+)((?: .*)?)$", re.MULTILINE)


def test_commands_and_options_in_the_guides_exist() -> None:
    """In the README and all of docs/, on lines that are a command."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    shown = [
        (page.name, *match)
        for page in pages
        for code in CODE.finditer(page.read_text("utf-8"))
        for match in SHOWN.findall(code[0])
    ]
    assert len(shown) > 60
    wrong = []
    for page, command, rest in shown:
        options = re.findall(r"(?<= )--?[a-z][a-z-]*", re.split(r"  | #|\|", rest)[0])
        missing = [
            each for each in options if not re.search(rf"(?<![\w-]){each}(?![\w-])", HELP.get(command, ""))
        ]
        if command not in HELP or missing:
            wrong.append((page, command, missing))
    assert wrong == []
