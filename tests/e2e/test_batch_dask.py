"""Batch on a Dask cluster: the same tree, the same ledger, whatever becomes of a node."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.batches import command, issues, quarantined, run, surroundings, trap, tree
from tests.support.faults import COMPILER, Fault, compile_faults, left_behind, needs_compiler

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'backfile[dask]'")

LOCAL = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the writer full of traps."""
    return trap(tmp_path_factory.mktemp("traps"))


class Cluster(NamedTuple):
    """Where its scheduler answers, and the file that is made when a worker was lost by the fault."""

    address: str
    lost: Path


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, traps: Path) -> Iterator[Cluster]:
    """Start one with the traps; of what it writes for a folder `lost` the third flush kills the worker."""
    place = tmp_path_factory.mktemp("cluster")
    script = place / "cluster.py"
    script.write_text(LOCAL)
    fault = Fault("sync", 3, -signal.SIGKILL, below="/lost/.backfile/staging/").environment(place / "out")
    if COMPILER is not None and sys.platform.startswith("linux"):
        fault["LD_PRELOAD"] = str(compile_faults(place))
    process = subprocess.Popen(
        [sys.executable, script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**surroundings(traps), **fault},
    )
    assert process.stdout
    try:
        yield Cluster(process.stdout.readline().strip(), place / "done")
    finally:
        process.communicate("")


def port() -> int:
    """Return a port of this machine that is free."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_a_local_cluster(tmp_path: Path, traps: Path, cluster: Cluster) -> None:
    """The tree is that of a local run, an issue of two files too; poison is tried alone, and quarantined."""
    source, out, hopeless = issues(tmp_path / "in", 8), tmp_path / "out", tmp_path / "hopeless"
    for page in (1, 2):
        (source / f"日报_2026-03-05_p{page}.txt").write_text(f"日报\n\n第{page}座桥通车。\n", "utf-8")
    run("batch", source, tmp_path / "local", "-f", "xml,trap", traps=traps)
    (source / "CRASH.txt").write_text("日报\n\nCRASH\n")
    hopeless.mkdir()
    (hopeless / "SLEEP.txt").write_text("日报\n\nSLEEP\n")
    there = ("--executor", "dask", "--scheduler", cluster.address)
    ended = run("batch", source, out, "-f", "xml,trap", *there, traps=traps)
    # by itself: a limit of time for what never ends is one that a busy machine exceeds with anything else
    slept = run("batch", hopeless, tmp_path / "no", "-f", "trap", "--timeout", 0.5, *there, traps=traps)
    assert "9 converted, 0 unchanged, 1 failed" in ended.stderr
    assert "0 converted, 0 unchanged, 1 failed" in slept.stderr
    assert tree(out) == tree(tmp_path / "local")
    assert quarantined(out) == {"CRASH.txt": "crash"}
    assert quarantined(tmp_path / "no") == {"SLEEP.txt": "timeout"}


@pytest.fixture
def nodes(tmp_path: Path, traps: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and two nodes, each a process group of its own."""
    where = f"tcp://127.0.0.1:{port()}"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    local = ["--host", "127.0.0.1", "--no-dashboard"]
    node = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        where,
        "--host",
        "127.0.0.1",
        "--no-dashboard",
    ]
    more = ["--no-nanny", "--nthreads", "1", "--local-directory", str(tmp_path / "nodes")]
    lines = [[*dask, *local, "--port", where.rpartition(":")[2]], [*node, *more], [*node, *more]]
    started = [
        subprocess.Popen(
            line,
            env=surroundings(traps),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for line in lines
    ]
    yield where, started
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_node_is_killed(
    tmp_path: Path, traps: Path, nodes: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    """The issues of a node that is lost are converted by the others; the tree is whole."""
    where, (_, _, victim) = nodes
    source, out = issues(tmp_path / "in", 30, "SLOW"), tmp_path / "out"
    running = subprocess.Popen(
        command("batch", source, out, "-f", "trap", "--executor", "dask", "--scheduler", where),
        env=surroundings(traps),
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(600):
        if len(list(out.glob("*/*.trap"))) > 4:
            break
        time.sleep(0.05)
    os.killpg(victim.pid, signal.SIGKILL)
    _, said = running.communicate(timeout=90)
    assert running.returncode == 0, said
    assert "30 converted, 0 unchanged, 0 failed" in said
    assert len(tree(out)) == 30


@needs_compiler
def test_a_worker_is_lost_while_it_writes(tmp_path: Path, cluster: Cluster) -> None:
    """Half a file lies where nobody looks; the issue is converted by another, and nothing of it stays."""
    source, out = issues(tmp_path / "in", 6), tmp_path / "lost"
    ended = run("batch", source, out, "-f", "xml", "--executor", "dask", "--scheduler", cluster.address)
    assert cluster.lost.exists()
    assert "6 converted, 0 unchanged, 0 failed" in ended.stderr
    assert run("batch", source, tmp_path / "local", "-f", "xml", "-j", 1).returncode == 0
    assert tree(out) == tree(tmp_path / "local")
    assert not left_behind(out)


def test_no_scheduler(tmp_path: Path) -> None:
    """Without a scheduler's address, or where none answers, the command says so."""
    ended = run("batch", issues(tmp_path / "in", 1), tmp_path / "out", "--executor", "dask")
    assert ended.returncode == 2
    assert "give its address, such as tcp://host:8786" in ended.stderr
