"""Messages that come from elsewhere: click, the system, and what stands between parts of a message."""

from __future__ import annotations

import errno
import os

ERRNOS = tuple(
    getattr(errno, name)
    for name in "ENOENT EACCES EPERM EISDIR ENOTDIR EEXIST ENOSPC EROFS EDQUOT EFBIG EIO ELOOP ENAMETOOLONG"
    " EMFILE EADDRINUSE ENOTEMPTY EBUSY".split()
)
"""Errors of the system whose texts are shown."""
FOREIGN = (
    # of click, as `cli/__init__.py` shows them
    "Usage:",
    "Options:",
    "Commands:",
    "Show this message and exit.",
    "Show the version and exit.",
    "{}, version {}",
    "default: {}",
    "env var: {}",
    "required",
    "missing command",
    "missing argument {}",
    # of `system.structuring`, after the key
    "{} must be {}, not {}",
    "{} must be {} to {}, not {}",
    "missing option {}",
    "missing option {}. Choose from: {}",
    "no such option {}",
    "no such option {}. Did you mean {}?",
    "no such option {}. (Did you mean one of: {}?)",
    "no such command {}",
    "no such command {}. Did you mean {}?",
    "no such command {}. (Did you mean one of: {}?)",
    "got unexpected extra argument {}",
    "got unexpected extra arguments {}",
    "option {} requires an argument",
    "option {} does not take a value",
    "invalid value: {}",
    "invalid value for {}: {}",
    "{} is not one of {}",
    "{} is not a valid integer",
    "{} is not a valid float",
    "{} is not a valid integer range",
    "{} is not a valid float range",
    "{} is not in the range {}",
    "{} {} does not exist",
    "{} {} is a file",
    "{} {} is a directory",
    "{} {} is not readable",
    "File",
    "Directory",
    "Path",
    # of the system, in errors that name it
    *(os.strerror(number) for number in ERRNOS),
    # of lists, without a word of their own
    "{} -> {} ({})",
    # of a sum, with what it is of
    "{n} of {} differ: {}",
    "the two differ: {}",
    # between the parts of a message
    ": ",
    "; ",
    ", ",
)
"""Messages that are not in our code."""
