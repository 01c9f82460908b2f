"""How the time and the memory of the repair grow with a text: each length in a process of its own.

    python benchmarks/growth.py                    fifty thousand to five million characters; minutes
    python benchmarks/growth.py 50000 500000       these lengths

A process repairs one page first, so that its tables are mapped. Memory is the most that the process held.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from time import process_time

from issues import issue

from convert.cli.process import use_one_thread
from convert.conversion import read, repair
from convert.system.gc_tuning import reduce_gc

LENGTHS = (50_000, 500_000, 5_000_000)


def main() -> None:
    """Measure each length in a process of its own, or, for one, in this one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("length", type=int, nargs="*", help="characters")
    lengths = parser.parse_args().length or LENGTHS
    if len(lengths) == 1:
        measure(lengths[0])
        return
    print(f"{'characters':>12}{'time':>10}{'a million':>12}{'memory':>12}", flush=True)
    for length in lengths:
        subprocess.run([sys.executable, __file__, str(length)], check=True)


def measure(length: int) -> None:
    """Print how long the repair of a text takes, and how much memory its process has held."""
    use_one_thread()  # as the command does: on a busy machine threads that wait count as work
    reduce_gc()  # as the command does
    repair(read(issue(0).encode()))
    data = text_of(length).encode()
    begin = process_time()
    repair(read(data))
    seconds = process_time() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{length:>12,}{seconds:>8.2f} s{seconds / length * 1e6:>10.1f} s{memory:>8.0f} MiB", flush=True)


def text_of(length: int) -> str:
    """Return invented issues, one behind the other, cut at a length."""
    parts: list[str] = []
    number, size = 1_000_000, 0
    while size < length:
        parts.append(issue(number))
        size += len(parts[-1])
        number += 1
    return "\n\n".join(parts)[:length]


if __name__ == "__main__":
    main()
