"""Lines on a terminal, as every command and a batch write them."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from convert.text.printable import printable_lines


class SafeConsole(Console):
    """A console on which text stays text: only rich's own control codes and colours reach the terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render as rich does; what would act on the terminal, in any text, becomes an escape."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(printable_lines(segment.text), segment.style)


def print_line(console: Console, label: str, line: str, style: str = "") -> None:
    """Print a line behind its label; whatever is in it is no markup, and it is not wrapped."""
    console.print(Text.assemble((label, style), printable_lines(line)), soft_wrap=True)
