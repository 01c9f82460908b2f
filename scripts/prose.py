"""Lints the prose of Markdown pages, help and messages: `make lint` runs it, offline.

proselint matches its own checks and the word list in scripts/prose.toml. Two checks are added: sentences of
too many words, and paragraphs that begin with a verb. Code and pages in other languages are left out.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from proselint.checks import __register__
from proselint.config import DEFAULT
from proselint.registry import CheckRegistry
from proselint.registry.checks import Check, Padding
from proselint.registry.checks.engine import Fancy
from proselint.registry.checks.types import PreferredForms
from proselint.tools import LintFile

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from message_phrases import phrases  # noqa: E402 - tests run this file from elsewhere

WORDS = tomllib.loads((ROOT / "scripts" / "prose.toml").read_text("utf-8"))
PAGES = ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md", "docs/*.md", "docs/reference/*.md")
OTHER_LANGUAGES = re.compile(r"\.[a-z]{2}\.md$")
OWN_CHECK = "backfile"
GROUPS = "annotations cliches lexical_illusions malapropisms needless_variants nonwords redundancy"
CHECKS = {OWN_CHECK: True, **dict.fromkeys(GROUPS.split(), True)}
"""Groups of checks that suit a manual; proselint's typography asks for curly quotes."""
CODE = "`code`"
"""In the place of a piece of code, so that its words are not linted and the sentence keeps its noun."""
SENTENCE_END = re.compile(r"(?<=[;:])\s+|(?<=[.!?])\s+(?=[A-Z`(])|\n\n")
FIRST_VERB = re.compile(rf"(?:{'|'.join(WORDS['verbs'].split())})\b", re.IGNORECASE)


class Passage(NamedTuple):
    """A piece of running text and its place."""

    place: str
    text: str
    is_paragraph: bool
    """Not a cell of a table, a heading or an item of a list, which may be fragments."""


def register_words() -> None:
    """Give proselint its own checks and the word list."""
    words = PreferredForms(WORDS["prefer"], Padding.WORDS_IN_TEXT)
    own = Check(check_type=words, engine=Fancy(), path=OWN_CHECK, message="'{1}': write {0}")
    CheckRegistry().register_many((*__register__, own))


def pages(root: Path) -> Iterator[Passage]:
    """Yield the running text of all pages."""
    for pattern in PAGES:
        for path in sorted(root.glob(pattern)):
            if not OTHER_LANGUAGES.search(path.name):
                yield from passages(path.read_text("utf-8"), str(path.relative_to(root)))


def passages(markdown: str, name: str) -> Iterator[Passage]:
    """Yield the paragraphs, items, headings and cells of a page without their code."""
    before: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type.endswith("_open"):
            before.append(token.type)
        elif token.type.endswith("_close"):
            before.pop()
        elif token.type == "inline" and token.children and token.map:
            is_paragraph = before == ["paragraph_open"]
            yield Passage(f"{name}:{token.map[0] + 1}", _text(token.children), is_paragraph)


def _text(children: list[Token]) -> str:
    kinds = {"softbreak": " ", "hardbreak": " ", "code_inline": CODE}
    return "".join(kinds.get(token.type, token.content) for token in children)


def messages(root: Path) -> Iterator[Passage]:
    """Yield the help and the messages of the package."""
    for phrase, places in sorted(phrases(root).items()):
        for line in (
            () if phrase.startswith(("Examples:", "Exit status:", "Environment:")) else phrase.splitlines()
        ):
            yield Passage(min(places, default="click"), re.sub(r"`[^`]*`", CODE, line), is_paragraph=False)


def faults(passage: Passage) -> Iterator[str]:
    """Yield what is wrong with a passage."""
    if passage.text.strip():
        config = {**DEFAULT, "checks": CHECKS}
        for fault in LintFile(passage.place, passage.text).lint(config):
            if not any(each.lower() in fault.check_result.message.lower() for each in WORDS["allow"]):
                yield fault.check_result.message
    for sentence in SENTENCE_END.split(passage.text):
        words = len(re.findall(r"(?<!`)\b[A-Za-z][\w'-]*", sentence))
        if words > WORDS["longest"]:
            yield f"a sentence of {words} words: {sentence[:60]} ..."
    if passage.is_paragraph and FIRST_VERB.match(passage.text):
        yield f"no subject: {passage.text[:60]} ..."


def main() -> int:
    """Print every fault; return 1 if there is one."""
    register_words()
    found = 0
    for passage in (*pages(ROOT), *messages(ROOT)):
        for fault in faults(passage):
            sys.stdout.write(f"{passage.place}: {fault}\n")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
