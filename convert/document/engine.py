"""The one place where text is edited: passes propose, `rewrite` applies, records and checks.

A pass sees readings, plain strings, and yields proposals from a closed set. It never touches a
segment. `rewrite` is the only function that makes new ones, and after it the sources still tile
the original text, so that `restore` gives the source back whatever the passes did.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import groupby

from convert.document.actions import (
    Action,
    Candidate,
    Edit,
    Gate,
    Join,
    Label,
    Place,
    Refer,
    Rule,
    Split,
    Tabulate,
    by_certainty,
)
from convert.document.changes import Joined, Labelled, Placed, Referred, SplitOff, Tabulated
from convert.document.integrity import check
from convert.document.model import Block, BlockIds, Document, Proposal, Segment
from convert.document.offsets import Offsets
from convert.document.order import Order
from convert.document.segments import (
    Changes,
    EditKey,
    Span,
    SplitPoint,
    changes_of,
    edit_segments,
    split_segments,
)
from convert.document.settled import SettledPlaces, StatedByArchive
from convert.document.tabulate import table_size, tabulated
from convert.errors import InvariantError

STRUCTURE = "structure"
"""The rule that carries out what the archive states; no other may overrule it."""


def rewrite(
    document: Document, rule: Rule, actions: Iterable[Action], gate: Gate = by_certainty, turn: int = 0
) -> Document:
    """Apply a rule's proposals to the document: edits, then splits, labels, places, references and joins.

        ("以刚性制度", "传导政治压力") + Join(0, 1)  ->  ("以刚性制度传导政治压力",)

    All block numbers and offsets are those of `document`. Edits of one block must be disjoint. `turn` counts
    how often the rule has run on the document before.

    Raises:
        InvariantError: proposals that overlap or point nowhere, or a source that no longer tiles.

    """
    actions = list(actions)
    if not actions:
        return document
    done, doubtful = _sort_out(document, rule, actions, gate, turn)
    del actions  # a long text has hundreds of thousands: each is let go once it is applied
    before = document.proposals if turn == 0 else _still_open(document, rule, done)
    recorded = set(before)
    proposals = before + tuple(p for p in doubtful if p not in recorded)
    tally = document.rules.get(rule.name)
    rules = dict(document.rules)
    if tally is not None:
        acted = sum(1 for a in done if not _restates(document.blocks, a))
        asked = len(proposals) - len(document.proposals) if turn else len(doubtful)
        rules[rule.name] = replace(tally, done=tally.done + acted, proposed=tally.proposed + asked)
    changed = bool(done)
    blocks = _apply(document, rule, done)
    result = replace(document, blocks=blocks, rules=rules, proposals=proposals, archive=b"")
    if changed:
        check(result)
    return result


def _sort_out(
    document: Document, rule: Rule, actions: Sequence[Action], gate: Gate, turn: int
) -> tuple[list[Action], list[Proposal]]:
    """Part what is certain enough from what is only put on record; drop what changes nothing."""
    done: list[Action] = []
    doubtful: list[Proposal] = []
    blocks = document.blocks
    offsets = Offsets(blocks)
    settled = SettledPlaces(blocks)
    stated = StatedByArchive(blocks, None if rule.name == STRUCTURE else document.layout)
    # where blocks move, "1 follows 0" is news although it was so before: 0 may be what moves
    moving = any(isinstance(a, Place) and a.after != a.block - 1 for a in actions)
    changes = changes_of(rule)
    for action in actions:
        if isinstance(action, Edit) and gate is by_certainty and action.cert >= rule.threshold:
            if _alters(blocks[action.block], action, rule) and not settled.cover(action):
                done.append(action)
            continue  # most are such: what would stand on record is not asked for
        proposal = _describe(blocks, offsets, rule, action, changes)
        restates = _restates(blocks, action)
        if proposal is None or (restates and not moving):
            continue
        candidate = Candidate(rule, action, proposal, settled.cover(action), turn, stated.cover(action))
        # where a block stands already is nothing to decide on
        result = by_certainty(candidate) if restates else gate(candidate)
        if isinstance(result, Proposal):
            if not restates:
                doubtful.append(result)
        elif result is not None:
            done.append(result)
    return done, doubtful


def _still_open(document: Document, rule: Rule, done: Sequence[Action]) -> tuple[Proposal, ...]:
    """Leave out what a rule proposed in an earlier turn and does now: it is no question any more."""
    blocks = document.blocks
    joins = {(blocks[a.first].id, blocks[a.second].id, a.glue) for a in done if isinstance(a, Join)}
    return tuple(
        p
        for p in document.proposals
        if not (
            isinstance(p.change, Joined)
            and p.change.rule == rule.name
            and (p.block, p.other, p.change.glue) in joins
        )
    )


def _restates(blocks: Sequence[Block], action: Action) -> bool:
    """Whether it is a place that a block has already."""
    if not isinstance(action, Place):
        return False
    return action.after == action.block - 1 and action.opens is blocks[action.block].opens


def _describe(
    blocks: Sequence[Block], offsets: Offsets, rule: Rule, action: Action, changes: Changes
) -> Proposal | None:
    """Put an action as it would stand on record; None if it changes nothing."""
    if isinstance(action, Join | Refer):
        return _describe_link(blocks, rule, action)
    if isinstance(action, Tabulate):
        return _describe_table(blocks, offsets, rule, action)
    return _describe_alone(blocks, offsets, rule, action, changes)


def _describe_alone(
    blocks: Sequence[Block],
    offsets: Offsets,
    rule: Rule,
    action: Edit | Split | Label | Place,
    changes: Changes,
) -> Proposal | None:
    """Put on record what is done to one block; None if it changes nothing."""
    cert, kind = action.cert, rule.kind
    block = blocks[action.block]
    match action:
        case Edit(start=start, end=end, reading=reading, why=why):
            if not _alters(block, action, rule):
                return None
            before = block.reading[start:end]
            (change,) = changes[EditKey(before, reading, cert, "", why)]
            return Proposal(change, block.id, offsets.of(action.block, start))
        case Split():
            return Proposal(SplitOff(rule.name, cert, kind), block.id, offsets.of(action.block, action.at))
        case Label():
            labelled = Labelled(rule.name, block.role, action.role, cert, kind)
            return None if block.role is action.role else Proposal(labelled, block.id, _start(block))
        case Place(after=after):
            follows = blocks[after].id if after >= 0 else ""
            moved = after != action.block - 1
            placed = Placed(rule.name, block.opens, action.opens, follows, moved, cert, kind)
            return Proposal(placed, block.id, _start(block), follows)


def _alters(block: Block, edit: Edit, rule: Rule) -> bool:
    """Whether an edit changes the reading of its block."""
    if not 0 <= edit.start <= edit.end <= len(block.reading):
        raise InvariantError(f"{rule.name}: an edit outside its block {block.id}")
    return block.reading[edit.start : edit.end] != edit.reading


def _describe_table(blocks: Sequence[Block], offsets: Offsets, rule: Rule, action: Tabulate) -> Proposal:
    """Put a table on record where its first cell begins."""
    first = action.spans[0]
    made = Tabulated(rule.name, *table_size(action), action.cert, rule.kind)
    return Proposal(made, blocks[first.block].id, offsets.of(first.block, first.start))


def _describe_link(blocks: Sequence[Block], rule: Rule, action: Join | Refer) -> Proposal | None:
    """Put on record what links two blocks; None if they are linked."""
    if isinstance(action, Join):
        first, second = blocks[action.first], blocks[action.second]
        joined = Joined(rule.name, action.glue, action.cert, rule.kind)
        return Proposal(joined, first.id, _start(second), second.id)
    block = blocks[action.block]
    referred = Referred(rule.name, block.continues, action.to, action.cert, rule.kind)
    return None if block.continues == action.to else Proposal(referred, block.id, _start(block), action.to)


def _start(block: Block) -> int:
    return block.segments[0].at


def _apply(document: Document, rule: Rule, done: list[Action]) -> tuple[Block, ...]:
    """Do all that was accepted, each kind in its turn, with numbers of the old blocks throughout.

    The edits are taken out of the list, and let go.
    """
    if any(isinstance(action, Tabulate) for action in done):
        return _with_tables(document, rule, done)
    parts: list[list[Block]] = [[b] for b in document.blocks]
    edits: dict[int, list[Edit]] = {}
    for action in done:
        if isinstance(action, Edit):
            edits.setdefault(action.block, []).append(action)
    done[:] = [action for action in done if not isinstance(action, Edit)]
    splits = sorted((a for a in done if isinstance(a, Split)), key=lambda s: (s.block, s.at))
    moved: dict[int, list[tuple[int, int]]] = {}
    changes, seams = changes_of(rule), document.source.seams
    for number in [*edits]:
        block = parts[number][0]
        of_block = sorted(edits.pop(number), key=lambda e: (e.start, e.end))
        spans = [Span(e.start, e.end, e.reading, e.cert, e.by, e.why) for e in of_block]
        parts[number] = [replace(block, segments=edit_segments(block.segments, spans, rule, changes, seams))]
        if splits:
            moved[number] = [(s.end, len(s.reading) - (s.end - s.start)) for s in spans]
    if splits:
        ids = BlockIds(b.id for b in document.blocks)
        for number, cuts in groupby(splits, key=lambda s: s.block):
            shifted = _shifted(cuts, moved.get(number, []))
            parts[number] = _split(parts[number][0], shifted, rule, ids, seams)
    for action in done:
        if isinstance(action, Label):
            head, *rest = parts[action.block]
            change = Labelled(
                rule.name, head.role, action.role, action.cert, rule.kind, action.by, action.rule_cert
            )
            head = replace(head, role=action.role, changes=(*head.changes, change))
            parts[action.block] = [head, *rest]
    order = _placed(parts, [a for a in done if isinstance(a, Place)], rule)
    _refer(parts, [a for a in done if isinstance(a, Refer)], rule)
    return _joined(parts, order, [a for a in done if isinstance(a, Join)], rule)


def _with_tables(document: Document, rule: Rule, done: Sequence[Action]) -> tuple[Block, ...]:
    """Make tables; what else a rule does it does in a run of its own."""
    tables = [action for action in done if isinstance(action, Tabulate)]
    if len(tables) < len(done):
        raise InvariantError(f"{rule.name}: tables together with something else")
    return tabulated(document.blocks, tables, rule, document.source.seams, _glued)


def _shifted(cuts: Iterable[Split], edits: Sequence[tuple[int, int]]) -> list[SplitPoint]:
    """Move cuts to where they stand after the edits of their block: the end of each, and what it adds."""
    shifted: list[SplitPoint] = []
    at = added = 0
    for cut in cuts:
        while at < len(edits) and edits[at][0] <= cut.at:
            added += edits[at][1]
            at += 1
        shifted.append(SplitPoint(cut.at + added, cut.cert, cut.by))
    return shifted


def _split(
    block: Block, cuts: list[SplitPoint], rule: Rule, ids: BlockIds, seams: AbstractSet[int]
) -> list[Block]:
    pieces = split_segments(block.segments, cuts, rule, seams)
    first = replace(block, segments=pieces[0])
    rest = [
        Block(
            ids.of(_text_for_id(piece)),
            piece,
            block.role,
            changes=(SplitOff(rule.name, cut.cert, rule.kind, cut.by),),
        )
        for piece, cut in zip(pieces[1:], cuts, strict=True)
    ]
    return [first, *rest]


def _text_for_id(segments: Sequence[Segment]) -> str:
    """Return the text that a block is named by: its source, or its reading where all of it was put in."""
    source = "".join([s.source for s in segments])
    return source if source.strip() else "".join([s.reading for s in segments])


def _placed(parts: list[list[Block]], places: Sequence[Place], rule: Rule) -> list[int]:
    """Return the order of the old block numbers; record openings and moves on the blocks."""
    if not places:
        return [*range(len(parts))]
    order = Order(len(parts))
    for place in places:
        number, after = place.block, place.after
        head, *rest = parts[number]
        moves = order.previous(number) != after
        if not moves and place.opens is head.opens:
            continue
        follows = parts[after][0].id if after >= 0 else ""
        change = Placed(rule.name, head.opens, place.opens, follows, moves, place.cert, rule.kind, place.by)
        parts[number] = [replace(head, opens=place.opens, changes=(*head.changes, change)), *rest]
        if not moves:
            continue
        if number == after:
            raise InvariantError(f"{rule.name}: a block cannot follow itself")
        order.move(number, after)
    return list(order)


def _refer(parts: list[list[Block]], references: Sequence[Refer], rule: Rule) -> None:
    """Let each part say which one it continues, and the jump lines where they lead."""
    ids = {block.id for part in parts for block in part} if references else set()
    for reference in references:
        if reference.to not in ids:
            raise InvariantError(f"{rule.name}: no block has the id {reference.to}")
        head, *rest = parts[reference.block]
        change = Referred(rule.name, head.continues, reference.to, reference.cert, rule.kind, reference.by)
        head = replace(head, continues=reference.to, changes=(*head.changes, change))
        parts[reference.block] = [head, *rest]
        for numbers, leads_to in ((reference.onward, head.id), (reference.back, reference.to)):
            for number in numbers:
                line, *rest = parts[number]
                parts[number] = [replace(line, refers=leads_to), *rest]


def _joined(
    parts: list[list[Block]], order: Sequence[int], joins: Sequence[Join], rule: Rule
) -> tuple[Block, ...]:
    """Put each second block behind its first: chains are followed, loops refused."""
    if not joins:
        return tuple([block for number in order for block in parts[number]])
    after = {j.first: j for j in joins}
    gone = {j.second for j in joins}
    if len(after) != len(joins) or len(gone) != len(joins):
        raise InvariantError(f"{rule.name}: a block is joined twice on one side")
    out: list[Block] = []
    used = 0
    for number in order:
        if number in gone:
            continue
        paragraph: list[Block] = []
        glues: list[Join] = []
        here = number
        while here in after:
            first, *rest = parts[here]
            paragraph.append(first)
            if rest:  # it was split: what is joined is its last piece
                out += [_glued(paragraph, glues, rule), *rest[:-1]]
                paragraph, glues = rest[-1:], []
            glues.append(after[here])
            here = after[here].second
            used += 1
        first, *rest = parts[here]
        out += [_glued([*paragraph, first], glues, rule), *rest]
    if used != len(joins):
        raise InvariantError(f"{rule.name}: blocks joined in a ring")
    return tuple(out)


def _glued(blocks: Sequence[Block], joins: Sequence[Join], rule: Rule) -> Block:
    """Join blocks at once: the white space that parts two of them takes the glue as its reading."""
    first, *others = blocks
    if not others:
        return first
    segments = list(first.segments)
    changes = list(first.changes)
    for block, join in zip(others, joins, strict=True):
        gap = Segment("", "", segments[-1].at + len(segments[-1].source))
        if segments[-1].source and not segments[-1].reading and not segments[-1].changes:
            gap = segments.pop()
        change = Joined(rule.name, join.glue, join.cert, rule.kind, join.by)
        segments.append(replace(gap, reading=join.glue, changes=(change,)))
        segments += block.segments
        changes += block.changes
    return replace(first, segments=tuple(segments), changes=tuple(changes))
