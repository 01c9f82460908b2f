"""How fast: our converter, pandoc, and the bare libraries over the same invented issues, in one run.

    make bench                                 everything; some minutes
    python benchmarks/speed.py --issues 20 --peer-issues 3

Each contender runs in a process of its own, one core's work after the other, and writes all four formats
to disk; its time is the whole process, start to end. pandoc does fewer issues, because it is slow: what is
compared is issues per second. Converting our packaged font to the outlines that reportlab wants is not in
the bare libraries' time.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from issues import LENGTH, issue
from truetype import packaged, to_truetype

HERE = Path(__file__).parent
FORMATS = ("docx", "epub", "pdf", "xml")
STARTS = 15
"""How often `backfile --help` is started; the median counts."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a contender took for a number of issues."""

    name: str
    issues: int
    seconds: float
    busy: float
    """Seconds of processor time, with that of the processes it started."""
    peak: float
    """Largest resident set of the process or one of its own, in MiB."""

    @property
    def rate(self) -> float:
        """Issues per second."""
        return self.issues / self.seconds

    def __str__(self) -> str:
        """Return a line of the table."""
        return (
            f"{self.name:<24}{self.issues:>7}{self.seconds:>9.1f} s{self.busy:>9.1f} s"
            f"{self.rate:>10.2f}/s{self.peak:>9.0f} MiB"
        )


def main() -> None:
    """Run all contenders and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--issues", type=int, default=200, help="for us and the bare libraries")
    parser.add_argument("--peer-issues", type=int, default=20, help="for pandoc")
    parser.add_argument("--font", type=Path, help="a TrueType font made before, instead of converting one")
    wanted = parser.parse_args()
    with TemporaryDirectory() as folder:
        work = Path(folder)
        keep_byte_code(work / "byte code")
        many, few = sources(work / "many", wanted.issues), sources(work / "few", wanted.peer_issues)
        font = wanted.font or work / "text.ttf"
        if not font.exists():
            # in a process of its own: what this one once held would count as every contender's peak
            worker = get_context("spawn").Process(
                target=to_truetype, args=(packaged("NotoSerifSC-Regular"), font)
            )
            worker.start()
            worker.join()
        command = [*ours(), "convert", many, "-o", work / "ours"]
        measured("a first run", 1, [*ours(), "convert", sources(work / "one", 1), "-o", work / "first"], work)
        costs = [
            measured("backfile", wanted.issues, command, work),
            measured("bare libraries", wanted.issues, script("bare.py", many, work / "bare", font), work),
            measured(
                "pandoc and typst",
                wanted.peer_issues,
                script("peer.py", few, work / "peer", font.parent),
                work,
            ),
        ]
        report(costs, work, sum(len(p.read_text("utf-8")) for p in many.iterdir()) / wanted.issues)


def report(costs: Sequence[Cost], work: Path, length: float) -> None:
    """Print what was measured, and check that every contender made every file."""
    us, bare, peer = costs
    for cost, folder in zip(costs, ("ours", "bare", "peer"), strict=True):
        made = [p for p in (work / folder).iterdir() if p.suffix[1:] in FORMATS and p.stat().st_size]
        if len(made) != cost.issues * len(FORMATS):
            raise SystemExit(f"{cost.name} made {len(made)} files of {cost.issues * len(FORMATS)}")
    print(f"issues of {length:,.0f} characters to {', '.join(FORMATS)}")
    print(f"{'':<24}{'issues':>7}{'time':>11}{'processor':>11}{'rate':>12}{'peak memory':>14}")
    for cost in costs:
        print(cost)
    print(f"speed as a multiple of pandoc's:          {us.rate / peer.rate:.1f}")
    print(f"time as a multiple of the bare libraries': {bare.rate / us.rate:.2f}")
    print(f"backfile --help: {median(start_times()) * 1000:.0f} ms (median of {STARTS})")


def sources(folder: Path, count: int, length: int = LENGTH) -> Path:
    """Write the first issues into a folder."""
    folder.mkdir()
    for number in range(count):
        (folder / f"issue-{number:03}.txt").write_text(issue(number, length), "utf-8")
    return folder


def keep_byte_code(folder: Path) -> None:
    """Let the programs that are started keep their byte code in a folder, as installed packages do.

    Where Python is told to write none, each start compiles five hundred modules anew: a third of its time.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


def ours() -> list[str | Path]:
    """Return our command: the installed one, else the checkout's."""
    installed = Path(sys.executable).with_name("backfile")
    return [installed] if installed.exists() else [sys.executable, "-m", "convert"]


def script(name: str, source: Path, output: Path, font: Path) -> list[str | Path]:
    """Return the command of another contender, its output folder made."""
    output.mkdir()
    return [sys.executable, HERE / name, source, output, font]


def measured(name: str, issues: int, command: Sequence[str | Path], work: Path) -> Cost:
    """Run a command to its end and return what it took, with what it started itself."""
    with (work / "log").open("w+b") as log:
        begin = perf_counter()
        process = subprocess.Popen(command, cwd=HERE.parent, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            raise SystemExit(f"{name}: exit {process.returncode}\n{log.read().decode(errors='replace')}")
    return Cost(name, issues, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def start_times() -> list[float]:
    """Return the times that `backfile --help` takes, in seconds."""
    times = []
    for _ in range(STARTS + 1):
        begin = perf_counter()
        subprocess.run([*ours(), "--help"], cwd=HERE.parent, check=True, stdout=subprocess.DEVNULL)
        times.append(perf_counter() - begin)
    return times[1:]


if __name__ == "__main__":
    main()
