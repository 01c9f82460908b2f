"""The process that workers are forked from: what it has loaded, tables, fonts and code, all of them have.

A worker that is started on its own pays a second of the processor for that; a fork pays some milliseconds,
and shares the memory. Python's own fork server knows only modules to import and passes no handles on, so
this one is ours: a request is a number on a socket, with the handles of the new worker or without.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from struct import Struct
from typing import Protocol

NUMBER = Struct("<q")
"""What goes over the socket: FORK, or a process whose status is wanted, and back its status."""
FORK = 0
UNKNOWN = 1
"""The status of a process whose parent has gone before it."""
MOST_HANDLES = 16

_TOP = str(Path(__file__).parents[2])
_BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[4]); from convert.batch.worker import main; "
    "main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))"
)
"""Begins a worker or a parent; with -P a folder `convert` where the user stands is not taken for ours."""


class Process(Protocol):
    """What the pool needs of a worker's process."""

    pid: int

    def kill(self) -> None:
        """End it at once."""
        ...

    def wait(self) -> int:
        """Wait for its end, and return its status as `subprocess` gives it."""
        ...


@dataclass(slots=True)
class WorkerParent:
    """The way to the process that forks workers."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    errors: Path

    @property
    def is_alive(self) -> bool:
        """Whether it can fork."""
        return self.process.poll() is None

    def fork(self, handles: Sequence[int]) -> ForkedProcess:
        """Have a worker forked that gets these handles; its own connection tells its number."""
        with suppress(OSError):  # it is dead: the worker's connection ends, and the next look finds it
            socket.send_fds(self.control, [NUMBER.pack(FORK)], list(handles))
        return ForkedProcess(self)

    def wait(self, pid: int) -> int:
        """Wait for the end of a worker."""
        try:
            self.control.sendall(NUMBER.pack(pid))
            data = self.control.recv(NUMBER.size, socket.MSG_WAITALL)
        except OSError:
            return UNKNOWN
        status: int = NUMBER.unpack(data)[0] if len(data) == NUMBER.size else UNKNOWN
        return status

    def stop(self) -> None:
        """End it; its workers have ended before."""
        self.control.close()
        self.process.kill()
        self.process.wait()
        self.errors.unlink(missing_ok=True)


@dataclass(slots=True)
class ForkedProcess:
    """A worker that was forked."""

    parent: WorkerParent
    pid: int = 0
    """0 until it has told: before, it ends with its connection."""
    status: int | None = None

    def kill(self) -> None:
        """End it at once."""
        if self.pid and self.status is None:  # else the number may be another's by now
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end, and return its status as `subprocess` gives it."""
        if self.status is None:
            self.status = self.parent.wait(self.pid) if self.pid else UNKNOWN
        return self.status


def start_process(
    handle: int, megabytes: int, errors: int, keep: Sequence[int] = (), *, forks: bool
) -> subprocess.Popen[bytes]:
    """Start a worker, or with `forks` a parent of workers, that finds its connection under a handle."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-c", _BEGIN, str(handle), str(megabytes), str(int(forks)), _TOP],
        stdin=subprocess.DEVNULL,
        stdout=errors,
        stderr=errors,
        pass_fds=(handle, *keep),
    )


def start_parent(packed: bytes, megabytes: int, errors: Path) -> WorkerParent:
    """Start a process that makes itself ready to fork workers for what `pack` has packed."""
    ours, theirs = socket.socketpair()
    with errors.open("wb") as file, theirs:
        process = start_process(theirs.fileno(), megabytes, file.fileno(), forks=True)
    with suppress(OSError), Connection(os.dup(ours.fileno())) as link:  # the same as above
        link.send_bytes(packed)
    return WorkerParent(process, ours, errors)
