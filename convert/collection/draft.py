"""A selection file that names everything there is: to be cut down, put in order and given titles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from convert.collection.plan import Choice, Part
from convert.typeset.display import one_line

HEAD = """\
# What the book has, in its order. Delete what it should not have, move what should stand elsewhere,
# add title = "..." to an article for a headline of your own. Markdown: foreword = "foreword.md", or
# the text itself; text = "..." below a part's title.
"""


def draft(title: str, parts: Sequence[Part]) -> str:
    """Return a selection file of some parts: a line for each article, its headline as a comment."""
    return "\n".join([HEAD, f"title = {_quoted(title)}", *_parts(parts)]) + "\n"


def _parts(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        yield ""
        yield "[[part]]"
        yield f"title = {_quoted(part.title)}"
        yield "include = ["
        for choice in part.choices:
            yield f"  {_item(choice)},  # {_plain(choice.entry.name)}"
        yield "]"


def _item(choice: Choice) -> str:
    return f"{{ issue = {_quoted(choice.issue.location)}, article = {_quoted(choice.entry.id)} }}"


def _quoted(text: str) -> str:
    """Return a TOML basic string (TOML 1.0, String); JSON escapes all but one of what it must."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(text: str) -> str:
    """Return a text for a comment, which may hold no control characters."""
    return "".join([char for char in one_line(text) if char.isprintable()])
