"""How fast batches are: one worker, two, and the shell over pandoc, on the same issues in one run.

    python benchmarks/batch.py                         some minutes; pandoc: pip install -e ".[bench]"
    python benchmarks/batch.py --issues 5000 --length 200 --long    two workers alone, over many issues

With --long: the most that a worker held in each fifth of the run, and the time of the process beside them.

All convert the same invented issues and write every format to disk. pandoc makes no PDF of its own and is
let off it: a shell loop runs it three times an issue, `xargs -P2` has two such loops side by side. What the
process that keeps the ledger takes itself, beside its workers, is the most that the ledger can cost. What a
short run takes is taken off a long one: start and steady state stand apart.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from issues import LENGTH
from speed import keep_byte_code, ours, sources

PANDOC = {"docx": "docx", "epub": "epub3", "xml": "tei"}
LOOK = 0.2
"""Seconds between two looks at the workers' memory, and at the time of the process beside them."""


def main() -> None:
    """Run all contenders and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--issues", type=int, default=150, help="for us")
    parser.add_argument("--peer-issues", type=int, default=15, help="for pandoc")
    parser.add_argument("--length", type=int, default=LENGTH, help="characters of an issue, at least")
    parser.add_argument("--long", action="store_true", help="two workers alone, for their memory")
    wanted = parser.parse_args()
    with TemporaryDirectory() as folder:
        work = Path(folder)
        keep_byte_code(work / "byte code")
        first = [*ours(), "batch", "-q", sources(work / "one", 1), work / "first"]
        subprocess.run(first, check=True)
        many = sources(work / "many", wanted.issues, wanted.length)
        length = sum(len(path.read_text("utf-8")) for path in many.iterdir()) / wanted.issues
        print(f"issues of {length:,.0f} characters")
        print(f"{'':<26}{'issues':>7}{'time':>11}{'rate':>12}{'most in a worker':>18}")
        two = batch(work, many, 2, wanted.issues)
        if wanted.long:
            print(f"most in a worker, by fifths of the run:        {two.fifths()}")
            print(f"ledger and supervision:                        {two.each:.1f} ms an issue")
            return
        one = batch(work, many, 1, wanted.issues)
        few = sources(work / "few", wanted.peer_issues, wanted.length)
        short = batch(work / "short", few, 2, wanted.peer_issues)
        steady = (two.busy - short.busy) / (two.count - short.count)
        start = short.busy - steady * short.count
        beside = (two.used - short.used) / (two.count - short.count)
        beside_start = short.used - beside * short.count
        loop = shell(work, few, wanted.peer_issues, 1)
        both = shell(work, few, wanted.peer_issues, 2)
        print(f"two workers as a multiple of one:              {two.rate / one.rate:.2f}")
        print(f"one worker as a multiple of the shell loop:    {one.rate / loop:.2f}")
        print(f"two workers as a multiple of xargs -P2:        {two.rate / both:.2f}")
        print(f"processor time, start of two workers:          {start:.1f} s")
        print(f"processor time, an issue after that:           {steady * 1e3:.0f} ms")
        print(f"ledger and supervision, start:                 {beside_start:.1f} s")
        print(f"ledger and supervision, an issue after that:   {beside * 1e3:.1f} ms ({beside / steady:.1%})")


@dataclass(frozen=True)
class Run:
    """What a run of ours took."""

    count: int
    seconds: float
    used: float
    """Processor seconds of the process beside the workers."""
    busy: float
    """Processor seconds of all of them."""
    looks: tuple[float, ...]
    """The most in a worker, MiB, at each look."""

    @property
    def rate(self) -> float:
        """Issues a second."""
        return self.count / self.seconds

    @property
    def each(self) -> float:
        """Milliseconds beside the workers, an issue."""
        return self.used / self.count * 1e3

    def fifths(self) -> str:
        """Return the most in a worker in each fifth of the run."""
        size = len(self.looks) / 5
        parts = [self.looks[int(n * size) : max(int(n * size) + 1, int((n + 1) * size))] for n in range(5)]
        return " ".join(f"{max(part, default=0.0):.0f}" for part in parts) + " MiB"


def batch(work: Path, source: Path, jobs: int, count: int) -> Run:
    """Convert with so many workers."""
    out = work / f"out{jobs}"
    command = [*ours(), "batch", "-q", "-j", str(jobs), source, out]
    begin, busy_before = perf_counter(), children_busy()
    with subprocess.Popen(command) as process:
        used = 0.0
        looks: list[float] = []
        while True:
            try:
                process.wait(LOOK)
                break
            except subprocess.TimeoutExpired:
                looks.append(max([resident(worker) for worker in workers(process.pid)], default=0.0))
                used = max(used, busy(process.pid))
    seconds = perf_counter() - begin
    if process.returncode:
        raise SystemExit(f"backfile batch ended with {process.returncode}")
    made = sum(1 for path in out.iterdir() if path.suffix in {".docx", ".epub", ".pdf", ".xml"})
    if made != 4 * count:
        raise SystemExit(f"{made} files of {4 * count}")
    told(f"backfile batch -j {jobs}", count, seconds, f"{max(looks, default=0.0):>14.0f} MiB")
    return Run(count, seconds, used, children_busy() - busy_before, tuple(looks))


def children_busy() -> float:
    """Return the processor seconds of all processes that have ended, and of those that they had."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def workers(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    return [worker for child in children(pid) for worker in (child, *children(child))]


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:  # it has just ended
        return []


def resident(pid: int) -> float:
    """Return the resident set of a process in MiB; 0 where it has just ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def shell(work: Path, source: Path, count: int, jobs: int) -> float:
    """Convert by pandoc from a shell; return issues a second."""
    import pypandoc  # noqa: PLC0415 - what compares no peers does without

    out = work / f"pandoc{jobs}"
    out.mkdir()
    pandoc = shlex.quote(pypandoc.get_pandoc_path())
    stem = f'{shlex.quote(str(out))}/"$(basename "$1" .txt)"'
    runs = [
        f'{pandoc} "$1" -f markdown -t {form} -s -M title=x -o {stem}.{ending}'
        for ending, form in PANDOC.items()
    ]
    one = work / "one.sh"
    one.write_text("set -e\n" + "\n".join(runs) + "\n", "utf-8")
    loop = f'for f in {shlex.quote(str(source))}/*.txt; do sh {one} "$f"; done'
    side = f"printf '%s\\0' {shlex.quote(str(source))}/*.txt | xargs -0 -P{jobs} -n1 sh {one}"
    begin = perf_counter()
    subprocess.run(["sh", "-c", loop if jobs == 1 else side], check=True, stderr=subprocess.DEVNULL)
    seconds = perf_counter() - begin
    if len(list(out.iterdir())) != len(PANDOC) * count:
        raise SystemExit("pandoc did not make every file")
    told(
        "shell loop over pandoc" if jobs == 1 else f"xargs -P{jobs} over pandoc", count, seconds, f"{'':>18}"
    )
    return count / seconds


def told(name: str, count: int, seconds: float, memory: str) -> None:
    """Print a line of the table."""
    print(f"{name:<26}{count:>7}{seconds:>9.1f} s{count / seconds:>10.2f}/s{memory}", flush=True)


def busy(pid: int) -> float:
    """Return the processor seconds of a process without its workers; 0 where it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    print(json.dumps({"python": sys.version.split()[0], "cores": os.cpu_count()}))
    main()
