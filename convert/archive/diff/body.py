"""What differs in the text of matched blocks: their source, how it is read, what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.etree import _Element as Element

from convert.archive.diff.changes import CertaintyChanges, block_traces, change_differences
from convert.archive.diff.difference import DiffClass, Difference, Lines
from convert.archive.diff.match import BlockGroup, BlockMatches
from convert.archive.diff.pages import PageMatches
from convert.archive.diff.side import GroupSide, group_side
from convert.tei.issue import ArchivedIssue
from convert.tei.names import tag

Sides = tuple[GroupSide, GroupSide]
"""A group in the old file and in the new one."""


def text_differences(
    old: ArchivedIssue, new: ArchivedIssue, matched: BlockMatches, pages: PageMatches
) -> Iterator[Difference]:
    """Yield the differences within the groups, in the order of the old file.

    What stands on a page that only one file has is not told block by block.
    """
    certainties = CertaintyChanges()
    respaced: list[Sides] = []
    for group in matched.groups:
        first, second = group_side(old, group.old, matched.old), group_side(new, group.new, matched.new)
        if not (group.old and group.new):
            gone, come = ({block.page for block in side.blocks} for side in (first, second))
            if not (gone | come) <= (pages.lost if gone else pages.added):
                yield _one_sided(first, second)
            continue
        single = len(group.old) == len(group.new) == 1
        if single and first.blocks[0].role != second.blocks[0].role:
            yield _role(first, second)
        if first.contents:
            yield from _within(group, first, second, certainties, respaced)
    if respaced:
        yield _white_space(respaced)
    yield from certainties.differences()


def _one_sided(old: GroupSide, new: GroupSide) -> Difference:
    """A block that only one file has."""
    block = (new.blocks or old.blocks)[0]
    message = f"{block.role} {'added' if new.blocks else 'removed'}"
    lines = Lines(old.line, new.line)
    return Difference(DiffClass.TEXT, message, old.source.strip(), new.source.strip(), block.id, lines)


def _role(old: GroupSide, new: GroupSide) -> Difference:
    """A block that is taken for something else."""
    first, second = old.blocks[0], new.blocks[0]
    content = (new.contents or old.contents or (None,))[0]
    text = content.reading if content else ""
    message = f"{first.role} → {second.role}"
    return Difference(DiffClass.ROLE, message, text, text, second.id, Lines(first.line, second.line))


def _within(
    group: BlockGroup,
    old: GroupSide,
    new: GroupSide,
    certainties: CertaintyChanges,
    respaced: list[Sides],
) -> Iterator[Difference]:
    """Compare the texts of a group."""
    lines = Lines(old.line, new.line)
    block = new.blocks[0]
    count_before = certainties.total
    differs = False
    if old.source != new.source:
        differs = True
        if old.source.split() == new.source.split():
            respaced.append((old, new))
        else:
            message = f"{block.role}: other words"
            yield Difference(DiffClass.TEXT, message, old.source, new.source, block.id, lines)
    regrouped = not len(group.old) == len(group.new) == 1
    if regrouped:
        differs = True
        yield Difference(
            DiffClass.STRUCTURE, _regrouping(old, new), old.paragraphs, new.paragraphs, block.id, lines
        )
    for difference in change_differences(old, new, certainties, regrouped=regrouped):
        differs = True
        yield difference
    alike = not regrouped and old.blocks[0].role == block.role
    if alike:
        certainties.add(block_traces(old.blocks[0]), block_traces(block), lines)
    if alike and not differs and certainties.total == count_before and _markup(old) != _markup(new):
        message = "the same text in other markup"
        yield Difference(DiffClass.RULE_VERSION, message, block=block.id, lines=lines)


def _regrouping(old: GroupSide, new: GroupSide) -> str:
    """Say how blocks were joined or parted."""
    first, second = ([block.role for block in side.blocks] for side in (old, new))
    if len(second) == 1:
        return f"{len(first)} blocks joined ({', '.join(first)} → {second[0]})"
    if len(first) == 1:
        return f"a block split in {len(second)} ({first[0]} → {', '.join(second)})"
    return f"{len(first)} blocks are {len(second)} others ({', '.join(first)} → {', '.join(second)})"


def _markup(side: GroupSide) -> list[tuple[str, str, str]]:
    """Return the elements of a group without ids and pointers; what two profiles mean alike is alike."""
    return [
        markup for block in side.blocks for element in block.element.iter() for markup in _elements(element)
    ]


def _elements(element: Element) -> Iterator[tuple[str, str, str]]:
    text = element.text or ""
    if element.tag == tag("pc"):
        yield tag("choice"), "", ""
        yield tag("orig"), element.get("orig", ""), ""
        yield tag("reg"), text, ""
        return
    rend, quantity = element.get("rend"), element.get("quantity")
    if element.tag == tag("space") and rend is None:
        is_bare = quantity is None and element.get("dim") is None
        rend, quantity = "lf lf" if element.get("dim") else "sp", "0" if is_bare else quantity
    kept = (rend, element.get("reason"), quantity, element.get("break"))
    yield element.tag, text, " ".join(filter(None, kept))


def _white_space(respaced: Sequence[Sides]) -> Difference:
    """Sum up the blocks that differ in nothing but white space."""
    old, new = respaced[0]
    count = "a block" if len(respaced) == 1 else f"{len(respaced):,} blocks"
    message = f"other white space in {count}"
    lines = Lines(old.line, new.line)
    return Difference(DiffClass.TEXT, message, old.source, new.source, new.blocks[0].id, lines)
