"""Small documents for tests, built as a reader would build them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from convert.document.actions import Action, Label, Place, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.readers.text import read_text
from convert.tei.checksum import checksum
from convert.tei.header import HeaderPath, value
from convert.tei.read import parse_archive
from convert.tei.write import write_tei
from convert.text.source import decode
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import WriteContext
from tests.support.paths import SHARED

ROLES = Rule("test-roles", Kind.LAYOUT)

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the folder 'shared' beside the project")


def document(blocks: Sequence[tuple[Role, str]], meta: Metadata | None = None) -> Document:
    """Make a document of (role, text) pairs; every headline opens an article."""
    text = "\n\n".join(t for _, t in blocks) + "\n"
    made = read_text(
        decode(text.encode(), "utf-8"),
        meta or Metadata(title="山城晚报", date="2025-12-08", number="321", language="zh-Hans"),
    )
    actions: list[Action] = []
    for number, (role, _) in enumerate(blocks):
        actions.append(Label(number, role))
        if role is Role.HEADLINE:
            actions.append(Place(number, number - 1, opens=Opening.ARTICLE))
    return rewrite(made, ROLES, actions)


def resealed(text: str) -> str:
    """Give an archival XML that was altered the digest that it has now, as a tool that knows it could."""
    root = parse_archive(text.encode())
    declared = value(root, HeaderPath.CHECKSUM)
    return text.replace(declared, checksum(root), 1)


def archived(made: Document) -> str:
    """Write a document as archival XML."""
    return write_tei(made, StyleSheet("none"), WriteContext()).data.decode()
