"""What a run has to do: each source beside what the ledger knows of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from convert.batch.job import as_mapping
from convert.batch.key import issue_parts, key
from convert.batch.ledger import Issue, Ledger, State
from convert.batch.outputs import are_there
from convert.batch.targets import claim, target
from convert.conversion import Settings, decisions_beside
from convert.document.model import Metadata
from convert.errors import BadSetting, ConvertError, UnreadableSource
from convert.issue.metadata import load_metadata
from convert.system.find import SourceFile
from convert.system.load import load
from convert.system.paths import printable_path


@dataclass(frozen=True, slots=True)
class Step:
    """One source of the work list, and what is to be done with it."""

    source: SourceFile
    why: str
    """new, changed: source, output missing, unfinished, asked for; empty: nothing to do."""
    meta: Metadata = field(default_factory=Metadata)
    target: PurePath | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    error: ConvertError | None = None
    """It fails before any work is done."""
    before: Issue | None = None
    """What the ledger knew; an issue that failed before and has not changed fails again without work."""

    @property
    def path(self) -> bytes:
        """The key of its row."""
        return os.fsencode(self.source.path or "")

    @property
    def to_do(self) -> bool:
        """Whether it goes to a worker."""
        return bool(self.why) and not self.error

    @property
    def row(self) -> Issue:
        """Its row of the ledger before any work is done."""
        where = os.fsencode(self.target) if self.target else None
        claimed = claim(self.target) if self.target else None
        parts = dict(self.parts)
        known = as_mapping(self.meta)
        name = self.source.location
        made = key(parts) if parts else ""
        return Issue(self.path, name, where, claimed, State.WAITING, 0, made, parts, known)


@dataclass(frozen=True, slots=True)
class Planner:
    """Compares sources with a ledger."""

    ledger: Ledger | None
    """None where nothing has been done yet."""
    out: Path
    settings: Settings
    run: Mapping[str, str]
    """The parts of the key that hold for the whole run."""
    template: str = ""
    again: bool = False
    """What failed before is tried again."""
    claims: dict[bytes, SourceFile] = field(default_factory=dict)
    """Who writes what in this run."""

    def steps(self, sources: Iterable[SourceFile]) -> Iterator[Step]:
        """Yield what is to be done with each source."""
        for source in sources:
            try:
                yield self._step(source)
            except OSError as error:
                wrong = UnreadableSource(
                    f"cannot be read: {error.strerror}", location=source.location, hint="run again"
                )
                yield Step(source, "", error=wrong, before=self._before(source))
            except ConvertError as error:
                # what the pipeline knows by the file's own name is said by its path in the tree
                yield Step(source, "", error=error, before=self._before(source))

    def _before(self, source: SourceFile) -> Issue | None:
        return self.ledger.by_path(os.fsencode(source.path or "")) if self.ledger else None

    def _step(self, source: SourceFile) -> Step:
        """Compare one source with its row.

        Raises:
            ConvertError: it cannot be read, its metadata is wrong, or its output belongs to another.

        """
        if source.error:
            raise source.error
        data = load(source, self.settings.limit)
        # flags, then the manifest, then files beside the source, then its name
        flags = {**source.metadata, **self.settings.flags}
        meta = load_metadata(source.path, flags, source.name, location=source.location)
        where = target(source.mirrored, meta, self.template)
        before = self._claim(source, where)
        parts = issue_parts(self.run, data, meta, self._decisions(source))
        step = Step(source, "", meta, where, parts, before=before)
        return replace(step, why=self._why(before, step.row))

    def _decisions(self, source: SourceFile) -> bytes:
        file = decisions_beside(source)
        return load(file, self.settings.limit) if os.path.isfile(file) else b""  # noqa: PTH113 - is_file() fails on long names

    def _claim(self, source: SourceFile, where: PurePath) -> Issue | None:
        """Take an output for a source, and return what the ledger knows of it.

        Raises:
            BadSetting: another source writes there.

        """
        claimed = claim(where)
        first = self.claims.setdefault(claimed, source)
        if first is not source:
            raise _taken(source, where, first.location)
        before = self._before(source)
        owner = self.ledger.by_claim(claimed) if self.ledger else None
        if owner and owner.path != os.fsencode(source.path or ""):
            if os.path.lexists(owner.path):
                raise _taken(source, where, printable_path(os.fsdecode(owner.path)))
            return owner  # the source was moved: its outputs came from the old path
        return before

    def _why(self, before: Issue | None, now: Issue) -> str:
        """Say why an issue is to be converted; nothing where its outputs are what they would be."""
        if before is None:
            return "new"
        if before.key != now.key:
            changed = sorted(name for name in now.parts if before.parts.get(name) != now.parts[name])
            return f"changed: {', '.join(changed)}" if before.parts else "failed before"
        if before.state in {State.WAITING, State.RUNNING}:
            return "unfinished"
        if before.state is State.DONE:
            if before.target != now.target:
                return "goes elsewhere"
            standing = now.target and are_there(self.out, PurePath(os.fsdecode(now.target)), before.outputs)
            return "" if standing else "output missing or changed"
        return "failed before" if self.again else ""


def _taken(source: SourceFile, where: PurePath, owner: str) -> BadSetting:
    return BadSetting(
        f"would write {printable_path(where)}, as {owner} does",
        location=source.location,
        hint="rename it, or give --template with {stem}, {page} or {folder}",
    )
