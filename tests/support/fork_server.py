"""Our commands and workers as forks of a process that has all imported: most of what one takes is its start.

A fork gets arguments, folder, environment, umask and handles, and is a process as any other: with a status,
signals and memory of its own. What Python reads of the environment before the first line of ours runs cannot
be given to it: where that differs from the server's, a process is started in the usual way.
"""

from __future__ import annotations

import array
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from tempfile import TemporaryDirectory
from typing import Any

from convert.batch.worker import TRIAL
from tests.support.paths import ROOT

NUMBER = Struct("<q")
"""What comes back of a fork: its process, and at the end its status."""
READ_AT_START = ("PYTHON", "LANG", "LC_", "LD_", "MALLOC_", "OPENBLAS_", "TZ")
"""How the names of variables begin that Python, or a library, reads before a line of ours runs."""
WORKER = ["-P", "-c"]
"""How the arguments of a batch's worker begin, behind Python's name."""


@dataclass(slots=True, eq=False)
class Fork:
    """A process that the server has forked."""

    link: socket.socket
    """Where its status comes."""
    pid: int = 0

    def __post_init__(self) -> None:
        """Take the process."""
        self.pid = self._number()

    def wait(self, seconds: float | None = None) -> int:
        """Return its status when it has ended.

        Raises:
            TimeoutError: it runs on.
            BlockingIOError: the same, where it was not to be waited for.

        """
        self.link.settimeout(seconds)
        status = self._number()
        self.link.close()
        return status

    def _number(self) -> int:
        data = self.link.recv(NUMBER.size)
        number: int = NUMBER.unpack(data)[0]
        return number


@dataclass(frozen=True, slots=True, eq=False)
class ForkServer:
    """The way to the process that forks."""

    environment: Mapping[str, str]
    """What it was started with."""
    link: socket.socket
    """A request is one message on it; the handles go with it."""
    process: subprocess.Popen[bytes] | None = None

    def can_run(self, environment: Mapping[str, str]) -> bool:
        """Whether a fork is the same as a process that is started with an environment."""
        names = {name for name, _ in self.environment.items() ^ environment.items()}
        return not any(name.startswith(READ_AT_START) for name in names)

    def start(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        streams: Sequence[int],
        kept: Sequence[int] = (),
        *,
        worker: bool = False,
    ) -> Fork:
        """Start a command, or a worker, in this process's folder and with its umask.

        Without streams the command has none, as if a shell had closed all three.
        """
        mask = os.umask(0)
        os.umask(mask)
        request = {
            "arguments": list(arguments),
            "environment": dict(environment),
            "folder": str(Path.cwd()),
            "mask": mask,
            "kept": list(kept),
            "worker": worker,
            "closed": not streams,
        }
        ours, theirs = socket.socketpair()
        with theirs, Path(os.devnull).open("r+b") as nothing:
            streams = streams or [nothing.fileno()] * 3
            handles = array.array("i", [*streams, theirs.fileno(), self.link.fileno(), *kept])
            rights = socket.SOL_SOCKET, socket.SCM_RIGHTS, handles
            self.link.sendmsg([json.dumps(request).encode()], [rights])
        return Fork(ours)

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], data: bytes | None, seconds: float
    ) -> subprocess.CompletedProcess[bytes]:
        """Run the command to its end; without data its input is that of this process.

        Raises:
            TimeoutExpired: it ran longer than so many seconds, and was killed.

        """
        stdin, feed = os.pipe() if data is not None else (os.dup(0), None)
        out, stdout = os.pipe()
        err, stderr = os.pipe()
        streams = stdin, stdout, stderr
        fork = self.start(arguments, environment, streams)
        for handle in streams:
            os.close(handle)
        with ThreadPoolExecutor(3) as threads:
            said = [threads.submit(_read, handle) for handle in (out, err)]
            if feed is not None:
                threads.submit(_feed, feed, data or b"")
            try:
                status = fork.wait(seconds)
            except TimeoutError:
                os.kill(fork.pid, signal.SIGKILL)
                fork.wait()
                raise subprocess.TimeoutExpired(list(arguments), seconds) from None
        return subprocess.CompletedProcess(list(arguments), status, *(each.result() for each in said))

    def stop(self) -> None:
        """End it."""
        self.link.close()
        if self.process:
            self.process.wait(20)


def _read(handle: int) -> bytes:
    with open(handle, "rb") as stream:
        return stream.read()


def _feed(handle: int, data: bytes) -> None:
    with suppress(BrokenPipeError), open(handle, "wb") as stream:
        stream.write(data)


def start_fork_server(environment: Mapping[str, str]) -> ForkServer:
    """Start a process, and have it convert a page into all formats: each fork has what that loads."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with TemporaryDirectory() as folder, theirs:
        page = Path(folder) / "page.txt"
        page.write_text(TRIAL, "utf-8")  # loads what each worker of a batch would load
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.forked", str(theirs.fileno()), str(page), folder],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
        server = ForkServer(environment, ours, process)
        server.run(["--version"], environment, None, 120)  # the page is there until it was converted
    return server


def served_popen(server_of: Callable[[], ForkServer]) -> type[subprocess.Popen[Any]]:
    """Return a Popen that has the server fork the workers of batches, and starts all else itself."""

    class ServedPopen(subprocess.Popen[Any]):
        fork: Fork | None = None

        def _execute_child(self, args: Any, *rest: Any) -> None:  # noqa: ANN401 - as Popen calls it
            environment = os.environ if rest[5] is None else rest[5]
            is_worker = isinstance(args, list) and args[1:3] == WORKER and "convert.batch.worker" in args[3]
            # a worker is told where its package is, and the server has found the same: no path is this path
            if not is_worker or not server_of().can_run({"PYTHONPATH": str(ROOT), **environment}):
                super()._execute_child(args, *rest)  # type: ignore[misc]
                return
            stdin, _, _, stdout, _, stderr = pipes = rest[9:15]
            kept = [int(handle) for handle in rest[3]]
            streams = stdin, stdout, stderr
            self.fork = server_of().start(args[4:7], environment, streams, kept, worker=True)
            self.pid = self.fork.pid
            self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]

        def _internal_poll(self, *rest: Any, **named: Any) -> int | None:  # noqa: ANN401 - the same
            if self.fork is None:
                return super()._internal_poll(*rest, **named)  # type: ignore[misc, no-any-return]
            if self.returncode is None:
                with suppress(BlockingIOError):
                    self.returncode = self.fork.wait(0)
            return self.returncode

        def _wait(self, timeout: float | None) -> int:
            if self.fork is None:
                return super()._wait(timeout)  # type: ignore[misc, no-any-return]
            if self.returncode is None:
                try:
                    self.returncode = self.fork.wait(timeout)
                except TimeoutError:
                    raise subprocess.TimeoutExpired(self.args, timeout or 0) from None
            return self.returncode

    return ServedPopen
