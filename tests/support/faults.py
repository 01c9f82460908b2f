"""Faults at the calls of the system: a library loaded before the others, and runs of our command under it.

One process imports the command, and each trial is a fork of it: some hundred trials take seconds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, Self

import pytest

from tests.support.paths import ROOT

COMPILER = shutil.which("gcc") or shutil.which("cc")
needs_compiler = pytest.mark.skipif(
    COMPILER is None or not sys.platform.startswith("linux"), reason="needs Linux and a C compiler"
)
UNFINISHED = {"unfinished", "staging"}
"""Folders that hold what has no final name yet."""

_FORKS = r"""
import ctypes, importlib, json, os, pkgutil, sys
import convert.cli
from convert.cli import main
for module in pkgutil.iter_modules(convert.cli.__path__):
    importlib.import_module("convert.cli." + module.name)
warm = json.loads(sys.stdin.readline())
for arguments in warm:
    convert.cli.run(arguments)
arm = ctypes.CDLL(None).fault_arm
for line in sys.stdin:
    trial = json.loads(line)
    child = os.fork()
    if not child:
        status = 99
        try:
            os.chdir(trial["folder"])
            os.environ.update(trial["environment"])
            for number, name in ((0, os.devnull), (1, "../stdout"), (2, "../stderr")):
                os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), number)
            sys.argv = ["backfile", *trial["arguments"]]
            arm()
            main()
        except SystemExit as ended:
            status = ended.code
        finally:
            os.environ["FAULT_KIND"] = ""
            arm()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

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
    """A process that runs our command in forks of itself."""

    library: Path
    warm: Sequence[Sequence[str]] = ()
    """Commands that it runs first, so that every fork has what they load."""
    process: subprocess.Popen[str] = field(init=False)

    def __enter__(self) -> Self:
        """Start it."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", _FORKS],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "LD_PRELOAD": str(self.library),
                "SOURCE_DATE_EPOCH": MADE,  # files of two trials are compared
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._pipe(self.process.stdin).write(json.dumps(self.warm) + "\n")
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._pipe(self.process.stdin).close()
        self.process.wait(20)
        self._pipe(self.process.stdout).close()

    def run(self, folder: Path, arguments: Sequence[str], fault: Fault | None = None) -> Trial:
        """Run our command in a folder; what it says goes into files beside the folder."""
        done = folder.parent / "done"
        done.unlink(missing_ok=True)
        environment: Mapping[str, str] = fault.environment(folder) if fault else {"FAULT_KIND": ""}
        temporary = folder / "tmp"
        temporary.mkdir(exist_ok=True)
        trial = {
            "folder": str(folder),
            "arguments": list(arguments),
            "environment": {**environment, "TMPDIR": str(temporary)},
        }
        asked = self._pipe(self.process.stdin)
        asked.write(json.dumps(trial) + "\n")
        asked.flush()
        status = int(self._pipe(self.process.stdout).readline())
        stderr = (folder.parent / "stderr").read_text("utf-8", "replace")
        return Trial(status, stderr, done.exists())

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe
        return pipe


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
