"""The one place where text is edited: passes propose, `rewrite` applies, records and checks.

A pass sees readings, plain strings, and yields proposals from a closed set. It never touches a
segment. `rewrite` is the only function that makes new ones, and after it the sources still tile
the original text, so that `restore` gives the source back whatever the passes did.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from convert.document.actions import Action, Edit, Gate, Join, Label, Place, Rule, Split, by_certainty
from convert.document.changes import Change
from convert.document.model import Block, Document, Proposal, Segment, block_ids
from convert.document.segments import Cut, edit_segments, split_segments
from convert.errors import InvariantError
from convert.text.source import encode


def rewrite(document: Document, rule: Rule, actions: Iterable[Action], gate: Gate = by_certainty) -> Document:
    """Apply a rule's proposals to the document: edits, then splits, labels, places and joins.

        ("以刚性制度", "传导政治压力") + Join(0, 1)  ->  ("以刚性制度传导政治压力",)

    All block numbers and offsets are those of `document`. Edits of one block must be disjoint.

    Raises:
        InvariantError: proposals that overlap or point nowhere, or a source that no longer tiles.

    """
    actions = list(actions)
    if not actions:
        return document
    done, doubtful = _sort_out(document, rule, actions, gate)
    blocks = _apply(document, rule, done)
    tally = document.rules.get(rule.name)
    rules = dict(document.rules)
    if tally is not None:
        acted = sum(1 for a in done if not _restates(document.blocks, a))
        rules[rule.name] = replace(tally, done=tally.done + acted, proposed=tally.proposed + len(doubtful))
    known = set(document.proposals)
    proposals = document.proposals + tuple(p for p in doubtful if p not in known)
    result = replace(document, blocks=blocks, rules=rules, proposals=proposals)
    if done:
        check(result)
    return result


def check(document: Document) -> None:
    """Raise InvariantError unless the segments' sources tile the source text, in order, once."""
    position = 0
    text = document.source.text
    for segment in document.in_source_order():
        if segment.at != position or not text.startswith(segment.source, position):
            place = document.source.place(min(position, segment.at))
            raise InvariantError("a character of the source was lost or doubled", location=place)
        position += len(segment.source)
    if position != len(text):
        raise InvariantError("the end of the source was lost", location=document.source.place(position))


def restore(document: Document) -> bytes:
    """Give the source back, byte for byte, from the segments alone."""
    text = "".join([s.source for s in document.in_source_order()])
    return encode(text, document.source.encoding, document.source.bom)


def corrections(document: Document) -> list[tuple[int, Change]]:
    """List every change of text with its source offset, in source order."""
    found = [(s.at, c) for b in document.blocks for s in b.segments for c in s.changes]
    found.sort(key=lambda pair: pair[0])
    return found


class Offsets:
    """Source offsets of places in the readings of one document's blocks, found by bisection."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        """Remember the blocks; nothing is counted before it is asked for."""
        self._blocks = blocks
        self._ends: dict[int, list[int]] = {}

    def of(self, number: int, at: int) -> int:
        """Return the source offset of place `at` in the reading of block `number`."""
        segments = self._blocks[number].segments
        ends = self._ends.get(number)
        if ends is None:
            ends = self._ends[number] = list(accumulate([len(s.reading) for s in segments]))
        index = bisect_right(ends, at)
        if index == len(segments):
            return segments[-1].at + len(segments[-1].source)
        segment = segments[index]
        return segment.at + (at - ends[index] + len(segment.reading) if segment.untouched else 0)


def _sort_out(
    document: Document, rule: Rule, actions: Sequence[Action], gate: Gate
) -> tuple[list[Action], list[Proposal]]:
    """Part what is certain enough from what is only put on record; drop what changes nothing."""
    done: list[Action] = []
    doubtful: list[Proposal] = []
    blocks = document.blocks
    offsets = Offsets(blocks)
    # where blocks move, "1 follows 0" is news although it was so before: 0 may be what moves
    moving = any(isinstance(a, Place) and a.after != a.block - 1 for a in actions)
    for action in actions:
        proposal = _describe(blocks, offsets, rule, action)
        restates = _restates(blocks, action)
        if proposal is None or (restates and not moving):
            continue
        # where a block stands already is nothing to decide on
        allowed = by_certainty(rule, action, proposal) if restates else gate(rule, action, proposal)
        if not isinstance(allowed, Proposal):
            done.append(allowed)
        elif not restates:
            doubtful.append(allowed)
    return done, doubtful


def _restates(blocks: Sequence[Block], action: Action) -> bool:
    """Whether it is a place that a block has already."""
    if not isinstance(action, Place):
        return False
    return action.after == action.block - 1 and action.opens is blocks[action.block].opens


def _describe(blocks: Sequence[Block], offsets: Offsets, rule: Rule, action: Action) -> Proposal | None:
    """Put an action in words; None if it changes nothing."""
    if isinstance(action, Edit):
        block = blocks[action.block]
        if not 0 <= action.start <= action.end <= len(block.reading):
            raise InvariantError(f"{rule.name}: an edit outside its block {block.id}")
        before = block.reading[action.start : action.end]
        change = Change(rule.name, before, action.reading, action.cert, rule.kind)
        at = offsets.of(action.block, action.start)
        return None if before == action.reading else Proposal(change, "edit", block.id, at)
    if isinstance(action, Join):
        change = Change(rule.name, "¶", action.glue, action.cert, rule.kind)
        at = blocks[action.second].segments[0].at
        return Proposal(change, "join", blocks[action.first].id, at, blocks[action.second].id)
    block = blocks[action.block]
    at = block.segments[0].at
    if isinstance(action, Split):
        change = Change(rule.name, "", "¶", action.cert, rule.kind)
        return Proposal(change, "split", block.id, offsets.of(action.block, action.at))
    if isinstance(action, Label):
        change = Change(rule.name, block.role.value, action.role.value, action.cert, rule.kind)
        return None if block.role is action.role else Proposal(change, "label", block.id, at)
    change = Change(rule.name, block.opens or "", action.opens or "", action.cert, rule.kind)
    follows = blocks[action.after].id if action.after >= 0 else ""
    return Proposal(change, "place", block.id, at, follows)


def _apply(document: Document, rule: Rule, done: Sequence[Action]) -> tuple[Block, ...]:
    """Do all that was accepted, each kind in its turn, with numbers of the old blocks throughout."""
    parts: list[list[Block]] = [[b] for b in document.blocks]
    edits = sorted((a for a in done if isinstance(a, Edit)), key=lambda e: (e.block, e.start, e.end))
    splits = sorted((a for a in done if isinstance(a, Split)), key=lambda s: (s.block, s.at))
    moved: dict[int, list[tuple[int, int]]] = {}
    for number, group in groupby(edits, key=lambda e: e.block):
        block = parts[number][0]
        spans = [(e.start, e.end, e.reading, e.cert, e.by) for e in group]
        parts[number] = [replace(block, segments=edit_segments(block.segments, spans, rule))]
        moved[number] = [(end, len(text) - (end - start)) for start, end, text, *_ in spans]
    if splits:
        taken = frozenset(b.id for b in document.blocks)
        for number, cuts in groupby(splits, key=lambda s: s.block):
            shifts = moved.get(number, [])
            ats = [(c.at + sum(d for end, d in shifts if end <= c.at), c.cert, c.by) for c in cuts]
            parts[number] = _split(parts[number][0], ats, rule, taken)
            taken |= {b.id for b in parts[number]}
    for action in done:
        if isinstance(action, Label):
            head, *rest = parts[action.block]
            change = Change(rule.name, head.role, action.role, action.cert, rule.kind, action.by)
            head = replace(head, role=action.role, changes=(*head.changes, change))
            parts[action.block] = [head, *rest]
    order = _placed(parts, [a for a in done if isinstance(a, Place)], rule)
    return _joined(parts, order, [a for a in done if isinstance(a, Join)], rule)


def _split(block: Block, cuts: list[Cut], rule: Rule, taken: frozenset[str]) -> list[Block]:
    pieces = split_segments(block.segments, cuts, rule)
    texts = ["".join([s.source for s in piece]) for piece in pieces[1:]]
    names = block_ids(iter(texts), taken)
    first = replace(block, segments=pieces[0])
    rest = [
        Block(name, piece, block.role, changes=(Change(rule.name, "", "¶", cert, rule.kind, by),))
        for name, piece, (_, cert, by) in zip(names, pieces[1:], cuts, strict=True)
    ]
    return [first, *rest]


def _placed(parts: list[list[Block]], places: Sequence[Place], rule: Rule) -> list[int]:
    """Return the order of the old block numbers; record openings and moves on the blocks."""
    follow = [*range(1, len(parts)), -1]
    before = list(range(-1, len(parts) - 1))
    first = 0
    for place in places:
        number, after = place.block, place.after
        head, *rest = parts[number]
        stays = before[number] == after
        if stays and place.opens is head.opens:
            continue
        was = head.opens or ""
        note = "" if stays else f"behind {parts[after][0].id}" if after >= 0 else "first"
        now = " ".join(filter(None, (place.opens, note)))
        change = Change(rule.name, was, now, place.cert, rule.kind, place.by)
        parts[number] = [replace(head, opens=place.opens, changes=(*head.changes, change)), *rest]
        if stays:
            continue
        if number == after:
            raise InvariantError(f"{rule.name}: a block cannot follow itself")
        left, right = before[number], follow[number]
        if left >= 0:
            follow[left] = right
        else:
            first = right
        if right >= 0:
            before[right] = left
        next_one = follow[after] if after >= 0 else first
        before[number], follow[number] = after, next_one
        if after >= 0:
            follow[after] = number
        else:
            first = number
        if next_one >= 0:
            before[next_one] = number
    order: list[int] = []
    while first >= 0:
        order.append(first)
        first = follow[first]
    return order


def _joined(
    parts: list[list[Block]], order: Sequence[int], joins: Sequence[Join], rule: Rule
) -> tuple[Block, ...]:
    """Put each second block behind its first: chains are followed, loops refused."""
    after = {j.first: j for j in joins}
    gone = {j.second for j in joins}
    if len(after) != len(joins) or len(gone) != len(joins):
        raise InvariantError(f"{rule.name}: a block is joined twice on one side")
    out: list[Block] = []
    used = 0
    for number in order:
        if number in gone:
            continue
        run, here = parts[number], number
        while here in after:
            join = after[here]
            run = [*run[:-1], _glued(run[-1], parts[join.second][0], join, rule), *parts[join.second][1:]]
            here = join.second
            used += 1
        out.extend(run)
    if used != len(joins):
        raise InvariantError(f"{rule.name}: blocks joined in a ring")
    return tuple(out)


def _glued(first: Block, second: Block, join: Join, rule: Rule) -> Block:
    """Join two blocks: the white space that parted them takes the glue as its reading."""
    segments = list(first.segments)
    gap = Segment("", "", segments[-1].at + len(segments[-1].source))
    if segments[-1].source and not segments[-1].reading and not segments[-1].changes:
        gap = segments.pop()
    change = Change(rule.name, "¶", join.glue, join.cert, rule.kind, join.by)
    segments.append(replace(gap, reading=join.glue, changes=(change,)))
    changes = first.changes + second.changes
    return replace(first, segments=(*segments, *second.segments), changes=changes)
