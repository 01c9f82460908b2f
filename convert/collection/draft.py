"""A selection file that names everything there is: to be cut down, put in order and given titles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convert.collection.plan import Choice, Part, is_of_several, issue_name
from convert.system.toml import toml_string
from convert.typeset.display import one_line

HEAD = """\
# What the book has, in its order. Delete what it should not have, move what should stand elsewhere,
# add title = "..." to an article for a headline of your own. Markdown: foreword = "foreword.md", or
# the text itself; text = "..." below a part's title.
"""


def draft(title: str, parts: Sequence[Part]) -> str:
    """Return a selection file of some parts: a line for each article, its headline as a comment.

    In a part with articles of several issues the comment names the issue, too.
    """
    return "\n".join([HEAD, f"title = {toml_string(title)}", *_parts(parts)]) + "\n"


def _parts(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        yield ""
        yield "[[part]]"
        yield f"title = {toml_string(part.title)}"
        yield "include = ["
        named = is_of_several(choice.issue for choice in part.choices)
        for choice in part.choices:
            issue = f"{issue_name(choice.issue, named=named)} · " if part.mixed else ""
            yield f"  {_item(choice)},  # {_comment(issue + choice.entry.name)}"
        yield "]"


def _item(choice: Choice) -> str:
    return f"{{ issue = {toml_string(choice.issue.location)}, article = {toml_string(choice.entry.id)} }}"


def _comment(text: str) -> str:
    """Return a text for a comment, which may hold no control characters."""
    return "".join([char for char in one_line(text) if char.isprintable()])
