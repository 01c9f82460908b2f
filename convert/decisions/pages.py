"""Decisions on one page, obeyed in the issue that the page is a file of.

A decisions file names the digest of its source, and places in its text. Where that source is one file of an
issue, each place moves to where the text of that file begins, and each block to its id in the issue:

    page 2, character 17   ->   character 1,342 of the issue
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from convert.decisions.decision import REVIEWER, Decision, Decisions
from convert.document.model import Block, Document, block_ids


def put_together(files: Sequence[tuple[Decisions, int | None]], document: Document) -> Decisions:
    """Return the decisions on an issue from those of its files; with each stands the number of its file.

    The digest that a decisions file names goes before that number: it may be of a page, under the name of the
    issue. Without either the decisions are on the issue itself. Version 0.1.0 named the digest of the text
    where a text was read out of a file.
    """
    entries: list[Decision] = []
    for decisions, beside in files:
        number = _number(decisions.sha256, document, beside)
        own = decisions.entries
        moved = _placed(own, document) if number is None else _moved(own, document, number)
        entries += [replace(entry, file=decisions.name) for entry in moved]
    reviewers = [decisions.reviewer for decisions, _ in files]
    named = dict.fromkeys(name for name in reviewers if name != REVIEWER)
    names = dict.fromkeys(decisions.name for decisions, _ in files)
    return Decisions(tuple(entries), ", ".join(named) or REVIEWER, ", ".join(names))


def _number(digest: str, document: Document, beside: int | None) -> int | None:
    """Return the number of the file that decisions are on; None: the issue, or the one file that it is."""
    parts = document.source.parts
    if not parts or (digest and digest in (document.source.digest, document.source.text_digest)):
        return None
    digests = [(part.digest, part.text_digest) for part in parts]
    if beside is not None and digest in ("", *digests[beside]):
        return beside
    return next((number for number, own in enumerate(digests) if digest in own), beside)


def ids_alone(digest: str, document: Document, beside: int) -> Mapping[str, str] | None:
    """Return how a decisions file beside a file of an issue calls blocks, by their ids in the issue.

    What stands in front of all blocks of the file has no name there. None: the decisions are on the issue
    itself, as the digest says that they name.
    """
    number = _number(digest, document, beside)
    if number is None:
        return None
    own, first = _own_blocks(document, number)
    return {first: "", **{block: alone for alone, block in _ids(own).items()}}


def _placed(entries: Sequence[Decision], document: Document) -> tuple[Decision, ...]:
    """Give decisions on an issue their places in the whole: they count in its files, and outlive pages."""
    starts = {part.name: part.at for part in document.source.parts}
    return tuple(_at(entry, starts.get(entry.part, 0)) for entry in entries)


def _at(entry: Decision, start: int) -> Decision:
    return replace(entry, part="", key=entry.key._replace(at=entry.key.at + start))


def of_one_file(decisions: Decisions, name: str) -> Decisions:
    """Return the decisions on an issue that are on this file of it, which is read alone now."""
    return replace(decisions, entries=tuple(e for e in decisions.entries if e.part in ("", name)))


def _moved(entries: Sequence[Decision], document: Document, number: int) -> tuple[Decision, ...]:
    """Move decisions on a file to where it stands in the issue."""
    start = document.source.parts[number].at
    own, first = _own_blocks(document, number)
    ids = _ids(own)
    moved: list[Decision] = []
    for entry in entries:
        key = entry.key
        behind = ids.get(key.behind, key.behind)
        if key.action == "place" and not key.behind:
            behind = first
        after = ids.get(key.after, key.after) if key.action == "ref" else key.after
        moved.append(_at(replace(entry, key=key._replace(behind=behind, after=after)), start))
    return tuple(moved)


class _FileBlocks(NamedTuple):
    """The blocks of a file of an issue, and the id of the block in front of them."""

    own: Sequence[Block]
    first: str


def _own_blocks(document: Document, number: int) -> _FileBlocks:
    start = document.source.parts[number].at
    end = start + len(document.source.parts[number].source.text)
    before = [block for block in document.blocks if block.segments[0].at < start]
    own = [block for block in document.blocks if start <= block.segments[0].at < end]
    return _FileBlocks(own, before[-1].id if before else "")


def _ids(blocks: Sequence[Block]) -> Mapping[str, str]:
    """Return the ids of a file's blocks in the issue by those that they have where the file is read alone."""
    alone = block_ids(block.source for block in blocks)
    return {name: block.id for name, block in zip(alone, blocks, strict=True)}
