"""Harm: what a repair did to text that was right, change by change.

Harm is what left the reading and what was corrected, in characters, over 100,000 of an undamaged document;
what was regularised, joined and moved is counted apart, for a house may want it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from convert.document.changes import Edited, Joined, Kind, Placed
from convert.document.model import Block, Document

REMOVED, CORRECTED, REGULARISED, JOINED, MOVED = "removed", "corrected", "regularised", "joined", "moved"
COUNTED = (REMOVED, CORRECTED, REGULARISED, JOINED, MOVED)
BESIDE = 12
"""Characters that are shown on either side of a change."""


@dataclass(frozen=True, slots=True)
class Harm:
    """One change of right text."""

    sort: str
    rule: str
    cert: float
    size: int
    """Characters, white space not counted; 1 for a join or a move."""
    before: str
    after: str
    where: str
    """The text around it."""


def harms(document: Document) -> Iterator[Harm]:
    """Yield what was changed in a document that had no fault."""
    for number, block in enumerate(document.blocks):
        if block.is_furniture and block.source.strip():
            last = block.changes[-1] if block.changes else None
            rule, cert = (last.rule, last.cert) if last is not None else ("", 0.0)
            yield Harm(REMOVED, rule, cert, _size(block.source), block.source.strip(), "", "")
        yield from _text_harms(block)
        for change in block.changes:
            if isinstance(change, Placed) and change.moved:
                before = document.blocks[number - 1].reading[-BESIDE:] if number else ""
                yield Harm(MOVED, change.rule, change.cert, 1, "", block.reading[:BESIDE], before)


def _text_harms(block: Block) -> Iterator[Harm]:
    at = 0
    for segment in block.segments:
        where = block.reading[max(0, at - BESIDE) : at + len(segment.reading) + BESIDE]
        for change in segment.changes:
            if isinstance(change, Joined):
                yield Harm(JOINED, change.rule, change.cert, 1, "", change.glue, where)
            elif isinstance(change, Edited) and (sort := _sort(change)) is not None:
                size = max(_size(change.before), _size(change.after))
                yield Harm(sort, change.rule, change.cert, size, change.before, change.after, where)
        at += len(segment.reading)


def _sort(change: Edited) -> str | None:
    """Name what an edit did; None where no character but white space is touched."""
    if "".join(change.before.split()) == "".join(change.after.split()):
        return None
    if change.kind is Kind.SURPLUS or not change.after.strip():
        return REMOVED
    return REGULARISED if change.kind is Kind.REGULARIZATION else CORRECTED


def _size(text: str) -> int:
    return len("".join(text.split()))


def harm_row(documents: Sequence[Document]) -> str:
    """Return one line: characters, harm in 100,000, and what was done."""
    changes = [change for document in documents for change in harms(document)]
    done: Counter[str] = Counter()
    for change in changes:
        done[change.sort] += change.size
    characters = sum(_size(document.source.text) for document in documents)
    rate = 1e5 * (done[REMOVED] + done[CORRECTED]) / max(1, characters)
    return f"{characters:11}{rate:8.1f}" + "".join(f"{done[sort]:12}" for sort in COUNTED)


def harm_lines(source: str, documents: Iterable[Document]) -> Iterator[str]:
    """Yield every change as a line of tab-separated values."""
    for document in documents:
        for change in harms(document):
            cells = (
                source,
                document.meta.name,
                change.sort,
                change.rule,
                f"{change.cert:.3f}",
                str(change.size),
            )
            shown = (change.before, change.after, change.where)
            yield "\t".join([*cells, *(" ".join(text.split()) for text in shown)])
