"""Remarks of the editor among the text: that an article breaks off, that a picture is not shown.

A remark is no part of the reading; in the structure it is a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from convert.document.model import Document
from convert.document.roles import Role
from convert.language.han import ends_sentence
from convert.typeset import display
from convert.writers.pdf.compose import Typesetter
from convert.writers.pdf.set_paragraphs import SetParagraph

REMARK = "remark"
PICTURE_TEXT = frozenset({Role.CAPTION, Role.CREDIT})
"""What stands beside a picture."""

LATIN_STOPS = frozenset(".!?")


def breaks_off(text: str) -> bool:
    """Whether a paragraph ends within a sentence.

    牵头，4个相关 -> yes; 牵头。 -> no; （记者 金鑫） -> no
    """
    bare = text.rstrip()
    return not (ends_sentence(bare) or bare.rstrip("\"'”’）)」』")[-1:] in LATIN_STOPS or bare[-1:] in "）)")


def with_remarks(
    paragraphs: Sequence[SetParagraph], document: Document, typesetter: Typesetter, width: float
) -> list[SetParagraph]:
    """Put the remarks in their places among the paragraphs of a text."""
    own = display.messages(document.meta)
    cut = frozenset(_cut_blocks(document))
    remarked: list[SetParagraph] = []
    for beside_picture, group in groupby(paragraphs, lambda p: bool(p.picture) or p.name in PICTURE_TEXT):
        run = list(group)
        if beside_picture and not any(paragraph.picture for paragraph in run):
            run = _without_picture(run, _remark(own.no_picture, run[0], typesetter, width))
        for paragraph in run:
            remarked.append(paragraph)
            if paragraph.block in cut:
                remarked.append(_remark(own.breaks_off, paragraph, typesetter, width))
    return remarked


def _cut_blocks(document: Document) -> Iterator[str]:
    """Yield the ids of blocks with which an article breaks off: its last paragraph ends within a sentence."""
    for article in document.articles:
        readable = [block for block in article.readable if block.role not in PICTURE_TEXT]
        if readable and readable[-1].role is Role.BODY and breaks_off(readable[-1].reading):
            yield readable[-1].id


def _remark(text: str, beside: SetParagraph, typesetter: Typesetter, width: float) -> SetParagraph:
    """Set a remark as a note that belongs to the article around it."""
    whole = typesetter.paragraph(text, "note", width)
    return whole._replace(name=REMARK, article=beside.article, page=beside.page)


def _without_picture(run: list[SetParagraph], remark: SetParagraph) -> list[SetParagraph]:
    """Say before a caption or credit that its picture is not shown."""
    first, *others = run
    style = replace(remark.style, before=first.style.before, keep_with_next=True)
    remark = remark._replace(style=style, opens=first.opens)
    return [remark, first._replace(style=replace(first.style, before=0.0), opens=None), *others]
