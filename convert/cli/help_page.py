"""The help of a command in Chinese, whose characters are two columns wide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from convert.translation.messages import Translate
from convert.translation.phrases import HelpParagraph, help_paragraphs
from convert.translation.translator import load_translator
from convert.translation.wrap import columns, wrap

__all__ = ["HelpPage", "load_translator"]

_EXTRA = re.compile(r"(?:^|\s+)\[([^\[\]]*)\]$")
"""What click writes behind an option: its default, its range, that it is required."""


class HelpPage(click.HelpFormatter):
    """Writes what click writes, each paragraph translated first."""

    def __init__(self, *, translate: Translate, width: int | None, max_width: int | None) -> None:
        """Take the language, and how wide a line may be."""
        super().__init__(width=width, max_width=max_width)
        self._translate = translate

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        head = f"{prefix or self._translate('Usage:')}{prog} "
        lines = wrap(args, self.width - columns(head))
        indent = "\n" + " " * columns(head)
        self.write(f"{head}{indent.join(lines)}\n")

    def write_heading(self, heading: str) -> None:
        """Write what a list is of."""
        self.write(f"{'':>{self.current_indent}}{self._translate(f'{heading}:')}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs, each broken into lines unless it begins with a backspace."""
        blocks = ("\n".join(self._indented(paragraph)) for paragraph in help_paragraphs(text))
        self.write("\n\n".join(blocks) + "\n")

    def _indented(self, paragraph: HelpParagraph) -> Iterator[str]:
        text = self._translate(paragraph.text)
        lines = text.split("\n") if paragraph.as_it_is else wrap(text, self.width - self.current_indent)
        yield from (f"{'':>{self.current_indent}}{line}".rstrip() for line in lines)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of terms, each with what it means beside it."""
        pairs = list(rows)
        first = min(max((columns(term) for term, _ in pairs), default=0), col_max) + col_spacing
        indent = f"{'':>{self.current_indent}}"
        for term, meaning in pairs:
            lines = wrap(self._translated_help(meaning), max(self.width - first - 2, 10)) or [""]
            beside = columns(term) <= first - col_spacing
            self.write(f"{indent}{term}{' ' * (first - columns(term))}" if beside else f"{indent}{term}\n")
            rest = lines[1:] if beside else lines
            self.write(f"{lines[0]}\n" if beside else "")
            self.write("".join(f"{indent}{'':>{first}}{line}\n" for line in rest))

    def _translated_help(self, text: str) -> str:
        """Translate the help of an option, and what click has written behind it."""
        translate = self._translate
        line = " ".join(text.split())
        whole = translate(line)
        extra = _EXTRA.search(line)
        if whole != line or extra is None:
            return whole
        items = translate("; ").join(translate(item) for item in extra[1].split("; "))
        return f"{translate(line[: extra.start()])}[{items}]"
