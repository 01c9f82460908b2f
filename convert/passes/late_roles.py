"""Roles once more, and with less reserve: what is still alone now is no half of a paragraph.

a name alone under a headline  ->  byline
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.document.actions import Action
from convert.passes.roles import roles


def late_roles(page: PageContext) -> Iterator[Action]:
    """Propose what `roles` does, now that paragraphs are whole."""
    return roles(page)
