"""All that a plugin needs: what it imports from here stays as it is; other modules may change.

docs/plugins.md explains a reader, a pass and a writer line by line.
"""

from __future__ import annotations

from convert.analysis.context import PageContext
from convert.document.actions import Action, Edit, Join, Label, Place, Refer, Rule, Split, TextEdit
from convert.document.changes import Kind
from convert.document.model import Article, Block, Document, Metadata, Segment
from convert.document.roles import Opening, Role
from convert.errors import BadSetting, UnreadableSource
from convert.language import Language
from convert.passes.registry import Pass, each
from convert.readers.registry import Reader, SourceFormat
from convert.readers.text import read_plain
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import Rendered, WriteContext, Writer

__all__ = [
    "Action",
    "Article",
    "BadSetting",
    "Block",
    "Document",
    "Edit",
    "Join",
    "Kind",
    "Label",
    "Language",
    "Metadata",
    "Opening",
    "PageContext",
    "Pass",
    "Place",
    "Reader",
    "Refer",
    "Rendered",
    "Role",
    "Rule",
    "Segment",
    "SourceFormat",
    "Split",
    "StyleSheet",
    "TextEdit",
    "UnreadableSource",
    "WriteContext",
    "Writer",
    "each",
    "read_plain",
]
