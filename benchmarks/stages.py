"""Where the processor time of an issue goes, stage by stage, beside what was recorded when last looked at.

    python benchmarks/stages.py              100 issues, a quarter of a minute; compares with stages.json
    python benchmarks/stages.py --record     writes stages.json anew, when a change of it is meant

Seconds of one machine say nothing of another, or of the same on another day. So each issue is timed together
with a yardstick, a piece of plain Python that is never changed, and figures are multiples of it: the median
over the issues. What differs by less than a tenth is noise. The process is warm; what starting one takes
stands in lines of its own, beside the bare import of the libraries.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from issues import issue
from speed import keep_byte_code, ours

from convert.analysis.context import PageContext
from convert.cli.process import use_one_thread
from convert.conversion import read, write
from convert.document.actions import Action
from convert.passes.registry import PASSES, Pass, repair
from convert.system.gc_tuning import reduce_gc
from convert.typeset.styles import StyleSheet, load_style
from convert.typeset.writer import WriteContext

RECORD = Path(__file__).with_suffix(".json")
FORMATS = ("xml", "docx", "epub", "pdf")
SHOWN = {"roles", "late-roles", "reading-order", "repeated-heads", "paragraphs", "articles", "cut-words"}
"""Rules with a line of their own; the others share one."""
STARTS = 3
"""How often each command is started after a first time; the median counts."""
NOTEWORTHY = 1.1
"""A stage that takes so many times what was recorded is marked."""


@dataclass(slots=True)
class Stopwatch:
    """Adds the processor time up to each call to the stage that ran before it."""

    stage: str = ""
    since: float = 0.0
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def begin(self, stage: str) -> None:
        """End a stage and begin another; the one without a name is not kept."""
        now = process_time()
        self.seconds[self.stage] += now - self.since
        self.stage, self.since = stage, now


def main() -> None:
    """Time the stages and print them beside the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--issues", type=int, default=100)
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name} anew")
    options = parser.parse_args()
    use_one_thread()  # as the command does
    reduce_gc()  # the same
    style = load_style("newspaper")
    stages(issue(0), style)
    ratios = measure([issue(number) for number in range(1, options.issues + 1)], style) | starts()
    recorded: Mapping[str, float] = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    print("\n".join(table(ratios, recorded)))
    if options.record:
        record = {name: round(ratio, 3) for name, ratio in ratios.items()}
        RECORD.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def measure(texts: Sequence[str], style: StyleSheet) -> dict[str, float]:
    """Return what each stage takes of an issue, as a multiple of the yardstick."""
    ratios: dict[str, list[float]] = defaultdict(list)
    for text in texts:
        before = yardstick()
        seconds = stages(text, style)
        unit = (before + yardstick()) / 2
        for name, spent in seconds.items():
            ratios[name].append(spent / unit)
        ratios["all"].append(sum(seconds.values()) / unit)
    return {name: median(each) for name, each in ratios.items()}


def starts() -> dict[str, float]:
    """Return what processes take from start to end, as multiples of the yardstick."""
    with TemporaryDirectory() as folder:
        keep_byte_code(Path(folder) / "byte code")
        page = Path(folder) / "page.txt"
        page.write_text(issue(0), "utf-8")
        convert = [*ours(), "convert", "-q", "-o", folder, page]
        commands: dict[str, list[str | Path]] = {
            "start, bare imports": [sys.executable, "-c", "import lxml.etree, reportlab, docx, ebooklib"],
            "start, click": [sys.executable, "-c", "import click"],
            "start, --help": [*ours(), "--help"],
            "start, a page to xml": [*convert, "-f", "xml"],
            "start, to 4 formats": convert,
        }
        return {
            name: median([process_seconds(command) / yardstick() for _ in range(STARTS + 1)][1:])
            for name, command in commands.items()
        }


def process_seconds(command: Sequence[str | Path]) -> float:
    """Return the processor seconds of a process."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def yardstick() -> float:
    """Return the seconds of a fixed piece of work on strings and dictionaries, as the repair is."""
    begin = process_time()
    text = "".join(chr(0x4E00 + number * number % 997) for number in range(4_000))
    pairs = Counter(text[at : at + 2] for at in range(len(text) - 1))
    sum(pairs[text[at : at + 2]] / (at + 1) for at in range(len(text) - 1))
    sorted(text[at : at + 3] for at in range(0, len(text), 2))
    return process_time() - begin


def stages(text: str, style: StyleSheet) -> dict[str, float]:
    """Convert an issue to all formats, and return the seconds of each stage."""
    watch = Stopwatch()
    watch.begin("read")
    document = read(text.encode())
    watch.begin("repair, other")
    document = repair(document, passes=tuple(timed(step, watch) for step in PASSES))
    for form in FORMATS:
        watch.begin(f"write {form}")
        write(document, (form,), style, WriteContext())
    watch.begin("")
    return {name: seconds for name, seconds in watch.seconds.items() if name}


def timed(step: Pass, watch: Stopwatch) -> Pass:
    """Return a rule that tells the stopwatch when it begins; it ends where the next begins."""
    name = f"repair, {step.rule.name if step.rule.name in SHOWN else 'other'}"

    def propose(page: PageContext) -> Iterator[Action]:
        watch.begin(name)
        yield from step.propose(page)

    return replace(step, propose=propose)


def table(ratios: Mapping[str, float], recorded: Mapping[str, float]) -> Iterator[str]:
    """Yield the lines: a stage, its multiple of the yardstick, the recorded one, and how many times that."""
    yield f"{'stage':<24}{'now':>9}{'recorded':>10}{'now / recorded':>16}"
    for name, ratio in ratios.items():
        if before := recorded.get(name):
            mark = "  <- more" if ratio / before > NOTEWORTHY else ""
            yield f"{name:<24}{ratio:>9.2f}{before:>10.2f}{ratio / before:>16.2f}{mark}"
        else:
            yield f"{name:<24}{ratio:>9.2f}{'-':>10}"


if __name__ == "__main__":
    main()
