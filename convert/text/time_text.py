"""How a time is written, wherever one stands in a file."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_text(time: datetime) -> str:
    """Return a time in UTC to the second (RFC 3339).

    >>> utc_text(datetime(1911, 3, 7, tzinfo=UTC))
    '1911-03-07T00:00:00Z'
    """
    return time.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"
