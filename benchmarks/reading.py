"""How long it takes to read files of archives, beside what lxml alone takes to parse them, in one run.

    python benchmarks/reading.py                  # half a minute
    python benchmarks/reading.py --only ocr_xml

    parse     lxml.etree.fromstring, milliseconds of processor a megabyte
    walk      the same, and every element and attribute looked at once in Python; how many times `parse`
    read      words, lines, blocks and their places; the language is given; how many times `parse`

The best of some runs counts, each row over all files of a folder.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator

from archive_gold import FOLDERS, SHARED
from lxml import etree

from convert.conversion import read
from convert.document.model import Metadata
from convert.errors import ConvertError

RUNS = 5
FORMATS = ("alto", "hocr", "page", "abbyy")


def walk(data: bytes) -> int:
    """Parse a file and look at each element and attribute."""
    return sum(len(element.attrib.values()) for element in etree.fromstring(data).iter())


def best(run: Callable[[bytes], object], data: bytes) -> float:
    """Return how many seconds of processor the fastest of some runs takes."""
    spent = []
    for _ in range(RUNS):
        start = time.process_time()
        run(data)
        spent.append(time.process_time() - start)
    return min(spent)


def read_page_file(data: bytes) -> object:
    """Read a file, whose language is known."""
    return read(data, Metadata(name="page.xml", language="de"))


def page_files(only: str) -> Iterator[tuple[str, list[bytes]]]:
    """Yield the page files of each folder that we read."""
    for group in FOLDERS:
        for folder in sorted(path for path in (SHARED / "data" / group).iterdir() if path.is_dir()):
            if only in str(folder):
                yield (
                    folder.name,
                    [data for path in sorted(folder.rglob("*.xml")) if _is_page(data := path.read_bytes())],
                )


def _is_page(data: bytes) -> bool:
    try:
        document = read(data, Metadata(name="page.xml", language="de"))
    except ConvertError:
        return False
    return document.layout is not None and document.layout.reader.startswith(FORMATS)


def main() -> None:
    """Print a row for each folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", default="", help="folders whose path contains this")
    only = parser.parse_args().only
    print(f"{'':28}{'files':>6}{'MB':>7}{'parse':>8}{'walk':>7}{'read':>7}")
    for name, files in page_files(only):
        size = sum(map(len, files)) / 1e6
        if not files:
            continue
        parsed, walked, ours = (
            sum(best(run, data) for data in files) for run in (etree.fromstring, walk, read_page_file)
        )
        row = f"{name:28}{len(files):6}{size:7.1f}{1000 * parsed / size:8.1f}"
        print(f"{row}{walked / parsed:7.1f}{ours / parsed:7.1f}", flush=True)


if __name__ == "__main__":
    main()
