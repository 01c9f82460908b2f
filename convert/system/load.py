"""Loading files: no more of them than was asked for, and nothing that is no file."""

from __future__ import annotations

import errno
import stat
from math import ceil
from pathlib import Path
from typing import BinaryIO

from convert.errors import BadSetting, UnreadableSource
from convert.system.find import SourceFile, missing
from convert.system.paths import printable_path

_PIPE = "to read a pipe, give - and send the text to standard input"


def load(
    source: SourceFile | Path, limit: int, stdin: BinaryIO | None = None, *, hint: str = "raise --max-size"
) -> bytes:
    """Return the bytes of a file, at most `limit` of them; `hint` is for one that is larger.

    Raises:
        UnreadableSource: missing, no regular file, not readable, or larger than the limit.

    """
    source = SourceFile(source) if isinstance(source, Path) else source
    location = source.location
    if source.error:
        raise source.error
    if source.path is None:
        return _read_stdin(stdin, limit, location, hint) if stdin else b""
    try:
        status = source.path.stat()
    except OSError as error:
        # a batch may miss thousands of files that stand beside thousands
        alone = not source.label
        raise _at(location, missing(source.path, error, suggest_another=alone)) from error
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableSource(f"{_kind(status.st_mode)}, not a file", location=location, hint=_PIPE)
    if status.st_size > limit:
        raise _too_large(_megabytes(status.st_size), limit, location, hint)
    try:
        with source.path.open("rb") as file:
            return _read(file, limit, location, hint)
    except OSError as error:
        raise UnreadableSource(
            f"cannot be read: {error.strerror}", location=location, hint="check its permissions"
        ) from error


def load_setting(path: str, limit: int, *, hint: str) -> bytes:
    """Return the bytes of a file that a setting names; nothing where none is named.

    Raises:
        BadSetting: it cannot be read, or is larger than the limit.

    """
    if not path:
        return b""
    try:
        return load(Path(path), limit, hint=hint)
    except UnreadableSource as error:
        raise BadSetting(
            error.message, location=error.location or printable_path(path), hint=error.hint
        ) from error


def _read_stdin(stdin: BinaryIO, limit: int, location: str, hint: str) -> bytes:
    try:
        return _read(stdin, limit, location, hint)
    except OSError as error:
        reason = "it is closed" if error.errno == errno.EBADF else error.strerror
        raise UnreadableSource(
            f"standard input cannot be read: {reason}",
            location=location,
            hint="give a file, or use <",
        ) from error


def _at(location: str, error: UnreadableSource) -> UnreadableSource:
    return UnreadableSource(error.message, location=location, hint=error.hint)


def _read(file: BinaryIO, limit: int, location: str, hint: str) -> bytes:
    """Read a stream whose size is not known before."""
    data = file.read(limit + 1)
    if len(data) > limit:
        raise _too_large(f"more than {limit / 1e6:,.1f}", limit, location, hint)
    return data


def too_large(size: int, limit: int, location: str, *, at_least: bool = False) -> UnreadableSource:
    """Return the error for a source of more than a limit of bytes; of some, the rest was not looked at."""
    return _too_large(
        ("at least " if at_least else "") + _megabytes(size), limit, location, "raise --max-size"
    )


def _megabytes(size: int) -> str:
    """Write a size in megabytes, rounded up: what is over a limit looks so."""
    return f"{ceil(size / 1e5) / 10:,.1f}"


def _too_large(size: str, limit: int, location: str, hint: str) -> UnreadableSource:
    return UnreadableSource(
        f"too large: {size} MB, and the limit is {limit / 1e6:g}", location=location, hint=hint
    )


def _kind(mode: int) -> str:
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")
