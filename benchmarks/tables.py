"""How soon the tables of the languages are ready, and what a look-up costs.

    python benchmarks/tables.py [FOLDER]           the tables of a folder instead of those of the package

A table is mapped, and not read: what opens it in a process that has it in no memory yet is the first line's
time, the file itself being in the cache of the system. The aim is 10 ms for all of them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter, process_time

from convert.language import hashed

DATA = Path(hashed.__file__).parent / "data"
ASKED = [chr(0x4E00 + at * 7 % 5_000) + chr(0x4E00 + at * 13 % 3_000) for at in range(100_000)]
"""Pairs of characters, few of which a table has."""


def main() -> None:
    """Print the milliseconds until each table is ready, and the nanoseconds of a look-up."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else DATA
    paths = [path for path in sorted(folder.iterdir()) if path.read_bytes()[:16] == hashed.MAGIC]
    begin = perf_counter()
    tables = [hashed.load_table(path) for path in paths]
    print(f"{len(tables)} tables are ready in {(perf_counter() - begin) * 1e3:.2f} ms    aim: 10 ms")
    for path, table in zip(paths, tables, strict=True):
        find = table.finder()
        begin = process_time()
        present = sum(find(text) is not None for text in ASKED)
        each = (process_time() - begin) / len(ASKED) * 1e9
        size = path.stat().st_size / 1e6
        print(f"{path.name:16}{size:6.1f} MB{each:8.0f} ns a look-up, {present} of {len(ASKED)} there")


if __name__ == "__main__":
    main()
