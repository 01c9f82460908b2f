"""The changes and proposals of a document, each with its place and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from convert.document.changes import Change, Edited, Joined, Placed, Referred, SplitOff, wording
from convert.document.model import Block, Document, Proposal
from convert.errors import BadSetting, suggest

CONTEXT = 60
"""Characters of a block that are kept on each side of a change."""
NAME = 12
"""Characters by which a block is named."""


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One change or proposal."""

    change: Change
    done: bool
    """False: the rule was not certain enough, and the change is only proposed."""
    line: int
    column: int
    offset: int
    """In characters, from the start of the source text."""
    left: str
    """What is read before it, in the same block."""
    right: str
    move: str = ""
    """Where a block was moved, in words."""
    held: bool = False
    """Whether the rule was certain enough by itself, and held back by --max-harm."""
    file: str = ""
    """The name of the file in which line and column count, of an issue of several."""

    @property
    def why(self) -> str:
        """What the rule went by, where it says so."""
        return self.change.why if isinstance(self.change, Edited) else ""

    @property
    def before(self) -> str:
        """What stood there, in words."""
        return wording(self.change).before

    @property
    def after(self) -> str:
        """What stands there now, in words."""
        after = wording(self.change).after
        return f"{after} {self.move}".lstrip() if self.move else after


def entries(document: Document, rules: Sequence[str] = ()) -> tuple[ChangeEntry, ...]:
    """List the changes of text, then of blocks, then the proposals, each in source order.

    Raises:
        BadSetting: no rule has a name that `rules` asks for.

    """
    for name in rules:
        if name not in document.rules:
            hint = suggest(name, document.rules, f"rules: {', '.join(document.rules)}")
            raise BadSetting(f"no rule named {name!r}", location="--rule", hint=hint)
    starts = {block.id: _start(block) for block in document.blocks}
    text = [e for block in document.blocks for e in _of_text(document, block)]
    whole = [e for block in document.blocks for e in _of_block(document, block, starts)]
    proposed = [_proposed(document, p, starts) for p in document.proposals]
    groups = (sorted(group, key=lambda e: e.offset) for group in (text, whole, proposed))
    return tuple(e for group in groups for e in group if not rules or e.change.rule in rules)


def _start(block: Block) -> str:
    """Return how a block begins, to know it by."""
    return " ".join(block.reading.split())[:CONTEXT]


def _of_text(document: Document, block: Block) -> Iterator[ChangeEntry]:
    """List the changes of a block's text."""
    position = 0
    for segment in block.segments:
        end = position + len(segment.reading)
        for change in segment.changes:
            # a later change may have swallowed what this one left: then the whole segment is its place
            after = wording(change).after
            inside = segment.reading.find(after)
            first, last = (
                (position + inside, position + inside + len(after)) if inside >= 0 else (position, end)
            )
            left = block.reading[max(0, first - CONTEXT) : first]
            right = block.reading[last : last + CONTEXT]
            yield _entry(document, change, segment.at, left, right)
        position = end


def _of_block(document: Document, block: Block, starts: Mapping[str, str]) -> Iterator[ChangeEntry]:
    """List the changes of a block's role and place."""
    at = block.segments[0].at
    for change in block.changes:
        yield _entry(document, change, at, "", starts[block.id], move=_move(change, starts))


def _proposed(document: Document, proposal: Proposal, starts: Mapping[str, str]) -> ChangeEntry:
    """Describe what a rule would have done."""
    change, left, right = proposal.change, "", starts.get(proposal.block, "")
    if isinstance(change, Joined):
        reading = next((b.reading for b in document.blocks if b.id == proposal.block), "")
        left, right = reading[-CONTEXT:], starts.get(proposal.other, "")
    elif isinstance(change, Edited | SplitOff):
        text = document.source.text
        end = proposal.at + len(wording(change).before)
        left, right = text[max(0, proposal.at - CONTEXT) : proposal.at], text[end : end + CONTEXT]
    entry = _entry(document, change, proposal.at, left, right, move=_move(change, starts), done=False)
    return replace(entry, held=proposal.held)


def _move(change: Change, starts: Mapping[str, str]) -> str:
    """Say where a block was moved, or what it continues: by the other block's first words, not by its id."""
    if isinstance(change, Referred):
        return f"“{starts[change.after][:NAME]}…”" if change.after in starts else ""
    if not isinstance(change, Placed) or not change.moved:
        return ""
    if not change.follows:
        return "first"
    name = f"“{starts[change.follows][:NAME]}…”" if change.follows in starts else change.follows
    return f"behind {name}"


def _entry(
    document: Document, change: Change, at: int, left: str, right: str, *, move: str = "", done: bool = True
) -> ChangeEntry:
    file, line, column = document.source.location(at).rsplit(":", 2)
    file = file if document.source.parts else ""
    return ChangeEntry(change, done, int(line), int(column), at, left, right, move, file=file)
