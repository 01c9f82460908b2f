"""What an issue is made of, each as a digest that shows what changed: files, metadata, decisions."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from convert.batch.fingerprint import digest, issue_parts
from convert.batch.records import Issue, IssuePage, State
from convert.conversion import Planned, Settings, load_source
from convert.decisions.find import PlacedDecisions, find_all_decisions, load_decisions_file
from convert.document.model import Metadata
from convert.errors import ConvertError, UnreadableSource
from convert.issue.house import load_packs
from convert.issue.metadata import load_issue_metadata, load_metadata
from convert.system.issue_source import IssueSource, SourceIssue, part_names
from convert.text.source import combined_digest


@dataclass(frozen=True, slots=True)
class IssueInputs:
    """What an issue is made of, as far as it was read."""

    metadata: Metadata = field(default_factory=Metadata)
    labels: tuple[str, ...] = ()
    """The printed number of the first page of each of several files."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """The parts of its fingerprint."""
    decisions: Path | None = None
    """The first decisions file that is obeyed."""
    pages: tuple[IssuePage, ...] = ()
    """Its files, where they are several."""

    @property
    def planned(self) -> Planned:
        """What a worker is told of it."""
        parts = self.parts
        return Planned(
            self.metadata,
            parts["source"],
            parts["decisions"],
            parts["house"],
            parts["knowledge"],
            self.labels,
        )


def load_inputs(source: IssueSource, settings: Settings, run: Mapping[str, str]) -> IssueInputs:
    """Read what an issue is made of; `run` are the parts of the fingerprint that hold for all.

    Raises:
        ConvertError: it cannot be read, or its metadata is wrong.

    """
    # flags, then the manifest, then files beside the source, then its name
    flags = {**source.metadata, **settings.flags}
    follow_links = settings.follow_links
    labels: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    if isinstance(source, SourceIssue):
        if source.error:
            raise source.error
        metadata, labels = load_issue_metadata(source, flags, follow_links=follow_links)
        digests = tuple(_digests(source, settings))
        whole = combined_digest(digests)
    else:
        whole = sha256(load_source(source, settings)).hexdigest()
        metadata = load_metadata(
            source.path, flags, source.name, location=source.location, follow_links=follow_links
        )
    files = find_all_decisions(source, settings.decisions, follow_links=follow_links)
    decided = b"".join(load_decisions_file(each.file, settings.limit) for each in files)
    parts = issue_parts(run, whole, metadata, decided, load_packs(metadata))
    if isinstance(source, SourceIssue):
        names = part_names(source.parts)
        parts["pages"] = sha256(repr((labels, names)).encode("utf-8", "surrogatepass")).hexdigest()
    decisions = files[0].file.path if files else None
    return IssueInputs(metadata, labels, parts, decisions, issue_pages(source, labels, digests, files))


def is_decided_anew(source: IssueSource, settings: Settings, before: Issue | None) -> bool:
    """Whether decisions on an issue have changed since it was converted, or a run that saw to it was cut off.

    The source itself is not read. Of decisions that cannot be read the run is to tell.
    """
    if before is None:
        return False
    if before.state in {State.WAITING, State.RUNNING}:
        return True
    try:
        files = find_all_decisions(source, settings.decisions, follow_links=settings.follow_links)
        decided = b"".join(load_decisions_file(each.file, settings.limit) for each in files)
    except ConvertError:
        return True
    return before.parts.get("decisions") != digest(decided)


def issue_pages(
    source: IssueSource,
    labels: Sequence[str] = (),
    digests: Sequence[str] = (),
    files: Sequence[PlacedDecisions] = (),
) -> tuple[IssuePage, ...]:
    """Return the pages of an issue as the ledger keeps them; nothing where it is one file.

    A METS among them is no page; whether it changed the digest of all files tells.
    """
    if not isinstance(source, SourceIssue):
        return ()
    decisions = {each.part: os.fsencode(each.file.path) for each in files if each.part is not None}
    return tuple(
        IssuePage(
            os.fsencode(part.file.path or ""),
            labels[number] if labels else part.page,
            digests[number] if digests else "",
            decisions.get(number),
        )
        for number, part in enumerate(source.parts)
        if not part.is_container
    )


def changed_inputs(before: Issue, now: Issue) -> list[str]:
    """Name what an issue is made of otherwise than before: source, metadata, rules; page 2, a new page 5."""
    changed = sorted(name for name in now.parts if before.parts.get(name) != now.parts[name])
    if before.pages and now.pages and (pages := list(_changed_pages(before.pages, now.pages))):
        return pages + [name for name in changed if name not in {"source", "pages"}]
    return changed


def _changed_pages(before: Sequence[IssuePage], now: Sequence[IssuePage]) -> Iterator[str]:
    """Yield which pages have other bytes, are new, or are there no more."""
    olds = {page.name: page.sha256 for page in before}
    news = {page.name: page.sha256 for page in now}
    for name, sha in news.items():
        if name not in olds:
            yield f"a new {name}" if name.startswith("page ") else f"a new page {name}"
        elif olds[name] != sha:
            yield name
    yield from (f"no {name} any more" for name in olds if name not in news)


def _digests(issue: SourceIssue, settings: Settings) -> Iterator[str]:
    """Yield the digest of each file; nothing for one that cannot be read, which costs its page."""
    for part in issue.parts:
        try:
            yield sha256(load_source(part.file, settings)).hexdigest()
        except UnreadableSource:
            yield ""
