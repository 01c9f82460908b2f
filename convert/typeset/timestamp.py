"""The time that goes into the files of an issue."""

from __future__ import annotations

from datetime import UTC, datetime

from convert.document.model import Metadata
from convert.errors import BadSetting
from convert.typeset.display import iso_date
from convert.typeset.writer import EARLIEST

LATEST = datetime(2107, 12, 31, tzinfo=UTC)
"""The last day a zip archive can hold (APPNOTE 4.4.6, MS-DOS dates)."""


def issue_day(meta: Metadata) -> datetime:
    """Return the time of an issue's files where no other is given: its day, as far as a zip can say it."""
    if not meta.date:
        return EARLIEST
    year, month, day = (*(int(part) for part in meta.date.split("-")), 1, 1)[:3]
    return min(max(datetime(year, month, day, tzinfo=UTC), EARLIEST), LATEST)


def made_at(meta: Metadata, timestamp: datetime) -> datetime | None:
    """Return the date that a document may show: that of its files, or of an issue before all zips; else none.

    "1951-03-02" -> 2 March 1951, although the zip says 1980
    """
    if timestamp > EARLIEST:
        return timestamp.astimezone(UTC)
    if not iso_date(meta):
        return None
    year, month, day = (*(int(part) for part in meta.date.split("-")), 1, 1)[:3]
    return datetime(year, month, day, tzinfo=UTC)


def epoch(value: str) -> datetime | None:
    """Return the time that SOURCE_DATE_EPOCH names: seconds since 1970; None where it is not set.

    Raises:
        BadSetting: no whole number, or beyond 2107.

    """
    if not value:
        return None
    seconds = int(value) if value.isascii() and value.isdigit() and len(value) < 12 else -1
    if not 0 <= seconds <= LATEST.timestamp():
        raise BadSetting(
            f"SOURCE_DATE_EPOCH is {value[:40]!r}",
            hint="give whole seconds since 1970, before 2108, or unset it",
        )
    return max(datetime.fromtimestamp(seconds, UTC), EARLIEST)
