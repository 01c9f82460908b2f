"""The errors a user can meet: what went wrong, where, and what to do next."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from difflib import get_close_matches
from enum import IntEnum
from typing import ClassVar

LONGEST_NAME = 100
"""Characters of a name for which one like it is looked for: the work grows with their square."""


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})
"""Errors of a disk that every file after this one would meet too."""


class ExitCode(IntEnum):
    """What the command's exit status means; a contract, listed in `backfile --help`."""

    OK = 0
    SOME_FAILED = 1
    """Of several documents at least one could not be converted."""
    USAGE = 2
    """The command line, a style or a metadata file is wrong."""
    BAD_INPUT = 3
    """No source was found, or the only source cannot be read."""
    BAD_OUTPUT = 4
    """The output cannot be written."""
    INTERNAL = 5
    """A promise of the program is broken; please report it."""


class ConvertError(Exception):
    """One clear line for the user: `location: message; hint`."""

    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL

    def __init__(self, message: str, *, location: str = "", hint: str = "") -> None:
        """Keep the three parts apart, so that a machine can read them too."""
        super().__init__(message)
        self.message = message
        self.location = location
        self.hint = hint

    def __str__(self) -> str:
        """Return the line as the terminal shows it."""
        location = f"{self.location}: " if self.location else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{location}{self.message}{hint}"


class UnreadableSource(ConvertError):
    """The bytes are missing, empty, or not text in any known encoding."""

    exit_code = ExitCode.BAD_INPUT


class BadSetting(ConvertError):
    """A metadata file, a flag or a style holds something we cannot use."""

    exit_code = ExitCode.USAGE


class UnknownFormat(BadSetting):
    """No reader or writer has that name."""


class StyleError(BadSetting):
    """A style file is broken: file, key, and the nearest known key."""


class UnwritableOutput(ConvertError):
    """The output folder or file cannot be written."""

    exit_code = ExitCode.BAD_OUTPUT


class DamagedLedger(ConvertError):
    """The ledger of an output folder was cut, garbled or altered, and cannot be believed."""

    exit_code = ExitCode.BAD_INPUT


class DuplicateIssue(ConvertError):
    """Two issues of a folder are one and the same by what they say of themselves."""

    exit_code = ExitCode.BAD_INPUT


class InvariantError(ConvertError):
    """The engine found that a pass or writer lost a character: nothing is written."""

    exit_code = ExitCode.INTERNAL


class InvalidArchive(ConvertError):
    """An archival XML is not ours, was cut short, or does not hold the source it promises."""

    exit_code = ExitCode.BAD_INPUT


def suggest(
    name: str,
    names: Iterable[str],
    otherwise: str,
    *,
    prefix: str = "",
    most: int = 1,
    likeness: float = 0.5,
) -> str:
    """Return the hint for a name that is not known: the nearest ones that are, if they are like it.

    >>> suggest("colums", ["columns", "gap"], "known keys: columns, gap", prefix="page.")
    'did you mean page.columns?'
    """
    near = get_close_matches(name[:LONGEST_NAME], list(names), most, likeness)
    return f"did you mean {' or '.join(prefix + each for each in near)}?" if near else otherwise
