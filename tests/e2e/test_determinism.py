"""Same source, same bytes: in all four formats, whatever the time zone, locale, hash seed and order."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from tests.support.paths import ROOT, SAMPLES

SOURCES = [
    SAMPLES / f"{name}.txt"
    for name in (
        "briefs",
        "cut-columns",
        "rare-han",
        "thornbridge-courier-1911-03-07-p3",
        "云津日报_2026-03-05_第4821号_第06版",
    )
]


def digests(made: Path, sources: Sequence[Path], **surroundings: str) -> dict[str, str]:
    """Convert the sources in a process of its own; return a digest for each file."""
    kept = {k: v for k, v in os.environ.items() if k not in {"SOURCE_DATE_EPOCH", "LANG", "LC_ALL", "TZ"}}
    command = [sys.executable, "-m", "convert", "convert", *map(str, sources), "-o", str(made)]
    subprocess.run(command, cwd=ROOT, env={**kept, **surroundings}, check=True, capture_output=True)
    return {p.name: sha256(p.read_bytes()).hexdigest() for p in sorted(made.glob("[!.]*"))}


def test_output_is_the_same_anywhere(tmp_path: Path) -> None:
    """Two runs that share nothing but the sources write the same bytes."""
    east = digests(tmp_path / "east", SOURCES, TZ="Asia/Shanghai", LC_ALL="C.UTF-8", PYTHONHASHSEED="0")
    backwards = SOURCES[::-1]
    west = digests(tmp_path / "west", backwards, TZ="America/Lima", LC_ALL="C", PYTHONHASHSEED="4711")
    assert len(east) == 4 * len(SOURCES)
    assert east == west


def collected(made: Path, sources: Sequence[Path], **surroundings: str) -> dict[str, str]:
    """Make a series of books of the sources in a process of its own; return a digest for each file."""
    kept = {k: v for k, v in os.environ.items() if k not in {"SOURCE_DATE_EPOCH", "LANG", "LC_ALL", "TZ"}}
    asked = ["--title", "样本", "--by", "month", "--split", "--show-changes", "--embed-fonts", "-q"]
    command = [sys.executable, "-m", "convert", "collect", *map(str, sources), "-o", str(made / "b.epub")]
    subprocess.run(
        [*command, *asked], cwd=ROOT, env={**kept, **surroundings}, check=True, capture_output=True
    )
    return {p.name: sha256(p.read_bytes()).hexdigest() for p in sorted(made.glob("[!.]*"))}


def test_books_are_the_same_anywhere(tmp_path: Path) -> None:
    """A series with notes and fonts, of sources in another order."""
    some = SOURCES[1], SOURCES[3]
    east = collected(tmp_path / "east", some, TZ="Asia/Shanghai", LC_ALL="C.UTF-8", PYTHONHASHSEED="0")
    west = collected(tmp_path / "west", some[::-1], TZ="America/Lima", LC_ALL="C", PYTHONHASHSEED="4711")
    assert len(east) == 2
    assert east == west
