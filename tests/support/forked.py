"""The process that fork_server.py speaks to: it imports all there is, and forks for each request."""

from __future__ import annotations

import array
import atexit
import ctypes
import fcntl
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import convert.cli
from convert.batch import worker
from tests.support.fork_server import NUMBER, ForkServer, served_popen

STREAMS, MOST_HANDLES, LARGEST_REQUEST = 3, 16, 1 << 20
FREE = 100
"""A number that no handle of a request has, and none behind it; the one before is that of the link."""


def main(link: socket.socket, page: str, folder: str) -> None:
    """Load everything, by a command that is run first; then run what is asked, in forks."""
    started = dict(os.environ)
    for module in pkgutil.iter_modules(convert.cli.__path__):
        importlib.import_module(f"convert.cli.{module.name}")
    assert convert.cli.run(["convert", page, "-o", folder, "-q"]) == 0
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()  # a collection in a fork would copy all of it
    request, handles = _serve(link)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    numbers = [*range(STREAMS), FREE - 1, *request["kept"]]
    _open(numbers, handles)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.umask(request["mask"])
    os.chdir(request["folder"])
    tempfile.tempdir = None
    if "LD_PRELOAD" in os.environ:
        tempfile.gettempdir()  # tries to write, which is no call of the command's
        ctypes.CDLL(None).fault_arm()  # the library of faults.c has read the environment once, at the start
    if request["worker"]:
        os.close(FREE - 1)
        worker.main(*map(int, request["arguments"]))
    if request["closed"]:
        sys.stdin = sys.stdout = sys.stderr = None  # as Python has it then
        for number in range(STREAMS):
            os.close(number)
    sys.argv[1:] = request["arguments"]
    sys.path[0] = request["folder"]
    server = ForkServer(started, socket.socket(fileno=FREE - 1))  # for the workers of a batch
    subprocess.Popen = served_popen(lambda: server)  # type: ignore[assignment, misc]
    try:
        runpy.run_module("convert", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if type(ended.code) is not int:
            raise
        # as Python does now, but that it takes down some hundred modules first
        threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001
        atexit._run_exitfuncs()  # noqa: SLF001
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        os._exit(ended.code)


def _serve(link: socket.socket) -> tuple[dict[str, Any], Sequence[int]]:
    """Return each request in a fork of its own, and tell of it by the handle behind its streams."""
    awake, wake = socket.socketpair()
    awake.settimeout(0)
    wake.settimeout(0)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno())
    children: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([link, awake], [], [])
        if awake in ready:
            with suppress(BlockingIOError):
                awake.recv(LARGEST_REQUEST)
            _tell_of_the_ended(children)
        if link not in ready:
            continue
        data, handles = _receive(link)
        if not data:
            os._exit(0)  # whoever asks has gone
        status = socket.socket(fileno=handles.pop(STREAMS))
        child = os.fork()
        if not child:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for each in (*children.values(), status, awake, wake, link):
                each.close()
            return json.loads(data), handles
        for handle in handles:
            os.close(handle)
        children[child] = status
        with suppress(OSError):  # nobody need be there any more
            status.sendall(NUMBER.pack(child))


def _tell_of_the_ended(children: dict[int, socket.socket]) -> None:
    with suppress(ChildProcessError):
        while True:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            with children.pop(child) as link, suppress(OSError):
                link.sendall(NUMBER.pack(os.waitstatus_to_exitcode(status)))


def _receive(link: socket.socket) -> tuple[bytes, array.array[int]]:
    handles = array.array("i")
    room = socket.CMSG_SPACE(MOST_HANDLES * handles.itemsize)
    data, rights, _, _ = link.recvmsg(LARGEST_REQUEST, room)
    for _, _, numbers in rights:
        handles.frombytes(numbers)
    return data, handles


def _open(numbers: Sequence[int], handles: Sequence[int]) -> None:
    """Give handles their numbers."""
    aside = [fcntl.fcntl(handle, fcntl.F_DUPFD_CLOEXEC, FREE) for handle in handles]
    for handle in handles:
        os.close(handle)
    for number, handle in zip(numbers, aside, strict=True):
        os.dup2(handle, number)
        os.close(handle)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), *sys.argv[2:])
