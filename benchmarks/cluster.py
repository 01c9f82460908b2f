"""How the rate of `batch --executor dask` with two workers compares with that of two processes of its own.

    python benchmarks/cluster.py                a minute; dask: pip install -e ".[dask]"

Scheduler and workers run on this machine. The two take turns; what counts is the ratio of each pair, and that
of the processor time of all processes of a run. What it takes to start scheduler and workers is in no time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep
from typing import NamedTuple

from batch import busy, children_busy, workers
from speed import ours, sources

PATIENCE = 60
"""Seconds that a scheduler may take to start."""


def main() -> None:
    """Convert the same issues by turns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--issues", type=int, default=60)
    parser.add_argument("--pairs", type=int, default=3)
    options = parser.parse_args()
    with TemporaryDirectory() as folder, ExitStack() as stack:
        work = Path(folder)
        many = sources(work / "many", options.issues)
        address = stack.enter_context(scheduler(work))
        worker = ("worker", address, "--nthreads", "1", "--no-nanny")
        cluster = [stack.enter_context(program(*worker)) for _ in range(2)]
        cluster_args = ["--executor", "dask", "--scheduler", address]
        rates, costs = [], []
        for number in range(options.pairs):
            own = timed([*ours(), "batch", "-q", "-j", "2", many, work / f"own{number}"], [])
            dask = timed([*ours(), "batch", "-q", *cluster_args, many, work / f"dask{number}"], cluster)
            rates.append(own.seconds / dask.seconds)
            costs.append(dask.busy / own.busy)
            print(f"own pool {own}    dask {dask}    rate of dask: {rates[-1]:.2f}", flush=True)
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


def timed(command: list[str | Path], cluster: list[subprocess.Popen[bytes]]) -> Spent:
    """Run a command; the time of the cluster's processes counts with it."""
    before, begin = children_busy() + spent_by(cluster), perf_counter()
    subprocess.run(command, check=True)
    return Spent(perf_counter() - begin, children_busy() + spent_by(cluster) - before)


def spent_by(cluster: list[subprocess.Popen[bytes]]) -> float:
    """Return the processor seconds of processes and of those that they have started."""
    return sum(busy(process.pid) + sum(map(busy, workers(process.pid))) for process in cluster)


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
