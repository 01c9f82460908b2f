"""Supervised workers on this machine: each is a process that may die, and costs its one issue."""

from __future__ import annotations

import os
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path

from convert.batch.job import Job, Work, WorkerFailure, pack
from convert.batch.worker_parent import (
    ForkedProcess,
    Process,
    WorkerParent,
    start_parent,
    start_process,
)
from convert.errors import InvariantError
from convert.outcome import Outcome
from convert.system.processes import CAN_FORK

LOOK = 0.2
"""Seconds between two looks at memory and deadlines."""
STARTS = 3
"""So many workers or parents may die before they are ready; then something is wrong with the machine."""
READY = 120.0
"""Seconds that a worker may take to become ready."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one issue may take."""

    seconds: float = 120.0
    megabytes: int = 1_000
    issues: int = 500
    """After so many a worker is replaced, so that what leaks stays small."""
    grown: int = 300
    """Or when it holds so many megabytes between two issues."""


@dataclass(frozen=True, slots=True)
class Done:
    """A job that is out of the workers' hands."""

    job: Job
    result: Outcome | WorkerFailure
    worker: str
    began: float
    """On the clock of `tick`."""


@dataclass(slots=True)
class Worker:
    """A process of ours, and what it is at."""

    name: str
    process: Process
    link: Connection[object, object]
    errors: Path
    since: float
    ready: bool = False
    job: Job | None = None
    issues: int = 0


