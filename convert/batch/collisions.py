"""What a run would replace though it is not as backfile wrote it: all of it, before anything is written."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path, PurePath
from typing import NamedTuple

from convert.batch.outputs import check_inside, issue_guard
from convert.batch.plan import BatchStep, path_key
from convert.batch.run import LOOK, Executor, Stop
from convert.errors import ConvertError
from convert.outcome import Outcome
from convert.system.protect import Collision, OutputGuard, OutputRecord, protected

HINT = "give --keep-edited, which skips such issues"


class Doubt(NamedTuple):
    """An issue that is to be written where files are that backfile has not written as they are."""

    step: BatchStep
    target: PurePath
    guard: OutputGuard
    collisions: tuple[Collision, ...]
    """What would be lost, unless the issue comes out with these very bytes."""


def find_doubts(steps: Iterable[BatchStep], out: Path, formats: Sequence[str]) -> tuple[Doubt, ...]:
    """Return the issues to be written whose files may not be replaced by others.

    Only what is to be replaced is read. What is moved aside before, because its bytes have turned, is no
    such file; a link out of OUT is told by the issue itself.
    """
    records: dict[Path, OutputRecord] = {}
    return tuple(doubt for step in steps if (doubt := _doubt(step, out, formats, records)))


def _doubt(
    step: BatchStep, out: Path, formats: Sequence[str], records: dict[Path, OutputRecord]
) -> Doubt | None:
    target = step.target
    if not step.to_do or target is None:
        return None
    try:
        check_inside(out, target)
    except ConvertError:
        return None
    guard = issue_guard(target.name, step.digests, records=records)
    rotten = {fault.path for fault in step.faults if fault.is_rotten}
    paths = (PurePath(f"{target}.{form}") for form in formats)
    found = tuple(c for path in paths if path not in rotten and (c := guard.collision(out / path)))
    return Doubt(step, target, guard, found) if found else None


def refuse_collisions(
    doubts: Sequence[Doubt],
    out: Path,
    open_executor: Callable[[], AbstractContextManager[Executor]],
    stop: Stop,
) -> None:
    """Refuse to begin where files would be lost.

    Each issue in doubt is converted once, to see whether it has the very bytes that are there. One that
    cannot be converted loses nothing, and fails in its turn.

    Raises:
        ProtectedOutput: every file that would be lost is told.

    """
    if not doubts:
        return
    collisions: list[Collision] = []
    by_path = {doubt.step.path: doubt for doubt in doubts}
    with open_executor() as executor:
        for path, digests in _trials(executor, [doubt.step for doubt in doubts], stop):
            doubt = by_path[path]
            names = {f"{doubt.target.name}.{form}": digest for form, digest in digests.items()}
            collisions += doubt.guard.collisions(out / doubt.target.parent, names)
    if collisions and not stop.signal:
        raise protected(sorted(collisions, key=lambda each: os.fsencode(each.path)), HINT)


def _trials(
    executor: Executor, steps: Sequence[BatchStep], stop: Stop
) -> Iterator[tuple[bytes, Mapping[str, str]]]:
    """Yield the digests of what issues would be written as, till all are done or somebody stops."""
    waiting, in_flight = deque(steps), 0
    while (waiting or in_flight) and not stop.signal:
        while waiting and executor.free > 0:
            executor.submit(waiting.popleft().job(is_trial=True))
            in_flight += 1
        for done in executor.collect(LOOK):
            in_flight -= 1
            if isinstance(done.result, Outcome):
                outputs = done.result.outputs
                yield path_key(done.job.source), {form: output.sha256 for form, output in outputs.items()}
