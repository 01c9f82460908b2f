"""A worker: a process that converts one issue after the other for the one that started it.

It ends with its parent: a thread reads the connection, and its end is the worker's end.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import resource
import signal
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread

from convert.batch.job import Job, Work, WorkerFailure, perform, unpack
from convert.conversion import read, repair, write
from convert.errors import ConvertError
from convert.system.gc_tuning import reduce_gc
from convert.typeset.writer import WriteContext

TRIAL = "新桥通车\n\n今天,市民走上了新桥。\n"
"""What a worker converts first, and throws away."""


def main(handle: int, megabytes: int) -> None:
    """Take jobs from a connection and send back what became of each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when the run ends
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    faulthandler.enable()
    reduce_gc()
    link: Connection[object, object] = Connection(handle)
    work = unpack(link.recv_bytes())
    if megabytes:
        with contextlib.suppress(ValueError, OSError):  # not every system has it; the parent watches too
            resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    jobs: SimpleQueue[Job] = SimpleQueue()
    Thread(target=_listen, args=(link, jobs), daemon=True).start()
    warm(work)
    link.send("ready")
    while True:
        job = jobs.get()
        try:
            link.send(perform(job, work))
        except MemoryError:
            link.send(WorkerFailure(f"out of memory: more than {megabytes:,} MB", "memory"))
            os._exit(1)


def warm(work: Work) -> None:
    """Load what the passes and writers need, fonts above all, before the first job's time begins to run."""
    try:
        write(repair(read(TRIAL.encode())), work.settings.formats, work.settings.style, WriteContext())
    except ConvertError:
        return  # a font that is missing is told where an issue misses it


def _listen(link: Connection[object, object], jobs: SimpleQueue[Job]) -> None:
    """Take what the parent sends; when it has gone, go too, even in the midst of a job."""
    while True:
        try:
            job = link.recv()
        except (EOFError, OSError):
            os._exit(1)
        if isinstance(job, Job):
            jobs.put(job)
