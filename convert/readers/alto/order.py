"""In which order, and as what, the archive reads the blocks of an ALTO file.

OrderedGroup: ElementRef b3, b1        ->  one unit, whose text goes from b3 to b1
IDNEXT="b7" of block b2                ->  one unit, whose text goes from b2 to b7
TAGREFS of a title                     ->  an article that goes on to the next title
TAGREFS of an author, of a caption     ->  a unit of that block alone, with its role

Whether an advertisement cuts an article in two, or what follows it begins one, the file does not say: where
it tells titles, an advertisement is a role in what it stands in, else no more than a kind of region.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.layout import Layout, LogicalUnit, UnitSpan
from convert.document.roles import Opening, Role
from convert.readers.alto.styles import Tag


class TextSpan(NamedTuple):
    """A stretch of the text, and what is stated of it."""

    at: int
    stop: int
    tag: Tag = Tag()
    is_advertisement: bool = False


def read_units(
    root: Element, namespace: str, layout: Layout, tags: Mapping[str, Tag], following: Mapping[str, str]
) -> tuple[LogicalUnit, ...]:
    """Return what a file says of order and roles.

    `tags` are those of its regions, by where they stand; `following` has ids of blocks that go on in others.
    An id that several elements have, or none, leads nowhere; neither does what leads in a circle.
    """
    spans = {
        region.at: TextSpan(
            region.at,
            region.stop,
            tags.get(region.ref, Tag()),
            region.kind == Role.ADVERTISEMENT,
        )
        for region in layout.regions
        if region.stop > region.at
    }
    ordered = _ordered(root, namespace, layout, spans) or _chained(root, following, layout, spans)
    covered = {span.at for group in ordered for span in group}
    loose = [span for span in spans.values() if span.at not in covered]
    if not ordered and any(span.tag.role is Role.HEADLINE for span in loose):
        return tuple(_parted(loose))
    alone = [[span] for span in loose if span.tag.role]
    return tuple([unit for group in (*ordered, *alone) for unit in _parted(group)])


def _parted(group: Iterable[TextSpan]) -> Iterator[LogicalUnit]:
    """Part a stretch at its titles, each of which begins an article; a title over several blocks is one."""
    spans: list[UnitSpan] = []
    opens: Opening | None = None
    label = ""
    before = Tag()
    for span in group:
        tag = span.tag
        if tag.role is Role.HEADLINE and not (tag.label and tag == before):
            if spans:
                yield LogicalUnit(opens, tuple(spans), label)
            spans, opens, label = [], Opening.ARTICLE, tag.label
        role = tag.role or (Role.ADVERTISEMENT if span.is_advertisement else None)
        spans.append(UnitSpan(span.at, span.stop, role))
        before = tag
    if spans:
        yield LogicalUnit(opens, tuple(spans), label)


def _ordered(
    root: Element, namespace: str, layout: Layout, stated: Mapping[int, TextSpan]
) -> list[list[TextSpan]]:
    """Return the stretches of each group of the reading order that is ordered."""
    order = root.find(f"{namespace}ReadingOrder")
    if order is None:
        return []
    spans = _spans_by_id(root, layout, stated)
    used: set[int] = set()
    groups = []
    for group in _ordered_groups(order, namespace):
        listed = []
        for reference in group.iter(f"{namespace}ElementRef"):
            for span in spans.get(reference.get("REF", ""), ()):
                if span.at not in used:
                    used.add(span.at)
                    listed.append(span)
        if listed:
            groups.append(listed)
    return groups


def _ordered_groups(order: Element, namespace: str) -> Iterator[Element]:
    """Yield the outermost groups that are ordered: where one is not, each group in it stands alone."""
    waiting = list(order)[::-1]
    while waiting:
        group = waiting.pop()
        if group.tag == f"{namespace}OrderedGroup":
            yield group
        elif group.tag == f"{namespace}UnorderedGroup":
            waiting += list(group)[::-1]


def _chained(
    root: Element, following: Mapping[str, str], layout: Layout, stated: Mapping[int, TextSpan]
) -> list[list[TextSpan]]:
    """Return the stretches of each chain of blocks of which one names the next."""
    if not following:
        return []
    spans = _spans_by_id(root, layout, stated)
    chains = []
    used: set[str] = set()
    inner = set(following.values())
    for first in following:
        if first in inner:
            continue
        name = first
        listed: list[TextSpan] = []
        while name in spans and name not in used:
            used.add(name)
            listed += spans[name]
            name = following.get(name, "")
        if len(listed) > 1:
            chains.append(listed)
    return chains


def _spans_by_id(
    root: Element, layout: Layout, stated: Mapping[int, TextSpan]
) -> Mapping[str, Sequence[TextSpan]]:
    """Return the text of each element that has an id of its own: blocks, those that hold blocks, lines."""
    filled = [region for region in layout.regions if region.stop > region.at]
    by_ref: dict[str, list[TextSpan]] = {line.ref: [TextSpan(line.at, line.stop)] for line in layout.lines}
    for region in filled:
        parts = region.ref.split("/")
        for depth in range(len(parts), 1, -1):
            by_ref.setdefault("/".join(parts[:depth]), []).append(stated[region.at])
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
