"""The time that goes into the files of an issue: SOURCE_DATE_EPOCH, else the issue's date, else none.

No clock is read: the same source makes the same bytes on any day.
"""

from __future__ import annotations

from datetime import UTC, datetime

from convert.document.model import Metadata
from convert.errors import BadSetting
from convert.typeset.display import iso_date

LATEST = datetime(2107, 12, 31, tzinfo=UTC)
"""The last day a zip archive can hold (APPNOTE 4.4.6, MS-DOS dates)."""


def issue_day(meta: Metadata) -> datetime | None:
    """Return the day of an issue; of a month or year its first; None where it is not known, or is year 0."""
    stated = iso_date(meta)
    if not stated:
        return None
    year, month, day = (*(int(part) for part in stated.split("-")), 1, 1)[:3]
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
            hint="give whole seconds since 1970, before the year 2108, or unset it",
        )
    return datetime.fromtimestamp(seconds, UTC)
