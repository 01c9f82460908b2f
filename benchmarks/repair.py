"""How long the repair of a page takes, beside the peer that mends marks alone, and whether it is linear.

    python benchmarks/repair.py                    seconds; the peer: pip install -e ".[bench]"
    python benchmarks/repair.py --long             longer texts, too (growth.py); minutes
    python benchmarks/repair.py --pages FOLDER     pages of your own instead of invented ones

What is timed is read and clean, from bytes to the repaired document, in one process that is warm; writing is
timed by speed.py. No page is seen twice: what is remembered of one helps no other. autocorrect (Rust) sets
marks full-width and spaces right and knows nothing of paragraphs, columns and articles: the ratio says what
knowing them costs.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import TypeVar

from autocorrect_py import format as autocorrect
from issues import issue

from convert.cli.process import use_one_thread
from convert.conversion import read, repair
from convert.system.gc_tuning import reduce_gc

T = TypeVar("T")
PAGE = 6_000
"""Characters of the page that the aim is stated for."""


def main() -> None:
    """Time pages, then one text of growing length."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=Path, help="a folder of .txt files")
    parser.add_argument("--count", type=int, default=30, help="invented pages")
    parser.add_argument("--long", action="store_true", help="texts of growing length, too")
    wanted = parser.parse_args()
    use_one_thread()  # as the command does: on a busy machine threads that wait count as work
    reduce_gc()  # as the command does
    texts = [issue(number) for number in range(wanted.count)]
    if wanted.pages:
        texts = [path.read_text("utf-8") for path in sorted(wanted.pages.glob("*.txt"))]
    ours = page_time(repaired, texts)
    peer = page_time(autocorrect, texts)
    print(f"{len(texts)} pages, {sum(map(len, texts)):,} characters; processor time for {PAGE:,} of them")
    print(f"backfile, read and clean  {ours * 1e3:8.1f} ms    aim: 60 ms")
    print(f"autocorrect, marks alone  {peer * 1e3:8.1f} ms    ours is {ours / peer:,.0f} of it")
    if wanted.long:
        print(flush=True)
        subprocess.run([sys.executable, Path(__file__).with_name("growth.py")], check=True)


def repaired(text: str) -> object:
    """Repair a text."""
    return repaired_source(text.encode())


def repaired_source(data: bytes) -> object:
    """Repair a source."""
    return repair(read(data))


def page_time(tool: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return the median over pages of the seconds for PAGE characters; the first page warms up."""
    spent(tool, texts[0])
    return statistics.median(spent(tool, text) / len(text) * PAGE for text in texts[1:])


def spent(tool: Callable[[T], object], given: T) -> float:
    """Return the processor seconds of one call."""
    begin = process_time()
    tool(given)
    return process_time() - begin


if __name__ == "__main__":
    main()
