"""Archives' own files: how much of what they say of articles, roles and order is in the reading.

    python benchmarks/archives.py               # a minute: the structure that the archive states is read
    python benchmarks/archives.py --hidden      # it is not: the layout, the order of the files and the text
    python benchmarks/archives.py --boxes       # nor is the order of the files: blocks sorted by their height
    python benchmarks/archives.py --text        # nor is the layout: the text alone

    article     F1 of pairs of blocks that stand in one article
    roles       share of blocks with the role that the archive gives them
    next        share of blocks behind which the next one of their article follows at once
    bound       F1 of paragraph borders; void against METS, whose paragraphs are stretches of a column
    s/page      seconds of processor

Gold is made by `archive_gold.py`. A dash: the archive says nothing of it. The last row counts all blocks of
the issues whose articles are known together.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from archive_gold import SHARED, Case, Gold, all_cases, measured
from scoring import as_output
from sorted_blocks import write_sorted

from convert import api
from convert.document.model import Document
from convert.errors import ConvertError
from convert.readers.text import read_text
from convert.text.source import decode

MEASURES = {"article_F1": "article", "role_acc": "roles", "frag_next": "next", "boundary_F1": "bound"}


def read_case(case: Case, *, hidden: bool, text: bool, boxes: bool) -> Document:
    """Read an issue: with what the archive says of its structure, or without, or as a text alone."""
    if case.container is not None and not hidden:
        return api.read(case.container)
    with TemporaryDirectory() as folder:
        files = tuple(_sorted_files(case.files, Path(folder))) if boxes else case.files
        document = api.read(files if len(files) > 1 else files[0])
    if text:
        source = decode(
            document.source.text.encode("utf-8", "surrogatepass"), "utf-8", name=document.meta.name
        )
        return read_text(source, document.meta)
    if hidden and document.layout:
        return replace(document, layout=replace(document.layout, units=()))
    return document


def _sorted_files(files: Sequence[Path], folder: Path) -> Iterator[Path]:
    """Yield pages whose blocks are sorted by their height; a page of another kind as it is."""
    for number, path in enumerate(files):
        out = folder / f"{number:04}.xml"
        yield out if write_sorted(path, out) else path


class Row(NamedTuple):
    """What was measured of a folder."""

    rates: dict[str, float]
    pairs: list[tuple[Gold, Gold]]
    """Of each case what the archive says, and what was read."""


def row(
    name: str, some: Sequence[Case], *, hidden: bool, text: bool, boxes: bool, passes: bool = True
) -> Row:
    """Score the cases of a folder together and print its row."""
    pairs: list[tuple[Gold, Gold]] = []
    spent = 0.0
    pages = 0
    for case in some:
        start = time.process_time()
        try:
            document = read_case(case, hidden=hidden, text=text, boxes=boxes)
        except ConvertError as error:
            print(f"{name:28}{error}")
            return Row({}, [])
        document = api.repair(document) if passes else document
        spent += time.process_time() - start
        pages += len(case.files)
        pairs.append((case.gold, as_output(document)))
    rates = measured(pairs)
    if not some[0].has_articles:
        del rates["article_F1"]
    if not some[0].has_roles:
        del rates["role_acc"]
    cells = "".join(f"{rates[key]:8.3f}" if key in rates else f"{'-':>8}" for key in MEASURES)
    print(f"{name:28}{cells}{spent / pages:8.2f}", flush=True)
    return Row(rates, pairs)


def main() -> None:
    """Print a row for each folder, and the mean of the rows."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--hidden", action="store_true", help="what the archive says of structure is not read"
    )
    parser.add_argument("--boxes", action="store_true", help="nor is the order of the files' blocks")
    parser.add_argument("--text", action="store_true", help="nor is the layout")
    parser.add_argument("--untouched", action="store_true", help="no rule runs")
    parser.add_argument("--only", default="", help="folders whose name contains this")
    options = parser.parse_args()
    if not SHARED.is_dir():
        raise SystemExit("needs the folder 'shared' beside the project: files of archives, and the scorer")
    print(f"{'':28}{''.join(f'{head:>8}' for head in MEASURES.values())}  s/page")
    rows: list[Row] = []
    for folder, some in groupby(all_cases(options.only), key=lambda case: case.folder):
        hidden = options.hidden or options.text or options.boxes
        rows.append(
            row(
                folder,
                list(some),
                hidden=hidden,
                text=options.text,
                boxes=options.boxes,
                passes=not options.untouched,
            )
        )
    means = []
    for key in MEASURES:
        values = [each.rates[key] for each in rows if key in each.rates]
        means.append(f"{sum(values) / len(values):8.3f}" if values else f"{'-':>8}")
    print(f"{'mean':28}{''.join(means)}")
    of_articles = [pair for each in rows if "article_F1" in each.rates for pair in each.pairs]
    if of_articles:
        rates = measured(of_articles)
        print(f"{'all with articles':28}{''.join(f'{rates[key]:8.3f}' for key in MEASURES)}")


if __name__ == "__main__":
    main()
