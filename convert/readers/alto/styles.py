"""Type and tags of an ALTO file: what its blocks and lines point to by name.

STYLEREFS="TXT_3 PAR_LEFT" of a block  ->  9 points, bold, for all its lines that do not say otherwise
TAGREFS="TAG_12", LABEL="subtitle"     ->  the block is a subtitle
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.roles import Role
from convert.readers.stream import TypeStyle


class Tag(NamedTuple):
    """What a tag says of the blocks that carry it."""

    role: Role | None = None
    kind: str = ""
    """Of region: table, image; empty: it does not say."""
    label: str = ""
    """The title, as the archive has it."""


PLAIN = TypeStyle()
ROLES = MappingProxyType(
    {
        **dict.fromkeys(("title", "titre 1", "headline", "heading"), Role.HEADLINE),
        **dict.fromkeys(("subtitle", "titre 2", "subheadline"), Role.SUBTITLE),
        **dict.fromkeys(("insidetitle", "crosshead", "subheading"), Role.SUBHEAD),
        **dict.fromkeys(("author", "byline"), Role.BYLINE),
        "dateline": Role.DATELINE,
        "caption": Role.CAPTION,
        **dict.fromkeys(("page-number", "numberingzone"), Role.FOLIO),
        **dict.fromkeys(("header", "running title", "runningtitlezone"), Role.RUNNING_HEAD),
    }
)
"""By the label of a tag, in small letters: as the Bibliothèque nationale de France, docWorks, PAGE and the
vocabulary SegmOnto have them."""
KINDS = MappingProxyType(
    {
        **dict.fromkeys(("advertisement", "freead", "advertisementzone"), "advertisement"),
        **dict.fromkeys(("table", "tablezone"), "table"),
        **dict.fromkeys(("graphiczone", "illustration"), "image"),
    }
)


def read_styles(root: Element, namespace: str) -> Mapping[str, TypeStyle]:
    """Return the styles of type by their ids; those of paragraphs say nothing of type."""
    styles: dict[str, TypeStyle] = {}
    for element in root.iterfind(f"{namespace}Styles/{namespace}TextStyle"):
        try:
            size = float(element.get("FONTSIZE") or "nan")
        except ValueError:
            size = 0.0
        words = element.get("FONTSTYLE", "").lower().split()
        shown = size if 0 < size < 10_000 else None
        styles[element.get("ID", "")] = TypeStyle(shown, "bold" in words, "italics" in words)
    return styles


def style_of(refs: str | None, styles: Mapping[str, TypeStyle], inherited: TypeStyle) -> TypeStyle:
    """Return the style that references name, or the one that is inherited where they name none of type."""
    for name in refs.split() if refs else ():
        if name in styles:
            return styles[name]
    return inherited


def read_tags(root: Element, namespace: str) -> Mapping[str, Tag]:
    """Return by their ids the tags that say something of a block."""
    tags: dict[str, Tag] = {}
    for group in root.iterfind(f"{namespace}Tags"):
        for element in group:
            word = (element.get("LABEL") or element.get("TYPE") or "").strip().casefold()
            tag = Tag(ROLES.get(word), KINDS.get(word, ""), element.get("DESCRIPTION", ""))
            if tag.role or tag.kind:
                tags[element.get("ID", "")] = tag
    return tags


def tag_of(refs: str | None, tags: Mapping[str, Tag]) -> Tag:
    """Return what the tags of a block say together; where two say the same thing, the first."""
    role, kind, label = None, "", ""
    for name in refs.split() if refs and tags else ():
        tag = tags.get(name)
        if tag:
            label = label or (tag.label if tag.role and not role else "")
            role, kind = role or tag.role, kind or tag.kind
    return Tag(role, kind, label)
