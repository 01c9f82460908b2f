"""What a PAGE file says belongs together: its order of reading, the types of its regions, its articles.

    custom="structure {id:a7; type:article;}"  on lines  ->  one unit, an article, of all lines with that id
    <TextRegion type="page-number">                      ->  a folio

Where a file calls nothing a heading, a region of type paragraph may be anything: many programs say no
other.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.layout import LogicalUnit, UnitSpan
from convert.document.roles import ASIDE, Opening, Role
from convert.readers.page_custom import Custom
from convert.readers.page_order import OrderStep, stated_order

HEADING = "heading"
PARAGRAPH = "paragraph"
ROLES = {
    HEADING: Role.HEADLINE,
    "caption": Role.CAPTION,
    "credit": Role.CREDIT,  # right under a heading, a byline
    "header": Role.RUNNING_HEAD,
    "footer": Role.RUNNING_HEAD,
    "page-number": Role.FOLIO,
    "signature-mark": Role.FOLIO,
    "catch-word": Role.FOLIO,
    "TOC-entry": Role.LIST,
    "table-row": Role.TABLE_ROW,
}
"""By the type of a region. A drop capital, a marginal note, a footnote are text: their places tell which."""


class RegionPart(NamedTuple):
    """A region, or that part of it which belongs to one article, with its place in the text."""

    at: int
    stop: int
    ids: tuple[str, ...]
    """The region's own, and those of the regions around it, the innermost first."""
    custom: Custom


def units_of(page: Element, parts: Sequence[RegionPart]) -> Iterator[LogicalUnit]:
    """Yield the units of a page, in the order of reading as far as the file states one.

    Where it has articles, text that is in none of them belongs to no unit, or stands in one of its own, and
    so does an advertisement; else nothing is known of what begins, and an advertisement is a role alone.
    """
    steps = _steps(page, parts)
    has_articles = any(part.custom.article for part in parts) or any(
        step.is_article for _, step in steps.values()
    )
    has_headings = any(part.custom.kind == HEADING for part in parts)
    roles = {**ROLES, PARAGRAPH: Role.BODY} if has_headings else ROLES
    groups: dict[_Key, list[UnitSpan]] = {}
    before = ""
    for part, step in _in_order(parts, steps):
        key = _key(part, step, has_articles=has_articles)
        role = roles.get(part.custom.kind)
        if role is Role.CREDIT and before == HEADING:
            role = Role.BYLINE
        before = part.custom.kind
        if part.custom.advertisement and role in {None, Role.BODY}:
            role = Role.ADVERTISEMENT
        if role or key.opens or (step and step.region in part.ids):
            groups.setdefault(key, []).append(UnitSpan(part.at, part.stop, role))
    for key, spans in groups.items():
        if key.opens:
            yield LogicalUnit(key.opens, tuple(spans))
        elif has_articles:
            yield from (LogicalUnit(_outside(span.role), (span,)) for span in spans if span.role)
        elif len(spans) > 1 or spans[0].role:
            yield LogicalUnit(None, tuple(spans))


class _Key(NamedTuple):
    """What parts of one unit have in common."""

    opens: Opening | None
    name: Hashable


def _key(part: RegionPart, step: OrderStep | None, *, has_articles: bool) -> _Key:
    """Return the unit to which a part belongs: an article, an advertisement, or a group of the order."""
    if part.custom.article:
        return _Key(Opening.ARTICLE, part.custom.article)
    if part.custom.advertisement and has_articles:
        return _Key(Opening.ADVERTISEMENT, part.custom.advertisement)
    if step is None:
        return _Key(None, ("alone", part.at))
    return _Key(Opening.ARTICLE if step.is_article else None, step.group)


def _outside(role: Role) -> Opening | None:
    """Return what opens at text that is in no article of a file that has articles."""
    return None if role in ASIDE else Opening.UNPLACED


def _in_order(
    parts: Sequence[RegionPart], steps: dict[str, tuple[int, OrderStep]]
) -> Iterator[tuple[RegionPart, OrderStep | None]]:
    """Yield the parts in the stated order; what it does not name follows what it follows in the file."""
    placed: list[tuple[int, int, RegionPart, OrderStep | None]] = []
    at, step = -1, None
    for number, part in enumerate(parts):
        named = next((steps[name] for name in part.ids if name in steps), None)
        if named:
            at, step = named
        elif step and step.is_article:
            step = None
        placed.append((at, number, part, step))
    placed.sort(key=lambda each: each[:2])
    yield from ((part, step) for _, _, part, step in placed)


def _steps(page: Element, parts: Sequence[RegionPart]) -> dict[str, tuple[int, OrderStep]]:
    """Return the stated steps by region with their numbers: those of the page, else those in `custom`."""
    stated = stated_order(page)
    if not stated:
        named = [part for part in parts if part.custom.place is not None]
        named.sort(key=lambda part: part.custom.place or 0)
        stated = [OrderStep(part.ids[0], 0, is_article=False) for part in named]
    return {step.region: (number, step) for number, step in enumerate(stated)}
