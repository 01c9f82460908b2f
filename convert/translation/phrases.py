"""The paragraphs of a help text, as a translator sees them."""

from __future__ import annotations

import inspect
import re
from typing import NamedTuple

_BOUNDARY = re.compile(r"\n\s*\n|\n(?=\x08\n)")
_AS_IT_IS = "\b\n"
"""What click puts before a paragraph whose lines stay as they are."""


class HelpParagraph(NamedTuple):
    """A paragraph of a help text."""

    text: str
    as_it_is: bool
    """Whether its lines stay as they are."""


def help_paragraphs(text: str) -> list[HelpParagraph]:
    r"""Split a help text into its paragraphs, each on one line unless it begins with \b."""
    parts = [part.strip("\n") for part in _BOUNDARY.split(inspect.cleandoc(text))]
    return [
        HelpParagraph(part.removeprefix(_AS_IT_IS), as_it_is=True)
        if part.startswith(_AS_IT_IS)
        else HelpParagraph(" ".join(part.split()), as_it_is=False)
        for part in parts
        if part.strip()
    ]
