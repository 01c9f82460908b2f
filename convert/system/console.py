"""Lines on a terminal, as every command and a batch write them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from convert.text.printable import printable_lines
from convert.translation.messages import Translate, english, error_line

if TYPE_CHECKING:
    from convert.translation.messages import ErrorParts


class SafeConsole(Console):
    """A console on which text stays text: only rich's own control codes and colours reach the terminal."""

    def __init__(self, *, translate: Translate = english, **kwargs: Any) -> None:  # noqa: ANN401 - what rich's console takes
        """Take the language of the messages that `print_line` and `print_error` write."""
        super().__init__(**kwargs)
        self.translate = translate

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render as rich does; what would act on the terminal, in any text, becomes an escape."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(printable_lines(segment.text), segment.style)

    def print_line(self, label: str, line: str, style: str = "") -> None:
        """Print a message behind its label; whatever is in it is no markup, and it is not wrapped."""
        self._print_labelled(label, self.translate(line), style)

    def print_error(self, error: ErrorParts) -> None:
        """Print an error in one line."""
        self._print_labelled("error", error_line(error, self.translate), "bold red")

    def _print_labelled(self, label: str, line: str, style: str) -> None:
        """Print a line, in colour its label, or all of it where it has none."""
        head = f"{self.translate(label)}{self.translate(': ')}" if label else ""
        text = printable_lines(line)
        self.print(Text.assemble((head, style), (text, "" if label else style)), soft_wrap=True)
