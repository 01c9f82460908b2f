"""What the process has and nothing below the command line may reach for: standard output, an id, cores."""

from __future__ import annotations

import os
import secrets
import sys

PIPE_CLOSED = 141
"""128 and the number of SIGPIPE, as shells say it."""


def run_id() -> str:
    """Return a name that no other run has, for files that are being written."""
    return f"{os.getpid()}-{secrets.token_hex(4)}"


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system has it
        return os.cpu_count() or 1


def write_line(text: str) -> None:
    """Write a line of data as UTF-8, whatever the locale; a byte that is no character stays an escape."""
    write(text.encode("utf-8", "backslashreplace") + b"\n")


def write(data: bytes) -> None:
    """Write to standard output; where its reader has gone (`| head`), end the program in silence."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # what is still in the buffer has nowhere to go; without this Python complains at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(PIPE_CLOSED) from None
