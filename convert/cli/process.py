"""What the process has and nothing below the command line may reach for: its streams, an id, cores.

All that a command prints goes through this module: `write`, `write_line` and `write_json` for data, exact,
on standard output; `print_result` and `print_data` for people there; `print_message` and `print_error` for
people on standard error. Messages are said in the language of the terminal, data are not.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from convert.cli.language import current_translate
from convert.errors import UnwritableOutput
from convert.text.printable import escape_json, printable_line, printable_lines
from convert.translation.messages import error_line

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from convert.translation.messages import ErrorParts

PIPE_CLOSED = 141
"""128 and the number of SIGPIPE, as shells say it."""


class MessageStream(io.FileIO):
    """Standard error: a message that cannot be written is lost, and the work goes on."""

    def write(self, data: ReadableBuffer) -> int:
        """Write what can be written, and count all of it."""
        try:
            super().write(data)
        except OSError:
            return len(memoryview(data))
        return len(memoryview(data))


class DataStream(io.FileIO):
    """Standard output: where data cannot be written, the command ends and says why."""

    ended = False
    """Whether a write has failed; what still stands in a buffer then has nowhere to go."""

    def write(self, data: ReadableBuffer) -> int:
        """Write, or end the command.

        Raises:
            SystemExit: the reader has gone (`| head`), which is no error.
            UnwritableOutput: the disk is full, the stream is closed, ...

        """
        if self.ended:
            return len(memoryview(data))
        try:
            return super().write(data)
        except BrokenPipeError:
            self.ended = True
            raise SystemExit(PIPE_CLOSED) from None
        except OSError as error:
            self.ended = True
            reason = "it is closed" if error.errno == errno.EBADF else error.strerror
            raise UnwritableOutput(
                f"cannot be written: {reason}", location="standard output", hint="redirect it elsewhere"
            ) from error


def use_one_thread() -> None:
    """Have numpy's linear algebra use one thread, where nobody asked for more.

    A page's matrices are small: more threads would wait for one another, and a batch has a worker a core.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def open_standard_streams() -> None:
    """Open the standard streams that are closed, and have all of them fail in the way of a command.

    A stream that the caller closed (`2>&-`) leaves its number to the next file that is opened, and messages
    would go into that file. So the number is taken by /dev/null, opened the wrong way round: reading or
    writing fails as it does on a closed stream (the way of gnulib's stdopen).
    """
    for number, mode in ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            handle = os.open(os.devnull, mode)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, "rb", closefd=False)), "utf-8")
    sys.stdout = _text(DataStream(1, "wb", closefd=False), sys.stdout, "strict")
    sys.stderr = _text(MessageStream(2, "wb", closefd=False), sys.stderr, "backslashreplace")


def _text(raw: io.FileIO, like: io.TextIOWrapper | object | None, errors: str) -> io.TextIOWrapper:
    """Return a stream of text with the encoding of another."""
    encoding = getattr(like, "encoding", None) or "utf-8"
    errors = getattr(like, "errors", None) or errors
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding, errors, line_buffering=raw.isatty())


def run_id() -> str:
    """Return a name that no other run has, for files that are being written."""
    return f"{os.getpid()}-{os.urandom(4).hex()}"  # `secrets` brings OpenSSL: 10 ms of each start


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system has it
        return os.cpu_count() or 1


def write(data: bytes) -> None:
    """Write data to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_line(text: str) -> None:
    """Write a line of data as UTF-8, whatever the locale; a byte that is no character stays an escape."""
    write(text.encode("utf-8", "backslashreplace") + b"\n")


def write_json(line: str) -> None:
    r"""Write a line of JSON: all of it as it is, and what a terminal would act on as an escape.

    {"name": "a<U+202E>b"}  ->  {"name": "a\u202eb"}, which is the same name
    """
    write_line(escape_json(line))


def print_result(line: str) -> None:
    """Print a line for people on standard output; nothing in it moves the terminal."""
    write_line(printable_line(current_translate()(line)))


def print_data(line: str) -> None:
    """Print a line of a source, or a path, for people on standard output: as it is, in every language."""
    write_line(printable_line(line))


def print_error(error: ErrorParts) -> None:
    """Print an error for people on standard error, in one line."""
    translate = current_translate()
    _print(printable_line(f"{translate('error')}{translate(': ')}{error_line(error, translate)}"))


def print_message(line: str, *, lines: bool = False) -> None:
    """Print a line for people, or with `lines` several, on standard error; nothing moves the terminal."""
    line = current_translate()(line)
    _print((printable_lines if lines else printable_line)(line))


def _print(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - the one place


def is_live(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether a line can move on this stream."""
    return stream.isatty() and environment.get("TERM") != "dumb"
