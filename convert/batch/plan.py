"""What a run has to do: each source beside what the ledger knows of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from convert.batch.fingerprint import fingerprint
from convert.batch.inputs import IssueInputs, changed_inputs, issue_pages, load_inputs
from convert.batch.job import Job
from convert.batch.ledger import Ledger
from convert.batch.outputs import OutputFault, are_there, output_faults
from convert.batch.records import BAD, Issue, State
from convert.batch.targets import output_key, target
from convert.conversion import Settings
from convert.errors import BadSetting, ConvertError, UnreadableSource
from convert.outcome import Outcome, Output
from convert.system.issue_source import IssueSource, SourceIssue, parts_of
from convert.system.paths import printable_path


@dataclass(frozen=True, slots=True)
class BatchStep:
    """One issue of the work list, and what is to be done with it."""

    source: IssueSource
    why: str
    """new, changed: source, output missing, unfinished, asked for; empty: nothing to do."""
    inputs: IssueInputs = field(default_factory=IssueInputs)
    target: PurePath | None = None
    error: ConvertError | None = None
    """It fails before any work is done."""
    before: Issue | None = None
    """What the ledger knew; an issue that failed before and has not changed fails again without work."""
    former: Mapping[str, str] = field(default_factory=dict)
    """SHA-256, by format, of files where its own go that were not to be written again."""
    faults: tuple[OutputFault, ...] = ()
    """Outputs that are not what was written, where every byte was compared."""

    @property
    def path(self) -> bytes:
        """The key of its row."""
        return path_key(self.source)

    @property
    def to_do(self) -> bool:
        """Whether it goes to a worker."""
        return bool(self.why) and not self.error

    @property
    def fails_again(self) -> bool:
        """Whether it failed before and is left alone, for nothing has changed."""
        return not self.why and not self.error and self.before is not None and bool(self.before.failure)

    @property
    def unchanged(self) -> bool:
        """Whether its outputs are what they would be."""
        return not self.why and not self.error and not self.fails_again

    @property
    def outputs(self) -> Mapping[str, Output]:
        """What was written before where its files go, by format; on record till others replace it."""
        before = self.before
        if before is None or self.target is None or before.target != os.fsencode(self.target):
            return {}
        return before.outcome.outputs

    @property
    def row(self) -> Issue:
        """Its row of the ledger before any work is done; what was written there before stays on record."""
        inputs = self.inputs
        return Issue(
            self.path,
            os.fsencode(self.target) if self.target else None,
            output_key(self.target) if self.target else None,
            State.WAITING,
            Outcome(
                self.source.location,
                outputs=self.outputs,
                metadata=inputs.metadata,
                warnings=self.source.warnings if isinstance(self.source, SourceIssue) else (),
            ),
            key=fingerprint(inputs.parts) if inputs.parts else "",
            parts=dict(inputs.parts),
            decisions=os.fsencode(inputs.decisions) if inputs.decisions else None,
            pages=inputs.pages or issue_pages(self.source),
            made=self.before.made if self.before else None,
        )

    @property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of what was written before where its files go, by format."""
        return {**self.former, **{form: output.sha256 for form, output in self.outputs.items()}}

    def job(self, *, isolated: bool = False, is_trial: bool = False) -> Job:
        """Return what a worker has to do.

        Raises:
            ValueError: it has nothing to do.

        """
        if self.target is None:
            raise ValueError(self.source.location)
        return Job(self.source, self.target, self.inputs.planned, isolated, self.digests, is_trial)


def path_key(source: IssueSource) -> bytes:
    """Return the key of a source's row: its absolute path, as the file system has it."""
    return os.fsencode(source.path or "")


def paths_of(source: IssueSource) -> Iterator[bytes]:
    """Yield the absolute paths of the files of an issue."""
    return (os.fsencode(part.file.path) for part in parts_of(source) if part.file.path)


