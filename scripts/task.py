"""Set-up and tasks of a checkout: `python3 scripts/task.py samples` needs nothing but Python.

The first task makes `.venv` and installs into it; the system's own Python is left alone, so that an
externally managed one (PEP 668) is no obstacle. The Makefile is a shorter way to the same tasks.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".venv"
BIN = PLACE / ("Scripts" if os.name == "nt" else "bin")

GOLDEN = ["tests/e2e/test_golden.py", "tests/e2e/test_certainties.py", "tests/unit/analysis/test_features.py"]
"""Tests that compare with golden files."""

WORKERS = str((os.cpu_count() or 1) + 1)
"""One more than there are cores: many tests wait for processes that they start."""

TASKS = {
    "setup": ("dev", []),
    "samples": ("", [["backfile", "convert", "samples/*.txt", "samples/four-pages", "-o", "output"]]),
    "test": ("dev", [["python", "-m", "pytest", "-n", WORKERS, "--dist", "worksteal"]]),
    "lint": (
        "dev",
        [
            ["ruff", "check", "."],
            ["ruff", "format", "--check", "."],
            ["mypy"],
            ["python", "scripts/prose.py"],
        ],
    ),
    "golden": ("dev", [["python", "-m", "pytest", *GOLDEN, "--rewrite-golden"]]),
    "pictures": ("dev", [["python", "scripts/pictures.py"]]),
    "reference": ("dev", [["python", "scripts/reference.py"]]),
    "translations": ("dev", [["python", "scripts/translations.py"]]),
    "figures": ("", [["python", "scripts/figures.py"]]),
    "docs": ("docs", [["mkdocs", "build", "--strict", "--quiet"]]),
    "release": ("release", [["python", "scripts/release.py"]]),
    "bench": ("bench", [["python", "benchmarks/speed.py"]]),
}
"""Task to the extra it needs and its commands; further arguments go to the last command."""


def main(arguments: list[str]) -> int:
    """Run one task and return its exit status."""
    if not arguments or arguments[0] not in TASKS:
        return refuse(f"usage: task.py {'|'.join(TASKS)}")
    if sys.version_info < (3, 11):  # noqa: UP036 -- this file is what an older Python runs first
        found = ".".join(str(part) for part in sys.version_info[:2])
        return refuse(f"Python 3.11 or newer is needed, this is {found}; try: make PYTHON=python3.12")
    extra, commands = TASKS[arguments[0]]
    try:
        install(extra)
        for number, command in enumerate(commands, 1):
            rest = arguments[1:] if number == len(commands) else []
            subprocess.run([BIN / command[0], *command[1:], *rest], cwd=ROOT, check=True)
    except subprocess.CalledProcessError as error:
        return error.returncode
    except NoVenv as error:
        return refuse(str(error))
    return 0


class NoVenv(Exception):
    """This Python cannot make a virtual environment."""


def install(extra: str) -> None:
    """Make `.venv` and put the project in it, unless that was done for this pyproject.toml.

    Raises:
        NoVenv: Python comes without ensurepip, as Debian packages it.

    """
    stamp = PLACE / f".installed-{extra or 'plain'}"
    state = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == state:
        return
    if not (BIN / "pip").exists():
        if importlib.util.find_spec("ensurepip") is None:
            name = "python{}.{}-venv".format(*sys.version_info)
            raise NoVenv(f"this Python cannot make a virtual environment; first: apt-get install {name}")
        venv.create(PLACE, with_pip=True, clear=PLACE.exists())
    what = f".[{extra}]" if extra else "."
    sys.stderr.write(f"setting up {PLACE.name} (once; some megabytes are fetched)\n")
    pip = [str(BIN / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "-e", what], cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr)
        done.check_returncode()
    stamp.write_text(state)


def refuse(message: str) -> int:
    """Say why on stderr, and return the exit status of a wrong command line."""
    sys.stderr.write(message + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
