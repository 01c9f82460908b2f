"""What a catalogue, a bag and a book of many short issues take; and a catalogue in which nothing has changed.

    python benchmarks/many.py                   300 issues, a minute
    python benchmarks/many.py --issues 2000     some minutes
    git worktree add ../former v0.1.0; python benchmarks/many.py --against ../former

With `--against`, a tree of another version does the same with outputs of its own, command by command in turn.
The issues are converted first, by `backfile batch`. Seconds of processor can be compared on a busy machine;
wall time has in it what the disk takes to keep the files.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from issues import issue
from speed import keep_byte_code, ours

SHORT = 900
"""Characters of an issue, at least."""


class Spent(NamedTuple):
    """What a command took, in seconds."""

    processor: float
    wall: float


def main() -> None:
    """Make the issues, then each of the three of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--issues", type=int, default=300)
    parser.add_argument("--against", type=Path, help="Tree of another version.")
    arguments = parser.parse_args()
    count = arguments.issues
    versions: dict[str, list[str | Path]] = {"this version": ours()}
    if arguments.against:
        versions = {"other version": other(arguments.against), **versions}
    with TemporaryDirectory() as folder:
        work = Path(folder)
        keep_byte_code(work / "byte code")
        source = work / "source"
        source.mkdir()
        for number in range(count):
            day = date(1951, 1, 1) + timedelta(number)
            (source / f"云津日报_{day}.txt").write_text(issue(number, SHORT), "utf-8")
        for version, program in versions.items():
            subprocess.run([*program, "batch", "-q", source, work / version], check=True)
        print(f"{count:,} issues of {SHORT} characters and more, four formats each")
        print(f"{'':<28}{'':<14}{'processor':>12}{'wall':>10}{'processor of one':>20}")
        commands: dict[str, tuple[str, str]] = {
            "catalogue": ("catalogue", ""),
            "catalogue, nothing changed": ("catalogue", ""),
            "bag": ("bag", "bag"),
            "collect, from XML": ("collect", "epub"),
        }
        for name, (command, ending) in commands.items():
            spent = []
            for version, program in versions.items():
                where: list[str | Path] = ["-o", work / f"{version}.{ending}"] if ending else []
                spent.append(measured(name, [*program, command, work / version, *where, "-q"]))
                processor, wall = spent[-1]
                of_one = f"{processor / count * 1e3:>17.1f} ms"
                print(f"{name:<28}{version:<14}{processor:>10.1f} s{wall:>8.1f} s{of_one}", flush=True)
            for former, now in pairwise(spent):
                ratios = f"{former.processor / now.processor:>10.1f}  {former.wall / now.wall:>8.1f}"
                print(f"{'times as fast':<42}{ratios}", flush=True)


def other(tree: Path) -> list[str | Path]:
    """Return the command of another version, run with the packages that this one has."""
    place = f"import sys; sys.path.insert(0, {str(tree.resolve())!r}); from convert.cli import main; main()"
    return [sys.executable, "-P", "-c", place]


def measured(name: str, command: Sequence[str | Path]) -> Spent:
    """Run a command, and return what it takes."""
    begin = perf_counter()
    with subprocess.Popen(command) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name} ended with {process.returncode}")
    return Spent(usage.ru_utime + usage.ru_stime, perf_counter() - begin)


if __name__ == "__main__":
    main()
