"""A worker: a process that converts one issue after the other for the one that started it.

It ends with its supervisor: a thread reads the connection, and its end is the worker's end. Workers are
forked from a process of this module that has loaded all, and converts nothing itself (`worker_parent`).
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import resource
import select
import signal
import socket
from itertools import count
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Event, Thread

from convert.batch.job import Job, Work, WorkerFailure, perform, unpack
from convert.batch.worker_parent import FORK, MOST_HANDLES, NUMBER, UNKNOWN
from convert.conversion import read, repair, write
from convert.errors import ConvertError
from convert.language import segmenter
from convert.system.gc_tuning import collect_cycles, reduce_gc
from convert.typeset.writer import WriteContext

TRIAL = """云津日报
1951年3月8日 第2版

新桥昨日通车
两岸市民同庆
本报记者 李明
本报讯 昨日上午,云津新桥正式通车,两岸市民早早来到桥头,共同庆祝这一时
刻.据市建设局介绍,大桥全长1200米,历时三年建成.今后市民过江只要十分
钟,"再也不用等渡船了",一位老人说.

春耕准备就绪
据新华社电 各县农具,种子已经备齐,合作社社员正在整地.县委要求各乡
在本月底以前完成春
耕的准备工作,保证不误农时
.技术员深入田间,为农民讲解Soil改良的方法.

第2版 云津日报
"""
"""What a worker converts first, and throws away."""


LOOK_EACH = 20
"""Milliseconds after which a process that makes itself ready looks again whether it is done."""


def main(handle: int, megabytes: int, forks: int) -> None:
    """Take jobs from a connection and send back what became of each; with `forks`, have forks do so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor decides when the run ends
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    faulthandler.enable()
    reduce_gc()
    link: Connection[object, object] = Connection(handle)
    work = unpack(link.recv_bytes())
    if megabytes:
        with contextlib.suppress(ValueError, OSError):  # not every system has it; the supervisor watches too
            resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    if forks:
        warmed = Event()
        watch = Thread(target=_end_with_supervisor, args=(link.fileno(), warmed), daemon=True)
        watch.start()
        warm(work)
        warmed.set()
        watch.join()  # a process forks with one thread alone
        link = fork_workers(link)
    jobs: SimpleQueue[Job] = SimpleQueue()
    Thread(target=_listen, args=(link, jobs), daemon=True).start()
    if not forks:
        warm(work)
    link.send(os.getpid())
    for done in count(1):
        job = jobs.get()
        try:
            link.send(perform(job, work))
            collect_cycles(done)  # once the supervisor has its answer
        except MemoryError:
            link.send(WorkerFailure(f"out of memory: more than {megabytes:,} MB", "memory"))
            os._exit(1)


def _end_with_supervisor(handle: int, warmed: Event) -> None:
    """End this process with its supervisor: a request that waits meanwhile holds the batch's lock."""
    end = select.poll()
    end.register(handle, getattr(select, "POLLRDHUP", select.POLLHUP))
    while not warmed.is_set():
        if end.poll(LOOK_EACH):
            os._exit(0)


def fork_workers(link: Connection[object, object]) -> Connection[object, object]:
    """Fork a worker at each request, and return in it with its connection; end with the supervisor."""
    gc.collect()
    gc.freeze()  # a collection in a worker would copy all of what it shares with the others
    control = socket.socket(fileno=os.dup(link.fileno()))
    link.close()
    while True:
        request, handles, _, _ = socket.recv_fds(control, NUMBER.size, MOST_HANDLES)
        if not request:
            os._exit(0)
        pid = NUMBER.unpack(request)[0]
        if pid != FORK:
            control.sendall(NUMBER.pack(_status(pid)))
        elif _is_fork(handles[1]):
            control.close()
            return _opened(handles)
        for handle in handles:
            os.close(handle)


def _is_fork(errors: int) -> bool:
    """Fork; where there is no room for one more process, say so where its errors are looked for."""
    try:
        return os.fork() == 0
    except OSError as error:
        os.write(errors, f"cannot be forked: {error.strerror}".encode())
        return False


def _opened(handles: list[int]) -> Connection[object, object]:
    """Write errors where they are looked for; the handles behind the first two only stay open."""
    for stream in (1, 2):
        os.dup2(handles[1], stream)
    os.close(handles[1])
    return Connection(handles[0])


def _status(pid: int) -> int:
    """Return the status of a worker that has ended, or does so now."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return UNKNOWN


def warm(work: Work) -> None:
    """Load what the passes and writers need, fonts above all, before the first job's time begins to run."""
    segmenter().load_all()
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
