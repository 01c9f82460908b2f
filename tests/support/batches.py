"""What the tests of batches share: small trees of issues, the command, trees compared, a writer of traps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests.support.fork_server import ForkServer, start_fork_server
from tests.support.paths import ROOT

TRAP = '''
"""A writer that does to its process what the text says."""

import os
import signal
import time

from convert.typeset.writer import Rendered


def write(document, style, context):
    """Write the text, unless it holds a trap."""
    text = "".join(block.reading for block in document.blocks)
    if "KILL" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "CRASH" in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "SLEEP" in text:
        time.sleep(600)
    if "SLOW" in text:
        time.sleep(0.15)
    if "GREEDY" in text:
        hoard = bytes(1 << 20) * 640
        time.sleep(600)  # whoever looks will see it, however seldom
    if "ONCE" in text:
        place = os.environ["TRAP_ONCE"]
        if not os.path.exists(place):
            open(place, "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
    return Rendered(text.encode("utf-8", "backslashreplace"))
'''


def trap(folder: Path) -> Path:
    """Install a writer `trap` where PYTHONPATH can find it, as outsiders install theirs."""
    info = folder / "trap-1.dist-info"
    info.mkdir(parents=True)
    (folder / "trap_writer.py").write_text(TRAP)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: trap\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[convert.writers]\ntrap = trap_writer:write\n")
    return folder


def issues(folder: Path, count: int, text: str = "云津日报讯 新桥通车") -> Path:
    """Make a tree of small issues, three folders of them."""
    for number in range(count):
        file = folder / f"{1950 + number % 3}" / f"{number:03}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}第{number}座\n\n今天,云津市民走上了第{number}座新桥。\n", "utf-8")
    return folder


def command(*arguments: object) -> list[str]:
    """Return our command line."""
    return [sys.executable, "-m", "convert", *map(str, arguments)]


def surroundings(traps: Path | None = None) -> dict[str, str]:
    """Return an environment in which this checkout runs, with the traps if there are any."""
    paths = [str(ROOT), *([str(traps)] if traps else [])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "TRAP_ONCE": f"{traps}/once"}


def run(
    *arguments: object, traps: Path | None = None, most: float = 120, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run our command, and return how it ended and what it said."""
    return run_command(list(map(str, arguments)), surroundings(traps), most, stdin)


def run_command(
    arguments: Sequence[str], environment: Mapping[str, str], most: float = 120, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run our command in an environment, in a fork where that is the same as a process."""
    data = None if stdin is None else stdin.encode()
    server = next((server for server in fork_servers() if server.can_run(environment)), None)
    if server is not None:
        done = server.run(arguments, environment, data, most)
    else:
        done = subprocess.run(
            command(*arguments), input=data, capture_output=True, env=environment, timeout=most, check=False
        )
    out, err = (said.decode("utf-8", "replace").replace("\r\n", "\n") for said in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


@cache
def first_surroundings() -> Mapping[str, str]:
    """Return the surroundings of the first call, which is made before any test: libraries change them."""
    return surroundings()


@cache
def fork_server() -> ForkServer:
    """Return the process whose forks run our command; it starts with the first of them."""
    return start_fork_server(first_surroundings())


@cache
def more_fork_servers() -> list[ForkServer]:
    """Return those of surroundings for which `run` starts a process otherwise; a list to add to."""
    return []


def fork_servers() -> Iterator[ForkServer]:
    """Yield all there are."""
    yield fork_server()
    yield from more_fork_servers()


@contextmanager
def served(environment: Mapping[str, str]) -> Iterator[None]:
    """Have `run` fork commands in other surroundings too: worth it from the third command on."""
    server = start_fork_server(environment)
    more_fork_servers().append(server)
    try:
        yield
    finally:
        more_fork_servers().remove(server)
        server.stop()


def stop_fork_server() -> None:
    """End that process, if there is one."""
    if fork_server.cache_info().currsize:
        fork_server().stop()
        fork_server.cache_clear()


def quarantined(out: Path) -> dict[str, str]:
    """Return what failed, and why; all of it is in quarantine."""
    errors = json.loads(run("status", out, "--json").stdout)["errors"]
    assert {error["state"] for error in errors} == {"quarantined"}
    return {error["issue"]: error["kind"] for error in errors}


def tree(out: Path) -> dict[str, str]:
    """Return every file of an output tree with its digest; the ledger's own folder left out."""
    files = (p for p in out.rglob("*") if p.is_file() and ".backfile" not in p.parts)
    return {os.fsencode(p.relative_to(out)).hex(): sha256(p.read_bytes()).hexdigest() for p in files}


def touched(out: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of every file of an output tree."""
    files = (p for p in out.rglob("*") if p.is_file() and ".backfile" not in p.parts)
    return {str(p): (p.stat().st_ino, p.stat().st_mtime_ns) for p in files}
