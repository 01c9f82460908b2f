"""What shows a message needs to know of its language; as little as that, for every command loads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Protocol

    class ErrorParts(Protocol):
        """An error, in the parts of its line."""

        @property
        def location(self) -> str:
            """Where it happened; "" for nowhere."""

        @property
        def message(self) -> str:
            """What happened."""

        @property
        def hint(self) -> str:
            """What to do next; may be empty."""


Translate = Callable[[str], str]
"""What says a finished English message in the reader's language."""


def english(text: str) -> str:
    """Return a message as it is."""
    return text


def error_line(error: ErrorParts, translate: Translate) -> str:
    """Return the line of an error: `location: message; hint`."""
    location = f"{error.location}{translate(': ')}" if error.location else ""
    hint = f"{translate('; ')}{translate(error.hint)}" if error.hint else ""
    return f"{location}{translate(error.message)}{hint}"
