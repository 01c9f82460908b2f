"""Work shared out to processes of this program, and given back in its order.

Each process has one function from its beginning; what this is called with, and what it returns, goes over a
socket, a few at a time; twice as many for each process may wait, however many there are. A process ends with
the one that started it, when it is done with what it is at: what it writes is whole.
"""

from __future__ import annotations

import gc
import pickle
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, Generic, NamedTuple, TypeVar

from convert.errors import UnreadableSource
from convert.system.gc_tuning import reduce_gc

A = TypeVar("A")
B = TypeVar("B")

CAN_FORK = sys.platform != "darwin"
"""Libraries of macOS do not bear a fork; there each process is started on its own."""
TOGETHER = 4
"""Calls that are sent at once."""
AHEAD = 2
"""How often so many are sent to a process that has not given back the first of them."""
FEW = 16
"""So many calls are made sooner than other processes are ready."""
SECONDS_TO_END = 20.0
"""What a process may take to be done with what it is at."""


class CallResults(NamedTuple):
    """What came of a few calls."""

    values: list[Any]
    error: Exception | None = None
    """What ended them."""


@dataclass(slots=True)
class CallingProcess:
    """A process that was started, and the numbers of what it was sent."""

    process: BaseProcess
    link: Connection[Any, Any]
    unanswered: deque[int] = field(default_factory=deque)


@dataclass(slots=True)
class Processes(Generic[A, B]):
    """Some processes that call one function; where there are none it is called here."""

    function: Callable[[A], B]
    together: int = TOGETHER
    """Calls that are sent at once: one where a result may be large."""
    workers: list[CallingProcess] = field(default_factory=list)

    def map(self, arguments: Iterable[A]) -> Iterator[B]:
        """Yield what the function returns for each argument, in their order.

        Raises:
            UnreadableSource: a process has ended unexpectedly.
            Exception: what the function raises; what was called before it has been yielded.

        """
        if not self.workers:
            yield from map(self.function, arguments)
            return
        source = iter(arguments)
        results: dict[int, CallResults] = {}
        sent = self._send(source, 0, 0)
        number = 0
        while number < sent:
            while number not in results:
                results |= self._receive()
                sent = self._send(source, sent, number)
            values, error = results.pop(number)
            yield from values
            if error:
                raise error
            number += 1
            sent = self._send(source, sent, number)

    def _send(self, source: Iterator[A], sent: int, begun: int) -> int:
        """Send the next calls to whoever has least to do; return how often calls were sent by now."""
        most = AHEAD * len(self.workers)
        while sent - begun < most:
            worker = min(self.workers, key=lambda worker: len(worker.unanswered))
            if len(worker.unanswered) >= AHEAD:
                break
            arguments = list(islice(source, self.together))
            if not arguments:
                break
            with suppress(OSError):  # it has ended: that is told where its results are waited for
                worker.link.send(arguments)
            worker.unanswered.append(sent)
            sent += 1
        return sent

    def _receive(self) -> dict[int, CallResults]:
        """Wait for results, and return them by their numbers."""
        busy = {worker.link: worker for worker in self.workers if worker.unanswered}
        try:
            return {
                busy[link].unanswered.popleft(): link.recv()
                for link in wait(list(busy))
                if isinstance(link, Connection)
            }
        except (EOFError, OSError) as error:
            raise UnreadableSource(
                "a process that was reading the issues ended unexpectedly", hint="try again with --jobs 1"
            ) from error

    def stop(self) -> None:
        """End the processes; what they have not begun is left."""
        for worker in self.workers:
            worker.link.close()
        end = monotonic() + SECONDS_TO_END  # of all of them
        for worker in self.workers:
            worker.process.join(max(0.0, end - monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self.workers.clear()


@contextmanager
def open_processes(
    function: Callable[[A], B], jobs: int, count: int, *, together: int = TOGETHER
) -> Iterator[Processes[A, B]]:
    """Start as many processes as so many calls of a function are worth, at most so many jobs.

    Open it before this process has other threads: it is forked.
    """
    processes = Processes(function, together)
    try:
        if jobs > 1 and count > FEW:
            _start(processes, min(jobs, count // TOGETHER))
        yield processes
    finally:
        processes.stop()


def _start(processes: Processes[A, B], number: int) -> None:
    """Start processes; where there is no room for one more, fewer do."""
    context = get_context("fork") if CAN_FORK else get_context("spawn")
    for _ in range(number):
        ours, theirs = context.Pipe()
        inherited = [*(worker.link for worker in processes.workers), ours] if CAN_FORK else []
        process = context.Process(target=_answer, args=(processes.function, theirs, inherited), daemon=True)
        with theirs:
            try:
                process.start()
            except OSError:
                ours.close()
                return
        processes.workers.append(CallingProcess(process, ours))


def _answer(
    function: Callable[[Any], Any], link: Connection[Any, Any], inherited: Sequence[Connection[Any, Any]]
) -> None:
    """Call a function with what comes over a connection, and send back what it returns, to its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this one decides when the work ends
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in inherited:
        other.close()  # else it would outlive the others' end
    gc.freeze()  # a collection would copy all that is shared
    reduce_gc()
    calls: SimpleQueue[list[Any] | None] = SimpleQueue()
    Thread(target=_listen, args=(link, calls), daemon=True).start()
    with suppress(OSError):  # nobody waits for it any more
        while (arguments := calls.get()) is not None:
            link.send(_call(function, arguments))


def _listen(link: Connection[Any, Any], calls: SimpleQueue[list[Any] | None]) -> None:
    """Take what is sent, so that the sender never waits; at its end leave all that has not begun."""
    try:
        while True:
            calls.put(link.recv())
    except (EOFError, OSError):
        with suppress(Empty):
            while True:
                calls.get_nowait()
        calls.put(None)


def _call(function: Callable[[Any], Any], arguments: Iterable[Any]) -> CallResults:
    values: list[Any] = []
    try:
        for argument in arguments:
            values.append(function(argument))  # noqa: PERF401 - what was called before an error is kept
    except Exception as error:  # noqa: BLE001 - it is raised where the result is waited for
        return CallResults(values, _sendable(error))
    return CallResults(values)


def _sendable(error: Exception) -> Exception:
    """Return an error with its trace; one that cannot be sent is told in words."""
    trace = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - whatever an error cannot bear
        error = RuntimeError(str(error))
    error.add_note(trace)
    return error
