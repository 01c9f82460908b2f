"""How an issue of many pages grows: time and memory of its way through the program.

    python benchmarks/long_issue.py                     1, 10, 100 pages to all formats
    python benchmarks/long_issue.py --pages 1000 -f xml

Each page is a file with an invented page of about 6,000 characters; all are read as one issue, each number of
pages in a process of its own.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

from issues import issue

from convert import convert_file, restore_parts
from convert.cli.process import use_one_thread

MEGABYTE = 1024 * (1024 if sys.platform == "darwin" else 1)
"""Of what `getrusage` counts in."""


class Cost(NamedTuple):
    """What an issue took."""

    characters: int
    seconds: float
    """Of processor time, without the start."""
    peak: float
    """The largest resident set, in MiB."""


def main() -> None:
    """Measure each length and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("-f", "--formats", default="docx,pdf,epub,xml")
    wanted = parser.parse_args()
    use_one_thread()  # as the command does: on a busy machine threads that wait count as work
    print(f"one issue, a file a page, to {wanted.formats}")
    print(f"{'pages':>6}{'characters':>12}{'processor':>12}{'a page':>10}{'peak memory':>14}")
    for pages in wanted.pages:
        with get_context("spawn").Pool(1) as pool:
            cost = pool.apply(convert, (pages, wanted.formats))
        each = cost.seconds / pages * 1000
        print(f"{pages:>6}{cost.characters:>12,}{cost.seconds:>10.1f} s{each:>7.0f} ms{cost.peak:>10.0f} MiB")


def convert(pages: int, formats: str) -> Cost:
    """Write the pages of an issue, convert them, and see that each comes back."""
    with TemporaryDirectory() as folder:
        files = write_pages(Path(folder), pages)
        start = process_time()
        outcome = convert_file(files, Path(folder) / "out", formats, max_size=200)
        seconds = process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
        if "xml" in outcome.outputs:
            restored = restore_parts(outcome.outputs["xml"].path)
            if restored != {file.name: file.read_bytes() for file in files}:
                raise SystemExit("the archival XML does not give every file back")
        return Cost(sum(len(file.read_text("utf-8")) for file in files), seconds, peak)


def write_pages(folder: Path, pages: int) -> Sequence[Path]:
    """Write the pages, a file each."""
    files = [folder / f"daily_2026-03-05_p{number:04}.txt" for number in range(1, pages + 1)]
    for number, file in enumerate(files):
        file.write_text(issue(number), "utf-8")
    return files


if __name__ == "__main__":
    main()
