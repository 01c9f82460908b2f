"""One issue from source to finished files, in whatever process: what is sent there and what comes back."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePath

from convert.batch.outputs import write_outputs
from convert.conversion import Planned, Settings, review_source, run, write_formats
from convert.outcome import Outcome, Output
from convert.system.issue_source import IssueSource
from convert.system.paths import printable_path
from convert.system.write import DISK, Disk, FileState


@dataclass(frozen=True, slots=True)
class Work:
    """What holds for every job of a run."""

    settings: Settings
    out: Path
    staging: Path
    force: bool = False
    """Files that were edited, or are not ours, are replaced."""


@dataclass(frozen=True, slots=True)
class Job:
    """One issue to convert."""

    source: IssueSource
    target: PurePath
    """Path of its files below OUT, without an ending."""
    planned: Planned
    isolated: bool = False
    """It has ended a worker before, and is done with no other beside it."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the files that are there of it, by format, as far as the ledger knows them."""
    is_trial: bool = False
    """Its files are made, and thrown away: only their digests are wanted."""


@dataclass(frozen=True, slots=True)
class WorkerFailure:
    """What became of a job whose worker ended in the midst of it."""

    message: str
    """crashed: SIGSEGV, timeout, out of memory, ..."""
    kind: str
    trace: str = ""
    """The last lines that the worker wrote."""


def perform(job: Job, work: Work, disk: Disk = DISK) -> Outcome:
    """Convert one issue and write its files; of a trial, say only what would be written.

    Raises:
        MemoryError: the process is no longer to be trusted; its supervisor counts a failed worker.

    """

    def write(_stem: str, files: Mapping[str, bytes]) -> Mapping[str, Output]:
        target = printable_path(job.target)
        if job.is_trial:
            states = {form: FileState(len(data), 0, sha256(data).hexdigest()) for form, data in files.items()}
        else:
            states = write_outputs(
                work.out, work.staging, job.target, files, disk, digests=None if work.force else job.digests
            )
        return {form: Output(f"{target}.{form}", *state) for form, state in states.items()}

    read = partial(review_source, planned=job.planned)
    return run(job.source, work.settings, write_formats(work.settings, write), read, fatal=(MemoryError,))


def pack(work: Work) -> bytes:
    """Return what holds for a run as bytes that another process can read with `unpack`."""
    return pickle.dumps(work)


def unpack(data: bytes) -> Work:
    """Return what `pack` has packed; the bytes come from our own parent and nobody else."""
    work: Work = pickle.loads(data)  # noqa: S301 - see above
    return work
