"""A page, three small rules, and what a reviewer decided on them."""

from __future__ import annotations

from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.conversion import read
from convert.decisions import (
    Decisions,
    Reviewed,
    as_toml,
    read_decisions,
    review,
)
from convert.document.actions import Action, Edit, Gate, Join, Label, Place, Rule, Split
from convert.document.changes import Kind
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.language import Language
from convert.passes import registry
from convert.passes.registry import Pass
from tests.support.decided import decided

PAGE = "山城晚報\n\n矩一一議題\n\n由居民提,\n\n尾聲。\n"


def dashes(page: PageContext) -> Iterator[Action]:
    """Propose a dash for each 一一, not sure of it."""
    for number, block in enumerate(page.blocks):
        at = block.reading.find("一一")
        if at >= 0:
            yield Edit(number, at, at + 2, "——", 0.4)


def marks(page: PageContext) -> Iterator[Action]:
    """Widen every comma, surely."""
    for number, block in enumerate(page.blocks):
        yield from (
            Edit(number, at, at + 1, "，", 0.99) for at, char in enumerate(block.reading) if char == ","
        )


def layout(page: PageContext) -> Iterator[Action]:
    """Do something of each kind to the blocks, as far as they are there."""
    if len(page.blocks) > 3:
        yield Label(0, Role.HEADLINE)
        yield Place(0, -1, 0.99, Opening.ARTICLE)
        yield Split(1, 1, 0.3)
        yield Join(1, 2, "", 0.95)
        yield Join(1, 3, "", 0.2)
        yield Place(3, 0, 0.1)


PASSES = (
    Pass(Rule("dashes", Kind.CORRECTION), dashes),
    Pass(Rule("marks", Kind.REGULARIZATION), marks),
    Pass(Rule("layout", Kind.LAYOUT), layout),
)


def repair(document: Document, gate: Gate) -> Document:
    """Run our own passes."""
    return registry.run(document, Language("zh"), PASSES, gate)


def page(text: str = PAGE) -> Document:
    """Read a page."""
    return read(text.encode("utf-8", "surrogateescape"), Metadata(name="page.txt"))


def reviewed(*changes: tuple[str, str], text: str = PAGE) -> Reviewed:
    """List what the passes do, decide on some of it, and run them again."""
    document = page(text)
    listed = as_toml(document, review(document, Decisions(), repair), "page.decisions.toml")
    return review(document, read_decisions(decided(listed, *changes), "page.decisions.toml"), repair)


def readings(document: Document) -> str:
    """Return what is read, block by block."""
    return " | ".join(b.reading for b in document.blocks)