@dataclass(slots=True)
class Pool:
    """A number of workers that is kept up, whatever becomes of them."""

    work: Work
    limits: Limits
    size: int
    tick: Callable[[], float]
    """A clock that never goes back, in seconds."""
    keep: tuple[int, ...] = ()
    """Handles that every worker inherits: while one of them lives, the lock is held."""
    forks: bool = CAN_FORK
    """Workers are forked from a parent that is ready, and not each started on its own."""
    workers: list[Worker] = field(default_factory=list)
    started: int = 0
    failed_starts: int = 0
    packed: bytes = b""
    parent: WorkerParent | None = None

    @property
    def free(self) -> int:
        """How many jobs can be given now."""
        return self.size - sum(1 for w in self.workers if w.job)

    def submit(self, job: Job) -> None:
        """Give a job to a worker; one that is to be isolated gets a new one, with no other beside it."""
        if job.isolated:
            for idle in [w for w in self.workers if not w.job]:
                self._end(idle)
        worker = next((w for w in self.workers if w.ready and not w.job), None)
        worker = worker or next((w for w in self.workers if not w.job), None) or self._start()
        worker.job = job
        if worker.ready:
            self._send(worker)

    def collect(self, seconds: float = LOOK) -> list[Done]:
        """Wait at most so long, and return the jobs that are done or have cost their worker."""
        done: list[Done] = []
        links = [w.link for w in self.workers]
        heard = set(map(id, wait(links, min(seconds, LOOK)))) if links else set()
        for worker in list(self.workers):
            if id(worker.link) in heard:
                done += self._hear(worker)
            elif worker.job or not worker.ready:
                done += self._look(worker)
        return done

    def stop(self) -> None:
        """End every worker at once; what it was writing is not under its name yet."""
        for worker in list(self.workers):
            self._end(worker)
        self._end_parent()

    def _start(self) -> Worker:
        self.started += 1
        self.packed = self.packed or pack(self.work)
        ours, theirs = socket.socketpair()
        name = f"{os.getpid()}-{self.started}"
        errors = self.work.staging / f"worker-{name}.err"
        with errors.open("wb") as file, theirs:
            process = self._process(theirs.fileno(), file.fileno())
        link: Connection[object, object] = Connection(ours.detach())
        worker = Worker(name, process, link, errors, self.tick())
        self.workers.append(worker)
        if not self.forks:
            with suppress(OSError):  # it is dead already: the next look finds it
                link.send_bytes(self.packed)
        return worker

    def _process(self, handle: int, errors: int) -> Process:
        """Begin the process of a worker; where its parent has ended, with a new one."""
        if not self.forks:
            return start_process(handle, self.limits.megabytes, errors, self.keep, forks=False)
        if self.parent and not self.parent.is_alive:
            self._end_parent()
        if not self.parent:
            place = self.work.staging / f"workers-{os.getpid()}-{self.started}.err"
            self.parent = start_parent(self.packed, self.limits.megabytes, place)
        return self.parent.fork((handle, errors, *self.keep))

    def _end_parent(self) -> None:
        if self.parent:
            self.parent.stop()
            self.parent = None

    def _send(self, worker: Worker) -> None:
        worker.since = self.tick()
        with suppress(OSError):  # the same
            worker.link.send(worker.job)

    def _hear(self, worker: Worker) -> Iterator[Done]:
        """Take what a worker has sent; the end of its connection is its death."""
        try:
            message = worker.link.recv()
        except (EOFError, OSError):
            yield from self._died(worker)
            return
        if isinstance(message, Outcome) and worker.job:
            done = Done(worker.job, message, worker.name, worker.since)
            worker.job, worker.issues = None, worker.issues + 1
            yield done
            if worker.issues >= self.limits.issues or resident(worker.process.pid) > self.limits.grown:
                self._end(worker)
        elif isinstance(message, WorkerFailure):
            yield from self._lost(worker, message.message, message.kind)
        else:
            if isinstance(worker.process, ForkedProcess) and isinstance(message, int):
                worker.process.pid = message
            worker.ready = True
            self.failed_starts = 0
            if worker.job:
                self._send(worker)

    def _look(self, worker: Worker) -> Iterator[Done]:
        """End a worker that has taken too much time or memory."""
        taken = self.tick() - worker.since
        if not worker.ready:
            if taken > READY:
                self._end(worker)
                yield from self._died(worker)
            return
        if self.limits.seconds and taken > self.limits.seconds:
            yield from self._lost(worker, f"took longer than {self.limits.seconds:g} seconds", "timeout")
        elif self.limits.megabytes and resident(worker.process.pid) > self.limits.megabytes:
            yield from self._lost(worker, f"out of memory: more than {self.limits.megabytes:,} MB", "memory")

    def _died(self, worker: Worker) -> Iterator[Done]:
        """Say how a worker has ended of itself."""
        if worker.ready:
            yield from self._lost(worker, _ending(worker.process.wait()), "crash")
            return
        reason = self._failed_start(worker)
        job, worker.job = worker.job, None
        self._end(worker)
        if self.failed_starts >= STARTS:
            raise InvariantError(f"workers end before they begin: {reason}", hint="see the messages above")
        if job:
            self.submit(job)

    def _failed_start(self, worker: Worker) -> str:
        """Count that a worker, or all of one parent, could not begin; return what was written."""
        reason = _tail(worker.errors)
        if isinstance(worker.process, ForkedProcess):
            if worker.process.parent is not self.parent:
                return reason  # that parent has been counted
            reason = reason or _tail(self.parent.errors)
            self._end_parent()
        self.failed_starts += 1
        return reason[-300:] or "without a message"

    def _lost(self, worker: Worker, message: str, kind: str) -> Iterator[Done]:
        job = worker.job
        self._end(worker)
        if job:
            yield Done(job, WorkerFailure(message, kind, _tail(worker.errors)), worker.name, worker.since)
        worker.errors.unlink(missing_ok=True)

    def _end(self, worker: Worker) -> None:
        worker.process.kill()
        worker.process.wait()
        worker.link.close()
        if worker in self.workers:
            self.workers.remove(worker)
        if not worker.job:
            worker.errors.unlink(missing_ok=True)


@contextmanager
def pool(
    work: Work, limits: Limits, size: int, tick: Callable[[], float], keep: tuple[int, ...] = ()
) -> Iterator[Pool]:
    """Open a pool of workers; none is left when it closes."""
    opened = Pool(work, limits, size, tick, keep)
    try:
        yield opened
    finally:
        opened.stop()


def resident(pid: int) -> float:
    """Return how much memory a process holds, in megabytes; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * resource.getpagesize() / (1 << 20)


def _ending(code: int) -> str:
    """Say how a process ended: killed by SIGKILL (out of memory?)."""
    if code >= 0:
        return f"the worker ended with status {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"the worker was killed by {name}" + (" (out of memory?)" if -code == signal.SIGKILL else "")


def _tail(errors: Path) -> str:
    try:
        return errors.read_bytes()[-4_000:].decode("utf-8", "replace")
    except OSError:
        return ""
