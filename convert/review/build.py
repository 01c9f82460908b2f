"""The index brought up to date: each issue that a batch has converted since is looked at anew."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from convert.batch.batch_plan import find_issues
from convert.batch.inputs import load_inputs
from convert.batch.ledger import open_ledger
from convert.batch.options import BatchOptions
from convert.batch.plan import path_key
from convert.batch.records import Issue, State
from convert.conversion import Settings, load_decisions, load_document, repair_by
from convert.decisions import review
from convert.decisions.file import read_decisions
from convert.decisions.find import (
    decisions_beside,
    find_all_decisions,
    find_decisions,
    load_decisions_file,
)
from convert.decisions.pages import ids_alone
from convert.document.model import Document
from convert.errors import BadSetting, ConvertError, UnreadableSource
from convert.review.doubts import ReviewItem, doubts_of, page_sizes
from convert.review.index import IssueDoubts, PartDecisions, ReviewIndex
from convert.review.issue_blocks import IssueBlock, issue_blocks
from convert.review.watch_list import WatchedText, watch_digest
from convert.system.find import DECISIONS
from convert.system.issue_source import IssueSource
from convert.system.toml import decode_utf8

FEW = 4
"""So many issues are looked at sooner than other processes start."""


@dataclass(frozen=True, slots=True)
class ConvertedIssue:
    """An issue that a batch has converted, and its source."""

    source: IssueSource
    target: bytes
    key: str
    """By which the ledger knows what it was made of."""
    digest: str
    """Of its source, then."""


def converted_issues(out: Path, options: BatchOptions, settings: Settings) -> tuple[ConvertedIssue, ...]:
    """Return the issues of a folder that the last run had to do with, and their sources."""
    with open_ledger(out) as ledger:
        states = (State.DONE, State.FAILED)  # of what failed, its decisions may be the reason
        rows: Mapping[bytes, Issue] = {issue.path: issue for issue in ledger.issues(*states)}
    sources = find_issues(out, options, settings).sources
    pairs = ((source, rows.get(path_key(source))) for source in sources)
    return tuple(
        ConvertedIssue(source, row.target, row.key, row.parts.get("source", ""))
        for source, row in pairs
        if row and row.target
    )


def update_index(
    index: ReviewIndex,
    issues: Sequence[ConvertedIssue],
    settings: Settings,
    jobs: int,
    notify: Callable[[str], None],
    watched: Sequence[WatchedText] | None = None,
) -> None:
    """Look at each issue anew that was converted since; leave out those that are gone.

    With other misreadings to be watched for, all are looked at; None: the same as last time. `notify` is told
    of each issue that cannot be looked at.
    """
    if watched is not None and tuple(watched) != index.watched():
        index.watch(watched)
    watched = index.watched()
    suffix = watch_digest(watched)
    issues = [replace(issue, key=f"{issue.key}{suffix}") for issue in issues]
    known = index.keys()
    for target in known.keys() - {issue.target for issue in issues}:
        index.remove(target)
    waiting = [issue for issue in issues if known.get(issue.target) != issue.key]
    for issue, result in _looked_at(waiting, settings, jobs, watched):
        if isinstance(result, BadSetting) and issue.target in known:
            notify(
                f"shown in its previous state: {result}"
            )  # decisions that exclude each other can be altered
        elif isinstance(result, ConvertError):
            index.remove(issue.target)
            notify(f"left out: {result}")
        else:
            index.put(result)
    index.base.commit()


def _looked_at(
    issues: Sequence[ConvertedIssue], settings: Settings, jobs: int, watched: Sequence[WatchedText]
) -> Iterator[tuple[ConvertedIssue, IssueDoubts | ConvertError]]:
    """Yield the issues with what there is to decide on them."""
    if jobs < 2 or len(issues) <= FEW:
        yield from ((issue, look_at(issue, settings, watched)) for issue in issues)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        try:
            look = partial(look_at, settings=settings, watched=watched)
            yield from zip(issues, pool.map(look, issues, chunksize=4), strict=True)
        except BrokenProcessPool as error:
            raise UnreadableSource(
                "a process that was reading the issues ended unexpectedly", hint="try again with --jobs 1"
            ) from error


def look_at(
    issue: ConvertedIssue, settings: Settings, watched: Sequence[WatchedText] = ()
) -> IssueDoubts | ConvertError:
    """Read an issue again, and return what there is to decide on it; or the error that prevents it."""
    try:
        return _look_at(issue, settings, watched)
    except ConvertError as error:
        return type(error)(error.message, location=error.location or issue.source.location, hint=error.hint)


def _look_at(issue: ConvertedIssue, settings: Settings, watched: Sequence[WatchedText]) -> IssueDoubts:
    source = issue.source
    inputs = load_inputs(source, settings, {})
    if inputs.parts.get("source") != issue.digest:
        raise UnreadableSource(
            "changed since it was converted", location=source.location, hint="run `backfile batch` again"
        )
    document = load_document(source, settings, planned=inputs.planned)
    meta, pages = document.meta, page_sizes(document)
    path = decisions_path(source, settings)
    doubts: tuple[ReviewItem, ...] = ()
    blocks: tuple[IssueBlock, ...] = ()
    if not document.archive:
        decisions = load_decisions(source, settings, document)
        reviewed = review(document, decisions, repair_by(settings, document))
        doubts = doubts_of(document, reviewed, path.name, watched)
        blocks = issue_blocks(document, reviewed.document)
    return IssueDoubts(
        issue.target,
        issue.key,
        source.location,
        meta.title,
        meta.date,
        meta.name,
        document.source.digest,
        os.fsencode(path),
        tuple(_part_files(source, settings, document)),
        pages,
        doubts,
        blocks,
    )


def _part_files(source: IssueSource, settings: Settings, document: Document) -> Iterator[PartDecisions]:
    """Yield the decisions files on single files of an issue."""
    for file, number in find_all_decisions(source, settings.decisions, follow_links=settings.follow_links):
        if number is None or not document.source.parts:
            continue
        text = decode_utf8(load_decisions_file(file, settings.limit), file.location)
        ids = ids_alone(read_decisions(text, file.location).sha256, document, number)
        part = "" if ids is None else document.source.parts[number].name
        yield PartDecisions(os.fsdecode(file.path), part, ids or {})


def decisions_path(source: IssueSource, settings: Settings) -> Path:
    """Return the file in which decisions on a source as a whole stand, or would."""
    file = find_decisions(source, settings.decisions, follow_links=settings.follow_links)
    if file:
        return file.path
    if settings.decisions:
        return settings.decisions / source.mirrored.with_name(source.stem + DECISIONS)
    return decisions_beside(source)
