"""Faults at the calls of the system: a library loaded before the others, and runs of our command under it.

One process imports the command, and each trial is a fork of it: some hundred trials take seconds.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Self

import pytest

from tests.support.batches import surroundings
from tests.support.fork_server import ForkServer, start_fork_server

COMPILER = shutil.which("gcc") or shutil.which("cc")
needs_compiler = pytest.mark.skipif(
    COMPILER is None or not sys.platform.startswith("linux"), reason="needs Linux and a C compiler"
)
UNFINISHED = {"unfinished", "staging"}
"""Folders that hold what has no final name yet."""

MADE = "1764547200"
"""When all is made, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens, and at which call."""

    kind: str
    """read, write, sync or rename."""
    number: int
    error: int
    """An errno; minus the number of a signal."""
    below: str = ""
    """A part of the paths concerned; empty: the folder of the trial."""
    stays: bool = False

    def environment(self, folder: Path) -> dict[str, str]:
        """Return what the library reads."""
        return {
            "FAULT_KIND": self.kind,
            "FAULT_NUMBER": str(self.number),
            "FAULT_ERROR": str(self.error),
            "FAULT_BELOW": self.below or f"{folder.resolve()}/",
            "FAULT_STAYS": str(int(self.stays)),
            "FAULT_DONE": str(folder.parent.resolve() / "done"),
        }


@dataclass(frozen=True, slots=True)
class Trial:
    """How a run under a fault ended."""

    status: int
    stderr: str
    happened: bool
    """Whether the run came as far as the call that was to fail."""


@dataclass(slots=True)
class Forks:
    """A process that runs our command, and the workers of its batches, in forks of itself."""

    library: Path
    server: ForkServer = field(init=False)

    def __enter__(self) -> Self:
        """Start it."""
        # files of two trials are compared
        more = {"LD_PRELOAD": str(self.library), "SOURCE_DATE_EPOCH": MADE}
        self.server = start_fork_server({**surroundings(), **more})
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.server.stop()

    def run(self, folder: Path, arguments: Sequence[str], fault: Fault | None = None) -> Trial:
        """Run our command in a folder; what it says goes into files beside the folder."""
        done = folder.parent / "done"
        done.unlink(missing_ok=True)
        temporary = folder / "tmp"
        temporary.mkdir(exist_ok=True)
        environment = {
            **self.server.environment,
            **(fault.environment(folder) if fault else {}),
            "TMPDIR": str(temporary),
        }
        stderr = folder.parent / "stderr"
        with (
            contextlib.chdir(folder),
            Path(os.devnull).open("rb") as nothing,
            (folder.parent / "stdout").open("wb") as output,
            stderr.open("wb") as messages,
        ):
            streams = [stream.fileno() for stream in (nothing, output, messages)]
            status = self.server.start(arguments, environment, streams).wait(100)
        return Trial(status, stderr.read_text("utf-8", "replace"), done.exists())


def compile_faults(folder: Path) -> Path:
    """Compile the library."""
    library = folder / "faults.so"
    source = Path(__file__).with_name("faults.c")
    built = subprocess.run(
        [str(COMPILER), "-shared", "-fPIC", "-O1", "-Wall", "-o", library, source, "-ldl"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return library


def final_files(folder: Path) -> dict[str, str]:
    """Return every file under a final name with its digest; what backfile keeps for itself is left out."""
    return {
        os.fsdecode(os.fsencode(path.relative_to(folder))): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
        and not {".backfile", "tmp"} & set(path.relative_to(folder).parts)
        and not _is_temporary(path)
    }


def left_behind(folder: Path) -> list[str]:
    """Return the files that were being written, and stayed."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix != ".lock"
        and (_is_temporary(path) or (UNFINISHED | {"tmp"}) & set(path.relative_to(folder).parts))
    ]


def _is_temporary(path: Path) -> bool:
    return path.name.startswith(".") and path.name.endswith(".tmp")
