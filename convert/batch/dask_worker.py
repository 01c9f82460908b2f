"""On a node of a Dask cluster: supervised workers of our own inside each of Dask's.

The same process that serves one machine serves here, one for each of Dask's threads: a crash, a limit or a
deadline costs one issue and not a Dask worker.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from distributed import WorkerPlugin, get_worker

from convert.batch.job import Job, WorkerFailure, unpack
from convert.batch.pool import Limits, Pool
from convert.outcome import Outcome


class Answer(NamedTuple):
    """What became of a job, who did it, and the seconds it took."""

    result: Outcome | WorkerFailure
    worker: str
    seconds: float


class BackfilePlugin(WorkerPlugin):
    """Keeps the workers of one node; inherits because Dask takes nothing else."""

    def __init__(self, packed: bytes, limits: Limits) -> None:
        """Take what holds for the run, as `pack` packed it."""
        self.packed = packed
        self.limits = limits

    def setup(self, worker: Any) -> None:  # noqa: ANN401 - distributed's own signature
        """Begin with no workers; each starts with the first job of a thread."""
        self.name = str(worker.address)
        self.idle: SimpleQueue[Pool] = SimpleQueue()
        self.all: list[Pool] = []

    def teardown(self, worker: Any) -> None:  # noqa: ANN401, ARG002 - the same
        """End all of them."""
        for pool in self.all:
            pool.stop()

    def convert(self, job: Job) -> Answer:
        """Do a job under supervision."""
        try:
            pool = self.idle.get_nowait()
        except Empty:
            pool = self._pool()
        began = time.monotonic()
        try:
            pool.submit(job)
            while not (done := pool.collect()):
                pass
        finally:
            self.idle.put(pool)
        return Answer(done[0].result, f"{self.name}/{done[0].worker}", time.monotonic() - began)

    def _pool(self) -> Pool:
        """Make a pool of one, with a staging folder that no other node has."""
        work = unpack(self.packed)
        staging = work.staging / secrets.token_hex(6)
        staging.mkdir(parents=True)
        # a parent for the one worker of each thread would take more memory than it saves time
        pool = Pool(replace(work, staging=staging), self.limits, 1, time.monotonic, forks=False)
        self.all.append(pool)
        return pool


def convert_here(job: Job, name: str) -> Answer:
    """Do a job on the node that Dask has sent it to."""
    plugin = get_worker().plugins[name]
    answer: Answer = plugin.convert(job)  # type: ignore[attr-defined] # plugins are known by name alone
    return answer
