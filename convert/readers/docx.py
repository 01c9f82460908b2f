"""DOCX: a document that someone typed or corrected; its styles say what each paragraph is.

    Heading 1 "渡口改造"  Byline "记者 林知远"  Body "…"   ->   headline, byline, body; an article opens

The text is that of its paragraphs, an empty line between two; the archival XML names the digest of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from convert.document.cells import Cell
from convert.document.model import Block, Document, Metadata
from convert.document.roles import ARTICLE_OPENERS, Opening, Role
from convert.errors import UnreadableSource
from convert.issue.metadata import check_metadata, leave_out_impossible
from convert.readers.text import described, read_text
from convert.readers.word import Package, Paragraph, opened, story
from convert.text.source import extracted

ROLES = {
    "kicker": Role.KICKER,
    "title": Role.HEADLINE,
    "heading 1": Role.HEADLINE,
    "subtitle": Role.SUBTITLE,
    "byline": Role.BYLINE,
    "dateline": Role.DATELINE,
    "label": Role.LABEL,
    "host": Role.HOST,
    "participant": Role.PARTICIPANT,
    **{f"heading {level}": Role.SUBHEAD for level in range(2, 10)},
    "brief": Role.BRIEF,
    "advertisement": Role.ADVERTISEMENT,
    "verse": Role.VERSE,
    **dict.fromkeys(("list", "list paragraph", "list bullet", "list number"), Role.LIST),
    "table row": Role.TABLE_ROW,
    "table caption": Role.TABLE_CAPTION,
    "caption": Role.CAPTION,
    "credit": Role.CREDIT,
    "header": Role.RUNNING_HEAD,
    "footer": Role.FOLIO,
}
"""By the names that Word keeps in the file, whatever language it speaks; all else is body text."""
READER = "docx 1"
"""Name and version of the way in which a document becomes a text, which the archival XML says."""
CONTENTS = "toc "
NO_TEXT = frozenset({"missing page", "section end"})
"""Styles of lines of our documents: in the place of a page without text, and behind the last columns."""
OURS = "source-sha256"
"""A property that documents written here have: their first section is a title page."""
KNOWN = {"newspaper": "title", "date": "date", "number": "number", "page": "page"}
KNOWN_OF_OURS = (
    *("issn", "publisher", "place", "rights", "licence", "creator"),
    *("call-number", "collection", "holding-institution"),
)
"""Properties that are taken of documents written here alone: what others so call may be something else."""
PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"


def read_docx(data: bytes, meta: Metadata, encoding: str = "") -> Document:  # noqa: ARG001 - as every reader
    """Read a Word document; its own properties fill in what is not known of the issue.

    How it is encoded it says itself.

    Raises:
        UnreadableSource: as `opened` raises; or there is no text in it.
        BadSetting: a property of it is no date.

    """
    package = opened(data, meta.name or "-")
    said = properties(package)
    names = {**KNOWN, **(dict.fromkeys(KNOWN_OF_OURS) if OURS in said else {})}
    keys = {key or name: said[name] for name, key in names.items() if said.get(name)}
    known = {key: text for key, text in keys.items() if not getattr(meta, key.replace("-", "_"))}
    possible, warnings = leave_out_impossible(known, "a property")
    stated = check_metadata(possible, f"{meta.name or '-'}: a property")
    fields = {key.replace("-", "_"): text for key, text in stated.items()}
    meta = replace(meta, warnings=(*meta.warnings, *warnings), **fields)
    shown = [p for p in story(package) if p.text.strip() and not _is_our_own(p, ours=OURS in said)]
    if not shown:
        raise UnreadableSource("the document has no text", location=meta.name, hint="nothing to convert")
    shown = list(_whole_cells(shown))
    text = "\n\n".join([p.text for p in shown]) + "\n"
    source = extracted(data, text, meta.name, READER)
    document = read_text(source, described(meta, source.text))
    return replace(document, blocks=_styled(document.blocks, shown))


def properties(package: Package) -> dict[str, str]:
    """Return the custom properties of a document."""
    part = package.parts.get("custom-properties")
    found = part.iter(PROPERTY) if part is not None else ()
    return {entry.get("name", ""): "".join(map(str, entry.itertext())) for entry in found}


def _is_our_own(paragraph: Paragraph, *, ours: bool) -> bool:
    """Whether it is of a table of contents, of our title page, or our word on a page without text."""
    if any(name.startswith(CONTENTS) for name in paragraph.styles[:1]):
        return True
    return ours and (paragraph.front or bool(NO_TEXT & set(paragraph.styles)))


def _whole_cells(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield the paragraphs, those of one cell as one, whose lines they are."""
    for place, group in groupby(paragraphs, key=lambda paragraph: paragraph.place):
        own = list(group)
        if place is None:
            yield from own
            continue
        text = "\n".join([line for p in own for line in p.text.splitlines() if line.strip()])
        yield replace(own[0], text=text)


def _styled(blocks: tuple[Block, ...], shown: list[Paragraph]) -> tuple[Block, ...]:
    """Give each block the role of its paragraph's style; an article opens at each group of headings."""
    starts: list[tuple[int, Role]] = []
    cells: list[Cell | None] = []
    at = 0
    for paragraph in shown:
        starts.append((at, next((ROLES[name] for name in paragraph.styles if name in ROLES), Role.BODY)))
        cells.append(paragraph.place.cell if paragraph.place else None)
        at += len(paragraph.text) + 2
    made: list[Block] = []
    number = 0
    for block in blocks:
        here = block.segments[0].at
        while number + 1 < len(starts) and starts[number + 1][0] <= here:
            number += 1
        role = Role.TABLE_CELL if cells[number] else starts[number][1]
        fresh = role in ARTICLE_OPENERS and (not made or made[-1].role not in ARTICLE_OPENERS)
        opens = Opening.ARTICLE if fresh else None
        made.append(replace(block, role=role, opens=opens, cell=cells[number]))
    return tuple(made)
