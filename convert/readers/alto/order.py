"""In which order, and as what, the archive reads the blocks of an ALTO file.

OrderedGroup: ElementRef b3, b1  ->  one unit, whose text goes from b3 to b1
IDNEXT="b7" of block b2          ->  one unit, whose text goes from b2 to b7
TAGREFS of a title               ->  a unit of that block alone, with its role
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.layout import Layout, LogicalUnit, UnitSpan
from convert.readers.alto.styles import Tag


class TextSpan(NamedTuple):
    """A stretch of the text."""

    at: int
    stop: int


def read_units(
    root: Element, namespace: str, layout: Layout, tags: Mapping[str, Tag]
) -> tuple[LogicalUnit, ...]:
    """Return what a file says of order and roles; `tags` are those of its regions, by where they stand.

    An id that several elements have, or none, leads nowhere; neither does what leads in a circle.
    """
    roles = {
        region.at: tags[region.ref]
        for region in layout.regions
        if region.stop > region.at and region.ref in tags
    }
    units = list(_ordered(root, namespace, layout, roles) or _chained(root, namespace, layout, roles))
    covered = {span.at for unit in units for span in unit.spans}
    return (*units, *_tagged(layout, roles, covered))


def _tagged(layout: Layout, roles: Mapping[int, Tag], covered: AbstractSet[int]) -> Iterator[LogicalUnit]:
    """Yield a unit for each block of which a tag says the role, one for neighbours with the same title."""
    spans: list[UnitSpan] = []
    before = Tag()
    for region in layout.regions:
        if region.stop == region.at:
            continue
        tag = roles.get(region.at, Tag()) if region.at not in covered else Tag()
        if spans and not (tag.label and tag == before):
            yield LogicalUnit(None, tuple(spans), before.label)
            spans = []
        if tag.role:
            spans.append(UnitSpan(region.at, region.stop, tag.role))
        before = tag
    if spans:
        yield LogicalUnit(None, tuple(spans), before.label)


def _ordered(root: Element, namespace: str, layout: Layout, roles: Mapping[int, Tag]) -> list[LogicalUnit]:
    """Return a unit for each group of the reading order that is ordered."""
    order = root.find(f"{namespace}ReadingOrder")
    if order is None:
        return []
    spans = _spans_by_id(root, layout)
    used: set[int] = set()
    units = []
    for group in _ordered_groups(order, namespace):
        listed = []
        for reference in group.iter(f"{namespace}ElementRef"):
            for span in spans.get(reference.get("REF", ""), ()):
                if span.at not in used:
                    used.add(span.at)
                    listed.append(_unit_span(span, roles))
        if listed:
            units.append(LogicalUnit(None, tuple(listed)))
    return units


def _ordered_groups(order: Element, namespace: str) -> Iterator[Element]:
    """Yield the outermost groups that are ordered: where one is not, each group in it stands alone."""
    waiting = list(order)[::-1]
    while waiting:
        group = waiting.pop()
        if group.tag == f"{namespace}OrderedGroup":
            yield group
        elif group.tag == f"{namespace}UnorderedGroup":
            waiting += list(group)[::-1]


def _chained(root: Element, namespace: str, layout: Layout, roles: Mapping[int, Tag]) -> list[LogicalUnit]:
    """Return a unit for each chain of blocks of which one names the next."""
    following: dict[str, str] = {}
    for element in root.iter(f"{namespace}TextBlock", f"{namespace}ComposedBlock"):
        name, onward = element.get("ID"), element.get("IDNEXT")
        if name and onward:
            following[name] = onward
    if not following:
        return []
    spans = _spans_by_id(root, layout)
    units = []
    used: set[str] = set()
    inner = set(following.values())
    for first in following:
        if first in inner:
            continue
        name, listed = first, []
        while name in spans and name not in used:
            used.add(name)
            listed += [_unit_span(span, roles) for span in spans[name]]
            name = following.get(name, "")
        if len(listed) > 1:
            units.append(LogicalUnit(None, tuple(listed)))
    return units


def _unit_span(span: TextSpan, roles: Mapping[int, Tag]) -> UnitSpan:
    tag = roles.get(span.at)
    return UnitSpan(span.at, span.stop, tag.role if tag else None)


def _spans_by_id(root: Element, layout: Layout) -> Mapping[str, Sequence[TextSpan]]:
    """Return the text of each element that has an id of its own: blocks, those that hold blocks, lines."""
    filled = [region for region in layout.regions if region.stop > region.at]
    by_ref: dict[str, list[TextSpan]] = {line.ref: [TextSpan(line.at, line.stop)] for line in layout.lines}
    for region in filled:
        parts = region.ref.split("/")
        for depth in range(len(parts), 1, -1):
            by_ref.setdefault("/".join(parts[:depth]), []).append(TextSpan(region.at, region.stop))
    ids: dict[str, list[str]] = {}
    for element, ref in _with_refs(root, parts_of="alto:"):
        name = element.get("ID")
        if name:
            ids.setdefault(name, []).append(ref)
    return {name: by_ref[refs[0]] for name, refs in ids.items() if len(refs) == 1 and refs[0] in by_ref}


def _with_refs(root: Element, parts_of: str) -> Iterator[tuple[Element, str]]:
    """Yield every element and where it stands, parents before children."""
    waiting = [(root, parts_of)]
    while waiting:
        element, ref = waiting.pop()
        yield element, ref
        waiting += [(child, f"{ref}/{number}") for number, child in enumerate(element)]