@dataclass(frozen=True, slots=True)
class Planner:
    """Compares sources with a ledger."""

    ledger: Ledger | None
    """None where nothing has been done yet."""
    out: Path
    settings: Settings
    run: Mapping[str, str]
    """The parts of the fingerprint that hold for the whole run."""
    template: str = ""
    retry: bool = False
    """What failed before is tried again."""
    check: bool = False
    """Every byte of the outputs is compared with the ledger."""
    former: Mapping[PurePath, str] = field(default_factory=dict)
    """SHA-256 of the files in OUT that were not to be written again."""
    owners: dict[bytes, IssueSource] = field(default_factory=dict)
    """Who writes what in this run."""
    files: set[bytes] = field(default_factory=set)
    """The paths of all files of this run."""
    keys: set[bytes] = field(default_factory=set)
    """The keys of the rows of all issues of this run."""

    def steps(self, sources: Sequence[IssueSource]) -> Iterator[BatchStep]:
        """Yield what is to be done with each issue."""
        self.know(sources)
        for source in sources:
            try:
                yield self._step(source)
            except OSError as error:
                message = f"cannot be read: {error.strerror}"
                unreadable = UnreadableSource(message, location=source.location, hint="run again")
                yield BatchStep(source, "", error=unreadable, before=self._before(source))
            except ConvertError as error:
                # what readers know by the file's own name is said by its path in the tree
                yield BatchStep(source, "", error=error, before=self._before(source))

    def know(self, sources: Iterable[IssueSource]) -> None:
        """Note that these are issues of the batch: what they write is theirs."""
        for source in sources:
            self.files.update(paths_of(source))
            self.keys.add(path_key(source))

    def _before(self, source: IssueSource) -> Issue | None:
        return self.ledger.by_path(path_key(source)) if self.ledger else None

    def _step(self, source: IssueSource) -> BatchStep:
        """Compare one source with its row.

        Raises:
            ConvertError: it cannot be read, its metadata is wrong, or its output belongs to another.

        """
        inputs = load_inputs(source, self.settings, self.run)
        path = target(source.mirrored, inputs.metadata, self.template, source.stem)
        before = self._claim(source, path)
        former = {
            form: digest
            for form in self.settings.endings
            if (digest := self.former.get(PurePath(f"{path}.{form}")))
        }
        step = BatchStep(source, "", inputs, path, before=before, former=former)
        faults = self._faults(before, path)
        return replace(
            step, why=self._why(before, step.row) or ("output damaged" if faults else ""), faults=faults
        )

    def _faults(self, before: Issue | None, path: PurePath) -> tuple[OutputFault, ...]:
        """Compare what is there with the ledger, if that is asked for."""
        if not self.check or before is None or before.target != os.fsencode(path):
            return ()
        return output_faults(self.out, path, before.outcome.outputs)

    def _claim(self, source: IssueSource, path: PurePath) -> Issue | None:
        """Take an output for a source, and return what the ledger knows of it.

        Raises:
            BadSetting: another source writes there.

        """
        key = output_key(path)
        first = self.owners.setdefault(key, source)
        if first is not source:
            raise _taken(source, path, first.location)
        owner = self.ledger.by_output_key(key) if self.ledger else None
        if owner and owner.path != path_key(source):
            elsewhere = (each for each in owner.sources if each not in self.files)
            if owner.path in self.keys or any(map(os.path.lexists, elsewhere)):
                raise _taken(source, path, printable_path(os.fsdecode(owner.path)))
            return owner  # the source was moved, or its pages are put together otherwise now
        return self._before(source)

    def _why(self, before: Issue | None, now: Issue) -> str:
        """Say why an issue is to be converted; nothing where its outputs are what they would be."""
        if before is None:
            return "new"
        if before.key != now.key:
            return f"changed: {', '.join(changed_inputs(before, now))}" if before.parts else "failed before"
        if before.state is State.DONE:
            if before.target != now.target:
                return "has a new output path"
            path = PurePath(os.fsdecode(now.target or b""))
            return "" if are_there(self.out, path, before.outcome.outputs) else "output missing or changed"
        if before.state in BAD:
            return "failed before" if self.retry else ""
        return "source is there again" if before.state is State.ORPHANED else "unfinished"


def _taken(source: IssueSource, path: PurePath, owner: str) -> BadSetting:
    return BadSetting(
        f"would write {printable_path(path)}, as {owner} does",
        location=source.location,
        hint="rename it, or give --template with {stem}, {page} or {folder}",
    )
