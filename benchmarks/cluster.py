"""How the rate of `batch --executor dask` with two workers compares with that of two processes of its own.

    python benchmarks/cluster.py                a minute; dask: pip install -e ".[dask]"

Scheduler and workers run on this machine. The two take turns; what counts is the ratio of each pair, and that
of the processor time of all processes. What a short run takes is taken off that of a long one: so no start is
in it, neither that of the cluster nor that of the processes that it supervises.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep
from typing import NamedTuple

from batch import children_busy, workers
from speed import keep_byte_code, ours, sources

PATIENCE = 60
"""Seconds that a scheduler may take to start."""


def main() -> None:
    """Convert the same issues by turns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--issues", type=int, default=80)
    parser.add_argument("--short", type=int, default=10, help="issues of the run that is taken off")
    parser.add_argument("--pairs", type=int, default=2)
    options = parser.parse_args()
    with TemporaryDirectory() as folder, ExitStack() as stack:
        work = Path(folder)
        keep_byte_code(work / "byte code")
        trees = [sources(work / f"in{count}", count) for count in (options.short, options.issues)]
        address = stack.enter_context(scheduler(work))
        worker = ("worker", address, "--nthreads", "1", "--no-nanny")
        cluster = [stack.enter_context(program(*worker)) for _ in range(2)]
        pool, dask = ["-j", "2"], ["--executor", "dask", "--scheduler", address]
        rates, costs = [], []
        for number in range(options.pairs):
            own, other = (
                steady([timed(tree, work / f"{name}{number}-{tree.name}", how, cluster) for tree in trees])
                for name, how in (("own", pool), ("dask", dask))
            )
            rates.append(own.seconds / other.seconds)
            costs.append(other.busy / own.busy)
            print(f"own pool {own}    dask {other}    rate of dask: {rates[-1]:.2f}", flush=True)
        print(f"rate of dask as a multiple of the own pool's:       {median(rates):.2f}")
        print(f"processor time of dask as a multiple of the pool's: {median(costs):.2f}")


class Spent(NamedTuple):
    """What a run took, in seconds."""

    seconds: float
    busy: float
    """Of the processor."""

    def __str__(self) -> str:
        """Show both."""
        return f"{self.seconds:.1f} s, processor {self.busy:.1f} s"


def timed(tree: Path, out: Path, how: list[str], cluster: list[subprocess.Popen[bytes]]) -> Spent:
    """Convert a tree; the time of the cluster's processes counts with it."""
    before, begin = children_busy() + spent_by(cluster), perf_counter()
    subprocess.run([*ours(), "batch", "-q", *how, tree, out], check=True)
    return Spent(perf_counter() - begin, children_busy() + spent_by(cluster) - before)


def steady(runs: list[Spent]) -> Spent:
    """Return what the issues took that a longer run has more than a short one: no start is in it."""
    short, longer = runs
    return Spent(longer.seconds - short.seconds, longer.busy - short.busy)


def spent_by(cluster: list[subprocess.Popen[bytes]]) -> float:
    """Return the processor seconds of processes, and of those that they have or had."""
    return sum(_busy(pid) for process in cluster for pid in (process.pid, *workers(process.pid)))


def _busy(pid: int) -> float:
    """Return the processor seconds of a process and of its children that have ended; 0: it is no more."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def scheduler(work: Path) -> Iterator[str]:
    """Start a scheduler, and give its address."""
    file = work / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file)
    with program("scheduler", *options):
        until = monotonic() + PATIENCE
        while not file.is_file() or not file.read_text("utf-8").strip():
            if monotonic() > until:
                raise SystemExit("the scheduler does not start")
            sleep(0.1)
        yield str(json.loads(file.read_text("utf-8"))["address"])


@contextmanager
def program(*arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of dask as long as it is wanted."""
    command = [sys.executable, "-m", "dask", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
