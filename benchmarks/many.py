"""What a catalogue, a bag and a book of many short issues take; and a catalogue in which nothing has changed.

    python benchmarks/many.py                   300 issues, a minute
    python benchmarks/many.py --issues 2000     some minutes

The issues are converted first, by `backfile batch`. Seconds of processor can be compared on a busy machine;
wall time has in it what the disk takes to keep the files.
"""

from __future__ import annotations

import argparse
import os
import subprocess
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from issues import issue
from speed import keep_byte_code, ours

SHORT = 900
"""Characters of an issue, at least."""


def main() -> None:
    """Make the issues, then each of the three of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--issues", type=int, default=300)
    count = parser.parse_args().issues
    with TemporaryDirectory() as folder:
        work = Path(folder)
        keep_byte_code(work / "byte code")
        source, out = work / "source", work / "out"
        source.mkdir()
        for number in range(count):
            day = date(1951, 1, 1) + timedelta(number)
            (source / f"云津日报_{day}.txt").write_text(issue(number, SHORT), "utf-8")
        subprocess.run([*ours(), "batch", "-q", source, out], check=True)
        print(f"{count:,} issues of {SHORT} characters and more, four formats each")
        print(f"{'':<28}{'processor':>12}{'wall':>10}{'processor of one':>20}")
        commands: dict[str, tuple[str | Path, ...]] = {
            "catalogue": ("catalogue", out),
            "catalogue, nothing changed": ("catalogue", out),
            "bag": ("bag", out, "-o", work / "bag"),
            "collect, from XML": ("collect", out, "-o", work / "book.epub"),
        }
        for name, arguments in commands.items():
            print_times(name, [*ours(), *arguments, "-q"], count)


def print_times(name: str, command: Sequence[str | Path], count: int) -> None:
    """Run a command, and print what it takes."""
    begin = perf_counter()
    with subprocess.Popen(command) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name} ended with {process.returncode}")
    spent, wall = usage.ru_utime + usage.ru_stime, perf_counter() - begin
    print(f"{name:<28}{spent:>10.1f} s{wall:>8.1f} s{spent / count * 1e3:>17.1f} ms", flush=True)


if __name__ == "__main__":
    main()
