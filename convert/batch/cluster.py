"""The executor for a Dask cluster: same jobs, same ledger, workers on other machines."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from convert.batch.job import Job, Work, WorkerFailure, pack
from convert.batch.pool import Done, Limits
from convert.errors import BadSetting, UnwritableOutput

AHEAD = 2
"""Jobs for each of Dask's threads, so that none waits for the next."""
LOOK = 5.0
"""Seconds between two looks at how many threads the cluster has."""
JOIN = 30
"""Seconds that the scheduler has to answer."""


@dataclass(slots=True)
class Cluster:
    """Sends jobs to a Dask scheduler and takes back what became of them."""

    client: Any
    name: str
    convert: Callable[..., object]
    tick: Callable[[], float]
    in_flight: dict[str, tuple[Job, Any]] = field(default_factory=dict)
    back: SimpleQueue[Any] = field(default_factory=SimpleQueue)
    size: int = AHEAD
    looked: float = 0.0

    @property
    def free(self) -> int:
        """How many jobs can be given now; some even where there is no node yet: an adaptive cluster grows."""
        if self.tick() - self.looked > LOOK:
            self.looked = self.tick()
            self.size = AHEAD * max(1, sum(self.client.nthreads().values()))
        return self.size - len(self.in_flight)

    def submit(self, job: Job) -> None:
        """Send a job; Dask sends it again where a node is lost."""
        future = self.client.submit(
            self.convert, job, self.name, key=f"{self.name}-{secrets.token_hex(8)}", pure=False
        )
        self.in_flight[future.key] = (job, future)
        future.add_done_callback(self.back.put)

    def collect(self, seconds: float) -> list[Done]:
        """Wait at most so long, and return what is done.

        Raises:
            UnwritableOutput: the scheduler has gone.

        """
        if self.client.status not in {"running", "connecting"}:
            raise UnwritableOutput(
                "lost the connection to the scheduler",
                location=self.name,
                hint="run again; finished issues are kept",
            )
        done: list[Done] = []
        try:
            done.append(self._done(self.back.get(timeout=seconds)))
            while True:
                done.append(self._done(self.back.get_nowait()))
        except Empty:
            return done

    def stop(self) -> None:
        """Recall what was sent; a node that has begun writes whole files or none."""
        for _, future in self.in_flight.values():
            future.cancel()
        self.in_flight.clear()

    def _done(self, future: Any) -> Done:  # noqa: ANN401 - distributed has no types
        job, _ = self.in_flight.pop(future.key)
        if future.status == "finished":
            result, worker, seconds = future.result()
            return Done(job, result, worker, self.tick() - seconds)
        if future.status == "error":
            error = future.exception()
            first_line = str(error).partition("\n")[0][:200]
            failure = WorkerFailure(f"lost with its node: {type(error).__name__}: {first_line}", "crash")
        else:
            failure = WorkerFailure(f"the cluster gave it up: {future.status}", "cluster")
        return Done(job, failure, "", self.tick())


@contextmanager
def cluster(scheduler: str, work: Work, limits: Limits, tick: Callable[[], float]) -> Iterator[Cluster]:
    """Join a Dask cluster for a run.

    Raises:
        BadSetting: Dask is not installed, no scheduler was named, or none answers there.

    """
    try:
        from distributed import Client  # noqa: PLC0415 - an optional extra

        from convert.batch.dask_worker import BackfilePlugin, convert_here  # noqa: PLC0415 - the same
    except ImportError as error:
        raise BadSetting(
            "--executor dask: Dask is not installed", hint="install it with pip install 'backfile[dask]'"
        ) from error
    if not scheduler:
        raise BadSetting(
            "--executor dask needs --scheduler", hint="give its address, such as tcp://host:8786"
        )
    try:
        client: Any = Client(scheduler, timeout=JOIN, set_as_default=False)  # type: ignore[no-untyped-call] # it has no types
    except (OSError, ValueError) as error:
        raise BadSetting(
            f"no scheduler answers at {scheduler}", hint="start one with `dask scheduler`"
        ) from error
    with client:
        name = f"backfile-{secrets.token_hex(4)}"
        client.register_plugin(BackfilePlugin(pack(work), limits), name=name)
        joined = Cluster(client, name, convert_here, tick)
        try:
            yield joined
        finally:
            joined.stop()
            if client.status == "running":
                client.unregister_worker_plugin(name)
