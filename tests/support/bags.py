"""Names and times of the bags that tests make."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

NAMES = ("cut-columns", "gb18030", "thornbridge-courier-1911-03-07-p3", "云津日报_2026-03-05_第4821号_第06版")


DAY = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)


METS = {"m": "http://www.loc.gov/METS/"}


PREMIS = {"p": "http://www.loc.gov/premis/v3"}


HREF = "{http://www.w3.org/1999/xlink}href"


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }
