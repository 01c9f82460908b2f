"""Roles by the names of styles, as an editor gives them to paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from convert.document.roles import FURNITURE, Role
from convert.readers.docx import ROLES

STYLED = {**{name: role for name, role in ROLES.items() if role not in FURNITURE}, "body": Role.BODY}
"""What belongs to the sheet is not read, and no paragraph becomes it."""


def role_of(styles: Sequence[str]) -> Role | None:
    """Return the role that a style stands for, or the nearest of those that it is based on."""
    return next((STYLED[name] for name in styles if name in STYLED), None)


def role_of_new(styles: Sequence[str]) -> Role:
    """Return the role of a paragraph that an editor put in: whatever is no role of ours is body text."""
    return role_of(styles) or Role.BODY
